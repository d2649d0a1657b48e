//! Titles of topics: by what a reader tells one point of an event from the others.
//!
//! Method: the clauses of a topic's sentences (subject, verb, what it acts on), how its sentences
//! and what is said in them begin, and their noun phrases, as the tagger sees them, a name never cut
//! apart. For each the signs are added up that it tells the point: that it is a clause, that it holds
//! the words that the topic's articles share and other topics do not, and few others, that it stands
//! for itself. No clause behind a denial or a doubt. It is shown as the articles write it, with who
//! says it, so that no claim becomes the reader's own. The best of the published keyphrase methods
//! reach F1 20 on news, counted exactly (a comparison by the Joint Research Centre of the European
//! Commission, 2021, on some 330 articles in seven languages), so agreement between outlets decides.
//!
//! Not done: a title that no article writes, however well it would sum up.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rustc_hash::FxHashMap;
use unicode_width::UnicodeWidthStr;

use crate::analysis::language::{Feature, Stance, VerbForms};
use crate::analysis::prose::Word;
use crate::analysis::quantity::is_number;
use crate::analysis::tag::Tag;
use crate::analysis::topic::Unit;
use crate::corpus::ArticleId;
use crate::text::Span;

/// Content words of the longest phrase that is a title.
const LONGEST: usize = 4;
/// Columns of the longest title that is whole in a sidebar of forty.
const WIDTH: usize = 36;
/// Columns of the longest title, without the sign of what is cut: a sidebar cuts it at a word, the
/// views that have room show it.
const WIDEST: usize = 110;
/// Columns of a name for who says it, where nobody is named: "officials".
const SOURCE: usize = 32;

/// What the signs of a title add to the logarithm of the odds that it tells the point: a logistic
/// regression over 1,400 titles of 200 topics by lot, which readers who knew no rule judged. On 80
/// topics by lot of events that were not used, in one lot with the titles that weights set by eye
/// had chosen, 48 of these told the point and 30 of those.
const WEIGHTS: Signs<f32> = Signs {
    clause: 1.4,
    hung: -0.9,
    whole: 0.2,
    named: 0.2,
    sourced: 0.8,
    cover: 1.0,
    share: 0.9,
    shared: 1.0,
    words: 0.6,
    width: 0.9,
    short: -0.7,
    few: -0.6,
    names: -0.6,
    unnamed: -0.6,
    points_back: -0.2,
};
/// Titles whose signs add up to that much less than the best one's are as good, and the shortest of
/// them is taken: of the 200 that leaves 2 in 100 fewer right, and makes titles 4 columns shorter.
const NEARLY: f32 = 0.3;
/// Content words from which more of them say no more, shared ones and all.
const MANY: (usize, usize) = (8, 12);
/// Columns below which a title is short, and content words up to which they are few.
const FEW: (usize, usize) = (30, 2);

// What follows was set by eye on one event of three articles and on lists of titles.

/// What a name is worth that every article has.
const EVENT_WIDE: f32 = 0.15;
/// What a name is worth: it says who or where, not what.
const NAME: f32 = 0.6;
/// What the name of somebody who is quoted is worth, or what somebody is: it says who speaks.
const QUOTED: f32 = 0.3;

/// Who says what a title says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Voice<'a> {
    /// The outlet tells it.
    Outlet,
    /// Somebody whose name is known, for short.
    Speaker(&'a str),
    /// Somebody who is not named, as the text has it: officials.
    Source(&'a str),
    /// Somebody, word by word.
    Quoted,
}

/// One title that a topic could have.
struct Candidate<'a> {
    words: &'a [Word],
    /// Words that it leaves out: what is put in between a subject and its verb.
    without: Range<usize>,
    /// In whose voice it is.
    voice: Voice<'a>,
    /// Whether the sentence goes on behind it.
    cut: bool,
    /// Whether its clause ends with it.
    closed: bool,
    /// Whether it hangs on what stands before it: "that", "when".
    hung: bool,
}

/// The signs of a title, from 0 to 1 each, or what they are worth.
struct Signs<T> {
    /// It has a verb.
    clause: T,
    /// It hangs on what stands before it.
    hung: T,
    /// Its clause ends with it.
    whole: T,
    /// Somebody says it who has a name.
    named: T,
    /// Somebody says it who has none.
    sourced: T,
    /// Which share it holds of what the topic's articles share.
    cover: T,
    /// Which share of its words they share.
    share: T,
    /// How many.
    shared: T,
    /// How many content words it has.
    words: T,
    /// How wide it is.
    width: T,
    /// It is short.
    short: T,
    /// Its words are few.
    few: T,
    /// It is only names: who, and not what.
    names: T,
    /// Its subject was named before.
    unnamed: T,
    /// A word of it means what was named before.
    points_back: T,
}

