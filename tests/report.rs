//! What the commands print about a coverage made by hand: as text for people, as JSON, and as a
//! comparison to hand on.

#[path = "support/coverage.rs"]
mod support;

use expect_test::{Expect, expect, expect_file};
use rashomon::report::export::{Comparison, Form, write};
use rashomon::report::json;
use rashomon::report::sheet::{Glyphs, Sheet};
use rashomon::report::text::{self, Names};
use rashomon::view::Coverage;
use rashomon::view::record::{Narrowing, WithText};
use serde::Serialize;

fn speaker(name: &str) -> Narrowing {
    Narrowing { speaker: Some(name.to_owned()), ..Narrowing::default() }
}

fn outlet(name: &str) -> Narrowing {
    Narrowing { outlet: Some(name.to_owned()), ..Narrowing::default() }
}

#[track_caller]
fn check_text(expected: &Expect, write: impl FnOnce(&Coverage, &Names<'_>, &mut Sheet)) {
    let coverage = support::coverage();
    let mut sheet = Sheet::new(80, Glyphs::Unicode);
    write(&coverage, &Names::of(&coverage), &mut sheet);
    expected.assert_eq(&sheet.into_text());
}

#[track_caller]
fn check_json<T: Serialize>(expected: &Expect, rows: &[T]) {
    let mut out = Vec::new();
    assert!(json::lines(rows, &mut out).is_ok());
    expected.assert_eq(&String::from_utf8(out).unwrap_or_default());
}

#[test]
fn articles_and_events_as_text() {
    check_text(
        &expect![[r#"
        2025-03-04  Evening Post   Harbour bridge shut until Easter
                    1.txt · 112 words · en
        2025-03-04  Harbour Radio  Office signed for bridge warning
                    2.txt · 99 words · en
        2025-03-04  The Courier    Bridge closed: mayor says council was kept in the
                                   dark
                    3.txt · 105 words · en · Anna Holt
        2025-03-05  Evening Post   Ferry crews walk out
                    4.txt · 41 words · en
        2025-03-05  Harbour Radio  Island ferries stand still
                    5.txt · 31 words · en
        2025-03-05  shortwave ?    No ferries
                    6.txt · 20 words · en
    "#]],
        |coverage, _, sheet| {
            text::articles(&coverage.article_rows(&Narrowing::default(), WithText::No), sheet);
        },
    );
    check_text(
        &expect![[r#"
            Harbour bridge closed
              3 articles · 4 disputes
              Evening Post, Harbour Radio, The Courier
              event 1.txt

            Ferry strike
              3 articles · 1 dispute
              Evening Post, Harbour Radio, shortwave
              event 4.txt
        "#]],
        |coverage, _, sheet| text::events(&coverage.event_rows(&Narrowing::default()), sheet),
    );
}

#[test]
fn quotes_as_text_and_narrowed_to_a_speaker() {
    check_text(
        &expect![[r#"
        Evening Post · Harbour bridge shut until Easter
        ───────────────────────────────────────────────

        Ilse Brandt · partly direct · “said”
            inspections were “up to date”

        Harbour Radio · Office signed for bridge warning
        ────────────────────────────────────────────────

        Ilse Brandt · partly direct · “said”
            inspections were “as up to date as the law asks”

        The Courier · Bridge closed: mayor says council was kept in the dark
        ────────────────────────────────────────────────────────────────────

        Ilse Brandt · partly direct · “said”
            the council had been “told nothing before Tuesday” about the cracks

        Ilse Brandt · direct · “told”
            “I closed it within the hour,”

        Ilse Brandt · direct · “told”
            “That is what a mayor is for.”
    "#]],
        |coverage, names, sheet| {
            text::quotes(&coverage.quote_rows(&speaker("brandt")), names, sheet);
        },
    );
}

#[test]
fn speakers_as_text_and_as_json() {
    check_text(
        &expect![[r#"
            5  Ilse Brandt              2 in own words, 3 partly · The Courier 3, Evening
                                        Post 1, Harbour Radio 1
            2  two engineers (unnamed)  1 in own words, 1 reported · Evening Post 2
            1  Jo Lind                  1 in own words · Evening Post 1
            1  Tom Reyle                1 in own words · Harbour Radio 1
        "#]],
        |coverage, _, sheet| {
            text::speakers(&coverage.speakers(&Narrowing::default()), coverage, sheet);
        },
    );
    check_text(
        &expect![[r#"
        two engineers (unnamed): 2 quotes, 1 in own words, 1 reported; Evening Post 2
    "#]],
        |coverage, _, sheet| text::quoted(&coverage.speakers(&speaker("engineers")), sheet),
    );
    let mut coverage = support::coverage();
    let mut unnamed = coverage.findings.articles[2].quotes[0].clone();
    unnamed.speaker = None;
    coverage.findings.articles[2].quotes.push(unnamed);
    let speakers = coverage.speakers(&outlet("courier"));
    let rows: Vec<_> = speakers.iter().map(|speaker| coverage.speaker_row(speaker)).collect();
    check_json(
        &expect![[r#"
            {"speaker":"Ilse Brandt","anonymous":false,"quotes":3,"direct":2,"mixed":1,"indirect":0,"via":{},"outlets":{"The Courier":3},"events":["1.txt"]}
            {"speaker":null,"anonymous":false,"quotes":1,"direct":0,"mixed":1,"indirect":0,"via":{},"outlets":{"The Courier":1},"events":["1.txt"]}
        "#]],
        &rows,
    );
    assert!(
        coverage.speakers(&speaker("nobody")).is_empty(),
        "the row of nobody has no name to ask for"
    );
}

#[test]
fn topics_and_variants_as_text() {
    check_text(
        &expect![[r#"
            Harbour bridge closed
            ─────────────────────

            How long it stays shut
              Evening Post   The council said that the bridge would stay shut for six weeks.
              Harbour Radio  Repairs will take at least ten weeks, said the builder,
                             Nordbau, which was called in overnight.
              The Courier    – leaves it out

            What the mayor knew
              Evening Post   Two engineers, who asked not to be named, said a report on the
                             cracks had gone out to the mayor's office in January.
              Harbour Radio  A receipt dated 14 January, seen by this station, bears the
                             stamp of the office of Ilse Brandt.
              The Courier    Mayor Ilse Brandt said the council had been “told nothing
                             before Tuesday” about the cracks in the harbour bridge, and
                             that inspections were “up to date”.

            How many use it
              Evening Post   Some 14,000 drivers use it every day, according to the port
                             authority.
              The Courier    About 9,000 cars cross the bridge on a working day, it added.
              Harbour Radio  – leaves it out

            Ferry strike
            ────────────

            How many joined
              Evening Post   The union said that every one of its 120 members had joined the
                             strike.
              Harbour Radio  The company said that fewer than half of the crews, some 50
                             people, had stopped work.
              shortwave      – leaves it out
        "#]],
        |coverage, names, sheet| {
            text::topics(&coverage.topic_rows(&Narrowing::default()), names, sheet);
        },
    );
    check_text(
        &expect![[r#"
            Harbour bridge closed
            ─────────────────────

            Ilse Brandt
              Harbour Radio  inspections were “as up to date as the law asks”
              Evening Post   inspections were “up to date” [cut after]
              The Courier    inspections were “up to date” [cut after]
              differing      - as; - as the law asks
        "#]],
        |coverage, names, sheet| {
            text::variants(&coverage.variant_rows(&Narrowing::default()), names, sheet);
        },
    );
}

#[test]
fn conflicts_as_text_with_and_without_soft_ones() {
    check_text(
        &expect![[r#"
        denial · What the mayor knew · Harbour bridge closed
          “told nothing before Tuesday” against a report that “had gone out … in
          January”
             The Courier · Ilse Brandt
               the council had been “told nothing before Tuesday” about the cracks
          ≠  Evening Post · two engineers
               a report on the cracks had gone out to the mayor's office in January

          and in the same dispute, denial: “told nothing before Tuesday” against a
          receipt dated 14 January
             The Courier · Ilse Brandt
               the council had been “told nothing before Tuesday” about the cracks
          ≠  Harbour Radio
               A receipt dated 14 January, seen by this station, bears the stamp of the
               office of Ilse Brandt.

        number · How long it stays shut · Harbour bridge closed
          six weeks against at least ten weeks
             Evening Post · the council
               the bridge would stay shut for six weeks
          ≠  Harbour Radio · Nordbau
               Repairs will take at least ten weeks

        number · How many use it · Harbour bridge closed
          14,000 drivers a day against about 9,000 cars
             Evening Post · the port authority
               Some 14,000 drivers use it every day
          ≠  The Courier · the port authority
               About 9,000 cars cross the bridge on a working day

        wording · Harbour bridge closed
          “up to date” against “as up to date as the law asks”
             Evening Post · Ilse Brandt
               inspections were “up to date”
          ≠  Harbour Radio · Ilse Brandt
               inspections were “as up to date as the law asks”

        number · How many joined · Ferry strike
          all 120 members against some 50 people
             Evening Post · the union
               every one of its 120 members had joined the strike
          ≠  Harbour Radio · the company
               fewer than half of the crews, some 50 people, had stopped work
    "#]],
        |coverage, names, sheet| {
            text::conflicts(&coverage.conflict_rows(&Narrowing::default()), names, sheet);
        },
    );
    let coverage = support::coverage();
    let (firm, all) = (
        coverage.conflict_rows(&Narrowing::default()).len(),
        coverage.conflict_rows(&Narrowing { soft: true, ..Narrowing::default() }).len(),
    );
    assert!(firm < all, "{firm} {all}");
}

#[test]
fn ascii_sheets_hold_no_other_glyph_of_ours() {
    let coverage = support::coverage();
    let mut sheet = Sheet::new(60, Glyphs::Ascii);
    let names = Names::of(&coverage);
    text::topics(&coverage.topic_rows(&Narrowing::default()), &names, &mut sheet);
    text::conflicts(&coverage.conflict_rows(&Narrowing::default()), &names, &mut sheet);
    let printed = sheet.into_text();
    // The reasons are the analysis's words, and the passages the articles'.
    let theirs: String = coverage
        .conflict_rows(&Narrowing::default())
        .iter()
        .map(|row| row.why)
        .chain(coverage.corpus.articles().iter().map(|article| article.text.as_str()))
        .collect();
    let ours: String = printed.chars().filter(|c| !c.is_ascii() && !theirs.contains(*c)).collect();
    assert_eq!(ours, "");
}

#[test]
fn rows_as_json() {
    let coverage = support::coverage();
    check_json(
        &expect![[r#"
            {"event":"1.txt","label":"Harbour bridge closed","articles":["1.txt","2.txt","3.txt"],"outlets":["Evening Post","Harbour Radio","The Courier"],"accounts":3,"from":null,"to":null,"conflicts":5,"disputes":4,"follows":null,"story":"1.txt"}
            {"event":"4.txt","label":"Ferry strike","articles":["4.txt","5.txt","6.txt"],"outlets":["Evening Post","Harbour Radio","shortwave"],"accounts":3,"from":null,"to":null,"conflicts":1,"disputes":1,"follows":null,"story":"4.txt"}
        "#]],
        &coverage.event_rows(&outlet("Harbour Radio")),
    );
    check_json(
        &expect![[r#"
        {"article":"1.txt","outlet":"Evening Post","event":"1.txt","kind":"mixed","start":511,"end":544,"spans":[[511,544]],"text":"inspections were “up to date”","cue":{"start":506,"end":510,"text":"said"},"speaker":{"name":"Ilse Brandt","start":488,"end":505,"text":"Mayor Ilse Brandt"},"via":null}
        {"article":"2.txt","outlet":"Harbour Radio","event":"1.txt","kind":"mixed","start":504,"end":556,"spans":[[504,556]],"text":"inspections were “as up to date as the law asks”","cue":{"start":494,"end":498,"text":"said"},"speaker":{"name":"Ilse Brandt","start":484,"end":493,"text":"Ms Brandt"},"via":null}
    "#]],
        &coverage.quote_rows(&speaker("Brandt")).into_iter().take(2).collect::<Vec<_>>(),
    );
    check_json(
        &expect![[r#"
            {"event":"1.txt","topic":"How long it stays shut","by":"rashomon","first":null,"versions":[{"article":"1.txt","outlet":"Evening Post","start":352,"end":415,"text":"The council said that the bridge would stay shut for six weeks."},{"article":"2.txt","outlet":"Harbour Radio","start":331,"end":426,"text":"Repairs will take at least ten weeks, said the builder, Nordbau, which was called in overnight."}],"missing":["The Courier"],"not_found":[]}
        "#]],
        &coverage.topic_rows(&Narrowing::default()).into_iter().take(1).collect::<Vec<_>>(),
    );
    check_json(
        &expect![[r#"
            {"event":"1.txt","speaker":"Ilse Brandt","members":[{"article":"2.txt","outlet":"Harbour Radio","speaker":"Ilse Brandt","start":504,"end":556,"text":"inspections were “as up to date as the law asks”","quoted":true,"cut":null},{"article":"1.txt","outlet":"Evening Post","speaker":"Ilse Brandt","start":511,"end":544,"text":"inspections were “up to date”","quoted":true,"cut":"after"},{"article":"3.txt","outlet":"The Courier","speaker":"Ilse Brandt","start":197,"end":230,"text":"inspections were “up to date”","quoted":true,"cut":"after"}],"diff":[{"op":"same","a":{"start":504,"end":520},"b":{"start":511,"end":527}},{"op":"cut","a":{"start":524,"end":526}},{"op":"same","a":{"start":527,"end":537},"b":{"start":531,"end":541}},{"op":"cut","a":{"start":538,"end":553}}]}
        "#]],
        &coverage.variant_rows(&Narrowing::default()).into_iter().take(1).collect::<Vec<_>>(),
    );
    check_json(
        &expect![[r#"
            {"id":"","group":0,"event":"1.txt","topic":"What the mayor knew","kind":"denial","strength":"hard","why":"“told nothing before Tuesday” against a report that “had gone out … in January”","by":"rashomon","score":0.9,"evidence":{"pattern":"negated","one_article":false,"sentences_apart":0,"days_apart":0,"shared":0,"weight":0.0,"share":0.0,"same_words":false,"speakers":0,"holder":false,"by_words":false,"both_say":false,"right_before":false,"hedged":false,"exact":false,"points":0.0,"factor":0.0},"a":{"article":"3.txt","outlet":"The Courier","speaker":"Ilse Brandt","start":93,"end":164,"text":"the council had been “told nothing before Tuesday” about the cracks"},"b":{"article":"1.txt","outlet":"Evening Post","speaker":"two engineers","start":220,"end":288,"text":"a report on the cracks had gone out to the mayor's office in January"}}
        "#]],
        &coverage.conflict_rows(&Narrowing::default()).into_iter().take(1).collect::<Vec<_>>(),
    );
}

#[test]
fn every_passage_is_the_words_of_its_article() {
    let coverage = support::coverage();
    let all = Narrowing { soft: true, ..Narrowing::default() };
    let words = |article: &str, start: usize, end: usize| {
        let id = coverage.corpus.find(article).map(|id| coverage.corpus.article(id));
        id.and_then(|article| article.text.get(start..end)).unwrap_or("no such place")
    };
    for row in coverage.conflict_rows(&all) {
        assert!(
            [row.a, row.b]
                .iter()
                .all(|side| side.text == words(side.article, side.start, side.end))
        );
    }
    for row in coverage.topic_rows(&all) {
        assert!(
            row.versions
                .iter()
                .all(|version| version.text == words(version.article, version.start, version.end))
        );
    }
    for row in coverage.quote_rows(&all) {
        assert_eq!(row.text, words(row.article, row.start, row.end));
    }
}

#[test]
fn a_comparison_as_markdown_and_html() {
    let coverage = support::coverage();
    let event = coverage.findings.events.first().map(|event| event.id.clone()).unwrap_or_default();
    let written = |form| {
        let comparison = Comparison::of(&coverage, &event, &Narrowing::default());
        comparison
            .and_then(|comparison| write(&comparison, form, &Names::of(&coverage)).ok())
            .unwrap_or_default()
    };
    expect_file!["./data/harbour-bridge/comparison.md"].assert_eq(&written(Form::Markdown));
    expect_file!["./data/harbour-bridge/comparison.html"].assert_eq(&written(Form::Html));
}
