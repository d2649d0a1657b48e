//! Conflicts: pairs of passages that cannot both be right, or of which one disputes the other.
//!
//! Method: each kind is a narrow rule of its own with its guards and its reason line, which gives
//! what it saw (`evidence`); one table says what that is worth (`judge`); this file collects what
//! they find, drops doubles, joins pairs about one dispute, and puts the surest first. Precision first: published contradiction finders reach 23 % (de Marneffe et al. 2008),
//! because most seeming contradictions in news are none (Ritter et al. 2008).

mod attached;
mod attribution;
mod beside;
mod day;
mod denial;
mod despite;
mod dispute;
pub mod evidence;
mod judge;
mod number;
mod opposite;
mod predicate;
mod reply;
mod settled;
mod truth;
mod turn;
mod verdict;
mod wording;

use std::collections::{BTreeMap, BTreeSet};

use xxhash_rust::xxh3::xxh3_64;

use crate::analysis::conflict::evidence::{Evidence, Pattern};
use crate::analysis::conflict::judge::{Judgement, judge};

use crate::analysis::telling::{Holder, Telling, Tellings};
use crate::analysis::variant::{self, Alignment, Utterance};
use crate::analysis::{Conflict, ConflictKind, Side, SpeakerId, Topic, topic};
use crate::corpus::Passage;
use crate::text::Span;

/// Findings of one event that are looked at, surest first: more than a reader will.
const LOOKED_AT: usize = 2000;

/// A pair that a rule found.
#[derive(Clone, Debug)]
struct Finding {
    kind: ConflictKind,
    evidence: Evidence,
    why: Reason,
    a: Stand,
    b: Stand,
}

/// Why a rule joined two passages: a sentence, and the same from the second side where the order of
/// the sides shows in it.
#[derive(Clone, Debug)]
struct Reason {
    forth: String,
    back: Option<String>,
}

impl Reason {
    /// What `say` says of what the first side has and what the second has.
    fn of(first: &str, second: &str, say: impl Fn(&str, &str) -> String) -> Reason {
        Reason { forth: say(first, second), back: Some(say(second, first)) }
    }
}

impl From<String> for Reason {
    fn from(forth: String) -> Reason {
        Reason { forth, back: None }
    }
}

/// A side, as a rule finds it.
#[derive(Clone, Debug)]
struct Stand {
    passage: Passage,
    holder: Option<Holder>,
}

impl Finding {
    fn new(
        kind: ConflictKind,
        evidence: Evidence,
        why: impl Into<Reason>,
        a: Stand,
        b: Stand,
    ) -> Finding {
        let why = why.into();
        let speakers = [&a, &b].iter().filter(|side| side.holder.is_some()).count();
        let one_article = a.passage.article == b.passage.article;
        Finding { kind, evidence: Evidence { one_article, speakers, ..evidence }, why, a, b }
    }

    /// How many sentences lie from one side to the other, in one article.
    fn sentences_apart(&self, event: &Tellings) -> usize {
        let telling = event.all.iter().find(|telling| telling.id == self.a.passage.article);
        let sentence = |side: &Stand| telling?.prose.sentence_at(side.passage.span.start);
        match (self.evidence.one_article, sentence(&self.a), sentence(&self.b)) {
            (true, Some(a), Some(b)) => a.abs_diff(b),
            _ => 0,
        }
    }
}

/// The side that `span` of an article takes.
fn side(telling: &Telling, span: Span) -> Stand {
    let holder = telling.speaker(span).map(Holder::Speaker);
    Stand { passage: telling.passage(span), holder }
}

