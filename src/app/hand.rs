//! What the reader takes along or hands on: bookmarks, copies with their citation, browser, editor.

use crate::app::citation::cited_side;
use crate::app::effect::Effect;
use crate::app::made::Bookmark;
use crate::app::state::State;
use crate::config::action::Action;
use crate::corpus::Article;
use crate::view::event::Finding;
use crate::view::outline;

pub(super) fn bookmark(state: &mut State) -> Vec<Effect> {
    let Some(passage) = state.below().passage() else { return state.say("nothing is open") };
    let article = state.coverage.corpus.article(passage.article);
    // A bookmark's words only remind, and find the place when the text has changed; a row of them
    // is enough.
    let at = passage.span.start;
    let words: String =
        article.text.get(at..passage.span.end).unwrap_or("").chars().take(120).collect();
    let title = if article.title.is_empty() { &article.id } else { &article.title };
    let name = format!("{} · {title}", outline::outlet(article));
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

/// Drops bookmark number `index`.
pub(super) fn unmark(state: &mut State, index: usize) -> Vec<Effect> {
    if index >= state.bookmarks.len() {
        return Vec::new();
    }
    vec![Effect::Bookmark { was: vec![state.bookmarks.remove(index)], is: None }]
}

/// Copies the passage at the cursor with its citation.
pub(super) fn copy_here(state: &mut State) -> Vec<Effect> {
    let Some(passage) = state.below().passage() else { return copy(state, &[]) };
    let finding = state.reader.current.and_then(|stop| stop.finding).unwrap_or(Finding::Point);
    let cited = cited_side(&state.coverage, state.reader.view.event, finding, passage);
    copy(state, &[cited])
}

/// Copies citations.
pub(super) fn copy(state: &mut State, cited: &[String]) -> Vec<Effect> {
    if cited.is_empty() {
        return state.say("nothing to copy");
    }
    state.say("sent to the terminal, which does not say whether it took it");
    vec![Effect::Copy(cited.join("\n"))]
}

pub(super) fn browser(state: &mut State) -> Vec<Effect> {
    let Some(article) = state.article() else { return state.say("nothing is open") };
    match on_the_web(article) {
        Some(url) => {
            state.say("opening in the browser");
            vec![Effect::Browser(url)]
        }
        None if article.path.is_empty() => state.say(NOWHERE),
        None => {
            let key = state.settings.key_of(Action::Editor);
            state.say(format!("this article has no address on the web; {key} opens its file"))
        }
    }
}

/// What is said of the sample.
const NOWHERE: &str = "this article has no file of its own and no address on the web";

/// The address of an article: nothing but pages of the web is handed to the desktop.
fn on_the_web(article: &Article) -> Option<String> {
    let url = article.url.as_ref()?;
    let is_page = url.starts_with("http://") || url.starts_with("https://");
    is_page.then(|| url.clone())
}

pub(super) fn editor(state: &mut State) -> Vec<Effect> {
    let Some(article) = state.article() else { return state.say("nothing is open") };
    if article.path.is_empty() {
        let key = state.settings.key_of(Action::Browser);
        return match on_the_web(article) {
            Some(_) => {
                state.say(format!("this article has no file of its own; {key} opens its address"))
            }
            None => state.say(NOWHERE),
        };
    }
    // In plain text the offset tells the line; in pages and records it does not.
    let plain =
        [".txt", ".text"].iter().any(|ending| article.path.to_lowercase().ends_with(ending));
    let before = article.text.get(..state.reader.cursor).unwrap_or("");
    let line = if plain { 1 + before.matches('\n').count() } else { 1 };
    vec![Effect::Editor(article.path.clone(), line)]
}
