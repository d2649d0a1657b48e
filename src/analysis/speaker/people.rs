//! Whom the names of one article stand for.
//!
//! Method: full names first. Two that may be one person's are one; a body is what its words say. A
//! last name alone is whoever bears it; of several, the one named so far, else the one whom the
//! paragraph was last about, else nobody. A given name alone, an abbreviation and the head of a
//! body's name are whoever alone has it.

use rustc_hash::FxHashMap;

use crate::analysis::language::given::Gender;
use crate::analysis::language::{Feature, Language};
use crate::analysis::prose::Prose;
use crate::analysis::speaker::mention::{Kind, Mention, gender_of_role, mentions};
use crate::analysis::speaker::name::{self, Name};
use crate::text::Span;

/// Who or what an article names.
#[derive(Clone, Debug, Default)]
pub(super) struct Party {
    /// The form by which it goes.
    pub(super) shown: String,
    pub(super) kind: Kind,
    /// A person's.
    pub(super) name: Name,
    /// The plain words of the longest form.
    words: Vec<String>,
    /// The full forms, and how often each stands in the article.
    forms: Vec<(String, usize)>,
    pub(super) first_at: usize,
    pub(super) roles: Vec<String>,
    pub(super) gender: Option<Gender>,
    is_relative: bool,
    /// Whether something tells that it is no person.
    is_thing: bool,
    /// The kinds of body that it can be called by.
    pub(super) kinds: u64,
    /// How often its last name alone stood for it before another was named who bears it.
    used: usize,
    /// Whether something calls it what it is: a role, an age, a verb of saying.
    pub(super) leads: usize,
}

impl Party {
    /// Whether it may be meant by "he" and "she".
    pub(super) fn is_person(&self) -> bool {
        self.kind == Kind::Person
            || self.kind == Kind::Open && self.name.is_full() && !self.is_thing
    }

    /// Whether it is likely enough a person for "he" and "she".
    pub(super) fn is_he_or_she(&self) -> bool {
        self.kind == Kind::Person || self.is_person() && self.leads > 0
    }

    /// Whether more is known than a last name.
    pub(super) fn is_full(&self) -> bool {
        self.kind == Kind::Body && self.words.len() > 1 || self.name.is_full()
    }

    /// Whether "he" or "she" does not rule it out.
    pub(super) fn can_be(&self, gender: Option<Gender>) -> bool {
        gender.is_none() || self.gender.is_none() || self.gender == gender
    }
}

/// Persons of one last name that are compared with each other: more are a list, not a story.
const NAMESAKES: usize = 32;

/// Uses of a last name after which it goes on to mean whom it meant.
const USED: usize = 3;

/// Everybody and every body that an article names.
#[derive(Debug, Default)]
pub(super) struct People {
    language: &'static Language,
    pub(super) all: Vec<Party>,
    pub(super) mentions: Vec<Mention>,
    /// For each mention who it is; `None` where two may be meant.
    pub(super) who: Vec<Option<usize>>,
    /// Full names by their last word.
    by_last: FxHashMap<String, Vec<usize>>,
    /// Full names by their other words.
    by_other: FxHashMap<String, Vec<usize>>,
    /// Names of one word.
    by_word: FxHashMap<String, usize>,
    /// Bodies by all their words.
    bodies: FxHashMap<String, usize>,
    /// Bodies by their initials, and by the words that head them.
    by_initials: FxHashMap<String, Vec<usize>>,
    by_head: FxHashMap<String, Vec<usize>>,
}

impl People {
    pub(super) fn of(text: &str, prose: &Prose) -> People {
        let mut people = People {
            language: prose.language,
            mentions: mentions(text, prose),
            ..People::default()
        };
        people.who = vec![None; people.mentions.len()];
        for at in 0..people.mentions.len() {
            if is_full(&people.mentions[at]) {
                people.who[at] = Some(people.take_full(at));
            }
        }
        people.index_bodies();
        // Whom a paragraph was last about, by last name.
        let mut about: Vec<usize> = Vec::new();
        let mut paragraph = usize::MAX;
        for at in 0..people.mentions.len() {
            if people.mentions[at].paragraph != paragraph {
                paragraph = people.mentions[at].paragraph;
                about.clear();
            }
            if people.who[at].is_none() {
                people.who[at] = people.take_short(at, &about);
            }
            if let Some(who) = people.who[at] {
                about.push(at);
                if people.mentions[at].leads {
                    people.all[who].leads += 1;
                }
            }
        }
        people
    }

