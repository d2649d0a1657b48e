//! Answers as findings of the events that they are about.

use std::sync::Arc;

use crate::second::answer::Answer;
use crate::second::request::Request;
use crate::view::judged::{self, Judged};

/// What the answers to the requests about one event found: the surest, each pair once.
pub fn of_event<'a>(
    model: &Arc<str>,
    answers: impl IntoIterator<Item = (&'a Request, Answer)>,
) -> Vec<Judged> {
    let mut all: Vec<Judged> = Vec::new();
    for (request, answer) in answers {
        all.extend(answer.pairs.into_iter().filter_map(|pair| {
            let [a, b] = pair.sides.map(|side| request.sentences.get(side).copied());
            let (kind, point, likely) = (pair.kind, pair.point, pair.likely);
            Some(Judged { model: Arc::clone(model), kind, point, likely, sides: [a?, b?] })
        }));
    }
    judged::surest(all)
}
