//! Quotes of invented texts: what is content, whose words they are, and what is no saying.

use crate::analysis::{QuoteKind, analyze_article};
use crate::corpus::Article;

/// Quotes of `text` as `kind speaker: content | content`, one a line.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let article = Article { title: "T".into(), text: text.into(), ..Article::default() };
    let found = analyze_article(&article);
    let shown: Vec<String> = found
        .quotes
        .iter()
        .map(|quote| {
            let kind = match quote.kind {
                QuoteKind::Direct => "direct",
                QuoteKind::Mixed => "mixed",
                QuoteKind::Indirect => "indirect",
            };
            let parts: Vec<_> = quote.content.iter().map(|span| span.of(text)).collect();
            let via = quote.via.as_ref().map(|via| format!(" via {via}")).unwrap_or_default();
            format!("{kind} {}{via}: {}", found.speaker(quote).unwrap_or("-"), parts.join(" | "))
        })
        .collect();
    assert_eq!(shown, expected);
}

#[test]
fn cues_before_after_and_inside() {
    check("“We closed it,” said Mayor Ilse Brandt.", &["direct Ilse Brandt: “We closed it,”"]);
    check(
        "Ilse Brandt, the mayor, said: “We closed it.”",
        &["direct Ilse Brandt: “We closed it.”"],
    );
    check(
        "“We closed it,” Ilse Brandt said, “before anyone was hurt.”",
        &["direct Ilse Brandt: “We closed it,” | “before anyone was hurt.”"],
    );
    check("“Why now?” asked Ilse Brandt.", &["direct Ilse Brandt: “Why now?”"]);
}

#[test]
fn a_month_that_is_cut_ends_no_content() {
    check(
        "Ida Moss said the board had sold the old ferry on Sept. 12 to a circus.",
        &["indirect Ida Moss: the board had sold the old ferry on Sept. 12 to a circus"],
    );
}

#[test]
fn a_person_of_a_place_is_the_person() {
    check(
        "Senator Ada B. Lund of Brenk, the eldest of the board, said the pier was safe.",
        &["indirect Ada B. Lund: the pier was safe"],
    );
}

#[test]
fn to_stay_unnamed_is_no_report() {
    check(
        "Two engineers who asked not to be named told Harbour Radio that the report was sent in January.",
        &["indirect two engineers via Harbour Radio: that the report was sent in January"],
    );
}

#[test]
fn the_subject_is_not_the_nearest_name() {
    check(
        "Ilse Brandt, who came with her deputy, Bo Rask, said the bridge was shut.",
        &["indirect Ilse Brandt: the bridge was shut"],
    );
}

#[test]
fn indirect_speech_with_and_without_that() {
    check(
        "Ilse Brandt said that the bridge was shut, which surprised nobody.",
        &["indirect Ilse Brandt: that the bridge was shut"],
    );
    check(
        "The bridge was shut for good, Ilse Brandt said.",
        &["indirect Ilse Brandt: The bridge was shut for good"],
    );
    check(
        "According to Ilse Brandt, the bridge was shut.",
        &["indirect Ilse Brandt: the bridge was shut"],
    );
    check("Ilse Brandt denied any part in it.", &["indirect Ilse Brandt: any part in it"]);
    check(
        "They repeated Ilse Brandt’s claim that the bridge was safe.",
        &["indirect Ilse Brandt: that the bridge was safe"],
    );
}

#[test]
fn a_mixed_quote_is_its_whole_clause() {
    check(
        "Ilse Brandt said the council had been “told nothing before Tuesday” about it.",
        &["mixed Ilse Brandt: the council had been “told nothing before Tuesday” about it"],
    );
}

#[test]
fn unnamed_sources_and_their_way() {
    check(
        "Two officials told ABN that the bridge was shut.",
        &["indirect two officials via ABN: that the bridge was shut"],
    );
}

