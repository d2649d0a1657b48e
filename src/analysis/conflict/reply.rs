//! Reply: what one holder sets against what another has just said, where the reporter says that it
//! is so: by a word that sets the two against each other, or by a verb of answering.
//!
//! Method: sentences are cut into turns where such a word opens a clause, each with who holds it:
//! who is quoted in it, else the subject of its verb of saying or answering, else the outlet. Signs
//! of an answer are counted; what each is worth was set on 206 labelled or read pairs of a prototype
//! in another language. What readers find wrong most is a contrast of circumstances, so a word that
//! opposes, or a point in common, must be there too (see `judge`).
//!
//! Not done: what is answered in another article, or further away than three sentences.

// The bounds below are the prototype's, kept as they were: no one was tuned by itself.

use std::ops::Range;

use crate::analysis::clause::Clause;
use crate::analysis::conflict::evidence::{Evidence, Pattern};
use crate::analysis::conflict::{Finding, Stand};
use crate::analysis::form::Term;
use crate::analysis::language::Feature;
use crate::analysis::prose::{Sentence, Word};
use crate::analysis::tag::Tag;
use crate::analysis::telling::{Holder, Telling, Tellings, terms};
use crate::analysis::{ConflictKind, Quote};
use crate::text::Span;

/// Bytes of the longest turn: a longer one holds more than one point.
const LONGEST: usize = 420;
/// Bytes up to which an answer is short, and from which it is long.
const SHORT: usize = 120;
const LONG: usize = 200;
/// Bytes from which what is answered is long.
const LONG_CLAIM: usize = 220;
/// Words of the shortest turn.
const FEWEST: usize = 4;
/// Share of a turn that a quote must cover so that the turn is the speaker's.
const QUOTED: f32 = 0.4;
/// Share of what is answered that stands in quotation marks from which it is a statement.
const STATED: f32 = 0.3;
/// Words after which a verb of saying comes late.
const LATE: usize = 8;
/// Words from the beginning in which "however" sets a turn against the one before.
const EARLY: usize = 8;

/// One holder's clause or sentence.
struct Turn<'a, 'e> {
    telling: &'e Telling<'a>,
    sentence: usize,
    words: &'e [Word],
    range: Range<usize>,
    span: Span,
    holder: Option<Holder>,
    /// The word that sets it against the turn before it.
    against: Option<usize>,
}

impl Turn<'_, '_> {
    fn own(&self) -> &[Word] {
        &self.words[self.range.clone()]
    }

    fn has(&self, feature: Feature) -> bool {
        self.own().iter().any(|word| word.has(feature))
    }

    fn clauses(&self) -> impl Iterator<Item = &Clause> {
        let sentence = &self.telling.prose.sentences[self.sentence];
        self.telling.clauses(sentence).iter().filter(|clause| self.range.contains(&clause.verb))
    }

    /// Where its first verb of saying stands, in words from its beginning.
    fn says(&self) -> Option<usize> {
        self.own().iter().position(|word| {
            word.cue.is_some() && matches!(word.tag, Tag::Verb | Tag::Participle | Tag::Gerund)
        })
    }

    /// Whether a verb of answering is its own: told, and not denied.
    fn rebuts(&self) -> bool {
        let told = |clause: &&Clause| !clause.negated && !clause.mood.is_hedged();
        self.clauses().filter(told).any(|clause| answers(self.words, clause.verb))
            || self.has(Feature::Untenable)
    }

    /// Whether a word of it opposes something: not, wrong, denied.
    fn opposes(&self) -> bool {
        self.own().iter().any(|word| {
            word.is_negation()
                || [
                    Feature::Rebuts,
                    Feature::Attacks,
                    Feature::Untenable,
                    Feature::Denies,
                    Feature::Rejects,
                ]
                .iter()
                .any(|feature| word.has(*feature))
        })
    }

    /// Which share of it stands in quotation marks.
    fn quoted(&self) -> f32 {
        let inside = self.own().iter().filter(|word| self.telling.is_quoted(word.span.start));
        inside.count() as f32 / self.range.len().max(1) as f32
    }
}

/// Whether the verb at `at` answers: denied, hit back.
fn answers(words: &[Word], at: usize) -> bool {
    words[at].has(Feature::Rebuts)
        || words[at].has(Feature::HitsBack)
            && words.get(at + 1).is_some_and(|next| next.has(Feature::Back))
}

/// The replies of an event, each with what it answers.
pub(super) fn detect(event: &Tellings) -> Vec<Finding> {
    event.all.iter().flat_map(|telling| in_article(event, telling)).collect()
}

fn in_article(event: &Tellings, telling: &Telling) -> Vec<Finding> {
    let sentences = telling.prose.sentences.iter().enumerate();
    let turns: Vec<Turn> =
        sentences.flat_map(|(at, sentence)| turns(telling, at, sentence)).collect();
    let replies = turns.windows(2).filter_map(|pair| reply(event, &pair[0], &pair[1]));
    let rebuttals = (1..turns.len()).filter_map(|at| rebuttal(event, &turns[..at], &turns[at]));
    replies.chain(rebuttals).collect()
}

