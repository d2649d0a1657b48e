//! Asking the second reader about the open event, on a thread of its own that waits for nothing but
//! that. What was answered before is there at once; a model is asked when the event has stayed open
//! for a moment, and no more when another one is open.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};

use crate::app::Message;
use crate::config;
use crate::second::answer::Answer;
use crate::second::client::{Client, Fault};
use crate::second::kept::{Answers as _, Kept};
use crate::second::{Request, Server, findings, requests};
use crate::tui::incoming::Incoming;
use crate::view::Coverage;
use crate::view::shelf::Shelf;

/// How long an event stays open before a model is asked about it: who only looks through events asks
/// for nothing.
const STAYS: Duration = Duration::from_millis(900);

/// How long before even what was answered earlier is looked up: the screen comes first, and a start
/// takes no longer than without a second reader.
const SETTLES: Duration = Duration::from_millis(150);

/// An event that was opened, by its number.
struct Opened {
    number: u64,
    event: Arc<Coverage>,
}

/// Who is told of the events that are opened; nobody before the first one is.
#[derive(Default)]
pub(super) struct Seconding {
    opened: Option<Sender<Opened>>,
}

impl Seconding {
    /// Asks about an event in the place of the one before; what is found comes over the channel.
    pub(super) fn ask(
        &mut self,
        number: u64,
        event: Arc<Coverage>,
        server: &Server,
        answers: &Sender<Incoming>,
    ) {
        let opened = self.opened.get_or_insert_with(|| {
            let (send, opened) = unbounded();
            let asker = Asker {
                server: server.clone(),
                kept: config::places().cache.map(|cache| Kept::new(&cache)),
                opened,
                answers: answers.clone(),
                client: None,
                has_told: false,
            };
            thread::spawn(move || asker.go_on());
            send
        });
        let _ = opened.send(Opened { number, event });
    }
}

/// Looks up what was found earlier in the events of a library, on a thread of its own.
pub(super) fn recall(
    number: u64,
    shelf: Arc<dyn Shelf>,
    server: &Server,
    answers: &Sender<Incoming>,
) {
    let Some(cache) = config::places().cache else { return };
    let (model, answers) = (server.model.clone(), answers.clone());
    thread::spawn(move || {
        thread::sleep(SETTLES);
        let found = Kept::new(&cache).findings(&model, shelf.as_ref());
        drop(answers.send(Incoming::Message(Message::Recalled(number, found))));
    });
}

/// The thread's own.
struct Asker {
    server: Server,
    kept: Option<Kept>,
    opened: Receiver<Opened>,
    answers: Sender<Incoming>,
    client: Option<Client>,
    /// Whether the reader was told that texts leave the machine.
    has_told: bool,
}

impl Asker {
    fn go_on(mut self) {
        let mut next = self.opened.recv().ok();
        while let Some(mut opened) = next {
            // Of events that were only passed through nothing is asked.
            while let Ok(later) = self.opened.try_recv() {
                opened = later;
            }
            let number = opened.number;
            next = match catch_unwind(AssertUnwindSafe(|| self.judge(&opened))) {
                Ok(Err(Next(next))) => next,
                Ok(Ok(())) => self.opened.recv().ok(),
                Err(_) => {
                    self.send(Message::Unjudged(number, "broken"));
                    self.opened.recv().ok()
                }
            };
        }
    }

    /// Waits while an event stays open.
    ///
    /// # Errors
    /// The event that was opened in the meantime.
    fn stays(&self, moment: Duration) -> Result<(), Next> {
        match self.opened.recv_timeout(moment) {
            Ok(next) => Err(Next(Some(next))),
            Err(RecvTimeoutError::Disconnected) => Err(Next(None)),
            Err(RecvTimeoutError::Timeout) => Ok(()),
        }
    }

    /// Sends what was answered about an event before, and asks for the rest.
    ///
    /// # Errors
    /// The event that was opened in the meantime.
    fn judge(&mut self, opened: &Opened) -> Result<(), Next> {
        let Opened { number, event } = opened;
        self.stays(SETTLES)?;
        let Server { model, context, .. } = &self.server;
        let mut asked: Vec<(Request, Option<Answer>)> = requests(event, 0, model, *context)
            .into_iter()
            .map(|request| {
                let answer = self.kept.as_ref().and_then(|kept| kept.of(&request));
                (request, answer)
            })
            .collect();
        self.tell(*number, &asked);
        if asked.iter().all(|(_, answer)| answer.is_some()) {
            return Ok(());
        }
        self.stays(STAYS)?;
        for place in 0..asked.len() {
            let Some((request, None)) = asked.get(place) else { continue };
            match self.answer(event, request) {
                Ok(answer) => {
                    if let Some((_, known)) = asked.get_mut(place) {
                        *known = Some(answer);
                    }
                    self.tell(*number, &asked);
                }
                Err(fault) => {
                    log::warn!("second reader: {fault}");
                    self.send(Message::Unjudged(*number, fault.word()));
                    return Ok(());
                }
            }
            if let Ok(next) = self.opened.try_recv() {
                return Err(Next(Some(next)));
            }
        }
        Ok(())
    }

    /// What a model answers; it is kept at once.
    fn answer(&mut self, event: &Coverage, request: &Request) -> Result<Answer, Fault> {
        if self.client.is_none() {
            self.client = Some(Client::new(&self.server)?);
        }
        if let Some(host) = self.server.leaves_for().filter(|_| !self.has_told) {
            let words = format!("the second reader: texts leave this machine, for {host}");
            self.send(Message::Notice(words));
            self.has_told = true;
        }
        let client = self.client.as_ref().ok_or(Fault::Off)?;
        let mut wait = |time| {
            thread::sleep(time);
            self.opened.is_empty()
        };
        let answer = client.ask(request, &mut wait)?;
        let model = &self.server.model;
        let kept = self.kept.as_ref().map(|kept| kept.keep(event, request, model, &answer));
        if let Some(Err(error)) = kept {
            log::warn!("the second reader's answer cannot be kept: {error}");
        }
        Ok(answer)
    }

    /// Sends what is known by now.
    fn tell(&self, number: u64, asked: &[(Request, Option<Answer>)]) {
        let model = self.server.model.as_str().into();
        let answered =
            asked.iter().filter_map(|(request, answer)| Some((request, answer.clone()?)));
        self.send(Message::Judged(number, findings::of_event(&model, answered)));
    }

    fn send(&self, message: Message) {
        drop(self.answers.send(Incoming::Message(message)));
    }
}

/// The event that was opened in the meantime; `None` where the session has ended.
struct Next(Option<Opened>);
