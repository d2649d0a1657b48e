//! From the terminal's events to messages.

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind,
};

use crate::app::Message;
use crate::app::layout::Size;
use crate::config::key::{Code, Key};

/// Rows that one notch of the wheel scrolls by.
const NOTCH: isize = 3;

/// The message that an event is; `None` where it means nothing here.
pub(super) fn message(event: Event, size: Size) -> Option<Message> {
    match event {
        Event::Key(event) if event.kind != KeyEventKind::Release => key(event).map(Message::Key),
        Event::Paste(text) => Some(Message::Paste(text)),
        Event::Resize(width, height) => Some(Message::Resize(Size { width, height })),
        Event::Mouse(event) => {
            // crossterm 0.29 lets a malformed report wrap round to 65535.
            let (x, y) = (
                event.column.min(size.width.saturating_sub(1)),
                event.row.min(size.height.saturating_sub(1)),
            );
            match event.kind {
                MouseEventKind::Down(MouseButton::Left) => Some(Message::Click(x, y)),
                MouseEventKind::Drag(MouseButton::Left) => Some(Message::Drag(x, y)),
                MouseEventKind::Up(MouseButton::Left) => Some(Message::Release),
                MouseEventKind::ScrollDown => Some(Message::Wheel(x, y, NOTCH)),
                MouseEventKind::ScrollUp => Some(Message::Wheel(x, y, -NOTCH)),
                _ => None,
            }
        }
        Event::Key(_) | Event::FocusGained | Event::FocusLost => None,
    }
}

fn key(event: KeyEvent) -> Option<Key> {
    let held = |modifier| event.modifiers.contains(modifier);
    let code = match event.code {
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::F(number) => Code::F(number),
        KeyCode::BackTab => return Key::named("tab").map(|key| Key { shift: true, ..key }),
        other => Key::named(name(other)?)?.code,
    };
    let shift = held(KeyModifiers::SHIFT) && !matches!(code, Code::Char(_));
    Some(Key { code, ctrl: held(KeyModifiers::CONTROL), alt: held(KeyModifiers::ALT), shift })
}

fn name(code: KeyCode) -> Option<&'static str> {
    Some(match code {
        KeyCode::Enter => "enter",
        KeyCode::Esc => "esc",
        KeyCode::Tab => "tab",
        KeyCode::Backspace => "backspace",
        KeyCode::Delete => "delete",
        KeyCode::Insert => "insert",
        KeyCode::Up => "up",
        KeyCode::Down => "down",
        KeyCode::Left => "left",
        KeyCode::Right => "right",
        KeyCode::Home => "home",
        KeyCode::End => "end",
        KeyCode::PageUp => "pageup",
        KeyCode::PageDown => "pagedown",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crossterm::event::{
        Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
    };

    use super::message;
    use crate::app::Message;
    use crate::app::layout::Size;
    use crate::config::key::sequence;

    const SIZE: Size = Size { width: 80, height: 24 };

    #[test]
    fn keys_are_those_of_the_configuration() {
        let table = [
            (KeyCode::Char(']'), KeyModifiers::NONE, "]"),
            (KeyCode::Char('G'), KeyModifiers::SHIFT, "G"),
            (KeyCode::Char('o'), KeyModifiers::CONTROL, "ctrl-o"),
            (KeyCode::Left, KeyModifiers::ALT, "alt-left"),
            (KeyCode::BackTab, KeyModifiers::SHIFT, "shift-tab"),
            (KeyCode::Char(' '), KeyModifiers::NONE, "space"),
            (KeyCode::PageDown, KeyModifiers::NONE, "pagedown"),
        ];
        for (code, modifiers, spelled) in table {
            let Some(Message::Key(key)) = message(Event::Key(KeyEvent::new(code, modifiers)), SIZE)
            else {
                panic!("{spelled}")
            };
            assert_eq!(vec![key], sequence(spelled).unwrap());
        }
    }

    #[test]
    fn a_click_from_nowhere_stays_on_the_screen() {
        let kind = MouseEventKind::Down(MouseButton::Left);
        let event =
            MouseEvent { kind, column: u16::MAX, row: u16::MAX, modifiers: KeyModifiers::NONE };
        assert!(matches!(message(Event::Mouse(event), SIZE), Some(Message::Click(79, 23))));
    }
}
