//! Evidence: what a rule saw when it joined two passages, as plain numbers and flags, so that what
//! they are worth can be judged, counted and learnt apart from the rule.

use serde::{Deserialize, Serialize};

/// In which way two passages were seen to disagree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pattern {
    /// One predicate with and without negation.
    #[default]
    Negated,
    /// A whole that does not include what the other puts into it.
    Excluded,
    /// What the reporter sets against a dispute in its sentence.
    Contrasted,
    /// What somebody denies, rejects or calls false, and somebody says.
    Disputed,
    /// Set against what another has just said, by the reporter's own word.
    Replied,
    /// Answered with a verb that rebuts, close behind.
    Rebutted,
    /// Answered right behind by who is named in it.
    Answered,
    /// One holder, two positions.
    Reversed,
    /// What the outlet says it is in fact, right behind a claim.
    InFact,
    /// Seen so by some, and otherwise by others.
    Otherwise,
    /// Told in spite of a claim that its sentence names.
    Despite,
    /// Claimed, in the writer's own words falsely.
    FalselyClaimed,
    /// A claim whose denial is put behind it: a charge that she denies.
    Apposed,
    /// A claim inside of its denial: denied the report that it was so.
    Embedded,
    /// The same without a word for the claim: denied that it was so.
    DeniedThat,
    /// Said to lie, and says that it is the truth.
    Lie,
    /// Direct opposites of one object.
    Opposites,
    /// How many of one thing.
    Count,
    /// How long something is planned to last.
    PlannedLength,
    /// How long, how much money, what share.
    Amount,
    /// On which day of the week.
    Day,
    /// A negation more or less inside quotation marks.
    NegationInQuote,
    /// Another word inside quotation marks.
    WordInQuote,
    /// A telling word more or less inside quotation marks.
    MoreInQuote,
    /// Another tense, or other small words, inside quotation marks.
    FormOfQuote,
    /// The same quoted words, said of two things.
    SaidOfTwo,
    /// One claim, credited to two.
    Credited,
    /// Decided and open.
    Settled,
}

/// What a rule saw. What it did not look at is 0 or false.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "flags that were seen each by itself")]
pub struct Evidence {
    /// In which way they disagree.
    pub pattern: Pattern,
    /// Whether both stand in one article.
    pub one_article: bool,
    /// Sentences from one to the other in one article.
    pub sentences_apart: usize,
    /// Days between the articles.
    pub days_apart: u32,
    /// Telling words that both have.
    pub shared: usize,
    /// What these weigh: the less often the event has a word, the more.
    pub weight: f32,
    /// Which share that is of what the smaller side weighs, from 0 to 1; of quotes, of all words.
    pub share: f32,
    /// Whether subject and object are the same words, the noun and kind that is counted, and whose
    /// it is.
    pub same_words: bool,
    /// How many of the sides are credited to somebody.
    pub speakers: usize,
    /// Whether it is told who disputes.
    pub holder: bool,
    /// Whether what is disputed need not be about who disputes it: words alone join the two.
    pub by_words: bool,
    /// Whether both sides have a verb of saying of their own, not one that asks or agrees.
    pub both_say: bool,
    /// Whether the dispute does not repeat what it disputes, which stands right before it.
    pub right_before: bool,
    /// Whether one side is said to be likely only.
    pub hedged: bool,
    /// Whether both numbers are exact.
    pub exact: bool,
    /// How many signs say that one side answers the other, each by its worth.
    pub points: f32,
    /// The larger of two numbers divided by the smaller.
    pub factor: f32,
}

impl Evidence {
    /// Evidence of a pattern of which nothing else is known.
    pub(super) fn of(pattern: Pattern) -> Evidence {
        Evidence { pattern, ..Evidence::default() }
    }
}
