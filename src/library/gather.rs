//! Gathers the articles of a store into events, compares their accounts, and keeps the list: of all
//! articles, or of those that changed and what they touch. Memory depends on a stretch of the
//! library, not on all of it (see [`Stretches`]), and what was compared before is not compared
//! again.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crossbeam_channel::{Receiver, Sender, bounded};
use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3Default;

use crate::analysis::copy::{self, Candidates, Copies, CopyKind, SameText};
use crate::analysis::correction::{self, Correction};
use crate::analysis::event::{self, Grouped, Profile, Rarity, Stretches};
use crate::analysis::{self, ArticleFindings, EventFindings, Findings, Sketch};
use crate::corpus::{Article, ArticleId, Problem, Published};
use crate::library::store::shelf::{Basis, Shelving};
use crate::library::store::{Drawn, EventKey, Reader, Store, Touched};
use crate::view::query::Labels;
use crate::view::shelf::memory::{Original, event_row};
use crate::view::shelf::{Change, Number, ShelfEvent};
use crate::view::{Coverage, outline};

/// Articles whose events are compared and written together.
const CHUNK: usize = 512;
/// Articles up to which all are grouped anew after any change, which finds links between weeks,
/// too: with 1,000 a changed file took .46 to .74 s to the screen, with 100 .27 s
/// (`benches/reader`, on a busy machine).
const FEW: usize = 300;
/// Of how many articles one may have changed for the rest to be left as it is. Set by judgement, as
/// is the eighth by which a library may have grown since terms were weighed.
const MANY: usize = 10;
/// Days around an article in which others may be of its event (see analysis/event/likeness.rs),
/// twice: those need neighbours, too.
const AROUND: i64 = 14;

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// So many of so many articles are grouped.
    Grouped(usize, usize),
    /// Of so many of so many articles the accounts are compared.
    Compared(usize, usize),
}

/// Sketches of articles.
pub type Sketches = FxHashMap<Number, Sketch>;

/// Who is told of it, and may stop it.
pub struct Follower<'a> {
    /// Told of each step.
    pub tell: &'a dyn Fn(Step),
    /// Asked before each step.
    pub stopped: &'a dyn Fn() -> bool,
}

/// Brings the list of `store` up to date after `touched` articles changed, with these corrections
/// of the grouping. `None` gathers all anew. `sketches` are those that are known already, which are
/// dropped when they have served. Gives whether it was done; where it was stopped the list stays
/// what it was.
///
/// # Errors
/// Where the cache cannot be read or written.
pub fn gather(
    store: &mut Store,
    touched: Option<&Touched>,
    corrected: Vec<Change>,
    sketches: &mut Sketches,
    follower: &Follower<'_>,
) -> Result<bool, Problem> {
    let basis = Basis { changes: store.reader().changes()?, corrected };
    let articles = store.reader().moments()?;
    let rarity = store.reader().rarity()?;
    let some = touched.zip(rarity).filter(|(touched, (_, known))| {
        let count = touched.changed.len() + touched.gone.len();
        articles.len() > FEW
            && count * MANY < articles.len()
            && articles.len() * 7 < known * 8
            && known * 7 < articles.len() * 8
    });
    match some {
        Some((touched, (rarity, _))) => {
            let mut gathering = Gathering { store, articles, basis, sketches, follower };
            gathering.some(touched, &rarity)
        }
        None => Gathering { store, articles, basis, sketches, follower }.all(),
    }
}

/// One gathering.
struct Gathering<'a> {
    store: &'a mut Store,
    /// All articles in order of their numbers.
    articles: Vec<(Number, Option<Published>)>,
    basis: Basis,
    sketches: &'a mut Sketches,
    follower: &'a Follower<'a>,
}

/// Articles in groups, by their places among all.
#[derive(Default)]
struct Groups {
    groups: Vec<Vec<ArticleId>>,
    /// For articles that have any, those of other events that may be of their story.
    related: BTreeMap<ArticleId, Vec<(ArticleId, f32)>>,
}

/// A group with what makes its row.
struct Member {
    id: String,
    articles: Vec<Number>,
    follows: Option<Number>,
    followed: Vec<Number>,
}