/// The turns of a sentence.
fn turns<'a, 'e>(
    telling: &'e Telling<'a>,
    number: usize,
    sentence: &'e Sentence,
) -> Vec<Turn<'a, 'e>> {
    let words = &sentence.words;
    if words.len() < FEWEST || words.last().is_some_and(|word| word.is("?")) {
        return Vec::new();
    }
    let outside = |at: usize| !telling.is_quoted(words[at].span.start);
    let mut cuts = vec![0];
    // "While she calls it safe, the union …": the first clause to its comma.
    let fronted = words[0].has(Feature::Fronts);
    if fronted {
        let opens = |word: &Word| {
            word.capital || matches!(word.tag, Tag::Pronoun | Tag::Determiner) || word.is_mark()
        };
        let comma = (1..words.len() - 1)
            .find(|at| words[*at].is(",") && outside(*at) && opens(&words[at + 1]));
        cuts.extend(comma.map(|comma| comma + 1));
    }
    let joins = |at: &usize| {
        words[at - 1].is_mark()
            && words[*at].has(Feature::SetsAgainst)
            && outside(*at)
            && !words.get(at + 1).is_some_and(|next| next.is(","))
    };
    if cuts.len() == 1 {
        cuts.extend((2..words.len()).filter(joins));
    }
    cuts.push(words.len());
    let turn = |pair: &[usize]| {
        let (from, to) = (pair[0], pair[1]);
        let is_opener = |at: &usize| words[*at].has(Feature::SetsAgainst) && outside(*at);
        let opener = Some(from).filter(is_opener).filter(|_| from > 0 || !fronted);
        let aside = || {
            (from + 1..to.min(from + EARLY)).find(|at| {
                is_opener(at)
                    && words[at - 1].is(",")
                    && words.get(at + 1).is_some_and(|next| next.is(","))
            })
        };
        let main = || (fronted && from > 0 && pair[0] == cuts[1]).then_some(0);
        let against = opener.or_else(main).or_else(aside);
        let skip = usize::from(opener.is_some() || fronted && from == 0);
        let marks = |word: &&Word| word.is_mark() && !word.is("“") && !word.is("\"");
        let start = from + skip + words[from + skip..to].iter().take_while(marks).count();
        let end = to - words[start..to].iter().rev().take_while(|word| word.is(",")).count();
        let own = words.get(start..end).filter(|own| own.len() >= FEWEST)?;
        let span = own.first()?.span.hull(own.last()?.span);
        let mut turn = Turn {
            telling,
            sentence: number,
            words,
            range: start..end,
            span,
            holder: None,
            against,
        };
        turn.holder = holder(&turn);
        Some(turn)
    };
    cuts.windows(2).filter_map(turn).collect()
}

/// Who holds a turn: who is quoted in it, else the subject of its verb of saying or answering.
fn holder(turn: &Turn) -> Option<Holder> {
    let telling = turn.telling;
    let length = |quote: &Quote| -> usize {
        let inside = quote.content.iter().filter_map(|part| part.intersect(turn.span));
        inside.map(Span::len).sum()
    };
    let given = |quote: &&Quote| {
        let cue = quote.cue.is_some_and(|cue| turn.span.covers(cue));
        let share = length(quote) as f32 / turn.span.len().max(1) as f32;
        cue || share >= QUOTED
    };
    // Direct speech of nobody that is known is not the subject's of another verb.
    let best = telling.quotes_near(turn.span).filter(given).max_by_key(|quote| length(quote));
    if let Some(speaker) = best.and_then(|quote| quote.speaker) {
        return Some(Holder::Speaker(speaker));
    }
    let words = turn.words;
    let named = |clause: &Clause| {
        let acts = clause.stance.is_some()
            || answers(words, clause.verb)
            || words[clause.verb].has(Feature::Attacks)
            || words[clause.verb].has(Feature::Shows);
        let passive = words[clause.group..clause.verb].iter().any(|word| word.has(Feature::Be))
            && words[clause.verb].tag == Tag::Participle;
        let subject = clause.subject.filter(|subject| {
            acts && !passive
                && subject.start >= turn.range.start
                && !telling.is_quoted(words[clause.verb].span.start)
        })?;
        let last = subject.of(words).last()?;
        let somebody = last.capital
            || last.is_role()
            || last.is_unnamed()
            || [Feature::Speaks, Feature::Collective, Feature::Exhibit]
                .iter()
                .any(|feature| last.has(*feature));
        let name = subject.span(words).of(&telling.article.text);
        (somebody && last.tag != Tag::Pronoun).then(|| Holder::Called(name.to_owned()))
    };
    turn.clauses().find_map(named)
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
    let long = |turn: &Turn| turn.span.len() >= LONGEST;
    let silent = |turn: &Turn| turn.has(Feature::Comment);
    if apart > 1
        || event.one_voice(one, other)
        || long(claim)
        || long(answer)
        || silent(claim)
        || silent(answer)
        || is_of_the_same_side(answer)
    {
        return None;
    }
    let points = points(claim, answer, word);
    let word = word.span.of(&answer.telling.article.text).to_lowercase();
    let why = format!("what comes next is set against it with “{word}”");
    let stand = |turn: &Turn| Stand {
        passage: turn.telling.passage(turn.span),
        holder: turn.holder.clone(),
    };
    let held = terms(claim.own());
    let both = terms(answer.own());
    let both: Vec<&Term> = both.intersection(&held).collect();
    let evidence = Evidence {
        holder: true,
        points,
        shared: both.len(),
        weight: event.weigh(both.iter().copied()),
        by_words: answer.opposes(),
        ..Evidence::of(Pattern::Replied)
    };
    Some(Finding::new(ConflictKind::Denial, evidence, why, stand(claim), stand(answer)))
}