#[test]
fn pronouns_roles_and_carried_speakers() {
    check(
        "Mayor Ilse Brandt said the bridge was shut. The mayor said it was late.\n\n“It was time to close it.”",
        &[
            "indirect Ilse Brandt: the bridge was shut",
            "indirect Ilse Brandt: it was late",
            "direct Ilse Brandt: “It was time to close it.”",
        ],
    );
    check("Ilse Brandt left. She said it was late.", &["indirect Ilse Brandt: it was late"]);
    check(
        "Ilse Brandt said the bridge was shut. Bo Rask came out by the other door. “I saw no crack,” he said.",
        &["indirect Ilse Brandt: the bridge was shut", "direct Bo Rask: “I saw no crack,”"],
    );
    check(
        "Ilse Brandt said the bridge was shut. Bo Rask was asked about it. She said Rask had no keys.",
        &["indirect Ilse Brandt: the bridge was shut", "indirect Ilse Brandt: Rask had no keys"],
    );
}

#[test]
fn what_a_verb_takes_after_it_is_its_content() {
    check(
        "Ilse Brandt called for a vote on the bridge.",
        &["indirect Ilse Brandt: a vote on the bridge"],
    );
    check(
        "Ilse Brandt pointed out that the bridge was shut.",
        &["indirect Ilse Brandt: that the bridge was shut"],
    );
    check(
        "Ilse Brandt promised to open the bridge.",
        &["indirect Ilse Brandt: to open the bridge"],
    );
    check("Ilse Brandt was asked whether the bridge was safe.", &[]);
    check("Ilse Brandt called the plan a mistake.", &["indirect Ilse Brandt: the plan a mistake"]);
    check("The harbour board called on Monday.", &[]);
    check(
        "As the Post reported, the bridge was shut in May.",
        &["indirect Post: the bridge was shut in May"],
    );
}

#[test]
fn what_is_put_in_belongs_to_no_content() {
    check(
        "The bridge, Ilse Brandt said on Monday, was shut for good.",
        &["indirect Ilse Brandt: The bridge | was shut for good"],
    );
    check(
        "Ilse Brandt said, however, that the bridge was shut.",
        &["indirect Ilse Brandt: that the bridge was shut"],
    );
    check(
        "Ilse Brandt said the bridge was shut and warned that it might fall.",
        &["indirect Ilse Brandt: the bridge was shut", "indirect Ilse Brandt: that it might fall"],
    );
    check(
        "When Ilse Brandt said that the bridge was shut, the town laughed.",
        &["indirect Ilse Brandt: that the bridge was shut"],
    );
}

#[test]
fn a_title_an_age_and_a_day_hide_no_subject() {
    check(
        "Her deputy, Bo Rask, said the bridge was shut.",
        &["indirect Bo Rask: the bridge was shut"],
    );
    check(
        "Bo Rask, 30, of Brenk, Ohio, said the bridge was shut.",
        &["indirect Bo Rask: the bridge was shut"],
    );
    check(
        "Bo Rask on Friday evening said the bridge was shut.",
        &["indirect Bo Rask: the bridge was shut"],
    );
    check("“It is shut,” Ms. Rask said. “Go home.”", &["direct Rask: “It is shut,” | “Go home.”"]);
    check("Officials who know the bridge say it is shut.", &["indirect Officials: it is shut"]);
}

#[test]
fn speech_without_marks() {
    check(
        "Brandt tweeted: The bridge is shut. Go home. — Ilse Brandt (@brandt) March 4, 2025",
        &["direct Ilse Brandt: The bridge is shut. Go home."],
    );
    check(
        "BRANDT: We closed it in May.\n\nRASK: That is not what I heard.\n\nBRANDT: Then you heard wrong.",
        &[
            "direct BRANDT: We closed it in May.",
            "direct RASK: That is not what I heard.",
            "direct BRANDT: Then you heard wrong.",
        ],
    );
    check(
        "In a letter, Ilse Brandt wrote:\n\nWe regret that the bridge was shut.",
        &["direct Ilse Brandt: We regret that the bridge was shut."],
    );
    check(
        "“It is never too late to open it.”\n\n— Bo Rask, Brenk\n\nThe bridge is shut.",
        &["direct Bo Rask: “It is never too late to open it.”"],
    );
    check("Open: 9 to 5.\n\nShut: 5 to 9.\n\nOpen: 9 to 5.", &[]);
}

