//! What lies over the panes: help, palette, input lines, results, a comparison. At most one is
//! open.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use tui_input::{Input, InputRequest};

use crate::app::choice::Choice;
use crate::app::conflicts::Conflicts;
use crate::app::everything::{Everything, Line};
use crate::app::matrix::Table;
use crate::app::notes::Writing;
use crate::app::omissions::Gaps;
use crate::app::speakers::Speakers;
use crate::config::action::{ACTIONS, Action, Entry};
use crate::config::key::{Code, Key};
use crate::config::keymap::Keymap;
use crate::corpus::Passage;
use crate::text::wrap::Rows;
use crate::view::compare::Comparison;
use crate::view::query::LANGUAGE;
use crate::view::walk::Stop;

/// What is open over the panes.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// All keys, from the live keymap.
    Help(Help),
    /// All actions by name.
    Palette(Palette),
    /// The line in which a search in the text is typed.
    Search(Search),
    /// The line in which the filter of the list is typed.
    Filter(Line),
    /// The search over everything.
    Everything(Everything),
    /// Two passages beside each other.
    Compare(Box<Compare>),
    /// Who is quoted.
    Speakers(Box<Speakers>),
    /// Outlets by topics.
    Matrix(Box<Table>),
    /// The event's disputes.
    Conflicts(Box<Conflicts>),
    /// What an article leaves out, and what only it tells.
    Omissions(Box<Gaps>),
    /// The bookmarks.
    Bookmarks(Choice),
    /// The line in which a note is written.
    Note(Box<Writing>),
    /// The notes.
    Notes(Choice),
    /// The corrections of the grouping, and the disputes that were dismissed.
    Corrections(Choice),
    /// What could not be read.
    Problems(Choice),
}

/// Help: its lines can be searched.
#[derive(Clone, Debug, Default)]
pub struct Help {
    /// What is looked for; `None` until asked.
    pub query: Option<Input>,
    /// The lines: headings and entries.
    pub lines: Vec<HelpLine>,
    /// The first line in view.
    pub top: usize,
}

/// One line of help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HelpLine {
    /// A group of actions, or what can be searched for.
    Heading(&'static str),
    /// Keys and what they do, or words and what they find.
    Keys(String, &'static str),
    /// Nothing.
    Gap,
}

impl Help {
    /// Lists what the keymap binds, kept to what the query matches.
    pub fn list(&mut self, keymap: &Keymap) {
        let query =
            self.query.as_ref().map(|input| input.value().to_lowercase()).unwrap_or_default();
        self.lines.clear();
        self.top = 0;
        let mut group = None;
        for entry in &ACTIONS {
            let keys = keymap.keys_of(entry.action).join("  ");
            let found = [keys.to_lowercase(), entry.what.to_lowercase(), entry.name.to_owned()]
                .iter()
                .any(|words| words.contains(&query));
            if keys.is_empty() || !found {
                continue;
            }
            if group != Some(entry.group) {
                if group.is_some() {
                    self.lines.push(HelpLine::Gap);
                }
                self.lines.push(HelpLine::Heading(entry.group.title()));
                group = Some(entry.group);
            }
            self.lines.push(HelpLine::Keys(keys, entry.what));
        }
        let found = LANGUAGE
            .iter()
            .filter(|(example, what)| [*example, *what].iter().any(|words| words.contains(&query)));
        let mut found =
            found.map(|(example, what)| HelpLine::Keys((*example).to_owned(), what)).peekable();
        if found.peek().is_some() {
            let gap = (!self.lines.is_empty()).then_some(HelpLine::Gap);
            self.lines.extend(
                gap.into_iter()
                    .chain([HelpLine::Heading("What can be searched and filtered for")])
                    .chain(found),
            );
        }
    }
}

/// The palette.
#[derive(Clone, Debug, Default)]
pub struct Palette {
    /// What is typed.
    pub input: Input,
    /// The actions that match, best first.
    pub found: Vec<&'static Entry>,
    /// The chosen one.
    pub choice: Choice,
}

impl Palette {
    /// Lists the actions that match what is typed.
    pub fn list(&mut self) {
        let mut matcher = Matcher::new(Config::DEFAULT);
        let pattern =
            Pattern::parse(self.input.value(), CaseMatching::Ignore, Normalization::Smart);
        let mut buffer = Vec::new();
        let mut scored: Vec<(u32, &'static Entry)> = ACTIONS
            .iter()
            .filter_map(|entry| {
                let words = format!("{} {}", entry.name, entry.what);
                Some((pattern.score(Utf32Str::new(&words, &mut buffer), &mut matcher)?, entry))
            })
            .collect();
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score)); // stable: equals stay in the order of help
        self.found = scored.into_iter().map(|(_, entry)| entry).collect();
        self.choice = Choice::default();
    }
}

