//! What a language says of numbers: its number words, and the units and bounds that stand beside
//! them.

use rustc_hash::FxHashMap;

use crate::analysis::language::lexicon::entries;

/// What a word or two before a number make of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// over, at least
    AtLeast,
    /// under, up to
    AtMost,
    /// nearly
    Nearly,
    /// about
    About,
}

/// The bounds by the names that the list gives them.
const BOUNDS: [(&str, Bound); 4] = [
    ("at-least", Bound::AtLeast),
    ("at-most", Bound::AtMost),
    ("nearly", Bound::Nearly),
    ("about", Bound::About),
];

/// Every kind of line that the list can have.
#[cfg(test)]
pub(super) const KINDS: [&str; 13] = [
    "number",
    "scale",
    "joint",
    "time",
    "inside",
    "percent",
    "money",
    "at-least",
    "at-most",
    "nearly",
    "about",
    "decimal",
    "thousands",
];

/// The number words, units and bounds of a language.
#[derive(Debug, Default)]
pub struct Numbers {
    /// Words below a hundred, in the order of the list.
    small: Vec<(&'static str, f64)>,
    of_small: FxHashMap<&'static str, f64>,
    scales: FxHashMap<&'static str, f64>,
    joints: Vec<&'static str>,
    /// By stem, in minutes.
    times: FxHashMap<String, f64>,
    /// Words that stand in one word with their number, in minutes.
    inside: Vec<(&'static str, f64)>,
    /// Units of one or two words.
    percent: Vec<Vec<&'static str>>,
    money: Vec<&'static str>,
    /// The mark before the parts of one, and that between thousands.
    decimal: Option<char>,
    thousands: Option<char>,
    /// Of two words before those of one.
    bounds: Vec<(Vec<&'static str>, Bound)>,
}

impl Numbers {
    pub(super) fn new(list: &'static str, stem: fn(&str) -> String) -> Numbers {
        let mut numbers = Numbers::default();
        for line in entries(list) {
            let mut columns = line.split('\t');
            let (Some(kind), Some(value), Some(words)) = (
                columns.next(),
                columns.next().and_then(|value| value.parse().ok()),
                columns.next(),
            ) else {
                continue;
            };
            words.split(' ').for_each(|word| numbers.take_in(kind, value, word, stem));
        }
        numbers.bounds.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        numbers
    }

    fn take_in(&mut self, kind: &str, value: f64, word: &'static str, stem: fn(&str) -> String) {
        let parts = || word.split('_').collect();
        match kind {
            "number" => {
                self.small.push((word, value));
                self.of_small.entry(word).or_insert(value);
            }
            "scale" => {
                self.scales.insert(word, value);
            }
            "joint" => self.joints.push(word),
            "time" => {
                self.times.insert(stem(word), value);
            }
            "inside" => self.inside.push((word, value)),
            "percent" => self.percent.push(parts()),
            "money" => self.money.push(word),
            "decimal" => self.decimal = word.chars().next(),
            "thousands" => self.thousands = word.chars().next(),
            _ => {
                let bound = BOUNDS.iter().find(|(known, _)| *known == kind);
                self.bounds.extend(bound.map(|(_, bound)| (parts(), *bound)));
            }
        }
    }

    /// The value of a number in digits.
    pub fn digits(&self, folded: &str) -> Option<f64> {
        let plain = folded.chars().filter(|c| Some(*c) != self.thousands);
        let plain: String = plain.map(|c| if Some(c) == self.decimal { '.' } else { c }).collect();
        plain.parse().ok()
    }

    /// Whether a number in digits is written in thousands: 1,250.
    pub fn is_grouped(&self, folded: &str) -> bool {
        self.thousands.is_some_and(|mark| folded.contains(mark))
    }

    /// The value of a number word below a hundred.
    pub fn small(&self, folded: &str) -> Option<f64> {
        if let Some(value) = self.of_small.get(folded) {
            return Some(*value);
        }
        // "thirty-five" is folded to one word.
        let mut tens = self.small.iter().filter(|(_, tens)| (20.0..100.0).contains(tens));
        tens.find_map(|(word, tens)| {
            let unit = folded.strip_prefix(word)?;
            self.small.iter().take(9).find(|(small, _)| *small == unit).map(|(_, one)| tens + one)
        })
    }

    /// The number that a word begins with, in digits or letters, and the rest of the word.
    pub fn leading<'w>(&self, word: &'w str) -> Option<(f64, &'w str)> {
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 {
            return Some((word.get(..digits)?.parse().ok()?, word.get(digits..)?));
        }
        self.small.iter().rev().find_map(|(small, value)| Some((*value, word.strip_prefix(small)?)))
    }

    /// A word without what joins it to the part of the number before it.
    pub fn without_joint<'w>(&self, word: &'w str) -> &'w str {
        self.joints.iter().find_map(|joint| word.strip_prefix(joint)).unwrap_or(word)
    }

    /// Whether a word joins the parts of a number.
    pub fn is_joint(&self, folded: &str) -> bool {
        self.joints.contains(&folded)
    }

    /// What multiplies the number before it: million.
    pub fn scale(&self, folded: &str) -> Option<f64> {
        self.scales.get(folded).copied()
    }

    /// A unit of time, by its stem, in minutes.
    pub fn time(&self, stem: &str) -> Option<f64> {
        self.times.get(stem).copied()
    }

    /// The unit of time that a word begins with, in minutes, and the rest of the word.
    pub fn leading_time<'w>(&self, word: &'w str) -> Option<(f64, &'w str)> {
        self.inside.iter().find_map(|(unit, scale)| Some((*scale, word.strip_prefix(unit)?)))
    }

    /// Whether a word ends with a unit of time.
    pub fn ends_in_time(&self, word: &str) -> bool {
        self.inside.iter().any(|(unit, _)| word.ends_with(unit))
    }

    /// How many words say "per cent" at the beginning of `words`; 0 where none do.
    pub fn percent<'w>(&self, words: &(impl Iterator<Item = &'w str> + Clone)) -> usize {
        let begins = |unit: &&Vec<&str>| unit.iter().copied().eq(words.clone().take(unit.len()));
        self.percent.iter().find(begins).map_or(0, Vec::len)
    }

    /// Whether a word names a currency.
    pub fn is_money(&self, folded: &str) -> bool {
        self.money.contains(&folded)
    }

    /// What the words right before a number, the last of them first, make of it.
    pub fn bound<'w>(&self, before: &(impl Iterator<Item = &'w str> + Clone)) -> Option<Bound> {
        let ends = |(words, _): &&(Vec<&str>, Bound)| {
            words.iter().rev().copied().eq(before.clone().take(words.len()))
        };
        self.bounds.iter().find(ends).map(|(_, bound)| *bound)
    }
}