#[test]
fn what_follows_its_attribution_is_one_quote() {
    check(
        "The plan was “a good one,” Ilse Brandt said. “I would sign it.”",
        &["mixed Ilse Brandt: The plan was “a good one,” | “I would sign it.”"],
    );
    check("“Enough,” barked Bo Rask.", &["direct Bo Rask: “Enough,”"]);
    check(
        "Bo Rask ripped the council for “losing the keys again”.",
        &["mixed Bo Rask: the council for “losing the keys again”"],
    );
}

#[test]
fn in_other_languages_marks_alone_tell() {
    let found = |language: &str, text: &str| {
        let article =
            Article { text: text.into(), language: Some(language.into()), ..Article::default() };
        let found = analyze_article(&article);
        let shown = found.quotes.iter().map(|quote| {
            (quote.hull().of(text).to_owned(), found.speaker(quote).map(str::to_owned))
        });
        shown.collect::<Vec<_>>()
    };
    let german = "Ilse Brandt sagte, die „Lage“ sei ernst. „Wir haben die Brücke heute geschlossen“, sagte sie.";
    assert_eq!(
        found("de", german),
        [("„Wir haben die Brücke heute geschlossen“".to_owned(), None)]
    );
    let japanese = "町の橋は古くて、長い間だれも直さなかった。市長は昨日の会議で町の人々に説明した。\n\n「橋は今日の朝から閉まっています」と市長は言った。";
    assert_eq!(found("ja", japanese), [("「橋は今日の朝から閉まっています」".to_owned(), None)]);
    let arabic = "قالت العمدة: «أغلقنا الجسر اليوم قبل الظهر تماما».";
    assert_eq!(found("ar", arabic), [("«أغلقنا الجسر اليوم قبل الظهر تماما»".to_owned(), None)]);
}

#[test]
fn scare_quotes_titles_and_nouns_are_no_quotes() {
    check("The “urgent” report of the council’s claims board costs “a lot”.", &[]);
    check("The state reports on bridges and notes are kept.", &[]);
}

#[test]
fn what_was_not_said_or_only_might_be_is_no_quote() {
    for text in [
        "Ilse Brandt did not mention whether the bridge was safe.",
        "Ilse Brandt couldn’t confirm that the bridge was safe.",
        "Ilse Brandt never said that the bridge was safe.",
        "Nobody in the council said that the bridge was safe.",
        "Ilse Brandt might argue that the bridge was safe.",
        "Four in ten would blame the council for the bridge.",
        "Ilse Brandt wanted to say that the bridge was safe.",
        "Ilse Brandt plans to call it the New Bridge.",
        "The clerks were told that the bridge was safe.",
        "Bo Rask was charged with forcing the lock.",
    ] {
        check(text, &[]);
    }
    check(
        "Ilse Brandt would later tell the council that the bridge was safe.",
        &["indirect Ilse Brandt: that the bridge was safe"],
    );
    check(
        "Ilse Brandt not only said that it was safe.",
        &["indirect Ilse Brandt: that it was safe"],
    );
    check("I am told that the bridge is safe.", &["indirect -: that the bridge is safe"]);
}

#[test]
fn things_say_nothing_but_what_somebody_wrote_does() {
    check("The harbour economy added 400 jobs in May.", &[]);
    check("The yields fell, suggesting the town is losing faith.", &[]);
    check("The money could have added a third lane.", &[]);
    check("The law says that bridges are free.", &["indirect the law: that bridges are free"]);
    check("The report warns that it may fall.", &["indirect the report: that it may fall"]);
    check("The survey finds that few cross it.", &["indirect the survey: that few cross it"]);
    check("Ilse Brandt found that the lock was gone.", &[]);
    check("Economists warn that it may fall.", &["indirect Economists: that it may fall"]);
    check("The city of Brenk says it is safe.", &["indirect the city of Brenk: it is safe"]);
    check("It was a heavily charged decision to shut the bridge that she took.", &[]);
}

