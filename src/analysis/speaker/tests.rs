//! Truth table: who speaks, line by line of what a speaker is. All texts are invented.

use crate::analysis::{ArticleFindings, analyze_article, unify_speakers};
use crate::corpus::{Article, Corpus};

/// Who speaks in `text`, quote by quote; "-" for nobody.
fn speakers(text: &str) -> Vec<String> {
    let article = Article { title: "T".into(), text: text.into(), ..Article::default() };
    let found = analyze_article(&article);
    let name = |speaker: Option<&str>| speaker.unwrap_or("-").to_owned();
    found.quotes.iter().map(|quote| name(found.speaker(quote))).collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(speakers(text), expected, "{text}");
}

#[test]
fn two_of_one_last_name_stay_apart() {
    check(
        "Mark Dorn said the quay was shut. Mary Dorn said it was open.",
        &["Mark Dorn", "Mary Dorn"],
    );
    check(
        "Joe Lund said it would stay shut. Anna Lund, his sister, said it would not. “We will open it,” Anna Lund said.",
        &["Joe Lund", "Anna Lund", "Anna Lund"],
    );
    check(
        "Bo Rask Sr. said the pier was his. His son, Bo Rask Jr., said he had sold it. “I sold it,” Rask Jr. said. Bo Rask, Sr., said that was a lie.",
        &["Bo Rask Sr.", "Bo Rask Jr.", "Bo Rask Jr.", "Bo Rask Sr."],
    );
    check(
        "Bo Rask said the pier was his. Bo Rask Jr. said he had sold it.",
        &["Bo Rask", "Bo Rask Jr."],
    );
}

#[test]
fn a_last_name_that_two_bear_is_whom_the_paragraph_is_about_else_nobody() {
    let both = "Mark Dorn said the quay was shut. Mary Dorn said it was open.\n\n";
    check(&format!("{both}Dorn said the town knew."), &["Mark Dorn", "Mary Dorn", "-"]);
    check(
        &format!("{both}Mary Dorn walked out. Dorn said she was tired."),
        &["Mark Dorn", "Mary Dorn", "Mary Dorn"],
    );
    check(
        &format!("{both}Mark was sure. “It is shut,” Mark said. Mrs. Dorn said it was open."),
        &["Mark Dorn", "Mary Dorn", "Mark Dorn", "Mary Dorn"],
    );
    check(
        "Mark Dorn said the quay was shut. Dorn said it was late.\n\nMary Dorn said it was open.",
        &["Mark Dorn", "Mark Dorn", "Mary Dorn"],
    );
}

#[test]
fn a_last_name_goes_on_to_mean_whom_it_meant_before_another_bore_it() {
    let so = "Dorn said it was so. ".repeat(3);
    let found = speakers(&format!(
        "Mark Dorn said the quay was shut. {so}\n\nMary Dorn said it was open.\n\nThe vote is near. Dorn said the town knew.",
    ));
    assert_eq!(found.last().map(String::as_str), Some("Mark Dorn"));
}

#[test]
fn names_are_whole() {
    check(
        "Ruth van der Meer said the quay was shut. Van der Meer said it was late. “It is late,” van der Meer said.",
        &["Ruth van der Meer"; 3],
    );
    check(
        "Pedro de la Torre said the quay was shut. De la Torre said it was late.",
        &["Pedro de la Torre"; 2],
    );
    check(
        "Omar al-Rashidi said the quay was shut. Al-Rashidi said it was late.",
        &["Omar al-Rashidi"; 2],
    );
    check(
        "Sheila O’Neill said the quay was shut. “It is late,” O’Neill said.",
        &["Sheila O’Neill"; 2],
    );
    check(
        "Klaas ten Brink said the quay was shut. Ten Brink said it was late. “It is late,” ten Brink said.",
        &["Klaas ten Brink"; 3],
    );
    check(
        "Jose\u{301} A\u{301}lvarez said the quay was shut. A\u{301}lvarez said it was late.",
        &["Jose\u{301} A\u{301}lvarez"; 2],
    );
    check(
        "Anna Lund-Holt said the quay was shut. Lund-Holt said it was late. J. B. Rask said it was open. Bo Tarn III said it was new.",
        &["Anna Lund-Holt", "Anna Lund-Holt", "J. B. Rask", "Bo Tarn III"],
    );
}

#[test]
fn bodies_are_whole() {
    check(
        "The Rail Users’ Group said trains were late. The group said the buses were worse.",
        &["Rail Users’ Group"; 2],
    );
    check("Lund’s Labour Party said it was late.", &["Labour Party"]);
    check(
        "Grell & Sons said the quay was shut. Grell and Sons said it was safe.",
        &["Grell & Sons"; 2],
    );
    check(
        "21st Century Harbour said the quay was shut. In 2017 Bo Rask said it was safe.",
        &["21st Century Harbour", "Bo Rask"],
    );
    check(
        "The Department of Health and Public Works said the quay was shut. The DHPW said it was late.",
        &["Department of Health and Public Works"; 2],
    );
    check("The Bank of Brenk said it would pay. The bank said it had paid.", &["Bank of Brenk"; 2]);
}

