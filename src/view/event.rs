//! One event as a reader walks it: which findings stand where, what is the innermost at a place,
//! and the sides of a dispute.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::copy::CopyKind;
use crate::analysis::{Conflict, EventFindings, Side, Strength, Variant};
use crate::corpus::{ArticleId, Passage};
use crate::text::Span;
use crate::text::diff::{self, WordOp};
use crate::view::Coverage;
use crate::view::judged::Judged;

/// Whether soft conflicts are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Soft {
    /// Only hard and medium ones.
    #[default]
    Hidden,
    /// All.
    Shown,
}

impl Soft {
    /// Whether a conflict as strong as `conflict` is shown.
    fn shows(self, conflict: &Conflict) -> bool {
        self == Soft::Shown || conflict.strength != Strength::Soft
    }
}

impl Coverage {
    /// The conflicts of event number `event` that are shown, each with its place in the event's
    /// list: those that the reader has not dismissed, and soft ones where `soft` asks for them.
    pub fn shown(&self, event: usize, soft: Soft) -> impl Iterator<Item = (usize, &Conflict)> {
        let conflicts = self.findings.events.get(event).map_or(&[][..], |event| &event.conflicts);
        let shown = move |(index, conflict): &(usize, &Conflict)| {
            soft.shows(conflict) && !self.dismissed.contains(&(event, *index))
        };
        conflicts.iter().enumerate().filter(shown)
    }
}

/// Something found in an event, by its place in the event's lists, or linked by the reader.
/// Conflicts come before what the second reader found before links before variants before echoes before topics: the order in which one
/// is current where several hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Finding {
    /// One of its conflicts.
    Conflict(usize),
    /// What the second reader found and no rule, by its place in the coverage's list.
    Judged(usize),
    /// One of the reader's links, by its place in the coverage's list.
    Link(usize),
    /// One of its variants.
    Variant(usize),
    /// One of its echoes: a passage that is another's text.
    Echo(usize),
    /// One of its topics.
    Topic(usize),
    /// Nothing that a rule found: the point of one sentence, on which others say something, too.
    Point,
}

impl Finding {
    /// Kinds in their order of precedence.
    fn precedence(self) -> u8 {
        match self {
            Finding::Conflict(_) => 0,
            Finding::Judged(_) => 1,
            Finding::Link(_) => 2,
            Finding::Variant(_) => 3,
            Finding::Echo(_) => 4,
            Finding::Topic(_) => 5,
            Finding::Point => 6,
        }
    }
}

/// A passage and the finding that points at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Where.
    pub passage: Passage,
    /// What.
    pub finding: Finding,
}

/// One event's findings by place. Made once for an event; everything else asks it.
#[derive(Clone, Debug, Default)]
pub struct EventView {
    /// The event's place among all.
    pub event: usize,
    /// How many outlets tell it.
    pub outlets: usize,
    /// The place of each article in the event.
    order: BTreeMap<ArticleId, usize>,
    /// The hue of the outlet of each, by place.
    hues: Vec<usize>,
    /// The spots of each article, by start, then end.
    spots: Vec<Vec<Spot>>,
    /// The shown disputes, as a walk comes to them.
    disputes: Vec<Dispute>,
    /// The disputes, the second reader's findings and the links, as a walk comes to them, each with
    /// where it stands first.
    points: Vec<(Point, Spot)>,
    /// Of findings of the second reader in a dispute of the rules, where that stands first.
    beside: BTreeMap<usize, Passage>,
}

/// What a walk over disputes comes to. At one passage disputes come before what the second reader
/// found before links.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Point {
    /// A dispute, by what its conflicts share: [`Conflict::group`].
    Dispute(usize),
    /// A finding of the second reader, by its place in the coverage's list.
    Judged(usize),
    /// One of the reader's links, by its place in the coverage's list.
    Link(usize),
}

/// What the shown conflicts on one point are together: the unit that is counted, listed and walked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// What its conflicts share: [`Conflict::group`].
    pub group: usize,
    /// Where it stands first in reading order, for its surest conflict there: where a walk stops.
    pub first: Spot,
    /// Its shown conflicts by their places in the event's list, surest first; at least one.
    pub conflicts: Vec<usize>,
    /// The topic that it is listed under: that of its surest conflict that has one.
    pub topic: Option<usize>,
}