#[test]
fn what_was_spoken_of_is_no_saying() {
    check("Ilse Brandt condemned the strike.", &[]);
    check("Ilse Brandt confirmed the vote. She mentioned the bridge.", &[]);
    check(
        "Ilse Brandt condemned the strike as a betrayal.",
        &["indirect Ilse Brandt: the strike as a betrayal"],
    );
    check(
        "Ilse Brandt condemned the “reckless strike of the crews”.",
        &["mixed Ilse Brandt: the “reckless strike of the crews”"],
    );
    check("Ilse Brandt dismissed the claims.", &["indirect Ilse Brandt: the claims"]);
}

#[test]
fn rulings_orders_and_what_is_put_between_cue_and_clause() {
    check("The judge ruled that it was safe.", &["indirect the judge: that it was safe"]);
    check(
        "The judge ordered the council to open it.",
        &["indirect the judge: the council to open it"],
    );
    check(
        "Ilse Brandt warned him — and all of Brenk — that it may fall.",
        &["indirect Ilse Brandt: that it may fall"],
    );
    check(
        "Ilse Brandt told cheering crews on Friday that it was safe.",
        &["indirect Ilse Brandt: that it was safe"],
    );
    check(
        "There were accusations from the crews that it was unsafe.",
        &["indirect the crews: that it was unsafe"],
    );
}

#[test]
fn tweets_have_their_signatures() {
    check(
        "The council met in the old hall on Tuesday and put off its vote.\n\nThe welds come first. Nobody will be rushed. pic.twitter.com/abc — Ilse Brandt (@brandt) March 3, 2024",
        &["direct Ilse Brandt: The welds come first. Nobody will be rushed."],
    );
    check(
        "The council met in the old hall on Tuesday and put off its vote.\n\nThe welds come first.\n\n— Ilse Brandt (@brandt) March 3, 2024\n\nThe gallery was full until noon.",
        &["direct Ilse Brandt: The welds come first."],
    );
    check(
        "The council met in the old hall on Tuesday and put off its vote.\n\nHarbour News (@harbour) Nobody will be rushed. https://t.co/a",
        &["direct Harbour News: Nobody will be rushed."],
    );
    check("Ilse Brandt (@brandt) left the hall before the vote was put off.", &[]);
}

#[test]
fn who_is_announced_before_a_colon() {
    let led = |lead: &str, expected: &[&str]| {
        check(&format!("The council met on Tuesday. {lead}\n\n“It is a wish.”"), expected);
    };
    led("And from Chairwoman Rask:", &["direct Rask: “It is a wish.”"]);
    led("From the desk of Jon Dovey, a clerk:", &["direct Jon Dovey: “It is a wish.”"]);
    led("Or in the words of Ilse Brandt:", &["direct Ilse Brandt: “It is a wish.”"]);
    led("Here is Ilse Brandt’s statement:", &["direct Ilse Brandt: “It is a wish.”"]);
    check(
        "According to Harbour Radio:\n\nThe bridge was shut in May.",
        &["direct Harbour Radio: The bridge was shut in May."],
    );
}

#[test]
fn a_further_verb_shares_the_subject_that_speaks() {
    check(
        "Associate Judge Ada Lund took a swipe at Rask, warning that the bench may lose its name.",
        &["indirect Ada Lund: that the bench may lose its name"],
    );
    check(
        "The quarrel comes days after Ada Lund left the board, saying it was too late.",
        &["indirect Ada Lund: it was too late"],
    );
    check(
        "After being mocked for claiming that it was safe, the board gave the money away.",
        &["indirect the board: that it was safe"],
    );
    check(
        "Bo Rask has full faith in the harbour board’s claim that the pier will hold.",
        &["indirect the harbour board’s: that the pier will hold"],
    );
    check(
        "Ada Lund’s latest remarks follow her “short and sharp” letter to the board.",
        &["mixed Ada Lund: her “short and sharp” letter to the board"],
    );
}

