//! What the others say on the point of a sentence, as rows.

use serde::Serialize;

use crate::analysis::EventFindings;
use crate::analysis::counterpart::{Counterpart, Counterparts};
use crate::corpus::{ArticleId, Passage};
use crate::view::Coverage;
use crate::view::record::Narrowing;

/// A row of `counterparts`: one sentence.
#[derive(Clone, Debug, Serialize)]
pub struct CounterpartRow<'a> {
    /// Id of the article.
    pub article: &'a str,
    /// Its outlet.
    pub outlet: &'a str,
    /// Id of its event.
    pub event: &'a str,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The words there.
    pub text: &'a str,
    /// Whom it quotes, where somebody is named.
    pub speaker: Option<String>,
    /// What the others say on its point, best first, the same text last.
    pub counterparts: Vec<CounterpartField<'a>>,
}

/// A passage on the point of a sentence.
#[derive(Clone, Debug, Serialize)]
pub struct CounterpartField<'a> {
    /// Id of the article.
    pub article: &'a str,
    /// Its outlet.
    pub outlet: &'a str,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The words there.
    pub text: &'a str,
    /// Whom it quotes, where somebody is named.
    pub speaker: Option<String>,
    /// How likely it is the other side of the sentence, where there is one: from 0 to 1.
    pub score: f32,
    /// Whether it is the sentence again.
    pub same_text: bool,
}

impl Coverage {
    /// The counterparts of an event's sentences, ready to be asked.
    pub fn counterparts(&self, event: &EventFindings) -> Counterparts {
        Counterparts::new(&self.corpus, &self.findings.articles, event)
    }

    /// The rows of `counterparts`, event by event, in order of article, then text; of the sentence
    /// at a byte of an article where `at` names one.
    pub fn counterpart_rows(
        &self,
        narrowing: &Narrowing,
        at: Option<(ArticleId, usize)>,
    ) -> Vec<CounterpartRow<'_>> {
        let holds = |event: &&EventFindings| at.is_none_or(|(id, _)| event.articles.contains(&id));
        let events = self.findings.events.iter().filter(holds);
        let rows = |event| self.counterpart_rows_of(event, narrowing, at);
        events.filter(|event| narrowing.wants_event(event)).flat_map(rows).collect()
    }

    fn counterpart_rows_of<'a>(
        &'a self,
        event: &'a EventFindings,
        narrowing: &Narrowing,
        at: Option<(ArticleId, usize)>,
    ) -> Vec<CounterpartRow<'a>> {
        let counterparts = self.counterparts(event);
        let asked = at.map(|(id, byte)| counterparts.sentence_at(id, byte));
        let wanted = counterparts.sentences().filter(|(passage, speaker)| {
            asked.is_none_or(|asked| asked == Some(*passage))
                && self.is_in_scope(narrowing, passage.article)
                && narrowing.wants_speaker(*speaker)
        });
        let row = |(passage, speaker): (Passage, Option<&str>)| {
            let found = counterparts.of(passage.article, passage.span.start);
            let article = self.corpus.article(passage.article);
            CounterpartRow {
                article: &article.id,
                outlet: &article.outlet.name,
                event: &event.id,
                start: passage.span.start,
                end: passage.span.end,
                text: passage.span.of(&article.text),
                speaker: speaker.map(str::to_owned),
                counterparts: found.iter().map(|found| self.counterpart_field(found)).collect(),
            }
        };
        wanted.map(row).collect()
    }

    fn counterpart_field(&self, found: &Counterpart<'_>) -> CounterpartField<'_> {
        let Counterpart { passage, speaker, score, same_text } = *found;
        let article = self.corpus.article(passage.article);
        CounterpartField {
            article: &article.id,
            outlet: &article.outlet.name,
            start: passage.span.start,
            end: passage.span.end,
            text: passage.span.of(&article.text),
            speaker: speaker.map(str::to_owned),
            score,
            same_text,
        }
    }
}
