//! Settings that a key can change.

use std::sync::Arc;

use crate::app::layout::{Panes, PointBox};
use crate::config::Config;
use crate::config::action::Action;
use crate::config::theme::ThemeName;
use crate::library::own::Widths;
use crate::view::event::Soft;

/// Settings that a key can change.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The reader's configuration; its theme, width and soft count only at the start.
    pub config: Arc<Config>,
    /// The look.
    pub theme: ThemeName,
    /// Cells of the text column at most.
    pub width: usize,
    /// Whether soft conflicts are shown.
    pub soft: Soft,
    /// Whether what the others say on the point at the cursor is shown.
    pub point: PointBox,
    /// The panes beside the text.
    pub panes: Panes,
    /// Whether the mouse is the program's.
    pub mouse: bool,
}

impl Settings {
    /// Those that a session begins with.
    pub(super) fn new(config: Config, theme: ThemeName) -> Settings {
        Settings {
            theme,
            width: config.width,
            soft: if config.soft { Soft::Shown } else { Soft::Hidden },
            mouse: config.mouse,
            point: PointBox::Shown,
            panes: Panes::default(),
            config: Arc::new(config),
        }
    }

    /// The widths of the panes, to be kept.
    pub fn widths(&self) -> Widths {
        Widths { list: self.panes.list, topics: self.panes.topics }
    }

    /// Takes the widths of an earlier session.
    pub(super) fn set_widths(&mut self, widths: Widths) {
        (self.panes.list, self.panes.topics) = (widths.list, widths.topics);
    }

    /// The key that asks for an action.
    pub(super) fn key_of(&self, action: Action) -> String {
        self.config.keymap.key_of(action)
    }
}