    /// Who a mention with several words is.
    fn take_full(&mut self, at: usize) -> usize {
        let mention = std::mem::take(&mut self.mentions[at]);
        let who = if mention.kind == Kind::Body {
            let key = mention.words.join(" ");
            let next = self.all.len();
            let who = *self.bodies.entry(key).or_insert(next);
            if who == next {
                self.add(&mention);
            }
            who
        } else {
            let name = Name::new(mention.words.iter().map(String::as_str));
            let bearers = self.by_last.get(&name.last).map_or(&[][..], Vec::as_slice);
            let same = |who: &&usize| self.all[**who].name.may_be(&name, true);
            let exact = bearers.iter().find(|who| self.all[**who].name == name);
            match exact.or_else(|| bearers.iter().take(NAMESAKES).find(same)).copied() {
                Some(who) => who,
                None => {
                    let who = self.add(&mention);
                    self.by_last.entry(name.last.clone()).or_default().push(who);
                    for other in &name.given {
                        self.by_other.entry(other.clone()).or_default().push(who);
                    }
                    self.all[who].name = name;
                    who
                }
            }
        };
        self.learn(who, &mention);
        let party = &mut self.all[who];
        match party.forms.iter().position(|(form, _)| *form == mention.shown) {
            Some(known) => party.forms[known].1 += 1,
            None if party.forms.len() < NAMESAKES => party.forms.push((mention.shown.clone(), 1)),
            None => {}
        }
        // The form that stands most often: "Donald Trimp" and not "Billionaire Donald Trimp".
        if let Some((most, _)) = party.forms.iter().rev().max_by_key(|(_, count)| *count) {
            most.clone_into(&mut party.shown);
        }
        self.mentions[at] = mention;
        who
    }

    fn add(&mut self, mention: &Mention) -> usize {
        self.all.push(Party {
            shown: mention.shown.clone(),
            first_at: mention.span.start,
            words: mention.words.clone(),
            ..Party::default()
        });
        self.all.len() - 1
    }

    fn learn(&mut self, who: usize, mention: &Mention) {
        let party = &mut self.all[who];
        if party.kind == Kind::Open {
            party.kind = mention.kind;
        }
        for role in &mention.roles {
            if !party.roles.contains(role) {
                party.roles.push(role.clone());
            }
            if party.kind == Kind::Body {
                party.kinds |= self.language.lexicon.bodies(role);
            }
        }
        party.is_relative |= mention.is_relative;
        party.is_thing |= mention.is_thing;
        party.gender = party.gender.or(mention.gender);
        party.first_at = party.first_at.min(mention.span.start);
    }

    /// Notes by what bodies are called later.
    fn index_bodies(&mut self) {
        for who in 0..self.all.len() {
            if self.all[who].kind != Kind::Body {
                continue;
            }
            let words = self.all[who].words.clone();
            let kinds =
                words.iter().fold(0, |kinds, word| kinds | self.language.lexicon.bodies(word));
            self.all[who].kinds |= kinds;
            let letters = |all: bool| -> String {
                let shown = self.all[who].shown.split_whitespace();
                let own = shown.filter(|word| all || word.starts_with(char::is_uppercase));
                own.filter_map(|word| word.chars().next()).flat_map(char::to_lowercase).collect()
            };
            let (all, capitals) = (letters(true), letters(false));
            if all != capitals {
                self.by_initials.entry(all).or_default().push(who);
            }
            self.by_initials.entry(capitals).or_default().push(who);
            for word in &words {
                self.by_head.entry(word.clone()).or_default().push(who);
            }
        }
    }

    /// Who a mention of one word is, by what stands before it and in its paragraph.
    fn take_short(&mut self, at: usize, about: &[usize]) -> Option<usize> {
        let mention = std::mem::take(&mut self.mentions[at]);
        let who = self.bearer_of(&mention, about);
        self.mentions[at] = mention;
        who
    }

