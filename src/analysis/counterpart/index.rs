//! The sentences of an event, and which of them hold which term.

use std::collections::BTreeSet;
use std::ops::Range;

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use crate::analysis::cluster::Terms;
use crate::analysis::form::Term;
use crate::analysis::language::Feature;
use crate::analysis::prose::{self, Word};
use crate::analysis::{self, ArticleFindings, Quote, SpeakerId, quantity, telling};
use crate::corpus::{ArticleId, Corpus, Passage};
use crate::text::Span;

/// Sentences that are added to the event's own when terms are weighed, as [`telling`] does.
const BACKGROUND: f32 = 20.0;
/// Candidates that are ranked by all features; the further ones share less of what is rare.
const CANDIDATES: usize = 200;
/// Sentences that the terms of one sentence may name, the rarest terms first, so that a look-up is
/// bounded in the largest event.
const NAMED: usize = 20_000;
/// Sentences before and after one that are candidates, whatever words they share: an answer stands
/// beside what it answers.
const BESIDE: usize = 8;
/// What the sentences one and two away count for in the surroundings of a sentence. Of one, a half
/// and a quarter, chosen before anything was fitted.
const AROUND: [f32; 2] = [0.5, 0.25];

/// Whose voice a sentence is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Voice {
    /// The outlet's own.
    Outlet,
    /// That of a speaker, with what they are called.
    Named(SpeakerId, String),
    /// That of somebody without a name: the number of the quote.
    Unnamed(usize),
}

impl Voice {
    /// The name, where there is one.
    pub(super) fn speaker(&self) -> Option<&str> {
        match self {
            Voice::Named(_, name) => Some(name),
            Voice::Outlet | Voice::Unnamed(_) => None,
        }
    }

    /// Whether both quote somebody, and are not known to quote the same.
    pub(super) fn is_another_than(&self, other: &Voice) -> bool {
        match (self, other) {
            (Voice::Outlet, _) | (_, Voice::Outlet) => false,
            (Voice::Named(a, _), Voice::Named(b, _)) => a != b,
            (Voice::Unnamed(_), _) | (_, Voice::Unnamed(_)) => true,
        }
    }
}

/// What a sentence has besides its terms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Signs {
    /// A word that negates.
    pub(super) negates: bool,
    /// A word that disputes.
    pub(super) denies: bool,
    /// It opens with a word that sets it against what was said.
    pub(super) turns: bool,
}

/// One sentence.
#[derive(Debug)]
pub(super) struct Sentence {
    pub(super) passage: Passage,
    /// The place of its article in the event.
    pub(super) article: usize,
    /// Its place among the sentences of its article.
    pub(super) number: usize,
    pub(super) voice: Voice,
    pub(super) signs: Signs,
    /// Numbers of its terms, in order.
    pub(super) terms: Vec<u32>,
    /// Summed weight of its terms.
    pub(super) weight: f32,
    /// Terms of its own and of the sentences around it, in order; of length 1.
    pub(super) around: Vec<(u32, f32)>,
    /// Its numerals, folded, in order.
    numbers: Vec<String>,
}

impl Sentence {
    /// Share of the terms of both that both hold.
    pub(super) fn alike(&self, other: &Sentence) -> f32 {
        let (a, b) = (&self.terms, &other.terms);
        let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
        // Cheap to tell for most pairs.
        if long == 0 || (short as f32) < super::ECHO * long as f32 {
            return 0.0;
        }
        let both = a.iter().filter(|term| b.binary_search(term).is_ok()).count();
        both as f32 / (a.len() + b.len() - both) as f32
    }

    /// Whether both hold the same numbers, and neither or both negate.
    pub(super) fn decides_as(&self, other: &Sentence) -> bool {
        self.signs.negates == other.signs.negates && self.numbers == other.numbers
    }

    /// Whether each holds a number that the other one does not.
    pub(super) fn counts_otherwise(&self, other: &Sentence) -> bool {
        let lacks = |a: &Sentence, b: &Sentence| a.numbers.iter().any(|n| !b.numbers.contains(n));
        lacks(self, other) && lacks(other, self)
    }

    /// How many sentences further on in the same article `other` stands, or before it.
    pub(super) fn distance(&self, other: &Sentence) -> Option<usize> {
        (self.article == other.article).then(|| self.number.abs_diff(other.number))
    }

