//! Reply: what one holder sets against what another has just said, where the reporter says that it
//! is so: by a word that sets the two against each other, or by a verb of answering.
//!
//! Method: sentences are cut into turns where such a word opens a clause, each with who holds it:
//! who is quoted in it, else the subject of its verb of saying or answering, else the outlet. Signs
//! of an answer are counted; what most are worth was set on 206 labelled or read pairs of a
//! prototype in another language. What readers find wrong most is a contrast of circumstances, so
//! both sides must say something (see `judge`), and a denial beside another denial.
//!
//! Not done: what is answered in another article, or further away than three sentences.

// The bounds below are the prototype's, kept as they were: no one was tuned by itself. What a number,
// a name and common words are worth in a contrast, and that a rebuttal's claim accuses, denies or
// names who answers, was chosen after reading 180 pairs that blind readers had judged.

use crate::analysis::ConflictKind;
use crate::analysis::clause::Clause;
use crate::analysis::conflict::evidence::{Evidence, Pattern};
use crate::analysis::conflict::turn::{Turn, answers, is_holder, is_of_the_same_side};
use crate::analysis::conflict::{Finding, Stand};
use crate::analysis::form::Term;
use crate::analysis::language::Feature;
use crate::analysis::prose::Word;
use crate::analysis::tag::Tag;
use crate::analysis::telling::{Holder, Tellings, terms};
use crate::text::token::TokenKind;

/// Bytes up to which an answer is short, and from which it is long.
const SHORT: usize = 120;
const LONG: usize = 200;
/// Bytes from which what is answered is long.
const LONG_CLAIM: usize = 220;
/// Share of what is answered that stands in quotation marks from which it is a statement.
const STATED: f32 = 0.3;
/// Weight of shared words from which two turns have much in common.
const COMMON: f32 = 4.0;
/// Words after which a verb of saying comes late.
const LATE: usize = 8;

/// The replies of an event, whose turns are `turns` by article, each with what it answers.
pub(super) fn detect(event: &Tellings, turns: &[Vec<Turn>]) -> Vec<Finding> {
    turns.iter().flat_map(|turns| in_article(event, turns)).collect()
}

fn in_article(event: &Tellings, turns: &[Turn]) -> Vec<Finding> {
    let replies = turns.windows(2).filter_map(|pair| reply(event, &pair[0], &pair[1]));
    let rebuttals = (1..turns.len()).filter_map(|at| rebuttal(event, &turns[..at], &turns[at]));
    replies.chain(rebuttals).collect()
}

/// The pair of a turn and the reply that follows it.
fn reply(event: &Tellings, claim: &Turn, answer: &Turn) -> Option<Finding> {
    let against = answer.against?;
    let apart = answer.sentence - claim.sentence;
    let (one, other) = (claim.holder.as_ref()?, answer.holder.as_ref()?);
    // "While" sets times and circumstances side by side as often as views: of six that a blind
    // reader judged none was right.
    let word = &answer.words[against];
    if word.has(Feature::Contrast) && !word.has(Feature::But) {
        return None;
    }
    if apart > 1
        || event.one_voice(one, other)
        || claim.is_long()
        || answer.is_long()
        || claim.is_silent()
        || answer.is_silent()
        || is_of_the_same_side(answer)
    {
        return None;
    }
    let held = terms(claim.own());
    let both = terms(answer.own());
    let both: Vec<&Term> = both.intersection(&held).collect();
    let weight = event.weigh(both.iter().copied());
    let signs = [(claim.names(event, other), -1.0), (weight >= COMMON, 0.5)];
    let signs: f32 = signs.iter().filter(|(seen, _)| *seen).map(|(_, worth)| worth).sum();
    let points = points(claim, answer, word) + signs;
    let word = answer.lowercase(word);
    let why = format!("what comes next is set against the claim with “{word}”");
    let evidence = Evidence {
        holder: true,
        points,
        shared: both.len(),
        weight,
        both_say: claim.states() && answer.states(),
        ..Evidence::of(Pattern::Replied)
    };
    Some(Finding::new(ConflictKind::Denial, evidence, why, claim.stand(), answer.stand()))
}

