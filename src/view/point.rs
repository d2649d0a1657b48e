//! On this point: what the other voices of an event say of one sentence, as rows of a column.

use crate::analysis::EventFindings;
use crate::analysis::counterpart::{Counterpart, Counterparts, OnThisPoint};
use crate::analysis::language::{Feature, Language};
use crate::corpus::{ArticleId, Passage};
use crate::text::Span;
use crate::text::token::{TokenKind, fold, tokens};
use crate::text::wrap::Rows;
use crate::view::Coverage;
use crate::view::compare::{counts, is_decisive};

/// What the others say on the point of one sentence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Point {
    /// The nearest passage of each other article, nearest first, the same text last; then those of
    /// other voices in this article.
    pub entries: Vec<Entry>,
    /// How many more there are than anybody reads in a column.
    pub more: usize,
    /// The articles in which nothing was found. It may be told there in other words.
    pub nothing: Vec<ArticleId>,
}

/// One passage on the point.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Where it stands.
    pub passage: Passage,
    /// Whether it is the sentence again.
    pub same_text: bool,
    /// What is shown of it: who is quoted, then the words.
    pub lines: Vec<Line>,
}

/// One row of an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// What stands on it.
    pub text: String,
    /// Where [`CUT`] stands for the beginning of the words, in bytes of it.
    pub cut: Option<Span>,
    /// Who is quoted, in bytes of it.
    pub speaker: Span,
    /// Numbers and negations that the sentence at the cursor has not, in bytes of it.
    pub differs: Vec<Span>,
}

/// What stands for a beginning that is cut off; a screen may have another sign for it.
pub const CUT: &str = "…";

/// Rows of an entry at most.
const ROWS: usize = 3;
/// Passages that are listed at most: more than a column has rows for.
const SHOWN: usize = 24;
/// Passages of other voices in the same article that are listed.
const VOICES: usize = 2;

/// What the others say on the point of the sentence at byte `at` of `article`, on rows of `width`
/// cells; `None` where the article has no sentence.
pub fn point(
    coverage: &Coverage,
    event: &EventFindings,
    counterparts: &Counterparts,
    (article, at): (ArticleId, usize),
    width: usize,
) -> Option<Point> {
    let here = counterparts.sentence_at(article, at)?;
    let OnThisPoint { articles, voices } = counterparts.on_this_point(article, at);
    let (mut found, mut nothing) = (Vec::new(), Vec::new());
    for (id, nearest) in articles.into_iter().filter(|(id, _)| !event.is_superseded(*id)) {
        match nearest {
            Some(counterpart) => found.push(counterpart),
            None => nothing.push(id),
        }
    }
    found.sort_by(|a, b| a.same_text.cmp(&b.same_text).then(b.score.total_cmp(&a.score)));
    let own = Here::of(coverage, here);
    let shown = || found.iter().chain(voices.iter().take(VOICES));
    let entry = |counterpart| entry(coverage, counterpart, &own, width);
    let entries = shown().take(SHOWN).map(entry).collect();
    Some(Point { entries, more: shown().count().saturating_sub(SHOWN), nothing })
}

