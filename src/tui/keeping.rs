//! Carries out what the reader wants to be kept, and finds what was kept in whatever library is
//! loaded. A change is on the disk before the screen says so; what is kept is looked up on another
//! thread, after the first screen.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::app::made::{Bookmark, Correction, Dismissal, Link, LinkSide, Note, TopicCorrection};
use crate::app::{Effect, Message, State};
use crate::corpus::{ArticleId, Passage};
use crate::library::keyed::Keyed;
use crate::library::own::{self, Kept, Key, Own, Place, Session};
use crate::view::shelf::memory::Memory;
use crate::view::shelf::{self, Change, Number};
use crate::view::topic;

/// What a session begins with, and leaves behind.
pub struct Home {
    /// What the reader keeps; without it all of that lasts as long as the session.
    pub own: Option<Own>,
    /// The PATHs that are read, canonical: where the reader is in them is kept for the next
    /// session. None for what is not to be gone back to.
    pub opened: Vec<PathBuf>,
    /// Whether it is the bundled sample that is read: the place in it is kept by itself.
    pub sample: bool,
    /// Whether the reader begins anew, wherever the last session ended.
    pub fresh: bool,
}

/// What is kept, and the library that it is of.
pub(super) struct Keeping {
    home: Home,
    library: Arc<dyn Keyed>,
    /// How often the library or what is kept has changed, but for what is read: what was looked up
    /// before says nothing.
    changes: u64,
    /// Whether to look up what is kept, and whether that is going on.
    is_due: bool,
    is_looked_up: bool,
    /// Whether the library has been looked through.
    is_known: bool,
}

impl Keeping {
    pub(super) fn new(home: Home) -> Keeping {
        Keeping {
            home,
            library: Arc::new(Memory::default()),
            changes: 0,
            is_due: false,
            is_looked_up: false,
            is_known: false,
        }
    }

    /// Takes another library, or another state of it, which is looked through when the screen is
    /// drawn; gives where to begin in the first that has any article.
    pub(super) fn loaded(&mut self, library: Arc<dyn Keyed>) -> Option<Message> {
        self.library = library;
        self.changes += 1;
        self.is_due = self.home.own.is_some();
        let is_first =
            self.library.articles() > 0 && !std::mem::replace(&mut self.home.fresh, true);
        let kept = self.home.own.as_ref().filter(|_| is_first)?.kept();
        if self.home.sample {
            return stands(kept.sample()?, self.library.as_ref());
        }
        let session = kept.session()?;
        let of_these = |paths: &[PathBuf]| {
            paths.iter().cloned().collect::<BTreeSet<PathBuf>>()
                == self.home.opened.iter().cloned().collect()
        };
        resume(session, self.library.as_ref()).filter(|_| of_these(&session.opened))
    }

    /// How the reader left the screen, and which hints did their part in earlier sessions.
    pub(super) fn screen(&self) -> [Message; 2] {
        let kept = self.home.own.as_ref().map(Own::kept);
        let hints = kept.map(|kept| kept.hints().clone()).unwrap_or_default();
        let widths = kept.map(Kept::widths).unwrap_or_default();
        [Message::Widths(widths), Message::Hinted(hints)]
    }

    /// What is to be looked up on another thread, and the number of the answer. One is looked up
    /// after the other; while a library that was looked through is still being read, what is new in
    /// it waits until that is done.
    pub(super) fn due(
        &mut self,
        is_loading: bool,
    ) -> Option<(u64, impl FnOnce() -> Vec<Message> + Send + use<>)> {
        if self.is_looked_up || is_loading && self.is_known {
            return None;
        }
        let own = self.home.own.as_ref().filter(|_| std::mem::take(&mut self.is_due))?;
        (self.is_looked_up, self.is_known) = (true, self.library.articles() > 0);
        let (kept, library) = (own.snapshot(), Arc::clone(&self.library));
        Some((self.changes, move || found(&kept, library.as_ref())))
    }