impl Gathering<'_> {
    fn all(&mut self) -> Result<bool, Problem> {
        let Some((groups, rarity)) = self.grouped()? else { return Ok(false) };
        let Groups { groups, related } = groups;
        // What only grouping needs makes room: in a library of a million articles it is half a
        // gigabyte.
        self.sketches.clear();
        self.sketches.shrink_to_fit();
        let corrections = self.corrections();
        let groups =
            if corrections.is_empty() { groups } else { correction::apply(groups, &corrections) };
        let members = self.in_order(groups, &related)?;
        drop(related);
        let (mut shelving, mut keys, mut done) =
            (Shelving::default(), Vec::with_capacity(members.len()), 0);
        let reader = self.store.another()?;
        let (send, prepared) = bounded(1);
        let (compared, incoming) = bounded(1);
        let all = std::thread::scope(|scope| {
            // One thread reads what comes next and one compares, while this one writes what came
            // before.
            scope.spawn(move || prepare_all(&reader, members, &send));
            scope.spawn(move || compare_all(&prepared, &compared));
            // Dropped where this ends early, so that the others end too.
            let incoming = incoming;
            while let Ok(compared) = incoming.recv() {
                let Compared { rows, keys: of_chunk, fresh, labels, texts } = compared?;
                if (self.follower.stopped)() {
                    return Ok(false);
                }
                self.keep(&fresh, &texts, &labels)?;
                done += rows.iter().map(|row| row.articles.len()).sum::<usize>();
                keys.extend(of_chunk);
                shelving.add(rows)?;
                (self.follower.tell)(Step::Compared(done, self.articles.len()));
            }
            Ok(true)
        })?;
        self.store.forget_same()?;
        if all {
            self.store.keep_events(&keys)?;
            self.store.shelve(shelving, &self.basis, &(rarity, self.articles.len()))?;
        }
        Ok(all)
    }

    /// Groups all articles, a stretch of time after the other.
    fn grouped(&mut self) -> Result<Option<(Groups, Rarity)>, Problem> {
        let days: Vec<Option<i32>> =
            self.articles.iter().map(|(_, published)| published.map(Published::day)).collect();
        let mut stretches = Stretches::new(&days);
        self.store.forget_same()?;
        let (mut found, mut known): (Groups, Option<Rarity>) = (Groups::default(), None);
        let mut done = 0;
        loop {
            let places = stretches.advance();
            if places.is_empty() {
                return Ok(Some((found, known.unwrap_or_default())));
            }
            let (numbers, ids): (Vec<Number>, Vec<ArticleId>) = places
                .iter()
                .filter_map(|place| {
                    Some((self.articles.get(*place as usize)?.0, ArticleId(*place)))
                })
                .unzip();
            let Some(sketches) = self.sketched(&numbers, done)? else { return Ok(None) };
            let rarity = match known.take() {
                Some(rarity) => rarity,
                None if places.len() == self.articles.len() => {
                    Rarity::new(sketches.iter().map(|sketch| &sketch.profile), self.articles.len())
                }
                None => match self.rarity()? {
                    Some(rarity) => rarity,
                    None => return Ok(None),
                },
            };
            let (profiles, prints): (Vec<Profile>, Vec<copy::Prints>) =
                sketches.into_iter().map(|sketch| (sketch.profile, sketch.prints)).unzip();
            let texts = SameTexts::find(self.store.reader(), &numbers, &prints)?
                .with_kept(self.store.reader())?;
            self.store.put_same(&texts.rows())?;
            drop((prints, texts));
            let Grouped { events, related } = event::group_some(&rarity, &profiles, &places);
            found
                .related
                .extend(ids.into_iter().zip(related).filter(|(_, related)| !related.is_empty()));
            let groups = events
                .into_iter()
                .map(|group| group.into_iter().map(|id| id.0).collect())
                .collect();
            let settled =
                stretches.settle(groups, |place| days.get(place as usize).copied().flatten());
            done += settled.iter().map(Vec::len).sum::<usize>();
            for place in settled.iter().flatten() {
                // Nobody asks for it again.
                self.sketches.remove(&self.number(ArticleId(*place)));
            }
            found.groups.extend(
                settled.into_iter().map(|group| group.into_iter().map(ArticleId).collect()),
            );
            known = Some(rarity);
        }
    }

    /// How rare terms are, by the sample of all articles that is counted.
    fn rarity(&self) -> Result<Option<Rarity>, Problem> {
        let all = self.articles.len();
        let names = self.store.reader().names()?;
        let counted = self.articles.iter().zip(names).filter(|(_, name)| Rarity::counts(name, all));
        let counted: Vec<Number> = counted.map(|((number, _), _)| *number).collect();
        let Some(sketches) = self.sketched(&counted, 0)? else { return Ok(None) };
        Ok(Some(Rarity::new(sketches.iter().map(|sketch| &sketch.profile), all)))
    }

    /// The sketches of some articles; `done` articles were grouped before. `None` where it was
    /// stopped.
    fn sketched(&self, numbers: &[Number], done: usize) -> Result<Option<Vec<Sketch>>, Problem> {
        let mut sketches = Vec::with_capacity(numbers.len());
        for chunk in numbers.chunks(CHUNK) {
            if (self.follower.stopped)() {
                return Ok(None);
            }
            let lacking: Vec<Number> = chunk
                .iter()
                .copied()
                .filter(|number| !self.sketches.contains_key(number))
                .collect();
            let drawn = self.store.reader().draw(&lacking)?;
            let sketch = |(article, found): (&Article, &ArticleFindings)| {
                analysis::sketch(article, &found.parts, found.language)
            };
            let made: Vec<Sketch> =
                drawn.corpus.articles().par_iter().zip(&drawn.found).map(sketch).collect();
            let mut made: FxHashMap<Number, Sketch> = drawn.numbers.into_iter().zip(made).collect();
            sketches.extend(chunk.iter().map(|number| {
                made.remove(number)
                    .or_else(|| self.sketches.get(number).cloned())
                    .unwrap_or_default()
            }));
            (self.follower.tell)(Step::Grouped(
                (done + sketches.len()).min(self.articles.len()),
                self.articles.len(),
            ));
        }
        Ok(Some(sketches))
    }

    /// The corrections by places among all articles.
    fn corrections(&self) -> Vec<Correction> {
        let correction = |change: &Change| {
            let apart_from =
                change.apart_from.iter().filter_map(|number| self.place(*number)).collect();
            Some(Correction {
                article: self.place(change.article)?,
                apart_from,
                with: change.with.and_then(|with| self.place(with)),
            })
        };
        self.basis.corrected.iter().filter_map(correction).collect()
    }

    fn place(&self, number: Number) -> Option<ArticleId> {
        let place = self.articles.binary_search_by_key(&number, |(number, _)| *number).ok()?;
        u32::try_from(place).ok().map(ArticleId)
    }

    fn number(&self, place: ArticleId) -> Number {
        self.articles.get(place.index()).map(|(number, _)| *number).unwrap_or_default()
    }

    fn published(&self, place: ArticleId) -> Option<Published> {
        self.articles.get(place.index()).and_then(|(_, published)| *published)
    }

    /// The groups with ids and stories, in the order of the list.
    fn in_order(
        &self,
        groups: Vec<Vec<ArticleId>>,
        related: &BTreeMap<ArticleId, Vec<(ArticleId, f32)>>,
    ) -> Result<Vec<Member>, Problem> {
        let order = |place: &ArticleId| self.published(*place).map(Published::order);
        let mut named = Vec::with_capacity(groups.len());
        for group in groups {
            named.push((group.iter().filter_map(order).min(), self.event_id(&group)?, group));
        }
        // As events are ordered elsewhere: the earliest first, undated ones last.
        named.sort_by(|a, b| (a.0.is_none(), a.0, &a.1).cmp(&(b.0.is_none(), b.0, &b.1)));
        let mut event_of = vec![0; self.articles.len()];
        for (at, (_, _, group)) in named.iter().enumerate() {
            group.iter().for_each(|article| event_of[article.index()] = at);
        }
        let events: Vec<(&[ArticleId], bool)> =
            named.iter().map(|(from, _, group)| (group.as_slice(), from.is_some())).collect();
        let follows = event::follows(&events, &event_of, |article| {
            related.get(&article).map_or(&[], Vec::as_slice)
        });
        drop((events, event_of));
        let firsts: Vec<Option<Number>> =
            named.iter().map(|(_, _, group)| self.first(group)).collect();
        let first = |event: usize| firsts.get(event).copied().flatten();
        let mut followed: BTreeMap<usize, Vec<Number>> = BTreeMap::new();
        for (later, earlier) in follows.iter().enumerate() {
            if let Some((earlier, later)) = earlier.zip(first(later)) {
                followed.entry(earlier).or_default().push(later);
            }
        }
        let mut places: Vec<usize> = (0..named.len()).collect();
        // As the list has them: the newest first, equals as before.
        places.sort_by_key(|at| Reverse(named.get(*at).and_then(|(from, ..)| *from)));
        let member = |at: usize| {
            let (_, id, group) = named.get_mut(at).map(std::mem::take)?;
            let articles = group.into_iter().map(|place| self.number(place)).collect();
            let follows = follows.get(at).copied().flatten().and_then(first);
            Some(Member {
                id,
                articles,
                follows,
                followed: followed.remove(&at).unwrap_or_default(),
            })
        };
        Ok(places.into_iter().filter_map(member).collect())
    }

    fn first(&self, group: &[ArticleId]) -> Option<Number> {
        group.first().map(|place| self.number(*place))
    }

    /// The id of the event of a group.
    fn event_id(&self, group: &[ArticleId]) -> Result<String, Problem> {
        let order = |place: &ArticleId| self.published(*place).map(Published::order);
        let key = |place: &ArticleId| (order(place).is_none(), order(place));
        let earliest = group.iter().map(key).min();
        let mut name: Option<String> = None;
        for place in group.iter().filter(|place| Some(key(place)) == earliest) {
            let other = self.store.reader().name(self.number(*place))?;
            name = [name, other].into_iter().flatten().min();
        }
        self.store.reader().event_id(&name.unwrap_or_default())
    }

    /// Keeps what was found of events.
    fn keep(
        &mut self,
        fresh: &Coverage,
        texts: &SameTexts,
        labels: &[(Number, Labels)],
    ) -> Result<(), Problem> {
        let numbers = |event: &EventFindings| {
            event.articles.iter().map(|id| fresh.number(*id)).collect::<Vec<_>>()
        };
        let events: Vec<(&EventFindings, u64)> = fresh
            .findings
            .events
            .iter()
            .map(|event| (event, texts.of_event(&numbers(event))))
            .collect();
        if events.is_empty() {
            Ok(())
        } else {
            self.store.put_events(&fresh.corpus, &events, labels)
        }
    }

    /// Gathers anew what changed and what it touches.
    fn some(&mut self, touched: &Touched, rarity: &Rarity) -> Result<bool, Problem> {
        let before = self.before(touched)?;
        let places: Vec<u32> = before.region.iter().map(|place| place.0).collect();
        let numbers: Vec<Number> = before.region.iter().map(|place| self.number(*place)).collect();
        let Some(sketches) = self.sketched(&numbers, 0)? else { return Ok(false) };
        let (profiles, prints): (Vec<Profile>, Vec<copy::Prints>) =
            sketches.into_iter().map(|sketch| (sketch.profile, sketch.prints)).unzip();
        let texts = SameTexts::find(self.store.reader(), &numbers, &prints)?;
        let Grouped { events, related } = event::group_some(rarity, &profiles, &places);
        let seeds = touched.changed.iter().filter_map(|number| self.place(*number));
        let Affected { groups, mut without } = before.affected(events, seeds);
        let named = self.named_beside(&groups)?;
        let groups =
            correction::apply(self.with_named(groups, named, &mut without)?, &self.corrections());
        let of_groups: BTreeSet<ArticleId> = groups.iter().flatten().copied().collect();
        let within = |related: Vec<(ArticleId, f32)>| {
            related.into_iter().filter(|(other, _)| of_groups.contains(other)).collect()
        };
        let related = before.region.iter().copied().zip(related.into_iter().map(within)).collect();
        let mut members = self.in_order(groups, &related)?;
        for member in &mut members {
            self.inherit(member, &without)?;
        }
        let Compared { rows, fresh, labels, texts, .. } =
            compare(prepare(self.store.reader(), members, texts)?);
        self.keep(&fresh, &texts, &labels)?;
        (self.follower.tell)(Step::Compared(of_groups.len(), of_groups.len()));
        self.store.reshelve(&without, rows, &self.basis)?;
        Ok(true)
    }

    /// What is looked at again: the articles published around those that changed, and all that
    /// share an event with one of them.
    fn before(&self, touched: &Touched) -> Result<Before, Problem> {
        let shelf = self.store.reader().shelf()?;
        let mut before = Before::default();
        let mut days: BTreeSet<Option<i64>> = BTreeSet::new();
        for number in touched.changed.iter().chain(&touched.gone) {
            if let Some((place, _)) = shelf.find(*number)? {
                before.without.insert(place);
            }
            days.extend(self.place(*number).map(|place| self.day(place)));
        }
        for place in &before.without {
            for article in shelf.event(*place)?.iter().flat_map(|event| &event.articles) {
                days.extend(self.place(article.number).map(|place| self.day(place)));
            }
        }
        let is_near = |day: Option<i64>| match day {
            Some(day) => days.range(Some(day - AROUND)..=Some(day + AROUND)).next().is_some(),
            None => days.contains(&None),
        };
        let all = (0..).map(ArticleId).take(self.articles.len());
        before.region = all.filter(|place| is_near(self.day(*place))).collect();
        let near: Vec<ArticleId> = before.region.iter().copied().collect();
        for article in near {
            let Some((place, _)) = shelf.find(self.number(article))? else { continue };
            if before.events.contains_key(&place) {
                continue;
            }
            let event = shelf.event(place)?;
            let articles: Vec<ArticleId> = event
                .iter()
                .flat_map(|event| &event.articles)
                .filter_map(|article| self.place(article.number))
                .collect();
            before.region.extend(articles.iter().copied());
            before.events.insert(place, articles);
        }
        Ok(before)
    }

    fn day(&self, place: ArticleId) -> Option<i64> {
        self.published(place).map(|published| i64::from(published.day()))
    }

    /// The articles that the corrections name together with some of `groups` and that are in none
    /// of these.
    fn named_beside(&self, groups: &[Vec<ArticleId>]) -> Result<BTreeSet<Number>, Problem> {
        let within: BTreeSet<ArticleId> = groups.iter().flatten().copied().collect();
        let mut beside = BTreeSet::new();
        for Correction { article, apart_from, with } in self.corrections() {
            let named: Vec<ArticleId> =
                [article].into_iter().chain(apart_from).chain(with).collect();
            if named.iter().any(|article| within.contains(article)) {
                beside.extend(
                    named
                        .into_iter()
                        .filter(|article| !within.contains(article))
                        .map(|article| self.number(article)),
                );
            }
        }
        Ok(beside)
    }

    /// `groups` with the events, as they are in the list, of the articles that are `named`; those
    /// make way, too.
    fn with_named(
        &self,
        mut groups: Vec<Vec<ArticleId>>,
        named: BTreeSet<Number>,
        without: &mut BTreeSet<usize>,
    ) -> Result<Vec<Vec<ArticleId>>, Problem> {
        let shelf = self.store.reader().shelf()?;
        for number in named {
            let Some((place, _)) =
                shelf.find(number)?.filter(|(place, _)| !without.contains(place))
            else {
                continue;
            };
            without.insert(place);
            let event = shelf.event(place)?;
            groups.push(
                event
                    .iter()
                    .flat_map(|event| &event.articles)
                    .filter_map(|article| self.place(article.number))
                    .collect(),
            );
        }
        Ok(groups)
    }

    /// Gives an event the story of those that it takes the place of.
    fn inherit(&self, member: &mut Member, without: &BTreeSet<usize>) -> Result<(), Problem> {
        let shelf = self.store.reader().shelf()?;
        for place in without {
            let Some(event) = shelf.event(*place)? else { continue };
            if event.articles.iter().any(|article| member.articles.contains(&article.number)) {
                let beyond = |number: &Number| !member.articles.contains(number);
                member.follows = member.follows.or(event.follows.filter(beyond));
                let more: Vec<Number> = event.followed.iter().copied().filter(beyond).collect();
                member.followed.extend(more);
            }
        }
        member.followed.sort_unstable();
        member.followed.dedup();
        Ok(())
    }
}