/// "But he said", "but his lawyer said", "but she also": the same side goes on.
fn is_of_the_same_side(answer: &Turn) -> bool {
    let Some(first) = answer.own().first() else { return true };
    let pronoun = first.tag == Tag::Pronoun && answer.range.start > 0;
    let his = first.has(Feature::StandsFor) || first.has(Feature::Possessive);
    pronoun || his
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
        (answer.has(Feature::Attacks), -0.5),
        (claim.says().is_none() && claim.quoted() == 0.0, -0.5),
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
    if answer.span.len() >= LONGEST
        || answer.has(Feature::Comment)
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
        let long = turn.span.len() >= LONGEST;
        let names_him =
            || turn.own().iter().any(|word| word.capital && own.contains(word.folded.as_str()));
        let away = of_himself && !turn.has(Feature::Accuses) && !names_him();
        if one_voice || long || away || turn.has(Feature::Denies) {
            continue;
        }
        let holds = |term: &&Term| turn.own().iter().any(|word| word.term() == *term);
        let held: f32 =
            sought.iter().copied().filter(|term| holds(term)).map(|t| event.weight(t)).sum();
        let claims = || turn.says().is_some() || turn.has(Feature::Accuses) || turn.quoted() > 0.0;
        let beside = steps == 0 && (points_back || sought.is_empty()) && claims();
        if held < HELD && !beside {
            continue;
        }
        let named = turn.holder.as_ref().map(|one| event.called(one));
        let last = named.and_then(|name| name.split_whitespace().next_back());
        let names = last.is_some_and(|last| {
            answer.own().iter().any(|word| {
                word.capital && word.span.of(&answer.telling.article.text).starts_with(last)
            })
        });
        let paragraph = |turn: &Turn| turn.telling.prose.sentences[turn.sentence].paragraph;
        let signs = [
            (turn.says().is_some(), 0.5),
            (names, 0.5),
            (points_back, 0.4),
            (turn.has(Feature::Claims) || turn.has(Feature::Contention), 0.4),
            (turn.holder.is_some(), 0.3),
            (answer.against.is_some(), 0.5),
            (paragraph(turn) != paragraph(answer), -0.2),
        ];
        let signs: f32 = signs.iter().filter(|(seen, _)| *seen).map(|(_, worth)| worth).sum();
        let points = 1.0 + 0.3 * held.min(MUCH) + signs - 0.4 * apart as f32;
        if best.is_none_or(|(known, _)| points > known) {
            best = Some((points, turn));
        }
    }
    let (points, turn) = best?;
    let verb = &answer.words[clause.verb];
    let word = verb.span.of(&answer.telling.article.text);
    let why = format!("a little further on: “{word}”");
    let stand = |turn: &Turn| Stand {
        passage: turn.telling.passage(turn.span),
        holder: turn.holder.clone(),
    };
    let evidence = Evidence { holder: true, points, ..Evidence::of(Pattern::Rebutted) };
    let answer = Stand { holder: Some(holder.clone()), ..stand(answer) };
    Some(Finding::new(ConflictKind::Denial, evidence, why, stand(turn), answer))
}

/// Who answers with the verb of a clause: whom its subject names, or who is quoted where it is a
/// pronoun. `None` where it is a thing.
fn answerer(turn: &Turn, clause: &Clause) -> Option<Holder> {
    let subject = clause.subject?;
    let last = subject.of(turn.words).last()?;
    if last.tag == Tag::Pronoun {
        return turn.holder.clone();
    }
    let somebody = last.capital
        || last.is_role()
        || last.is_unnamed()
        || last.has(Feature::Speaks)
        || last.has(Feature::Collective);
    let name = subject.span(turn.words).of(&turn.telling.article.text);
    let same = |holder: &Holder| match holder {
        Holder::Speaker(speaker) => turn
            .telling
            .name(*speaker)
            .is_some_and(|known| known.ends_with(last.span.of(&turn.telling.article.text))),
        Holder::Called(_) => false,
    };
    let known = turn.holder.clone().filter(same);
    somebody.then(|| known.unwrap_or_else(|| Holder::Called(name.to_owned())))
}

/// Words behind a verb of answering in which its object begins.
const NEAR: usize = 6;
