//! What the reader takes along or hands on: bookmarks, copies with their citation, browser, editor.

use crate::app::choice::Choice;
use crate::app::conflicts;
use crate::app::go::go;
use crate::app::jumps::Place;
use crate::app::overlay::Overlay;
use crate::app::update::show;
use crate::app::{Bookmark, Effect, State};
use crate::corpus::{Article, Passage};
use crate::text::sentence::index_at;
use crate::view::outline;

/// The passage that copy and bookmark mean: the current finding, else the sentence at the cursor.
pub(super) fn passage_here(state: &State) -> Option<Passage> {
    if let Some(stop) = state.reader.current {
        return Some(stop.passage);
    }
    let article = state.reader.article?;
    let sentences = state
        .coverage
        .findings
        .articles
        .get(article.index())
        .map_or(&[][..], |found| &found.sentences);
    let row = state.reader.page.rows.get(state.reader.row());
    let span = index_at(sentences, state.reader.cursor)
        .and_then(|at| sentences.get(at).copied())
        .unwrap_or(row);
    Some(Passage::new(article, span))
}

pub(super) fn bookmark(state: &mut State) -> Vec<Effect> {
    let Some(passage) = passage_here(state) else { return state.say("nothing is open") };
    let article = state.coverage.corpus.article(passage.article);
    // A bookmark's words only remind, and find the place when the text has changed; a row of them
    // is enough.
    let at = passage.span.start;
    let words: String =
        article.text.get(at..passage.span.end).unwrap_or("").chars().take(120).collect();
    let name = format!("{} · {} · {at}", outline::outlet(article), article.id);
    let bookmark = Bookmark {
        name,
        words,
        place: Some((state.coverage.number(passage.article), at)),
        kept: None,
    };
    // One that stands here already may be kept of an older text; it gives way.
    let (was, others) = std::mem::take(&mut state.bookmarks)
        .into_iter()
        .partition(|other| other.place == bookmark.place);
    state.bookmarks = others;
    state.bookmarks.push(bookmark.clone());
    state.number().into_iter().for_each(|article| state.reading.stay(article));
    state.say("bookmarked; ' goes to one");
    vec![Effect::Bookmark { was, is: Some(bookmark) }]
}

pub(super) fn open_bookmarks(state: &mut State) -> Vec<Effect> {
    if state.bookmarks.is_empty() {
        return state.say("no bookmarks yet: m sets one");
    }
    show(state, Overlay::Bookmarks(Choice::default()))
}

pub(super) fn drop_bookmark(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::Bookmarks(choice)) = &mut state.overlay else {
        return state.say("close this first: q");
    };
    if choice.selected >= state.bookmarks.len() {
        return Vec::new();
    }
    let dropped = state.bookmarks.remove(choice.selected);
    choice.selected = choice.selected.min(state.bookmarks.len().saturating_sub(1));
    if state.bookmarks.is_empty() {
        state.overlay = None;
    }
    vec![Effect::Bookmark { was: vec![dropped], is: None }]
}

pub(super) fn go_bookmark(state: &mut State, index: usize) -> Vec<Effect> {
    let Some(bookmark) = state.bookmarks.get(index) else { return Vec::new() };
    match bookmark.place {
        Some((article, at)) => {
            go(state, Place::at(article, at));
            Vec::new()
        }
        None => state.say("the article of this bookmark is not open, or its words are gone"),
    }
}

pub(super) fn copy(state: &mut State) -> Vec<Effect> {
    let passages = match &state.overlay {
        Some(Overlay::Compare(open)) => {
            vec![open.comparison.left.passage, open.comparison.right.passage]
        }
        Some(Overlay::Speakers(speakers)) => {
            let said = speakers.quoted().into_iter().filter_map(|id| state.shelf.quote(id));
            let cited: Vec<String> =
                said.map(|said| citation(&said.article, &said.words)).collect();
            return hand_on(state, &cited);
        }
        Some(Overlay::Matrix(table)) => {
            table.chosen().map_or_else(Vec::new, |(_, cell)| cell.passages.clone())
        }
        Some(Overlay::Conflicts(list)) => conflicts::passages(state, list),
        Some(Overlay::Omissions(gaps)) => {
            gaps.chosen().map(|omission| omission.opens.passage).into_iter().collect()
        }
        _ => passage_here(state).into_iter().collect(),
    };
    let corpus = &state.coverage.corpus;
    let cited: Vec<String> = passages
        .into_iter()
        .map(|passage| citation(corpus.article(passage.article), corpus.words(passage)))
        .collect();
    hand_on(state, &cited)
}

fn hand_on(state: &mut State, cited: &[String]) -> Vec<Effect> {
    if cited.is_empty() {
        return state.say("nothing to copy");
    }
    state.say("sent to the terminal, which does not say whether it took it");
    vec![Effect::Copy(cited.join("\n"))]
}

/// Words of an article and where they stand, for handing on.
fn citation(article: &Article, words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let title =
        if article.title.is_empty() { String::new() } else { format!("“{}”", article.title) };
    let url = article.url.clone().unwrap_or_default();
    let source = [outline::outlet(article), title, outline::day(article), url];
    let source: Vec<_> = source.into_iter().filter(|part| !part.is_empty()).collect();
    crate::text::safe::lines(&format!("{words}\n— {}\n", source.join(", "))).into_owned()
}

pub(super) fn browser(state: &mut State) -> Vec<Effect> {
    let Some(article) = state.article() else { return state.say("nothing is open") };
    match article.url.clone() {
        // Nothing but pages of the web is handed to the desktop.
        Some(url) if url.starts_with("http://") || url.starts_with("https://") => {
            state.say("opening in the browser");
            vec![Effect::Browser(url)]
        }
        _ => state.say("this article has no address on the web; e opens its file"),
    }
}

pub(super) fn editor(state: &mut State) -> Vec<Effect> {
    let Some(article) = state.article() else { return state.say("nothing is open") };
    if article.path.is_empty() {
        return state.say("this article is in no file of its own");
    }
    // In plain text the offset tells the line; in pages and records it does not.
    let plain =
        [".txt", ".text"].iter().any(|ending| article.path.to_lowercase().ends_with(ending));
    let before = article.text.get(..state.reader.cursor).unwrap_or("");
    let line = if plain { 1 + before.matches('\n').count() } else { 1 };
    vec![Effect::Editor(article.path.clone(), line)]
}
