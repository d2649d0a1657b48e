//! Variants: the same utterance as different articles give it.
//!
//! Method: the sentences of all quotes, and what stands in quotation marks within or beside them,
//! aligned word by word with those of other articles by the same speaker (Smith–Waterman over
//! stems; content words weigh what they tell in this event, stop words little, near synonyms in
//! part). Candidates share content words. The shared weight is taken of the shorter form, so that a
//! quote cut at either end still counts (Simmons et al. 2011: quotes change by cuts first). Where
//! two quotes agree word by word, they are one utterance whoever is credited with it. What a
//! headline quotes counts too.
//!
//! Not done: an utterance that one article tells in its own voice.

mod group;
mod local;
mod utterance;

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::form::Term;
use crate::analysis::prose::Word;
use crate::analysis::telling::{Tellings, term};
pub use crate::analysis::variant::group::group;
pub use crate::analysis::variant::utterance::{Utterance, utterances};

/// Share of the shorter form's weight that must be aligned for the two to be compared at all: with
/// one speaker and a paraphrase on either side, 26 of the 31 pairs of seven labelled events that
/// reach it are of one utterance.
const SHARED: f32 = 0.4;
/// Aligned content words without which two forms are not one utterance, unless one holds the other
/// word by word.
const CONTENT: usize = 2;
/// Aligned words of a stretch that two long utterances share.
const STRETCH: usize = 6;
/// Share of that stretch's words that must be aligned.
const DENSE: f32 = 0.5;
/// Utterances that hold a term from which it makes no candidates any more: it tells too little, and
/// pairs grow with the square. Chosen, not measured.
const COMMON: usize = 150;
/// Share from which the accounts of two articles are compared for conflicts; see [`of_accounts`].
/// Set by eye.
const ACCOUNT: f32 = 0.55;

/// Two utterances of different articles, word by word.
#[derive(Clone, Debug)]
pub struct Alignment {
    /// Index of the first utterance.
    pub a: usize,
    /// Index of the second.
    pub b: usize,
    /// Aligned words, in order: index in a, index in b.
    pub pairs: Vec<(usize, usize)>,
    /// The aligned share of the shorter form's weight, from 0 to 1.
    pub share: f32,
    /// The aligned share of the longer form's weight, from 0 to 1.
    pub whole: f32,
    /// How many content words are aligned.
    pub content: usize,
    /// How many of them are no names.
    pub plain: usize,
    /// The most words that stand in a row in both, stop words counted.
    pub run: usize,
    /// Whether long forms agree nearly word by word over a stretch, though neither holds the other.
    pub dense: bool,
}

/// All alignments of utterances of different articles, by the utterances' order.
pub fn align(event: &Tellings, utterances: &[Utterance]) -> Vec<Alignment> {
    let mut index: BTreeMap<Term, Vec<usize>> = BTreeMap::new();
    let mut found = Vec::new();
    let mut contents: Vec<usize> = Vec::new(); // how many terms each utterance before has
    for (b, utterance) in utterances.iter().enumerate() {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        let terms: BTreeSet<Term> = utterance
            .words
            .iter()
            .filter(|word| word.is_content())
            .map(|word| term(word))
            .collect();
        let rare =
            terms.iter().filter_map(|term| index.get(term)).filter(|held| held.len() <= COMMON);
        for a in rare.flatten() {
            *shared.entry(*a).or_default() += 1;
        }
        let enough =
            |a: usize, count: usize| count >= CONTENT || terms.len() == 1 || contents[a] == 1;
        let candidates = shared
            .into_iter()
            .filter(|(a, count)| utterances[*a].telling != utterance.telling && enough(*a, *count));
        found.extend(candidates.filter_map(|(a, _)| align_pair(event, utterances, a, b)));
        contents.push(terms.len());
        for term in terms {
            index.entry(term).or_default().push(b);
        }
    }
    found.sort_by_key(|alignment| (alignment.a, alignment.b));
    found
}

fn align_pair(event: &Tellings, utterances: &[Utterance], a: usize, b: usize) -> Option<Alignment> {
    let (x, y) = (&utterances[a].words, &utterances[b].words);
    let pairs = local::align(event, x, y);
    let weigh = |word: &Word| if word.is_content() { event.weight(word.term()) } else { 0.0 };
    let total = |words: &[&Word]| words.iter().map(|word| weigh(word)).sum::<f32>();
    let aligned: f32 = pairs.iter().map(|(i, j)| weigh(x[*i]).min(weigh(y[*j]))).sum();
    let content = pairs.iter().filter(|(i, j)| x[*i].is_content() && y[*j].is_content()).count();
    let (share, whole) =
        (aligned / total(x).min(total(y)).max(0.1), aligned / total(x).max(total(y)).max(0.1));
    let plain = |(i, j): &&(usize, usize)| {
        x[*i].is_content() && y[*j].is_content() && !(x[*i].capital && y[*j].capital)
    };
    let plain = pairs.iter().filter(plain).count();
    let run = longest_run(&pairs, x, y);
    let shared =
        share >= SHARED && content >= CONTENT || run == x.len().min(y.len()) && run >= CONTENT;
    let dense = is_dense(&pairs, content);
    (shared || dense).then_some(Alignment { a, b, pairs, share, whole, content, plain, run, dense })
}