    /// Whether an answer still holds; where not, it is looked up again.
    pub(super) fn holds(&mut self, number: u64) -> bool {
        self.is_looked_up = false;
        self.is_due |= number != self.changes;
        number == self.changes
    }

    /// Carries out an effect on what is kept; gives what went wrong, for the reader.
    pub(super) fn carry_out(&mut self, effect: Effect) -> Option<String> {
        match effect {
            Effect::Read(articles) => return self.mark(&articles, Kept::set_read),
            Effect::Seen(articles) => return self.mark(&articles, Kept::set_seen),
            Effect::Unread(articles) => return self.mark(&articles, Kept::set_unread),
            Effect::Left(article, byte) => {
                let key = self.library.key(article)?;
                return self.change(|kept| kept.set_last_byte(key, byte));
            }
            Effect::Hinted(hint) => return self.change(|kept| kept.set_hint(hint)),
            _ => {}
        }
        self.changes += 1;
        match effect {
            Effect::Bookmark { was, is } => self.rebookmark(was, is),
            Effect::Note { was, is } => self.rewrite(was.map(|was| *was), is.map(|is| *is)),
            Effect::Link { was, is } => self.relink(was.map(|was| *was), is.map(|is| *is)),
            Effect::Topic { was, is } => self.retitle(was.map(|was| *was), is.map(|is| *is)),
            Effect::Correct(one) => {
                self.correction(one).and_then(|kept| self.change(|own| own.add_correction(kept)))
            }
            Effect::Uncorrect(one) => self
                .correction(one)
                .and_then(|kept| self.change(|own| own.remove_correction(&kept))),
            Effect::Dismiss(all) => {
                let all: Vec<_> = all.into_iter().filter_map(|one| self.dismissal(one)).collect();
                self.change(|own| all.into_iter().for_each(|one| own.add_dismissal(one)))
            }
            Effect::Restore(all) => {
                let all: Vec<_> = all.into_iter().filter_map(|one| self.dismissal(one)).collect();
                self.change(|own| all.iter().for_each(|one| own.remove_dismissal(one)))
            }
            _ => None,
        }
    }

    /// Keeps where the reader is and how the screen was, at the end of the session.
    pub(super) fn leave(&mut self, state: &State) {
        let widths = state.settings.widths();
        if self.home.own.as_ref().is_some_and(|own| own.kept().widths() != widths) {
            let wrong = self.change(|kept| kept.set_widths(widths));
            wrong.into_iter().for_each(|wrong| log::warn!("{wrong}"));
        }
        let Some((article, byte, is_read)) = state.leaving() else { return };
        let Some(key) = self.library.key(article) else { return };
        let event = state.row_of(article).map(|(event, _)| event.id.clone());
        let place = Place { article: key, byte };
        let session =
            Session { opened: self.home.opened.clone(), event, place: Some(place.clone()) };
        let (is_session, is_sample) = (!self.home.opened.is_empty(), self.home.sample);
        let seen = self.library.keys(&state.seeing());
        let wrong = self.change(|kept| {
            if is_sample && kept.sample() != Some(&place) {
                kept.set_sample(place.clone());
            }
            if is_read && kept.last_byte(&place.article) != Some(byte) {
                kept.set_last_byte(place.article, byte);
            }
            seen.into_iter().flatten().for_each(|article| kept.set_seen(article));
            if is_session && kept.session() != Some(&session) {
                kept.set_session(session);
            }
        });
        wrong.into_iter().for_each(|wrong| log::warn!("{wrong}"));
    }

    /// What of this session is not on the disk, in words for the reader; tries once more to write
    /// it.
    pub(super) fn unsaved(&mut self) -> Option<String> {
        let own = self.home.own.as_mut()?;
        let wrong = if own.is_saved() { Vec::new() } else { own.change(|_| ()) };
        let unsaved = own.unsaved();
        let why: String = wrong.iter().map(|wrong| format!("; {wrong}")).collect();
        (!unsaved.is_empty())
            .then(|| format!("lost with this session: {}{why}", unsaved.join(", ")))
    }