impl Signs<f32> {
    /// The logarithm of the odds, less a constant.
    fn sum(&self) -> f32 {
        let w = &WEIGHTS;
        [
            (self.clause, w.clause),
            (self.hung, w.hung),
            (self.whole, w.whole),
            (self.named, w.named),
            (self.sourced, w.sourced),
            (self.cover, w.cover),
            (self.share, w.share),
            (self.shared, w.shared),
            (self.words, w.words),
            (self.width, w.width),
            (self.short, w.short),
            (self.few, w.few),
            (self.names, w.names),
            (self.unnamed, w.unnamed),
            (self.points_back, w.points_back),
        ]
        .iter()
        .map(|(sign, worth)| sign * worth)
        .sum()
    }
}

/// What is known of the places that have one title.
struct Title<'a> {
    candidate: Candidate<'a>,
    /// How often each spelling is used.
    spellings: BTreeMap<String, usize>,
}

/// For each group of units the title that best tells it from the others; none twice. `quoted` are
/// the last names, folded, of who is quoted in the event.
pub(super) fn labels(
    units: &[Unit],
    groups: &[Vec<usize>],
    quoted: &BTreeSet<String>,
) -> Vec<String> {
    let wide = event_wide(units);
    let mut spread: FxHashMap<u64, usize> = FxHashMap::default(); // in how many groups a stem stands
    for group in groups {
        let stems: BTreeSet<u64> =
            group.iter().flat_map(|index| units[*index].words).map(|word| word.number).collect();
        for stem in stems {
            *spread.entry(stem).or_default() += 1;
        }
    }
    // What a word tells, by how many other topics have it and by what it names.
    let tells = |word: &Word| {
        let spread = spread.get(&word.number).copied().unwrap_or(1) as f32;
        let person = word.is_role() || word.capital && quoted.contains(word.folded.as_str());
        let who = if person { QUOTED } else { 1.0 };
        let name = if word.capital { NAME } else { 1.0 };
        let worth = if wide.contains(&word.number) { EVENT_WIDE } else { name.min(who) };
        worth / spread.sqrt()
    };
    let mut taken = BTreeSet::new();
    let mut label = |group: &Vec<usize>| {
        let ranked = ranked(units, group, tells);
        let label = ranked.into_iter().find(|label| !taken.contains(&label.to_lowercase()));
        let label = label.unwrap_or_else(|| format!("Point {}", taken.len() + 1));
        taken.insert(label.to_lowercase());
        label
    };
    groups.iter().map(&mut label).collect()
}

/// The stems of names that every article has.
fn event_wide(units: &[Unit]) -> BTreeSet<u64> {
    let articles: BTreeSet<ArticleId> = units.iter().map(|unit| unit.passage.article).collect();
    let mut holders: FxHashMap<u64, BTreeSet<ArticleId>> = FxHashMap::default();
    for unit in units {
        for word in unit.words.iter().filter(|word| word.tag == Tag::Name) {
            holders.entry(word.number).or_default().insert(unit.passage.article);
        }
    }
    units
        .iter()
        .flat_map(|unit| unit.words)
        .map(|word| word.number)
        .filter(|stem| holders.get(stem).is_some_and(|held| held.len() == articles.len()))
        .collect()
}

/// The titles that a group could have, best first; `tells` says what a word tells however many
/// articles use it.
fn ranked(units: &[Unit], group: &[usize], tells: impl Fn(&Word) -> f32) -> Vec<String> {
    let mut found: BTreeMap<(Voice, Vec<u64>), Title> = BTreeMap::new();
    let mut holders: FxHashMap<u64, (BTreeSet<ArticleId>, f32)> = FxHashMap::default();
    for unit in group.iter().map(|index| &units[*index]) {
        for word in unit.words.iter().filter(|word| word.is_content()) {
            let holder = holders.entry(word.number).or_default();
            holder.0.insert(unit.passage.article);
            holder.1 = holder.1.max(tells(word));
        }
        let named = phrases(unit.text(), unit.words).into_iter().map(Candidate::phrase);
        for candidate in named.chain(told(unit)).chain(begun(unit)) {
            let content = candidate.content();
            let key = (candidate.voice, content.map(|word| word.number).collect());
            let spelling = candidate.shown(unit.text());
            let new = || Title { candidate, spellings: BTreeMap::new() };
            let title = found.entry(key).or_insert_with(new);
            *title.spellings.entry(spelling).or_default() += 1;
        }
    }
    let held = |word: &Word| holders.get(&word.number).map_or(0, |(held, _)| held.len());
    // What is "of" something is a phrase of its own where articles agree on all of it.
    found.retain(|_, title| {
        let words = title.candidate.words;
        title.candidate.is_clause()
            || !words.iter().any(|word| word.has(Feature::Of))
            || words.iter().filter(|word| word.is_content()).all(|word| held(word) > 1)
    });
    let shared = holders.values().filter(|(held, _)| held.len() > 1);
    let whole = shared.map(|(_, tells)| tells).sum::<f32>().max(f32::MIN_POSITIVE);
    let mut ranked: Vec<(f32, String)> = found
        .values()
        .map(|title| {
            let spelling = title.spellings.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
            let spelling = spelling.map_or_else(String::new, |(spelling, _)| spelling.clone());
            let candidate = &title.candidate;
            let shared = || candidate.content().filter(|word| held(word) > 1);
            let cover = shared().map(&tells).sum::<f32>() / whole;
            (candidate.signs(&spelling, shared().count(), cover).sum(), spelling)
        })
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let best = ranked.first().map_or(0.0, |(sum, _)| *sum);
    let near = ranked.iter().take_while(|(sum, _)| *sum >= best - NEARLY).count();
    ranked[..near].sort_by_key(|(_, label)| label.width());
    ranked.into_iter().map(|(_, label)| label).collect()
}