/// The line of the search in the text.
#[derive(Clone, Debug)]
pub struct Search {
    /// What is typed.
    pub input: Input,
    /// Where the cursor and the view were before.
    pub origin: (usize, usize),
}

/// Two passages beside each other, ready for their columns.
#[derive(Clone, Debug)]
pub struct Compare {
    /// The finding that was compared; `None` when a reader opened a bare pair.
    pub origin: Stop,
    /// All sides, the first on the left.
    pub sides: Vec<Passage>,
    /// Which of them is on the right.
    pub at: usize,
    /// The two.
    pub comparison: Comparison,
    /// Rows scrolled down.
    pub scroll: usize,
    /// The two columns, wrapped for `width` cells.
    pub rows: [Rows; 2],
    /// Cells of a column.
    pub width: usize,
    /// The list of disputes that it was opened from, to come back to.
    pub list: Option<Box<Conflicts>>,
}

/// What a key does to a line of input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typing {
    /// The text is another now.
    Changed,
    /// Only the cursor moved, or nothing happened.
    Same,
    /// Taken as it is.
    Accepted,
    /// Given up.
    Closed,
    /// The choice below the line moves by so many rows.
    Step(isize),
}

/// Hands a key to a line of input.
pub fn typing(input: &mut Input, key: Key) -> Typing {
    let request = match key.code {
        Code::Named("enter") => return Typing::Accepted,
        Code::Named("esc") => return Typing::Closed,
        Code::Named("down" | "tab") if !key.shift => return Typing::Step(1),
        Code::Named("up" | "tab") => return Typing::Step(-1),
        Code::Named("pagedown") => return Typing::Step(10),
        Code::Named("pageup") => return Typing::Step(-10),
        Code::Char('n') if key.ctrl => return Typing::Step(1),
        Code::Char('p') if key.ctrl => return Typing::Step(-1),
        // What is rubbed out beyond the beginning closes the line.
        Code::Named("backspace") if input.value().is_empty() => return Typing::Closed,
        Code::Named("backspace") if key.alt || key.ctrl => InputRequest::DeletePrevWord,
        Code::Named("backspace") => InputRequest::DeletePrevChar,
        Code::Char('h') if key.ctrl => InputRequest::DeletePrevChar,
        Code::Named("delete") => InputRequest::DeleteNextChar,
        Code::Char('w') if key.ctrl => InputRequest::DeletePrevWord,
        Code::Char('u') if key.ctrl => InputRequest::DeleteFromStart,
        Code::Char('k') if key.ctrl => InputRequest::DeleteTillEnd,
        Code::Named("left") if key.ctrl || key.alt => InputRequest::GoToPrevWord,
        Code::Named("right") if key.ctrl || key.alt => InputRequest::GoToNextWord,
        Code::Named("left") => InputRequest::GoToPrevChar,
        Code::Named("right") => InputRequest::GoToNextChar,
        Code::Named("home") => InputRequest::GoToStart,
        Code::Named("end") => InputRequest::GoToEnd,
        Code::Char('a') if key.ctrl => InputRequest::GoToStart,
        Code::Char('e') if key.ctrl => InputRequest::GoToEnd,
        Code::Char(c) if !key.ctrl && !key.alt => InputRequest::InsertChar(c),
        _ => return Typing::Same,
    };
    match input.handle(request) {
        Some(change) if change.value => Typing::Changed,
        _ => Typing::Same,
    }
}

