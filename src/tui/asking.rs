//! Asking the library, which may take a while, on threads of their own; what is asked next takes
//! the place of what was asked before.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crossbeam_channel::{Receiver, Sender, unbounded};

use crate::app::{Effect, Message, answer, first_answer};
use crate::tui::incoming::Incoming;
use crate::view::shelf::Shelf;

/// What is asked of a library.
struct Question {
    shelf: Arc<dyn Shelf>,
    effect: Effect,
    /// Set where nobody waits for the answer any more.
    cancelled: Arc<AtomicBool>,
}

/// Whom one kind of question is asked. It is one thread for all of them: each new one would take
/// memory of its own, which glibc does not give back (after four searches of 100,000 articles,
/// typed letter by letter, 110 MB instead of 53).
#[derive(Default)]
pub(super) struct Asking {
    questions: Option<Sender<Question>>,
    /// Stops what was asked last.
    cancelled: Arc<AtomicBool>,
}

impl Asking {
    /// Asks `shelf`, and no more what was asked before; the answer comes over the channel.
    pub(super) fn ask(
        &mut self,
        shelf: Arc<dyn Shelf>,
        effect: Effect,
        answers: &Sender<Incoming>,
    ) {
        self.stop();
        self.cancelled = Arc::default();
        let questions = self.questions.get_or_insert_with(|| {
            let (send, questions) = unbounded();
            let answers = answers.clone();
            thread::spawn(move || answer_all(&questions, &answers));
            send
        });
        let _ = questions.send(Question { shelf, effect, cancelled: Arc::clone(&self.cancelled) });
    }

    /// Stops what was asked last.
    pub(super) fn stop(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
}

fn answer_all(questions: &Receiver<Question>, answers: &Sender<Incoming>) {
    for Question { shelf, effect, cancelled } in questions {
        if cancelled.load(Ordering::Relaxed) {
            continue;
        }
        let send = |message| drop(answers.send(Incoming::Message(message)));
        let last = catch_unwind(AssertUnwindSafe(|| {
            first_answer(shelf.as_ref(), &effect, &cancelled).into_iter().for_each(send);
            answer(shelf.as_ref(), &effect, &cancelled)
        }));
        last.unwrap_or_else(|_| Some(broken_down(&effect))).into_iter().for_each(send);
    }
}

/// What is told where answering broke down.
fn broken_down(effect: &Effect) -> Message {
    match effect {
        Effect::Open(_, number) => Message::Opened(*number, None),
        Effect::Regroup(..) => {
            Message::Notice("the grouping broke down; --log FILE tells why".into())
        }
        _ => Message::Notice("the search broke down; --log FILE tells why".into()),
    }
}