impl Dispute {
    /// The conflict that stands for it in lists, by its place in the event's.
    pub fn surest(&self) -> usize {
        self.conflicts.first().copied().unwrap_or_default()
    }
}

/// How many disputes these conflicts of one event are.
pub fn disputes<'a>(conflicts: impl Iterator<Item = &'a Conflict>) -> usize {
    conflicts.map(|conflict| conflict.group).collect::<BTreeSet<_>>().len()
}

/// The topic of a dispute of `event`.
fn topic_of_dispute(event: &EventFindings, group: usize) -> Option<usize> {
    event
        .conflicts
        .iter()
        .filter(|conflict| conflict.group == group)
        .find_map(|conflict| conflict.topic)
}

impl EventView {
    /// Looks at event number `event`.
    pub fn new(coverage: &Coverage, event: usize, soft: Soft) -> EventView {
        let Some(found) = coverage.findings.events.get(event) else { return EventView::default() };
        let order: BTreeMap<_, _> =
            found.articles.iter().enumerate().map(|(place, article)| (*article, place)).collect();
        let names = found
            .articles
            .iter()
            .filter_map(|id| coverage.corpus.articles().get(id.index()))
            .map(|article| article.outlet.name.as_str());
        let names: Vec<&str> = names.collect();
        let outlets = names.iter().collect::<BTreeSet<_>>().len();
        let mut view = EventView {
            event,
            outlets,
            hues: hues(&names),
            order,
            spots: vec![Vec::new(); found.articles.len()],
            ..EventView::default()
        };
        for (index, conflict) in coverage.shown(event, soft) {
            for side in [&conflict.a, &conflict.b] {
                view.add(side.passage, Finding::Conflict(index));
            }
        }
        let judged = coverage.judged_alone(event, soft);
        for (index, _, judged) in &judged {
            judged.places().iter().for_each(|side| view.add(*side, Finding::Judged(*index)));
        }
        for (index, link) in coverage.links.iter().enumerate() {
            if link.sides.iter().all(|side| view.place(side.article).is_some()) {
                link.sides.iter().for_each(|side| view.add(*side, Finding::Link(index)));
            }
        }
        for (index, variant) in found.variants.iter().enumerate() {
            variant
                .members
                .iter()
                .for_each(|member| view.add(member.passage, Finding::Variant(index)));
        }
        for (index, echo) in found.echoes.iter().enumerate() {
            view.add(echo.passage, Finding::Echo(index));
            // What a version has of the one before, it has beside it; what others copied is the
            // original's own.
            if echo.kind == CopyKind::Version {
                view.add(echo.of, Finding::Echo(index));
            }
        }
        for (index, topic) in found.topics.iter().enumerate() {
            topic.versions.iter().for_each(|version| view.add(*version, Finding::Topic(index)));
        }
        for spots in &mut view.spots {
            spots.sort_by_key(|spot| (spot.passage.span, spot.finding));
        }
        view.disputes = view.disputes_of(found);
        for (index, group, _) in judged {
            let of_rules = view.disputes.iter().find(|dispute| dispute.group == group);
            if let Some(dispute) = of_rules {
                view.beside.insert(index, dispute.first.passage);
            }
        }
        view.points = view.all_points();
        view
    }

    fn add(&mut self, passage: Passage, finding: Finding) {
        if let Some(place) = self.order.get(&passage.article) {
            self.spots[*place].push(Spot { passage, finding });
        }
    }

    /// The place of `article` in the event: 0 is letter a.
    pub fn place(&self, article: ArticleId) -> Option<usize> {
        self.order.get(&article).copied()
    }

    /// The hue of the outlet of `article`.
    pub fn hue(&self, article: ArticleId) -> usize {
        self.place(article).and_then(|place| self.hues.get(place)).copied().unwrap_or_default()
    }

    /// The key that puts passages in reading order.
    pub fn position(&self, passage: Passage) -> (usize, Span) {
        (self.place(passage.article).unwrap_or(usize::MAX), passage.span)
    }

    /// All that points into `article`, by place.
    pub fn spots(&self, article: ArticleId) -> &[Spot] {
        self.place(article).and_then(|place| self.spots.get(place)).map_or(&[], Vec::as_slice)
    }

