//! Titles of topics: by what a reader tells one point of an event from the others.
//!
//! Method: the short clauses of a topic's sentences (subject, verb, what it acts on) and their noun
//! phrases, as the tagger sees them, a name never cut apart. The one wins that holds most of the
//! words that the topic's articles share and other topics do not, and the fewest others: the F1 of
//! both. Names that every article has tell nothing, and who is quoted tells less than what about.
//! It is shown as the articles write it. The best of the published keyphrase methods reach F1 20 on
//! news, counted exactly (a comparison by the Joint Research Centre of the European Commission,
//! 2021, on some 330 articles in seven languages), so agreement between outlets decides.
//!
//! Not done: a title that no article writes, however well it would sum up.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use unicode_width::UnicodeWidthStr;

use crate::analysis::language::{Feature, Stance, VerbForms};
use crate::analysis::prose::Word;
use crate::analysis::quantity::is_number;
use crate::analysis::tag::Tag;
use crate::analysis::topic::Unit;
use crate::corpus::ArticleId;
use crate::text::Span;

/// Content words of the longest label.
const LONGEST: usize = 4;
/// Content words of the longest clause that is a title.
const LONGEST_CLAUSE: usize = 6;
/// Columns of the longest title: what a sidebar of forty has for it.
const WIDTH: usize = 36;
/// Words of a topic that tell it: the more of them a title holds, up to these, the better.
const TELL_IT: usize = 4;
// What follows was set by eye on one event of three articles and on lists of titles; of 100 titles
// by lot a blind reader found 11 that tell the point, and 41 that half do.

/// What a clause is worth beside a phrase: it tells the point, and a phrase only names it.
const CLAUSE: f32 = 2.5;
/// What a title of one word is worth.
const SINGLE: f32 = 0.1;
/// What a title is worth that is only names: who, and not what.
const NAMES: f32 = 0.35;
/// What a phrase is worth of which other articles of the topic use no word.
const ALONE: f32 = 0.4;
/// What a phrase of two words and more is worth that two articles of the topic use word by word.
const AGREED: f32 = 1.25;
/// What a name is worth that every article has.
const EVENT_WIDE: f32 = 0.15;
/// What a name is worth: it says who or where, not what.
const NAME: f32 = 0.6;
/// What the name of somebody who is quoted is worth, or what somebody is: it says who speaks.
const QUOTED: f32 = 0.3;

/// One phrase of a topic.
struct Phrase<'a> {
    articles: BTreeSet<ArticleId>,
    /// How often each spelling is used, and the text and words of its first use.
    spellings: BTreeMap<String, usize>,
    uses: usize,
    words: &'a [Word],
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
    let mut found: BTreeMap<Vec<u64>, Phrase> = BTreeMap::new();
    let mut holders: FxHashMap<u64, (BTreeSet<ArticleId>, f32)> = FxHashMap::default();
    for unit in group.iter().map(|index| &units[*index]) {
        for word in unit.words.iter().filter(|word| word.is_content()) {
            let holder = holders.entry(word.number).or_default();
            holder.0.insert(unit.passage.article);
            holder.1 = holder.1.max(tells(word));
        }
        for words in phrases(unit.text, unit.words).into_iter().chain(told(unit)) {
            let key =
                words.iter().filter(|word| word.is_content()).map(|word| word.number).collect();
            let new =
                || Phrase { articles: BTreeSet::new(), spellings: BTreeMap::new(), uses: 0, words };
            let phrase = found.entry(key).or_insert_with(new);
            phrase.articles.insert(unit.passage.article);
            phrase.uses += 1;
            *phrase.spellings.entry(shown(unit.text, words)).or_default() += 1;
        }
    }
    let held = |word: &Word| holders.get(&word.number).map_or(0, |(held, _)| held.len());
    // What is "of" something is a phrase of its own where articles agree on all of it.
    found.retain(|_, phrase| {
        !phrase.words.iter().any(|word| word.has(Feature::Of))
            || phrase.words.iter().any(|word| word.tag.is_finite())
            || phrase.words.iter().filter(|word| word.is_content()).all(|word| held(word) > 1)
    });
    // A word tells the topic when many of its articles have it and few other topics do.
    let telling = |word: &Word| tells(word) * (held(word) as f32).powf(1.5);
    let mut most: Vec<f32> =
        holders.values().map(|(held, tells)| tells * (held.len() as f32).powf(1.5)).collect();
    most.sort_by(|a, b| b.total_cmp(a));
    let best = most.first().copied().unwrap_or(1.0).max(f32::MIN_POSITIVE);
    let whole: f32 = most.iter().take(TELL_IT).sum::<f32>().max(f32::MIN_POSITIVE);
    let score = |phrase: &Phrase| {
        let content = || phrase.words.iter().filter(|word| word.is_content());
        let count = content().count();
        // Who does it is no word too many in a clause.
        let is_clause = phrase.words.iter().any(|word| word.tag.is_finite());
        let own = content().filter(|word| !is_clause || tells(word) > QUOTED).count().max(1);
        let sum = content().map(telling).sum::<f32>();
        let precision = (sum / best / own as f32).min(1.0);
        let recall = (sum / whole).min(1.0);
        let f1 = 2.0 * precision * recall / (precision + recall).max(f32::MIN_POSITIVE);
        let alone = if content().all(|word| held(word) < 2) { ALONE } else { 1.0 };
        let single = if count == 1 { SINGLE } else { 1.0 };
        let names = if content().all(|word| word.capital || word.is_role()) { NAMES } else { 1.0 };
        let agreed = if phrase.articles.len() > 1 && count > 1 { AGREED } else { 1.0 };
        f1 * alone * single * names * agreed * if is_clause { CLAUSE } else { 1.0 }
    };
    let mut ranked: Vec<(f32, String)> = found
        .values()
        .map(|phrase| {
            let spelling = phrase.spellings.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
            (score(phrase), spelling.map_or_else(String::new, |(spelling, _)| spelling.clone()))
        })
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    ranked.into_iter().map(|(_, label)| label).collect()
}

