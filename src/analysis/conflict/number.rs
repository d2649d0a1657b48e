//! Number: one quantity, disjoint values. The same unit, the same thing counted, planned or done on
//! both sides, and words around the number in common. Bounds and vagueness are intervals, so
//! rounding is no conflict.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::ConflictKind;
use crate::analysis::conflict::evidence::{Evidence, Pattern};
use crate::analysis::conflict::{Finding, Reason, side};
use crate::analysis::form::Term;
use crate::analysis::language::Feature;
use crate::analysis::prose::{Sentence, Word};
use crate::analysis::quantity::{self, Quantity, Unit};
use crate::analysis::tag::Tag;
use crate::analysis::telling::{Telling, Tellings, term};
use crate::text::Span;

/// Words on either side of a number that tell what it counts.
const WINDOW: usize = 10;
/// Words between a comma and a number from which the comma begins what is shown.
const NEAR_COMMA: usize = 4;
/// Numbers of one unit in an event that are compared: lists and tables have more, and no conflicts.
const COMPARED: usize = 300;
/// Words before a number that are shown with it at most.
const SHOWN: usize = 20;
/// Values further apart than this factor are mostly of different things.
const FACTOR: f64 = 6.0;
/// Weight of shared terms around the numbers and of the counted noun, from which they count one
/// thing.
const SHARED: f32 = 4.0;

/// Share of the weight of the words around one of the numbers that the other must have too. Without
/// it 96 pairs are shown of the first thousand articles of AllSides, and most of the nine that were
/// read counted two things; with it ten.
const COVERED: f32 = 0.5;
/// The share that two percentages need, which are told of many things at once.
const COVERED_PERCENT: f32 = 0.75;

struct Stated<'a, 'e> {
    telling: &'e Telling<'a>,
    quantity: Quantity,
    around: BTreeSet<Term>,
    /// Names among them, without who reports it.
    names: BTreeSet<Term>,
    /// Days, months and years among them.
    times: BTreeSet<String>,
    /// Words between the number and the noun that it counts: "six northern ports".
    kinds: BTreeSet<Term>,
    /// The stem of the counted noun, or of the unit.
    noun: String,
    /// The other quantities of the sentence.
    beside: Vec<Quantity>,
    /// The values of all numbers of the sentence: "29 people, seven of them badly".
    values: Vec<f64>,
    clause: Span,
    planned: bool,
}

/// Disjoint values of one quantity, in two articles.
pub(super) fn detect(event: &Tellings) -> Vec<Finding> {
    let mut by_unit: BTreeMap<Unit, Vec<Stated>> = BTreeMap::new();
    for (telling, sentence) in event.sentences() {
        let quantities = quantity::find(&sentence.words);
        let denied = |quantity: &Quantity| {
            let mut own = telling.clauses(sentence).iter();
            own.any(|clause| clause.negated && clause.holds(quantity.words.0))
        };
        let told = |quantity: &&Quantity| !is_part(&sentence.words, quantity) && !denied(quantity);
        for quantity in quantities.iter().filter(told) {
            let beside =
                quantities.iter().filter(|other| other.span != quantity.span).cloned().collect();
            by_unit.entry(quantity.unit.clone()).or_default().push(stated(
                telling,
                sentence,
                quantity.clone(),
                beside,
            ));
        }
    }
    let mut found = Vec::new();
    for stated in by_unit.values().filter(|stated| stated.len() <= COMPARED) {
        for (index, a) in stated.iter().enumerate() {
            found.extend(stated[index + 1..].iter().filter_map(|b| disjoint(event, a, b)));
        }
    }
    found
}