impl Member {
    /// Its articles by their places in a corpus.
    fn local(&self, places: &BTreeMap<Number, ArticleId>) -> Vec<ArticleId> {
        self.articles.iter().filter_map(|number| places.get(number).copied()).collect()
    }
}

/// For each of so many articles the group that it is in.
fn event_of(groups: &[Vec<ArticleId>], articles: usize) -> Vec<usize> {
    let mut event_of = vec![0; articles];
    for (at, group) in groups.iter().enumerate() {
        group.iter().for_each(|article| event_of[article.index()] = at);
    }
    event_of
}

/// Some events with all that their rows are made of.
struct Prepared {
    members: Vec<Member>,
    /// Their articles, without texts.
    drawn: Drawn,
    /// Their articles by their places among these.
    groups: Vec<Vec<ArticleId>>,
    keys: Vec<EventKey>,
    /// What was found of them before.
    known: Vec<Option<EventFindings>>,
    /// The articles, with texts, of those that have not been compared.
    lacking: Drawn,
    /// What they have of each other's texts.
    texts: SameTexts,
}

/// Prepares all events, some at a time.
fn prepare_all(reader: &Reader, members: Vec<Member>, send: &Sender<Result<Prepared, Problem>>) {
    let mut rest = members.into_iter().peekable();
    while rest.peek().is_some() {
        let mut chunk: Vec<Member> = Vec::new();
        let mut size = 0;
        while let Some(member) = rest.next_if(|_| size < CHUNK) {
            size += member.articles.len();
            chunk.push(member);
        }
        let texts = SameTexts::of_store(reader, chunk.iter().flat_map(|member| &member.articles));
        if send.send(texts.and_then(|texts| prepare(reader, chunk, texts))).is_err() {
            return;
        }
    }
}