    /// One change: killed at any moment, the one bookmark is there or the other.
    fn rebookmark(&mut self, was: Vec<Bookmark>, is: Option<Bookmark>) -> Option<String> {
        let was: Vec<_> = was.into_iter().filter_map(|was| self.bookmark(was)).collect();
        let is = match is.map(|is| self.bookmark(is)) {
            Some(None) => return self.gone(),
            is => is.flatten(),
        };
        self.change(|own| {
            was.iter().for_each(|was| own.remove_bookmark(&was.article, was.byte));
            is.into_iter().for_each(|is| own.add_bookmark(is));
        })
    }

    /// Likewise a note.
    fn rewrite(&mut self, was: Option<Note>, is: Option<Note>) -> Option<String> {
        let was = was.and_then(|was| self.note(was));
        let is = match is.map(|is| self.note(is)) {
            Some(None) => return self.gone(),
            is => is.flatten(),
        };
        self.change(|own| {
            was.iter().for_each(|was| own.remove_note(was));
            is.into_iter().for_each(|is| own.add_note(is));
        })
    }

    /// Likewise a link.
    fn relink(&mut self, was: Option<Link>, is: Option<Link>) -> Option<String> {
        let was = was.and_then(|was| self.link(was));
        let is = match is.map(|is| self.link(is)) {
            Some(None) => return self.gone(),
            is => is.flatten(),
        };
        self.change(|own| {
            was.iter().for_each(|was| own.remove_link(was));
            is.into_iter().for_each(|is| own.add_link(is));
        })
    }

    /// Likewise what is said of a topic.
    fn retitle(
        &mut self,
        was: Option<TopicCorrection>,
        is: Option<TopicCorrection>,
    ) -> Option<String> {
        let was = was.and_then(|was| self.title(was));
        let is = match is.map(|is| self.title(is)) {
            Some(None) => return self.gone(),
            is => is.flatten(),
        };
        self.change(|own| {
            was.iter().for_each(|was| own.remove_topic(was));
            is.into_iter().for_each(|is| own.add_topic(is));
        })
    }

    /// What is said where a place is in no article that is there: what is kept stays as it was.
    fn gone(&self) -> Option<String> {
        self.home.own.as_ref().map(|_| {
            "its article is gone by now: this lasts only as long as the session".to_owned()
        })
    }

    fn change(&mut self, change: impl FnOnce(&mut Kept)) -> Option<String> {
        let wrong = self.home.own.as_mut()?.change(change);
        wrong.first().map(ToString::to_string)
    }

    fn mark(&mut self, articles: &[Number], mark: fn(&mut Kept, Key)) -> Option<String> {
        let keys = self.library.keys(articles);
        self.change(|kept| keys.into_iter().flatten().for_each(|key| mark(kept, key)))
    }

    /// What a bookmark is kept as; likewise below.
    fn bookmark(&self, bookmark: Bookmark) -> Option<own::Bookmark> {
        let Bookmark { name, words, place, kept } = bookmark;
        let made_here =
            || place.and_then(|(article, byte)| Some((self.library.key(article)?, byte)));
        let (article, byte) = kept.or_else(made_here)?;
        Some(own::Bookmark { name, article, byte, words })
    }

    fn note(&self, note: Note) -> Option<own::Note> {
        let Note { text, words, outlet, title, at, kept } = note;
        let made_here = || {
            let at = self.anchor(at?, words)?;
            Some(own::Note { at, text, made: jiff::Zoned::now().date().to_string(), outlet, title })
        };
        kept.or_else(made_here)
    }

    fn link(&self, link: Link) -> Option<own::Link> {
        let Link { kind, why, sides, kept } = link;
        let side = |LinkSide { words, outlet, title, at }: LinkSide| {
            Some(own::LinkSide { at: self.anchor(at?, words)?, outlet, title })
        };
        let made_here = || {
            let [a, b] = sides.map(side);
            let made = jiff::Zoned::now().date().to_string();
            Some(own::Link { kind, why, made, sides: [a?, b?] })
        };
        kept.or_else(made_here)
    }

