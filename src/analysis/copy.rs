//! Copies and versions: which passages of an article are another article's text, and which articles
//! are one article of one outlet at different times.
//!
//! Method: candidates by MinHash of shingles (see `copy/candidate.rs`), their words aligned exactly
//! (`copy/align.rs`): it is containment that counts, not likeness, for a copy may be cut, or be one
//! paragraph of a long article. The text belongs to the article published earlier; of one day, or
//! where its day is not known, to the agency itself, then to the one that credits none. Where
//! several have it, a passage is the text of one of them: the
//! one that shares most, of nearly equal ones the earliest.
//!
//! Not done: texts told anew in other words, translations, and speech that either quotes, unless it
//! names the other's outlet.

mod align;
mod candidate;
pub mod echo;

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use rayon::prelude::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};
use serde::{Deserialize, Serialize};

use crate::analysis::ArticleFindings;
use crate::analysis::boilerplate::{Part, PartKind};
use crate::analysis::copy::align::{Account, Cites, Places, Taken};
use crate::analysis::copy::candidate::Candidate;
use crate::analysis::language::lexicon::entries;
use crate::corpus::{Article, ArticleId, Corpus, Outlet, Published};
use crate::text::Span;

pub use crate::analysis::copy::candidate::Prints;

/// Share of the shorter text's words that must be the same for two articles of one outlet to be
/// versions.
const VERSION: f32 = 0.8;
/// The same, where they have one URL.
const VERSION_AT_URL: f32 = 0.3;
/// The share of their prints from which two articles of one outlet are looked at as versions. Where
/// four fifths of the words are the same at least half of the prints are, unless each sentence was
/// altered.
const ALIKE: f32 = 0.25;
/// Days within which an article without a URL of its own is updated; what is much alike later is a
/// form that is filled anew.
const UPDATED: i32 = 7;
/// Share of an article's words from which it is another's text as a whole, whatever lead it was
/// given.
const WHOLE: f32 = 0.8;
/// Share of the best original's words from which an earlier one is preferred to it.
const NEARLY: f32 = 0.9;

/// Whose text it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CopyKind {
    /// Another outlet's, taken over.
    Copy,
    /// The outlet's own, at an earlier time.
    Version,
}

/// An article that has text of another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SameText {
    /// Another outlet's text, or the same outlet's.
    pub kind: CopyKind,
    /// The article that has it: the later one.
    pub article: ArticleId,
    /// The article whose text it is; of a version the one before.
    pub original: ArticleId,
    /// Share of the words of the article's account that are in the passages, from 0 to 1.
    pub share: f32,
    /// What is the same, in order of the article.
    pub passages: Vec<SamePassage>,
    /// What a version changes, in order of the text; of a copy empty.
    pub changes: Vec<Change>,
}

/// Sentences of an article that are another's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SamePassage {
    /// Bytes of the article's text: whole sentences.
    pub here: Span,
    /// Bytes of the original's text.
    pub there: Span,
    /// Whether they are the same word for word.
    pub exact: bool,
}

/// One sentence of a version and of the one before: what was added has nothing before, what was
/// taken out nothing after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Bytes of the earlier text.
    pub before: Option<Span>,
    /// Bytes of the later text.
    pub after: Option<Span>,
}

/// All copies and versions, by article, then passage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Copies {
    all: Vec<SameText>,
    /// By earlier version, the one after it.
    later: BTreeMap<ArticleId, ArticleId>,
}

impl Copies {
    /// Copies and versions in this order.
    pub fn new(mut all: Vec<SameText>) -> Copies {
        all.sort_by_key(|same| {
            (
                same.article,
                same.kind,
                same.passages.first().map(|passage| passage.here),
                same.original,
            )
        });
        let versions = all.iter().filter(|same| same.kind == CopyKind::Version);
        let later = versions.map(|same| (same.original, same.article)).collect();
        Copies { all, later }
    }

    /// All of them, in order of article.
    pub fn all(&self) -> &[SameText] {
        &self.all
    }

    /// The texts of others that `article` has: copies before the version.
    pub fn of(&self, article: ArticleId) -> &[SameText] {
        let from = self.all.partition_point(|same| same.article < article);
        let to = self.all.partition_point(|same| same.article <= article);
        self.all.get(from..to).unwrap_or_default()
    }

    /// Whether its outlet has a later version of `article`.
    pub fn is_superseded(&self, article: ArticleId) -> bool {
        self.later.contains_key(&article)
    }

