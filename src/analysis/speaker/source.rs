//! Who the source of a quote is: a name, a pronoun, a description.
//!
//! Method: of a source the name that heads it; where its head is a description, the name that is
//! apposed to it, else the person of whom the article tells these roles, else the body that can be
//! called so, else the unnamed one who was last called so, else somebody who has no other name. `he`
//! and `she` are whom a sentence since the last quote is about, else the last speaker, else the
//! last person named, and nobody whom their words name.

use crate::analysis::language::english::phrase::{group_start, subject_before};
use crate::analysis::language::given::{self, Gender};
use crate::analysis::language::names::plain;
use crate::analysis::language::{Feature, Language};
use crate::analysis::prose::{Prose, Word, words};
use crate::analysis::quote;
use crate::analysis::speaker::mention::{Kind, gender_of, gender_of_role};
use crate::analysis::speaker::people::People;
use crate::analysis::tag::Tag;
use crate::text::Span;

/// Whom a source stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Who {
    /// One of [`People::all`].
    Party(usize),
    /// One of [`Sources::described`].
    Described(usize),
}

/// Somebody whom the article gives no name.
#[derive(Clone, Debug)]
pub(super) struct Described {
    /// The description as it stands.
    pub(super) shown: String,
    /// Its last word, folded.
    head: String,
    several: bool,
    human: bool,
}

/// The last speaker before a quote.
#[derive(Clone, Debug)]
pub(super) struct Last {
    pub(super) paragraph: usize,
    pub(super) who: Who,
    /// Where the words and the attribution end, in bytes.
    pub(super) end: usize,
}

/// What one source comes to.
pub(super) struct Read {
    pub(super) who: Option<Who>,
    pub(super) anonymous: bool,
}

/// Bytes behind "by" in which who wrote it stands.
const BY: usize = 60;

/// The sources of one article.
pub(super) struct Sources<'a> {
    text: &'a str,
    prose: &'a Prose,
    pub(super) people: People,
    pub(super) described: Vec<Described>,
}

/// A stretch of a source between its commas: a noun phrase and what hangs on it.
struct Part<'w> {
    /// All of it.
    words: &'w [Word],
    /// The words of the noun phrase.
    core: &'w [Word],
    /// The mention that heads it.
    head: Option<usize>,
}