impl<'a> Candidate<'a> {
    /// A noun phrase.
    fn phrase(words: &'a [Word]) -> Candidate<'a> {
        let voice = Voice::Outlet;
        Candidate { words, without: 0..0, voice, cut: false, closed: false, hung: false }
    }

    /// Its signs, as it is shown; `shared` of its words stand in more than one article of the topic,
    /// and are `cover` of all such words by what they tell.
    fn signs(&self, shown: &str, shared: usize, cover: f32) -> Signs<f32> {
        let flag = |holds: bool| if holds { 1.0 } else { 0.0 };
        let up_to = |count: usize, most: usize| count.min(most) as f32 / most as f32;
        let words = self.content().count();
        Signs {
            clause: flag(self.is_clause()),
            hung: flag(self.hung),
            whole: flag(self.closed),
            named: flag(matches!(self.voice, Voice::Speaker(_))),
            sourced: flag(matches!(self.voice, Voice::Source(_))),
            cover,
            share: shared as f32 / words.max(1) as f32,
            shared: up_to(shared, MANY.0),
            words: up_to(words, MANY.1),
            width: up_to(shown.width(), WIDEST),
            short: flag(shown.width() < FEW.0),
            few: flag(words <= FEW.1),
            names: flag(self.content().all(|word| word.capital || word.is_role())),
            unnamed: flag(self.words.first().is_some_and(points_back)),
            points_back: flag(self.words.iter().any(points_back)),
        }
    }

    /// Whether it tells something, with a verb.
    fn is_clause(&self) -> bool {
        self.words.iter().any(|word| word.tag.is_finite())
    }

    /// Its words that say something by themselves.
    fn content(&self) -> impl Iterator<Item = &Word> {
        let kept = self.words.iter().enumerate().filter(|(at, _)| !self.without.contains(at));
        kept.map(|(_, word)| word).filter(|word| word.is_content())
    }

    /// As it stands on the screen: who says it, and the words as the text has them.
    fn shown(&self, text: &str) -> String {
        let words = if self.without.is_empty() {
            shown(text, self.words)
        } else {
            let (before, behind) =
                (&self.words[..self.without.start], &self.words[self.without.end..]);
            let behind = behind.first().zip(behind.last());
            let behind = behind.map_or("", |(a, b)| a.span.hull(b.span).of(text));
            let behind = behind.split_whitespace().collect::<Vec<_>>().join(" ");
            format!("{} {behind}", shown(text, before))
        };
        let words = paired(&words);
        let words = if self.cut { format!("{words}…") } else { words.to_owned() };
        let words = if words.matches('“').count() > words.matches('”').count() {
            format!("{words}”")
        } else {
            words
        };
        match self.voice {
            Voice::Outlet => words,
            Voice::Speaker(name) => format!("{name}: {words}"),
            Voice::Source(name) => format!("{}: {words}", capitalised(name)),
            Voice::Quoted => format!("“{words}”"),
        }
    }
}

/// The short clauses of a sentence that can be a title: what is told, and where somebody says it,
/// who. Each ends with its noun, or with a verb that needs none.
fn told<'a>(unit: &Unit<'a>) -> Vec<Candidate<'a>> {
    let words = unit.words;
    let mut found = Vec::new();
    // What stands behind a denial, a doubt or a question must not be read as told.
    let doubted = |word: &Word| {
        word.is_negation()
            || word.has(Feature::Denies)
            || word.has(Feature::False)
            || word.has(Feature::Asked)
    };
    if words.iter().any(|word| word.is("?")) {
        return found;
    }
    for clause in unit.clauses {
        let Some(subject) = clause.subject else { continue };
        // "a lot of the talk" is about the talk.
        let empty = |word: &&Word| !word.is_content() || word.has(Feature::Vague);
        let is_pronoun = subject.of(words).iter().all(|word| word.tag == Tag::Pronoun);
        let whole = with_first(words, subject.start);
        let skipped = words[whole..subject.end].iter().take_while(empty).count();
        let start = whole + if is_pronoun { 0 } else { skipped };
        let before = words[start].span.start;
        let first = start.checked_sub(1).map(|before| &words[before]);
        let is_counted = is_number(&words[start])
            && first
                .is_some_and(|first| matches!(first.tag, Tag::To | Tag::Preposition | Tag::Mark));
        let is_whole = start < subject.end
            && !is_counted
            && !Span::new(0, before).of(unit.text()).ends_with(['-', '\'', '’'])
            && subject.end == clause.group
            && !depends(unit, whole)
            && (is_pronoun
                || words[start..subject.end]
                    .iter()
                    .all(|word| word.tag.is_nominal() || is_small(word)));
        let is_doubted = || words[..start].iter().any(doubted);
        let verb = &words[clause.verb];
        let gives = reports(verb) && unit.telling.is_cue(verb.span.start);
        if !is_whole || gives || is_doubted() {
            continue;
        }
        let Some(voice) = voice(unit, verb.span) else { continue };
        let is_claimed = voice == Voice::Quoted || words[..start].iter().any(reports);
        if voice == Voice::Outlet && (is_claimed || clause.mood.is_hedged()) {
            continue;
        }
        let last = first_break(words, clause.verb);
        let most = start + fitting(unit.text(), &words[start..last], &(0..0), voice);
        let candidate = |end, cut| Candidate {
            words: &words[start..end],
            without: 0..0,
            voice,
            cut,
            closed: is_break(words, end),
            hung: !opens(unit, whole),
        };
        let ends = || (clause.verb + 1..=most).rev();
        let whole = ends().filter(|end| ends_whole(words, clause.verb, *end));
        let whole = whole.filter(|end| is_balanced(&words[start..*end]));
        found.extend(whole.map(|end| candidate(end, false)));
        let cut = ends().find(|end| {
            *end < last && !opens_more(&words[*end - 1]) && !words[*end - 1].tag.is_finite()
        });
        found.extend(cut.map(|end| candidate(end, true)));
    }
    found
}

