//! A small coverage made by hand: two invented events, told by three invented outlets each, with
//! findings set where a reader would see them. Independent of what the analysis can do today.

use jiff::civil::{Date, date};
use rashomon::analysis::boilerplate::{Part, PartKind};
use rashomon::analysis::conflict::evidence::Evidence;
use rashomon::analysis::language::Language;
use rashomon::analysis::speaker::Known;
use rashomon::analysis::{
    ArticleFindings, Conflict, ConflictKind, EventFindings, Findings, Member, Quote, QuoteKind,
    Side, SpeakerId, Strength, Topic, Variant,
};
use rashomon::corpus::{Article, ArticleId, Corpus, Outlet, Passage, Problem, Published};
use rashomon::text::{Span, diff, paragraph, sentence};
use rashomon::view::Coverage;

const POST: &str = "Harbour bridge shut until Easter

PORT ELSIN, March 4 — The harbour bridge was closed to all traffic on Tuesday after inspectors found cracks in two of its main girders.

Two engineers, who asked not to be named, said a report on the cracks had gone out to the mayor's office in January. “Nobody can say they were not warned,” one of them said.

The council said that the bridge would stay shut for six weeks. Some 14,000 drivers use it every day, according to the port authority.

Mayor Ilse Brandt said inspections were “up to date”. She is to face the council on Thursday.

Read more: our guide to the ferries";

const RADIO: &str = "The mayor's office signed for a warning about the harbour bridge seven weeks before it was closed, Harbour Radio has learned.

A receipt dated 14 January, seen by this station, bears the stamp of the office of Ilse Brandt. A spokesman, Tom Reyle, denied that the mayor had read it. “It was one paper among hundreds,” he said.

Repairs will take at least ten weeks, said the builder, Nordbau, which was called in overnight. The ferry company said it would put on four more boats.

Ms Brandt said that inspections were “as up to date as the law asks”.";

const COURIER: &str = "Bridge closed: mayor says council was kept in the dark

By Anna Holt

Mayor Ilse Brandt said the council had been “told nothing before Tuesday” about the cracks in the harbour bridge, and that inspections were “up to date”.

“I closed it within the hour,” she told reporters on the quay. “That is what a mayor is for.”

Hairline cracks were first seen by a diver on Monday night, the port authority said. About 9,000 cars cross the bridge on a working day, it added.

The opposition called for her to go. Its leader, Piet Maran, said that Ms Brandt had “looked away for years”.";

const FERRY_POST: &str = "Ferry crews walk out

Crews on the island ferries walked out on Wednesday over pay. The union said that every one of its 120 members had joined the strike.

“We will stay out until they talk,” said its leader, Jo Lind.";

const FERRY_RADIO: &str =
    "The island ferries stood still on Wednesday. The company said that fewer than half of the crews, some 50 people, had stopped work.

Talks are planned for Friday, said a spokeswoman.";

const FERRY_SHORT: &str = "No ferries today. No talks are planned, the union says. The baker on the quay has sold out of buns.";

