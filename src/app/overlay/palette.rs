//! The palette: all actions by name.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use tui_input::Input;

use crate::app::answer::Answer;
use crate::app::below::Below;
use crate::app::choice::{Choice, Motion};
use crate::app::overlay::machine::Machine;
use crate::config::action::{ACTIONS, Entry};

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
    /// With all actions.
    pub(in crate::app) fn open(_below: &Below<'_>) -> Result<Palette, String> {
        let mut palette = Palette::default();
        palette.list();
        Ok(palette)
    }

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

impl Machine for Palette {
    fn line(&mut self) -> Option<&mut Input> {
        Some(&mut self.input)
    }

    fn choose(&mut self, row: usize) -> bool {
        let is_there = row < self.found.len();
        if is_there {
            self.choice.selected = row;
        }
        is_there
    }

    fn step(&mut self, motion: Motion, below: &Below<'_>) {
        self.choice.step(motion, self.found.len(), below.height());
    }

    fn changed(&mut self, _below: &Below<'_>) -> Answer {
        self.list();
        Answer::Stay
    }

    fn accepted(&mut self, _below: &Below<'_>) -> Answer {
        let chosen = self.found.get(self.choice.selected);
        chosen.map_or(Answer::Close, |entry| Answer::Run(entry.action))
    }
}

#[cfg(test)]
mod tests {
    use tui_input::Input;

    use super::Palette;
    use crate::config::action::Action;

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
}
