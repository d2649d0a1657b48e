//! One event as its articles tell it: what the passes that compare articles share.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::analysis::boilerplate::PartKind;
use crate::analysis::clause::Clause;
use crate::analysis::form::Term;
use crate::analysis::language::{Feature, Language, names};
use crate::analysis::prose::{Prose, Sentence, Word, words_in};
use crate::analysis::quote::marks::{Quoted, quoted};
use crate::analysis::speaker;
use crate::analysis::tag::Tag;
use crate::analysis::{ArticleFindings, Quote, SpeakerId};
use crate::corpus::{Article, ArticleId, Passage};
use crate::text::Span;
use crate::text::token::fold;

/// Sentences that are added to the event's own when terms are weighed, so that in a short event too
/// a word that only two sentences share tells something. About the sentences of one article.
const BACKGROUND: f32 = 20.0;

/// One article's telling of an event.
#[derive(Debug)]
pub struct Telling<'a> {
    /// Which article.
    pub id: ArticleId,
    /// The article itself.
    pub article: &'a Article,
    /// Its prose, without what it repeats of another article.
    pub prose: &'a Prose,
    /// All of its prose.
    pub whole: &'a Prose,
    /// Its quotes.
    pub quotes: &'a [Quote],
    /// What was found of it alone, for the names of its speakers.
    found: &'a ArticleFindings,
    /// What stands inside quotation marks, in order.
    pub quoted: Vec<Quoted>,
    /// What stands inside quotation marks in its headline, deck and headings, with its words.
    pub headed: Vec<(Span, Vec<Word>)>,
    /// Bytes of the longest quote.
    longest: usize,
    /// Where the words begin that give a quote, in order.
    cues: Vec<usize>,
    /// The clauses of each sentence of its prose.
    clauses: Vec<Vec<Clause>>,
}

impl<'a> Telling<'a> {
    /// The telling of `article`, whose prose is `whole`, and what it does not repeat of another one
    /// `prose`.
    pub fn new(
        id: ArticleId,
        article: &'a Article,
        prose: &'a Prose,
        whole: &'a Prose,
        found: &'a ArticleFindings,
    ) -> Telling<'a> {
        let quoted = prose
            .paragraphs
            .iter()
            .flat_map(|paragraph| quoted(&article.text, *paragraph))
            .collect();
        let headed = headed(article, found, prose.language);
        let longest = found.quotes.iter().map(|quote| quote.hull().len()).max().unwrap_or(0);
        let mut cues: Vec<usize> =
            found.quotes.iter().filter_map(|quote| Some(quote.cue?.start)).collect();
        cues.sort_unstable();
        let clauses = prose.language.grammar.as_ref().map_or_else(Vec::new, |grammar| {
            prose.sentences.iter().map(|sentence| (grammar.clauses)(&sentence.words)).collect()
        });
        let quotes = &found.quotes;
        Telling { id, article, prose, whole, quotes, found, quoted, headed, longest, cues, clauses }
    }

    /// The clauses of one of its sentences, in the order of their verbs.
    pub fn clauses(&self, sentence: &Sentence) -> &[Clause] {
        let at = self.prose.sentence_at(sentence.span.start);
        at.and_then(|at| self.clauses.get(at)).map_or(&[], Vec::as_slice)
    }

    /// A passage of this article.
    pub fn passage(&self, span: Span) -> Passage {
        Passage::new(self.id, span)
    }

    /// The innermost quote that holds all of `span`: whose voice it is.
    pub fn voice(&self, span: Span) -> Option<&'a Quote> {
        let begun = self.quotes.partition_point(|quote| quote.hull().start <= span.start);
        let near = self.quotes[..begun]
            .iter()
            .rev()
            .take_while(|quote| quote.hull().start + self.longest >= span.end);
        near.filter(|quote| quote.content.iter().any(|part| part.covers(span)))
            .min_by_key(|quote| quote.hull().len())
    }

    /// The quotes that may meet `span`, from the last to the first.
    pub fn quotes_near(&self, span: Span) -> impl Iterator<Item = &'a Quote> {
        let begun = self.quotes.partition_point(|quote| quote.hull().start < span.end);
        let longest = self.longest;
        self.quotes[..begun]
            .iter()
            .rev()
            .take_while(move |quote| quote.hull().start + longest >= span.start)
            .filter(move |quote| quote.hull().end > span.start)
    }

    /// Whether the word at `at` gives a quote.
    pub fn is_cue(&self, at: usize) -> bool {
        self.cues.binary_search(&at).is_ok()
    }

    /// Who says what stands at `span`; `None` for the outlet's own voice.
    pub fn speaker(&self, span: Span) -> Option<SpeakerId> {
        self.voice(span).and_then(|quote| quote.speaker)
    }

    /// What one of its speakers is called.
    pub fn name(&self, speaker: SpeakerId) -> Option<&'a str> {
        self.found.name(speaker)
    }

    /// What one of its speakers is called for short: a person by the last name.
    pub fn called(&self, speaker: SpeakerId) -> Option<&'a str> {
        let known = self.found.speakers.iter().find(|known| known.id == speaker)?;
        let suffix = |word: &&str| names::is_suffix(&fold(word));
        let last = known.name.split_whitespace().rev().find(|word| !suffix(word))?;
        let whole = known.is_body || !last.starts_with(char::is_uppercase);
        Some(if whole { &known.name } else { last })
    }

    /// Whether `at` stands inside quotation marks.
    pub fn is_quoted(&self, at: usize) -> bool {
        self.marks_around(Span::new(at, at + 1)).is_some()
    }

    /// The quotation marks that hold all of `span`.
    pub fn marks_around(&self, span: Span) -> Option<Quoted> {
        let after = self.quoted.partition_point(|quoted| quoted.span.start <= span.start);
        after
            .checked_sub(1)
            .and_then(|index| self.quoted.get(index))
            .filter(|quoted| quoted.span.covers(span))
            .copied()
    }
}