/// Who brought what: outlet, whether it was guessed, title, text, day.
fn source() -> [(&'static str, bool, &'static str, &'static str, Date); 6] {
    let (tuesday, wednesday) = (date(2025, 3, 4), date(2025, 3, 5));
    [
        ("Evening Post", false, "Harbour bridge shut until Easter", POST, tuesday),
        ("Harbour Radio", false, "Office signed for bridge warning", RADIO, tuesday),
        (
            "The Courier",
            false,
            "Bridge closed: mayor says council was kept in the dark",
            COURIER,
            tuesday,
        ),
        ("Evening Post", false, "Ferry crews walk out", FERRY_POST, wednesday),
        ("Harbour Radio", false, "Island ferries stand still", FERRY_RADIO, wednesday),
        ("shortwave", true, "No ferries", FERRY_SHORT, wednesday),
    ]
}

fn corpus() -> Corpus {
    let articles =
        source().into_iter().enumerate().map(|(index, (outlet, guessed, title, text, day))| {
            Article {
                id: format!("{}.txt", index + 1),
                path: format!("news/{}.txt", index + 1),
                outlet: Outlet { name: outlet.into(), guessed },
                title: title.into(),
                authors: if text == COURIER { vec!["Anna Holt".into()] } else { Vec::new() },
                published: Some(Published::on(day)),
                url: (index == 2).then(|| "https://courier.example/bridge".into()),
                language: Some("en".into()),
                text: text.into(),
            }
        });
    Corpus::new(articles.collect())
}

/// The place of `words` in article `index`.
fn find(corpus: &Corpus, index: u32, words: &str) -> Passage {
    let article = ArticleId(index);
    let start = corpus
        .article(article)
        .text
        .find(words)
        .unwrap_or_else(|| panic!("{words:?} is not in article {index}"));
    Passage::new(article, Span::new(start, start + words.len()))
}

/// Who speaks in the coverage, each at the place of their number.
const SPEAKERS: [&str; 9] = [
    "Ilse Brandt",
    "Tom Reyle",
    "Jo Lind",
    "two engineers",
    "the union",
    "the company",
    "the council",
    "Nordbau",
    "the port authority",
];

fn speaker(name: &str) -> SpeakerId {
    let at = SPEAKERS.iter().position(|known| *known == name);
    SpeakerId::new(at.unwrap_or_else(|| panic!("{name} speaks nowhere")))
}

/// The number of a speaker in one article, who is added where the article has nobody of that name.
#[allow(dead_code, reason = "not every test adds speakers")]
pub(crate) fn credit(found: &mut ArticleFindings, name: &str) -> Option<SpeakerId> {
    if let Some(known) = found.speakers.iter().find(|known| known.name == name) {
        return Some(known.id);
    }
    let id = SpeakerId::new(found.speakers.len());
    found.speakers.push(known(id, name));
    Some(id)
}

fn known(id: SpeakerId, name: &str) -> Known {
    Known {
        id,
        name: name.to_owned(),
        roles: Vec::new(),
        is_body: name.starts_with("the "),
        is_named: name.starts_with(char::is_uppercase),
    }
}

struct Making<'a>(&'a Corpus);

impl Making<'_> {
    fn side(&self, index: u32, words: &str, speaker: Option<&str>) -> Side {
        Side { passage: find(self.0, index, words), speaker: speaker.map(self::speaker) }
    }

    fn topic(&self, label: &str, versions: &[(u32, &str)], missing: &[u32]) -> Topic {
        Topic {
            label: label.into(),
            versions: versions.iter().map(|(index, words)| find(self.0, *index, words)).collect(),
            missing: missing.iter().map(|index| ArticleId(*index)).collect(),
        }
    }

    fn quote(
        &self,
        index: u32,
        kind: QuoteKind,
        content: &str,
        cue: &str,
        source: &str,
        speaker: &str,
    ) -> Quote {
        let content = find(self.0, index, content).span;
        let text = &self.0.article(ArticleId(index)).text;
        // The nearest words of that spelling, before or after.
        let near = |words: &str| {
            let places = text.match_indices(words).map(|(at, _)| Span::new(at, at + words.len()));
            places
                .filter(|span| !span.overlaps(content))
                .min_by_key(|span| span.start.abs_diff(content.start))
        };
        Quote {
            kind,
            content: vec![content],
            cue: near(cue),
            source: near(source),
            speaker: Some(self::speaker(speaker)),
            anonymous: speaker.contains("engineers"),
            via: None,
        }
    }
}

fn conflict(
    group: usize,
    topic: Option<usize>,
    kind: ConflictKind,
    why: &str,
    sides: (Side, Side),
) -> Conflict {
    let (a, b) = sides;
    Conflict {
        id: String::new(),
        group,
        topic,
        kind,
        strength: Strength::Hard,
        why: why.into(),
        back: None,
        score: 0.9,
        evidence: Evidence::default(),
        a,
        b,
    }
}

const JANUARY: &str = "a report on the cracks had gone out to the mayor's office in January";
const RECEIPT: &str = "A receipt dated 14 January, seen by this station, bears the stamp of the office of Ilse Brandt.";
const NOTHING: &str = "the council had been “told nothing before Tuesday” about the cracks";
const CURRENT: &str = "inspections were “up to date”";