    fn bearer_of(&mut self, mention: &Mention, about: &[usize]) -> Option<usize> {
        let Name { last: word, suffix, .. } = Name::new(mention.words.iter().map(String::as_str));
        let who = match self.bearer(mention, &word, suffix.as_deref(), about) {
            Bearer::One(who) => who,
            Bearer::Several => return None,
            Bearer::Nobody => match self.by_word.get(&word) {
                Some(who) => *who,
                None => {
                    let who = self.add(mention);
                    self.all[who].name.last.clone_from(&word);
                    self.by_word.insert(word.clone(), who);
                    who
                }
            },
        };
        let others = self.by_last.get(&word).map_or(&[][..], Vec::as_slice);
        let alone = |other: &usize| *other == who || self.all[*other].first_at > mention.span.start;
        if others.iter().all(alone) {
            self.all[who].used += 1;
        }
        self.learn(who, mention);
        Some(who)
    }

    /// Which of those with a longer name a word stands for.
    fn bearer(
        &self,
        mention: &Mention,
        word: &str,
        suffix: Option<&str>,
        about: &[usize],
    ) -> Bearer {
        let mut bearers = self.by_last.get(word).cloned().unwrap_or_default();
        if let Some(suffix) = suffix {
            bearers.retain(|who| self.all[*who].name.suffix.as_deref() == Some(suffix));
        }
        if !bearers.is_empty() {
            return self.of_namesakes(mention, &bearers, about);
        }
        let alone = |found: Option<&Vec<usize>>| match found.map_or(&[][..], Vec::as_slice) {
            [who] => Bearer::One(*who),
            [] => Bearer::Nobody,
            _ => Bearer::Several,
        };
        if mention.kind == Kind::Body
            && let one @ Bearer::One(_) = alone(self.by_initials.get(word))
        {
            return one;
        }
        match alone(self.by_other.get(word)) {
            Bearer::Several => return Bearer::Several,
            one @ Bearer::One(_) => return one,
            Bearer::Nobody => {}
        }
        let headed = self.by_head.get(word);
        let titled = mention.roles.iter().any(|role| self.is(role, Feature::Role));
        match alone(headed) {
            Bearer::One(who)
                if !titled && !self.is(word, Feature::Epithet) && self.heads(who, word) =>
            {
                Bearer::One(who)
            }
            _ => Bearer::Nobody,
        }
    }

    /// Whether a folded word has a feature.
    fn is(&self, folded: &str, feature: Feature) -> bool {
        self.language.features(folded).has(feature)
    }

    /// Whether a plain word marks a firm by name only: Inc, Motors.
    fn is_firm(&self, plain: &str) -> bool {
        self.language.lexicon.bodies(plain) & 1 != 0
    }

    /// Whether a word by itself stands for a body: "the Chamber", and "Grell" of Grell & Sons.
    fn heads(&self, who: usize, word: &str) -> bool {
        let body = &self.all[who];
        let firm =
            body.shown.contains('&') || body.words.last().is_some_and(|last| self.is_firm(last));
        self.language.lexicon.bodies(word) != 0
            || firm && body.words.first().is_some_and(|first| first == word)
    }

    /// Which of those who bear one last name is meant.
    fn of_namesakes(&self, mention: &Mention, bearers: &[usize], about: &[usize]) -> Bearer {
        let party = |who: usize| &self.all[who];
        let fits = |who: usize| party(who).can_be(mention.gender);
        if let [who] = bearers {
            // The father of "his son, Bo Lund" is Lund, too.
            let other = party(*who).is_relative && mention.span.start < party(*who).first_at;
            return if other || !fits(*who) { Bearer::Nobody } else { Bearer::One(*who) };
        }
        let titles: Vec<&str> = mention
            .roles
            .iter()
            .map(String::as_str)
            .filter(|role| {
                self.is(role, Feature::Role) && gender_of_role(self.language, role).is_none()
            })
            .collect();
        let has_title = |who: usize| {
            titles.iter().any(|title| party(who).roles.iter().any(|role| role == title))
        };
        let mut left: Vec<usize> = bearers.iter().copied().filter(|who| fits(*who)).collect();
        if left.iter().any(|who| has_title(*who)) {
            left.retain(|who| has_title(*who));
        }
        let named: Vec<usize> =
            left.iter().copied().filter(|who| party(*who).first_at < mention.span.start).collect();
        match (left.as_slice(), named.as_slice()) {
            ([who], _) | (_, [who]) => return Bearer::One(*who),
            ([], _) => return Bearer::Several,
            _ => {}
        }
        // Before anybody is named in full, it is who is named so first.
        let first = left.iter().copied().min_by_key(|who| party(*who).first_at);
        if named.is_empty()
            && let Some(who) = first.filter(|who| !party(*who).is_relative)
        {
            return Bearer::One(who);
        }
        let of_paragraph = || {
            let is_left = |at: &usize| self.who[*at].is_some_and(|who| left.contains(&who));
            about.iter().rev().copied().filter(is_left)
        };
        let leading = of_paragraph().find(|at| self.mentions[*at].leads);
        let first = of_paragraph().next().and_then(|at| self.who[at]);
        let only = first.filter(|who| of_paragraph().all(|at| self.who[at] == Some(*who)));
        // Whom the text called so again and again before another bore the name.
        let used = || left.iter().copied().find(|who| party(*who).used >= USED);
        match leading.and_then(|at| self.who[at]).or(only).or_else(used) {
            Some(who) => Bearer::One(who),
            None => Bearer::Several,
        }
    }