/// The words of `span` on one line.
fn shown(telling: &Telling, span: Span) -> String {
    span.of(&telling.article.text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The conflicts of an event, surest first. Whoever holds a side and is no speaker of a quote is
/// added to the names of `speakers`.
pub fn detect(
    event: &Tellings,
    utterances: &[Utterance],
    alignments: &[Alignment],
    topics: &[Topic],
    id: &str,
    speakers: &mut Vec<String>,
) -> Vec<Conflict> {
    let accounts = variant::of_accounts(utterances, alignments);
    let of_words = || {
        let mut found = wording::detect(event, utterances, alignments);
        found.extend(attached::detect(event, utterances, alignments));
        found.extend(attribution::detect(event, utterances, &accounts));
        found.extend(settled::detect(event));
        found.extend(dispute::detect(event));
        found.extend(truth::detect(event));
        let turns = turn::of_event(event);
        found.extend(reply::detect(event, &turns));
        found.extend(beside::detect(event, &turns));
        found.extend(opposite::detect(event, &turns));
        found.extend(verdict::detect(event));
        found.extend(despite::detect(event));
        found
    };
    let of_acts = || {
        let mut found = denial::detect(event);
        found.extend(number::detect(event));
        found.extend(day::detect(event));
        found
    };
    let (mut found, others) = rayon::join(of_acts, of_words);
    found.extend(others);
    let mut judged: Vec<(Judgement, Finding)> = found
        .into_iter()
        .map(|mut finding| {
            finding.evidence.sentences_apart = finding.sentences_apart(event);
            (judge(&finding.evidence), finding)
        })
        .collect();
    judged.sort_by(|(one, a), (other, b)| {
        let order = |found: &Finding| (found.kind, found.a.passage, found.b.passage);
        one.strength
            .cmp(&other.strength)
            .then(other.score.total_cmp(&one.score))
            .then_with(|| order(a).cmp(&order(b)))
    });
    let mut kept: Vec<(Judgement, Finding)> = Vec::new();
    for (judgement, finding) in judged.into_iter().take(LOOKED_AT) {
        if !kept.iter().any(|(_, other)| says_the_same(other, &finding)) {
            kept.push((judgement, finding));
        }
    }
    let groups = disputes(&kept.iter().map(|(_, finding)| finding).collect::<Vec<_>>());
    let mut names = Names { event, id, given: BTreeMap::new() };
    kept.into_iter()
        .zip(groups)
        .map(|((judgement, finding), group)| Conflict {
            id: names.of(&finding),
            group,
            topic: topic::holding(topics, finding.a.passage)
                .or_else(|| topic::holding(topics, finding.b.passage)),
            kind: finding.kind,
            strength: judgement.strength,
            why: finding.why.forth,
            back: finding.why.back,
            score: judgement.score,
            evidence: finding.evidence,
            a: told(speakers, finding.a),
            b: told(speakers, finding.b),
        })
        .collect()
}

/// A side with the number of its holder among the speakers of the event.
fn told(speakers: &mut Vec<String>, stand: Stand) -> Side {
    let speaker = stand.holder.map(|holder| match holder {
        Holder::Speaker(speaker) => speaker,
        Holder::Called(name) => {
            let known = speakers.iter().position(|known| known.eq_ignore_ascii_case(&name));
            SpeakerId::new(known.unwrap_or_else(|| {
                speakers.push(name);
                speakers.len() - 1
            }))
        }
    });
    Side { passage: stand.passage, speaker }
}

/// Names for conflicts, made from what they join: one that is found again has its name again,
/// whatever else is found.
struct Names<'a, 'e> {
    event: &'e Tellings<'a>,
    /// The event's id.
    id: &'e str,
    /// How often each name was given.
    given: BTreeMap<u64, usize>,
}

impl Names<'_, '_> {
    fn of(&mut self, finding: &Finding) -> String {
        let words = |side: &Stand| {
            let telling =
                self.event.all.iter().find(|telling| telling.id == side.passage.article)?;
            Some((telling.article.id.as_str(), side.passage.span.of(&telling.article.text)))
        };
        let mut sides = [words(&finding.a), words(&finding.b)].map(Option::unwrap_or_default);
        sides.sort_unstable();
        let [(a, one), (b, other)] = sides;
        let name = xxh3_64([finding.kind.name(), a, one, b, other].join("\0").as_bytes()) >> 24;
        // The same words twice in one article.
        let again = self.given.entry(name).or_default();
        *again += 1;
        match again {
            1 => format!("{}/{name:010x}", self.id),
            _ => format!("{}/{name:010x}-{again}", self.id),
        }
    }
}

/// Whether a better finding already joins these two places.
fn says_the_same(known: &Finding, finding: &Finding) -> bool {
    let meet = |a: &Stand, b: &Stand| {
        a.passage.article == b.passage.article && a.passage.span.overlaps(b.passage.span)
    };
    // What a denial holds inside is shown where nothing outside was found that it denies.
    let inside = matches!(finding.evidence.pattern, Pattern::Embedded | Pattern::DeniedThat)
        && meet(&known.b, &finding.b);
    inside
        || (meet(&known.a, &finding.a) && meet(&known.b, &finding.b))
        || (meet(&known.a, &finding.b) && meet(&known.b, &finding.a))
}

/// The dispute that each finding belongs to: findings of related kinds that share a passage are
/// one.
fn disputes(findings: &[&Finding]) -> Vec<usize> {
    let mut groups: Vec<usize> = Vec::with_capacity(findings.len());
    let mut next = 0;
    for (index, finding) in findings.iter().enumerate() {
        let shares = |other: &Finding| {
            let sides = [
                (&other.a, &finding.a),
                (&other.a, &finding.b),
                (&other.b, &finding.a),
                (&other.b, &finding.b),
            ];
            let related =
                other.kind == finding.kind || (is_dispute(other.kind) && is_dispute(finding.kind));
            related
                && sides.iter().any(|(x, y)| {
                    x.passage.article == y.passage.article
                        && x.passage.span.overlaps(y.passage.span)
                })
        };
        let joined: BTreeSet<usize> = findings[..index]
            .iter()
            .zip(&groups)
            .filter(|(other, _)| shares(other))
            .map(|(_, group)| *group)
            .collect();
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

#[cfg(test)]
mod tests {
    use crate::analysis::testing::one_event;

    /// Conflicts of an event told by `texts`, as `kind strength: a ≠ b`, without soft ones.
    #[track_caller]
    fn check(texts: &[&str], expected: &[&str]) {
        let shown: Vec<String> =
            found(texts).into_iter().filter(|found| !found.contains(" soft: ")).collect();
        assert_eq!(shown, expected);
    }

    /// The same with soft ones.
    #[track_caller]
    fn check_all(texts: &[&str], expected: &[&str]) {
        assert_eq!(found(texts), expected);
    }

    fn found(texts: &[&str]) -> Vec<String> {
        let (corpus, event) = one_event(texts);
        let shown = event.conflicts.iter().map(|conflict| {
            let (a, b) = (corpus.words(conflict.a.passage), corpus.words(conflict.b.passage));
            format!("{} {}: {a} ≠ {b}", conflict.kind.name(), conflict.strength.name())
        });
        shown.collect()
    }

    #[test]
    fn one_predicate_with_and_without_negation() {
        check(
            &[
                "Anna Holt said the union accepted the company’s offer.",
                "Bo Rask said the union did not accept the company’s proposal.",
            ],
            &[
                "denial hard: the union accepted the company’s offer ≠ the union did not accept the company’s proposal",
            ],
        );
    }

    #[test]
    fn a_dispute_inside_one_article_needs_two_speakers() {
        check(
            &[
                "Anna Holt said the union accepted the company’s offer. Bo Rask said the union did not accept the company’s offer.",
            ],
            &[
                "denial hard: the union accepted the company’s offer ≠ the union did not accept the company’s offer",
            ],
        );
        check(
            &[
                "Anna Holt said the union accepted the first offer. Holt said the union did not accept the first offer.",
            ],
            &[],
        );
    }

    #[test]
    fn another_subject_object_or_a_condition_is_no_denial() {
        check(
            &[
                "The union accepted the company’s offer.",
                "The mayor did not accept the invitation.",
            ],
            &[],
        );
        check(
            &[
                "The union accepted the company’s offer.",
                "The union would not accept the company’s offer if it were lower.",
            ],
            &[],
        );
        check(
            &[
                "Did the union accept the company’s offer?",
                "The union did not accept the company’s offer.",
            ],
            &[],
        );
    }

    #[test]
    fn a_denial_belongs_to_its_holder() {
        // Both outlets report that one denial: it is one, and no conflict between them.
        check(
            &[
                "Bo Rask denied that the dam had leaked into the river.",
                "Bo Rask denied that the dam had leaked into the river, Holt said.",
            ],
            &["denial hard: the dam had leaked into the river ≠ Bo Rask denied"],
        );
        check_all(
            &[
                "Anna Holt said the dam had leaked into the river for days.",
                "Bo Rask denied that the dam had leaked into the river.",
            ],
            &[
                "denial hard: the dam had leaked into the river ≠ Bo Rask denied",
                "denial soft: the dam had leaked into the river for days ≠ Bo Rask denied that the dam had leaked into the river",
            ],
        );
    }

    #[test]
    fn a_denial_of_any_part_in_it_is_set_against_who_accuses() {
        check_all(
            &[
                "Tolvan has denied any involvement in the leak.",
                "Anna Holt said that Tolvan was responsible for the spill. Tolvan lies on the coast. Tolvan won the regatta.",
            ],
            &[
                "denial soft: that Tolvan was responsible for the spill ≠ Tolvan has denied any involvement in the leak",
            ],
        );
        // One who says so of another, and what is only asked, accuse nobody.
        check(
            &[
                "Tolvan has denied any involvement in the leak.",
                "Anna Holt said that Brenk was responsible for the spill.",
            ],
            &[],
        );
        check(
            &[
                "Tolvan did not deny any involvement in the leak.",
                "Anna Holt said that Tolvan was responsible for the spill.",
            ],
            &[],
        );
        check(
            &[
                "Tolvan has denied any involvement in the leak.",
                "Anna Holt asked whether Tolvan was responsible for the spill.",
            ],
            &[],
        );
    }

    #[test]
    fn a_denied_connection_is_set_against_who_makes_it() {
        check(
            &[
                "Bo Rask ran Greywater Salvage for years, Holt said. Rask denied any tie with the auction, or with Greywater Salvage.",
            ],
            &[
                "denial medium: Bo Rask ran Greywater Salvage for years, Holt said. ≠ Rask denied any tie with the auction, or with Greywater Salvage.",
            ],
        );
        check(
            &[
                "Anna Holt ran Greywater Salvage for years, she said. Rask denied any tie with Greywater Salvage.",
            ],
            &[],
        );
    }

    #[test]
    fn what_a_reporter_sets_against_each_other_is_a_dispute() {
        check(
            &[
                "Lena Moss insisted that the Heron carried her letters, though the post office said it had no record of them.",
            ],
            &[
                "denial medium: Lena Moss insisted that the Heron carried her letters ≠ it had no record of them",
            ],
        );
        check(
            &[
                "Lena Moss insisted that the Heron carried her letters, though the pay was poor and the office was cold.",
            ],
            &[],
        );
    }

    #[test]
    fn what_the_reporter_sets_against_each_other_is_a_dispute_of_two_holders() {
        check(
            &[
                "Anna Holt said the harbour bridge was safe for buses. But engineer Bo Rask said that was wrong, and that its north pier might fail.",
            ],
            &[
                "denial medium: Anna Holt said the harbour bridge was safe for buses. ≠ engineer Bo Rask said that was wrong, and that its north pier might fail.",
            ],
        );
        // One holder goes on; his own lawyer; a topic of the outlet's.
        check(
            &[
                "Anna Holt said the harbour bridge was safe for buses. But Holt said its north pier might fail any day.",
                "Anna Holt said the harbour bridge was safe for buses. But her deputy said the north pier was a pleasure.",
                "Anna Holt said the harbour bridge was safe for buses. But the weather turned in the evening.",
            ],
            &[],
        );
    }

    #[test]
    fn a_verb_of_answering_is_set_against_what_stands_before_it() {
        check(
            &[
                "The union said the harbour board had sold the old ferry. Harbour master Ida Moss disputed the sale of the old ferry by the board.",
            ],
            &[
                "denial medium: The union said the harbour board had sold the old ferry. ≠ Harbour master Ida Moss disputed the sale of the old ferry by the board.",
            ],
        );
    }

    #[test]
    fn who_is_accused_answers_in_the_next_sentence() {
        check(
            &[
                "The union accused harbour master Ida Moss of hiding the crack. Moss has denied the allegation.",
            ],
            &[
                "denial medium: The union accused harbour master Ida Moss of hiding the crack. ≠ Moss has denied the allegation.",
            ],
        );
        // Who is asked is accused of nothing, and a motion is no claim.
        check(
            &[
                "Reporters asked harbour master Ida Moss about the crack. “No comment needed on that,” Moss responded.",
                "The union said Ida Moss would read its motion on the crack. Moss rejected the motion within days.",
            ],
            &[],
        );
    }

    #[test]
    fn one_holder_with_two_positions() {
        check_all(
            &[
                "Ida Moss initially said the north pier was sound for buses. But Moss later called the north pier a ruin.",
            ],
            &[
                "account soft: Ida Moss initially said the north pier was sound for buses. ≠ Moss later called the north pier a ruin.",
            ],
        );
        check_all(
            &["Ida Moss said the pier was sound for buses. Moss later backtracked on the pier."],
            &[
                "account soft: Ida Moss said the pier was sound for buses. ≠ Moss later backtracked on the pier.",
            ],
        );
        // What the weather does is no position of hers, and "also" adds to one.
        check_all(
            &[
                "Ida Moss initially said the north pier was sound. But the weather later turned bad.",
                "Ida Moss initially said the pier was sound, but she also called it a marvel of its age.",
            ],
            &[],
        );
    }

    #[test]
    fn what_the_outlet_says_it_is_in_fact() {
        check(
            &[
                "Ida Moss claimed the old ferry was cheap to run. In fact, the ferry cost the town a fortune.",
            ],
            &[
                "denial medium: Ida Moss claimed the old ferry was cheap to run. ≠ In fact, the ferry cost the town a fortune.",
            ],
        );
        // Of another point, and in the voice of whoever claims it.
        check(
            &[
                "Ida Moss claimed the old ferry was cheap to run. In fact, winters are long here.",
                "Ida Moss claimed the old ferry was cheap to run. In fact, Moss said, the ferry was a gift.",
            ],
            &[],
        );
    }

    #[test]
    fn what_some_hold_and_others_do_not() {
        check_all(
            &[
                "Supporters say the toll keeps heavy lorries off the old bridge. Critics say the toll empties the old bridge of trade.",
            ],
            &[
                "account soft: Supporters say the toll keeps heavy lorries off the old bridge. ≠ Critics say the toll empties the old bridge of trade.",
            ],
        );
        check_all(
            &[
                "Some of the pilots said they came by the old bridge. Others also said they came by ferry.",
            ],
            &[],
        );
    }

    #[test]
    fn what_is_told_in_spite_of_a_claim() {
        check_all(
            &["Despite Ida Moss’s claim that the pier was sound, it sank on Monday night."],
            &["denial soft: Ida Moss’s claim that the pier was sound ≠ it sank on Monday night"],
        );
        check_all(
            &["The log of that night is at odds with her claim that the ferry sailed on time."],
            &["denial soft: her claim that the ferry sailed on time ≠ The log of that night is"],
        );
        // No claim is told.
        check_all(
            &[
                "Despite the claims of the union, the pier opened on Monday night.",
                "Despite the rain that fell on the pier, it opened on Monday night.",
            ],
            &[],
        );
    }

    #[test]
    fn a_thing_denies_nothing() {
        check(&["The old ropes denied that the ferry had been sold to a circus."], &[]);
        check(
            &["The harbour survey contradicted the report that the pier had sunk last winter."],
            &[
                "denial hard: the pier had sunk last winter ≠ The harbour survey contradicted the report",
            ],
        );
    }

    #[test]
    fn a_claim_and_its_denial_in_one_sentence() {
        check(
            &["Ida Moss falsely claimed that the old ferry had been sold to a circus."],
            &["denial hard: the old ferry had been sold to a circus ≠ Ida Moss falsely claimed"],
        );
        check(
            &["The harbour board sold the old ferry to a circus, a charge Ida Moss denies."],
            &[
                "denial hard: The harbour board sold the old ferry to a circus ≠ a charge Ida Moss denies",
            ],
        );
        check(
            &["Ida Moss rejected the union’s claim that the old ferry was sold to a circus."],
            &[
                "denial hard: the union’s claim that the old ferry was sold to a circus ≠ Ida Moss rejected the union’s claim",
            ],
        );
        check(
            &["Ida Moss never falsely claimed that the old ferry had been sold to a circus."],
            &[],
        );
    }

    #[test]
    fn a_rejected_offer_is_no_dispute_and_a_rejected_claim_is() {
        check(
            &[
                "Anna Holt said the yard offered the pilots a new contract. The pilots rejected the contract of the yard.",
            ],
            &[],
        );
        check(
            &[
                "Anna Holt said the yard hid the crack in the north pier. Bo Rask rejected the claim that the yard hid a crack in the north pier.",
            ],
            &[
                "denial hard: the yard hid a crack in the north pier ≠ Bo Rask rejected the claim",
                "denial medium: Anna Holt said the yard hid the crack in the north pier. ≠ Bo Rask rejected the claim that the yard hid a crack in the north pier.",
            ],
        );
    }

    #[test]
    fn who_is_said_to_lie_speaks_of_the_truth() {
        check(
            &[
                "Anna Holt said that Rask is lying about the pier.",
                "“I always tell the truth about the harbour,” Bo Rask said.",
            ],
            &[
                "denial medium: Anna Holt said that Rask is lying about the pier. ≠ “I always tell the truth about the harbour,”",
            ],
        );
        check(
            &[
                "The divers found Rask lying in the mud.",
                "“I always tell the truth about the harbour,” Bo Rask said.",
            ],
            &[],
        );
    }

    #[test]
    fn one_happening_on_two_days() {
        check_all(
            &[
                "Wednesday’s budget hearing before the town board was short.",
                "Her budget hearing on Thursday before the town board was short.",
            ],
            &[
                "number soft: Wednesday’s budget hearing before the town board was short ≠ Her budget hearing on Thursday before the town board was short",
            ],
        );
        // An article that knows both days tells of two.
        check(
            &[
                "Wednesday’s budget hearing was short. Thursday’s budget hearing was long.",
                "The budget hearing on Thursday before the town board was long.",
            ],
            &[],
        );
    }

    #[test]
    fn one_acted_on_the_other_and_never_did() {
        check_all(
            &[
                "“He ordered me to burn the log,” Bo Rask said.",
                "Anton Holt said he never ordered Rask to burn any log.",
            ],
            &["denial soft: He ordered me to burn the log ≠ he never ordered Rask to burn any log"],
        );
        check(
            &[
                "“He ordered me to burn the log,” Bo Rask said.",
                "Anton Holt said he never ordered Moss to burn any log.",
            ],
            &[],
        );
    }

    #[test]
    fn a_whole_that_leaves_a_part_out() {
        check(
            &[
                "Holt said they settled the shared aims on fishing.",
                "Their shared aims did not, though, include fishing, Rask wrote.",
            ],
            &[
                "denial hard: they settled the shared aims on fishing ≠ Their shared aims did not, though, include fishing, Rask wrote",
            ],
        );
    }

    #[test]
    fn disjoint_numbers_of_one_thing() {
        check(
            &[
                "The talk followed a plan to meet for just 30 minutes.",
                "The meeting was scheduled to last 45 minutes.",
            ],
            &[
                "number hard: The talk followed a plan to meet for just 30 minutes ≠ The meeting was scheduled to last 45 minutes",
            ],
        );
    }

    #[test]
    fn bounds_rounding_parts_and_other_things_are_no_number_conflict() {
        check(
            &[
                "The talk of the ministers lasted for over three hours.",
                "The ministers held a three-hour-and-20-minute talk.",
            ],
            &[],
        );
        check(
            &[
                "Police said nearly 40 people were taken to hospital.",
                "Police said 38 people were taken to hospital.",
            ],
            &[],
        );
        check(
            &[
                "Police said 40 people were taken to hospital.",
                "Police said 12 of the people were taken to hospital.",
            ],
            &[],
        );
        check(&["The meeting was planned for 30 minutes.", "The meeting lasted 90 minutes."], &[]);
        check(&["Four men sat in the room.", "Here are five lessons of the meeting."], &[]);
        // Of two people, of two months, of two kinds, and a part that the other tells too.
        check(
            &[
                "Rask paid a harbour tax of $12 last year.",
                "Brandt paid a harbour tax of $40 last year.",
            ],
            &[],
        );
        check(
            &["The harbour added 210 jobs in April.", "The harbour added 150 jobs in March."],
            &[],
        );
        check(
            &[
                "The ban hit six northern ports on Friday.",
                "The ban hit two southern ports on Friday.",
            ],
            &[],
        );
        check(
            &["The leak hurt 31 people, nine of them badly.", "The leak hurt nine people badly."],
            &[],
        );
    }

    #[test]
    fn an_altered_quote_is_a_wording_conflict_and_a_cut_one_is_not() {
        check(
            &[
                "“I will not send a bus across a bridge like that while the water is high, the north pier is cracked and nobody can tell me when the repairs will begin,” said Ilse Brandt.",
                "Ilse Brandt said: “I will not send a child across a bridge like that while the water is high, the north pier is cracked and nobody can tell me when the repairs will begin.”",
            ],
            &[
                "wording hard: will not send a bus across a bridge like ≠ will not send a child across a bridge like",
            ],
        );
        check(
            &[
                "“I will not send a bus across a bridge like that while the water is high, the north pier is cracked and nobody can tell me when the repairs will begin,” said Ilse Brandt.",
                "Ilse Brandt said: “I will not send a bus across a bridge.”",
            ],
            &[],
        );
    }

    #[test]
    fn a_word_put_in_alters_a_quote_and_another_tense_hardly_does() {
        check_all(
            &[
                "“The pilots trust the old charts of the bay,” said Ilse Brandt.",
                "Ilse Brandt said: “The pilots trusted the old charts of the bay.”",
            ],
            &[
                "wording soft: The pilots trust the old charts of ≠ The pilots trusted the old charts of",
            ],
        );
        check_all(
            &[
                "“I sat up with the pilots and we had warm words about the quay,” Brandt said.",
                "Ilse Brandt said: “I sat up with the pilots and we had words about the quay.”",
            ],
            &[
                "wording medium: pilots and we had warm words about the quay ≠ pilots and we had words about the quay",
            ],
        );
    }

    #[test]
    fn a_negation_left_out_inside_the_marks_alters_a_quote() {
        check(
            &[
                "“We will not open the north pier before the spring,” Ilse Brandt said.",
                "Ilse Brandt said: “We will open the north pier before the spring.”",
            ],
            &["wording hard: We will not open the north pier ≠ We will open the north pier"],
        );
    }

    #[test]
    fn not_only_and_not_until_deny_nothing() {
        let told = |answer: &str| {
            format!(
                "Anna Holt said the union accepted the company’s offer. Bo Rask said the union {answer}."
            )
        };
        let denial = "denial hard: the union accepted the company’s offer ≠ the union did not accept the company’s offer";
        check(&[&told("did not accept the company’s offer")], &[denial]);
        check(&[&told("not only accepted the company’s offer but signed it")], &[]);
        check(&[&told("did not accept the company’s offer until Monday")], &[]);
    }

    #[test]
    fn numbers_of_two_owners_and_of_money_are_soft() {
        let first = "The ambulance service said that 17 people were taken to hospital.";
        check(
            &[
                first,
                "The ambulance service said that 23 people were taken to hospital on Saturday night.",
            ],
            &[
                "number hard: The ambulance service said that 17 people were taken to hospital ≠ The ambulance service said that 23 people were taken to hospital on Saturday night",
            ],
        );
        check(
            &[
                "Repairs of the north pier will cost 9 million crowns.",
                "Repairs of the north pier will cost 14 million crowns.",
            ],
            &[],
        );
    }

    #[test]
    fn manners_of_speech_spelling_and_another_sentence_alter_no_quote() {
        let first = "“I think we are going to colour the old quay and the harbour walls by Friday,” Brandt said.";
        check(
            &[
                first,
                "“We’re gonna color the old quay and the harbor walls by Friday,” Ilse Brandt said.",
            ],
            &[],
        );
        check(
            &[
                "“The pilots hand picked the old crew on Friday,” Brandt said.",
                "“The pilots hand-picked the old crew on Friday,” Brandt said.",
            ],
            &[],
        );
        check(
            &[
                "“He is a great pilot and a good man,” Ilse Brandt said.",
                "“She was a great captain,” Ilse Brandt said.",
            ],
            &[],
        );
    }

    #[test]
    fn quoted_words_that_are_said_of_two_things() {
        check(
            &[
                "Ilse Brandt said the two had a “frank and noisy quarrel” on the river.",
                "Ilse Brandt said the supper of the ministers was “frank and noisy.”",
            ],
            &[
                "wording medium: frank and noisy quarrel ≠ the supper of the ministers was “frank and noisy.”",
            ],
        );
        check(
            &[
                "Ilse Brandt said the two had a “frank and noisy quarrel” on the river.",
                "Ilse Brandt said the quarrel of the ministers was “frank and noisy.”",
            ],
            &[],
        );
    }

    #[test]
    fn an_editors_brackets_an_abbreviation_and_a_number_word_alter_no_quote() {
        let first = "“I will not send eight buses of the United Ports across a bridge like that,” said Ilse Brandt.";
        check(
            &[
                first,
                "Ilse Brandt said: “I will not send eight buses of the U.P. across a bridge like that.”",
            ],
            &[],
        );
        check(
            &[
                first,
                "Ilse Brandt said: “I will not send 8 buses of the United Ports across a bridge like that.”",
            ],
            &[],
        );
        check(
            &[
                first,
                "Ilse Brandt said: “I will not send eight [ferries] of the United Ports across a bridge like that.”",
            ],
            &[],
        );
    }

    #[test]
    fn direct_speech_is_not_credited_to_two() {
        check(
            &[
                "“The cracked north pier must be torn down by autumn,” Anna Holt said.",
                "“The cracked north pier must be torn down by autumn,” Bo Rask said.",
            ],
            &[],
        );
    }

    #[test]
    fn numbers_with_little_in_common_are_of_two_things() {
        check(
            &[
                "The city paid divers $500 for the north pier survey.",
                "The city fined a sleepy ferry captain $600 on the pier.",
            ],
            &[],
        );
    }

    #[test]
    fn one_claim_credited_to_two_speakers() {
        check_all(
            &[
                "Anna Holt said the cracked north pier would be torn down by autumn.",
                "Bo Rask said the cracked north pier would be torn down by autumn.",
            ],
            &[
                "attribution soft: the cracked north pier would be torn down by autumn ≠ the cracked north pier would be torn down by autumn",
            ],
        );
    }

    #[test]
    fn decided_here_and_open_there() {
        check_all(
            &[
                "The harbour bridge will reopen on Monday, the council announced.",
                "No date has been set for the harbour bridge to reopen.",
            ],
            &[
                "settled soft: The harbour bridge will reopen on Monday, the council announced. ≠ No date has been set for the harbour bridge to reopen.",
            ],
        );
    }

    #[test]
    fn direct_opposites_of_one_object() {
        check_all(
            &[
                "The yard said Ida Moss was ousted as harbour master over the flooded ferry ledger.",
                "A letter shows that Ida Moss resigned as harbour master over the flooded ferry ledger.",
            ],
            &[
                "account soft: The yard said Ida Moss was ousted as harbour master over the flooded ferry ledger. ≠ A letter shows that Ida Moss resigned as harbour master over the flooded ferry ledger.",
            ],
        );
        // Another object, a condition, and no opposite at all.
        check_all(
            &[
                "The yard said Bo Rask was ousted as cook of the ferry.",
                "Ida Moss resigned as harbour master over the flooded ledger.",
            ],
            &[],
        );
        check_all(
            &[
                "The yard said Ida Moss was ousted as harbour master over the flooded ferry ledger.",
                "Ida Moss could have resigned as harbour master over the flooded ferry ledger.",
            ],
            &[],
        );
    }
}
