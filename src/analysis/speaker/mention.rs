//! Mentions: the names in a text, whole, each with the titles before and the apposition after it.
//!
//! Method: a mention is a chain of words with capitals, with what joins them inside a name:
//! particles, "&", "of" after the head of a body, a possessive before one. What opens a sentence is
//! one only where it is no word of grammar and no word that the article also writes small.

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::analysis::lexicon::{self, Class, entries};
use crate::analysis::prose::{Prose, Sentence, Word};
use crate::analysis::speaker::given::{self, Gender};
use crate::analysis::speaker::name::{
    has_particle, is_particle, is_suffix, opens_last_name, plain,
};
use crate::analysis::tag::Tag;
use crate::text::Span;
use crate::text::token::TokenKind;

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
#[derive(Clone, Debug)]
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

/// The words of the list of bodies: each to the kinds of body that it is a word for, as bits; and
/// those that only stand in names.
struct Bodies {
    kinds: FxHashMap<&'static str, u64>,
    calls: FxHashSet<&'static str>,
}

static BODIES: LazyLock<Bodies> = LazyLock::new(|| {
    let (mut kinds, mut calls) = (FxHashMap::default(), FxHashSet::default());
    let lines = entries(include_str!("../../../assets/lexicon/en/bodies.txt"));
    for (kind, (_, words)) in lines.filter_map(|line| line.split_once('\t')).enumerate() {
        let (called, named) = words.split_once('|').unwrap_or((words, ""));
        calls.extend(called.split_whitespace());
        for word in called.split_whitespace().chain(named.split_whitespace()) {
            *kinds.entry(word).or_default() |= 1u64 << (kind % 64);
        }
    }
    Bodies { kinds, calls }
});

static EPITHETS: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| lexicon::words(include_str!("../../../assets/lexicon/en/epithets.txt")));

static RELATIVES: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| lexicon::words(include_str!("../../../assets/lexicon/en/relatives.txt")));

/// Words that end the name of a firm behind "and".
const FIRM: [&str; 9] =
    ["sons", "son", "brothers", "daughters", "co", "company", "partners", "associates", "sisters"];

/// The kinds of body, as bits, that a folded word, singular or plural, is a word for.
pub(super) fn body_kinds(folded: &str) -> u64 {
    let known = |word: &str| BODIES.kinds.get(word).copied();
    known(folded).or_else(|| known(folded.strip_suffix('s')?)).unwrap_or(0)
}

/// Whether "the company" may call a body later by this folded word.
pub(super) fn calls_a_body(folded: &str) -> bool {
    BODIES.calls.contains(folded)
}

/// Whether a folded word that stands before a name is no part of it.
pub(super) fn is_epithet(folded: &str) -> bool {
    EPITHETS.contains(folded)
}

/// What the article's own spelling tells of its words.
#[derive(Debug, Default)]
struct Spelling<'p> {
    /// Folded words that stand small somewhere.
    small: FxHashSet<&'p str>,
    /// Those that have a capital where none must stand.
    capital: FxHashSet<&'p str>,
}