    /// All spots in reading order.
    pub fn all_spots(&self) -> impl DoubleEndedIterator<Item = Spot> + '_ {
        self.spots.iter().flatten().copied()
    }

    /// The part of `passage` from its first side of a conflict on; all of it where it has none.
    pub fn disputed(&self, passage: Passage) -> Passage {
        let inside = |spot: &&Spot| {
            matches!(spot.finding, Finding::Conflict(_)) && passage.span.covers(spot.passage.span)
        };
        let from = self
            .spots(passage.article)
            .iter()
            .find(inside)
            .map_or(passage.span.start, |spot| spot.passage.span.start);
        Passage::new(passage.article, Span::new(from, passage.span.end))
    }

    fn disputes_of(&self, event: &EventFindings) -> Vec<Dispute> {
        let mut found: BTreeMap<usize, Dispute> = BTreeMap::new();
        for spot in self.all_spots() {
            let Finding::Conflict(index) = spot.finding else { continue };
            let Some(group) = event.conflicts.get(index).map(|conflict| conflict.group) else {
                continue;
            };
            let new = || Dispute {
                group,
                first: spot,
                conflicts: Vec::new(),
                topic: topic_of_dispute(event, group),
            };
            found.entry(group).or_insert_with(new).conflicts.push(index);
        }
        let mut disputes: Vec<Dispute> = found.into_values().collect();
        for dispute in &mut disputes {
            dispute.conflicts.sort_unstable();
            dispute.conflicts.dedup();
        }
        disputes.sort_by_key(|dispute| {
            self.rank_of(dispute.first.passage, Point::Dispute(dispute.group))
        });
        disputes
    }

    fn all_points(&self) -> Vec<(Point, Spot)> {
        let mut others: BTreeMap<Point, Spot> = BTreeMap::new();
        for spot in self.all_spots() {
            let point = match spot.finding {
                Finding::Judged(index) => Point::Judged(index),
                Finding::Link(index) => Point::Link(index),
                _ => continue,
            };
            others.entry(point).or_insert(spot);
        }
        let disputes =
            self.disputes.iter().map(|dispute| (Point::Dispute(dispute.group), dispute.first));
        let mut points: Vec<(Point, Spot)> = disputes.chain(others).collect();
        points.sort_by_key(|(point, first)| self.rank_of(first.passage, *point));
        points
    }

    /// The shown disputes, the second reader's findings and the links in the order of a walk, each
    /// with where it stands first.
    pub fn points(&self) -> &[(Point, Spot)] {
        &self.points
    }

    /// The dispute or link that a finding is of, with where it stands first.
    pub fn point_of(&self, finding: Finding) -> Option<(Point, Spot)> {
        let point = match finding {
            Finding::Conflict(index) => Point::Dispute(self.dispute_of(index)?.group),
            Finding::Judged(index) => Point::Judged(index),
            Finding::Link(index) => Point::Link(index),
            _ => return None,
        };
        self.points.iter().find(|(other, _)| *other == point).copied()
    }

    /// The first topic with a version that shares words with a passage.
    pub fn topic_at(&self, passage: Passage) -> Option<usize> {
        let near = self.spots(passage.article).iter();
        near.filter(|spot| spot.passage.span.overlaps(passage.span)).find_map(|spot| {
            if let Finding::Topic(index) = spot.finding { Some(index) } else { None }
        })
    }

    /// The shown disputes in the order of a walk: by where each stands first.
    pub fn disputes(&self) -> &[Dispute] {
        &self.disputes
    }

    /// The shown dispute that the conflict at place `index` of the event's list belongs to.
    pub fn dispute_of(&self, index: usize) -> Option<&Dispute> {
        self.disputes.iter().find(|dispute| dispute.conflicts.contains(&index))
    }

    /// The number of the dispute `group` in the order of a walk, counted from 1, and how many there
    /// are; `None` where it is not shown.
    pub fn number(&self, group: usize) -> Option<(usize, usize)> {
        let at = self.disputes.iter().position(|dispute| dispute.group == group)?;
        Some((at + 1, self.disputes.len()))
    }

    /// The key that puts disputes and links in the order of a walk, by where they stand first; two
    /// may begin at one passage. What the second reader found in a dispute of the rules comes behind
    /// that.
    pub fn rank_of(&self, first: Passage, point: Point) -> impl Ord + use<> {
        let beside = match point {
            Point::Judged(index) => self.beside.get(&index).copied(),
            _ => None,
        };
        (self.position(beside.unwrap_or(first)), point)
    }

    /// The current finding for a cursor at byte `at` on the line `row`: a conflict before a variant
    /// before a topic; of one kind the innermost that holds the byte, else the first on the line.
    pub fn at(&self, article: ArticleId, at: usize, row: Span) -> Option<Spot> {
        let line = row.hull(Span::new(at, at + 1));
        let begun =
            self.spots(article).iter().take_while(|spot| spot.passage.span.start < line.end);
        let near = begun.filter(|spot| spot.passage.span.overlaps(line));
        near.min_by_key(|spot| {
            let span = spot.passage.span;
            let outside = !span.contains(at);
            (
                spot.finding.precedence(),
                outside,
                if outside { span.start } else { span.len() },
                spot.finding,
            )
        })
        .copied()
    }
}