    /// The article whose text `article` is as a whole: another outlet's, or the outlet's own at
    /// another time.
    pub fn whole(&self, article: ArticleId) -> Option<(CopyKind, ArticleId)> {
        let later = self.later.get(&article).map(|later| (CopyKind::Version, *later));
        let copied = || {
            self.of(article).iter().find(|same| same.kind == CopyKind::Copy && same.share >= WHOLE)
        };
        later.or_else(|| copied().map(|same| (CopyKind::Copy, same.original)))
    }
}

/// Finds the copies and versions of a corpus, by the prints of its articles.
pub fn find(corpus: &Corpus, found: &[ArticleFindings], prints: &[Prints]) -> Copies {
    Candidates::find(corpus, prints).compare(corpus, found)
}

/// Articles that may share text, as far as their prints tell: pairs of places in the corpus.
#[derive(Debug, Default)]
pub struct Candidates {
    /// The places in the order of who had a text first, whoever credits an agency.
    order: Vec<usize>,
    /// Those of one outlet that may be versions.
    alike: Vec<(usize, usize)>,
    /// Those of one outlet.
    own: Vec<(usize, usize)>,
    /// Those of two outlets.
    others: Vec<(usize, usize)>,
}

impl Candidates {
    /// Those of a corpus, whose texts are not looked at.
    pub fn find(corpus: &Corpus, prints: &[Prints]) -> Candidates {
        let keys: Vec<Key> =
            corpus.ids().map(|id| Key::new(corpus.article(id), Credits::Nobody)).collect();
        let mut order: Vec<usize> = (0..keys.len()).collect();
        order.sort_by(|a, b| keys[*a].cmp(&keys[*b]));
        let candidates = candidate::find(prints, &order);
        let (own, others): (Vec<_>, Vec<_>) =
            candidates.into_iter().partition(|pair| one_outlet(corpus, pair.earlier, pair.later));
        let pair = |candidate: &Candidate| (candidate.earlier, candidate.later);
        let alike = own.iter().filter(|candidate| candidate.likeness >= ALIKE).map(pair);
        let alike = alike
            .chain(
                at_one_url(corpus, &order).into_iter().filter(|(a, b)| one_outlet(corpus, *a, *b)),
            )
            .collect();
        Candidates {
            order,
            alike,
            own: own.iter().map(pair).collect(),
            others: others.iter().map(pair).collect(),
        }
    }

    /// The articles whose texts must be compared, in order.
    pub fn articles(&self) -> BTreeSet<ArticleId> {
        [&self.alike, &self.own, &self.others]
            .into_iter()
            .flatten()
            .flat_map(|(a, b)| [id(*a), id(*b)])
            .collect()
    }

    /// The copies and versions among them; `corpus` and `found` need texts and findings of their
    /// articles alone.
    pub fn compare(self, corpus: &Corpus, found: &[ArticleFindings]) -> Copies {
        let keys: Vec<Key> =
            corpus.ids().map(|id| Key::new(corpus.article(id), Credits::Nobody)).collect();
        let matcher = Matcher { corpus, found };
        let versions = versions(&matcher, self.alike, &self.order);
        let copies = copies(&matcher, self.others, self.own, &keys, &versions);
        Copies::new(versions.into_iter().chain(copies).collect())
    }
}

/// What puts articles in order of who had a text first: the day, then what they have to do with an
/// agency, the time, the id. An agency of which no day is known comes before all: it copies nobody.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key<'a> {
    undated: bool,
    day: Option<Date>,
    credits: Credits,
    time: Option<(Date, i32)>,
    id: &'a str,
}

/// What an article has to do with an agency, those that have a text first before the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Credits {
    /// It is the agency's own.
    Agency,
    /// It credits none.
    Nobody,
    /// It credits one.
    Another,
}

impl Key<'_> {
    fn new(article: &Article, credits: Credits) -> Key<'_> {
        let time = article.published.map(Published::order);
        Key {
            undated: time.is_none() && credits != Credits::Agency,
            day: time.map(|(day, _)| day),
            credits,
            time,
            id: &article.id,
        }
    }
}

/// How texts credit an agency, with the name by which it is an outlet itself.
static AGENCIES: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    entries(include_str!("../../assets/lexicon/agencies.txt"))
        .filter_map(|line| line.split_once('|'))
        .map(|(credit, name)| (credit.trim(), name.trim()))
        .collect()
});