/// In whose voice the words at `span` are; `None` where somebody says in other words of whom the
/// sentence has no short name.
fn voice<'a>(unit: &Unit<'a>, span: Span) -> Option<Voice<'a>> {
    let telling = unit.telling;
    let Some(quote) = telling.voice(span) else {
        return Some(if telling.is_quoted(span.start) { Voice::Quoted } else { Voice::Outlet });
    };
    let name = quote.speaker.and_then(|speaker| telling.called(speaker));
    match name.filter(|name| name.starts_with(char::is_uppercase)) {
        Some(name) => Some(Voice::Speaker(name)),
        None if telling.is_quoted(span.start) => Some(Voice::Quoted),
        None => source(unit, quote.source?).map(Voice::Source),
    }
}

/// What the text calls a source that has no name: officials.
fn source<'a>(unit: &Unit<'a>, source: Span) -> Option<&'a str> {
    let own = unit.words.iter().filter(|word| source.covers(word.span));
    let mut own = own.skip_while(|word| word.tag == Tag::Determiner);
    let first = own.next()?;
    let name = first.span.hull(own.last().unwrap_or(first).span).of(&unit.telling.article.text);
    let is_plain = !name.contains(char::is_control) && first.tag != Tag::Pronoun;
    (is_plain && name.width() <= SOURCE).then_some(name)
}