fn prepare(reader: &Reader, members: Vec<Member>, texts: SameTexts) -> Result<Prepared, Problem> {
    let numbers: Vec<Number> =
        members.iter().flat_map(|member| member.articles.iter().copied()).collect();
    let drawn = reader.draw_rows(&numbers)?;
    let places: BTreeMap<Number, ArticleId> =
        drawn.numbers.iter().copied().zip(drawn.corpus.ids()).collect();
    let groups: Vec<Vec<ArticleId>> = members.iter().map(|member| member.local(&places)).collect();
    let keys: Vec<EventKey> = groups.iter().map(|group| drawn.key(group)).collect();
    let mut known = Vec::with_capacity(members.len());
    let mut lacking: Vec<Number> = Vec::new();
    for ((member, group), key) in members.iter().zip(&groups).zip(&keys) {
        let event = reader.event_with(&drawn.corpus, group, *key)?;
        let event = event
            .filter(|(event, known)| {
                event.id == member.id && *known == texts.of_event(&member.articles)
            })
            .map(|(event, _)| event);
        if event.is_none() {
            lacking.extend(&member.articles);
        }
        known.push(event);
    }
    // Where findings rank alike the order of the articles decides: it is that of a corpus of all.
    let lacking = reader.draw(&reader.as_loaded(&lacking)?)?;
    Ok(Prepared { members, drawn, groups, keys, known, lacking, texts })
}

