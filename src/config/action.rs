//! Everything that a reader can ask for, in one table: name, words for help and palette, default
//! keys.

/// What a key or a line of the palette asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    missing_docs,
    reason = "the table below says what each does, for people and for the screen"
)]
pub enum Action {
    Down,
    Up,
    Left,
    Right,
    Top,
    Bottom,
    HalfDown,
    HalfUp,
    PageDown,
    PageUp,
    NextPane,
    PreviousPane,
    List,
    Text,
    Topics,
    Open,
    NextConflict,
    PreviousConflict,
    NextQuote,
    PreviousQuote,
    NextTopic,
    PreviousTopic,
    NextUnread,
    PreviousUnread,
    NextVersion,
    PreviousVersion,
    Cross,
    Back,
    Forward,
    Jumps,
    Compare,
    Conflicts,
    Dismiss,
    DismissPair,
    Search,
    NextHit,
    PreviousHit,
    Filter,
    SearchAll,
    Palette,
    Speakers,
    Matrix,
    Omissions,
    Headlines,
    Brief,
    Bookmark,
    Bookmarks,
    Note,
    Notes,
    Link,
    Read,
    Copy,
    Browser,
    Editor,
    Join,
    Apart,
    Name,
    Undo,
    Redo,
    Corrections,
    Sort,
    Fold,
    Timeline,
    Soft,
    Point,
    Wider,
    Narrower,
    WiderPane,
    NarrowerPane,
    HideList,
    HideTopics,
    Alone,
    Theme,
    Mouse,
    Problems,
    Reload,
    Help,
    Close,
    Leave,
    Quit,
    Suspend,
    Redraw,
}

/// Where help lists an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Up, down, panes.
    Move,
    /// From finding to finding.
    Walk,
    /// Search, filter, bookmarks, notes.
    Find,
    /// How the coverage is listed and grouped.
    List,
    /// Copy, browser, settings.
    Use,
    /// Help, close, quit.
    Leave,
}

impl Group {
    /// Its heading in help.
    pub fn title(self) -> &'static str {
        match self {
            Group::Move => "Move",
            Group::Walk => "From account to account",
            Group::Find => "Find",
            Group::List => "The coverage",
            Group::Use => "Use and settings",
            Group::Leave => "Help and leave",
        }
    }
}

/// One line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The action.
    pub action: Action,
    /// Its name in `config.toml` and in the palette.
    pub name: &'static str,
    /// What it does, for help.
    pub what: &'static str,
    /// Its keys, unless the reader's own say otherwise.
    pub keys: &'static [&'static str],
    /// Where help lists it.
    pub group: Group,
}

const fn entry(
    action: Action,
    group: Group,
    name: &'static str,
    keys: &'static [&'static str],
    what: &'static str,
) -> Entry {
    Entry { action, name, what, keys, group }
}