/// A number of part of a whole, of further ones, or by a rate: it says nothing of the whole.
fn is_part(words: &[Word], quantity: &Quantity) -> bool {
    let (start, end) = quantity.words;
    let before = start.checked_sub(1).map(|i| &words[i]);
    let after = |back: usize, feature| words.get(end + back).is_some_and(|word| word.has(feature));
    let has = |feature| before.is_some_and(|word| word.has(feature));
    // "was to last 35 minutes"
    let lasts = has(Feature::Last) && start > 1 && words[start - 2].has(Feature::To);
    has(Feature::OfAWhole) && !lasts
        || after(0, Feature::Of) && after(1, Feature::Known)
        || after(0, Feature::Further)
}

fn stated<'a, 'e>(
    telling: &'e Telling<'a>,
    sentence: &Sentence,
    quantity: Quantity,
    beside: Vec<Quantity>,
) -> Stated<'a, 'e> {
    let words = &sentence.words;
    let (start, end) = quantity.words;
    let stop =
        |word: &Word| word.has(Feature::Turns) || matches!(word.folded.as_str(), ";" | "—" | ".");
    let from = (start.saturating_sub(WINDOW)..start)
        .rev()
        .find(|i| stop(&words[*i]))
        .map_or(start.saturating_sub(WINDOW), |i| i + 1);
    let to = (end..words.len().min(end + WINDOW))
        .find(|i| stop(&words[*i]) || words[*i].is(","))
        .unwrap_or(words.len().min(end + WINDOW));
    let outside = words[from..start].iter().chain(&words[end..to]);
    let around: BTreeSet<Term> = outside.filter(|word| word.is_content()).map(term).collect();
    let reports = |at: usize| {
        words[at + 1..words.len().min(at + 3)]
            .iter()
            .any(|next| next.cue.is_some() && next.tag == Tag::Verb)
    };
    let window = (from..start).chain(end..to);
    let named =
        |at: &usize| words[*at].tag == Tag::Name && words[*at].is_content() && !reports(*at);
    let names = window.clone().filter(named).map(|at| term(&words[at])).collect();
    let is_time = |word: &Word| word.has(Feature::Month) || word.has(Feature::Day) || is_year(word);
    let times =
        window.filter(|at| is_time(&words[*at])).map(|at| words[at].folded.clone()).collect();
    let kinds = kinds(words, &quantity);
    let planned = words[from..to].iter().any(|word| word.has(Feature::Planned));
    let farthest = start.saturating_sub(SHOWN);
    // A comma bounds the clause too, unless the number follows at once ("Ostrel, upstream, will
    // release 90 …").
    let comma = |i: usize| {
        words[i].is(",")
            && (start - i > NEAR_COMMA
                || words.get(i + 1).is_some_and(|next| next.has(Feature::And)))
    };
    let shown =
        (farthest..start).rev().find(|i| stop(&words[*i]) || comma(*i)).map_or(farthest, |i| i + 1);
    let clause = words[shown..to]
        .iter()
        .find(|word| !word.is_mark())
        .map_or(quantity.span, |word| word.span);
    let clause = clause.hull(
        words[from..to]
            .iter()
            .rfind(|word| !word.is_mark())
            .map_or(quantity.span, |word| word.span),
    );
    Stated {
        telling,
        quantity,
        around,
        names,
        times,
        kinds,
        noun: words[end - 1].stem.clone(),
        beside,
        values: words.iter().filter_map(quantity::value).collect(),
        clause,
        planned,
    }
}

fn is_year(word: &Word) -> bool {
    word.folded.len() == 4 && matches!(word.folded.parse::<u32>(), Ok(1800..2100))
}

/// Of a quantity that counts things, what kind of things they are.
fn kinds(words: &[Word], quantity: &Quantity) -> BTreeSet<Term> {
    let (start, end) = quantity.words;
    let inside = words.get(start..end).unwrap_or_default();
    let counted = matches!(quantity.unit, Unit::Count(_));
    let described = inside
        .iter()
        .rev()
        .skip(1)
        .filter(|word| counted && word.is_content() && !quantity::is_number(word));
    described.map(term).collect()
}