/// The letter of the article at `place` of its event: a to z, then numbers from 27.
pub fn letter(place: usize) -> String {
    u8::try_from(place)
        .ok()
        .filter(|n| *n < 26)
        .map_or_else(|| (place + 1).to_string(), |n| char::from(b'a' + n).to_string())
}

/// Hues that outlets are told apart by, besides their letters: as many as every theme has.
pub const HUES: usize = 7;

/// The hues of outlets that are named in order, each by its name: so an outlet has the same in all
/// events, but where another of the same event has that one already.
pub fn hues(outlets: &[&str]) -> Vec<usize> {
    let mut given: BTreeMap<&str, usize> = BTreeMap::new();
    for outlet in outlets {
        // FNV-1a: spread over few values, and the same at every start.
        let hash = outlet
            .bytes()
            .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        let wanted = hash as usize % HUES;
        let free = |hue: &usize| !given.values().any(|taken| taken == hue);
        let hue = (0..HUES).map(|on| (wanted + on) % HUES).find(free).unwrap_or(wanted);
        given.entry(outlet).or_insert(hue);
    }
    outlets.iter().map(|outlet| given[outlet]).collect()
}

/// The topic that a finding is about; of a conflict, its dispute's; of a link and of what the second
/// reader found none is known.
pub fn topic_of(event: &EventFindings, finding: Finding) -> Option<usize> {
    match finding {
        Finding::Conflict(index) => topic_of_dispute(event, event.conflicts.get(index)?.group),
        Finding::Judged(_) | Finding::Link(_) => None,
        Finding::Variant(index) => event.variants.get(index)?.topic,
        Finding::Echo(index) => {
            let passage = event.echoes.get(index)?.passage;
            event.topics.iter().position(|topic| {
                topic
                    .versions
                    .iter()
                    .any(|v| v.article == passage.article && v.span.overlaps(passage.span))
            })
        }
        Finding::Topic(index) => Some(index),
        Finding::Point => None,
    }
}

