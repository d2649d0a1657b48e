//! A line of input: what a key does to it.

use tui_input::{Input, InputRequest};

use crate::config::key::{Code, Key};

/// What a key does to a line of input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Typing {
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
pub(in crate::app) fn typing(input: &mut Input, key: Key) -> Typing {
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

#[cfg(test)]
mod tests {
    use tui_input::Input;

    use super::{Typing, typing};
    use crate::config::key::{Key, sequence};

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