    /// The mentions that stand wholly within a span, by their places.
    pub(super) fn within(&self, span: Span) -> std::ops::Range<usize> {
        let from = self.mentions.partition_point(|mention| mention.span.start < span.start);
        let to = self.mentions.partition_point(|mention| mention.span.start < span.end);
        from..to.max(from)
    }

    /// The same with the one in which the span begins.
    fn touching_from(&self, span: Span) -> usize {
        let from = self.within(span).start;
        let before = from.checked_sub(1).map(|before| self.mentions[before].span.end);
        from - usize::from(before.is_some_and(|end| end > span.start))
    }

    /// The mentions that share a word with a span, by their places.
    pub(super) fn touching(&self, span: Span) -> std::ops::Range<usize> {
        self.touching_from(span)..self.within(span).end
    }

    /// Who a name is by its words alone, wherever it stands.
    pub(super) fn called(&self, words: &[String]) -> Option<usize> {
        let last = words.last()?;
        if let Some(who) = self.bodies.get(&words.join(" ")) {
            return Some(*who);
        }
        let name = Name::new(words.iter().map(String::as_str));
        let bearers = self.by_last.get(&name.last).map_or(&[][..], Vec::as_slice);
        match (name.is_full(), bearers) {
            (true, _) => bearers
                .iter()
                .take(NAMESAKES)
                .find(|who| self.all[**who].name.may_be(&name, true))
                .copied(),
            (false, [who]) => Some(*who),
            (false, []) => self.by_word.get(last).copied(),
            _ => None,
        }
    }

    /// No name inside of another's words is what the text is about.
    pub(super) fn leave_out(&mut self, content: impl Iterator<Item = Span>) {
        for part in content {
            for at in self.within(part) {
                self.mentions[at].leads = false;
            }
        }
    }

    /// Whom the last sentence between two bytes that names a person is about: who leads it; else,
    /// where `alone` will do, the only one in it.
    pub(super) fn subject_between(
        &self,
        from: usize,
        to: usize,
        alone: bool,
        fits: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let since: Vec<usize> = self
            .before(to)
            .take(REACH)
            .take_while(|at| self.mentions[*at].span.start >= from)
            .filter(|at| self.who[*at].is_some_and(|who| self.all[who].is_he_or_she() && fits(who)))
            .collect();
        for sentence in
            since.chunk_by(|a, b| self.mentions[*a].sentence == self.mentions[*b].sentence)
        {
            let leading = sentence.iter().find(|at| self.mentions[**at].leads);
            let first = sentence.last().and_then(|at| self.who[*at]);
            let only = first.filter(|who| sentence.iter().all(|at| self.who[*at] == Some(*who)));
            let found = leading.and_then(|at| self.who[*at]).or(only.filter(|_| alone));
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// The last person named before a byte.
    pub(super) fn named_before(&self, to: usize, fits: impl Fn(usize) -> bool) -> Option<usize> {
        self.before(to)
            .take(REACH)
            .filter_map(|at| self.who[at])
            .find(|who| self.all[*who].is_he_or_she() && fits(*who))
    }

    /// The mentions before a byte, the last first.
    pub(super) fn before(&self, to: usize) -> impl Iterator<Item = usize> {
        (0..self.mentions.partition_point(|mention| mention.span.start < to)).rev()
    }
}

/// Whether a mention has more than a last name.
fn is_full(mention: &Mention) -> bool {
    mention.words.len() > 1
        && (mention.kind == Kind::Body || name::is_full(mention.words.iter().map(String::as_str)))
}

/// Mentions that are looked back through for whom a pronoun means.
const REACH: usize = 60;

/// Who bears a name.
enum Bearer {
    One(usize),
    Several,
    Nobody,
}