fn bridge_topics(make: &Making) -> Vec<Topic> {
    vec![
        make.topic(
            "How long it stays shut",
            &[
                (0, "The council said that the bridge would stay shut for six weeks."),
                (1, "Repairs will take at least ten weeks, said the builder, Nordbau, which was called in overnight."),
            ],
            &[2],
        ),
        make.topic(
            "What the mayor knew",
            &[
                (0, "Two engineers, who asked not to be named, said a report on the cracks had gone out to the mayor's office in January."),
                (1, RECEIPT),
                (2, "Mayor Ilse Brandt said the council had been “told nothing before Tuesday” about the cracks in the harbour bridge, and that inspections were “up to date”."),
            ],
            &[],
        ),
        make.topic(
            "How many use it",
            &[
                (0, "Some 14,000 drivers use it every day, according to the port authority."),
                (2, "About 9,000 cars cross the bridge on a working day, it added."),
            ],
            &[1],
        ),
    ]
}

fn bridge(corpus: &Corpus) -> EventFindings {
    let make = Making(corpus);
    let brandt = Some("Ilse Brandt");
    let mut conflicts = vec![
        conflict(
            0,
            Some(1),
            ConflictKind::Denial,
            "“told nothing before Tuesday” against a report that “had gone out … in January”",
            (make.side(2, NOTHING, brandt), make.side(0, JANUARY, Some("two engineers"))),
        ),
        conflict(
            0,
            Some(1),
            ConflictKind::Denial,
            "“told nothing before Tuesday” against a receipt dated 14 January",
            (make.side(2, NOTHING, brandt), make.side(1, RECEIPT, None)),
        ),
        conflict(
            1,
            Some(0),
            ConflictKind::Number,
            "six weeks against at least ten weeks",
            (
                make.side(0, "the bridge would stay shut for six weeks", Some("the council")),
                make.side(1, "Repairs will take at least ten weeks", Some("Nordbau")),
            ),
        ),
        conflict(
            2,
            Some(2),
            ConflictKind::Number,
            "14,000 drivers a day against about 9,000 cars",
            (
                make.side(0, "Some 14,000 drivers use it every day", Some("the port authority")),
                make.side(
                    2,
                    "About 9,000 cars cross the bridge on a working day",
                    Some("the port authority"),
                ),
            ),
        ),
        conflict(
            3,
            None,
            ConflictKind::Wording,
            "“up to date” against “as up to date as the law asks”",
            (
                make.side(0, CURRENT, brandt),
                make.side(1, "inspections were “as up to date as the law asks”", brandt),
            ),
        ),
        conflict(
            4,
            None,
            ConflictKind::Account,
            "hairline cracks, or cracks in main girders",
            (
                make.side(2, "Hairline cracks", None),
                make.side(0, "cracks in two of its main girders", None),
            ),
        ),
    ];
    conflicts[5].strength = Strength::Soft;
    let member = |index, words| Member {
        passage: find(corpus, index, words),
        speaker: brandt.map(speaker),
        quoted: true,
    };
    let members = vec![
        member(1, "inspections were “as up to date as the law asks”"),
        member(0, CURRENT),
        member(2, CURRENT),
    ];
    let (first, second) = (members[0].passage, members[1].passage);
    let diff = diff::words(RADIO, first.span, POST, second.span);
    EventFindings {
        id: "1.txt".into(),
        label: "Harbour bridge closed".into(),
        articles: vec![ArticleId(0), ArticleId(1), ArticleId(2)],
        topics: bridge_topics(&make),
        variants: vec![Variant { speaker: brandt.map(speaker), members, diff, topic: None }],
        conflicts,
        speakers: SPEAKERS.map(str::to_owned).to_vec(),
        ..EventFindings::default()
    }
}