/// Some events with their rows, and what was found of those that had not been compared.
struct Compared {
    rows: Vec<ShelfEvent>,
    keys: Vec<EventKey>,
    fresh: Coverage,
    labels: Vec<(Number, Labels)>,
    texts: SameTexts,
}

/// Compares all events, as they come.
fn compare_all(
    prepared: &Receiver<Result<Prepared, Problem>>,
    send: &Sender<Result<Compared, Problem>>,
) {
    for prepared in prepared {
        if send.send(prepared.map(compare)).is_err() {
            return;
        }
    }
}

/// The rows of events, which are compared where that has not been done.
fn compare(prepared: Prepared) -> Compared {
    let Prepared { members, drawn, groups, keys, known, lacking, texts } = prepared;
    let places: BTreeMap<Number, ArticleId> =
        drawn.numbers.iter().copied().zip(drawn.corpus.ids()).collect();
    let unknown: Vec<&Member> = members
        .iter()
        .zip(&known)
        .filter(|(_, known)| known.is_none())
        .map(|(member, _)| member)
        .collect();
    let fresh = found_of(&unknown, lacking, &texts);
    let labels = fresh.corpus.ids().map(|id| (fresh.number(id), fresh.labels(id))).collect();
    let mut new = fresh.findings.events.iter().map(|event| {
        let mut event = event.clone();
        event.renumber(|id| places.get(&fresh.number(id)).copied().unwrap_or_default());
        event
    });
    let events: Vec<EventFindings> =
        known.into_iter().map(|known| known.or_else(|| new.next()).unwrap_or_default()).collect();
    drop(new);
    let findings = Findings {
        articles: drawn.found,
        events,
        event_of: event_of(&groups, drawn.numbers.len()),
        ..Findings::default()
    };
    let coverage =
        Coverage { corpus: drawn.corpus, findings, numbers: drawn.numbers, ..Coverage::default() };
    let row = |(at, member): (usize, &Member)| {
        let whole = |article: ArticleId| {
            let (kind, original, outlet) = texts.whole.get(&coverage.number(article))?;
            let beside = places.get(original).filter(|_| member.articles.contains(original));
            Some((
                *kind,
                beside.map_or_else(
                    || Original::Elsewhere(outlet.clone()),
                    |beside| Original::Beside(*beside),
                ),
            ))
        };
        ShelfEvent {
            follows: member.follows,
            followed: member.followed.clone(),
            ..event_row(&coverage, at, &whole)
        }
    };
    let rows = members.iter().enumerate().map(row).collect();
    Compared { rows, keys, fresh, labels, texts }
}