/// How many signs say that it is an answer.
fn points(claim: &Turn, answer: &Turn, word: &Word) -> f32 {
    let length = answer.span.len();
    let begins = |turn: &Turn, feature: Feature| {
        turn.own().iter().find(|word| !word.is_mark()).is_some_and(|word| word.has(feature))
    };
    let paragraph = |turn: &Turn| turn.telling.prose.sentences[turn.sentence].paragraph;
    let exhibit = answer.holder.as_ref().is_some_and(|holder| match holder {
        Holder::Called(_) => answer.has(Feature::Exhibit) && answer.has(Feature::Shows),
        Holder::Speaker(_) => false,
    });
    let late = answer.says().is_some_and(|at| at > LATE);
    let signs = [
        (answer.rebuts(), 2.0),
        (length < SHORT, 1.0),
        (claim.quoted() > STATED, 1.0),
        (word.has(Feature::However), 1.0),
        (answer.sentence != claim.sentence, 1.0),
        (paragraph(claim) != paragraph(answer), 0.5),
        (answer.has(Feature::Untenable), 1.0),
        (begins(answer, Feature::Points), 0.5),
        (exhibit, 1.0),
        (answer.says().is_some(), 0.5),
        (late, -1.0),
        (length > LONG, -1.0),
        (claim.span.len() > LONG_CLAIM, -1.0),
        (answer.opposes() && !answer.has(Feature::Attacks), 0.5),
        (claim.says().is_none() && claim.quoted() == 0.0, -0.5),
        (answer.own().iter().any(|word| word.kind == TokenKind::Number), -1.0),
    ];
    signs.iter().filter(|(seen, _)| *seen).map(|(_, worth)| worth).sum()
}

/// Sentences before a rebuttal in which what it rebuts stands.
const BEFORE: usize = 3;
/// Weight of the words of a rebuttal's object that a turn must hold.
const HELD: f32 = 2.8;
/// Weight of held words from which more tell nothing.
const MUCH: f32 = 6.0;

