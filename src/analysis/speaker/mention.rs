//! Mentions: the names in a text, whole, each with the titles before and the apposition after it.
//!
//! Method: a mention is a chain of words with capitals, with what joins them inside a name:
//! particles, "&", "of" after the head of a body, a possessive before one. What opens a sentence is
//! one only where it is no word of grammar and no word that the article also writes small.

use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::analysis::language::given::{self, Gender};
use crate::analysis::language::names::plain;
use crate::analysis::language::{Feature, Language};
use crate::analysis::prose::{Prose, Sentence, Word};
use crate::analysis::tag::Tag;
use crate::text::Span;
use crate::text::token::{TokenKind, fold};

/// What a name is the name of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing tells.
    #[default]
    Open,
    Person,
    Body,
}

/// One place where a text names somebody or something.
#[derive(Clone, Debug, Default)]
pub(super) struct Mention {
    /// The name, without titles.
    pub(super) span: Span,
    /// The name as it is shown, without a possessive ending.
    pub(super) shown: String,
    /// Its words, plain.
    pub(super) words: Vec<String>,
    pub(super) kind: Kind,
    /// Folded words of titles and appositions.
    pub(super) roles: Vec<String>,
    pub(super) gender: Option<Gender>,
    /// Whether it is somebody's relative here: "his daughter, Ada Lund".
    pub(super) is_relative: bool,
    /// Whether it is no person by what stands before it: the Harbour Post, in Brenk.
    pub(super) is_thing: bool,
    /// Whether the sentence is about it: it begins with it, or it is who says something.
    pub(super) leads: bool,
    /// The paragraph by its index.
    pub(super) paragraph: usize,
    /// Where its sentence begins.
    pub(super) sentence: usize,
}

/// Words of an article for each of its spellings of content.
const OWN: usize = 4;

/// What the article's own spelling tells of its words, folded and as numbers.
#[derive(Debug, Default)]
struct Spelling {
    /// Those that stand small somewhere.
    small: FxHashSet<u64>,
    /// Those that have a capital where none must stand.
    capital: FxHashSet<u64>,
}

impl Spelling {
    fn of(prose: &Prose) -> Spelling {
        let words: usize = prose.sentences.iter().map(|sentence| sentence.words.len()).sum();
        let mut spelling = Spelling::default();
        spelling.small.reserve(words / OWN);
        for sentence in &prose.sentences {
            for (at, word) in sentence.words.iter().enumerate() {
                if word.kind != TokenKind::Word || !word.is_content() {
                    continue;
                }
                let set = match word.capital {
                    false => &mut spelling.small,
                    true if opens(&sentence.words, at) => continue,
                    true => &mut spelling.capital,
                };
                set.insert(word.spelling);
            }
        }
        spelling
    }

    /// Whether a word with which a sentence begins is a name.
    fn is_name(&self, word: &Word, next: Option<&Word>) -> bool {
        let known = self.capital.contains(&word.spelling) || word.has(Feature::Given);
        let opens_role = word.is_role() && next.is_some_and(|next| next.capital);
        let free = matches!(word.tag, Tag::Name | Tag::Noun) && !word.is_of_grammar();
        opens_role
            || free && (known || !self.small.contains(&word.spelling))
            || known && word.tag == Tag::Verb && next.is_some_and(|next| next.tag.is_finite())
    }
}

/// Whether a sentence or a quotation begins with the word at `at`.
fn opens(words: &[Word], at: usize) -> bool {
    at.checked_sub(1).is_none_or(|before| {
        let before = &words[before];
        before.is_mark()
            && matches!(
                before.folded.as_str(),
                "“" | "\"" | "‘" | "'" | ":" | "…" | "—" | "–" | "." | "(" | "[" | "!" | "?"
            )
    })
}

/// All mentions of an article, in order.
pub(super) fn mentions(text: &str, prose: &Prose) -> Vec<Mention> {
    let (spelling, language) = (Spelling::of(prose), prose.language);
    let of_sentence =
        |sentence: &Sentence| Reader { text, sentence, spelling: &spelling, language }.mentions();
    prose.sentences.iter().filter(|sentence| !shouts(sentence)).flat_map(of_sentence).collect()
}

/// Whether a line is all capitals, which tell nothing there.
fn shouts(sentence: &Sentence) -> bool {
    let of_letters =
        sentence.words.iter().filter(|word| word.kind == TokenKind::Word && word.span.len() > 3);
    let small = |word: &&Word| !word.capital;
    of_letters.clone().count() > 4 && !of_letters.clone().any(|word| small(&word))
}