fn ferries(corpus: &Corpus) -> EventFindings {
    let make = Making(corpus);
    let topics = vec![make.topic(
        "How many joined",
        &[
            (3, "The union said that every one of its 120 members had joined the strike."),
            (4, "The company said that fewer than half of the crews, some 50 people, had stopped work."),
        ],
        &[5],
    )];
    let conflicts = vec![conflict(
        0,
        Some(0),
        ConflictKind::Number,
        "all 120 members against some 50 people",
        (
            make.side(3, "every one of its 120 members had joined the strike", Some("the union")),
            make.side(
                4,
                "fewer than half of the crews, some 50 people, had stopped work",
                Some("the company"),
            ),
        ),
    )];
    EventFindings {
        id: "4.txt".into(),
        label: "Ferry strike".into(),
        articles: vec![ArticleId(3), ArticleId(4), ArticleId(5)],
        topics,
        conflicts,
        speakers: SPEAKERS.map(str::to_owned).to_vec(),
        ..EventFindings::default()
    }
}

fn article(corpus: &Corpus, index: u32) -> ArticleFindings {
    use QuoteKind::{Direct, Indirect, Mixed};
    let make = Making(corpus);
    let text = &corpus.article(ArticleId(index)).text;
    let paragraphs = paragraph::paragraphs(text);
    let sentences = sentence::sentences(text, &paragraphs, "en");
    let part = |kind, words| Part { kind, span: find(corpus, index, words).span };
    let (parts, quotes) = match index {
        0 => (
            vec![
                part(PartKind::Headline, "Harbour bridge shut until Easter"),
                part(PartKind::Dateline, "PORT ELSIN, March 4 —"),
                part(PartKind::Boilerplate, "Read more: our guide to the ferries"),
            ],
            vec![
                make.quote(0, Indirect, JANUARY, "said", "Two engineers", "two engineers"),
                make.quote(
                    0,
                    Direct,
                    "“Nobody can say they were not warned,”",
                    "said",
                    "one of them",
                    "two engineers",
                ),
                make.quote(0, Mixed, CURRENT, "said", "Mayor Ilse Brandt", "Ilse Brandt"),
            ],
        ),
        1 => (
            Vec::new(),
            vec![
                make.quote(
                    1,
                    Direct,
                    "“It was one paper among hundreds,”",
                    "said",
                    "he",
                    "Tom Reyle",
                ),
                make.quote(
                    1,
                    Mixed,
                    "inspections were “as up to date as the law asks”",
                    "said",
                    "Ms Brandt",
                    "Ilse Brandt",
                ),
            ],
        ),
        2 => (
            vec![
                part(PartKind::Headline, "Bridge closed: mayor says council was kept in the dark"),
                part(PartKind::Byline, "By Anna Holt"),
            ],
            vec![
                make.quote(2, Mixed, NOTHING, "said", "Mayor Ilse Brandt", "Ilse Brandt"),
                make.quote(
                    2,
                    Direct,
                    "“I closed it within the hour,”",
                    "told",
                    "she",
                    "Ilse Brandt",
                ),
                make.quote(
                    2,
                    Direct,
                    "“That is what a mayor is for.”",
                    "told",
                    "she",
                    "Ilse Brandt",
                ),
            ],
        ),
        3 => (
            vec![part(PartKind::Headline, "Ferry crews walk out")],
            vec![make.quote(
                3,
                Direct,
                "“We will stay out until they talk,”",
                "said",
                "its leader, Jo Lind",
                "Jo Lind",
            )],
        ),
        _ => (Vec::new(), Vec::new()),
    };
    let numbered = SPEAKERS.iter().enumerate();
    let speakers = numbered.map(|(at, name)| known(SpeakerId::new(at), name)).collect();
    let language = Language::of_code("en");
    ArticleFindings { parts, paragraphs, sentences, quotes, language, speakers }
}

/// The coverage, with one problem to tell of.
pub(crate) fn coverage() -> Coverage {
    let corpus = corpus();
    let articles = (0..6).map(|index| article(&corpus, index)).collect();
    let findings = Findings {
        articles,
        events: vec![bridge(&corpus), ferries(&corpus)],
        event_of: vec![0, 0, 0, 1, 1, 1],
        ..Findings::default()
    };
    let problem = Problem {
        path: "news/empty.txt".into(),
        line: None,
        what: "is empty".into(),
        hint: "delete it".into(),
    };
    Coverage { corpus, findings, problems: vec![problem], ..Coverage::default() }
}
