//! Judge: what evidence is worth. The only place where a finding is called hard, medium or soft.
//!
//! The scale is how often such findings were right when readers who knew none of the rules judged
//! pairs of articles that nobody here had read: `(right + 1) / (judged + 2)`, Laplace's rule of
//! succession, so that what was never judged stands at a half. 201 pairs of AllSides and BASIL were
//! judged strictly, and 112 more after most of what was found false had become soft; replies,
//! rebuttals and verdicts by lots of 90, 84, 60, 180, 31 and 60. What decides between medium and
//! soft was set on half of the events; of 60 shown pairs by lot of the other half, judged last, 44
//! were right, 4 trivial and 12 wrong: hard 17 of 19, medium 27 of 41; by family, verdicts 16 of 17,
//! rebuttals 19 of 27, replies 5 of 8, altered quotes none of 3 and all trivial. Inside a grade
//! the evidence orders the findings; no figure tells how far it should, so it does by a tenth.

use crate::analysis::Strength;
use crate::analysis::conflict::evidence::{Evidence, Pattern};

/// Weight of shared words from which more tell nothing.
const MUCH: f32 = 15.0;
/// Share of all words from which a quote with other words is the same utterance for sure: above it
/// readers found 23 of 32 right, below it 15 of 40.
const SAME_UTTERANCE: f32 = 0.8166;
/// The same, of a quote with a word more or less.
const SAME_FORM: f32 = 0.9833;
/// Share of an object from which a negated predicate leaves no doubt.
const MOST: f32 = 0.5;
/// Share of what is disputed from which words alone join two passages.
pub(super) const NEARLY: f32 = 0.8;
/// Share of the words around two exact numbers from which they leave no doubt.
const SURE: f32 = 0.75;
/// Days between two articles from which a count may have gone up.
const LATER: u32 = 2;
/// Points of signs from which a turn answers the one before it, where both say something. This and
/// the next were set on what blind readers judged: see the figures of the two in the table.
const ANSWERS: f32 = 3.0;
/// Points from which a verb of answering answers the turn that was found.
const REBUTS: f32 = 2.0;
/// Points from which who is named in a turn answers it in the next.
const NAMED: f32 = 2.5;
/// Weight of shared words from which the outlet's "in fact" is of the claim before it.
const ONE_POINT: f32 = 1.5;
/// Points from which more tell nothing.
const MANY_POINTS: f32 = 5.0;
/// What the evidence inside a grade changes at most, both ways together.
const SPREAD: f32 = 0.1;

/// What a finding is worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Judgement {
    pub(super) strength: Strength,
    /// How often such findings are right, from 0 to 1.
    pub(super) score: f32,
}

/// Findings with like evidence: how many of them were judged, and how many were right.
struct Grade(Strength, u16, u16);

/// What `evidence` is worth.
pub(super) fn judge(evidence: &Evidence) -> Judgement {
    let Grade(strength, right, judged) = grade(evidence);
    let share_right = f32::from(right + 1) / f32::from(judged + 2);
    let score = share_right + SPREAD * (degree(evidence) - 0.5);
    Judgement { strength, score: score.clamp(0.0, 1.0) }
}