    /// Whether both speak in one voice of one article.
    fn speaks_as(&self, other: &Sentence) -> bool {
        self.article == other.article && self.voice == other.voice
    }
}

/// The sentences of an event by their terms.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// By article of the event, then in order of the text.
    pub(super) sentences: Vec<Sentence>,
    /// The event's articles in its order, with where their sentences stand.
    pub(super) articles: Vec<(ArticleId, Range<usize>)>,
    /// The weight of each term.
    pub(super) weights: Vec<f32>,
    /// The sentences that hold each term, in order.
    holders: Vec<Vec<u32>>,
}

/// What reading one article brings.
struct Read {
    sentence: Sentence,
    terms: BTreeSet<Term>,
}

impl Index {
    /// The sentences of `articles`, of which `found` tells what was found in them.
    pub(super) fn new(corpus: &Corpus, found: &[ArticleFindings], articles: &[ArticleId]) -> Index {
        let nothing = ArticleFindings::default();
        let read = |(place, id): &(usize, ArticleId)| {
            read(corpus, *id, found.get(id.index()).unwrap_or(&nothing), *place)
        };
        let places: Vec<(usize, ArticleId)> = articles.iter().copied().enumerate().collect();
        let all: Vec<Vec<Read>> = places.par_iter().map(read).collect();
        let mut index = Index::default();
        let mut numbers = Terms::default();
        for (id, of_article) in articles.iter().zip(all) {
            let from = index.sentences.len();
            for Read { mut sentence, terms } in of_article {
                sentence.terms = terms.into_iter().map(|term| numbers.hold(term)).collect();
                sentence.terms.sort_unstable();
                let place = index.sentences.len() as u32;
                for term in &sentence.terms {
                    let term = *term as usize;
                    index.holders.resize_with(index.holders.len().max(term + 1), Vec::new);
                    index.holders[term].push(place);
                }
                index.sentences.push(sentence);
            }
            index.articles.push((*id, from..index.sentences.len()));
        }
        let count = index.sentences.len() as f32 + BACKGROUND;
        let weigh = |holders: &Vec<u32>| (1.0 + count / holders.len().max(1) as f32).ln();
        index.weights = index.holders.iter().map(weigh).collect();
        for sentence in &mut index.sentences {
            let weights = sentence.terms.iter().map(|term| index.weights[*term as usize]);
            sentence.weight = weights.sum();
        }
        let around: Vec<_> =
            (0..index.sentences.len()).map(|place| index.surroundings(place)).collect();
        for (sentence, around) in index.sentences.iter_mut().zip(around) {
            sentence.around = around;
        }
        index
    }

    /// Where the sentences of an article stand; nowhere where it is of another event.
    pub(super) fn of_article(&self, article: ArticleId) -> Range<usize> {
        let known = self.articles.iter().find(|(id, _)| *id == article);
        known.map_or(0..0, |(_, range)| range.clone())
    }

    /// Whether one of two sentences follows the other in one article.
    pub(super) fn are_side_by_side(&self, a: usize, b: usize) -> bool {
        let (a, b) = (self.sentences.get(a), self.sentences.get(b));
        a.zip(b).and_then(|(a, b)| a.distance(b)) == Some(1)
    }

    /// The terms of a sentence and of those around it with their weights, of length 1.
    fn surroundings(&self, place: usize) -> Vec<(u32, f32)> {
        let Some(sentence) = self.sentences.get(place) else { return Vec::new() };
        let weigh = |term: &u32, share: f32| (*term, share * self.weights[*term as usize]);
        let mut all: Vec<(u32, f32)> = sentence.terms.iter().map(|t| weigh(t, 1.0)).collect();
        for (away, share) in (1..).zip(AROUND) {
            let near = [place.checked_sub(away), place.checked_add(away)];
            let near = near.into_iter().flatten().filter_map(|place| self.sentences.get(place));
            for other in near.filter(|other| other.article == sentence.article) {
                all.extend(other.terms.iter().map(|term| weigh(term, share)));
            }
        }
        all.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        all.dedup_by_key(|(term, _)| *term);
        let length = all.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        all.iter_mut().for_each(|(_, weight)| *weight /= length.max(f32::MIN_POSITIVE));
        all
    }