/// How a sentence begins, and how what is said in it begins: as much as a title has room for.
fn begun<'a>(unit: &Unit<'a>) -> Vec<Candidate<'a>> {
    let words = unit.words;
    let small = |word: &&Word| {
        word.is_mark() || matches!(word.tag, Tag::Conjunction | Tag::Adverb | Tag::That)
    };
    let starts = std::iter::once(0).chain((1..words.len()).filter(|at| begins_speech(unit, *at)));
    let candidate = |at: usize| {
        let start = at + words[at..].iter().take_while(small).count();
        let voice = voice(unit, words.get(start)?.span)?;
        let start = if voice == Voice::Outlet { past_opening(words, start) } else { start };
        let start = start + words[start..].iter().take_while(small).count();
        let first = words.get(start)?;
        if words.iter().any(|word| word.is("?")) || first.tag.is_finite() || first.tag == Tag::To {
            return None;
        }
        let speech = unit.telling.voice(first.span).filter(|_| voice != Voice::Outlet);
        let part = speech.and_then(|quote| {
            quote.content.iter().find(|part| part.covers(first.span)).map(|part| part.end)
        });
        let ends = |at: &usize| {
            is_break(words, *at) && !words[*at].is(",")
                || part.is_some_and(|end| words[*at].span.start >= end)
        };
        let last = (start..words.len()).find(ends).unwrap_or(words.len());
        let whole = |end: &usize| {
            let before = &words[*end - 1];
            *end == last || !opens_more(before) && !before.is_mark() && !before.tag.is_finite()
        };
        let without = inserted(&words[start..last]);
        let new = |end| Candidate {
            words: &words[start..end],
            without: if start + without.end < end { without.clone() } else { 0..0 },
            voice,
            cut: end < last,
            closed: end == last,
            hung: false,
        };
        let most = start + fitting(unit.text(), &words[start..last], &without, voice);
        (start + 1..=most).rev().find(whole).map(new).filter(Candidate::is_clause)
    };
    starts.filter_map(candidate).collect()
}

/// How many of `words` a title has room for.
fn fitting(text: &str, words: &[Word], without: &Range<usize>, voice: Voice) -> usize {
    let mut used = match voice {
        Voice::Outlet => 0,
        Voice::Speaker(name) | Voice::Source(name) => name.width() + 2,
        Voice::Quoted => 2,
    };
    let mut from = words.first().map_or(0, |word| word.span.start);
    let fits = |(at, word): &(usize, &Word)| {
        if !without.contains(at) {
            used += Span::new(from, word.span.end).of(text).width();
        }
        from = word.span.end;
        used <= WIDEST
    };
    words.iter().enumerate().take_while(fits).count()
}

/// What is put in between commas behind the subject of a clause: Holm, *a nurse,* said. Empty where
/// nothing is.
fn inserted(words: &[Word]) -> Range<usize> {
    let mut commas = (0..words.len()).filter(|at| words[*at].is(","));
    let (Some(first), Some(second)) = (commas.next(), commas.next()) else { return 0..0 };
    let is_subject = words[..first].iter().all(|word| word.tag.is_nominal() || is_small(word));
    let verb = words[second + 1..].iter().find(|word| word.tag != Tag::Adverb);
    let told = verb.is_some_and(|word| word.tag.is_finite());
    if first > 0 && is_subject && told { first..second + 1 } else { 0..0 }
}

/// Past what a sentence may begin with before its subject: "After the vote, *Brandt*".
fn past_opening(words: &[Word], at: usize) -> usize {
    let opening = matches!(
        words[at].tag,
        Tag::Preposition | Tag::To | Tag::Gerund | Tag::Participle | Tag::Conjunction
    );
    let comma = || words[at..].iter().position(|word| word.is(","));
    if opening { comma().map_or(at, |comma| at + comma + 1) } else { at }
}

/// Whether a word means what was named before it: he, those rules.
fn points_back(word: &Word) -> bool {
    word.has(Feature::Pronoun) && !word.has(Feature::FirstPerson) && !word.has(Feature::Who)
        || word.has(Feature::Possessive) && !word.has(Feature::FirstPerson)
        || word.has(Feature::Points) && word.tag != Tag::That
}

/// Whether the word at `at` is a mark that ends what a title can hold, or none is there. A full
/// stop inside of a sentence is one of an abbreviation.
fn is_break(words: &[Word], at: usize) -> bool {
    let Some(word) = words.get(at) else { return true };
    let inside = word.is(".") && words[at + 1..].iter().any(|word| !word.is_mark());
    let held = ["$", "%", "\"", "“", "”", "‘", "’"].iter().any(|mark| word.is(mark));
    word.is_mark() && !inside && !held
}

/// The first such mark from `at` on.
fn first_break(words: &[Word], at: usize) -> usize {
    (at..words.len()).find(|at| is_break(words, *at)).unwrap_or(words.len())
}

/// Whether quotation marks that open close, and "that" has its verb.
fn is_balanced(words: &[Word]) -> bool {
    let count = |mark: &str| words.iter().filter(|word| word.is(mark)).count();
    let quotes = count("“") == count("”") && count("‘") <= count("’") && count("\"") % 2 == 0;
    let that = words.iter().position(|word| word.tag == Tag::That);
    let told = |at: usize| words[at..].iter().any(|word| word.tag.is_finite());
    quotes && that.is_none_or(told)
}

/// Whether a title is whole in a sidebar.
pub(super) fn fits(title: &str) -> bool {
    title.width() <= WIDTH
}