/// Reads the mentions of one sentence.
struct Reader<'a> {
    text: &'a str,
    sentence: &'a Sentence,
    spelling: &'a Spelling,
    language: &'static Language,
}

impl Reader<'_> {
    fn mentions(&self) -> Vec<Mention> {
        let words = self.words();
        let (mut found, mut at) = (Vec::new(), 0);
        while at < words.len() {
            if self.is_name_word(at) || self.opens_number(at) {
                let end = self.chain_end(at);
                found.extend(self.mention(at, end));
                at = end.max(at + 1);
            } else {
                at += 1;
            }
        }
        found
    }

    fn words(&self) -> &[Word] {
        &self.sentence.words
    }

    fn shown(&self, at: usize) -> &str {
        self.words()[at].span.of(self.text)
    }

    /// Whether the word at `at` is this mark.
    fn is(&self, at: usize, mark: &str) -> bool {
        self.words().get(at).is_some_and(|word| word.is(mark))
    }

    fn has(&self, at: usize, feature: Feature) -> bool {
        self.words().get(at).is_some_and(|word| word.has(feature))
    }

    /// Whether the word at `at` can be one of a name's.
    fn is_name_word(&self, at: usize) -> bool {
        let Some(word) = self.words().get(at) else { return false };
        let next = self.words().get(at + 1);
        let goes_on = || next.is_some_and(|next| next.capital && !next.is_mark());
        if word.is_mark() || word.kind == TokenKind::Number || word.contraction.is_some() {
            return false;
        }
        if !word.capital {
            return word.has(Feature::JoinedParticle);
        }
        if word.has(Feature::Day) || self.is_party(at) {
            return false;
        }
        // April Lund; not "in April Lund"
        let before = at.checked_sub(1).and_then(|before| self.words().get(before));
        if word.has(Feature::Month) || word.has(Feature::MonthOrWord) {
            let dated = before.is_some_and(|before| {
                matches!(before.tag, Tag::Preposition | Tag::Number) || before.has(Feature::DatedBy)
            });
            return !dated && goes_on();
        }
        let initial = word.folded.len() <= 2 && word.folded.ends_with('.');
        if word.has(Feature::New) {
            return goes_on();
        }
        if word.possessive && word.has(Feature::OwnsByName) {
            return goes_on();
        }
        (word.is_content() || initial)
            && (!opens(self.words(), at) || self.spelling.is_name(word, next))
    }

    /// Whether the word at `at` tells the party behind a name, and where from: (D-N.Y.), R-Holt.
    fn is_party(&self, at: usize) -> bool {
        let letter = |at: usize| self.words()[at].capital && self.words()[at].has(Feature::Party);
        let behind =
            at.checked_sub(1).is_some_and(|before| self.is(before, "(") || self.is(before, ","));
        let joined = || {
            let (party, _) = self.shown(at).split_once(['-', '–'])?;
            let features = self.language.lexicon.features(&fold(party), "");
            Some(party.starts_with(char::is_uppercase) && features.has(Feature::Party))
        };
        let parted = || at >= 2 && (self.is(at - 1, "–") || self.is(at - 1, "-")) && letter(at - 2);
        behind && (letter(at) || joined().unwrap_or(false)) || parted()
    }

    /// Whether a number begins a name: 21st Century Holdings.
    fn opens_number(&self, at: usize) -> bool {
        let word = &self.words()[at];
        word.kind == TokenKind::Number
            && word.has(Feature::Ordinal)
            && self.is_name_word(at + 1)
            && self.is_name_word(at + 2)
    }

    /// One past the last word of the chain that begins at `start`.
    fn chain_end(&self, start: usize) -> usize {
        let mut at = start + 1;
        loop {
            if self.words()[at - 1].possessive && !self.owns_name(start, at) {
                return at;
            }
            if self.is_name_word(at) {
                at += 1;
            } else if let Some(joined) = self.joined(start, at) {
                at += joined;
            } else {
                return at;
            }
        }
    }

    /// Whether the possessive before `at` is part of a body's name: the Rail Users' Group, the
    /// People's Party; not of Lund's Labour Party.
    fn owns_name(&self, start: usize, at: usize) -> bool {
        let owner = &self.words()[at - 1];
        let several = self.shown(at - 1).ends_with(['’', '\'']) || owner.has(Feature::OwnsByName);
        let saint = at >= start + 2 && self.has(at - 2, Feature::Saint);
        if !(several || saint) || owner.has(Feature::Given) {
            return false;
        }
        let name = (at..self.words().len()).take_while(|next| self.is_name_word(*next)).last();
        name.is_some_and(|last| self.words()[last].bodies != 0)
    }

    /// How many words join what stands before `at` to a name word behind them, that one included.
    fn joined(&self, start: usize, at: usize) -> Option<usize> {
        let word = self.words().get(at)?;
        let before = &self.words()[at - 1];
        if word.is("&") {
            return self.is_name_word(at + 1).then_some(2);
        }
        if word.is(",") {
            return self.is_suffix(at + 1).then_some(2);
        }
        if word.has(Feature::Of) && before.is_role() && self.is_name_word(at + 1) {
            return Some(2);
        }
        let on = word.has(Feature::On);
        if (word.has(Feature::Of) || word.has(Feature::For) || on)
            && (before.bodies != 0 || self.has_head(start, at))
        {
            let article = usize::from(self.has(at + 1, Feature::The));
            let named = self.is_name_word(at + 1 + article);
            let other = on && !before.has(Feature::MemberOn);
            let person = self.words().get(at + 1)?.has(Feature::Given);
            return (named && !other && !person && !before.possessive).then_some(2 + article);
        }
        if word.has(Feature::And) {
            return self.joins_body(start, at).then_some(2);
        }
        if is_particle(word) && !word.capital {
            let run = self.words()[at..].iter().take_while(|next| is_particle(next)).count();
            return (run <= 3 && !before.is_role() && self.is_capital(at + run)).then_some(run + 1);
        }
        None
    }

    fn is_capital(&self, at: usize) -> bool {
        self.words().get(at).is_some_and(|word| word.capital && !word.is_mark())
    }

    fn is_suffix(&self, at: usize) -> bool {
        self.words().get(at).is_some_and(|word| word.capital && word.has(Feature::NameSuffix))
    }

    /// Whether a head of a body with "of" behind it stands in the chain: Department of Health.
    fn has_head(&self, start: usize, at: usize) -> bool {
        (start..at).any(|head| {
            self.words()[head].bodies != 0 && self.words().get(head + 1).is_some_and(of_or_for)
        })
    }

    /// Whether "and" at `at` is part of a body's name: Grell and Sons, Department of Health and
    /// Human Services, the Food and Farms Authority.
    fn joins_body(&self, start: usize, at: usize) -> bool {
        let Some(next) = self.words().get(at + 1).filter(|_| self.is_name_word(at + 1)) else {
            return false;
        };
        if next.has(Feature::Firm) {
            return true;
        }
        let last = (at + 1..self.words().len())
            .take_while(|word| {
                self.is_name_word(*word) && (*word == at + 1 || !self.words()[word - 1].possessive)
            })
            .last();
        let body = last.is_some_and(|last| self.words()[last].bodies != 0);
        let before = &self.words()[at - 1];
        let of = self.words()[start..at].iter().any(of_or_for) && self.has_head(start, at);
        let capitals = self.shown(at - 1).chars().all(|c| !c.is_lowercase());
        let whole = start.checked_sub(1).is_some_and(|the| self.has(the, Feature::The))
            && at == start + 1
            && last.is_some_and(|last| last > at + 1)
            && !capitals
            && before.bodies == 0
            && !self.spelling.small.contains(&next.spelling);
        body && (of || whole && !before.has(Feature::Given))
    }

    /// The mention of the chain from `start` to `end`.
    fn mention(&self, start: usize, end: usize) -> Option<Mention> {
        let words = self.words();
        let run = &words[start..end];
        let is_body = self.is_body(start, end);
        let title =
            |word: &Word| word.is_role() || word.has(Feature::Of) || word.has(Feature::Epithet);
        if end > start + 1 && !is_body && run.iter().all(title) {
            return None; // the Chief Justice
        }
        let mut name = if is_body { start } else { self.title_end(start, end) };
        // Particles that stand before the chain: "van der Meer said".
        let title = start..name;
        while name == start
            && name > 0
            && !words[name - 1].capital
            && words[name - 1].has(Feature::OpensLastName)
        {
            name -= 1;
            if name == 0 || !words[name - 1].has(Feature::OpensLastName) {
                break;
            }
        }
        let end = self.without_link(name.max(start), end);
        let range = if name < start { name..end } else { name.min(end)..end };
        if range.is_empty() || range.len() > LONGEST {
            return None;
        }
        let kind = self.kind(range.clone(), is_body, &title);
        let mut mention = Mention {
            span: words[range.start].span.hull(words[range.end - 1].span),
            shown: self.joined_name(range.clone()),
            words: self.plain_words(range.clone()),
            kind,
            roles: Vec::new(),
            gender: None,
            is_relative: false,
            is_thing: kind == Kind::Open && start > 0 && is_place_or_thing(&words[start - 1]),
            leads: self.leads(start, end),
            paragraph: self.sentence.paragraph,
            sentence: self.sentence.span.start,
        };
        if mention.words.is_empty() {
            return None;
        }
        self.learn(&mut mention, title, start, end);
        Some(mention)
    }

    /// Where the title that a chain begins with ends: "Secretary of State Rex Holt", "Former
    /// Republican Ada Lund". Something is left of the name.
    fn title_end(&self, start: usize, end: usize) -> usize {
        let words = self.words();
        let role = (start..end).rev().find(|at| {
            words[*at].is_role() && !words[*at].possessive && !(*at + 1 == end && *at > start)
        });
        let complement = role.filter(|role| self.has(role + 1, Feature::Of)).map_or(0, |_| 2);
        let mut at = role.map_or(start, |role| (role + 1 + complement).min(end));
        if at == end {
            at = role.filter(|role| *role > start).unwrap_or(end);
        }
        while at + 1 < end && words[at].has(Feature::Epithet) && !words[at].has(Feature::Given)
            || at + 2 < end
                && !words[at].has(Feature::Given)
                && words[at + 1].has(Feature::Given)
                && !words[at].folded.ends_with('.')
                && words[at].capital
                && words[at + 1].capital
        {
            at += 1;
        }
        at
    }

    /// Of "Bo Rask Robert" the end of the name: what pages link to names repeats the given one.
    fn without_link(&self, from: usize, end: usize) -> usize {
        let given = |at: usize| plain(&self.words()[at].folded);
        let again = |at: &usize| {
            let other = given(*at);
            given::is_given(&other) && given::may_be_one(&given(from), &other)
                || other.len() > LINKED && other.starts_with(&given(from))
        };
        if end < from + 3 || !given::is_given(&given(from)) {
            return end;
        }
        (from + 2..end).find(again).unwrap_or(end)
    }

    /// Whether a chain is the name of a body by its words.
    fn is_body(&self, start: usize, end: usize) -> bool {
        let words = self.words();
        let (first, last) = (&words[start], &words[end - 1]);
        let single = end == start + 1;
        let joint = (start..end)
            .find(|at| (of_or_for(&words[*at]) || words[*at].has(Feature::On)) && *at > start);
        let headed = joint.is_some_and(|of| words[of - 1].bodies != 0);
        let firm = (start..end).any(|at| words[at].is("&") || words[at].has(Feature::And));
        let named = !single && last.bodies != 0 && !self.is_titled(start, end);
        let letters = single
            && !first.initials
            && (2..=5).contains(&first.folded.chars().count())
            && self
                .shown(start)
                .chars()
                .all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '&')
            && !first.has(Feature::NameSuffix);
        let before = start.checked_sub(1).map(|before| &words[before]);
        let one = single && first.bodies != 0 && before.is_some_and(|b| b.has(Feature::The));
        headed || firm || named || letters || one || first.kind == TokenKind::Number
    }

    /// Whether a chain is a title and a person's last name that is also a word for bodies: "Mayor
    /// Ada Church".
    fn is_titled(&self, start: usize, end: usize) -> bool {
        let words = self.words();
        let before = words[..start].last();
        let role = words[start].is_role() || before.is_some_and(|word| word.is_role());
        let given = end >= start + 2 && words[end - 2].has(Feature::Given);
        given && (role || end == start + 2)
    }

    fn kind(&self, range: Range<usize>, is_body: bool, title: &Range<usize>) -> Kind {
        let words = self.words();
        if is_body {
            return Kind::Body;
        }
        let titled = title.clone().any(|at| words[at].is_role());
        let first = &words[range.start];
        let several = range.len() > 1;
        let given = several && first.has(Feature::Given);
        let initials = several
            && range
                .clone()
                .take(2)
                .any(|at| words[at].folded.len() == 2 && words[at].folded.ends_with('.'));
        let particle = range.clone().any(|at| is_particle(&words[at]));
        let suffix = words[range.end - 1].has(Feature::NameSuffix) && several;
        if titled || given || initials || particle || suffix { Kind::Person } else { Kind::Open }
    }

    /// The name as it is shown: without commas, and without the possessive ending of its last word.
    fn joined_name(&self, range: Range<usize>) -> String {
        let last = range.end - 1;
        let shown = range.clone().filter(|at| !self.is(*at, ",")).map(|at| {
            let shown = self.shown(at);
            if at == last && !self.keeps_ending(at) {
                self.language.without_possessive(shown)
            } else {
                shown
            }
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    /// Whether the ending of the word at `at` is its own: "Orlo's said", not "Orlo's lawyer".
    fn keeps_ending(&self, at: usize) -> bool {
        let word = &self.words()[at];
        let of = at.checked_sub(1).is_some_and(|before| self.has(before, Feature::Of));
        word.possessive
            && !of
            && self.shown(at).ends_with('s')
            && self.words().get(at + 1).is_some_and(|next| {
                next.tag == Tag::Verb && next.cue.is_some() || next.tag == Tag::Auxiliary
            })
    }

    /// Its words, plain; of "&", "of" and "the" none.
    fn plain_words(&self, range: Range<usize>) -> Vec<String> {
        let own = range.filter(|at| {
            let word = &self.words()[*at];
            !word.is_mark() && (word.capital || word.kind != TokenKind::Word || is_particle(word))
                || word.has(Feature::JoinedParticle)
        });
        own.map(|at| plain(&self.words()[at].folded)).collect()
    }

    /// Whether the sentence is about what the chain names: it begins with it, or it says something.
    fn leads(&self, start: usize, end: usize) -> bool {
        let says = |word: &Word| word.cue.is_some() && word.tag.is_verb() && !word.capital;
        let words = self.words();
        let finite = || words.iter().position(|word| word.tag.is_finite());
        // Her deputy, Bo Rask, has …
        let first = |finite: usize| {
            finite >= end
                && words[end..finite].iter().all(|word| word.is_mark() || word.tag == Tag::Adverb)
                && !words[end - 1].possessive
        };
        let modifies =
            words.get(end).is_some_and(|next| next.tag == Tag::Noun && next.is_lower_noun());
        if modifies {
            return false;
        }
        start == 0
            || start == 1 && words[0].is_mark()
            || finite().is_some_and(first)
            || words[..start].last().is_some_and(says)
            || words.get(end).is_some_and(says)
    }

    /// Takes in what stands around the name.
    fn learn(&self, mention: &mut Mention, title: Range<usize>, start: usize, end: usize) {
        let words = self.words();
        let content = |range: Range<usize>| {
            words[range].iter().filter(|word| word.is_content()).map(|word| word.folded.clone())
        };
        let titled = title.clone().any(|at| words[at].is_role());
        mention.roles.extend(content(title.clone()));
        if !titled && start > 0 {
            mention.roles.extend(small_titles(words, start));
            mention.roles.extend(described_before(words, start, end));
        } else if start > 0 {
            // former President Ada Lund
            let before = words[..start].iter().rev();
            let small = before.take_while(|word| word.has(Feature::Epithet) && !word.capital);
            mention.roles.extend(small.map(|word| word.folded.clone()));
        }
        mention.roles.extend(apposition(words, end));
        let role_has = |role: &str, feature| self.language.lexicon.features(role, "").has(feature);
        let near = start.saturating_sub(3)..start;
        mention.is_relative = near.clone().any(|at| words[at].has(Feature::Kin))
            || mention.roles.iter().any(|role| role_has(role, Feature::Kin));
        if mention.kind == Kind::Open
            && (mention.roles.iter().any(|role| role_has(role, Feature::Role))
                || is_aged(words, end))
        {
            mention.kind = Kind::Person;
        }
        // "Mrs." is a word of grammar to the lists, and no part of the chain.
        let before = words[..start].last().filter(|word| word.capital && word.is_role());
        if before.is_some() && mention.kind == Kind::Open {
            mention.kind = Kind::Person;
        }
        let courtesy = before.into_iter().chain(&words[title.clone()]).find_map(gender_of);
        let courtesy = courtesy
            .or_else(|| mention.roles.iter().find_map(|role| gender_of_role(self.language, role)));
        let kin = near.rev().find_map(|at| gender_of(&words[at]));
        let called = mention.words.first().filter(|_| mention.words.len() > 1);
        mention.gender = courtesy
            .or_else(|| called.and_then(|name| given::gender(name)))
            .or(kin.filter(|_| mention.is_relative));
    }
}

/// Whether what stands behind the word is no person: "the", "in".
fn is_place_or_thing(before: &Word) -> bool {
    before.has(Feature::BeforeAThing)
}

/// Letters of a given name that a link gives in full.
const LINKED: usize = 5;

/// Words of the longest name: "Centers for Medicine and Public Health Services of Brenk".
const LONGEST: usize = 10;

/// Whether a word is a particle inside a name: Klaas ten Brink.
fn is_particle(word: &Word) -> bool {
    word.has(Feature::OpensLastName) || word.has(Feature::InsideName)
}

fn of_or_for(word: &Word) -> bool {
    word.has(Feature::Of) || word.has(Feature::For)
}

/// Whether an age stands behind a name: "Ada Lund, 45, said".
fn is_aged(words: &[Word], at: usize) -> bool {
    let mark = |at: usize| words.get(at).is_some_and(|word| word.is(",") || word.is("."));
    mark(at) && words.get(at + 1).is_some_and(|age| age.kind == TokenKind::Number) && mark(at + 2)
}

/// Whom a title or a role tells: Mrs., spokeswoman, king.
pub(super) fn gender_of(word: &Word) -> Option<Gender> {
    gender(|feature| word.has(feature))
}

/// The same of a folded word.
pub(super) fn gender_of_role(language: &Language, folded: &str) -> Option<Gender> {
    let features = language.features(folded);
    gender(|feature| features.has(feature))
}

fn gender(is: impl Fn(Feature) -> bool) -> Option<Gender> {
    let man = is(Feature::Man).then_some(Gender::Man);
    man.or_else(|| is(Feature::Woman).then_some(Gender::Woman))
}

/// Lower-case role words just before a name: "foreign minister Anna Holt".
fn small_titles(words: &[Word], start: usize) -> Vec<String> {
    let role = words[start - 1].is_role();
    let run =
        words[..start].iter().rev().take_while(|word| !word.is_mark() && word.is_content()).take(3);
    if role { run.map(|word| word.folded.clone()).collect() } else { Vec::new() }
}

/// The content words of "the harbour board's head of works, " before a name that ends its phrase,
/// when they tell a role.
fn described_before(words: &[Word], start: usize, end: usize) -> Vec<String> {
    let closes = words
        .get(end)
        .is_none_or(|next| next.is_mark() || next.tag.is_finite() || next.has(Feature::Who));
    if !words[start - 1].is(",") || !closes {
        return Vec::new();
    }
    let first = (0..start - 1).rev().take(9).find(|at| {
        let word = &words[*at];
        word.is_mark() || word.tag.is_finite() || word.tag == Tag::Conjunction
    });
    let run = &words[first.map_or(0, |at| at + 1)..start - 1];
    let opens = run.first().is_some_and(|word| word.tag == Tag::Determiner || word.possessive);
    let role = run.iter().any(|word| word.is_role() && !word.possessive);
    let content = run.iter().filter(|word| word.is_content() && !word.possessive);
    if opens && role { content.map(|word| word.folded.clone()).collect() } else { Vec::new() }
}

/// The content words of ", the harbour board's head of works, who" after a name, when they tell a
/// role or what kind of body it is.
fn apposition(words: &[Word], at: usize) -> Vec<String> {
    let tells = |word: &Word| {
        word.is_role() || word.has(Feature::Kin) || !word.capital && word.has(Feature::CallsABody)
    };
    let opens = words.get(at).is_some_and(|word| word.is(","))
        && words.get(at + 1).is_some_and(|word| opens_role(word) || word.is_role());
    let is = words.get(at).is_some_and(|word| word.has(Feature::IsOrWas))
        && words.get(at + 1).is_some_and(|word| word.has(Feature::Article));
    if !opens && !is {
        return Vec::new();
    }
    let run: Vec<&Word> = words
        .iter()
        .skip(at + 1)
        .take(9)
        .take_while(|word| {
            !word.is_mark() && !word.has(Feature::EndsApposition) && !(word.tag.is_finite())
        })
        .collect();
    // Of "the president's lawyer" only the lawyer is meant.
    let owner = run
        .iter()
        .rposition(|word| word.possessive)
        .filter(|owner| run[..=*owner].iter().any(|word| word.is_role()));
    let run = &run[owner.map_or(0, |owner| owner + 1)..];
    if !run.iter().any(|word| tells(word)) {
        return Vec::new();
    }
    run.iter().filter(|word| word.is_content()).map(|word| word.folded.clone()).collect()
}

fn opens_role(word: &Word) -> bool {
    word.has(Feature::OpensRole) || word.possessive
}