impl<'a> Sources<'a> {
    pub(super) fn new(text: &'a str, prose: &'a Prose) -> Sources<'a> {
        Sources { text, prose, people: People::of(text, prose), described: Vec::new() }
    }

    /// Who says what stands at `content`, by the `source` beside it. `around` is who says the words
    /// in which it stands.
    pub(super) fn read(
        &mut self,
        source: Span,
        content: Span,
        last: Option<&Last>,
        around: Option<&Who>,
    ) -> Read {
        let shown = words(self.text, source);
        let anonymous = quote::is_anonymous(&shown);
        if let Some(first) = shown.first().filter(|_| is_pronoun(&shown)) {
            let who = self.pronoun(first, source, content, last, around);
            return Read { who, anonymous };
        }
        if let Some(who) = self.relative(&shown, source) {
            return Read { who: Some(who), anonymous: false };
        }
        let parts = self.parts(&shown);
        let Some(first) = parts.first() else { return Read { who: None, anonymous: false } };
        if self.is_joint(first) {
            return Read { who: self.describe(source, first), anonymous: false };
        }
        if let Some(mention) = first.head {
            return Read { who: self.people.who[mention].map(Who::Party), anonymous: false };
        }
        // "a spokesman for the company, Oskar Penhallow"
        let apposed = parts[1..].iter().find_map(|part| self.person_of(part));
        let apposed = apposed.or_else(|| self.behind(source, first));
        if let Some(who) = apposed.filter(|_| heads_a_person(first)) {
            return Read { who: Some(Who::Party(who)), anonymous: false };
        }
        if let Some(who) = parts.get(1).and_then(|second| self.called(first, second)) {
            return Read { who: Some(Who::Party(who)), anonymous: false };
        }
        if let Some(who) = self.author(first, source, content, last) {
            return Read { who: Some(who), anonymous: false };
        }
        let who = if anonymous { None } else { self.by_words(&shown) };
        let who = who
            .or_else(|| self.by_role(first, source.start, last))
            .or_else(|| self.by_body(first, source.start))
            .or_else(|| self.by_past(first, source.start, last))
            .map(Who::Party)
            .or_else(|| self.again(first));
        let read = Read { anonymous: anonymous && who.is_none(), who };
        match read.who {
            Some(Who::Described(at)) => Read {
                anonymous: self.is_unnamed(&self.described[at].head),
                who: Some(Who::Described(at)),
            },
            Some(_) => read,
            None => Read { who: self.describe(source, first), ..read },
        }
    }

    /// The stretches of a source, with the mentions that head them.
    fn parts<'w>(&self, shown: &'w [Word]) -> Vec<Part<'w>> {
        let (Some(first), Some(last)) = (shown.first(), shown.last()) else { return Vec::new() };
        let inside = self.people.touching(first.span.hull(last.span));
        let spans: Vec<(usize, Span)> =
            inside.map(|at| (at, self.people.mentions[at].span)).collect();
        let named = |word: &Word| spans.iter().any(|(_, span)| span.covers(word.span));
        let breaks = |word: &Word| {
            matches!(word.folded.as_str(), "," | "(" | ")" | "—" | "–") && !named(word)
        };
        let part = |words: &'w [Word]| {
            let core = words
                .iter()
                .position(|word| {
                    (matches!(word.tag, Tag::Preposition | Tag::To | Tag::Relative)
                        || word.has(Feature::Who)
                        || word.has(Feature::That))
                        && !named(word)
                })
                .filter(|core| *core > 0)
                .map_or(words, |core| &words[..core]);
            // the Harbour Post newspaper
            let named_by = |word: &Word| !word.capital && word.has(Feature::CallsABody);
            let kind =
                core.iter().rev().take_while(|word| named_by(word) || word.has(Feature::News));
            let own = core.len() - kind.count();
            let end = core[..own].last().or(core.last()).map_or(0, |word| word.span.end);
            let whole = own == core.len() || own == 0;
            let head = spans
                .iter()
                .rev()
                .find(|(at, span)| {
                    let owner = core.iter().any(|word| word.span.end == end && word.possessive);
                    span.start < end
                        && span.end >= end
                        && (whole || !owner && !self.is_somebody(*at))
                })
                .map(|(at, _)| *at);
            Part { words, core, head }
        };
        shown.split(breaks).filter(|words| !words.is_empty()).map(part).collect()
    }

    fn is_somebody(&self, mention: usize) -> bool {
        self.people.who[mention].is_none_or(|who| self.people.all[who].is_person())
    }

    /// The person whom a part names.
    fn person_of(&self, part: &Part) -> Option<usize> {
        let mention = part.head?;
        let who = self.people.who[mention]?;
        self.is_named_person(mention, who).then_some(who)
    }

    fn is_named_person(&self, mention: usize, who: usize) -> bool {
        let mention = &self.people.mentions[mention];
        self.people.all[who].is_person() && mention.kind != Kind::Body && mention.words.len() > 1
            || mention.kind == Kind::Person
    }

    /// Whom the second part names, where the first says what that one is: "the vet, Signe Tofte",
    /// "the company, Grell & Sons".
    fn called(&self, first: &Part, second: &Part) -> Option<usize> {
        let (opens, noun) = (first.core.first()?, first.core.last()?);
        let is_one = opens.has(Feature::Determiner) || opens.has(Feature::One) || opens.possessive;
        let is_plain = noun.tag == Tag::Noun && !noun.capital && !noun.folded.ends_with('s');
        let mention = second.head.filter(|_| is_one && is_plain && !self.is_joint(second))?;
        let who = self.people.who[mention]?;
        let starts = self.people.mentions[mention].span.start == second.words.first()?.span.start;
        let is_body = noun.has(Feature::CallsABody) && !self.people.all[who].is_person();
        (starts && (is_body || self.is_named_person(mention, who))).then_some(who)
    }

    /// The person whose name is set behind a description: "said the mayor, Ilse Brandt."
    fn behind(&self, source: Span, first: &Part) -> Option<usize> {
        let rest = Span::new(source.end, self.text.len()).of(self.text);
        let name = source.end + rest.find(|c: char| c != ',' && c != ' ')?;
        if !rest.starts_with(", ") || first.words.is_empty() {
            return None;
        }
        let at = self.people.mentions.partition_point(|mention| mention.span.start < name);
        let mention = self.people.mentions.get(at).filter(|mention| mention.span.start == name)?;
        let after = self.text.get(mention.span.end..)?.trim_start();
        let gap = Span::new(mention.span.end, self.text.len() - after.len()).of(self.text);
        let closed = after.is_empty()
            || gap.contains('\n')
            || mention.shown.ends_with('.') && after.starts_with(char::is_uppercase)
            || after.starts_with([',', '.', ';', ':', '“', '"', '(', '—', '–', '”']);
        let who = self.people.who[at]?;
        (closed && self.is_named_person(at, who)).then_some(who)
    }

    /// Whose word a paper is: "a report by the board", "Lund's letter", "the statement".
    fn author(
        &self,
        first: &Part,
        source: Span,
        content: Span,
        last: Option<&Last>,
    ) -> Option<Who> {
        let head = first.core.last()?;
        // "Lund's latest remarks" are Lund's; of "remarks" alone nobody is told.
        let remarks = (head.has(Feature::Claim) || head.cue_noun.is_some())
            && first.core.iter().any(|word| word.possessive);
        if !head.has(Feature::Document) && !remarks || head.capital {
            return None;
        }
        if let Some(his) = first.core.first().filter(|his| pronoun_gender(his).is_some()) {
            return self.he_or_she(his, source, content, last);
        }
        let whole = first.words.first()?.span.hull(first.words.last()?.span);
        let inside = self.people.within(whole);
        let owner = inside.clone().find(|at| {
            let span = self.people.mentions[*at].span;
            first.core.iter().any(|word| span.end == word.span.end)
        });
        // the chief justice's opinion
        let office = first.core.iter().position(|word| word.possessive).and_then(|of| {
            let core = first.core.get(..=of)?;
            self.by_role(&Part { words: core, core, head: None }, source.start, last)
        });
        if let Some(who) = office.filter(|_| owner.is_none()) {
            return Some(Who::Party(who));
        }
        // What "a new report" leaves to the words behind it.
        let behind = || {
            let rest = Span::new(source.end, self.text.len()).of(self.text);
            let by = [" by ", " from "].iter().find(|by| rest.starts_with(**by))?;
            let at = source.end + by.len();
            let inside = self.people.within(Span::new(at, at + BY));
            inside.into_iter().find(|mention| {
                let gap = Span::new(at, self.people.mentions[*mention].span.start).of(self.text);
                gap.split_whitespace().count() <= 2 && !gap.contains([',', '.', ';', '\n'])
            })
        };
        let by = first.words.get(first.core.len()).filter(|by| by.has(Feature::Maker));
        let writer = || {
            by.and_then(|by| {
                inside.clone().find(|at| self.people.mentions[*at].span.start >= by.span.end)
            })
        };
        let named = owner.or_else(writer).or_else(behind).and_then(|at| self.people.who[at]);
        named.map(Who::Party).or_else(|| {
            // "She sent a letter on Friday. The letter said …"
            let own = head.has(Feature::OwnDocument) && is_definite(first);
            last.filter(|_| own && first.core.len() == 2).map(|last| last.who.clone())
        })
    }

    /// Whom "who" and "which" at the end of a source stand for: the name right before it. "the
    /// mayor who" behind "Lund is" is Lund.
    fn relative(&self, shown: &[Word], source: Span) -> Option<Who> {
        let (who, before) = shown.split_last()?;
        if !(who.has(Feature::Who) || who.has(Feature::Which)) {
            return None;
        }
        let end = before.iter().rev().find(|word| !word.is_mark())?.span.end;
        let inside = self.people.within(Span::new(source.start, end));
        let named = inside.rev().find(|at| self.people.mentions[*at].span.end == end);
        let person = |at: &usize| {
            let party = self.people.who[*at].map(|who| &self.people.all[who]);
            party.is_some_and(|party| party.kind != Kind::Body || who.has(Feature::Which))
        };
        named
            .filter(person)
            .or_else(|| self.holder(source).filter(person))
            .and_then(|at| self.people.who[at])
            .map(Who::Party)
    }

    /// The name of which a description right behind it says what it is: "Ada Lund, the mayor of
    /// Brenk, who", "Ada Lund is a farmer who".
    fn holder(&self, source: Span) -> Option<usize> {
        let at = self.people.before(source.start).next()?;
        let gap = Span::new(self.people.mentions[at].span.end, source.start).of(self.text);
        matches!(gap, ", " | " is " | " was ").then_some(at)
    }

    /// Whether a source names two: "Lund and Rask".
    fn is_joint(&self, first: &Part) -> bool {
        let named = |word: &Word, end: bool| {
            let at = if end { word.span.end } else { word.span.start };
            let inside = self.people.within(word.span.hull(first.words[0].span));
            let mut spans = inside.map(|at| self.people.mentions[at].span);
            spans.any(|span| if end { span.end == at } else { span.start <= at && span.end > at })
        };
        let and = first.core.iter().position(|word| word.has(Feature::And));
        let Some(and) = and.filter(|and| *and > 0 && and + 1 < first.core.len()) else {
            return false;
        };
        let joins = self.people.within(first.core[0].span.hull(first.core[and].span));
        let inside = joins
            .into_iter()
            .any(|at| self.people.mentions[at].span.end > first.core[and].span.end);
        !inside && named(&first.core[and - 1], true)
    }

    /// Who bears the words of a source in which no mention was read, as in a label of capitals.
    fn by_words(&self, shown: &[Word]) -> Option<usize> {
        let run = shown.iter().take_while(|word| word.capital && !word.is_mark());
        let words: Vec<String> = run.map(|word| plain(&word.folded)).collect();
        (words.len() == shown.len()).then(|| self.people.called(&words)).flatten()
    }

    /// The person whose learnt roles hold all content words of a description.
    fn by_role(&self, first: &Part, at: usize, last: Option<&Last>) -> Option<usize> {
        let described = content(first.words);
        let lexicon = &self.prose.language.lexicon;
        let role = |word: &&str| lexicon.features(word, "").has(Feature::Role);
        if !described.iter().any(role) || !is_definite(first) {
            return None;
        }
        let fits = |who: &usize| {
            let party = &self.people.all[*who];
            let gender =
                described.last().and_then(|head| gender_of_role(self.prose.language, head));
            party.first_at < at
                && party.kind != Kind::Body
                && party.can_be(gender)
                && super::fits(lexicon, &party.roles, &described)
        };
        let fitting: Vec<usize> = (0..self.people.all.len()).filter(fits).collect();
        match fitting.as_slice() {
            [who] => Some(*who),
            // Of two presidents the one who spoke last.
            several => {
                let last = last?;
                several.iter().copied().find(|who| last.who == Who::Party(*who))
            }
        }
    }

    /// The last speaker, of whom the article tells no role, where what somebody once was is said of
    /// one right behind: "Ada Lund said. … the former minister said".
    fn by_past(&self, first: &Part, at: usize, last: Option<&Last>) -> Option<usize> {
        let Last { paragraph, who: Who::Party(who), .. } = last? else { return None };
        let party = &self.people.all[*who];
        let past = first.core.get(1).is_some_and(|word| word.has(Feature::Past));
        let near = self.paragraph(at) - paragraph <= 1;
        let free = party.is_person() && party.is_full() && party.roles.is_empty();
        (is_definite(first) && past && heads_a_person(first) && near && free).then_some(*who)
    }

    /// The body that a description calls by its kind: "the authority" of the Bridges Authority,
    /// "the firm" of Grell & Sons. Of several the one that its paragraph or the one before named
    /// last.
    fn by_body(&self, first: &Part, at: usize) -> Option<usize> {
        let head = first.core.last().filter(|head| !head.capital)?;
        let kinds = head.bodies;
        let bare = matches!(first.core.len(), 2 | 3) && first.core.len() == first.words.len();
        if kinds == 0 || !bare || !first.core[0].has(Feature::The) || !head.has(Feature::CallsABody)
        {
            return None;
        }
        let own = |who: usize| {
            let party = &self.people.all[who];
            party.shown.to_lowercase().split_whitespace().any(|word| word == head.folded)
                || party.roles.contains(&head.folded)
        };
        let fits = |who: &usize| {
            let party = &self.people.all[*who];
            party.kind == Kind::Body && party.first_at < at && (party.kinds & kinds != 0)
        };
        let fitting: Vec<usize> = (0..self.people.all.len()).filter(fits).collect();
        let named: Vec<usize> = fitting.iter().copied().filter(|who| own(*who)).collect();
        let of = |among: &[usize]| match among {
            [who] => Some(*who),
            _ => None,
        };
        of(&named).or_else(|| of(&fitting)).or_else(|| {
            let near = self.people.before(at).take(NEAR).filter_map(|at| self.people.who[at]);
            let among = if named.is_empty() { &fitting } else { &named };
            near.into_iter().find(|who| among.contains(who))
        })
    }

    /// The unnamed one who was last called by the head of a definite description: "a city
    /// official", then "the official".
    fn again(&self, first: &Part) -> Option<Who> {
        let head = first.core.last()?;
        if !is_definite(first) || first.core.len() > 2 || head.capital {
            return None;
        }
        let at = self
            .described
            .iter()
            .rposition(|described| described.head == head.folded && described.human)?;
        Some(Who::Described(at))
    }

    fn is_unnamed(&self, head: &str) -> bool {
        self.prose.language.lexicon.features(head, "").has(Feature::Unnamed)
    }

    /// Somebody who has no other name than this description.
    fn describe(&mut self, source: Span, first: &Part) -> Option<Who> {
        let shown = description(self.prose.language, self.text, source);
        let lower = shown.to_lowercase();
        if shown.is_empty() {
            return None;
        }
        let known = self.described.iter().position(|known| known.shown.to_lowercase() == lower);
        let at = known.unwrap_or_else(|| {
            let head = first.core.last().map_or("", |word| word.folded.as_str());
            let human = first.core.iter().any(|word| word.is_role() || word.is_unnamed());
            self.described.push(Described {
                shown,
                head: head.to_owned(),
                several: head.ends_with('s'),
                human,
            });
            self.described.len() - 1
        });
        Some(Who::Described(at))
    }

    fn pronoun(
        &mut self,
        first: &Word,
        source: Span,
        content: Span,
        last: Option<&Last>,
        around: Option<&Who>,
    ) -> Option<Who> {
        if pronoun_gender(first).is_some() {
            self.he_or_she(first, source, content, last)
        } else if first.has(Feature::FirstPerson) {
            around.cloned()
        } else if first.has(Feature::It) {
            self.it(source, last).or_else(|| self.subject_before(source, false))
        } else if first.has(Feature::They) {
            self.they(source, last)
        } else if first.has(Feature::Who) {
            self.antecedent(source)
        } else {
            None
        }
    }

    /// The last speakers, else the several that the sentence before is about.
    fn they(&mut self, source: Span, last: Option<&Last>) -> Option<Who> {
        let several = |who: &&Who| match who {
            Who::Party(_) => false,
            Who::Described(at) => self.described[*at].several,
        };
        let speakers = last.map(|last| &last.who).filter(several).cloned();
        speakers.or_else(|| self.subject_before(source, true))
    }

    /// The description that the sentence before is about.
    fn subject_before(&mut self, source: Span, several: bool) -> Option<Who> {
        let at = self.prose.sentence_at(source.start)?.checked_sub(1)?;
        let words = &self.prose.sentences.get(at)?.words;
        let verb = words.iter().position(|word| word.tag.is_finite())?;
        let subject = subject_before(words, 0, group_start(words, 0, verb))?;
        let head = subject
            .of(words)
            .iter()
            .take_while(|word| !matches!(word.tag, Tag::Preposition | Tag::To))
            .last()
            .filter(|head| !head.capital && head.tag == Tag::Noun && !head.possessive)?;
        let human = head.is_role() || head.is_unnamed();
        if subject.start > 1 || head.folded.ends_with('s') != several || human && !several {
            return None;
        }
        self.read(subject.span(words), Span::new(source.start, source.start), None, None).who
    }

    /// The paragraph of a byte.
    fn paragraph(&self, at: usize) -> usize {
        self.prose.paragraphs.partition_point(|paragraph| paragraph.start <= at)
    }

    /// Whom a sentence since the last quote is about, else the last speaker, else the last person
    /// named. Nobody whom the words name is the one who says them: "he said that he never met
    /// Lund".
    fn he_or_she(
        &self,
        first: &Word,
        source: Span,
        content: Span,
        last: Option<&Last>,
    ) -> Option<Who> {
        let gender = he_or_she(first);
        let paragraph = self.paragraph(content.start);
        let named: Vec<usize> =
            self.people.within(content).filter_map(|at| self.people.who[at]).collect();
        let fits = |who: usize| !named.contains(&who) && self.people.all[who].can_be(gender);
        let at = source.start.min(content.start);
        let near = last.is_some_and(|last| paragraph - last.paragraph <= 1);
        let from = last.map_or(0, |last| last.end);
        let since = self.people.subject_between(from, at, !near, fits);
        let speaker = last.map(|last| &last.who).filter(|who| match who {
            Who::Party(who) => self.people.all[*who].is_person() && fits(*who),
            Who::Described(at) => {
                let described = &self.described[*at];
                described.human && !described.several && since.is_none()
            }
        });
        since
            .map(Who::Party)
            .or_else(|| speaker.cloned())
            .or_else(|| self.people.named_before(source.start, fits).map(Who::Party))
    }

    /// The last speaker, where it is none who is "he", else the body that a sentence was last
    /// about.
    fn it(&self, source: Span, last: Option<&Last>) -> Option<Who> {
        let speaker = last.map(|last| &last.who).filter(|who| match who {
            Who::Party(who) => self.people.all[*who].kind == Kind::Body,
            Who::Described(at) => !self.described[*at].human && !self.described[*at].several,
        });
        let since = self
            .people
            .before(source.start)
            .take(NEAR)
            .take_while(|at| {
                self.people.mentions[*at].span.start >= last.map_or(0, |last| last.end)
            })
            .filter(|at| self.people.mentions[*at].leads)
            .filter_map(|at| self.people.who[at])
            .find(|who| self.people.all[*who].kind == Kind::Body);
        since.map(Who::Party).or_else(|| speaker.cloned())
    }

    /// The name right before "who".
    fn antecedent(&self, source: Span) -> Option<Who> {
        let at = self.people.before(source.start).next()?;
        let gap = Span::new(self.people.mentions[at].span.end, source.start).of(self.text);
        let beside = !gap.contains(char::is_alphanumeric);
        self.people.who[at].filter(|_| beside).map(Who::Party)
    }

    /// Whom the stretch between two bytes is about.
    pub(super) fn leading(&self, from: usize, to: usize) -> Option<usize> {
        self.people
            .before(to)
            .take_while(|at| self.people.mentions[*at].span.start >= from)
            .filter(|at| self.people.mentions[*at].leads)
            .find_map(|at| self.people.who[at])
    }

    /// What somebody is called.
    pub(super) fn shown(&self, who: &Who) -> &str {
        match who {
            Who::Party(who) => &self.people.all[*who].shown,
            Who::Described(at) => &self.described[*at].shown,
        }
    }

    /// Whether `name` is somebody with a first name.
    pub(super) fn is_person(&self, name: &str) -> bool {
        let words: Vec<String> = name.split_whitespace().map(plain).collect();
        let person = |from: usize| {
            self.people.called(words.get(from..)?).filter(|who| {
                self.people.all[*who].is_person() && self.people.all[*who].name.is_full()
            })
        };
        (0..words.len()).find_map(person).is_some()
    }
}