/// Where a subject begins of which `at` is the last of two that are joined: Russia and *the United
/// States*.
fn with_first(words: &[Word], at: usize) -> usize {
    let noun = |word: &Word| word.tag.is_nominal() || word.tag == Tag::Determiner;
    match words[..at] {
        [.., ref before, ref and] if and.has(Feature::And) && before.tag.is_nominal() => {
            let first = words[..at - 1].iter().rev().take_while(|word| noun(word)).count();
            at - 1 - first
        }
        _ => at,
    }
}

/// Whether what begins at `at` is a clause that stands for itself: nothing before it goes on in it,
/// and no "that", "if" or "when" hangs it on another one.
fn opens(unit: &Unit, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|before| unit.words.get(before)) else {
        return true;
    };
    let joins = before.tag == Tag::Conjunction
        && !before.has(Feature::OpensClause)
        && !before.has(Feature::GoesOn)
        && !before.has(Feature::Conditional)
        && !before.has(Feature::Or);
    before.is_mark() || joins || begins_speech(unit, at)
}

/// Whether what begins at `at` holds only if something else does.
fn depends(unit: &Unit, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| unit.words.get(before));
    before.is_some_and(|word| word.has(Feature::Conditional) || word.has(Feature::Or))
}

/// Whether what somebody says begins with the word at `at`, or with "that" before it.
fn begins_speech(unit: &Unit, at: usize) -> bool {
    let words = unit.words;
    let Some(quote) = unit.telling.voice(words[at].span) else { return false };
    let that = at.checked_sub(1).is_some_and(|before| words[before].tag == Tag::That);
    let first = if that { at - 1 } else { at };
    let before = first.checked_sub(1).map_or(0, |before| words[before].span.end);
    quote.content.iter().any(|part| (before..=words[at].span.start).contains(&part.start))
}

/// Whether a verb only gives what somebody says; a denial, a demand or an agreement is told by
/// itself.
fn reports(verb: &Word) -> bool {
    let says = |stance| matches!(stance, Stance::Says | Stance::Tells | Stance::Asks);
    verb.cue.is_some_and(|cue| !cue.guarded && says(cue.stance))
}

/// Whether a word may stand inside a noun phrase and is none of its nouns.
fn is_small(word: &Word) -> bool {
    matches!(word.tag, Tag::Determiner | Tag::Preposition | Tag::Gerund)
        || word.has(Feature::Of)
        || word.has(Feature::And)
}

/// Whether a clause that ends before `end` is whole there: the next word begins something else, and
/// the last one is its noun, or the verb where nothing is left out.
fn ends_whole(words: &[Word], verb: usize, end: usize) -> bool {
    let (last, next) = (&words[end - 1], words.get(end));
    let joined = || {
        let behind = words.get(end + 1);
        behind.is_some_and(|word| word.tag.is_nominal() && !word.capital)
    };
    let ends = next.is_none_or(|next| match next.tag {
        Tag::Preposition => !next.has(Feature::Of),
        Tag::Relative | Tag::Day => true,
        Tag::Conjunction => !joined(),
        _ => is_break(words, end),
    });
    let noun = end > verb + 1
        && last.tag.is_nominal()
        && last.is_content()
        && !last.possessive
        && !is_adjective(last);
    let goes_on = |next: &Word| {
        matches!(next.tag, Tag::To | Tag::That | Tag::Relative)
            || next.tag == Tag::Preposition && last.tag != Tag::Participle
    };
    let alone = end == verb + 1 && !next.is_some_and(goes_on);
    let closes = is_break(words, end) && !opens_more(last) && !last.is_mark();
    ends && (noun || alone) || closes
}

/// Whether a word calls for another one behind it.
fn opens_more(word: &Word) -> bool {
    let small = matches!(
        word.tag,
        Tag::Determiner
            | Tag::Preposition
            | Tag::To
            | Tag::That
            | Tag::Auxiliary
            | Tag::Conjunction
            | Tag::Relative
    );
    small || word.has(Feature::Of) || word.possessive
}

/// The noun phrases of a sentence that can be a label.
fn phrases<'a>(text: &'a str, words: &'a [Word]) -> Vec<&'a [Word]> {
    let mut found = Vec::new();
    let mut from = 0;
    while from < words.len() {
        let to = end_of_run(text, words, from);
        if to == from {
            from += 1;
            continue;
        }
        let second = of_phrase(text, words, to);
        for start in from..to {
            let cut_name = start > from
                && words[start - 1].capital
                && words[start].capital
                && (!words[start - 1].is_role() || words[start].is_role());
            if cut_name || !can_begin(words, from, start) {
                continue;
            }
            let fits =
                |phrase: &[Word]| phrase.iter().filter(|word| word.is_content()).count() <= LONGEST;
            if can_end(words, from, to)
                && fits(&words[start..to])
                && (to - start > 1 || can_stand_alone(words, start))
            {
                found.push(&words[start..to]);
            }
            if let Some(end) = second.filter(|end| fits(&words[start..*end])) {
                found.push(&words[start..end]);
            }
        }
        from = to;
    }
    found
}