#[test]
fn what_another_denies_is_no_part_of_what_was_said() {
    check(
        "Ola Rask said that Ada Lund lied, a claim she denies.",
        &["indirect Ola Rask: that Ada Lund lied"],
    );
    check(
        "The remarks were “a disgrace to the railway”, the deputy leader, Liv Ek, said in an email.",
        &["mixed Liv Ek: The remarks were “a disgrace to the railway”"],
    );
    check(
        "Ada Lund said Bo Rask told her in May that the money was gone.",
        &[
            "indirect Ada Lund: Bo Rask told her in May that the money was gone",
            "indirect Bo Rask via Ada Lund: that the money was gone",
        ],
    );
}

#[test]
fn the_text_of_a_link_inside_a_sentence_is_no_part_of_it() {
    check(
        "Sen. Ada Lund Ada Mary LundCouncil puts off vote Was it 'too late'? Rask accuses Lund MORE (D-Brenk) said on Tuesday that the pier will hold.",
        &["indirect Ada Lund: that the pier will hold"],
    );
    check(
        "Ada Lund said that the pier will hold. (RELATED: Rask Says Pier May Fall) She left.",
        &["indirect Ada Lund: that the pier will hold"],
    );
    check(
        "Ada McLund said that MORE people came to McLund and the pier.",
        &["indirect Ada McLund: that MORE people came to McLund and the pier"],
    );
}

#[test]
fn what_somebody_says_of_a_person_ends_before_the_verb_of_the_person() {
    check(
        "The man who Ilse Brandt says closed the pier denies it.",
        &["indirect Ilse Brandt: closed the pier", "indirect the man: it"],
    );
    check(
        "The pier, which Ilse Brandt said was shut after rain fell, is open.",
        &["indirect Ilse Brandt: was shut after rain fell"],
    );
}

#[test]
fn account_that_looks_like_furniture_is_read() {
    let told = |line: &str, expected: &[&str]| {
        check(
            &format!(
                "The hall was full, and the clerk sat in the last row until the end of the day.\n\n{line}"
            ),
            expected,
        );
    };
    told(
        "A Post/Radio Nord poll found that 52 percent of voters back the plan.",
        &["indirect Radio Nord: that 52 percent of voters back the plan"],
    );
    told(
        "Anna Orr is the author of the report, and she said that nobody had opened it.",
        &["indirect Anna Orr: that nobody had opened it"],
    );
    told(
        "Ben Ott was a reporter for the Post until he was shot, Ola Lie said.",
        &["indirect Ola Lie: Ben Ott was a reporter for the Post until he was shot"],
    );
    told(
        "The clinic treats people with HIV/AIDS, said Ola Lie.",
        &["indirect Ola Lie: The clinic treats people with HIV/AIDS"],
    );
}

#[test]
fn what_somebody_does_beside_their_words_names_them() {
    check(
        "“The pier will hold until May,” Ola Rask said. “And it will be mended.” The hall laughed.\n\nSiv Lund shook her head. “He cannot count.”\n\n“We have a saying: slow boats arrive.” Ada Holt smiled.",
        &[
            "direct Ola Rask: “The pier will hold until May,” | “And it will be mended.”",
            "direct Siv Lund: “He cannot count.”",
            "direct Ada Holt: “We have a saying: slow boats arrive.”",
        ],
    );
    // What a thing does names nobody, and a sentence with a cue of its own is another's.
    check(
        "The pier shook. “It was the wind, all night long.”",
        &["direct -: “It was the wind, all night long.”"],
    );
}