impl Overlay {
    /// Opens help.
    pub fn help(keymap: &Keymap) -> Overlay {
        let mut help = Help::default();
        help.list(keymap);
        Overlay::Help(help)
    }

    /// Opens the palette.
    pub fn palette() -> Overlay {
        let mut palette = Palette::default();
        palette.list();
        Overlay::Palette(palette)
    }

    /// Whether keys type into a line of it.
    pub fn types(&self) -> bool {
        match self {
            Overlay::Help(help) => help.query.is_some(),
            Overlay::Speakers(speakers) => speakers.typing,
            Overlay::Palette(_)
            | Overlay::Search(_)
            | Overlay::Filter(_)
            | Overlay::Everything(_)
            | Overlay::Note(_) => true,
            Overlay::Compare(_)
            | Overlay::Matrix(_)
            | Overlay::Conflicts(_)
            | Overlay::Omissions(_)
            | Overlay::Bookmarks(_)
            | Overlay::Notes(_)
            | Overlay::Corrections(_)
            | Overlay::Problems(_) => false,
        }
    }

    /// The action that closes what it opened, pressed again.
    pub fn toggles(&self, action: Action) -> bool {
        matches!(
            (self, action),
            (Overlay::Help(_), Action::Help)
                | (Overlay::Compare(_), Action::Compare)
                | (Overlay::Speakers(_), Action::Speakers)
                | (Overlay::Matrix(_), Action::Matrix)
                | (Overlay::Conflicts(_), Action::Conflicts)
                | (Overlay::Omissions(_), Action::Omissions)
                | (Overlay::Bookmarks(_), Action::Bookmarks)
                | (Overlay::Notes(_), Action::Notes)
                | (Overlay::Corrections(_), Action::Corrections)
                | (Overlay::Problems(_), Action::Problems)
        )
    }
}

#[cfg(test)]
mod tests {
    use tui_input::Input;

    use super::{Help, HelpLine, Palette, Typing, typing};
    use crate::config::action::Action;
    use crate::config::key::{Key, sequence};
    use crate::config::keymap::Keymap;

    #[test]
    fn the_palette_finds_by_words_and_by_letters() {
        let mut palette = Palette { input: Input::new("next conf".into()), ..Palette::default() };
        palette.list();
        assert_eq!(palette.found[0].action, Action::NextConflict);
        palette.input = Input::new("brws".into());
        palette.list();
        assert_eq!(palette.found[0].action, Action::Browser);
        palette.input = Input::new("zzzz".into());
        palette.list();
        assert!(palette.found.is_empty());
    }

    #[test]
    fn help_shows_the_live_keys() {
        let mut keymap = Keymap::default();
        keymap.bind("ctrl-n", "next-conflict");
        let mut help = Help { query: Some(Input::new("next dispute".into())), ..Help::default() };
        help.list(&keymap);
        let keys: Vec<_> =
            help.lines.iter().filter(|line| matches!(line, HelpLine::Keys(..))).collect();
        assert_eq!(keys, [&HelpLine::Keys("]c  ctrl-n".into(), "next dispute")]);
    }

    #[test]
    fn a_line_of_input_is_typed_and_rubbed_out() {
        let mut input = Input::default();
        for key in sequence("m a y").unwrap() {
            assert_eq!(typing(&mut input, key), Typing::Changed);
        }
        assert_eq!(input.value(), "may");
        assert_eq!(typing(&mut input, Key::ctrl('u')), Typing::Changed);
        assert_eq!(typing(&mut input, Key::named("backspace").unwrap()), Typing::Closed);
        assert_eq!(typing(&mut input, Key::named("enter").unwrap()), Typing::Accepted);
    }
}