/// Where the run of nouns and names ends that begins at `from`; `from` where none does.
fn end_of_run(text: &str, words: &[Word], from: usize) -> usize {
    let mut to = from;
    while words.get(to).is_some_and(|word| is_part(text, word)) {
        to += 1;
        if words[to - 1].possessive && words[to - 1].capital {
            break; // "Brandt's bridge" is about the bridge
        }
    }
    to
}

/// Whether a word can be part of a label: a noun or name of some length, not what a page is built
/// with.
fn is_part(text: &str, word: &Word) -> bool {
    let letters = word.folded.chars().filter(|c| c.is_alphabetic()).count();
    let plain =
        word.folded.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'));
    let before = Span::new(word.span.start.saturating_sub(1), word.span.start).of(text);
    matches!(word.tag, Tag::Noun | Tag::Name)
        && word.is_content()
        && plain
        && !party(word)
        && (letters >= 3 || word.capital && letters == 2)
        && !is_number(word)
        && !matches!(before, "@" | "#" | "/")
        && (word.capital || !word.has(Feature::InLy))
        && ![Feature::Day, Feature::Month].iter().any(|class| word.has(*class))
}

/// Whether it is what stands behind a member's name: R-Brenk.
fn party(word: &Word) -> bool {
    word.capital && word.span.len() > word.folded.len() && word.folded.starts_with(['r', 'd'])
}

/// Where the phrase ends that goes on with "of" behind a run: of a breach *of the treaty*.
fn of_phrase(text: &str, words: &[Word], to: usize) -> Option<usize> {
    words.get(to).filter(|word| word.has(Feature::Of))?;
    let from =
        to + 1 + usize::from(words.get(to + 1).is_some_and(|word| word.tag == Tag::Determiner));
    let end = end_of_run(text, words, from);
    (end > from && can_end(words, from, end)).then_some(end)
}

/// Whether a form is a verb as often as not.
fn can_be_verb(word: &Word) -> bool {
    !word.capital && word.verb != VerbForms::default()
}

/// Whether the run that begins at `from` is a noun phrase for certain: something stands before it
/// that only a noun follows.
fn is_determined(words: &[Word], from: usize) -> bool {
    let before = from.checked_sub(1).and_then(|at| words.get(at));
    before.is_some_and(|word| {
        word.tag == Tag::Determiner || word.possessive || word.has(Feature::Possessive)
    })
}

fn can_begin(words: &[Word], from: usize, start: usize) -> bool {
    let before = from.checked_sub(1).and_then(|at| words.get(at));
    let counted =
        before.is_some_and(|word| is_number(word) || word.has(Feature::Per) || word.is("$"));
    let first = &words[start];
    let verb = start == from && before.is_some_and(|word| word.tag == Tag::To);
    let noun = start > from
        || !can_be_verb(first)
        || before.is_some_and(|word| word.tag == Tag::Preposition)
        || is_determined(words, from);
    !counted && !is_form(first) && !verb && noun
}

/// Whether a phrase ends with its noun: not with the verb of its clause, nor within a name.
fn can_end(words: &[Word], from: usize, to: usize) -> bool {
    let last = &words[to - 1];
    let next = words.get(to);
    let object =
        next.is_some_and(|next| matches!(next.tag, Tag::Determiner | Tag::Pronoun | Tag::That));
    // Mayors speak, Brandt speaks
    let agrees = |before: &Word| {
        before.folded.ends_with('s') != last.folded.ends_with('s')
            && (before.capital || before.folded.ends_with('s'))
    };
    let subject = to - from > 1 && agrees(&words[to - 2]);
    let verb = can_be_verb(last)
        && (!last.verb.any(VerbForms::NOUN) || subject || object)
        && !is_determined(words, from);
    // The Ministry of Dams, the Dams and Bridges Board
    let joined = next.is_some_and(|next| next.has(Feature::JoinsName) || next.is("&"));
    let named = words.get(to + 1).is_some_and(|word| word.tag == Tag::Name);
    let cut = last.capital && joined && named
        || last.is_role() && next.is_some_and(|next| next.has(Feature::Of));
    (last.capital || !last.has(Feature::InEd))
        && !is_adjective(last)
        && !last.possessive
        && !verb
        && !cut
}