fn entry(coverage: &Coverage, counterpart: &Counterpart, here: &Here, width: usize) -> Entry {
    let Counterpart { passage, speaker, same_text, .. } = *counterpart;
    let words = coverage.corpus.words(passage).split_whitespace().collect::<Vec<_>>().join(" ");
    let language = language(coverage, passage.article);
    // Whom the words name themselves need not be named again.
    let named = |name: &&str| name.split(' ').next_back().is_none_or(|last| !words.contains(last));
    let name = speaker.filter(named).map(|name| format!("{name}: ")).unwrap_or_default();
    let room = (ROWS * width).saturating_sub(name.len() + width / 2);
    let from = here.meets(&words, language, room);
    let cut = if from > 0 { CUT } else { "" };
    let text = format!("{name}{cut}{}", words.get(from..).unwrap_or_default());
    let speaker = Span::new(0, name.len());
    let differs: Vec<Span> = folded(&text)
        .filter(|(span, kind, word)| {
            span.start >= speaker.end
                && is_decisive(language, *kind, word)
                && (here.counts || !counts(language, *kind, word))
                && !here.decides.contains(word)
        })
        .map(|(span, ..)| span)
        .collect();
    let rows = Rows::wrap(&text, &[Span::new(0, text.len())], width);
    let count = rows.len().min(ROWS);
    let line = |at: usize| {
        let row = rows.get(at);
        let row = if at + 1 == count { Span::new(row.start, text.len()) } else { row };
        let inside = |span: Span| {
            let span = span.intersect(row)?;
            Some(Span::new(span.start - row.start, span.end - row.start))
        };
        Line {
            text: row.of(&text).to_owned(),
            cut: (at == 0 && from > 0).then_some(Span::new(speaker.end, speaker.end + CUT.len())),
            speaker: inside(speaker).unwrap_or_default(),
            differs: differs.iter().filter_map(|span| inside(*span)).collect(),
        }
    };
    Entry { passage, same_text, lines: (0..count).map(line).collect() }
}

/// The language in which an article was read.
fn language(coverage: &Coverage, article: ArticleId) -> &'static Language {
    coverage.findings.articles.get(article.index()).map(|found| found.language).unwrap_or_default()
}

/// The sentence at the cursor, as the passages of others are set beside it.
struct Here {
    /// Its numbers and negations, folded.
    decides: Vec<String>,
    /// Whether one of them is a number: where it counts nothing, others' numbers decide nothing.
    counts: bool,
    /// Its words of content, as stems.
    stems: Vec<String>,
}

impl Here {
    fn of(coverage: &Coverage, passage: Passage) -> Here {
        let language = language(coverage, passage.article);
        let words: Vec<_> = folded(coverage.corpus.words(passage)).collect();
        let decides = words.iter().filter(|(_, kind, word)| is_decisive(language, *kind, word));
        let content = words.iter().filter(|(_, _, word)| is_content(language, word));
        let has_number = words.iter().any(|(_, kind, word)| counts(language, *kind, word));
        Here {
            counts: has_number,
            decides: decides.map(|(.., word)| word.clone()).collect(),
            stems: content.map(|(.., word)| language.stem(word)).collect(),
        }
    }

    /// From which byte on the words of another passage are shown in `room` cells: from where a
    /// phrase begins that meets most words of the sentence; the whole where it has room.
    fn meets(&self, words: &str, language: &'static Language, room: usize) -> usize {
        if words.len() <= room {
            return 0;
        }
        let meeting: Vec<usize> = folded(words)
            .filter(|(_, _, word)| is_content(language, word))
            .filter(|(_, _, word)| self.stems.contains(&language.stem(word)))
            .map(|(span, ..)| span.start)
            .collect();
        let held = |from: usize| {
            let within = meeting.iter().filter(|at| (from..from + room).contains(*at));
            within.count()
        };
        // No mark inside of a number or an hour begins a phrase: 1,400, 9:14.
        let is_inside = |(at, mark): &(usize, &str)| {
            words.get(at + mark.len()..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
        };
        let marks = words.match_indices([',', ';', '—', ':']);
        let marks = marks.filter(|found| found.1 == "—" || !is_inside(found));
        let phrases = marks.map(|(at, mark)| {
            let rest = words.get(at + mark.len()..).unwrap_or_default();
            words.len() - rest.trim_start_matches([' ', '”', '"']).len()
        });
        // A short rest is often who said it and no more: "…, the chief fire officer, said".
        let is_filled = |from: &usize| (words.len() - from) * 4 >= room * 3;
        // Of two alike the earlier.
        let mut best = (held(0), 0);
        for from in phrases.filter(is_filled) {
            if held(from) > best.0 {
                best = (held(from), from);
            }
        }
        best.1
    }
}

/// The words of a text with what they are, folded.
fn folded(text: &str) -> impl Iterator<Item = (Span, TokenKind, String)> {
    let words =
        tokens(text, Span::new(0, text.len())).filter(|token| token.kind != TokenKind::Mark);
    words.map(|token| (token.span, token.kind, fold(token.span.of(text))))
}

fn is_content(language: &'static Language, folded: &str) -> bool {
    !language.lexicon.features(folded, "").has(Feature::Stopword)
}

#[cfg(test)]
mod tests {
    use super::{CUT, Here, point};
    use crate::corpus::ArticleId;
    use crate::view::fixture;