/// The most pairs in a row without a word between them or a synonym among them.
fn longest_run(pairs: &[(usize, usize)], x: &[&Word], y: &[&Word]) -> usize {
    let equal: Vec<(usize, usize)> =
        pairs.iter().copied().filter(|(i, j)| x[*i].number == y[*j].number).collect();
    equal.chunk_by(|a, b| (a.0 + 1, a.1 + 1) == *b).map(<[_]>::len).max().unwrap_or(0)
}

/// Whether two long utterances agree nearly word by word over a stretch, though neither holds the
/// other.
fn is_dense(pairs: &[(usize, usize)], content: usize) -> bool {
    let (Some(first), Some(last)) = (pairs.first(), pairs.last()) else { return false };
    let stretch = (last.0 - first.0).max(last.1 - first.1) + 1;
    content > CONTENT && pairs.len() >= STRETCH && pairs.len() as f32 >= DENSE * stretch as f32
}

/// The alignments of what articles tell themselves: not of what one repeats after another, nor of
/// fragments.
pub fn of_accounts(utterances: &[Utterance], alignments: &[Alignment]) -> Vec<Alignment> {
    let close = |alignment: &&Alignment| {
        alignment.dense || alignment.share >= ACCOUNT && alignment.content >= CONTENT
    };
    let own = |alignment: &&Alignment| utterances[alignment.a].own && utterances[alignment.b].own;
    alignments.iter().filter(close).filter(own).cloned().collect()
}

#[cfg(test)]
mod tests {
    use crate::analysis::Member;
    use crate::analysis::testing::one_event;