/// What stands inside quotation marks where the article tells nothing of its own: a headline cuts
/// what is quoted below.
fn headed(
    article: &Article,
    found: &ArticleFindings,
    language: &'static Language,
) -> Vec<(Span, Vec<Word>)> {
    let head = |kind| matches!(kind, PartKind::Headline | PartKind::Deck | PartKind::Heading);
    let heads = found.parts.iter().filter(|part| head(part.kind));
    let marked =
        heads.flat_map(|part| quoted(&article.text, part.span)).filter(|quoted| quoted.closed);
    marked
        .map(|quoted| {
            let inside = quoted.inside(&article.text);
            (quoted.span, words_in(&article.text, inside, language))
        })
        .collect()
}

/// Who stands behind what a passage says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// Who is quoted with it.
    Speaker(SpeakerId),
    /// Whom the words beside it name, and no quote.
    Called(String),
}

/// All articles of an event, with the weight of each term in it.
#[derive(Debug)]
pub struct Tellings<'a> {
    /// By outlet name, then id.
    pub all: Vec<Telling<'a>>,
    weights: FxHashMap<Term, f32>,
    /// The speakers by the folded last word of their names; `None` where two of them bear it.
    by_last: FxHashMap<String, Option<SpeakerId>>,
    /// People, each with a body or person whose spokesman, secretary or lawyer an article calls
    /// them.
    speaks_for: BTreeSet<(SpeakerId, SpeakerId)>,
    /// By telling and sentence.
    terms: Vec<Vec<BTreeSet<Term>>>,
}

impl<'a> Tellings<'a> {
    /// Weighs the terms of the event: the fewer of its sentences hold one, the more it tells.
    pub fn new(all: Vec<Telling<'a>>) -> Tellings<'a> {
        let of_telling = |telling: &Telling| {
            telling.prose.sentences.iter().map(|sentence| terms(&sentence.words)).collect()
        };
        let held: Vec<Vec<BTreeSet<Term>>> = all.iter().map(of_telling).collect();
        let mut counts: BTreeMap<&Term, usize> = BTreeMap::new();
        let mut sentences = 0usize;
        for sentence in held.iter().flatten() {
            sentences += 1;
            for term in sentence {
                *counts.entry(term).or_default() += 1;
            }
        }
        let weigh = |count: usize| (1.0 + (sentences as f32 + BACKGROUND) / count as f32).ln();
        let weights =
            counts.into_iter().map(|(term, count)| (term.clone(), weigh(count))).collect();
        let by_last = by_last(&all);
        let known = |(person, body): (String, String)| {
            Some(((*by_last.get(&person)?)?, (*by_last.get(&body)?)?))
        };
        let speaks_for = all
            .iter()
            .flat_map(|telling| &telling.prose.sentences)
            .flat_map(|sentence| represented(&sentence.words))
            .filter_map(known)
            .collect();
        Tellings { all, weights, by_last, speaks_for, terms: held }
    }

    /// What a speaker is called.
    pub fn name(&self, speaker: SpeakerId) -> Option<&'a str> {
        self.all.iter().find_map(|telling| telling.name(speaker))
    }