/// What the articles of these events, which were drawn from the store, make of them.
fn found_of(members: &[&Member], drawn: Drawn, texts: &SameTexts) -> Coverage {
    let Drawn { corpus, mut found, numbers, .. } = drawn;
    let local: BTreeMap<Number, ArticleId> = numbers.iter().copied().zip(corpus.ids()).collect();
    let groups: Vec<Vec<ArticleId>> = members.iter().map(|member| member.local(&local)).collect();
    analysis::unify_speakers(&mut found, &groups);
    let event_of = event_of(&groups, numbers.len());
    let named = groups.into_iter().zip(members.iter().map(|member| member.id.clone())).collect();
    let events = analysis::compare(&corpus, &found, &texts.among(&local), named);
    let findings = Findings { articles: found, events, event_of, ..Findings::default() };
    Coverage { corpus, findings, numbers, ..Coverage::default() }
}

/// What some of the list was, around what changed.
#[derive(Default)]
struct Before {
    /// The articles that are looked at.
    region: BTreeSet<ArticleId>,
    /// Their events, by place.
    events: BTreeMap<usize, Vec<ArticleId>>,
    /// The places of events that are not as they were.
    without: BTreeSet<usize>,
}

/// The groups that are not as they were, and the events of which they take the place.
struct Affected {
    groups: Vec<Vec<ArticleId>>,
    without: BTreeSet<usize>,
}