/// The short clauses of a sentence that can be a title: what is told, and not that somebody tells
/// it. Each ends with its noun, or with a verb that needs none.
fn told<'a>(unit: &Unit<'a>) -> Vec<&'a [Word]> {
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
    for clause in unit.clauses.iter().filter(|clause| !clause.mood.is_hedged()) {
        let Some(subject) = clause.subject else { continue };
        // "a lot of the talk" is about the talk.
        let empty = |word: &&Word| !word.is_content() || word.has(Feature::Vague);
        let start = subject.start + subject.of(words).iter().take_while(empty).count();
        let named = start < subject.end
            && subject.end == clause.group
            && opens(words, subject.start)
            && words[start..subject.end]
                .iter()
                .all(|word| word.tag.is_nominal() || word.has(Feature::Of) || is_small(word));
        let is_doubted = || words[..start].iter().any(doubted);
        if !named || reports(&words[clause.verb]) || is_doubted() {
            continue;
        }
        let ends = clause.verb + 1..=clause.end.min(words.len());
        let is_title = |end: &usize| {
            let phrase = &words[start..*end];
            ends_whole(words, clause.verb, *end)
                && !phrase.iter().any(|word| word.is_mark())
                && phrase.iter().filter(|word| word.is_content()).count() <= LONGEST_CLAUSE
                && fits(&shown(unit.text, phrase))
        };
        found.extend(ends.rev().filter(is_title).map(|end| &words[start..end]));
    }
    found
}

/// Whether a title is whole in a sidebar.
pub(super) fn fits(title: &str) -> bool {
    title.width() <= WIDTH
}

/// Whether what begins at `at` is a subject: nothing before it goes on in it.
fn opens(words: &[Word], at: usize) -> bool {
    at.checked_sub(1).is_none_or(|before| {
        let before = &words[before];
        before.is_mark() || before.tag == Tag::Conjunction
    })
}

/// Whether a verb gives what somebody says; a denial is told by itself.
fn reports(verb: &Word) -> bool {
    verb.cue.is_some_and(|cue| !cue.guarded && cue.stance != Stance::Denies)
}

/// Whether a word may stand inside a noun phrase and is none of its nouns.
fn is_small(word: &Word) -> bool {
    matches!(word.tag, Tag::Determiner) || word.has(Feature::And)
}

/// Whether a clause that ends before `end` is whole there: the next word begins something else, and
/// the last one is its noun, or the verb where nothing is left out.
fn ends_whole(words: &[Word], verb: usize, end: usize) -> bool {
    let (last, next) = (&words[end - 1], words.get(end));
    let breaks = next.is_none_or(|next| {
        next.is_mark()
            || !next.has(Feature::Of)
                && matches!(
                    next.tag,
                    Tag::Preposition
                        | Tag::To
                        | Tag::Relative
                        | Tag::Conjunction
                        | Tag::Day
                        | Tag::That
                )
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
    breaks && (noun || alone)
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
    let label = language.without_possessive(&label);
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
    fn what_outlets_agree_on_is_the_label_and_not_who_is_named_everywhere() {
        check_labels(
            &[
                "Ilse Brandt said the toll cameras had failed on the first morning.",
                "The toll cameras failed on Friday morning, Ilse Brandt admitted.",
            ],
            &["Toll cameras"],
        );
    }
}
