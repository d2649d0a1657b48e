//! Aligned utterances of one speaker as groups, and each group's members as a reader is shown them.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::cluster::{Edge, average_link};
use crate::analysis::language::Stance;
use crate::analysis::telling::{Telling, Tellings};
use crate::analysis::variant::{Alignment, CONTENT, SHARED, Utterance};
use crate::analysis::{Member, Quote, SpeakerId, Variant};
use crate::text::token::fold;
use crate::text::{Span, diff};

/// Share of the shorter form's weight where both are marked, by one speaker: a quote that shares
/// less is mostly another one with the speaker's favourite words. This and the shares below were
/// read off the 970 pairs of seven labelled events that share a word: at each, at least nine of ten
/// pairs are of one utterance.
const MARKED: f32 = 0.55;
/// The same where one speaker at most is told.
const UNTOLD: f32 = 0.6;
/// The same where one form is no speaker's own words, and they are not credited to one speaker.
const HALF_MARKED: f32 = 0.7;
/// The same where neither is.
const UNMARKED: f32 = 0.8;
/// Aligned content words that tell an utterance whoever is credited with it.
const TELLING: usize = 3;
/// Words of a marked form that the other holds in a row, and that are no figure of speech.
const HELD: usize = 5;
/// Aligned content words of two long forms of which half of the shorter one's weight will do.
const LONG: usize = 6;
/// Words in a row that make two marked forms one utterance, whoever is credited with it.
const VERBATIM: usize = 6;
/// Average share from which aligned utterances are one group: on seven labelled events 60 % of the
/// pairs are found, and 87 % of what is found is right. Higher finds fewer, and is right more
/// often.
const GROUPED: f32 = 0.2;
/// Bytes of a member of several sentences: what is longer is no passage to jump to. Chosen, not
/// measured.
const MEMBER: usize = 390;

/// Whether an alignment is of one utterance: the less the articles agree on whose it is, and the
/// fewer of its words they give as the speaker's own, the more of them must agree.
fn is_one(event: &Tellings, a: &Utterance, b: &Utterance, alignment: &Alignment) -> bool {
    let &Alignment { share, content, plain, run, dense, .. } = alignment;
    let shorter = if b.words.len() < a.words.len() { b } else { a };
    let held = shorter.marked && run == shorter.words.len();
    let equal = a.words.len() == b.words.len() && held && run >= CONTENT;
    let marked = usize::from(a.marked) + usize::from(b.marked);
    let verbatim = marked == 2
        && content >= CONTENT
        && (run >= VERBATIM && share >= UNTOLD || run >= 2 * VERBATIM);
    match (a.speaker(), b.speaker()) {
        (Some(one), Some(other)) if one == other => {
            let denied = share >= UNMARKED && denies(event, a) && denies(event, b);
            held || dense || denied || content >= CONTENT && (marked < 2 || share >= MARKED)
        }
        // What one says and another denies are two utterances.
        _ if !held && !verbatim && is_negative(a) != is_negative(b) => false,
        (one, other) => {
            let is_named = |speaker: Option<SpeakerId>| {
                speaker.and_then(|speaker| event.name(speaker)).is_some_and(is_name)
            };
            let named = is_named(one) && is_named(other);
            let quoted = !named && a.is_quoted() && b.is_quoted();
            let untold = one.is_none() || other.is_none();
            let enough = if marked == 2 && !named { CONTENT } else { TELLING };
            let least = [UNMARKED, HALF_MARKED, UNTOLD][marked];
            verbatim
                || held
                    && !named
                    && (run >= HELD || marked == 2 && equal || run > CONTENT && content >= CONTENT)
                || held && quoted && untold && run >= CONTENT
                || quoted && plain >= CONTENT && (dense || content >= LONG && share >= SHARED)
                || content >= enough && plain >= CONTENT && share >= least && (marked > 0 || !named)
        }
    }
}

fn is_negative(utterance: &Utterance) -> bool {
    utterance.words.iter().any(|word| word.is_negation())
}