/// The sides of the finding at `spot`, beginning with the spot itself: for a conflict the other
/// side, then those of all conflicts of its group, then what further articles have of the words of
/// one of these; a link's other side; a variant's members; a topic's next versions.
pub fn sides(coverage: &Coverage, view: &EventView, spot: Spot, soft: Soft) -> Vec<Passage> {
    let Some(event) = coverage.findings.events.get(view.event) else { return Vec::new() };
    let mut found = vec![spot.passage];
    let mut rest: Vec<Passage> = match spot.finding {
        Finding::Conflict(index) => {
            let Some(conflict) = event.conflicts.get(index) else { return found };
            let other = if conflict.a.passage == spot.passage { &conflict.b } else { &conflict.a };
            found.push(other.passage);
            let group =
                coverage.shown(view.event, soft).filter(|(_, other)| other.group == conflict.group);
            group.flat_map(|(_, conflict)| [conflict.a.passage, conflict.b.passage]).collect()
        }
        Finding::Judged(index) => {
            coverage.judged.get(index).map(Judged::places).unwrap_or_default()
        }
        Finding::Link(index) => {
            coverage.links.get(index).map(|link| link.sides.to_vec()).unwrap_or_default()
        }
        Finding::Variant(index) => event
            .variants
            .get(index)
            .map(|variant| variant.members.iter().map(|m| m.passage).collect())
            .unwrap_or_default(),
        Finding::Echo(index) => {
            event.echoes.get(index).map(|echo| vec![echo.passage, echo.of]).unwrap_or_default()
        }
        Finding::Point => Vec::new(),
        Finding::Topic(index) => {
            // One passage an article: crossing goes from outlet to outlet.
            let mut versions =
                event.topics.get(index).map(|topic| topic.versions.clone()).unwrap_or_default();
            versions.sort_by_key(|version| view.position(*version));
            versions.dedup_by_key(|version| version.article);
            versions.retain(|version| version.article != spot.passage.article);
            versions
        }
    };
    rest.sort_by_key(|passage| view.position(*passage));
    // On from here to the end of the event, then from its beginning.
    let here = view.position(spot.passage);
    let split = rest.partition_point(|passage| view.position(*passage) <= here);
    rest.rotate_left(split);
    for passage in rest {
        if !found.contains(&passage) {
            found.push(passage);
        }
    }
    if matches!(spot.finding, Finding::Conflict(_)) {
        let mut versions = versions_of(event, &found);
        versions.sort_by_key(|passage| view.position(*passage));
        found.extend(versions);
    }
    found
}

/// What further articles have of the words of `sides`: the forms of each variant that one of them
/// is a form of, without copies.
fn versions_of(event: &EventFindings, sides: &[Passage]) -> Vec<Passage> {
    let meets = |passage: &Passage| sides.iter().any(|side| meet(*side, *passage));
    let forms =
        |variant: &Variant| variant.members.iter().map(|member| member.passage).collect::<Vec<_>>();
    let disputed = event.variants.iter().map(forms).filter(|forms| forms.iter().any(meets));
    let mut versions: Vec<Passage> = Vec::new();
    for passage in disputed.flatten().filter(|passage| !meets(passage)) {
        let is_copy = event.echo_of(passage).is_some_and(|echo| !echo.altered);
        if !is_copy && !versions.iter().any(|other| meet(*other, passage)) {
            versions.push(passage);
        }
    }
    versions
}

fn meet(a: Passage, b: Passage) -> bool {
    a.article == b.article && a.span.overlaps(b.span)
}

/// The side of `conflict` that `passage` speaks for: itself, or the one that has its words in
/// another form; where both are forms of one utterance, the one that it has more words in common
/// with. `None` where it is no part of the conflict.
pub fn side_of<'a>(
    coverage: &Coverage,
    event: &EventFindings,
    conflict: &'a Conflict,
    passage: Passage,
) -> Option<&'a Side> {
    let sides = [&conflict.a, &conflict.b];
    if let Some(side) = sides.into_iter().find(|side| side.passage == passage) {
        return Some(side);
    }
    let is_form = |variant: &Variant, of: Passage| {
        variant.members.iter().any(|member| meet(member.passage, of))
    };
    let alike = |side: &&Side| {
        event
            .variants
            .iter()
            .any(|variant| is_form(variant, passage) && is_form(variant, side.passage))
    };
    let text = |passage: Passage| {
        coverage
            .corpus
            .articles()
            .get(passage.article.index())
            .map_or("", |article| article.text.as_str())
    };
    let shared = |side: &&Side| {
        let steps = diff::words(text(passage), passage.span, text(side.passage), side.passage.span);
        let same = steps.into_iter().filter_map(|step| {
            if let WordOp::Same { a, .. } = step { Some(a.len()) } else { None }
        });
        same.sum::<usize>()
    };
    let [a, b] = sides.map(|side| Some(side).filter(alike));
    match (a, b) {
        (Some(a), Some(b)) => Some(if shared(&a) >= shared(&b) { a } else { b }),
        (a, b) => a.or(b),
    }
}

