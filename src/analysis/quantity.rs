//! Quantities: numbers with their unit and what they count, as intervals.
//!
//! Method: numbers in digits and words (own small grammar, after CQE's rules), a word of bound or
//! vagueness before them, a unit or a counted noun after them; times are brought to minutes.
//! "over two hours" = [120 min, ∞), "nearly 40" = [36, 40), "30 to 40" = [30, 40].
//!
//! Not done: clock times and dates (no quantities), fractions beyond "half".

use crate::analysis::language::Feature;
use crate::analysis::language::number::{Bound, Numbers};
use crate::analysis::prose::Word;
use crate::text::Span;
use crate::text::token::TokenKind;

/// What a quantity counts in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// A span of time, in minutes.
    Minutes,
    /// Per cent.
    Percent,
    /// Money, in the named currency.
    Money(String),
    /// Anything counted: the stem of its noun.
    Count(String),
}

/// A number, its unit, and what it counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// Number and unit in the text.
    pub span: Span,
    /// The smallest value, in the unit.
    pub low: f64,
    /// The largest value, in the unit; infinite for "over …".
    pub high: f64,
    /// Whether a word such as "about" or "nearly" makes it vague.
    pub vague: bool,
    /// The unit.
    pub unit: Unit,
    /// Index of the first word and one past the last among the sentence's words.
    pub words: (usize, usize),
}

impl Quantity {
    /// Whether no value satisfies both.
    pub fn disjoint(&self, other: &Quantity) -> bool {
        self.high < other.low || other.high < self.low
    }

    /// Whether it is one value, neither bound nor vague.
    pub fn is_exact(&self) -> bool {
        !self.vague && (self.high - self.low).abs() < f64::EPSILON * self.high.abs().max(1.0)
    }
}

/// How far around a vague number its value may lie (studies of what readers take it for give ±10 to 20 %).
const VAGUE: f64 = 0.15;
/// "nearly 40" lies above this share of 40.
const NEARLY: f64 = 0.9;

/// The quantities in one sentence, in order.
pub fn find(words: &[Word]) -> Vec<Quantity> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match quantity_at(words, at) {
            Some(quantity) => {
                at = quantity.words.1;
                found.push(quantity);
            }
            None => at += 1,
        }
    }
    found
}

fn quantity_at(words: &[Word], at: usize) -> Option<Quantity> {
    if let Some(minutes) = hyphenated_time(&words[at]) {
        let quantity = Quantity {
            span: words[at].span,
            low: minutes,
            high: minutes,
            vague: false,
            unit: Unit::Minutes,
            words: (at, at + 1),
        };
        return Some(bounded(words, quantity));
    }
    let currency = currency_at(words, at);
    let start = at + usize::from(currency.is_some());
    let (value, mut end) = number_at(words, start)?;
    let (mut low, mut high) = (value, value);
    let between = at > 0 && words[at - 1].has(Feature::Between);
    if let Some(last) = words.get(end).filter(|word| {
        word.has(Feature::To) || word.is("–") || word.is("-") || (between && word.has(Feature::And))
    }) && let Some((upper, after)) = number_at(words, end + 1)
        && upper > value
        && !last.span.is_empty()
    {
        (high, end) = (upper, after);
    }
    let (unit, scale, after) = unit_at(words, end, currency)?;
    low *= scale;
    high *= scale;
    end = after;
    if unit == Unit::Minutes
        && scale > 1.0
        && let Some((more, after)) = further_time(words, end)
    {
        low += more;
        high += more;
        end = after;
    }
    let span = words[at].span.hull(words[end - 1].span);
    Some(bounded(words, Quantity { span, low, high, vague: false, unit, words: (at, end) }))
}

/// `an hour and 15 minutes`: the minutes after the hours.
fn further_time(words: &[Word], at: usize) -> Option<(f64, usize)> {
    let at = at + usize::from(words.get(at).is_some_and(is_joint));
    let (value, end) = number_at(words, at)?;
    let minutes = words.get(end).filter(|word| numbers(word).time(&word.stem) == Some(1.0))?;
    (!minutes.is_mark()).then_some((value, end + 1))
}

fn numbers(word: &Word) -> &'static Numbers {
    word.language.lexicon.numbers()
}

fn is_joint(word: &Word) -> bool {
    numbers(word).is_joint(&word.folded)
}

/// `three-hour-and-20-minute`, `35-minute`, `2-hour`: minutes, where the text has hyphens.
fn hyphenated_time(word: &Word) -> Option<f64> {
    let (numbers, folded) = (numbers(word), word.folded.as_str());
    if word.span.len() == folded.len() || !numbers.ends_in_time(folded) {
        return None;
    }
    let mut rest = folded;
    let mut minutes = 0.0;
    while !rest.is_empty() {
        let (value, after) = numbers.leading(numbers.without_joint(rest))?;
        let (scale, after) = numbers.leading_time(after)?;
        minutes += value * scale;
        rest = after;
    }
    Some(minutes)
}

/// The number that begins at `at`, in digits or words, and the index after it.
fn number_at(words: &[Word], at: usize) -> Option<(f64, usize)> {
    let first = words.get(at)?;
    if first.kind == TokenKind::Number {
        let numbers = numbers(first);
        let value = numbers.digits(&first.folded)?;
        // A year is no quantity.
        let year = first.folded.len() == 4 && (1800.0..2100.0).contains(&value);
        if year && !numbers.is_grouped(&first.folded) {
            return None;
        }
        return Some(scaled(words, value, at + 1));
    }
    let value = small_number(first)?;
    let mut end = at + 1;
    let mut value = value;
    if (20.0..100.0).contains(&value)
        && let Some(unit) = words.get(end).and_then(small_number).filter(|unit| *unit < 10.0)
    {
        value += unit;
        end += 1;
    }
    Some(scaled(words, value, end))
}

