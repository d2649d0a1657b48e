//! The best local alignment of two word sequences (Smith and Waterman 1981): words score by what
//! they tell in the event, near synonyms in part, other words and gaps cost.

use crate::analysis::prose::Word;
use crate::analysis::telling::Tellings;

/// What an aligned near synonym is worth of an aligned word.
const SYNONYM: f32 = 0.6;
/// Weight of an aligned stop word.
const STOPWORD: f32 = 0.25;
/// Cost of a word that is aligned with a different one, or with none.
const GAP: f32 = 0.3;

/// The best local alignment of two word sequences.
pub(super) fn align(event: &Tellings, x: &[&Word], y: &[&Word]) -> Vec<(usize, usize)> {
    let width = y.len() + 1;
    let mut scores = vec![0.0f32; (x.len() + 1) * width];
    let mut best = (0.0, 0, 0);
    for i in 1..=x.len() {
        for j in 1..=y.len() {
            let score = [
                0.0,
                scores[(i - 1) * width + j - 1] + likeness(event, x[i - 1], y[j - 1]),
                scores[(i - 1) * width + j] - GAP,
                scores[i * width + j - 1] - GAP,
            ]
            .into_iter()
            .fold(0.0, f32::max);
            scores[i * width + j] = score;
            if score > best.0 {
                best = (score, i, j);
            }
        }
    }
    let mut pairs = Vec::new();
    let (_, mut i, mut j) = best;
    while i > 0 && j > 0 && scores[i * width + j] > 0.0 {
        let here = scores[i * width + j];
        let alike = likeness(event, x[i - 1], y[j - 1]);
        if (here - scores[(i - 1) * width + j - 1] - alike).abs() < 1e-4 {
            if alike > 0.0 {
                pairs.push((i - 1, j - 1));
            }
            (i, j) = (i - 1, j - 1);
        } else if (here - scores[(i - 1) * width + j] + GAP).abs() < 1e-4 {
            i -= 1;
        } else {
            j -= 1;
        }
    }
    pairs.reverse();
    pairs
}

fn likeness(event: &Tellings, a: &Word, b: &Word) -> f32 {
    let content = a.is_content() && b.is_content();
    if a.number == b.number {
        if content { event.weight(a.term()) } else { STOPWORD }
    } else if a.term() == b.term() {
        SYNONYM * event.weight(a.term()).max(STOPWORD)
    } else {
        -GAP
    }
}