/// Whether an outlet is an agency that is credited with `credit` and known as `name`.
fn is_agency(outlet: &Outlet, (credit, name): (&str, &str)) -> bool {
    outlet.name.eq_ignore_ascii_case(name)
        || outlet.name.split_whitespace().any(|word| word == name)
        || outlet.name.contains(credit)
}

/// Whether an article is an agency's own, or credits one anywhere.
fn credits(article: &Article) -> Credits {
    let named = |credit: &str| {
        article.text.contains(credit)
            || article.authors.iter().any(|author| author.contains(credit))
    };
    if AGENCIES.iter().any(|agency| is_agency(&article.outlet, *agency)) {
        return Credits::Agency;
    }
    let another = AGENCIES.iter().any(|(credit, _)| named(credit));
    if another { Credits::Another } else { Credits::Nobody }
}

/// The agency whose text an article prints, by its name as an outlet: its own outlet, else the one
/// that its byline or dateline credits. A picture's credit, or a word of an agency in the account,
/// says nothing of the text.
pub fn agency(article: &Article, parts: &[Part]) -> Option<&'static str> {
    let lines = parts
        .iter()
        .filter(|part| matches!(part.kind, PartKind::Byline | PartKind::Dateline))
        .filter_map(|part| article.text.get(part.span.start..part.span.end));
    let credits: Vec<&str> = article.authors.iter().map(String::as_str).chain(lines).collect();
    let credited = |(credit, name): &&(&str, &str)| {
        credits.iter().any(|line| line.contains(credit))
            || article.authors.iter().any(|author| author == name)
    };
    let own = AGENCIES.iter().find(|agency| is_agency(&article.outlet, **agency));
    own.or_else(|| AGENCIES.iter().find(credited)).map(|(_, name)| *name)
}

/// Whether two articles are of one outlet that is known, by its name or by its site: one site may
/// sign in several names.
fn one_outlet(corpus: &Corpus, a: usize, b: usize) -> bool {
    let (a, b) = (&corpus.articles()[a], &corpus.articles()[b]);
    let site = |article: &'_ Article| article.url.as_deref().and_then(site).map(str::to_owned);
    !a.outlet.name.is_empty() && a.outlet.name == b.outlet.name
        || site(a).is_some() && site(a) == site(b)
}

/// The site of a URL.
fn site(url: &str) -> Option<&str> {
    let host = url.split_once("://")?.1.split(['/', '?', '#', ':']).next()?;
    Some(host.strip_prefix("www.").unwrap_or(host)).filter(|host| !host.is_empty())
}

/// Articles at one page of the web, each with the one before it.
fn at_one_url(corpus: &Corpus, order: &[usize]) -> Vec<(usize, usize)> {
    let mut last: BTreeMap<&str, usize> = BTreeMap::new();
    let pages = order
        .iter()
        .filter_map(|article| Some((page(corpus.articles()[*article].url.as_deref()?)?, *article)));
    pages
        .filter_map(|(page, article)| last.insert(page, article).map(|before| (before, article)))
        .collect()
}

/// The part of a URL that tells the page: without scheme, query, fragment and last slash. `None`
/// for the page of a site itself.
fn page(url: &str) -> Option<&str> {
    let bare = url.split(['?', '#']).next()?.trim_end_matches('/');
    let bare = bare.split_once("://").map_or(bare, |(_, rest)| rest);
    bare.contains('/').then(|| bare.strip_prefix("www.").unwrap_or(bare))
}

/// Aligns the accounts of candidates.
struct Matcher<'a> {
    corpus: &'a Corpus,
    found: &'a [ArticleFindings],
}

impl Matcher<'_> {
    fn account(&self, index: usize) -> Account {
        let found = &self.found[index];
        Account::new(&self.corpus.articles()[index].text, found)
    }

    fn cites(&self, a: usize, b: usize) -> Cites {
        let articles = self.corpus.articles();
        let names = |article: &Article, other: &Article| {
            !other.outlet.name.is_empty() && article.text.contains(&other.outlet.name)
        };
        Cites { a: names(&articles[a], &articles[b]), b: names(&articles[b], &articles[a]) }
    }

    /// What `make` makes of each pair with the places of the first one's shingles, pairs of one
    /// first article at a time.
    fn each<T: Send>(
        &self,
        mut pairs: Vec<(usize, usize)>,
        make: impl Fn(usize, usize, &Account, &Account, Vec<Taken>) -> Option<T> + Sync,
    ) -> Vec<T> {
        pairs.sort_unstable();
        pairs.dedup();
        let groups: Vec<&[(usize, usize)]> = pairs.chunk_by(|a, b| a.0 == b.0).collect();
        let of_group = |group: &[(usize, usize)]| {
            let Some((first, _)) = group.first() else { return Vec::new() };
            let a = self.account(*first);
            let places = Places::new(&a);
            let aligned = group.iter().filter_map(|(first, other)| {
                let b = self.account(*other);
                let taken: Vec<Taken> = align::stretches(&places, &b, self.cites(*first, *other))
                    .iter()
                    .flat_map(|stretch| align::taken(&a, &b, stretch))
                    .collect();
                if taken.is_empty() { None } else { make(*first, *other, &a, &b, taken) }
            });
            aligned.collect()
        };
        groups
            .into_par_iter()
            .map(of_group)
            .collect::<Vec<Vec<T>>>()
            .into_iter()
            .flatten()
            .collect()
    }
}