/// Whether it is what somebody denies: that is told in few words, "any involvement".
fn denies(event: &Tellings, utterance: &Utterance) -> bool {
    let telling = &event.all[utterance.telling];
    let cue = utterance.quote.and_then(|quote| quote.cue);
    let cue = cue.map(|cue| cue.of(&telling.article.text));
    let lexicon = &telling.prose.language.lexicon;
    let known =
        |word: &str| lexicon.cue(&fold(word)).is_some_and(|cue| cue.stance == Stance::Denies);
    cue.is_some_and(|cue| cue.split_whitespace().any(known))
}

/// Whether a speaker is called by a name, not by a pronoun or a description: Brandt, not `she` or
/// `the court`.
fn is_name(speaker: &str) -> bool {
    speaker.starts_with(char::is_uppercase)
}

/// The groups of one utterance each, in order of the first member's passage.
pub fn group(event: &Tellings, utterances: &[Utterance], alignments: &[Alignment]) -> Vec<Variant> {
    let edges: Vec<Edge> = alignments
        .iter()
        .filter(|alignment| {
            is_one(event, &utterances[alignment.a], &utterances[alignment.b], alignment)
        })
        .map(|alignment| Edge { a: alignment.a, b: alignment.b, weight: alignment.share })
        .collect();
    let groups = average_link(utterances.len(), &edges, GROUPED);
    let forms = groups
        .into_iter()
        .filter(|group| group.len() > 1)
        .map(|group| forms(event, utterances, &group));
    let mut found: Vec<Vec<Form>> = forms.collect();
    join_neighbours(event, &mut found);
    widen(event, utterances, &mut found);
    let mut variants: Vec<Variant> = found.iter().map(|forms| variant(event, forms)).collect();
    let mut shown = BTreeSet::new();
    variants.retain(|variant| {
        shown.insert(variant.members.iter().map(|member| member.passage).collect::<Vec<_>>())
    });
    variants
}

/// One article's form of an utterance: one sentence or a few in a row.
#[derive(Clone, Copy, Debug)]
struct Form<'a> {
    telling: usize,
    quote: Option<&'a Quote>,
    span: Span,
    quoted: bool,
}

/// The forms of a group: of those where one holds the other the outer one, and those in a row as
/// one.
fn forms<'a>(event: &Tellings, utterances: &[Utterance<'a>], group: &[usize]) -> Vec<Form<'a>> {
    let mut forms: Vec<Form> = Vec::new();
    for utterance in group.iter().map(|index| &utterances[*index]) {
        let span = utterance.passage.span;
        let form = Form {
            telling: utterance.telling,
            quote: utterance.quote,
            span,
            quoted: utterance.is_quoted(),
        };
        match forms.last_mut().filter(|last| last.telling == form.telling) {
            Some(last) if last.span.covers(span) => last.quoted |= form.quoted,
            Some(last) if follows(&event.all[form.telling], *last, form) => {
                last.span = last.span.hull(span);
            }
            _ => forms.push(form),
        }
    }
    forms
}

/// Whether `b` goes on where `a` ends, within the same quotation marks or after the attribution
/// that interrupts the quote, and both together are short.
fn follows(telling: &Telling, a: Form, b: Form) -> bool {
    let both = a.span.hull(b.span);
    if a.span.end > b.span.start || both.len() > MEMBER {
        return false;
    }
    let between = Span::new(a.span.end, b.span.start);
    let told = |span: Span| span.of(&telling.article.text).contains(char::is_alphanumeric);
    let interrupted =
        a.quote.filter(|quote| b.quote.is_some_and(|other| std::ptr::eq(*quote, other)));
    match interrupted {
        Some(quote) => !quote.content.iter().filter_map(|part| part.intersect(between)).any(told),
        None => {
            telling.marks_around(Span::new(a.span.start + 1, b.span.start + 1)).is_some()
                && !told(between)
        }
    }
}