#[test]
fn what_is_no_name_is_nobodys() {
    check("Unless Halvany says that it is safe, nobody goes there.", &["Halvany"]);
    check(
        "Sen. Ada Lund (D-N.Y.) said it was late. Sen. Bo Rask, R-Brenk, said it was early.",
        &["Ada Lund", "Bo Rask"],
    );
    check("It said that the quay was shut. Who said that it was open?", &["-", "-"]);
    check("Mayor Ada Lund Adaline (Ada) Lund said the quay was shut.", &["Ada Lund"]);
}

#[test]
fn a_description_that_names_its_holder_is_that_person() {
    check(
        "A spokesman for the company, Oskar Penhallow, said the quay was shut.",
        &["Oskar Penhallow"],
    );
    check(
        "“It is shut,” said a spokesman for the company, Oskar Penhallow. The spokesman said it was late.",
        &["Oskar Penhallow"; 2],
    );
    check("Ada Lund is a farmer who claims that the quay was shut.", &["Ada Lund"]);
    check(
        "The quay is shut, according to a new report by the Harbour Institute.",
        &["Harbour Institute"],
    );
}

#[test]
fn a_firm_is_one_body_and_its_spokesman_another() {
    check(
        "Grell & Sons, the firm that built the quay, said it was safe. The company said it had checked. The firm denied that it knew. A spokesman for the company said it was late. The spokesman said it was over.",
        &[
            "Grell & Sons",
            "Grell & Sons",
            "Grell & Sons",
            "a spokesman for the company",
            "a spokesman for the company",
        ],
    );
}

/// Who speaks in each article of an event, quote by quote.
#[track_caller]
fn check_event(texts: [&str; 3], expected: &[&str]) {
    let article = |(id, text): (usize, &&str)| Article {
        id: id.to_string(),
        title: "T".into(),
        text: (*text).into(),
        ..Article::default()
    };
    let corpus = Corpus::new(texts.iter().enumerate().map(article).collect());
    let mut found: Vec<_> = corpus.articles().iter().map(analyze_article).collect();
    unify_speakers(&mut found, &[corpus.ids().collect()]);
    assert_eq!(names(&found), expected, "{texts:?}");
}

/// Who speaks in articles, quote by quote.
fn names(found: &[ArticleFindings]) -> Vec<&str> {
    found
        .iter()
        .flat_map(|found| found.quotes.iter().map(|quote| found.speaker(quote).unwrap_or("-")))
        .collect()
}

#[test]
fn forms_and_spellings_of_a_name_are_one_speaker_of_an_event() {
    check_event(
        [
            "Sergei Tolvan said the quay was shut. Tolvan said it was late.",
            "Sergey Tolvan said the quay was open.",
            "Tolvan said the quay was safe.",
        ],
        &["Sergei Tolvan"; 4],
    );
    check_event(
        [
            "William Lund said the quay was shut. Lund said it was late.",
            "Bill Lund said the quay was open.",
            "W. Lund said the quay was safe.",
        ],
        &["William Lund"; 4],
    );
    check_event(
        [
            "Katherine Holt said the quay was shut. Holt said it was late.",
            "Kate Holt said the quay was open.",
            "Jos\u{e9} Rask said the quay was safe.",
        ],
        &["Katherine Holt", "Katherine Holt", "Katherine Holt", "Jos\u{e9} Rask"],
    );
    check_event(
        [
            "Jose\u{301} Tarn said the quay was shut. Tarn said it was late.",
            "Jos\u{e9} Tarn said the quay was open.",
            "Jose Tarn said the quay was safe.",
        ],
        &["Jose\u{301} Tarn"; 4],
    );
}

#[test]
fn two_of_a_letter_are_two_speakers_of_an_event() {
    check_event(
        [
            "Joe Lund said the quay was shut.",
            "Jill Lund said the quay was open.",
            "J. Lund said the quay was safe. Lund said it was late.",
        ],
        &["Joe Lund", "Jill Lund", "J. Lund", "J. Lund"],
    );
    check_event(
        [
            "Donald Holt said the quay was shut.",
            "Ivanka Holt said the quay was open.",
            "Holt said the quay was safe.",
        ],
        &["Donald Holt", "Ivanka Holt", "Holt"],
    );
    check_event(
        [
            "Bo Rask said the quay was shut. Bo Rask Jr. said it was late.",
            "Bo Rask Jr. said the quay was open.",
            "Bo Rask said the quay was safe.",
        ],
        &["Bo Rask", "Bo Rask Jr.", "Bo Rask Jr.", "Bo Rask"],
    );
    check_event(
        [
            "Bo Rask Jr. said the quay was shut. Rask said it was late.",
            "Bo Rask said the quay was open.",
            "Rask said the quay was safe.",
        ],
        &["Bo Rask Jr."; 4],
    );
}