/// The share of an account's words that sentences hold.
fn share(account: &Account, sentences: impl Iterator<Item = Range<usize>>) -> f32 {
    let mut held = vec![false; account.len()];
    for at in sentences.flatten() {
        if let Some(held) = held.get_mut(at) {
            *held = true;
        }
    }
    held.iter().filter(|held| **held).count() as f32 / account.len().max(1) as f32
}

fn id(index: usize) -> ArticleId {
    ArticleId(index as u32)
}

/// The versions among candidates of one outlet: of each article the one just before it.
fn versions(
    matcher: &Matcher<'_>,
    candidates: Vec<(usize, usize)>,
    order: &[usize],
) -> Vec<SameText> {
    let later_first = candidates.into_iter().map(|(a, b)| (b, a)).collect();
    let found = matcher.each(later_first, |article, original, a, b, taken| {
        let same = share(a, taken.iter().map(|taken| taken.a.clone()))
            .max(share(b, taken.iter().map(|taken| taken.b.clone())));
        let (x, y) = (&matcher.corpus.articles()[article], &matcher.corpus.articles()[original]);
        let url = |article: &Article| article.url.as_deref().and_then(page).map(str::to_owned);
        let one_page = url(x).is_some() && url(x) == url(y);
        let soon = x.published.zip(y.published).is_none_or(|(x, y)| y.days_until(x) <= UPDATED);
        let version = if one_page { same >= VERSION_AT_URL } else { soon && same >= VERSION };
        version.then(|| {
            let share = share(a, taken.iter().map(|taken| taken.a.clone()));
            let (passages, changes) = compared(a, b);
            SameText {
                kind: CopyKind::Version,
                article: id(article),
                original: id(original),
                share,
                passages,
                changes,
            }
        })
    });
    let mut places = vec![0; order.len()];
    order.iter().enumerate().for_each(|(place, article)| places[*article] = place);
    let mut latest: BTreeMap<ArticleId, SameText> = BTreeMap::new();
    for same in found {
        let place = |same: &SameText| places[same.original.index()];
        match latest.get(&same.article) {
            Some(known) if place(known) >= place(&same) => {}
            _ => {
                latest.insert(same.article, same);
            }
        }
    }
    latest.into_values().collect()
}

/// What stayed the same from `b` to `a` and what was changed, sentence by sentence.
fn compared(a: &Account, b: &Account) -> (Vec<SamePassage>, Vec<Change>) {
    let sentences = |account: &Account| {
        (0..account.sentences.len()).map(|at| account.sentence(at).to_vec()).collect::<Vec<_>>()
    };
    let (later, earlier) = (sentences(a), sentences(b));
    let hull = |account: &Account, range: Range<usize>| {
        let words = account.sentences.get(range).unwrap_or_default();
        words
            .first()
            .zip(words.last())
            .map(|(first, last)| account.hull(first.start..last.end))
            .filter(|span| !span.is_empty())
    };
    let (mut same, mut changes) = (Vec::new(), Vec::new());
    for op in similar::capture_diff_slices(similar::Algorithm::Myers, &earlier, &later) {
        let (old, mut new) = (op.old_range(), op.new_range());
        if op.tag() == similar::DiffTag::Equal {
            let spans = hull(a, new).zip(hull(b, old));
            same.extend(spans.map(|(here, there)| SamePassage { here, there, exact: true }));
            continue;
        }
        for before in old {
            // The next sentence that is this one in other words, and before it those that are new.
            let rewritten =
                new.clone().find(|after| align::alike(&earlier[before], &later[*after]));
            let until = rewritten.unwrap_or(new.start);
            changes.extend(
                (new.start..until).map(|at| Change { before: None, after: hull(a, at..at + 1) }),
            );
            changes.push(Change {
                before: hull(b, before..before + 1),
                after: rewritten.and_then(|at| hull(a, at..at + 1)),
            });
            new.start = rewritten.map_or(new.start, |at| at + 1);
        }
        changes.extend(new.map(|at| Change { before: None, after: hull(a, at..at + 1) }));
    }
    changes.retain(|change| change.before.or(change.after).is_some());
    (same, changes)
}