/// Whether a small word ends as forms of verbs do.
fn is_form(word: &Word) -> bool {
    !word.capital && (word.has(Feature::InEd) || word.has(Feature::InIng))
}

/// Whether a small word ends as adjectives do, and nouns do not.
fn is_adjective(word: &Word) -> bool {
    !word.capital && word.has(Feature::LikeAdjective)
}

/// Whether one word is a label by itself: a name, or a noun with its article that names a point.
fn can_stand_alone(words: &[Word], at: usize) -> bool {
    let word = &words[at];
    let vague = word.has(Feature::Vague) || word.is_role() || word.is_unnamed();
    word.tag == Tag::Name || is_determined(words, at) && !vague
}

/// The words as the text has them, without a possessive ending, the first letter large.
fn shown(text: &str, words: &[Word]) -> String {
    let span = words
        .first()
        .zip(words.last())
        .map_or_else(Span::default, |(first, last)| first.span.hull(last.span));
    let label = span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let language = words.first().map(|word| word.language).unwrap_or_default();
    capitalised(language.without_possessive(&label))
}

/// Without a comma at its end, nor a quotation mark there that nothing in it opens.
fn paired(words: &str) -> &str {
    let closes = |mark: char| match mark {
        '”' => words.matches('“').count() < words.matches('”').count(),
        '"' => words.matches('"').count() % 2 == 1,
        _ => mark == ',',
    };
    let last = words.chars().next_back().filter(|mark| closes(*mark));
    last.and_then(|mark| words.strip_suffix(mark)).map_or(words, paired)
}

/// With the first letter large.
fn capitalised(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::{phrases, shown};
    use crate::analysis::prose;
    use crate::analysis::testing::one_event;
    use crate::text::Span;

    /// The phrases of a sentence that can be labels.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let words = prose::words(text, Span::new(0, text.len()));
        let found: Vec<String> =
            phrases(text, &words).into_iter().map(|phrase| shown(text, phrase)).collect();
        assert_eq!(found, expected);
    }

    #[track_caller]
    fn check_labels(texts: &[&str], expected: &[&str]) {
        let (_, event) = one_event(texts);
        let found: Vec<&str> = event.topics.iter().map(|topic| topic.label.as_str()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_phrase_ends_with_its_noun_and_no_name_is_cut() {
        check(
            "The north pier collapsed under the weight of the cranes.",
            &["North pier", "Weight", "Weight of the cranes", "Cranes"],
        );
        check(
            "They met Harbour Commissioner Ida Moss there.",
            &["Harbour Commissioner Ida Moss", "Ida Moss"],
        );
        check(
            "It is a breach of harbour law.",
            &["Breach", "Breach of harbour law", "Harbour law"],
        );
    }

    #[test]
    fn verbs_adjectives_quantities_and_vague_nouns_are_no_labels() {
        check("Mayors speak the truth.", &["Mayors", "Truth"]);
        check("Nobody was responsible, and 9 million crowns were spent in the past year.", &[]);
        check("The minister said a number of times that it was true.", &[]);
    }

    #[test]
    fn a_title_is_what_is_told_and_who_says_it_where_somebody_does() {
        check_labels(
            &[
                "Ilse Brandt said the toll cameras had failed on the first morning.",
                "The toll cameras failed on Friday morning, Ilse Brandt admitted.",
            ],
            &["Ilse Brandt said the toll cameras had failed on the first morning"],
        );
        check_labels(
            &[
                "A spokesman for the harbour said on Monday, when nobody asked him, that the ferry will sail.",
                "The ferry will sail when the wind allows, a spokesman for the harbour said on Monday.",
            ],
            &["Spokesman for the harbour: Ferry will sail when the wind allows"],
        );
        check_labels(
            &[
                "On Monday, after a long night, engineers found nine cracks in the north pier.",
                "It was on Monday that nine cracks in the north pier were found by engineers.",
            ],
            &["Engineers found nine cracks in the north pier"],
        );
    }

    #[test]
    fn what_is_denied_or_doubted_is_no_title_without_its_denial() {
        check_labels(
            &[
                "Nobody believes that the harbour master sold the old ferry to a circus.",
                "There is no sign that the harbour master sold the old ferry to a circus.",
            ],
            &["There is no sign that the harbour master sold the old ferry to a circus"],
        );
    }

    #[test]
    fn words_in_quotation_marks_that_nobody_is_named_for_stand_in_marks() {
        check_labels(
            &[
                "“The harbour board has sold the parrots of the widow,” one of them said.",
                "One said: “The harbour board has sold the parrots of the widow.”",
            ],
            &["“Harbour board has sold the parrots of the widow”"],
        );
    }
}