/// Every action once, in the order of help.
pub const ACTIONS: [Entry; 82] = [
    entry(Action::NextConflict, Group::Walk, "next-conflict", &["]c"], "next dispute"),
    entry(Action::PreviousConflict, Group::Walk, "previous-conflict", &["[c"], "previous dispute"),
    entry(Action::Cross, Group::Walk, "cross", &["x"], "across to the other side, in the end back"),
    entry(
        Action::Compare,
        Group::Walk,
        "compare",
        &["v"],
        "both accounts beside each other; or both versions",
    ),
    entry(
        Action::Conflicts,
        Group::Walk,
        "conflicts",
        &["C"],
        "the event's disputes, by kind or by topic",
    ),
    entry(
        Action::Dismiss,
        Group::Walk,
        "dismiss",
        &["D"],
        "this is no dispute; once more: it is one",
    ),
    entry(Action::DismissPair, Group::Walk, "dismiss-pair", &["g D"], "this pair of it is none"),
    entry(Action::Link, Group::Walk, "link", &["b"], "link two passages; confirm a model's pair"),
    entry(
        Action::NextVersion,
        Group::Walk,
        "next-version",
        &["]o"],
        "next outlet's version of this topic",
    ),
    entry(
        Action::PreviousVersion,
        Group::Walk,
        "previous-version",
        &["[o"],
        "previous outlet's version of this topic",
    ),
    entry(Action::NextQuote, Group::Walk, "next-quote", &["]q"], "next quote"),
    entry(Action::PreviousQuote, Group::Walk, "previous-quote", &["[q"], "previous quote"),
    entry(Action::NextTopic, Group::Walk, "next-topic", &["]t"], "next topic"),
    entry(Action::PreviousTopic, Group::Walk, "previous-topic", &["[t"], "previous topic"),
    entry(Action::NextUnread, Group::Walk, "next-unread", &["]u"], "next unread article"),
    entry(
        Action::PreviousUnread,
        Group::Walk,
        "previous-unread",
        &["[u"],
        "previous unread article",
    ),
    entry(
        Action::Back,
        Group::Walk,
        "back",
        &["H", "alt-left", "ctrl-o"],
        "back through the jumps",
    ),
    entry(
        Action::Forward,
        Group::Walk,
        "forward",
        &["L", "alt-right"],
        "forward through the jumps",
    ),
    entry(Action::Jumps, Group::Walk, "jumps", &["g j"], "all places jumped from: go to one"),
    entry(Action::Down, Group::Move, "down", &["j", "down"], "one line down"),
    entry(Action::Up, Group::Move, "up", &["k", "up"], "one line up"),
    entry(
        Action::Left,
        Group::Move,
        "left",
        &["h", "left"],
        "to the pane on the left; in a list: shut",
    ),
    entry(
        Action::Right,
        Group::Move,
        "right",
        &["l", "right"],
        "to the pane on the right; in a list: open",
    ),
    entry(Action::Top, Group::Move, "top", &["g g", "home"], "to the beginning"),
    entry(Action::Bottom, Group::Move, "bottom", &["G", "end"], "to the end"),
    entry(Action::HalfDown, Group::Move, "half-down", &["ctrl-d"], "half a page down"),
    entry(Action::HalfUp, Group::Move, "half-up", &["ctrl-u"], "half a page up"),
    entry(Action::PageDown, Group::Move, "page-down", &["space", "pagedown"], "a page down"),
    entry(Action::PageUp, Group::Move, "page-up", &["pageup"], "a page up"),
    entry(Action::NextPane, Group::Move, "next-pane", &["tab"], "to the next pane"),
    entry(
        Action::PreviousPane,
        Group::Move,
        "previous-pane",
        &["shift-tab"],
        "to the previous pane",
    ),
    entry(Action::List, Group::Move, "coverage", &["1"], "to the coverage: events and articles"),
    entry(Action::Text, Group::Move, "text", &["2"], "to the text"),
    entry(Action::Topics, Group::Move, "topics", &["3"], "to the topics"),
    entry(Action::Open, Group::Move, "open", &["enter"], "open what is chosen"),
    entry(Action::Search, Group::Find, "search", &["/"], "search in this text"),
    entry(Action::NextHit, Group::Find, "next-hit", &["n"], "next place that / found"),
    entry(Action::PreviousHit, Group::Find, "previous-hit", &["N"], "previous place that / found"),
    entry(Action::SearchAll, Group::Find, "search-all", &["s"], "search everything"),
    entry(Action::Filter, Group::Find, "filter", &["f"], "show only articles that match"),
    entry(
        Action::Speakers,
        Group::Find,
        "speakers",
        &["w"],
        "who is quoted, by whom, and in whose words",
    ),
    entry(
        Action::Matrix,
        Group::Find,
        "matrix",
        &["c"],
        "which outlet tells which topic, and which not",
    ),
    entry(
        Action::Omissions,
        Group::Find,
        "omissions",
        &["a"],
        "what this article leaves out, or alone tells",
    ),
    entry(
        Action::Headlines,
        Group::Find,
        "headlines",
        &["K"],
        "the event's headlines, what only one has lit",
    ),
    entry(
        Action::Brief,
        Group::Find,
        "brief",
        &["B"],
        "the event's disputes as sentences with sources, to copy",
    ),
    entry(Action::Bookmark, Group::Find, "bookmark", &["m"], "bookmark this place"),
    entry(Action::Bookmarks, Group::Find, "bookmarks", &["'"], "go to a bookmark"),
    entry(Action::Note, Group::Find, "note", &["i"], "write a note on this passage, or change it"),
    entry(
        Action::Notes,
        Group::Find,
        "notes",
        &["I"],
        "all notes and links: go to, change, delete",
    ),
    entry(Action::Read, Group::List, "read", &["R"], "read or unread: this article, or an event"),
    entry(
        Action::Sort,
        Group::List,
        "sort",
        &["O"],
        "sort events by time, by outlets, by disputes",
    ),
    entry(
        Action::Fold,
        Group::List,
        "fold",
        &["z"],
        "fold away events of one article, or list them",
    ),
    entry(
        Action::Timeline,
        Group::List,
        "timeline",
        &["t"],
        "an event's articles by time, or by outlet",
    ),
    entry(
        Action::Join,
        Group::List,
        "join",
        &["J"],
        "one event, or one topic: on one, then another",
    ),
    entry(Action::Apart, Group::List, "apart", &["A"], "an event of its own; part a topic again"),
    entry(Action::Name, Group::List, "name-topic", &["E"], "name this topic, or (list) an outlet"),
    entry(Action::Undo, Group::List, "undo", &["u"], "undo the last correction, dismissal or note"),
    entry(Action::Redo, Group::List, "redo", &["ctrl-r"], "do again what was undone last"),
    entry(
        Action::Corrections,
        Group::List,
        "corrections",
        &["U"],
        "all corrections, and disputes that are none",
    ),
    entry(Action::Copy, Group::Use, "copy", &["y"], "copy the passage with its citation"),
    entry(Action::Browser, Group::Use, "browser", &["o"], "open the article in the browser"),
    entry(Action::Editor, Group::Use, "editor", &["e"], "open the file in the editor"),
    entry(Action::Soft, Group::Use, "soft", &["S"], "show or hide soft disputes"),
    entry(Action::Point, Group::Use, "point", &["p"], "show or hide what the others say here"),
    entry(Action::Wider, Group::Use, "wider", &["+", "="], "wider text"),
    entry(Action::Narrower, Group::Use, "narrower", &["-"], "narrower text"),
    entry(
        Action::WiderPane,
        Group::Use,
        "wider-pane",
        &[">"],
        "wider coverage; in the topics: these",
    ),
    entry(
        Action::NarrowerPane,
        Group::Use,
        "narrower-pane",
        &["<"],
        "narrower coverage; in the topics: these",
    ),
    entry(Action::HideList, Group::Use, "hide-coverage", &["g 1"], "hide or show the coverage"),
    entry(Action::HideTopics, Group::Use, "hide-topics", &["g 3"], "hide or show the topics"),
    entry(Action::Alone, Group::Use, "alone", &["Z"], "the text alone, or all panes again"),
    entry(Action::Theme, Group::Use, "theme", &["T"], "next theme"),
    entry(
        Action::Mouse,
        Group::Use,
        "mouse",
        &["M"],
        "give the terminal the mouse, or take it back",
    ),
    entry(Action::Problems, Group::Use, "problems", &["P"], "what could not be read, and why"),
    entry(Action::Reload, Group::Use, "reload", &["r"], "read the files again"),
    entry(Action::Help, Group::Leave, "help", &["?", "f1"], "this help"),
    entry(Action::Palette, Group::Leave, "palette", &[":"], "all actions by name"),
    entry(Action::Close, Group::Leave, "close", &["esc"], "close what is open"),
    entry(Action::Leave, Group::Leave, "leave", &["q"], "close what is open; at the top: quit"),
    entry(Action::Quit, Group::Leave, "quit", &["ctrl-c"], "quit"),
    entry(Action::Suspend, Group::Leave, "suspend", &["ctrl-z"], "stop, and go on with fg"),
    entry(Action::Redraw, Group::Leave, "redraw", &["ctrl-l"], "draw the screen again"),
];

impl Action {
    /// Its line of the table.
    pub fn entry(self) -> &'static Entry {
        // The test below sees to it that every action has its line, in the order of the enum's use.
        ACTIONS.iter().find(|entry| entry.action == self).unwrap_or(&ACTIONS[0])
    }

    /// The action called `name` in the configuration.
    pub fn named(name: &str) -> Option<Action> {
        ACTIONS.iter().find(|entry| entry.name == name).map(|entry| entry.action)
    }
}

#[cfg(test)]
mod tests {
    use super::{ACTIONS, Action};

    #[test]
    fn every_line_of_the_table_is_its_actions_own() {
        for entry in &ACTIONS {
            assert_eq!(entry.action.entry().name, entry.name);
            assert_eq!(Action::named(entry.name), Some(entry.action));
        }
        let mut actions: Vec<_> = ACTIONS.iter().map(|entry| entry.action).collect();
        actions.sort_unstable();
        actions.dedup();
        assert_eq!(actions.len(), Action::Redraw as usize + 1);
    }
}