/// The value of a single number word or number in digits.
pub fn value(word: &Word) -> Option<f64> {
    number_at(std::slice::from_ref(word), 0).map(|(value, _)| value)
}

/// Whether a word is a number, in digits or letters.
pub fn is_number(word: &Word) -> bool {
    word.kind == TokenKind::Number || small_number(word).is_some()
}

fn small_number(word: &Word) -> Option<f64> {
    numbers(word).small(&word.folded)
}

fn scaled(words: &[Word], value: f64, mut end: usize) -> (f64, usize) {
    let mut value = value;
    while let Some(scale) = words.get(end).and_then(|word| numbers(word).scale(&word.folded)) {
        value *= scale;
        end += 1;
    }
    (value, end)
}

fn currency_at(words: &[Word], at: usize) -> Option<String> {
    let mark = &words[at];
    matches!(mark.folded.as_str(), "$" | "€" | "£" | "¥").then(|| mark.folded.clone())
}

/// The unit after a number: what it is, what one of it is in base units, and the index after it.
fn unit_at(words: &[Word], at: usize, currency: Option<String>) -> Option<(Unit, f64, usize)> {
    if let Some(currency) = currency {
        return Some((Unit::Money(currency), 1.0, at));
    }
    let word = words.get(at)?;
    let numbers = numbers(word);
    if let Some(scale) = numbers.time(&word.stem) {
        return Some((Unit::Minutes, scale, at + 1));
    }
    let percent = numbers.percent(&words[at..].iter().map(|word| word.folded.as_str()));
    if percent > 0 {
        return Some((Unit::Percent, 1.0, at + percent));
    }
    if numbers.is_money(&word.folded) {
        return Some((Unit::Money(word.stem.clone()), 1.0, at + 1));
    }
    // The counted noun: the last content word of the run after the number, or people when there is
    // none.
    let counted = |word: &Word| word.has(Feature::Counted);
    let run = (at..words.len().min(at + 3))
        .take_while(|i| !words[*i].is_mark() && (words[*i].is_content() || counted(&words[*i])));
    let noun = { run }.find(|i| words[*i].folded.ends_with('s') || counted(&words[*i]))?;
    let mut unit = class(&words[noun]);
    let mut end = noun + 1;
    // A rate is another unit: "vehicles a day".
    if words.get(end).is_some_and(|word| word.has(Feature::Rate))
        && let Some(period) = words.get(end + 1).filter(|word| numbers.time(&word.stem).is_some())
    {
        unit = format!("{unit}/{}", period.stem);
        end += 2;
    }
    (words[noun].kind == TokenKind::Word).then_some((Unit::Count(unit), 1.0, end))
}

fn class(word: &Word) -> String {
    word.synonym().map_or_else(|| word.stem.clone(), |class| format!("={class}"))
}

/// The quantity with the bound or vagueness that the words before it give.
fn bounded(words: &[Word], quantity: Quantity) -> Quantity {
    let before = &words[..quantity.words.0];
    let Quantity { low, high, .. } = quantity;
    let within = |low: f64, high: f64| Quantity { low, high, vague: true, ..quantity.clone() };
    let bound = before.last().and_then(|last| {
        numbers(last).bound(&before.iter().rev().map(|word| word.folded.as_str()))
    });
    match bound {
        Some(Bound::AtLeast) => within(low, f64::INFINITY),
        Some(Bound::AtMost) => within(0.0, high),
        Some(Bound::Nearly) => within(NEARLY * low, high),
        Some(Bound::About) => within(low * (1.0 - VAGUE), high * (1.0 + VAGUE)),
        None => quantity,
    }
}

#[cfg(test)]
mod tests {
    use super::{Unit, find};
    use crate::analysis::prose::words;
    use crate::text::Span;

    #[track_caller]
    fn check(text: &str, expected: &[(f64, f64, Unit)]) {
        let found: Vec<_> = find(&words(text, Span::new(0, text.len())))
            .into_iter()
            .map(|q| (q.low, q.high, q.unit))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn times_become_minutes_with_their_bounds() {
        check("They met for over two hours.", &[(120.0, f64::INFINITY, Unit::Minutes)]);
        check("It was to last 35 minutes.", &[(35.0, 35.0, Unit::Minutes)]);
        check("a three-hour-and-20-minute crossing", &[(200.0, 200.0, Unit::Minutes)]);
        check(
            "an hour and 15 minutes, or two hours and 15 minutes",
            &[(15.0, 15.0, Unit::Minutes), (135.0, 135.0, Unit::Minutes)],
        );
        check("after 30 to 40 minutes", &[(30.0, 40.0, Unit::Minutes)]);
        check("between 30 and 45 minutes", &[(30.0, 45.0, Unit::Minutes)]);
        check(
            "30 minutes and 45 minutes",
            &[(30.0, 30.0, Unit::Minutes), (45.0, 45.0, Unit::Minutes)],
        );
    }

    #[test]
    fn counts_money_and_shares() {
        let people = find(&words("Some 400 people", Span::new(0, 15)))[0].unit.clone();
        check("nearly 40 residents left", &[(36.0, 40.0, people)]);
        check(
            "It cost $3 million and 12 per cent.",
            &[(3e6, 3e6, Unit::Money("$".into())), (12.0, 12.0, Unit::Percent)],
        );
        check("twenty-five sailings in 2017", &[(25.0, 25.0, Unit::Count("sail".into()))]);
    }
}