impl Before {
    /// Those of `groups` that hold a `seed`, and whatever of old events and new groups hangs
    /// together with them: so every article is in one event, before and after.
    fn affected(
        &self,
        groups: Vec<Vec<ArticleId>>,
        seeds: impl Iterator<Item = ArticleId>,
    ) -> Affected {
        let group_of: BTreeMap<ArticleId, usize> = groups
            .iter()
            .enumerate()
            .flat_map(|(at, group)| group.iter().map(move |article| (*article, at)))
            .collect();
        let event_of: BTreeMap<ArticleId, usize> = self
            .events
            .iter()
            .flat_map(|(place, articles)| articles.iter().map(|article| (*article, *place)))
            .collect();
        let mut without = self.without.clone();
        let of_events =
            without.iter().filter_map(|place| self.events.get(place)).flatten().copied();
        let mut open: Vec<ArticleId> = seeds.chain(of_events).collect();
        let mut taken: BTreeSet<usize> = BTreeSet::new();
        while let Some(article) = open.pop() {
            if let Some(group) = group_of.get(&article).filter(|group| taken.insert(**group)) {
                open.extend(&groups[*group]);
            }
            if let Some(place) = event_of.get(&article).filter(|place| without.insert(**place)) {
                open.extend(&self.events[place]);
            }
        }
        let groups = groups
            .into_iter()
            .enumerate()
            .filter(|(at, _)| taken.contains(at))
            .map(|(_, group)| group)
            .collect();
        Affected { groups, without }
    }
}

/// Which articles have texts of others.
#[derive(Default)]
struct SameTexts {
    /// By article.
    of: BTreeMap<Number, Vec<Same>>,
    /// What articles are as a whole.
    whole: BTreeMap<Number, Whole>,
}

/// What an article is as a whole: how, of which article, and who published that.
type Whole = (CopyKind, Number, String);

/// A text that is another's.
#[derive(Serialize, Deserialize)]
struct Same {
    original: Number,
    /// Its article and original are those of a corpus that is no more.
    text: SameText,
}