    /// What a holder is called.
    pub fn called<'h>(&'h self, holder: &'h Holder) -> &'h str {
        match holder {
            Holder::Speaker(speaker) => self.name(*speaker).unwrap_or(""),
            Holder::Called(name) => name,
        }
    }

    /// The one speaker whose name ends in a word.
    pub fn bearer(&self, last: &str) -> Option<SpeakerId> {
        self.by_last.get(&fold(last)).copied().flatten()
    }

    /// Whether two holders are one party: one speaker, or somebody and the body that he is said to
    /// speak for.
    pub fn one_voice(&self, a: &Holder, b: &Holder) -> bool {
        let id = |holder: &Holder| match holder {
            Holder::Speaker(speaker) => Some(*speaker),
            Holder::Called(name) => self.bearer(name.split_whitespace().next_back()?),
        };
        let speaks = |pair: (SpeakerId, SpeakerId)| {
            self.speaks_for.contains(&pair) || self.speaks_for.contains(&(pair.1, pair.0))
        };
        // "Deputy press secretary Ada Lund" is Ada Lund.
        let holds = |long: &str, short: &str| {
            short.split_whitespace().all(|word| long.split_whitespace().any(|other| other == word))
        };
        let (one, other) = (self.called(a), self.called(b));
        a == b || holds(one, other) || holds(other, one) || id(a).zip(id(b)).is_some_and(speaks)
    }

    /// The weight of a term: about 1 for one in every sentence, 4 to 5 for a rare one.
    pub fn weight(&self, term: &str) -> f32 {
        self.weights.get(term).copied().unwrap_or(0.0)
    }

    /// The summed weight of terms.
    pub fn weigh<'t>(&self, terms: impl IntoIterator<Item = &'t Term>) -> f32 {
        terms.into_iter().map(|term| self.weight(term)).sum()
    }

    /// Every sentence with its terms and the telling that it stands in.
    pub fn sentences_with_terms(
        &self,
    ) -> impl Iterator<Item = (&Telling<'a>, &'a Sentence, &BTreeSet<Term>)> {
        self.all.iter().zip(&self.terms).flat_map(|(telling, held)| {
            telling
                .prose
                .sentences
                .iter()
                .zip(held)
                .map(move |(sentence, terms)| (telling, sentence, terms))
        })
    }

    /// Every sentence with the telling that it stands in.
    pub fn sentences(&self) -> impl Iterator<Item = (&Telling<'a>, &'a Sentence)> {
        self.all.iter().flat_map(|telling| {
            telling.prose.sentences.iter().map(move |sentence| (telling, sentence))
        })
    }
}

/// The speakers of an event by the folded last word of their names. One of whom nothing but the
/// last name is known gives way to whoever bears it in full.
fn by_last(all: &[Telling]) -> FxHashMap<String, Option<SpeakerId>> {
    let mut whole = FxHashMap::default();
    let mut bare = FxHashMap::default();
    for known in all.iter().flat_map(|telling| &telling.found.speakers) {
        let names = match known.name.contains(' ') {
            true if known.is_named => &mut whole,
            true => continue, // a description
            false => &mut bare,
        };
        let id = Some(known.id);
        let bearer = names.entry(speaker::last_name(&known.name)).or_insert(id);
        if *bearer != id {
            *bearer = None;
        }
    }
    bare.extend(whole);
    bare
}

/// Who is called whose spokesman: "White House press secretary Ada Lund", "Lund, the White House
/// spokeswoman".
fn represented(words: &[Word]) -> Vec<(String, String)> {
    let speaks = |word: &Word| word.has(Feature::SpeaksFor);
    let found = (0..words.len()).filter(|at| speaks(&words[*at])).filter_map(|at| {
        // The body stands before the role, with at most one word between: "House press secretary".
        let body = (at.saturating_sub(2)..at).rev().find(|i| words[*i].tag == Tag::Name)?;
        let after = words[at + 1..].iter().take_while(|word| word.tag == Tag::Name).last();
        let first = (0..body)
            .rev()
            .find(|i| !matches!(words[*i].tag, Tag::Name | Tag::Determiner))
            .filter(|i| words[*i].is(","));
        let before = first
            .and_then(|comma| comma.checked_sub(1))
            .map(|i| &words[i])
            .filter(|word| word.tag == Tag::Name);
        Some((after.or(before)?.folded.clone(), words[body].folded.clone()))
    });
    found.collect()
}

/// The term by which a word is compared.
pub fn term(word: &Word) -> Term {
    Term::clone(word.term())
}

/// The terms of the content words among `words`.
pub fn terms(words: &[Word]) -> BTreeSet<Term> {
    words.iter().filter(|word| word.is_content()).map(term).collect()
}