/// The passage that stands against `passage` in `conflict`.
pub fn against(
    coverage: &Coverage,
    event: &EventFindings,
    conflict: &Conflict,
    passage: Passage,
) -> Passage {
    let is_b = side_of(coverage, event, conflict, passage)
        .is_some_and(|side| side.passage == conflict.b.passage);
    if is_b { conflict.a.passage } else { conflict.b.passage }
}

/// Whom the article credits with `passage`, a side of `finding`; where the finding does not say,
/// the speaker of the innermost quote around it. `None` for the outlet's own voice.
pub fn speaker_of(
    coverage: &Coverage,
    event: usize,
    finding: Finding,
    passage: Passage,
) -> Option<String> {
    let event = coverage.findings.events.get(event)?;
    let said = match finding {
        Finding::Conflict(index) => {
            let group = event.conflicts.get(index)?.group;
            let own = event
                .conflicts
                .get(index)
                .into_iter()
                .chain(event.conflicts.iter().filter(|other| other.group == group));
            let mut sides = own
                .clone()
                .flat_map(|conflict| [&conflict.a, &conflict.b])
                .filter(|side| side.passage == passage);
            let said = sides.find_map(|side| event.name(side.speaker));
            // Who denies a claim is no speaker of it, though the words stand in what they say.
            let denies = |name: &str| {
                let against = own.clone().filter(|conflict| conflict.a.passage == passage);
                against.into_iter().any(|conflict| event.name(conflict.b.speaker) == Some(name))
            };
            return said
                .or_else(|| voice(coverage, passage).filter(|name| !denies(name)))
                .map(str::to_owned);
        }
        Finding::Variant(index) => {
            let members = &event.variants.get(index)?.members;
            members
                .iter()
                .find(|member| member.passage == passage)
                .and_then(|member| event.name(member.speaker))
        }
        Finding::Judged(_)
        | Finding::Link(_)
        | Finding::Echo(_)
        | Finding::Topic(_)
        | Finding::Point => None,
    };
    said.or_else(|| voice(coverage, passage)).map(str::to_owned)
}

/// The speaker of the innermost quote around `passage`; `None` for the outlet's own voice.
pub fn voice(coverage: &Coverage, passage: Passage) -> Option<&str> {
    let found = coverage.findings.articles.get(passage.article.index())?;
    let around = found.quotes.iter().filter(|quote| quote.hull().covers(passage.span));
    found.speaker(around.min_by_key(|quote| quote.hull().len())?)
}