/// Mentions that are looked back through for which body is meant.
const NEAR: usize = 12;

/// Whether a source is a word that stands for another one.
fn is_pronoun(shown: &[Word]) -> bool {
    let of_grammar = |word: &Word| {
        let stands = [Feature::Subject, Feature::Relative, Feature::Question, Feature::StandsFor]
            .iter()
            .any(|class| word.has(*class));
        (word.tag == Tag::Pronoun || stands)
            // The U.S. is no "us".
            && !(word.capital && word.folded.len() == 2 && word.has(Feature::FirstObject))
    };
    matches!(shown, [only] if of_grammar(only))
}

/// Whether a part speaks of one person by what they are: the mayor, a spokesman for the company.
fn heads_a_person(part: &Part) -> bool {
    part.core.last().is_some_and(|head| {
        (head.is_role() || head.is_unnamed() || gender_of(head).is_some())
            && !head.folded.ends_with('s')
    })
}

fn is_definite(part: &Part) -> bool {
    part.core.first().is_some_and(|first| first.has(Feature::The))
}

/// Whom a pronoun can mean, by the one that it is.
fn pronoun_gender(word: &Word) -> Option<Gender> {
    let he = word.has(Feature::He).then_some(Gender::Man);
    he.or_else(|| word.has(Feature::She).then_some(Gender::Woman))
}

/// Whom "his", "she" or a given name can mean.
fn he_or_she(word: &Word) -> Option<Gender> {
    pronoun_gender(word).or_else(|| given::gender(&word.folded))
}

fn content(words: &[Word]) -> Vec<&str> {
    words.iter().filter(|word| word.is_content()).map(|word| word.folded.as_str()).collect()
}

/// A description as a name: as it stands, without the relative clause that it begins.
fn description(language: &Language, text: &str, source: Span) -> String {
    let words: Vec<&str> = source.of(text).split_whitespace().collect();
    let named = words
        .iter()
        .position(|word| {
            let features = language.features(word);
            [Feature::Who, Feature::Which, Feature::That].iter().any(|one| features.has(*one))
        })
        .filter(|at| *at > 0)
        .unwrap_or(words.len());
    let shown = words[..named].join(" ").trim_end_matches(',').to_owned();
    // "The company" begins a sentence and is "the company".
    let first = words
        .first()
        .map(|word| word.to_lowercase())
        .filter(|first| language.features(first).has(Feature::Determiner));
    match first.and_then(|first| Some(format!("{first}{}", shown.get(first.len()..)?))) {
        Some(small) => small,
        None => shown,
    }
}