impl SameTexts {
    /// Finds which of some articles have texts of others of them, by their prints.
    fn find(
        reader: &Reader,
        numbers: &[Number],
        prints: &[copy::Prints],
    ) -> Result<SameTexts, Problem> {
        let mut texts = SameTexts::default();
        let mut drawn = reader.draw_rows(numbers)?;
        if drawn.numbers.len() != numbers.len() {
            return Ok(texts); // an article went meanwhile, and all will be gathered anew
        }
        let candidates = Candidates::find(&drawn.corpus, prints);
        // Most articles share no text with any other.
        let involved = candidates.articles();
        let wanted: Vec<Number> =
            involved.iter().filter_map(|id| numbers.get(id.index()).copied()).collect();
        drawn.fill(reader.draw(&wanted)?);
        let copies = candidates.compare(&drawn.corpus, &drawn.found);
        let number = |id: ArticleId| numbers.get(id.index()).copied().unwrap_or_default();
        for id in involved {
            let same: Vec<Same> = copies
                .of(id)
                .iter()
                .map(|text| Same { original: number(text.original), text: text.clone() })
                .collect();
            if !same.is_empty() {
                texts.of.insert(number(id), same);
            }
            if let Some((kind, original)) = copies.whole(id) {
                texts.whole.insert(
                    number(id),
                    (kind, number(original), outline::outlet(drawn.corpus.article(original))),
                );
            }
        }
        Ok(texts)
    }

    /// Together with what another stretch found of the same articles: it saw what came after them.
    fn with_kept(mut self, reader: &Reader) -> Result<SameTexts, Problem> {
        let kept = SameTexts::of_store(reader, self.articles().iter())?;
        for (article, same) in kept.of {
            self.of.entry(article).or_insert(same);
        }
        for (article, whole) in kept.whole {
            self.whole.entry(article).or_insert(whole);
        }
        Ok(self)
    }

    /// The articles of which there is something to say.
    fn articles(&self) -> BTreeSet<Number> {
        self.of.keys().chain(self.whole.keys()).copied().collect()
    }

    /// All of it by article, as the store keeps it.
    fn rows(&self) -> Vec<(Number, Vec<u8>)> {
        let said = |article: &Number| {
            postcard::to_stdvec(&(self.of.get(article), self.whole.get(article)))
                .unwrap_or_default()
        };
        self.articles().into_iter().map(|article| (article, said(&article))).collect()
    }

    /// What the store has of these articles.
    fn of_store<'a>(
        reader: &Reader,
        articles: impl Iterator<Item = &'a Number>,
    ) -> Result<SameTexts, Problem> {
        let mut texts = SameTexts::default();
        for article in articles {
            let Some(said) = reader.same(*article)? else { continue };
            let (of, whole): (Option<Vec<Same>>, Option<Whole>) =
                postcard::from_bytes(&said).unwrap_or_default();
            texts.of.extend(of.map(|of| (*article, of)));
            texts.whole.extend(whole.map(|whole| (*article, whole)));
        }
        Ok(texts)
    }

    /// A hash of what the articles of an event have of each other's texts.
    fn of_event(&self, articles: &[Number]) -> u64 {
        let mut hash = Xxh3Default::new();
        let mut numbers: Vec<&Number> = articles.iter().collect();
        numbers.sort_unstable();
        for number in numbers {
            for Same { original, text } in self
                .of
                .get(number)
                .into_iter()
                .flatten()
                .filter(|same| articles.contains(&same.original))
            {
                let said = (number, original, text.kind, &text.passages, &text.changes);
                hash.update(format!("{said:?}").as_bytes());
            }
            if self.is_superseded(number) {
                hash.update(&number.0.to_le_bytes());
            }
        }
        hash.digest()
    }

    /// Whether there is a later version of an article, in whichever event.
    fn is_superseded(&self, article: &Number) -> bool {
        matches!(self.whole.get(article), Some((CopyKind::Version, ..)))
    }

    /// The texts that articles of a corpus have of each other, by their numbers in it.
    fn among(&self, places: &BTreeMap<Number, ArticleId>) -> Copies {
        let of = |(number, article): (&Number, &ArticleId)| {
            let texts = self.of.get(number).into_iter().flatten();
            let article = *article;
            texts.filter_map(move |same| {
                Some(SameText {
                    article,
                    original: *places.get(&same.original)?,
                    ..same.text.clone()
                })
            })
        };
        // Of a later version that is elsewhere it matters that there is one.
        let later = |(number, original): (&Number, &ArticleId)| {
            let (_, later, _) = self.whole.get(number).filter(|_| self.is_superseded(number))?;
            let (article, original) = (ArticleId(u32::MAX), *original);
            let empty = SameText {
                kind: CopyKind::Version,
                article,
                original,
                share: 0.0,
                passages: Vec::new(),
                changes: Vec::new(),
            };
            (!places.contains_key(later)).then_some(empty)
        };
        Copies::new(places.iter().flat_map(of).chain(places.iter().filter_map(later)).collect())
    }
}

#[cfg(test)]
mod tests;