/// What a turn with a verb of answering rebuts: the turn among those before it that holds most of
/// its object, or the one right before where the object only points back.
fn rebuttal(event: &Tellings, before: &[Turn], answer: &Turn) -> Option<Finding> {
    let clause = answer.clauses().find(|clause| {
        let told = !clause.negated && !clause.mood.is_hedged() && clause.subject.is_some();
        told && answers(answer.words, clause.verb)
            && !answer.telling.is_quoted(answer.words[clause.verb].span.start)
            && answer.words[clause.verb].tag != Tag::Gerund
    })?;
    let holder = &answerer(answer, clause)?;
    if answer.is_long()
        || answer.is_silent()
        || is_of_the_same_side(answer)
        || answer.words[..clause.verb].iter().any(|word| word.has(Feature::Conditional))
    {
        return None;
    }
    let object = &answer.words[clause.verb + 1..answer.range.end.max(clause.verb + 1)];
    let claims = |word: &Word| word.has(Feature::Claim) || word.has(Feature::Contention);
    let near = object.iter().take(NEAR);
    let points_back = near.clone().any(|word| word.has(Feature::Points) || claims(word));
    // One also rejects an offer, and denies a visa.
    let offers = answer.words[clause.verb].has(Feature::Rejects)
        && !points_back
        && !object.iter().take(NEAR).any(|word| word.tag == Tag::That);
    if offers || object.iter().take(NEAR).any(|word| word.has(Feature::Withheld)) {
        return None;
    }
    // Who denies to have to do with something answers who says that he has.
    let of_himself =
        object.iter().take(NEAR).any(|word| word.has(Feature::Link) || word.has(Feature::Part));
    let own = event.called(holder).to_lowercase();
    let is_object =
        |word: &&Word| word.is_content() && !claims(word) && !own.contains(word.folded.as_str());
    let sought: Vec<&Term> = object.iter().filter(is_object).map(|word| word.term()).collect();
    let mut best: Option<(f32, &Turn)> = None;
    for (steps, turn) in before.iter().rev().enumerate() {
        let apart = answer.sentence - turn.sentence;
        if apart > BEFORE {
            break;
        }
        let one_voice = turn.holder.as_ref().is_some_and(|one| event.one_voice(one, holder));
        let names_him =
            || turn.own().iter().any(|word| word.capital && own.contains(word.folded.as_str()));
        let away = of_himself && !turn.has(Feature::Accuses) && !names_him();
        if one_voice || turn.is_long() || away || turn.has(Feature::Denies) {
            continue;
        }
        let holds = |term: &&Term| turn.own().iter().any(|word| word.term() == *term);
        let held: f32 =
            sought.iter().copied().filter(|term| holds(term)).map(|t| event.weight(t)).sum();
        let accuses = |turn: &Turn| turn.has(Feature::Accuses) || turn.has(Feature::Contention);
        let claims = || turn.says().is_some() || turn.has(Feature::Accuses) || turn.quoted() > 0.0;
        let beside = steps == 0 && (points_back || sought.is_empty()) && claims();
        if held < HELD && !beside {
            continue;
        }
        let names = turn.holder.as_ref().is_some_and(|one| answer.names(event, one));
        let paragraph = |turn: &Turn| turn.telling.prose.sentences[turn.sentence].paragraph;
        let signs = [
            (turn.says().is_some(), 0.5),
            (names, 0.5),
            (points_back, 0.4),
            (turn.has(Feature::Claims) || turn.has(Feature::Contention), 0.4),
            (turn.holder.is_some(), 0.3),
            (answer.against.is_some(), 0.5),
            (paragraph(turn) != paragraph(answer), -0.2),
            (accuses(turn), 1.0),
            (turn.opposes(), -1.5),
            (names_him(), 0.4),
        ];
        let signs: f32 = signs.iter().filter(|(seen, _)| *seen).map(|(_, worth)| worth).sum();
        let points = 1.0 + 0.3 * held.min(MUCH) + signs - 0.4 * apart as f32;
        if best.is_none_or(|(known, _)| points > known) {
            best = Some((points, turn));
        }
    }
    let (points, turn) = best?;
    let verb = &answer.words[clause.verb];
    // "Pushed back", "hit back".
    let back = answer
        .words
        .get(clause.verb + 1)
        .filter(|next| verb.has(Feature::HitsBack) && next.has(Feature::Back));
    let word = back.map_or(verb.span, |back| verb.span.hull(back.span));
    let word = word.of(&answer.telling.article.text);
    let why = format!("the claim is answered a little further on: “{word}”");
    let evidence = Evidence { holder: true, points, ..Evidence::of(Pattern::Rebutted) };
    let answer = Stand { holder: Some(holder.clone()), ..answer.stand() };
    Some(Finding::new(ConflictKind::Denial, evidence, why, turn.stand(), answer))
}

/// Who answers with the verb of a clause: whom its subject names, or who is quoted where it is a
/// pronoun. `None` where it is a thing.
fn answerer(turn: &Turn, clause: &Clause) -> Option<Holder> {
    let subject = clause.subject?;
    let last = subject.of(turn.words).last()?;
    if last.tag == Tag::Pronoun {
        return turn.holder.clone();
    }
    let name = subject.span(turn.words).of(&turn.telling.article.text);
    let same = |holder: &Holder| match holder {
        Holder::Speaker(speaker) => turn
            .telling
            .name(*speaker)
            .is_some_and(|known| known.ends_with(last.span.of(&turn.telling.article.text))),
        Holder::Called(_) => false,
    };
    let known = turn.holder.clone().filter(same);
    is_holder(turn.words, subject, false)
        .then(|| known.unwrap_or_else(|| Holder::Called(name.to_owned())))
}

/// Words behind a verb of answering in which its object begins.
const NEAR: usize = 6;