/// Makes one group of two whose forms follow each other: the articles of one are among those of the
/// other, and in each of them the second goes on where the first ends.
fn join_neighbours(event: &Tellings, groups: &mut Vec<Vec<Form>>) {
    let mut at = 0;
    while at < groups.len() {
        let other = (0..groups.len())
            .find(|other| *other != at && continues(event, &groups[at], &groups[*other]));
        let Some(other) = other else {
            at += 1;
            continue;
        };
        let later = std::mem::take(&mut groups[other]);
        for form in later {
            let joined = groups[at].iter_mut().find(|first| {
                first.telling == form.telling && follows(&event.all[form.telling], **first, form)
            });
            match joined {
                Some(first) => first.span = first.span.hull(form.span),
                None => groups[at].push(form),
            }
        }
        groups[at].sort_by_key(|form| (form.telling, form.span));
        groups.remove(other);
        at = at.saturating_sub(usize::from(other < at));
    }
}

fn continues(event: &Tellings, first: &[Form], second: &[Form]) -> bool {
    let of = |forms: &[Form]| forms.iter().map(|form| form.telling).collect::<BTreeSet<_>>();
    let (a, b) = (of(first), of(second));
    let goes_on = |telling: &usize| {
        let pairs = first.iter().flat_map(|x| second.iter().map(move |y| (x, y)));
        let mut here = pairs.filter(|(x, y)| x.telling == *telling && y.telling == *telling);
        here.any(|(x, y)| follows(&event.all[*telling], *x, *y))
    };
    (a.is_subset(&b) || b.is_subset(&a)) && a.intersection(&b).all(goes_on)
}

/// Lets each form reach over what stands around it within its quotation marks, sentence by sentence
/// and as long as it stays short, so that a reader sees what another article cut before and after
/// it.
fn widen(event: &Tellings, utterances: &[Utterance], groups: &mut [Vec<Form>]) {
    let mut sentences: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
    for utterance in utterances.iter().filter(|utterance| utterance.marked) {
        sentences.entry(utterance.telling).or_default().push(utterance.passage.span);
    }
    for form in groups.iter_mut().flatten() {
        let Some(sentences) = sentences.get(&form.telling) else { continue };
        let Some(marks) = event.all[form.telling].marks_around(within(form.span)) else { continue };
        let around: Vec<Span> =
            sentences.iter().copied().filter(|sentence| marks.span.covers(*sentence)).collect();
        loop {
            let later = around.iter().find(|sentence| sentence.start >= form.span.end);
            let earlier = around.iter().rfind(|sentence| sentence.end <= form.span.start);
            let reach = |sentence: &&Span| form.span.hull(**sentence).len() <= MEMBER;
            let Some(next) = later.filter(reach).or_else(|| earlier.filter(reach)) else { break };
            form.span = form.span.hull(*next);
        }
    }
}

/// The span without its first byte and its last, which can be marks of their own.
fn within(span: Span) -> Span {
    Span::new(span.start + 1, span.end.saturating_sub(1).max(span.start + 1))
}

fn variant(event: &Tellings, forms: &[Form]) -> Variant {
    let member = |form: &Form| {
        let passage = event.all[form.telling].passage(form.span);
        Member { passage, speaker: form.quote.and_then(|quote| quote.speaker), quoted: form.quoted }
    };
    let mut members: Vec<Member> = forms.iter().map(member).collect();
    let longest = (0..members.len())
        .max_by_key(|i| (members[*i].passage.span.len(), std::cmp::Reverse(*i)))
        .unwrap_or(0);
    members[..=longest].rotate_right(1);
    let text = |member: &Member| {
        event
            .all
            .iter()
            .find(|telling| telling.id == member.passage.article)
            .map_or("", |telling| telling.article.text.as_str())
    };
    let diff = match members.as_slice() {
        [first, second, ..] => {
            diff::words(text(first), first.passage.span, text(second), second.passage.span)
        }
        _ => Vec::new(),
    };
    let speaker = members.iter().find_map(|member| member.speaker);
    Variant { speaker, members, diff, topic: None }
}
