//! Help: all keys of the live keymap, what can be searched for, and what the marks on the screen
//! say.

use tui_input::Input;

use crate::app::answer::Answer;
use crate::app::below::Below;
use crate::app::choice::Motion;
use crate::app::overlay::machine::{Machine, scrolled};
use crate::config::action::{ACTIONS, Action};
use crate::config::keymap::Keymap;
use crate::config::theme::Role;
use crate::view::query::LANGUAGE;

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
    /// A mark on the screen and what it says.
    Mark(Legend, &'static str),
    /// Nothing.
    Gap,
}

/// What stands for a mark in the legend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Legend {
    /// Words that have its look.
    Words(Role, &'static str),
    /// A sign.
    Sign(Sign),
}

/// The signs of the program's own; how they look is the terminal's affair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// A dispute.
    Conflict,
    /// The same by a model.
    Judged,
    /// The same words.
    Variant,
    /// Another's text.
    Echo,
    /// The open topic.
    Topic,
    /// A note.
    Note,
    /// A link.
    Link,
    /// What was read.
    Read,
    /// Where nothing was found.
    Nothing,
    /// An event before this one in its story, or more above.
    Up,
    /// One after it, or more below.
    Down,
    /// The place of the cursor.
    Cursor,
}

/// What a newcomer is told of the marks beside the text, in a few words each.
pub const FIRST_MARKS: [(Legend, &str); 5] = [
    (Legend::Sign(Sign::Conflict), "accounts part here"),
    (Legend::Words(Role::Conflict, "words"), "of a dispute"),
    (Legend::Words(Role::Speaker, "words"), "who says it"),
    (Legend::Sign(Sign::Echo), "another outlet's text"),
    (Legend::Sign(Sign::Read), "you have read it"),
];

/// What the marks and looks on the screen say.
const LEGEND: [(Legend, &str); 22] = [
    (Legend::Sign(Sign::Cursor), "the cursor line"),
    (Legend::Sign(Sign::Conflict), "a dispute: accounts part here; how many, in lists"),
    (Legend::Words(Role::Conflict, "these words"), "words of a dispute"),
    (Legend::Words(Role::Text, "hard, medium"), "how sure a rule is that it is a dispute"),
    (Legend::Words(Role::Text, "soft"), "less sure, and hidden until you ask"),
    (Legend::Words(Role::Current, "these words"), "what keys like x, v and y mean"),
    (Legend::Words(Role::Differs, "these words"), "what the other side does not have"),
    (Legend::Sign(Sign::Judged), "a dispute that a model found"),
    (Legend::Words(Role::Quote, "these words"), "a quote, between quotation marks"),
    (Legend::Words(Role::Speaker, "these words"), "who says it"),
    (Legend::Words(Role::Variant, "these words"), "a quote that other articles have too"),
    (Legend::Sign(Sign::Variant), "the same, in the last rows"),
    (Legend::Words(Role::Faint, "these words"), "no account of the event: dateline, promotion"),
    (Legend::Sign(Sign::Topic), "a passage of the open topic"),
    (Legend::Sign(Sign::Echo), "another outlet's text"),
    (Legend::Sign(Sign::Note), "a note of yours"),
    (Legend::Sign(Sign::Link), "a link of yours, or a topic that you named"),
    (Legend::Sign(Sign::Read), "an article that you read"),
    (Legend::Sign(Sign::Nothing), "nothing was found of a topic"),
    (Legend::Sign(Sign::Up), "more above; before an event: an earlier in its story"),
    (Legend::Sign(Sign::Down), "more below; before an event: a later in its story"),
    (Legend::Words(Role::Letter(0), "a"), "an outlet of the event; ? behind its name: a guess"),
];

impl Help {
    /// All of it.
    pub(in crate::app) fn open(below: &Below<'_>) -> Result<Help, String> {
        let mut help = Help::default();
        help.list(&below.settings.config.keymap);
        Ok(help)
    }

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
        let mut marks = LEGEND
            .iter()
            .filter(|(_, what)| what.to_lowercase().contains(&query))
            .map(|(sign, what)| HelpLine::Mark(*sign, what))
            .peekable();
        if marks.peek().is_some() {
            let gap = (!self.lines.is_empty()).then_some(HelpLine::Gap);
            self.lines.extend(
                gap.into_iter().chain([HelpLine::Heading("What the marks say")]).chain(marks),
            );
        }
    }
}

impl Machine for Help {
    fn opener(&self) -> Option<Action> {
        Some(Action::Help)
    }

    fn line(&mut self) -> Option<&mut Input> {
        self.query.as_mut()
    }

    fn step(&mut self, motion: Motion, below: &Below<'_>) {
        let height = usize::from(below.size.height).saturating_sub(4).max(1);
        self.top = scrolled(self.top, motion, self.lines.len(), height);
    }

    fn act(&mut self, action: Action, _below: &Below<'_>) -> Answer {
        match action {
            Action::Search => {
                self.query = Some(Input::default());
                Answer::Stay
            }
            _ => Answer::Pass,
        }
    }

    fn changed(&mut self, below: &Below<'_>) -> Answer {
        self.list(&below.settings.config.keymap);
        Answer::Stay
    }

    /// Enter leaves the line and keeps the lines that it found.
    fn accepted(&mut self, _below: &Below<'_>) -> Answer {
        self.query = None;
        Answer::Stay
    }

    /// All lines are there again, before it closes.
    fn shut(&mut self, below: &Below<'_>) -> Answer {
        if self.query.take().is_none() {
            return Answer::Close;
        }
        self.list(&below.settings.config.keymap);
        Answer::Stay
    }
}

#[cfg(test)]
mod tests {
    use tui_input::Input;

    use super::{Help, HelpLine};
    use crate::config::keymap::Keymap;

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
}
