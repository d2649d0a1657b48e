//! How candidates are ranked: a sum of a few signs that one sentence speaks of the point of another,
//! with weights that were fitted.

use crate::analysis::counterpart::index::{Index, Sentence};

// The weights were fitted as a log-linear ranker on 70 labelled events of three outlets, in which
// 976 sides of conflicts look for the other side: of events left out, .505 were among the first
// five and .621 among ten. A sign was kept where it raised the likelihood of the other side on
// events left out; with each stands by how much (-3.021 with all). Kept out, since they raised
// next to nothing: names and numbers in common by themselves, the cosine, nearness inside an
// article, reporting verbs, length, place in the article.

/// Share of the sentence's weight that the other one holds too: .016.
const COVER: f32 = 2.1;
/// The weight of the rarest term that both hold: .106.
const RAREST: f32 = 0.5;
/// Whether they share [`SEVERAL`] terms: .023.
const SHARED: f32 = 0.8;
/// Cosine of both with what stands around them: .082.
const AROUND: f32 = 2.6;
/// Whether both quote somebody, and not one speaker: .044.
const VOICES: f32 = 0.85;
/// Whether they stand side by side and the later one opens with a word that sets it against the
/// other: .020.
const TURNS: f32 = 1.8;
/// Whether the other one negates: .017.
const NEGATES: f32 = 0.5;
/// Whether the other one has a word that disputes: .006.
const DENIES: f32 = 0.65;
/// Whether each has a number that the other one has not: .008.
const NUMBERS: f32 = 0.7;

/// Terms in common that tell more than their weight. Of 2 and 3, the better.
const SEVERAL: usize = 3;

/// Slope and middle of the curve from a score to the share of candidates with such a score that
/// were the other side: fitted on the same events, 89,000 candidates.
const SLOPE: f32 = 0.71;
const MIDDLE: f32 = 7.4;

/// The sentence whose counterparts are looked for, laid out by term.
pub(super) struct Looked<'a> {
    sentence: &'a Sentence,
    /// The weight of each of its terms; 0 for all others.
    own: Vec<f32>,
    /// The weights of its surroundings, of length 1.
    around: Vec<f32>,
}

impl<'a> Looked<'a> {
    pub(super) fn new(index: &Index, sentence: &'a Sentence) -> Looked<'a> {
        let mut own = vec![0.0; index.weights.len()];
        let mut around = own.clone();
        for term in &sentence.terms {
            own[*term as usize] = index.weights[*term as usize];
        }
        for (term, weight) in &sentence.around {
            around[*term as usize] = *weight;
        }
        Looked { sentence, own, around }
    }

    /// How near `other` is: the larger the nearer, without a scale of its own.
    pub(super) fn score(&self, other: &Sentence) -> f32 {
        let sentence = self.sentence;
        let (mut shared, mut rarest, mut count) = (0.0_f32, 0.0_f32, 0);
        for weight in other.terms.iter().map(|term| self.own[*term as usize]) {
            shared += weight;
            rarest = rarest.max(weight);
            count += usize::from(weight > 0.0);
        }
        let around: f32 =
            other.around.iter().map(|(term, weight)| self.around[*term as usize] * weight).sum();
        let beside = sentence.distance(other) == Some(1);
        let later = if sentence.number < other.number { other } else { sentence };
        let signs = [
            (count >= SEVERAL, SHARED),
            (sentence.voice.is_another_than(&other.voice), VOICES),
            (beside && later.signs.turns, TURNS),
            (other.signs.negates, NEGATES),
            (other.signs.denies, DENIES),
            (sentence.counts_otherwise(other), NUMBERS),
        ];
        let seen = signs.into_iter().filter(|(seen, _)| *seen).map(|(_, weight)| weight);
        COVER * shared / sentence.weight.max(f32::MIN_POSITIVE)
            + RAREST * rarest
            + AROUND * around
            + seen.sum::<f32>()
    }
}

/// A score as the share of candidates with such a one that were the other side.
pub(super) fn as_share(score: f32) -> f32 {
    1.0 / (1.0 + (SLOPE * (MIDDLE - score)).exp())
}
