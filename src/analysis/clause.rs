//! Clauses: a verb with its subject, its object, and how it is told. The grammar of a language reads
//! them, once a sentence; the passes that compare accounts read them from the telling.

use crate::analysis::language::Stance;
use crate::analysis::language::english::phrase::Phrase;

/// How a clause is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// As what is or was.
    Told,
    /// As what will be.
    Future,
    /// Asked, wished, possible or conditional.
    Hedged,
}

impl Mood {
    /// Whether it says nothing of what is.
    pub fn is_hedged(self) -> bool {
        self == Mood::Hedged
    }
}

/// One verb and what stands around it, as words of its sentence.
#[derive(Clone, Debug)]
pub struct Clause {
    /// What marks where it begins: the word behind the last semicolon, dash, colon, quotation mark
    /// or "that" before it.
    pub opens: usize,
    /// Its subject, where one was found.
    pub subject: Option<Phrase>,
    /// Where the verb's helpers and adverbs begin.
    pub group: usize,
    /// The verb.
    pub verb: usize,
    /// Whether it denies what it tells.
    pub negated: bool,
    /// How it is told.
    pub mood: Mood,
    /// Whether its verb can be a past form.
    pub past: bool,
    /// What its verb does with what follows, where it is a cue.
    pub stance: Option<Stance>,
    /// One past the last word of what follows the verb.
    pub end: usize,
}

impl Clause {
    /// Its first word.
    pub fn start(&self) -> usize {
        self.subject.map_or(self.group, |subject| subject.start)
    }

    /// The words of the verb, with its helpers and its negation.
    pub fn verb_group(&self) -> std::ops::RangeInclusive<usize> {
        self.group..=self.verb
    }

    /// Whether a word of its sentence is one of its own.
    pub fn holds(&self, word: usize) -> bool {
        (self.start()..self.end.max(self.verb + 1)).contains(&word)
    }

    /// What follows the verb.
    pub fn object(&self) -> std::ops::Range<usize> {
        self.verb + 1..self.end.max(self.verb + 1)
    }
}