/// Whether both sets hold something, and nothing in common.
fn differ<T: Ord>(a: &BTreeSet<T>, b: &BTreeSet<T>) -> bool {
    !a.is_empty() && !b.is_empty() && a.is_disjoint(b)
}

/// Whether both count things of one noun and kind, or give the planned length of what is called
/// alike, of one owner.
fn of_one_thing(a: &Stated, b: &Stated) -> bool {
    let one_owner = a.names == b.names || a.names.is_empty() || b.names.is_empty();
    let one_noun = match a.quantity.unit {
        Unit::Count(_) => a.noun == b.noun && a.kinds == b.kinds,
        Unit::Minutes | Unit::Percent | Unit::Money(_) => true,
    };
    one_owner && one_noun
}

fn disjoint(event: &Tellings, a: &Stated, b: &Stated) -> Option<Finding> {
    let (x, y) = (&a.quantity, &b.quantity);
    if a.telling.id == b.telling.id || a.planned != b.planned || !x.disjoint(y) {
        return None;
    }
    // One sentence that holds both numbers, told twice, is no conflict with itself.
    let agrees = |stated: &Stated, with: &Quantity| {
        stated.beside.iter().any(|other| other.unit == with.unit && !other.disjoint(with))
            || with.is_exact() && stated.values.iter().any(|value| (value - with.low).abs() < 1e-9)
    };
    if agrees(a, y) || agrees(b, x) {
        return None;
    }
    // Of two people, of two months, of two kinds of thing.
    let own = |a: &Stated, b: &Stated| a.names.difference(&b.names).next().is_some();
    if own(a, b) && own(b, a) || differ(&a.times, &b.times) || differ(&a.kinds, &b.kinds) {
        return None;
    }
    let (low, high) = (x.low.max(1e-9).min(y.low.max(1e-9)), x.low.max(y.low));
    let shared: Vec<&Term> = a.around.intersection(&b.around).collect();
    let counted = match &x.unit {
        Unit::Count(noun) => event.weight(noun.split('/').next().unwrap_or(noun)),
        _ => 0.0,
    };
    let weight = event.weigh(shared.iter().copied()) + counted;
    let smaller = event.weigh(&a.around).min(event.weigh(&b.around)).max(0.1);
    let covered = event.weigh(shared.iter().copied()) / smaller;
    let needed = if x.unit == Unit::Percent { COVERED_PERCENT } else { COVERED };
    if high / low > FACTOR || shared.is_empty() || weight < SHARED || covered < needed {
        return None;
    }
    let days = a
        .telling
        .article
        .published
        .zip(b.telling.article.published)
        .map_or(0, |(a, b)| a.days_until(b).unsigned_abs());
    let evidence = Evidence {
        days_apart: days,
        shared: shared.len(),
        weight,
        share: covered,
        same_words: of_one_thing(a, b),
        exact: x.is_exact() && y.is_exact(),
        factor: (high / low) as f32,
        ..Evidence::of(match x.unit {
            Unit::Count(_) => Pattern::Count,
            Unit::Minutes if a.planned => Pattern::PlannedLength,
            _ => Pattern::Amount,
        })
    };
    let (one, other) = (x.span.of(&a.telling.article.text), y.span.of(&b.telling.article.text));
    let what = if a.planned { " as planned" } else { "" };
    let why = Reason::of(&inside(one), &inside(other), |one, other| {
        format!("one gives {one} and the other {other}{what}, of the same thing")
    });
    Some(Finding::new(
        ConflictKind::Number,
        evidence,
        why,
        side(a.telling, a.clause),
        side(b.telling, b.clause),
    ))
}

/// A number as it stands inside a sentence: a word that began one begins small.
fn inside(number: &str) -> String {
    let mut letters = number.chars();
    let first = letters.next().into_iter().flat_map(char::to_lowercase);
    // Not "US$", nor "Rs 500".
    let is_word = letters.clone().take(2).filter(|c| c.is_lowercase()).count() == 2;
    if is_word { first.chain(letters).collect() } else { number.to_owned() }
}