impl<'p> Spelling<'p> {
    fn of(prose: &'p Prose) -> Spelling<'p> {
        let mut spelling = Spelling::default();
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
                set.insert(&word.folded);
            }
        }
        spelling
    }

    /// Whether a word with which a sentence begins is a name.
    fn is_name(&self, word: &Word, next: Option<&Word>) -> bool {
        let known = self.capital.contains(word.folded.as_str()) || given::is_given(&word.folded);
        let opens_role = word.is_role() && next.is_some_and(|next| next.capital);
        let free = matches!(word.tag, Tag::Name | Tag::Noun) && !word.is_of_grammar();
        opens_role
            || free && (known || !self.small.contains(word.folded.as_str()))
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
    let spelling = Spelling::of(prose);
    let of_sentence =
        |sentence: &Sentence| Reader { text, sentence, spelling: &spelling }.mentions();
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
    spelling: &'a Spelling<'a>,
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

    fn is(&self, at: usize, folded: &str) -> bool {
        self.words().get(at).is_some_and(|word| word.is(folded))
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
            return has_particle(self.shown(at));
        }
        if word.can_be(Class::Day) || self.is_party(at) {
            return false;
        }
        // April Lund; not "in April Lund"
        let before = at.checked_sub(1).and_then(|before| self.words().get(before));
        if word.can_be(Class::Month) || matches!(word.folded.as_str(), "may" | "march" | "will") {
            let dated = before.is_some_and(|before| {
                matches!(before.tag, Tag::Preposition | Tag::Number)
                    || before.is("last")
                    || before.is("this")
            });
            return !dated && goes_on();
        }
        let initial = word.folded.len() <= 2 && word.folded.ends_with('.');
        if word.is("new") {
            return goes_on();
        }
        if word.possessive && owns_by_name(word) {
            return goes_on();
        }
        (word.is_content() || initial)
            && (!opens(self.words(), at) || self.spelling.is_name(word, next))
    }

    /// Whether the word at `at` tells the party behind a name, and where from: (D-N.Y.), R-Holt.
    fn is_party(&self, at: usize) -> bool {
        let letter = |shown: &str| matches!(shown, "D" | "R" | "I" | "L");
        let shown = self.shown(at);
        let joined = shown.split_once(['-', '–']).is_some_and(|(party, _)| letter(party));
        let behind =
            at.checked_sub(1).is_some_and(|before| self.is(before, "(") || self.is(before, ","));
        let parted = at >= 2
            && matches!(self.words()[at - 1].folded.as_str(), "–" | "-")
            && letter(self.shown(at - 2));
        behind && (joined || letter(shown)) || parted
    }

    /// Whether a number begins a name: 21st Century Holdings.
    fn opens_number(&self, at: usize) -> bool {
        let word = &self.words()[at];
        let ordinal = || {
            let letters = self.shown(at).trim_start_matches(|c: char| c.is_ascii_digit());
            matches!(letters, "st" | "nd" | "rd" | "th")
        };
        word.kind == TokenKind::Number
            && ordinal()
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
        let several = self.shown(at - 1).ends_with(['’', '\'']) || owns_by_name(owner);
        let saint = at >= start + 2 && self.is(at - 2, "st");
        if !(several || saint) || given::is_given(&owner.folded) {
            return false;
        }
        let name = (at..self.words().len()).take_while(|next| self.is_name_word(*next)).last();
        name.is_some_and(|last| body_kinds(&self.words()[last].folded) != 0)
    }

    /// How many words join what stands before `at` to a name word behind them, that one included.
    fn joined(&self, start: usize, at: usize) -> Option<usize> {
        let word = self.words().get(at)?;
        let before = &self.words()[at - 1];
        let head = || body_kinds(&before.folded) != 0;
        match word.folded.as_str() {
            "&" => self.is_name_word(at + 1).then_some(2),
            "," => self.is_suffix(at + 1).then_some(2),
            "of" if before.is_role() && self.is_name_word(at + 1) => Some(2),
            "of" | "for" | "on" if head() || self.has_head(start, at) => {
                let article = usize::from(self.is(at + 1, "the"));
                let named = self.is_name_word(at + 1 + article);
                let other = word.is("on") && !before.is("council") && !before.is("committee");
                let person = given::is_given(&self.words().get(at + 1)?.folded);
                (named && !other && !person && !before.possessive).then_some(2 + article)
            }
            "and" => self.joins_body(start, at).then_some(2),
            folded if is_particle(folded) && !word.capital => {
                let run = (at..self.words().len())
                    .take_while(|next| is_particle(&self.words()[*next].folded))
                    .count();
                (run <= 3 && !self.is_role_run(start, at) && self.is_capital(at + run))
                    .then_some(run + 1)
            }
            _ => None,
        }
    }

    fn is_capital(&self, at: usize) -> bool {
        self.words().get(at).is_some_and(|word| word.capital && !word.is_mark())
    }

    fn is_suffix(&self, at: usize) -> bool {
        self.words().get(at).is_some_and(|word| word.capital && is_suffix(&word.folded))
    }

    /// Whether what stands from `start` to `at` ends in a title.
    fn is_role_run(&self, _start: usize, at: usize) -> bool {
        self.words()[at - 1].is_role()
    }

    /// Whether a head of a body with "of" behind it stands in the chain: Department of Health.
    fn has_head(&self, start: usize, at: usize) -> bool {
        (start..at).any(|head| {
            body_kinds(&self.words()[head].folded) != 0
                && (self.is(head + 1, "of") || self.is(head + 1, "for"))
        })
    }

    /// Whether "and" at `at` is part of a body's name: Grell and Sons, Department of Health and
    /// Human Services, the Food and Farms Authority.
    fn joins_body(&self, start: usize, at: usize) -> bool {
        let Some(next) = self.words().get(at + 1).filter(|_| self.is_name_word(at + 1)) else {
            return false;
        };
        if FIRM.contains(&next.folded.as_str()) {
            return true;
        }
        let last = (at + 1..self.words().len())
            .take_while(|word| {
                self.is_name_word(*word) && (*word == at + 1 || !self.words()[word - 1].possessive)
            })
            .last();
        let body = last.is_some_and(|last| body_kinds(&self.words()[last].folded) != 0);
        let before = &self.words()[at - 1];
        let of = (start..at).any(|of| matches!(self.words()[of].folded.as_str(), "of" | "for"))
            && self.has_head(start, at);
        let capitals = self.shown(at - 1).chars().all(|c| !c.is_lowercase());
        let whole = start.checked_sub(1).is_some_and(|the| self.is(the, "the"))
            && at == start + 1
            && last.is_some_and(|last| last > at + 1)
            && !capitals
            && body_kinds(&before.folded) == 0
            && !self.spelling.small.contains(next.folded.as_str());
        body && (of || whole && !given::is_given(&before.folded))
    }

    /// The mention of the chain from `start` to `end`.
    fn mention(&self, start: usize, end: usize) -> Option<Mention> {
        let words = self.words();
        let run = &words[start..end];
        let of = run.iter().any(|word| word.is("of") || word.is("for"));
        let is_body = self.is_body(start, end);
        let title = |word: &Word| word.is_role() || word.is("of") || is_epithet(&word.folded);
        if end > start + 1 && !is_body && run.iter().all(title) {
            return None; // the Chief Justice
        }
        let mut name = if is_body { start } else { self.title_end(start, end) };
        // Particles that stand before the chain: "van der Meer said".
        let title = start..name;
        while name == start
            && name > 0
            && !words[name - 1].capital
            && opens_last_name(&words[name - 1].folded)
        {
            name -= 1;
            if name == 0 || !opens_last_name(&words[name - 1].folded) {
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
            shown: self.joined_name(range.clone(), kind == Kind::Body || of),
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
        let complement = role.filter(|role| self.is(role + 1, "of")).map_or(0, |_| 2);
        let mut at = role.map_or(start, |role| (role + 1 + complement).min(end));
        if at == end {
            at = role.filter(|role| *role > start).unwrap_or(end);
        }
        while at + 1 < end && is_epithet(&words[at].folded) && !given::is_given(&words[at].folded)
            || at + 2 < end
                && !given::is_given(&words[at].folded)
                && given::is_given(&words[at + 1].folded)
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
            .find(|at| matches!(words[*at].folded.as_str(), "of" | "for" | "on") && *at > start);
        let headed = joint.is_some_and(|of| body_kinds(&words[of - 1].folded) != 0);
        let firm = (start..end).any(|at| words[at].is("&") || words[at].is("and"));
        let named = !single && body_kinds(&last.folded) != 0 && !self.is_titled(start, end);
        let letters = single
            && !first.initials
            && (2..=5).contains(&first.folded.chars().count())
            && self
                .shown(start)
                .chars()
                .all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '&')
            && !is_suffix(&first.folded);
        let before = start.checked_sub(1).map(|before| &words[before]);
        let one = single && body_kinds(&first.folded) != 0 && before.is_some_and(|b| b.is("the"));
        headed || firm || named || letters || one || first.kind == TokenKind::Number
    }

    /// Whether a chain is a title and a person's last name that is also a word for bodies: "Mayor
    /// Ada Church".
    fn is_titled(&self, start: usize, end: usize) -> bool {
        let words = self.words();
        let before = words[..start].last();
        let role = words[start].is_role() || before.is_some_and(|word| word.is_role());
        let given = end >= start + 2 && given::is_given(&words[end - 2].folded);
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
        let given = several && given::is_given(&first.folded);
        let initials = several
            && range
                .clone()
                .take(2)
                .any(|at| words[at].folded.len() == 2 && words[at].folded.ends_with('.'));
        let particle = range.clone().any(|at| is_particle(&words[at].folded));
        let suffix = is_suffix(&words[range.end - 1].folded) && several;
        if titled || given || initials || particle || suffix { Kind::Person } else { Kind::Open }
    }

    /// The name as it is shown: without commas, and without the possessive ending of its last word.
    fn joined_name(&self, range: Range<usize>, is_body: bool) -> String {
        let last = range.end - 1;
        let shown = range.clone().filter(|at| !self.is(*at, ",")).map(|at| {
            let shown = self.shown(at);
            if at == last && !self.keeps_ending(at, is_body) { bare(shown) } else { shown }
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    /// Whether the ending of the word at `at` is its own: "Orlo's said", not "Orlo's lawyer".
    fn keeps_ending(&self, at: usize, _is_body: bool) -> bool {
        let word = &self.words()[at];
        let of = at.checked_sub(1).is_some_and(|before| self.is(before, "of"));
        word.possessive
            && !of
            && self.shown(at).ends_with("s")
            && self.words().get(at + 1).is_some_and(|next| {
                next.tag == Tag::Verb && next.cue.is_some() || next.tag == Tag::Auxiliary
            })
    }

    /// Its words, plain; of "&", "of" and "the" none.
    fn plain_words(&self, range: Range<usize>) -> Vec<String> {
        let own = range.filter(|at| {
            let word = &self.words()[*at];
            !word.is_mark() && (word.capital || word.kind != TokenKind::Word || is_joint(word))
                || has_particle(self.shown(*at))
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
            let small = before.take_while(|word| is_epithet(&word.folded) && !word.capital);
            mention.roles.extend(small.map(|word| word.folded.clone()));
        }
        mention.roles.extend(apposition(words, end));
        let near = start.saturating_sub(3)..start;
        mention.is_relative = near.clone().any(|at| RELATIVES.contains(words[at].folded.as_str()))
            || mention.roles.iter().any(|role| RELATIVES.contains(role.as_str()));
        if mention.kind == Kind::Open
            && (mention.roles.iter().any(|role| lexicon::is_role(role)) || is_aged(words, end))
        {
            mention.kind = Kind::Person;
        }
        // "Mrs." is a word of grammar to the lists, and no part of the chain.
        let before = words[..start].last().filter(|word| word.capital && word.is_role());
        if before.is_some() && mention.kind == Kind::Open {
            mention.kind = Kind::Person;
        }
        let courtesy = before
            .into_iter()
            .chain(&words[title.clone()])
            .map(|word| word.folded.as_str())
            .chain(mention.roles.iter().map(String::as_str))
            .find_map(gender_of_role);
        let kin = near.rev().find_map(|at| gender_of_role(&words[at].folded));
        let called = mention.words.first().filter(|_| mention.words.len() > 1);
        mention.gender = courtesy
            .or_else(|| called.and_then(|name| given::gender(name)))
            .or(kin.filter(|_| mention.is_relative));
    }
}

/// Whether what stands behind the word is no person: "the", "in".
fn is_place_or_thing(before: &Word) -> bool {
    ["the", "in", "at", "near", "across", "into"].iter().any(|word| before.is(word))
}

/// Letters of a given name that a link gives in full.
const LINKED: usize = 5;

/// Words of the longest name: "Centers for Medicine and Public Health Services of Brenk".
const LONGEST: usize = 10;

fn is_joint(word: &Word) -> bool {
    is_particle(&word.folded)
}

/// Whether a possessive is mostly part of a body's name: the People's Party, the Children's Fund.
fn owns_by_name(word: &Word) -> bool {
    matches!(word.folded.as_str(), "people" | "women" | "men" | "children" | "king" | "queen")
}

/// Whether an age stands behind a name: "Ada Lund, 45, said".
fn is_aged(words: &[Word], at: usize) -> bool {
    let mark = |at: usize| words.get(at).is_some_and(|word| word.is(",") || word.is("."));
    mark(at) && words.get(at + 1).is_some_and(|age| age.kind == TokenKind::Number) && mark(at + 2)
}

/// Whom a title or a role tells: Mrs., spokeswoman, king.
pub(super) fn gender_of_role(folded: &str) -> Option<Gender> {
    match folded {
        "mr" | "sir" | "lord" | "king" | "prince" | "son" | "husband" | "father" | "brother"
        | "nephew" | "uncle" | "widower" | "grandson" | "grandfather" | "stepson" | "pope"
        | "fisherman" | "councilman" | "foreman" => Some(Gender::Man),
        "mrs" | "ms" | "miss" | "lady" | "dame" | "queen" | "princess" | "daughter" | "wife"
        | "mother" | "sister" | "niece" | "aunt" | "widow" | "granddaughter" | "grandmother"
        | "stepdaughter" | "actress" | "nun" | "councilwoman" => Some(Gender::Woman),
        _ if folded.ends_with("woman") => Some(Gender::Woman),
        "spokesman" | "chairman" | "congressman" | "businessman" | "policeman" => Some(Gender::Man),
        _ => None,
    }
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
    let closes =
        words.get(end).is_none_or(|next| next.is_mark() || next.tag.is_finite() || next.is("who"));
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
        word.is_role()
            || RELATIVES.contains(word.folded.as_str())
            || !word.capital && calls_a_body(&word.folded)
    };
    let opens = words.get(at).is_some_and(|word| word.is(","))
        && words.get(at + 1).is_some_and(|word| opens_role(word) || word.is_role());
    let is = words.get(at).is_some_and(|word| word.is("is") || word.is("was"))
        && words.get(at + 1).is_some_and(|word| word.is("a") || word.is("an") || word.is("the"));
    if !opens && !is {
        return Vec::new();
    }
    let run: Vec<&Word> = words
        .iter()
        .skip(at + 1)
        .take(9)
        .take_while(|word| {
            !word.is_mark()
                && !matches!(word.folded.as_str(), "who" | "and" | "that" | "which")
                && !(word.tag.is_finite())
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
    matches!(word.folded.as_str(), "the" | "a" | "an" | "his" | "her" | "its" | "their")
        || word.possessive
}

/// A name without its possessive ending.
pub(super) fn bare(shown: &str) -> &str {
    shown
        .strip_suffix("’s")
        .or_else(|| shown.strip_suffix("'s"))
        .or_else(|| shown.strip_suffix(['’', '\'']))
        .unwrap_or(shown)
}
