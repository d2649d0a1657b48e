//! What a model answered, checked. Whatever the bytes are: of them come numbers of sentences that
//! were asked about, a kind, a point as it may be shown, and a likelihood; all else is counted and
//! dropped.

use serde_json::{Map, Value, json};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::analysis::ConflictKind;
use crate::second::request::quoted;
use crate::text::safe;
use crate::view::judged::MOST;

/// Bytes of an answer that are looked at; a longer one is none.
pub const LONGEST: usize = 1 << 20;
/// Characters of a point that are shown.
pub const POINT: usize = 80;

/// A pair of sentences that the model takes for a conflict.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The places of the two among the sentences of the request, from 0: the one that says a thing,
    /// and the one against it. The same where both sides stand in one sentence.
    pub sides: [usize; 2],
    /// How they disagree.
    pub kind: ConflictKind,
    /// On what, in the model's words, as they may be shown; may be empty.
    pub point: String,
    /// How likely a reader agrees, from 0 to 1.
    pub likely: f32,
}

/// An answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// Its pairs, the surest first, each once; at most [`MOST`].
    pub pairs: Vec<Pair>,
    /// How many more it gave that are none.
    pub dropped: usize,
}

impl Answer {
    /// The answer as it is kept: what was taken of it, in the form that was asked for.
    pub fn kept(&self) -> String {
        let pair = |pair: &Pair| {
            let [a, b] = pair.sides;
            let (kind, point) = (quoted(pair.kind.name()), quoted(&pair.point));
            let (a, b, p) = (a + 1, b + 1, pair.likely);
            format!(r#"{{"a":{a},"b":{b},"kind":{kind},"point":{point},"p":{p}}}"#)
        };
        let pairs: Vec<String> = self.pairs.iter().map(pair).collect();
        format!(r#"{{"pairs":[{}]}}"#, pairs.join(","))
    }
}

/// The answer in the body of a completion about `sentences` sentences; `None` where it holds none.
pub fn of_completion(body: &[u8], sentences: usize) -> Option<Answer> {
    if body.len() > LONGEST {
        return None;
    }
    let body: Value = serde_json::from_slice(body).ok()?;
    let content = body.get("choices")?.get(0)?.get("message")?.get("content")?;
    of_text(content.as_str()?, sentences)
}

/// The answer that a text is, with nothing around it but white space.
pub fn of_text(text: &str, sentences: usize) -> Option<Answer> {
    if text.len() > LONGEST {
        return None;
    }
    of_value(&serde_json::from_str(text).ok()?, sentences)
}

/// The answer that JSON is, or a text that is JSON.
pub fn of_value(value: &Value, sentences: usize) -> Option<Answer> {
    if let Some(text) = value.as_str() {
        return of_text(text, sentences);
    }
    let given = value.as_object()?.get("pairs")?.as_array()?;
    let mut pairs: Vec<Pair> = given.iter().filter_map(|given| pair(given, sentences)).collect();
    pairs.sort_by(|a, b| b.likely.total_cmp(&a.likely));
    let mut taken: Vec<Pair> = Vec::new();
    for pair in pairs {
        if taken.len() < MOST && !taken.iter().any(|other| other.joins(&pair)) {
            taken.push(pair);
        }
    }
    Some(Answer { dropped: given.len() - taken.len(), pairs: taken })
}

impl Pair {
    /// Whether both join the same two sentences.
    fn joins(&self, other: &Pair) -> bool {
        let [a, b] = other.sides;
        self.sides == [a, b] || self.sides == [b, a]
    }
}

fn pair(given: &Value, sentences: usize) -> Option<Pair> {
    let given = given.as_object()?;
    let side = |name: &str| {
        let number = usize::try_from(given.get(name)?.as_u64()?).ok()?;
        (1..=sentences).contains(&number).then(|| number - 1)
    };
    let likely = given.get("p")?.as_f64().filter(|likely| (0.0..=1.0).contains(likely))?;
    Some(Pair {
        sides: [side("a")?, side("b")?],
        kind: kind(given)?,
        point: point(given.get("point")?.as_str()?),
        likely: likely as f32,
    })
}

fn kind(given: &Map<String, Value>) -> Option<ConflictKind> {
    serde_json::from_value(json!(given.get("kind")?.as_str()?)).ok()
}

/// A point as it may be shown: one line without what a terminal would act on, not too long.
fn point(text: &str) -> String {
    // No point is long, and each character may be dropped: what is looked at is bounded.
    let text: String = text.chars().take(POINT * 50).collect();
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown = safe::line(&line);
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    if shown.chars().count() <= POINT {
        return shown;
    }
    let mut cut = String::new();
    let mut count = 0;
    for grapheme in shown.graphemes(true) {
        count += grapheme.chars().count();
        if count > POINT - 1 {
            break;
        }
        cut.push_str(grapheme);
    }
    format!("{}…", cut.trim_end())
}