/// The table.
fn grade(evidence: &Evidence) -> Grade {
    use Strength::{Hard, Medium, Soft};
    let credited = evidence.speakers == 2;
    match evidence.pattern {
        Pattern::Negated if !evidence.one_article && !evidence.same_words => Grade(Soft, 3, 17),
        Pattern::Negated if evidence.share > MOST => Grade(Hard, 33, 58),
        Pattern::Negated => Grade(Medium, 33, 58),
        Pattern::Excluded => Grade(Hard, 0, 0),
        Pattern::Contrasted => Grade(Medium, 33, 58),
        Pattern::Disputed if !evidence.holder => Grade(Soft, 0, 3),
        Pattern::Disputed if !evidence.one_article => Grade(Soft, 2, 8),
        Pattern::Disputed if evidence.by_words && evidence.share < NEARLY => Grade(Soft, 20, 60),
        Pattern::Disputed => Grade(Medium, 33, 58),
        Pattern::Replied if !evidence.both_say || evidence.points < ANSWERS => Grade(Soft, 34, 109),
        Pattern::Replied => Grade(Medium, 25, 43),
        Pattern::Rebutted if evidence.points < REBUTS => Grade(Soft, 10, 41),
        Pattern::Rebutted => Grade(Medium, 60, 88),
        Pattern::Answered if evidence.points < NAMED => Grade(Soft, 2, 4),
        Pattern::Answered => Grade(Medium, 3, 5),
        Pattern::InFact if evidence.weight < ONE_POINT => Grade(Soft, 0, 1),
        Pattern::InFact => Grade(Medium, 2, 3),
        Pattern::Reversed => Grade(Soft, 0, 1),
        Pattern::Despite => Grade(Soft, 0, 2),
        Pattern::Otherwise => Grade(Soft, 0, 0),
        Pattern::FalselyClaimed | Pattern::Apposed | Pattern::Embedded => Grade(Hard, 50, 52),
        Pattern::DeniedThat => Grade(Hard, 23, 29),
        Pattern::Lie => Grade(Medium, 0, 0),
        Pattern::Opposites => Grade(Soft, 0, 1),
        Pattern::Count | Pattern::PlannedLength if !evidence.same_words => Grade(Soft, 1, 37),
        Pattern::Count | Pattern::PlannedLength if evidence.days_apart >= LATER => {
            Grade(Soft, 6, 22)
        }
        Pattern::Count | Pattern::PlannedLength
            if evidence.exact && evidence.shared > 1 && evidence.share >= SURE =>
        {
            Grade(Hard, 6, 22)
        }
        Pattern::Count | Pattern::PlannedLength => Grade(Medium, 6, 22),
        Pattern::Amount => Grade(Soft, 1, 37),
        Pattern::Day => Grade(Soft, 0, 22),
        Pattern::NegationInQuote => Grade(Hard, 52, 64),
        Pattern::WordInQuote if evidence.share < SAME_UTTERANCE => Grade(Soft, 15, 40),
        Pattern::WordInQuote if credited => Grade(Hard, 52, 64),
        Pattern::WordInQuote => Grade(Medium, 52, 64),
        Pattern::MoreInQuote if evidence.share < SAME_FORM => Grade(Soft, 15, 40),
        Pattern::MoreInQuote => Grade(Medium, 52, 64),
        Pattern::FormOfQuote => Grade(Soft, 0, 6),
        Pattern::SaidOfTwo => Grade(Medium, 0, 0),
        Pattern::Credited => Grade(Soft, 0, 10),
        Pattern::Settled => Grade(Soft, 0, 1),
    }
}

/// How much evidence there is inside a grade, from 0 to 1.
pub(super) fn degree(evidence: &Evidence) -> f32 {
    let heavy = (evidence.weight / MUCH).min(1.0);
    match evidence.pattern {
        Pattern::Disputed => {
            let flag = |holds: bool| if holds { 1.0 } else { 0.0 };
            let beside = flag(evidence.right_before) + flag(evidence.one_article);
            (3.0 * evidence.share + beside + flag(!evidence.hedged)) / 6.0
        }
        Pattern::Count | Pattern::PlannedLength | Pattern::Amount | Pattern::Opposites => heavy,
        Pattern::Replied
        | Pattern::Rebutted
        | Pattern::Answered
        | Pattern::Reversed
        | Pattern::InFact
        | Pattern::Otherwise
        | Pattern::Despite => (evidence.points / MANY_POINTS).clamp(0.0, 1.0),
        Pattern::Negated
        | Pattern::NegationInQuote
        | Pattern::WordInQuote
        | Pattern::MoreInQuote
        | Pattern::FormOfQuote
        | Pattern::Credited
        | Pattern::Settled => evidence.share.min(1.0),
        Pattern::Excluded
        | Pattern::Contrasted
        | Pattern::FalselyClaimed
        | Pattern::Apposed
        | Pattern::Embedded
        | Pattern::DeniedThat
        | Pattern::Lie
        | Pattern::Day
        | Pattern::SaidOfTwo => 0.5,
    }
}

#[cfg(test)]
mod tests {
    use super::{Judgement, judge};
    use crate::analysis::Strength;
    use crate::analysis::conflict::evidence::{Evidence, Pattern};

    fn number(share: f32, days_apart: u32) -> Judgement {
        judge(&Evidence {
            shared: 2,
            share,
            days_apart,
            same_words: true,
            exact: true,
            ..Evidence::of(Pattern::Count)
        })
    }

    #[test]
    fn what_is_worth_more_is_never_below_what_is_worth_less() {
        assert_eq!(number(0.9, 0).strength, Strength::Hard);
        assert_eq!(number(0.6, 0).strength, Strength::Medium);
        assert_eq!(number(0.9, 5).strength, Strength::Soft);
        let quote = |share| judge(&Evidence { share, ..Evidence::of(Pattern::WordInQuote) });
        assert!(quote(0.9).score > quote(0.85).score);
        assert!(quote(0.85).score > quote(0.5).score + 0.2);
        assert_eq!((quote(0.85).strength, quote(0.5).strength), (Strength::Medium, Strength::Soft));
    }

    #[test]
    fn what_nobody_in_particular_disputes_is_soft() {
        let dispute = |holder, one_article| {
            let evidence =
                Evidence { share: 0.9, holder, one_article, ..Evidence::of(Pattern::Disputed) };
            judge(&evidence).strength
        };
        assert_eq!(dispute(true, true), Strength::Medium);
        assert_eq!(dispute(false, true), Strength::Soft);
        assert_eq!(dispute(true, false), Strength::Soft);
    }
}