#[test]
fn a_body_is_one_speaker_of_an_event() {
    check_event(
        [
            "Grell & Sons said the quay was shut. The firm said it was late.",
            "Grell and Sons said the quay was open.",
            "The Department of Works said the quay was safe.",
        ],
        &["Grell & Sons", "Grell & Sons", "Grell & Sons", "Department of Works"],
    );
}

/// Two of whom nothing tells but a whole name that both bear stay two where one article has both.
#[test]
fn a_number_is_a_person_and_not_a_name() {
    let texts = [
        "Bo Rask Sr. said the pier was his. Bo Rask Jr. said he had sold it.",
        "“I sold it,” Bo Rask Jr. said.",
    ];
    let article = |(id, text): (usize, &&str)| Article {
        id: id.to_string(),
        title: "T".into(),
        text: (*text).into(),
        ..Article::default()
    };
    let corpus = Corpus::new(texts.iter().enumerate().map(article).collect());
    let mut found: Vec<_> = corpus.articles().iter().map(analyze_article).collect();
    unify_speakers(&mut found, &[corpus.ids().collect()]);
    let ids: Vec<_> =
        found.iter().flat_map(|found| &found.quotes).map(|quote| quote.speaker).collect();
    assert_ne!(ids[0], ids[1]);
    assert_eq!(ids[1], ids[2]);
    assert_eq!(found[1].name(ids[2].unwrap()), Some("Bo Rask Jr."));
}

mod unified {
    use std::collections::BTreeSet;

    use super::names;
    use crate::analysis::analyze;
    use crate::corpus::{Article, Corpus};

    #[test]
    fn two_spellings_in_one_event_are_one_speaker() {
        let article = |id: &str, text: &str| Article {
            id: id.into(),
            title: "Dam talks end".into(),
            text: text.into(),
            ..Article::default()
        };
        let corpus = Corpus::new(vec![
            article(
                "a",
                "Andrei Tolvan said the dam talks ended in Brenk. Tolvan said the dam would stay.",
            ),
            article("b", "Andrey Tolvan said the dam talks in Brenk had ended."),
        ]);
        let findings = analyze(&corpus);
        assert_eq!(findings.events.len(), 1);
        assert_eq!(names(&findings.articles), ["Andrei Tolvan"; 3]);
        let ids = findings.articles.iter().flat_map(|found| &found.quotes);
        let ids: BTreeSet<_> = ids.map(|quote| quote.speaker).collect();
        assert_eq!(ids.len(), 1, "one number in both articles");
    }

    #[test]
    fn what_one_article_calls_somebody_another_says_who_it_is() {
        let article = |id: &str, text: &str| Article {
            id: id.into(),
            title: "Dam talks end".into(),
            text: text.into(),
            ..Article::default()
        };
        let corpus = Corpus::new(vec![
            article(
                "a",
                "Transport Minister Andrei Tolvan met the dam board in Brenk. The dam talks in Brenk ended on Friday.",
            ),
            article(
                "b",
                "The dam talks in Brenk have ended. The transport minister said the dam would stay.",
            ),
        ]);
        let findings = analyze(&corpus);
        assert_eq!(findings.events.len(), 1);
        assert_eq!(names(&findings.articles[1..]), ["Andrei Tolvan"]);
    }
}

#[test]
fn what_somebody_once_was_means_who_spoke_right_before() {
    check(
        "“The pier is old,” Ada Holt said.\n\n“It was old when we bought it,” the former harbour minister said.",
        &["Ada Holt", "Ada Holt"],
    );
    // Of one whose role is told it is another, and what somebody is may be said of another.
    check(
        "Ada Holt, a lawyer, said the pier was old. The former harbour minister said it was new.",
        &["Ada Holt", "the former harbour minister"],
    );
    check(
        "“The pier is old,” Ada Holt said.\n\n“It was old when we bought it,” the judge said.",
        &["Ada Holt", "the judge"],
    );
}

#[test]
fn a_quote_alone_goes_on_with_a_speaker_whom_the_paragraph_between_is_about() {
    let quote = "“The pier is old,” Ada Holt said.\n\n";
    let alone = "\n\n“It was old when we bought it from the crews.”";
    check(
        &format!("{quote}But even so, Holt left some room for the crews.{alone}"),
        &["Ada Holt", "Ada Holt"],
    );
    check(&format!("{quote}The vote is set for May.{alone}"), &["Ada Holt", "-"]);
}
