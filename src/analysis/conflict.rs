//! Conflicts: pairs of passages that cannot both be right, or of which one disputes the other.
//!
//! Method: each kind is a narrow rule of its own with its guards and its reason line; this file
//! collects what they find, drops doubles, joins pairs about one dispute, and puts the surest first.
//! Precision first: published contradiction finders reach 23 % (de Marneffe et al. 2008), because most seeming
//! contradictions in news are none (Ritter et al. 2008).

mod account;
mod attribution;
mod denial;
mod number;
mod predicate;
mod settled;
mod wording;

use std::collections::BTreeSet;

use crate::analysis::telling::{Telling, Tellings};
use crate::analysis::variant::{Alignment, Utterance};
use crate::analysis::{Conflict, ConflictKind, Side, Strength, Topic, topic};
use crate::text::Span;

/// A pair that a rule found.
#[derive(Clone, Debug)]
struct Finding {
    kind: ConflictKind,
    strength: Strength,
    why: String,
    score: f32,
    a: Side,
    b: Side,
}

impl Finding {
    fn new(kind: ConflictKind, strength: Strength, score: f32, why: String, a: Side, b: Side) -> Finding {
        Finding { kind, strength, why, score: score.clamp(0.0, 1.0), a, b }
    }
}

/// The side that `span` of an article takes.
fn side(telling: &Telling, span: Span) -> Side {
    Side { passage: telling.passage(span), speaker: telling.speaker(span) }
}

/// The conflicts of an event, surest first.
pub fn detect(event: &Tellings, utterances: &[Utterance], alignments: &[Alignment], topics: &[Topic], id: &str) -> Vec<Conflict> {
    let mut found = denial::detect(event);
    found.extend(account::detect(event));
    found.extend(number::detect(event));
    found.extend(wording::detect(event, utterances, alignments));
    found.extend(attribution::detect(utterances, alignments));
    found.extend(settled::detect(event));
    found.sort_by(|a, b| {
        let order = |f: &Finding| (f.strength, f.kind, f.a.passage, f.b.passage);
        a.strength.cmp(&b.strength).then(b.score.total_cmp(&a.score)).then_with(|| order(a).cmp(&order(b)))
    });
    let mut kept: Vec<Finding> = Vec::new();
    for finding in found {
        if !kept.iter().any(|other| says_the_same(other, &finding)) {
            kept.push(finding);
        }
    }
    let groups = disputes(&kept);
    kept.into_iter()
        .zip(groups)
        .enumerate()
        .map(|(index, (finding, group))| Conflict {
            id: format!("{id}/{}", index + 1),
            group,
            topic: topic::holding(topics, finding.a.passage).or_else(|| topic::holding(topics, finding.b.passage)),
            kind: finding.kind,
            strength: finding.strength,
            why: finding.why,
            score: finding.score,
            a: finding.a,
            b: finding.b,
        })
        .collect()
}

/// Whether a better finding already joins these two places.
fn says_the_same(known: &Finding, finding: &Finding) -> bool {
    let meet = |a: &Side, b: &Side| a.passage.article == b.passage.article && a.passage.span.overlaps(b.passage.span);
    (meet(&known.a, &finding.a) && meet(&known.b, &finding.b)) || (meet(&known.a, &finding.b) && meet(&known.b, &finding.a))
}

/// The dispute that each finding belongs to: findings of related kinds that share a passage are one.
fn disputes(findings: &[Finding]) -> Vec<usize> {
    let mut groups: Vec<usize> = Vec::with_capacity(findings.len());
    let mut next = 0;
    for (index, finding) in findings.iter().enumerate() {
        let shares = |other: &Finding| {
            let sides = [(&other.a, &finding.a), (&other.a, &finding.b), (&other.b, &finding.a), (&other.b, &finding.b)];
            let related = other.kind == finding.kind || (is_dispute(other.kind) && is_dispute(finding.kind));
            related && sides.iter().any(|(x, y)| x.passage.article == y.passage.article && x.passage.span.overlaps(y.passage.span))
        };
        let joined: BTreeSet<usize> =
            findings[..index].iter().zip(&groups).filter(|(other, _)| shares(other)).map(|(_, group)| *group).collect();
        let group = joined.first().copied().unwrap_or_else(|| {
            next += 1;
            next
        });
        for known in groups.iter_mut().filter(|known| joined.contains(known)) {
            *known = group;
        }
        groups.push(group);
    }
    groups
}

fn is_dispute(kind: ConflictKind) -> bool {
    matches!(kind, ConflictKind::Denial | ConflictKind::Account | ConflictKind::Settled)
}