    fn correction(&self, correction: Correction) -> Option<own::Correction> {
        let Correction { words, change, kept } = correction;
        let made_here = || {
            let Change { article, apart_from, with, outlet } = change?;
            let numbers: Vec<Number> =
                [article].into_iter().chain(with).chain(apart_from).collect();
            let mut keys = self.library.keys(&numbers).into_iter();
            let (article, with) = (keys.next()??, with.and_then(|_| keys.next()?));
            let apart_from = keys.flatten().collect();
            Some(own::Correction { words, article, apart_from, with, outlet })
        };
        kept.or_else(made_here)
    }

    fn title(&self, title: TopicCorrection) -> Option<own::TopicCorrection> {
        let TopicCorrection { words, correction, kept } = title;
        let anchor = |at: &shelf::Anchor| self.anchor(*at, self.library.words(*at)?);
        let made_here =
            || Some(own::TopicCorrection { words, correction: correction?.found(anchor)? });
        kept.or_else(made_here)
    }

    fn dismissal(&self, dismissal: Dismissal) -> Option<own::Dismissal> {
        let Dismissal { words, sides, kept } = dismissal;
        let side = |at: shelf::Anchor| self.anchor(at, self.library.words(at)?);
        let made_here =
            || sides.and_then(|[a, b]| Some(own::Dismissal { words, sides: [side(a)?, side(b)?] }));
        kept.or_else(made_here)
    }

    fn anchor(&self, at: shelf::Anchor, words: String) -> Option<own::Anchor> {
        Some(own::Anchor { article: self.library.key(at.article)?, byte: at.span.start, words })
    }
}

/// Events at the top of the list among which that of the last session is looked for, where its
/// article is gone.
const TOP: usize = 500;

/// Where a session ended, in a library.
fn resume(session: &Session, library: &dyn Keyed) -> Option<Message> {
    let place = session.place.as_ref().and_then(|place| stands(place, library));
    let event = || {
        let mut events = (0..library.events().min(TOP)).filter_map(|place| library.event(place));
        let event = events.find(|event| Some(&event.id) == session.event.as_ref())?;
        Some(Message::Resume(event.articles.first()?.number, 0))
    };
    place.or_else(event)
}

/// Where a place is in a library, to go on from there.
fn stands(place: &Place, library: &dyn Keyed) -> Option<Message> {
    Some(Message::Resume(library.keyed(&place.article)?, place.byte))
}