    /// Variants of an event told by `texts`: members in order, joined by ` = `.
    #[track_caller]
    fn check(texts: &[&str], expected: &[&str]) {
        let (corpus, event) = one_event(texts);
        let shown = |member: &Member| corpus.words(member.passage).to_owned();
        let found: Vec<String> = event
            .variants
            .iter()
            .map(|variant| variant.members.iter().map(shown).collect::<Vec<_>>().join(" = "))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_quote_cut_and_a_paraphrase_belong_together_longest_first() {
        check(
            &[
                "Brandt said the talks were “rather stormy.”",
                "“The talks were rather stormy and far too long,” Ilse Brandt said.",
                "Ilse Brandt said the talks had been stormy and long.",
            ],
            &[
                "“The talks were rather stormy and far too long,” = the talks were “rather stormy.” = the talks had been stormy and long",
            ],
        );
    }

    #[test]
    fn another_speaker_or_another_utterance_is_no_variant() {
        check(&["Brandt said the talks were robust.", "Holt said the talks were robust."], &[]);
        check(&["Brandt said the talks were robust.", "Brandt said the ferries would sail."], &[]);
    }

    #[test]
    fn marked_words_that_agree_are_one_utterance_whoever_is_credited() {
        check(
            &[
                "“The old ferry was never safe in an easterly gale,” the report found.",
                "“The old ferry was never safe in an easterly gale,” Bo Rask said.",
            ],
            &[
                "“The old ferry was never safe in an easterly gale,” = “The old ferry was never safe in an easterly gale,”",
            ],
        );
        // Told in each outlet's words, one claim of two people is two.
        check(
            &[
                "Ilse Brandt said the old ferry was never safe in an easterly gale.",
                "Bo Rask said the old ferry was never safe in an easterly gale.",
            ],
            &[],
        );
        // What one says and the other denies are two.
        check(
            &[
                "The harbour board said the council received the report on the north pier.",
                "“The council did not receive the report on the north pier,” Bo Rask said.",
            ],
            &[],
        );
        // A fixed phrase is no utterance.
        check(
            &[
                "“We wish the patient sailors and the brave people of the United Towns of Brenk a quiet winter,” Ilse Brandt said.",
                "“Nobody asked the harbour board or the pilots of the United Towns of Brenk about money,” Bo Rask said.",
            ],
            &[],
        );
    }

    #[test]
    fn words_in_marks_are_found_in_another_quote() {
        check(
            &[
                "Brandt called the plan a “monstrous swindle” on Friday.",
                "“This plan is a monstrous swindle from the first page to the last,” Ilse Brandt said.",
            ],
            &[
                "“This plan is a monstrous swindle from the first page to the last,” = the plan a “monstrous swindle”",
            ],
        );
        check(
            &["“Of course,” Ilse Brandt said.", "“Of course,” said Ilse Brandt."],
            &["“Of course,” = “Of course,”"],
        );
        check(
            &[
                "Brandt, it is said, would “take the helm.”",
                "In Brenk they ask who is to “take the helm” now.",
            ],
            &["who is to “take the helm” now = “take the helm.”"],
        );
        // One word in common, or words that stand apart, are no quote of the other.
        check(
            &[
                "Ilse Brandt said the plan was “a swindle.”",
                "“No swindle was meant by anybody,” Ilse Brandt said.",
            ],
            &[],
        );
    }

    #[test]
    fn what_another_article_cut_stands_with_the_longest_form() {
        check(
            &[
                "“We waited for the pilot all night. The harbour lights never came on. Nobody told us why,” Bo Rask said.",
                "“The harbour lights never came on,” Bo Rask said.",
            ],
            &[
                "“We waited for the pilot all night. The harbour lights never came on. Nobody told us why,” = “The harbour lights never came on,”",
            ],
        );
    }

    #[test]
    fn sentences_that_two_articles_quote_in_a_row_are_one_utterance() {
        check(
            &[
                "“The harbour lights never came on. The pilot had gone ashore,” Bo Rask said.",
                "“The harbour lights never came on. The pilot had already gone ashore,” Bo Rask said.",
            ],
            &["“The harbour lights never came on. The pilot had already gone ashore,” = \
               “The harbour lights never came on. The pilot had gone ashore,”"],
        );
    }

    #[test]
    fn a_quote_goes_on_after_the_attribution_that_interrupts_it() {
        check(
            &[
                "“The harbour lights never came on,” Bo Rask said. “The pilot had gone ashore.”",
                "“The harbour lights never came on. The pilot had gone ashore,” Bo Rask said.",
            ],
            &["“The harbour lights never came on,” Bo Rask said. “The pilot had gone ashore.” = \
               “The harbour lights never came on. The pilot had gone ashore,”"],
        );
        // Another quote of the speaker is another utterance.
        check(
            &[
                "“The harbour lights never came on,” Bo Rask said. Later he added: “Nobody has been paid since June.”",
                "“The harbour lights never came on,” Bo Rask said. Later he added: “Nobody has been paid since June.”",
            ],
            &[
                "“The harbour lights never came on,” = “The harbour lights never came on,”",
                "“Nobody has been paid since June.” = “Nobody has been paid since June.”",
            ],
        );
    }

    #[test]
    fn a_form_reaches_over_what_each_of_two_others_cut() {
        check(
            &[
                "“The harbour lights never came on. The pilot had gone ashore,” Bo Rask said.",
                "“The harbour lights never came on,” Bo Rask said.",
                "“The pilot had gone ashore,” Bo Rask said.",
            ],
            &[
                "“The harbour lights never came on. The pilot had gone ashore,” = “The harbour lights never came on,”",
                "“The harbour lights never came on. The pilot had gone ashore,” = “The pilot had gone ashore,”",
            ],
        );
    }

    #[test]
    fn a_headline_cuts_what_is_quoted_below() {
        let below = "The ferry stayed in port all night. “They left the harbour gates wide open,” Ilse Brandt said on Friday.";
        check(
            &[
                &format!("Mayor on flood: ‘They left the harbour gates wide open’\n\n{below}"),
                "Nothing else was told in Morva on Friday.",
            ],
            &[],
        );
        check(
            &[
                "Mayor on flood: ‘Harbour gates wide open’\n\nThe ferry stayed in port all night, and nobody slept in Brenk until the morning came.",
                below,
            ],
            &["“They left the harbour gates wide open,” = ‘Harbour gates wide open’"],
        );
    }

    #[test]
    fn spelling_and_number_words_keep_no_form_apart() {
        check(
            &[
                "The spokesman said the U.K. would publicise eight reports.",
                "The spokesman said the UK would publicize 8 reports.",
            ],
            &["the U.K. would publicise eight reports = the UK would publicize 8 reports"],
        );
    }

    #[test]
    fn what_is_denied_is_told_in_few_words() {
        check(
            &[
                "Morva has denied any involvement.",
                "Morva denied any involvement in the fire at the pilot station.",
            ],
            &["any involvement in the fire at the pilot station = any involvement"],
        );
        check(
            &[
                "Morva has denied any involvement.",
                "Morva denied the pilots a licence for the new harbour.",
            ],
            &[],
        );
        check(
            &[
                "Morva has praised any involvement.",
                "Morva praised any involvement in the work at the pilot station.",
            ],
            &[],
        );
    }

    #[test]
    fn a_stretch_quoted_alike_is_one_utterance_where_one_speaker_is_only_described() {
        check(
            &[
                "Brandt said the towns “deplored” the theft of the old bell from the chapel in Morva.",
                "The letter noted that both towns “deplored the theft of the bell from a chapel” and of much else.",
            ],
            &["that both towns “deplored the theft of the bell from a chapel” and of much else = \
               the towns “deplored” the theft of the old bell from the chapel in Morva"],
        );
        // A long name tells nothing: what is said of it must agree.
        check(
            &[
                "The council said the “old United Towns of Brenk” were doing well.",
                "The court said nobody in “the United Towns of Brenk” could be heard.",
            ],
            &[],
        );
    }

    #[test]
    fn a_marked_fragment_of_few_words_needs_nobody_else_to_have_said_it() {
        check(
            &[
                "Brandt vowed she would “take the blame” for the mayor.",
                "In Brenk, those who would “take the blame” were few.",
            ],
            &["she would “take the blame” for the mayor = “take the blame”"],
        );
        check(
            &[
                "Brandt vowed she would “take the blame” for it.",
                "“Somebody should take the blame,” the union said.",
            ],
            &[],
        );
    }
}