/// The copies among candidates of different outlets. What an outlet had printed before is its own,
/// whoever printed it since: so what an article has of its own outlet is settled with the rest.
fn copies(
    matcher: &Matcher<'_>,
    candidates: Vec<(usize, usize)>,
    own: Vec<(usize, usize)>,
    keys: &[Key<'_>],
    versions: &[SameText],
) -> Vec<SameText> {
    let mut involved: Vec<usize> = candidates.iter().flat_map(|(a, b)| [*a, *b]).collect();
    involved.sort_unstable();
    involved.dedup();
    let credited: Vec<Credits> =
        involved.par_iter().map(|article| credits(&matcher.corpus.articles()[*article])).collect();
    let mut keys = keys.to_vec();
    for (article, credits) in involved.into_iter().zip(credited) {
        keys[article] = Key::new(&matcher.corpus.articles()[article], credits);
    }
    // A version has what the first one had when that one had it.
    let firsts = firsts(versions);
    let key = |article: usize| {
        (&keys[firsts.get(&id(article)).map_or(article, |first| first.index())], &keys[article])
    };
    let oriented = |(a, b): (usize, usize)| if key(a) < key(b) { (b, a) } else { (a, b) };
    let shares = |pairs: Vec<(usize, usize)>| {
        matcher.each(pairs, |article, original, a, b, taken| {
            Some(Share::new(article, original, a, b, &taken))
        })
    };
    let mut found = shares(candidates.into_iter().map(oriented).collect());
    // Only of an article that has another outlet's text it matters what it has of its own.
    let mixed: BTreeSet<usize> = found.iter().map(|share| share.article).collect();
    found.extend(shares(
        own.into_iter().map(oriented).filter(|(article, _)| mixed.contains(article)).collect(),
    ));
    found.sort_by_key(|share| (share.article, share.original));
    let superseded: BTreeSet<ArticleId> = versions.iter().map(|version| version.original).collect();
    let is_own = |article: usize, original: usize| one_outlet(matcher.corpus, article, original);
    let order = |a: &Share, b: &Share| {
        let other = |share: &Share| !is_own(share.article, share.original);
        other(a).cmp(&other(b)).then_with(|| key(a.original).cmp(&key(b.original)))
    };
    // What the latest version still has is its text; what is left may be an earlier one's.
    let settled = |group: &[Share]| {
        let (gone, latest): (Vec<Share>, Vec<Share>) =
            group.iter().cloned().partition(|share| superseded.contains(&id(share.original)));
        let mut found = Vec::new();
        settle(latest, &order, &mut found);
        settle(gone, &order, &mut found);
        found.retain(|same| !is_own(same.article.index(), same.original.index()));
        found
    };
    let groups: Vec<&[Share]> = found.chunk_by(|a, b| a.article == b.article).collect();
    groups.into_par_iter().map(settled).collect::<Vec<_>>().into_iter().flatten().collect()
}

/// The first version of each article that has one before it.
fn firsts(versions: &[SameText]) -> BTreeMap<ArticleId, ArticleId> {
    let before: BTreeMap<ArticleId, ArticleId> =
        versions.iter().map(|version| (version.article, version.original)).collect();
    let first = |article: ArticleId| {
        std::iter::successors(Some(article), |at| before.get(at).copied()).last().unwrap_or(article)
    };
    before.keys().map(|article| (*article, first(*article))).collect()
}

/// What an article has of one original.
#[derive(Clone, Debug)]
struct Share {
    article: usize,
    original: usize,
    /// Words of the article's account.
    words: usize,
    sentences: Vec<SameSentence>,
}

/// A sentence of an article that is an original's.
#[derive(Clone, Debug)]
struct SameSentence {
    /// Its place in the article.
    place: usize,
    /// How many words it has.
    words: usize,
    /// The words of the original.
    original: Range<usize>,
    same: SamePassage,
}

impl Share {
    fn new(article: usize, original: usize, a: &Account, b: &Account, taken: &[Taken]) -> Share {
        let sentence = |taken: &Taken| SameSentence {
            place: taken.sentence,
            words: taken.a.len(),
            original: taken.b.clone(),
            same: SamePassage {
                here: a.hull(taken.a.clone()),
                there: b.hull(taken.b.clone()),
                exact: taken.exact,
            },
        };
        let mut sentences: Vec<SameSentence> = taken.iter().map(sentence).collect();
        sentences.sort_by_key(|sentence| (sentence.place, sentence.same.there));
        sentences.dedup_by_key(|sentence| sentence.place);
        Share { article, original, words: a.len(), sentences }
    }

    fn held(&self) -> usize {
        self.sentences.iter().map(|sentence| sentence.words).sum()
    }

    /// The sentences in runs that are runs in the original too.
    fn passages(&self) -> Vec<SamePassage> {
        let goes_on = |a: &SameSentence, b: &SameSentence| {
            a.place + 1 == b.place
                && b.original.start <= a.original.end + align::GAP
                && a.original.start < b.original.end
        };
        let joined = |a: SamePassage, b: SamePassage| SamePassage {
            here: a.here.hull(b.here),
            there: a.there.hull(b.there),
            exact: a.exact && b.exact,
        };
        self.sentences
            .chunk_by(goes_on)
            .filter_map(|run| run.iter().map(|sentence| sentence.same).reduce(joined))
            .collect()
    }
}

/// Of which original each sentence of one article is: the one that has most, of nearly equal ones
/// the first.
fn settle(
    mut left: Vec<Share>,
    order: &impl Fn(&Share, &Share) -> Ordering,
    found: &mut Vec<SameText>,
) {
    loop {
        let known = |same: &SamePassage| {
            found
                .iter()
                .flat_map(|found| &found.passages)
                .any(|known| known.here.overlaps(same.here))
        };
        for share in &mut left {
            share.sentences.retain(|sentence| !known(&sentence.same));
        }
        left.retain(|share| share.held() >= align::LEAST);
        let most = left.iter().map(Share::held).max().unwrap_or(0);
        let enough = |share: &&Share| share.held() as f32 >= NEARLY * most as f32;
        let Some(best) = left.iter().filter(enough).min_by(|a, b| order(a, b)) else { return };
        found.push(SameText {
            kind: CopyKind::Copy,
            article: id(best.article),
            original: id(best.original),
            share: best.held() as f32 / best.words.max(1) as f32,
            passages: best.passages(),
            changes: Vec::new(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::{Copies, CopyKind, agency};
    use crate::analysis::boilerplate::{Part, PartKind};
    use crate::analysis::{Depth, analyze_unless};
    use crate::corpus::{Article, Corpus, Outlet, Published};
    use crate::text::Span;

    const FIRST: &str = "The harbour authority of Elsin shut its northern lock on Monday after divers found a crack as long as a man in the lower gate.";
    const SECOND: &str = "Eleven barges are waiting in the outer basin, and the coal that two of them carry is meant for the power station at Morva.";
    const THIRD: &str = "A spare gate was sold for scrap nine years ago, when the council wanted the money for the roof of the market hall.";
    const FOURTH: &str = "Nobody at the authority could say on Monday evening when the lock would open, or who is to pay for the crane that it needs.";
    const OTHER: &str = "Fishermen from the island met in the school on Tuesday, drank tea and chose a woman of thirty to speak for them in the capital.";
    const MORE: &str = "Parrots have been seen in the park behind the station since spring, and children feed them on bread, which a vet warns against.";

    fn article(id: &str, outlet: &str, day: i8, sentences: &[&str]) -> Article {
        Article {
            id: id.into(),
            outlet: Outlet { name: outlet.into(), guessed: false },
            published: Some(Published::on(jiff::civil::date(2025, 3, day))),
            text: sentences.join("\n\n"),
            ..Article::default()
        }
    }

    fn copies(articles: Vec<Article>) -> (Corpus, Copies) {
        let corpus = Corpus::new(articles);
        let copies = analyze_unless(&corpus, Depth::Events, &|| false).copies;
        (corpus, copies)
    }

    /// What is found, as `copy ← original share: passages`.
    #[track_caller]
    fn check(articles: Vec<Article>, expected: &[&str]) {
        let (corpus, copies) = copies(articles);
        let shown = copies.all().iter().map(|same| {
            let name = |id| &corpus.article(id).id;
            let sign = if same.kind == CopyKind::Copy { "←" } else { "after" };
            format!(
                "{} {sign} {} {:.1}: {}",
                name(same.article),
                name(same.original),
                same.share,
                same.passages.len()
            )
        });
        assert_eq!(shown.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_cut_text_is_a_copy_of_the_earlier_one() {
        let whole = [FIRST, SECOND, THIRD, FOURTH];
        check(
            vec![article("a", "Post", 5, &whole[..2]), article("b", "Courier", 4, &whole)],
            &["a ← b 1.0: 1"],
        );
        check(
            vec![article("a", "Post", 4, &whole[..2]), article("b", "Courier", 5, &whole)],
            &["b ← a 0.5: 1"],
        );
    }

    #[test]
    fn one_paragraph_taken_over_is_found_in_both_places() {
        let (corpus, copies) = copies(vec![
            article("a", "Post", 4, &[FIRST, SECOND, THIRD]),
            article("b", "Courier", 5, &[OTHER, SECOND, MORE]),
        ]);
        let passage = copies.all()[0].passages[0];
        assert_eq!(copies.all().len(), 1);
        assert_eq!(passage.here.of(&corpus.articles()[1].text), SECOND);
        assert_eq!(passage.there.of(&corpus.articles()[0].text), SECOND);
    }

    #[test]
    fn one_word_in_five_may_be_another() {
        let edited = |sentence: &str| {
            let words = sentence
                .split(' ')
                .enumerate()
                .map(|(at, word)| if at % 7 == 5 { "otherwise" } else { word });
            words.collect::<Vec<_>>().join(" ")
        };
        let (first, second, third) = (edited(FIRST), edited(SECOND), edited(THIRD));
        check(
            vec![
                article("a", "Post", 4, &[FIRST, SECOND, THIRD]),
                article("b", "Courier", 5, &[&first, &second, &third]),
            ],
            &["b ← a 1.0: 1"],
        );
    }

    #[test]
    fn what_both_heard_said_is_nobodys_text() {
        let said = format!("“{} {}”", FIRST.trim_end_matches('.'), SECOND);
        check(
            vec![
                article("a", "Post", 4, &[&said, THIRD]),
                article("b", "Courier", 5, &[OTHER, &said]),
            ],
            &[],
        );
        check(
            vec![
                article("a", "Post", 4, &[FIRST, SECOND, THIRD]),
                article("b", "Courier", 5, &[OTHER, &said]),
            ],
            &[],
        );
        // Who names the other's outlet quotes the outlet.
        let cited = format!("{said} The Post wrote it.");
        check(
            vec![
                article("a", "The Post", 4, &[FIRST, SECOND, THIRD]),
                article("b", "Courier", 5, &[OTHER, &cited]),
            ],
            &["b ← a 0.6: 1"],
        );
    }

    #[test]
    fn of_one_day_the_text_is_that_of_who_credits_no_agency() {
        let credited = format!("(AP) {FIRST}");
        check(
            vec![
                article("a", "Post", 4, &[&credited, SECOND]),
                article("b", "Courier", 4, &[FIRST, SECOND]),
            ],
            &["a ← b 1.0: 1"],
        );
        check(
            vec![
                article("a", "AP", 4, &[&credited, SECOND]),
                article("b", "Courier", 4, &[FIRST, SECOND]),
            ],
            &["b ← a 1.0: 1"],
        );
    }

    #[test]
    fn no_agency_is_the_copier_of_a_text_of_its_day_or_of_an_undated_one() {
        let at = |mut article: Article, hour: i8| {
            let day = article.published.unwrap();
            article.published =
                Some(Published { time: Some(jiff::civil::time(hour, 0, 0, 0)), ..day });
            article
        };
        let wire = |outlet: &str| article("z", outlet, 4, &[FIRST, SECOND]);
        let post = || article("a", "Post", 4, &[FIRST, SECOND]);
        for outlet in ["Reuters", "reuters", "AP", "The Associated Press"] {
            check(vec![at(post(), 7), at(wire(outlet), 9)], &["a ← z 1.0: 1"]);
            let undated = Article { published: None, ..wire(outlet) };
            check(vec![post(), undated], &["a ← z 1.0: 1"]);
        }
        let earlier = article("a", "Post", 3, &[FIRST, SECOND]);
        check(vec![earlier, wire("Reuters")], &["z ← a 1.0: 1"]);
    }

    #[test]
    fn the_agency_of_a_text_is_read_in_outlet_byline_and_dateline_only() {
        let text = "Quay shut\n\nBy Ana Belo, Reuters\n\nPORT ELSIN (AP) — The quay was shut. It told Reuters so, and Photo (AFP).";
        let part = |kind, words: &str| {
            let at = text.find(words).unwrap();
            Part { kind, span: Span::new(at, at + words.len()) }
        };
        let byline = part(PartKind::Byline, "By Ana Belo, Reuters");
        let dateline = part(PartKind::Dateline, "PORT ELSIN (AP) —");
        let of = |outlet: &str, authors: &[&str], parts: &[Part]| {
            let article = Article {
                authors: authors.iter().map(|author| (*author).to_owned()).collect(),
                text: text.into(),
                ..article("a", outlet, 4, &[])
            };
            agency(&article, parts)
        };
        assert_eq!(of("Post", &[], &[byline]), Some("Reuters"));
        assert_eq!(of("Post", &[], &[dateline]), Some("AP"));
        assert_eq!(of("Post", &["Jo Marsh (AFP)"], &[]), Some("AFP"));
        assert_eq!(of("Post", &["AP"], &[]), Some("AP"));
        assert_eq!(of("Post", &["Ana APel", "Rapa PAulsen"], &[]), None);
        assert_eq!(of("Reuters", &["Jo Marsh"], &[dateline]), Some("Reuters"));
        assert_eq!(of("Post", &["Jo Marsh"], &[]), None, "what it told Reuters is no credit");
    }

    #[test]
    fn each_copy_of_a_text_is_told_by_the_first_that_had_it() {
        let whole = [FIRST, SECOND, THIRD];
        let many = ["c", "a", "d", "b"].map(|id| article(id, id, 5, &whole)).into_iter();
        check(
            many.chain([article("z", "z", 4, &whole)]).collect(),
            &["c ← z 1.0: 1", "a ← z 1.0: 1", "d ← z 1.0: 1", "b ← z 1.0: 1"],
        );
    }

    #[test]
    fn a_later_text_of_one_outlet_is_a_version_with_what_it_changes() {
        let rewritten = SECOND.replace("Eleven barges", "Fourteen barges");
        let (corpus, copies) = copies(vec![
            article("a", "Post", 4, &[FIRST, SECOND, THIRD, FOURTH]),
            article("b", "Post", 5, &[FIRST, &rewritten, OTHER, FOURTH]),
            article("c", "Courier", 5, &[FIRST, SECOND, THIRD, FOURTH]),
        ]);
        let version = copies.all().iter().find(|same| same.kind == CopyKind::Version);
        assert!(version.is_none(), "half of it is another article's: {version:?}");
        let mut articles = corpus.articles().to_vec();
        for article in articles.iter_mut().take(2) {
            article.url = Some(format!("https://www.post.example/lock?at={}", article.id));
        }
        let corpus = Corpus::new(articles);
        let copies = analyze_unless(&corpus, Depth::Events, &|| false).copies;
        let words = |index: usize, span: Option<Span>| {
            span.map(|span| {
                span.of(&corpus.articles()[index].text).chars().take(8).collect::<String>()
            })
        };
        let version = &copies.all()[0];
        let changes: Vec<_> = version
            .changes
            .iter()
            .map(|change| (words(0, change.before), words(1, change.after)))
            .collect();
        let told = |word: &str| Some(word.to_owned());
        assert_eq!(
            changes,
            [
                (told("Eleven b"), told("Fourteen")),
                (told("A spare "), None),
                (None, told("Fisherme"))
            ]
        );
        assert_eq!((version.kind, version.passages.len()), (CopyKind::Version, 2));
        // The copy is later than the first version: it is the outlet's text, also where the latest
        // version came after it.
        let originals: Vec<_> = copies
            .of(crate::corpus::ArticleId(2))
            .iter()
            .map(|copy| corpus.article(copy.original).id.as_str())
            .collect();
        assert_eq!(originals, ["b", "a"]);
        assert!(copies.is_superseded(version.original) && !copies.is_superseded(version.article));
    }

    #[test]
    fn articles_of_one_happening_in_words_of_their_own_are_no_copies() {
        check(
            vec![
                article("a", "Post", 4, &[FIRST, SECOND]),
                article(
                    "b",
                    "Courier",
                    4,
                    &[
                        "Divers have found a crack in the lower gate of the northern lock, and the harbour authority of Elsin shut it on Monday.",
                        "Barges with coal for the power station at Morva are among the eleven that wait in the outer basin.",
                    ],
                ),
            ],
            &[],
        );
    }
}