    /// Sentences that may speak of the point of the one at `place`, in another voice: those that
    /// share most with it, and those beside it.
    pub(super) fn candidates(&self, place: usize) -> Vec<usize> {
        let Some(sentence) = self.sentences.get(place) else { return Vec::new() };
        let mut rarest = sentence.terms.clone();
        rarest.sort_by_key(|term| self.holders[*term as usize].len());
        let mut shared = vec![0.0_f32; self.sentences.len()];
        let mut met: Vec<usize> = Vec::new();
        let mut named = 0;
        for term in rarest {
            let (holders, weight) = (&self.holders[term as usize], self.weights[term as usize]);
            named += holders.len();
            if named > NAMED {
                break;
            }
            for other in holders {
                let sum = &mut shared[*other as usize];
                if *sum == 0.0 {
                    met.push(*other as usize);
                }
                *sum += weight;
            }
        }
        let own = self.articles.get(sentence.article).map_or(0..0, |(_, range)| range.clone());
        let beside = place.saturating_sub(BESIDE).max(own.start)
            ..(place + BESIDE + 1).min(own.end).max(own.start);
        let is_other = |other: &usize| {
            self.sentences.get(*other).is_some_and(|other| !other.speaks_as(sentence))
        };
        met.retain(|other| is_other(other) && !beside.contains(other));
        if met.len() > CANDIDATES {
            // As far as the shared terms go: long sentences share more by chance.
            let near = |other: usize| shared[other] / self.sentences[other].weight.sqrt();
            met.select_nth_unstable_by(CANDIDATES, |a, b| {
                near(*b).total_cmp(&near(*a)).then(a.cmp(b))
            });
            met.truncate(CANDIDATES);
        }
        met.extend(beside.filter(is_other));
        met
    }
}

/// The sentences of one article with their terms.
fn read(corpus: &Corpus, id: ArticleId, found: &ArticleFindings, place: usize) -> Vec<Read> {
    let article = corpus.article(id);
    let prose = analysis::prose(article, &found.parts, found.language);
    let longest = found.quotes.iter().map(|quote| quote.hull().len()).max().unwrap_or(0);
    let read = |(number, sentence): (usize, &prose::Sentence)| {
        let voice = voice(found, longest, sentence.span);
        let sentence_read = Sentence {
            passage: Passage::new(id, sentence.span),
            article: place,
            number,
            voice,
            signs: signs(&sentence.words),
            terms: Vec::new(),
            weight: 0.0,
            around: Vec::new(),
            numbers: numbers(&sentence.words),
        };
        Read { sentence: sentence_read, terms: telling::terms(&sentence.words) }
    };
    prose.sentences.iter().enumerate().map(read).collect()
}

/// Whose voice most of what is quoted in `span` is.
fn voice(found: &ArticleFindings, longest: usize, span: Span) -> Voice {
    let quotes = &found.quotes;
    let begun = quotes.partition_point(|quote| quote.hull().start < span.end);
    let near = quotes[..begun]
        .iter()
        .enumerate()
        .rev()
        .take_while(|(_, quote)| quote.hull().start + longest > span.start);
    let shared = |quote: &Quote| -> usize {
        quote.content.iter().filter_map(|part| part.intersect(span)).map(Span::len).sum()
    };
    let most = near
        .map(|(number, quote)| (shared(quote), number, quote))
        .filter(|(bytes, ..)| *bytes > 0)
        .max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
    most.map_or(Voice::Outlet, |(_, number, quote)| {
        let named = quote.speaker.zip(found.speaker(quote));
        named.map_or(Voice::Unnamed(number), |(id, name)| Voice::Named(id, name.to_owned()))
    })
}

fn signs(words: &[Word]) -> Signs {
    let any = |test: &dyn Fn(&Word) -> bool| words.iter().any(test);
    let opening = words.iter().filter(|word| !word.is_mark()).take(2);
    Signs {
        negates: any(&|word| word.is_negation()),
        denies: any(&|word| word.has(Feature::Denies) || word.has(Feature::Rejects)),
        turns: opening.clone().any(|word| {
            word.has(Feature::Contrast)
                || word.has(Feature::Yet)
                || word.has(Feature::Turns)
                || word.has(Feature::Connective)
        }),
    }
}

fn numbers(words: &[Word]) -> Vec<String> {
    let is_number = |word: &&Word| word.is_content() && quantity::is_number(word);
    let mut numbers: Vec<String> =
        words.iter().filter(is_number).map(|word| word.term().to_string()).collect();
    numbers.sort_unstable();
    numbers
}