    #[test]
    fn every_other_article_is_told_of() {
        let coverage = fixture::coverage();
        let event = &coverage.findings.events[0];
        let counterparts = coverage.counterparts(event);
        let at = coverage.corpus.article(ArticleId(0)).text.find("The council said").unwrap();
        let found = point(&coverage, event, &counterparts, (ArticleId(0), at), 30).unwrap();
        let others: Vec<_> = found
            .entries
            .iter()
            .map(|entry| entry.passage.article)
            .chain(found.nothing.iter().copied())
            .filter(|article| *article != ArticleId(0))
            .collect();
        assert_eq!(others.len(), 2, "{found:?}");
        assert!(found.entries.iter().all(|entry| (1..=3).contains(&entry.lines.len())));
    }

    #[test]
    fn a_passage_that_is_cut_loses_no_letter_of_what_is_shown() {
        let coverage = fixture::coverage();
        let event = &coverage.findings.events[0];
        let counterparts = coverage.counterparts(event);
        let mut cut = 0;
        for at in (0..coverage.corpus.article(ArticleId(0)).text.len()).step_by(40) {
            let Some(found) = point(&coverage, event, &counterparts, (ArticleId(0), at), 16) else {
                continue;
            };
            for entry in &found.entries {
                let words = coverage.corpus.words(entry.passage);
                let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
                let line = &entry.lines[0];
                if let Some(sign) = line.cut {
                    assert_eq!(sign.of(&line.text), CUT);
                    let rest = line.text.get(sign.end..).unwrap();
                    let first = rest.split(' ').next().unwrap();
                    assert!(words.split(' ').any(|word| word == first), "{first}: {words}");
                    cut += 1;
                }
            }
        }
        assert!(cut > 0, "something is cut");
    }

    #[test]
    fn a_number_is_never_cut_open() {
        let stems = ["kilogram", "ammonia"].map(str::to_owned).to_vec();
        let here = Here { decides: Vec::new(), counts: false, stems };
        let language = crate::analysis::language::Language::of_code("en");
        let words = "Grell & Sons told the council late on the ninth that in all 1,400 kilograms of ammonia got out";
        let from = here.meets(words, language, 40);
        assert!(!words.get(from..).unwrap().starts_with("400"), "{}", words.get(from..).unwrap());
        let words = "Late on the ninth the company told everybody who had asked, some kilograms of ammonia got out";
        assert!(here.meets(words, language, 40) > 0, "a phrase is found where one begins");
    }

    #[test]
    fn numbers_that_the_sentence_has_not_stand_out() {
        let coverage = fixture::coverage();
        let event = &coverage.findings.events[0];
        let counterparts = coverage.counterparts(event);
        let standing_out = |sentence: &str| -> Vec<String> {
            let at = coverage.corpus.article(ArticleId(0)).text.find(sentence).unwrap();
            let found = point(&coverage, event, &counterparts, (ArticleId(0), at), 60).unwrap();
            let lines = found.entries.iter().flat_map(|entry| &entry.lines);
            lines
                .flat_map(|line| line.differs.iter().map(|span| span.of(&line.text).to_owned()))
                .collect()
        };
        let numbers = standing_out("PORT ELSIN");
        assert!(numbers.contains(&"seven".into()), "two here, seven there: {numbers:?}");
        let negations = standing_out("The council said");
        assert!(negations.contains(&"nothing".into()), "and what it is not: {negations:?}");
    }
}