#[test]
fn an_attribution_may_do_without_a_verb_of_saying() {
    check(
        "In the words of the coroner, Ilse Kranz, the hatch was “an open door to the sea”.",
        &["mixed Ilse Kranz: the hatch was “an open door to the sea”"],
    );
    check(
        "As Ilse Kranz put it: “A child could have seen it.”",
        &["direct Ilse Kranz: “A child could have seen it.”"],
    );
    check(
        "To Ada Holt, the vote is “a farce from end to end”, and it was close.",
        &["mixed Ada Holt: the vote is “a farce from end to end”"],
    );
    check(
        "To the north, the wood is “a green and very quiet sea”.",
        &["mixed -: “a green and very quiet sea”"],
    );
    check(
        "Said Ola Rask, the skipper: “We did our best.”",
        &["direct Ola Rask: “We did our best.”"],
    );
}

#[test]
fn only_an_outlet_or_an_agency_passes_on_what_it_was_told() {
    let via = |told: &str| format!("indirect Ada Holt via {told}: that the pier was shut");
    for (told, through) in [
        ("the Evening Courier", "the Evening Courier"),
        ("Harbour Radio", "Harbour Radio"),
        ("the BBC", "the BBC"),
        ("the Courier’s Ola Rask", "the Courier"),
    ] {
        let text = format!("Ada Holt told {told} that the pier was shut.");
        check(&text, &[&via(through)]);
    }
    for told in ["Parliament", "Rask", "the Harbour Board", "reporters"] {
        let text = format!("Ada Holt told {told} that the pier was shut.");
        check(&text, &["indirect Ada Holt: that the pier was shut"]);
    }
}

#[test]
fn labels_of_turns_are_nobody_s_name() {
    check(
        "The mayor, Ada Holt, talks about the pier and about what she knew of the cracks in March.\n\nQ: Did you know about the crack?\n\nA: I did not. I was told in March.\n\nQ: Who told you?\n\nA: The engineer did.",
        &[
            "direct -: Did you know about the crack?",
            "direct -: I did not. I was told in March.",
            "direct -: Who told you?",
            "direct -: The engineer did.",
        ],
    );
}

#[test]
fn speech_that_is_cut_off_ends_where_another_speaks() {
    check(
        "“He lied,” Ola Rask said, “and—” He was cut off by the chair, Mo Lind: “Enough!”",
        &["direct Ola Rask: “He lied,” | “and—”", "direct Mo Lind: “Enough!”"],
    );
    check("The form held \"\" where the clerk wrote \"\" in May.", &[]);
}

#[test]
fn what_somebody_vows_not_to_do_keeps_its_not() {
    check("Ada Holt vowed not to sell the pier.", &["indirect Ada Holt: not to sell the pier"]);
    check(
        "Ada Holt promised never to sell the pier.",
        &["indirect Ada Holt: never to sell the pier"],
    );
}

#[test]
fn a_further_verb_finds_its_speaker_where_the_first_verb_is_not_read() {
    check(
        "Holt flat out denies the plan, saying the charges are “a smear, plain and simple.”",
        &["mixed Holt: the charges are “a smear, plain and simple.”"],
    );
    check(
        "Along comes the Courier’s Bo Lund, reporting that the pier is shut.",
        &["indirect Bo Lund: that the pier is shut"],
    );
    check(
        "Bo Lund hinted that Rask was made to sign it but went on to suggest it was a plan.",
        &["indirect Bo Lund: that Rask was made to sign it", "indirect Bo Lund: it was a plan"],
    );
    check(
        "The judge ordered Brenk harbour clerks to count all votes.",
        &["indirect the judge: Brenk harbour clerks to count all votes"],
    );
    check(
        "The clerks said the welds “are a mistake.” A spokesman for the board called it “a blunder.”",
        &[
            "mixed the clerks: the welds “are a mistake.”",
            "mixed a spokesman for the board: it “a blunder.”",
        ],
    );
}