/// The conflict between two passages that is of one dispute with conflict number `index` of event
/// number `event`: the surest that is not dismissed. Two passages may stand in several disputes.
pub fn conflict_between(
    coverage: &Coverage,
    event: usize,
    index: usize,
    [a, b]: [Passage; 2],
) -> Option<usize> {
    let group = coverage.findings.events.get(event)?.conflicts.get(index)?.group;
    let between = |(index, conflict): (usize, &Conflict)| {
        let pair = (conflict.a.passage, conflict.b.passage);
        (conflict.group == group && (pair == (a, b) || pair == (b, a))).then_some(index)
    };
    coverage.shown(event, Soft::Shown).find_map(between)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{
        EventView, Finding, HUES, Soft, against, hues, letter, side_of, sides, speaker_of,
    };
    use crate::analysis::copy::CopyKind;
    use crate::analysis::copy::echo::Echo;
    use crate::text::Span;
    use crate::view::fixture;

    #[test]
    fn letters_go_from_a_to_z_then_on_in_numbers() {
        assert_eq!(
            (letter(0), letter(25), letter(26)),
            ("a".to_owned(), "z".to_owned(), "27".to_owned())
        );
    }

    #[test]
    fn an_outlet_has_one_hue_in_all_events_and_no_two_of_an_event_the_same() {
        let names = ["Courier", "Evening Post", "Harbour Radio", "Island News"];
        let all = hues(&names);
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), names.len());
        let own: Vec<usize> = names.map(|name| hues(&[name])[0]).to_vec();
        assert_eq!(all[0], own[0], "the first has its own");
        assert_eq!(hues(&["Courier", "Courier", "Radio"])[0], hues(&["Courier", "Courier"])[1]);
        let many: Vec<String> = (0..40).map(|n| format!("Paper {n}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert!(hues(&many).iter().all(|hue| *hue < HUES));
    }

    #[test]
    fn a_conflict_is_current_before_the_topic_around_it() {
        let coverage = fixture::coverage();
        let view = EventView::new(&coverage, 0, Soft::Hidden);
        let conflict = &coverage.findings.events[0].conflicts[0];
        let side = conflict.a.passage;
        let row = Span::new(side.span.start, side.span.start + 10);
        assert_eq!(
            view.at(side.article, side.span.start, row).unwrap().finding,
            Finding::Conflict(0)
        );
        // From the beginning of the line that the passage is on, it is current too.
        let line = Span::new(side.span.start - 5, side.span.start + 10);
        assert_eq!(view.at(side.article, line.start, line).unwrap().finding, Finding::Conflict(0));
    }

    #[test]
    fn sides_go_through_the_whole_group() {
        let coverage = fixture::coverage();
        let view = EventView::new(&coverage, 0, Soft::Hidden);
        let event = &coverage.findings.events[0];
        let group = event.conflicts[0].group;
        let spot = view.all_spots().find(|spot| spot.finding == Finding::Conflict(0)).unwrap();
        let found = sides(&coverage, &view, spot, Soft::Hidden);
        let of_group = event.conflicts.iter().filter(|c| c.group == group).count();
        assert!(of_group >= 2, "the fixture has a dispute of three outlets");
        assert_eq!(found.len(), 3);
        assert_eq!(found[0], spot.passage);
    }

    #[test]
    fn what_further_articles_have_of_a_sides_words_comes_last_and_stands_against_the_other_side() {
        let coverage = fixture::coverage();
        let view = EventView::new(&coverage, 0, Soft::Hidden);
        let event = &coverage.findings.events[0];
        let wording = &event.conflicts[4];
        let spot = view.all_spots().find(|spot| spot.finding == Finding::Conflict(4)).unwrap();
        let found = sides(&coverage, &view, spot, Soft::Hidden);
        assert_eq!(found.iter().map(|passage| passage.article.0).collect::<Vec<_>>(), [0, 1, 2]);
        let version = found[2];
        assert_eq!(coverage.corpus.words(version), "inspections were “up to date”");
        assert_eq!(
            side_of(&coverage, event, wording, version),
            Some(&wording.a),
            "it has its words"
        );
        assert_eq!(against(&coverage, event, wording, version), wording.b.passage);
        assert_eq!(against(&coverage, event, wording, wording.b.passage), wording.a.passage);
        assert_eq!(side_of(&coverage, event, &event.conflicts[0], version), None);
        // One that two articles print alike is one witness.
        let mut copied = fixture::coverage();
        let echo = Echo { passage: version, of: found[0], kind: CopyKind::Copy, altered: false };
        copied.findings.events[0].echoes = vec![echo];
        assert_eq!(sides(&copied, &view, spot, Soft::Hidden).len(), 2);
    }

    #[test]
    fn a_version_is_shown_from_what_is_disputed_on() {
        let coverage = fixture::coverage();
        let view = EventView::new(&coverage, 0, Soft::Hidden);
        let versions = &coverage.findings.events[0].topics[1].versions;
        let shown: Vec<_> =
            versions.iter().map(|version| coverage.corpus.words(view.disputed(*version))).collect();
        assert!(shown[0].starts_with("a report on the cracks"));
        assert!(shown[1].starts_with("A receipt"));
        assert!(shown[2].starts_with("the council had been"));
    }

    #[test]
    fn a_side_without_a_speaker_has_that_of_the_quote_around_it() {
        let mut coverage = fixture::coverage();
        let side = coverage.findings.events[0].conflicts[0].a.clone();
        coverage.findings.events[0]
            .conflicts
            .iter_mut()
            .for_each(|conflict| conflict.a.speaker = None);
        let found = speaker_of(&coverage, 0, Finding::Conflict(0), side.passage);
        assert!(found.is_some());
        assert_eq!(found.as_deref(), coverage.findings.events[0].name(side.speaker));
    }

    #[test]
    fn soft_conflicts_are_shown_when_asked_for() {
        let coverage = fixture::coverage();
        let shown = |soft| EventView::new(&coverage, 0, soft).disputes().len();
        assert_eq!(shown(Soft::Shown), shown(Soft::Hidden) + 1);
    }
}