/// What is kept, as the session knows it in a library.
fn found(kept: &Kept, library: &dyn Keyed) -> Vec<Message> {
    let bookmarks = kept.bookmarks().iter().map(|mark| &mark.article);
    let notes = kept.notes().iter().map(|note| &note.at.article);
    let links = kept.links().iter().flat_map(|link| &link.sides).map(|side| &side.at.article);
    let sides = kept.dismissals().iter().flat_map(|one| &one.sides).map(|side| &side.article);
    let passages = kept.topics().iter().flat_map(|one| one.correction.passages());
    let titles = passages.map(|anchor| &anchor.article);
    let keys: Vec<&Key> = bookmarks
        .chain(notes)
        .chain(links)
        .chain(sides)
        .chain(titles)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let coverage = library.around(&keys);
    let anchor = |passage: Passage| coverage.anchor(passage);
    let bookmark = |(mark, place): (&own::Bookmark, Option<(ArticleId, usize)>)| Bookmark {
        name: mark.name.clone(),
        words: mark.words.clone(),
        place: place.map(|(article, at)| (coverage.number(article), at)),
        kept: Some((mark.article.clone(), mark.byte)),
    };
    let note = |(note, passage): (&own::Note, Option<Passage>)| Note {
        text: note.text.clone(),
        words: note.at.words.clone(),
        outlet: note.outlet.clone(),
        title: note.title.clone(),
        at: passage.map(anchor),
        kept: Some(note.clone()),
    };
    let link = |(link, places): (&own::Link, [Option<Passage>; 2])| {
        let side = |index: usize| LinkSide {
            words: link.sides[index].at.words.clone(),
            outlet: link.sides[index].outlet.clone(),
            title: link.sides[index].title.clone(),
            at: places[index].map(anchor),
        };
        Link {
            kind: link.kind,
            why: link.why.clone(),
            sides: [side(0), side(1)],
            kept: Some(link.clone()),
        }
    };
    let dismissal = |(one, sides): (&own::Dismissal, Option<[Passage; 2]>)| Dismissal {
        words: one.words.clone(),
        sides: sides.map(|sides| sides.map(anchor)),
        kept: Some(one.clone()),
    };
    let bookmarks =
        kept.bookmarks().iter().zip(kept.places(&coverage.corpus)).map(bookmark).collect();
    let notes = kept.notes().iter().zip(kept.noted(&coverage.corpus)).map(note).collect();
    let links = kept.links().iter().zip(kept.linked(&coverage.corpus)).map(link).collect();
    let dismissals =
        kept.dismissals().iter().zip(kept.dismissed(&coverage.corpus)).map(dismissal).collect();
    let title = |(one, correction): (&own::TopicCorrection, Option<topic::Correction<Passage>>)| {
        TopicCorrection {
            words: one.words.clone(),
            correction: correction.and_then(|said| said.found(|passage| Some(anchor(*passage)))),
            kept: Some(one.clone()),
        }
    };
    let titles = kept.topics().iter().zip(kept.retold(&coverage.corpus)).map(title).collect();
    let seen: Vec<&Key> = kept.seen_articles().collect();
    let seen = library.all_keyed(&seen).into_iter().flatten().collect();
    let (read, places) = read(kept, library);
    vec![
        Message::Bookmarks(bookmarks),
        Message::Notes(notes),
        Message::Links(links),
        Message::Dismissals(dismissals),
        Message::Topics(titles),
        Message::Read(read, places),
        Message::Seen(seen),
        Message::Corrections(corrections(kept, library)),
    ]
}

/// Which articles of a library were read, and the byte at which each was left.
fn read(kept: &Kept, library: &dyn Keyed) -> (FxHashSet<Number>, FxHashMap<Number, usize>) {
    let read: Vec<&Key> = kept.read_articles().collect();
    let read = library.all_keyed(&read).into_iter().flatten().collect();
    let mut places: Vec<&Place> = kept.last_places().iter().collect();
    places.sort_by(|a, b| a.article.cmp(&b.article));
    let left = library
        .all_keyed(&places.iter().map(|place| &place.article).collect::<Vec<_>>())
        .into_iter()
        .zip(places);
    (read, left.filter_map(|(article, place)| Some((article?, place.byte))).collect())
}

/// What the corrections say of a library.
fn corrections(kept: &Kept, library: &dyn Keyed) -> Vec<Correction> {
    let keys: Vec<&Key> = kept.corrections().iter().flat_map(own::Correction::keys).collect();
    let found: BTreeMap<&Key, Number> = keys
        .iter()
        .copied()
        .zip(library.all_keyed(&keys))
        .filter_map(|(key, article)| Some((key, article?)))
        .collect();
    let article = |key: &Key| found.get(key).copied();
    let change = |one: &own::Correction| {
        let apart_from: Vec<Number> = one.apart_from.iter().filter_map(article).collect();
        let with = one.with.as_ref().and_then(article);
        let outlet = one.outlet.clone();
        let says = with.is_some() || !apart_from.is_empty() || outlet.is_some();
        Some(Change { article: article(&one.article)?, apart_from, with, outlet }).filter(|_| says)
    };
    let correction = |one: &own::Correction| Correction {
        words: one.words.clone(),
        change: change(one),
        kept: Some(one.clone()),
    };
    kept.corrections().iter().map(correction).collect()
}

#[cfg(test)]
mod tests;
