//! Quantities: numbers with their unit and what they count, as intervals.
//!
//! Method: numbers in digits and words (own small grammar, after CQE's rules), a word of bound or
//! vagueness before them, a unit or a counted noun after them; times are brought to minutes.
//! "over two hours" = [120 min, ∞), "nearly 40" = [36, 40), "30 to 40" = [30, 40].
//!
//! Not done: clock times and dates (no quantities), fractions beyond "half".

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

/// How far around a vague number its value may lie (methods.md c: ±10 to 20 %).
const VAGUE: f64 = 0.15;
/// "nearly 40" lies above this share of 40 (methods.md c).
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
    if let Some((minutes, _)) = hyphenated_time(&words[at].folded, &words[at]) {
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
    let between = at > 0 && words[at - 1].is("between");
    if let Some(last) = words
        .get(end)
        .filter(|word| word.is("to") || word.is("–") || word.is("-") || (between && word.is("and")))
        && let Some((upper, after)) = number_at(words, end + 1)
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
    let at = at + usize::from(words.get(at).is_some_and(|word| word.is("and")));
    let (value, end) = number_at(words, at)?;
    let minutes = words.get(end).filter(|word| word.stem == "minut")?;
    (!minutes.is_mark()).then_some((value, end + 1))
}

/// `three-hour-and-20-minute`, `35-minute`, `2-hour`: minutes, from the unfolded word.
fn hyphenated_time(folded: &str, word: &Word) -> Option<(f64, usize)> {
    if !(folded.ends_with("minute") || folded.ends_with("hour") || folded.ends_with("day"))
        || word.span.len() == folded.len()
    {
        return None;
    }
    let mut rest = folded;
    let mut minutes = 0.0;
    while !rest.is_empty() {
        rest = rest.strip_prefix("and").unwrap_or(rest);
        let (value, after) = leading_number(rest)?;
        let (scale, after) = [("minute", 1.0), ("hour", 60.0), ("day", 1440.0)]
            .into_iter()
            .find_map(|(unit, scale)| Some((scale, after.strip_prefix(unit)?)))?;
        minutes += value * scale;
        rest = after;
    }
    Some((minutes, 1))
}

fn leading_number(text: &str) -> Option<(f64, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        return Some((text.get(..digits)?.parse().ok()?, text.get(digits..)?));
    }
    SMALL.iter().rev().find_map(|(word, value)| Some((*value, text.strip_prefix(word)?)))
}

/// Number words below a hundred; longer words that begin with shorter ones stand later.
const SMALL: [(&str, f64); 29] = [
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
    ("dozen", 12.0),
    ("half", 0.5),
];

/// The number that begins at `at`, in digits or words, and the index after it.
fn number_at(words: &[Word], at: usize) -> Option<(f64, usize)> {
    let first = words.get(at)?;
    if first.kind == TokenKind::Number {
        let plain: String = first.folded.chars().filter(|c| *c != ',').collect();
        let value: f64 = plain.parse().ok()?;
        // A year is no quantity.
        if plain.len() == 4 && !first.folded.contains(',') && (1800.0..2100.0).contains(&value) {
            return None;
        }
        return Some(scaled(words, value, at + 1));
    }
    let value = small_number(&first.folded)?;
    let mut end = at + 1;
    let mut value = value;
    if (20.0..100.0).contains(&value)
        && let Some(unit) =
            words.get(end).and_then(|word| small_number(&word.folded)).filter(|unit| *unit < 10.0)
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
    word.kind == TokenKind::Number || small_number(&word.folded).is_some()
}

/// The value of a number word below a hundred.
pub fn small_number(folded: &str) -> Option<f64> {
    if let Some((_, value)) = SMALL.iter().find(|(word, _)| *word == folded) {
        return Some(*value);
    }
    // "thirty-five" is folded to one word.
    SMALL.iter().filter(|(_, tens)| (20.0..100.0).contains(tens)).find_map(|(word, tens)| {
        let unit = folded.strip_prefix(word)?;
        SMALL.iter().take(9).find(|(small, _)| *small == unit).map(|(_, small)| tens + small)
    })
}

fn scaled(words: &[Word], value: f64, mut end: usize) -> (f64, usize) {
    let mut value = value;
    while let Some(scale) = words.get(end).and_then(|word| match word.folded.as_str() {
        "hundred" => Some(100.0),
        "thousand" => Some(1e3),
        "million" | "m" => Some(1e6),
        "billion" | "bn" => Some(1e9),
        "dozen" => Some(12.0),
        _ => None,
    }) {
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
    let time = [
        ("minut", 1.0),
        ("hour", 60.0),
        ("day", 1440.0),
        ("week", 10080.0),
        ("second", 1.0 / 60.0),
    ];
    if let Some((_, scale)) = time.iter().find(|(stem, _)| *stem == word.stem) {
        return Some((Unit::Minutes, *scale, at + 1));
    }
    match word.folded.as_str() {
        "%" | "percent" => return Some((Unit::Percent, 1.0, at + 1)),
        "per" if words.get(at + 1).is_some_and(|next| next.is("cent")) => {
            return Some((Unit::Percent, 1.0, at + 2));
        }
        "dollars" | "euros" | "pounds" | "crowns" | "kroner" | "francs" | "yen" | "roubles"
        | "rubles" => {
            return Some((Unit::Money(word.stem.clone()), 1.0, at + 1));
        }
        _ => {}
    }
    // The counted noun: the last content word of the run after the number, or people when there is
    // none.
    let run: Vec<usize> = (at..words.len().min(at + 3))
        .take_while(|i| !words[*i].is_mark() && (words[*i].is_content() || words[*i].is("people")))
        .collect();
    let noun = run.iter().copied().find(|i| {
        words[*i].folded.ends_with('s')
            || words[*i].is("people")
            || words[*i].is("men")
            || words[*i].is("women")
            || words[*i].is("children")
    })?;
    let mut unit = class(&words[noun]);
    let mut end = noun + 1;
    // A rate is another unit: "vehicles a day".
    if words.get(end).is_some_and(|word| word.is("a") || word.is("an") || word.is("per"))
        && let Some(period) =
            words.get(end + 1).filter(|word| time.iter().any(|(stem, _)| *stem == word.stem))
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
    let at = quantity.words.0;
    let before = |back: usize| at.checked_sub(back).map_or("", |i| words[i].folded.as_str());
    let (one, two) = (before(1), before(2));
    let Quantity { low, high, .. } = quantity;
    let within =
        |low: f64, high: f64, vague: bool| Quantity { low, high, vague, ..quantity.clone() };
    match (two, one) {
        (_, "over" | "above" | "exceeding")
        | ("more" | "longer" | "greater", "than")
        | ("at", "least") => within(low, f64::INFINITY, true),
        (_, "under" | "below")
        | ("less" | "fewer" | "shorter", "than")
        | ("at", "most")
        | ("up", "to") => within(0.0, high, true),
        (_, "nearly" | "almost") => within(NEARLY * low, high, true),
        (_, "about" | "around" | "some" | "roughly" | "approximately" | "estimated" | "least") => {
            within(low * (1.0 - VAGUE), high * (1.0 + VAGUE), true)
        }
        _ => quantity,
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
