//! The terminal is asked for the colour of its ground, by which the theme is chosen where nothing
//! else says it.
//!
//! Two questions go out together: the colour (OSC 11), which not every terminal knows, and what the
//! terminal is (DA1), which every one answers, and in the order asked. So a terminal without an
//! answer to the first costs no wait, and one that answers nothing at most [`PATIENCE`]. The
//! answers come as if they were typed: they are read before anything else reads keys, and the keys
//! among them are handed on. What comes later still is known by its shape ([`Late`]).

use std::fs::File;
use std::io::{self, IsTerminal as _};
use std::os::fd::{AsFd, BorrowedFd};
use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, read};

use crate::config::theme::Ground;

/// The two questions.
pub(super) const QUESTION: &str = "\u{1b}]11;?\u{7}\u{1b}[c";

/// How long answers are waited for.
const PATIENCE: Duration = Duration::from_millis(100);

/// What came from the terminal.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct GroundAnswer {
    /// The ground, where that was answered.
    pub(super) ground: Option<Ground>,
    /// Whether all is answered.
    pub(super) complete: bool,
    /// What was typed in the meantime.
    pub(super) typed: Vec<Event>,
}

/// Waits for the answers to what was asked at `asked`.
pub(super) fn answer(asked: Instant) -> GroundAnswer {
    heard_until(asked + PATIENCE).unwrap_or_default()
}

fn heard_until(deadline: Instant) -> io::Result<GroundAnswer> {
    // The same that crossterm reads from.
    let (stdin, file) =
        (io::stdin(), if io::stdin().is_terminal() { None } else { Some(File::open("/dev/tty")?) });
    let terminal = file.as_ref().map_or_else(|| stdin.as_fd(), |file| file.as_fd());
    let mut bytes = Vec::new();
    loop {
        let mut answer = GroundAnswer::default();
        let unread = answer.take(&bytes).to_vec();
        if answer.complete && unread.is_empty() {
            return Ok(answer);
        }
        if !read_more(terminal, deadline, &mut bytes)? {
            // A lone escape is the key; what else is cut off is no key at all.
            answer.typed.extend((unread == b"\x1b").then(|| key(&unread)).flatten());
            return Ok(answer);
        }
    }
}

/// Reads what is there by the deadline; `false` where nothing is.
fn read_more(terminal: BorrowedFd<'_>, deadline: Instant, bytes: &mut Vec<u8>) -> io::Result<bool> {
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        let left = Timespec::try_from(left).map_err(io::Error::other)?;
        let mut waiting = [PollFd::from_borrowed_fd(terminal, PollFlags::IN)];
        match poll(&mut waiting, Some(&left)) {
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
            Ok(_) if !waiting[0].revents().contains(PollFlags::IN) => return Ok(false),
            Ok(_) => {
                let mut chunk = [0; 1024];
                let count = read(terminal, &mut chunk)?;
                bytes.extend(chunk.iter().take(count));
                return Ok(count > 0);
            }
        }
    }
}

impl GroundAnswer {
    /// Takes in all of `bytes` that is whole; gives the rest.
    fn take<'a>(&mut self, mut bytes: &'a [u8]) -> &'a [u8] {
        while let Some(length) = piece(bytes) {
            let (piece, rest) = bytes.split_at(length);
            bytes = rest;
            match piece {
                [0x1b, b']', body @ ..] if !body.is_empty() => {
                    self.ground = ground(body).or(self.ground);
                }
                [0x1b, b'[', b'?', .., b'c'] => self.complete = true,
                _ => self.typed.extend(key(piece)),
            }
        }
        bytes
    }
}

/// The bytes of what comes first in `bytes`: one answer, or one key; `None` where more must come to
/// tell.
fn piece(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [0x1b, 0x1b, ..] => Some(1),
        [0x1b, b'[', rest @ ..] => match rest.strip_prefix(b"200~") {
            Some(pasted) => pasted
                .windows(PASTED.len())
                .position(|end| end == PASTED)
                .map(|at| PASTED.len() + at + PASTED.len()),
            None => rest.iter().position(|byte| (0x40..=0x7e).contains(byte)).map(|at| at + 3),
        },
        [0x1b, b']', rest @ ..] => {
            let end = rest.iter().position(|byte| matches!(byte, 0x07 | 0x1b))?;
            match rest.get(end..)? {
                [0x07, ..] => Some(end + 3),
                [0x1b] => None,
                [0x1b, b'\\', ..] => Some(end + 4),
                _ => Some(2), // a key after all
            }
        }
        [0x1b, b'O', rest @ ..] => rest.first().map(|_| 3),
        [0x1b, rest @ ..] => piece(rest).map(|length| length + 1),
        [first, ..] => {
            let length = [0xc0, 0xe0, 0xf0].iter().filter(|least| first >= least).count() + 1;
            (length <= bytes.len()).then_some(length)
        }
        [] => None,
    }
}

/// What ends a paste.
const PASTED: &[u8] = b"\x1b[201~";

/// The ground that an answer names: `11;rgb:1616/1919/1d1d`, with its end.
fn ground(answer: &[u8]) -> Option<Ground> {
    let answer = std::str::from_utf8(answer).ok()?.trim_end_matches(['\u{7}', '\u{1b}', '\\']);
    let (_, colours) = answer.strip_prefix("11;rgb")?.split_once(':')?;
    // Each from one to four digits, of which all F is all of the colour.
    let parts = colours.split('/').map(|part| {
        let value = u16::from_str_radix(part, 16).ok().filter(|_| part.len() <= 4)?;
        Some(f32::from(value) / f32::from(u16::MAX >> (16 - 4 * part.len())))
    });
    let [red, green, blue, ..] = parts.collect::<Option<Vec<f32>>>()?[..] else { return None };
    let bright = 0.299 * red + 0.587 * green + 0.114 * blue > 0.5;
    Some(if bright { Ground::Light } else { Ground::Dark })
}

/// The key, or the paste, that `piece` is; `None` for what is neither, or no key of ours.
fn key(piece: &[u8]) -> Option<Event> {
    let named = |code: KeyCode| Some(Event::Key(code.into()));
    match piece {
        [0x1b] => named(KeyCode::Esc),
        [0x1b, b'[' | b'O', rest @ ..] if !rest.is_empty() => match rest {
            b"A" => named(KeyCode::Up),
            b"B" => named(KeyCode::Down),
            b"C" => named(KeyCode::Right),
            b"D" => named(KeyCode::Left),
            b"H" | b"1~" | b"7~" => named(KeyCode::Home),
            b"F" | b"4~" | b"8~" => named(KeyCode::End),
            b"Z" => named(KeyCode::BackTab),
            b"P" | b"11~" => named(KeyCode::F(1)),
            b"5~" => named(KeyCode::PageUp),
            b"6~" => named(KeyCode::PageDown),
            _ => {
                let pasted = rest.strip_prefix(b"200~")?.strip_suffix(PASTED)?;
                Some(Event::Paste(String::from_utf8_lossy(pasted).into_owned()))
            }
        },
        [0x1b, rest @ ..] => match key(rest)? {
            Event::Key(key) => {
                Some(Event::Key(KeyEvent { modifiers: key.modifiers | KeyModifiers::ALT, ..key }))
            }
            _ => None,
        },
        b"\r" => named(KeyCode::Enter),
        b"\t" => named(KeyCode::Tab),
        b"\x7f" => named(KeyCode::Backspace),
        [letter @ 1..=26] => Some(Event::Key(KeyEvent::new(
            KeyCode::Char(char::from(letter - 1 + b'a')),
            KeyModifiers::CONTROL,
        ))),
        _ => {
            let letter =
                std::str::from_utf8(piece).ok()?.chars().next().filter(|c| !c.is_control())?;
            named(KeyCode::Char(letter))
        }
    }
}

/// Knows an answer that comes when keys are read already, as from the other side of the world:
/// crossterm 0.29 reads it as Alt-], its letters, and Alt-\ or Ctrl-g.
#[derive(Debug)]
pub(super) struct Late {
    /// Whether one may come.
    awaited: bool,
    /// What of it has come.
    heard: Option<String>,
}

/// What an event is to [`Late`].
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// Something else.
    Nothing,
    /// A part of the answer.
    Part,
    /// The end of the answer, with what it says.
    Answer(Option<Ground>),
}

impl Late {
    /// For a terminal whose answer is `awaited` still, or is not.
    pub(super) fn new(awaited: bool) -> Late {
        Late { awaited, heard: None }
    }

    /// Takes in an event after which `more` is there at once.
    pub(super) fn hear(&mut self, event: &Event, more: bool) -> Heard {
        let heard = self.heard.take();
        let Event::Key(KeyEvent { code: KeyCode::Char(letter), modifiers, .. }) = event else {
            return Heard::Nothing;
        };
        let (alt, ctrl) =
            (modifiers.contains(KeyModifiers::ALT), modifiers.contains(KeyModifiers::CONTROL));
        match (heard, letter) {
            // A hand has nothing ready after the first key.
            (None, ']') if self.awaited && alt && more => self.heard = Some(String::new()),
            (Some(heard), '\\') if alt => return self.end(&heard),
            (Some(heard), 'g') if ctrl => return self.end(&heard),
            (Some(mut heard), '0'..='9' | 'a'..='f' | 'A'..='F' | 'r' | 'g' | ':' | ';' | '/')
                if !alt && !ctrl && heard.len() < 32 =>
            {
                heard.push(*letter);
                self.heard = Some(heard);
            }
            _ => return Heard::Nothing,
        }
        Heard::Part
    }

    fn end(&mut self, heard: &str) -> Heard {
        self.awaited = false;
        Heard::Answer(ground(heard.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

    use super::{GroundAnswer, Heard, Late, ground, key};
    use crate::config::theme::Ground::{self, Dark, Light};

    /// What was said of the ground, whether all is answered, what was typed, and what is not whole.
    fn heard(bytes: &str) -> (Option<Ground>, bool, Vec<Event>, &[u8]) {
        let mut answer = GroundAnswer::default();
        let rest = answer.take(bytes.as_bytes());
        (answer.ground, answer.complete, answer.typed, rest)
    }

    fn typed(codes: &[KeyCode]) -> Vec<Event> {
        codes.iter().map(|code| Event::Key((*code).into())).collect()
    }

    #[test]
    fn grounds_are_read_in_every_spelling() {
        let table = [
            ("11;rgb:1616/1919/1d1d\u{7}", Some(Dark)),
            ("11;rgb:fdfd/f6f6/e3e3\u{1b}\\", Some(Light)),
            ("11;rgb:ff/ff/ff\u{7}", Some(Light)),
            ("11;rgb:00/2b/36", Some(Dark)),
            ("11;rgb:f/f/f", Some(Light)),
            ("11;rgba:0000/0000/0000/ffff\u{7}", Some(Dark)),
            ("11;rgba:ffff/ffff/ffff/0000\u{7}", Some(Light)),
            ("11;rgb:0000/ffff/0000", Some(Light)),
            ("11;rgb:0000/0000/ffff", Some(Dark)),
            ("11;rgb:ffff/ffff", None),
            ("11;rgb:fffff/0/0", None),
            ("11;rgb://", None),
            ("11;rgb:zz/zz/zz", None),
            ("11;white", None),
            ("10;rgb:ffff/ffff/ffff", None),
            ("", None),
        ];
        for (answer, expected) in table {
            assert_eq!(ground(answer.as_bytes()), expected, "{answer:?}");
        }
    }

    #[test]
    fn answers_are_told_from_keys() {
        let none: &[u8] = b"";
        assert_eq!(
            heard("\u{1b}]11;rgb:ffff/ffff/ffff\u{7}\u{1b}[?62;22c"),
            (Some(Light), true, vec![], none)
        );
        assert_eq!(
            heard("\u{1b}]11;rgb:0000/0000/0000\u{1b}\\\u{1b}[?6c"),
            (Some(Dark), true, vec![], none)
        );
        assert_eq!(heard("\u{1b}[?1;2c"), (None, true, vec![], none), "the second question alone");
        assert_eq!(heard(""), (None, false, vec![], none));
        let among = heard("j\u{1b}]11;rgb:ffff/ffff/ffff\u{7}\u{1b}[B\u{1b}[?62cG");
        assert_eq!(
            among,
            (
                Some(Light),
                true,
                typed(&[KeyCode::Char('j'), KeyCode::Down, KeyCode::Char('G')]),
                none
            )
        );
        assert_eq!(
            heard("\u{1b}]4;1;rgb:ff/ff/ff\u{7}\u{1b}[?62c"),
            (None, true, vec![], none),
            "an answer to somebody else"
        );
        assert_eq!(
            heard("\u{1b}[<0;3;4M\u{1b}[12;40R\u{1b}[?62c"),
            (None, true, vec![], none),
            "no keys"
        );
    }

    #[test]
    fn answers_may_come_in_parts_cut_anywhere() {
        let whole =
            "\u{e9}\u{1b}]11;rgb:ffff/ffff/ffff\u{1b}\\\u{1b}[?62c\u{1b}[200~pasted]\u{1b}[201~";
        for cut in (0..whole.len()).filter(|cut| whole.is_char_boundary(*cut)) {
            let (ground, complete, typed, rest) = heard(whole.split_at(cut).0);
            let (part, from) = (whole.len() - rest.len(), cut - rest.len());
            assert!(ground.is_none() || from >= 27, "{cut}");
            assert!(complete == (from >= 33), "{cut} {part}");
            assert!(typed.len() <= 1, "{cut}: {typed:?}");
        }
        let (.., typed, rest) = heard(whole);
        assert_eq!(
            (typed, rest),
            (vec![Event::Key(KeyCode::Char('é').into()), Event::Paste("pasted]".into())], &b""[..])
        );
        assert_eq!(heard("\u{1b}").3, b"\x1b");
        assert_eq!(heard("\u{1b}]").3, b"\x1b]");
        assert_eq!(heard("\u{1b}]11;rgb:ff/ff/ff\u{1b}").3.len(), 18);
    }

    #[test]
    fn keys_are_those_that_were_pressed() {
        let table: [(&[u8], KeyCode, KeyModifiers); 9] = [
            (b"q", KeyCode::Char('q'), KeyModifiers::NONE),
            (b"\r", KeyCode::Enter, KeyModifiers::NONE),
            (b"\x1b", KeyCode::Esc, KeyModifiers::NONE),
            (b"\x03", KeyCode::Char('c'), KeyModifiers::CONTROL),
            (b"\x1bx", KeyCode::Char('x'), KeyModifiers::ALT),
            (b"\x1b[A", KeyCode::Up, KeyModifiers::NONE),
            (b"\x1bOF", KeyCode::End, KeyModifiers::NONE),
            (b"\x1b[5~", KeyCode::PageUp, KeyModifiers::NONE),
            (b"\x7f", KeyCode::Backspace, KeyModifiers::NONE),
        ];
        for (bytes, code, modifiers) in table {
            assert_eq!(key(bytes), Some(Event::Key(KeyEvent::new(code, modifiers))), "{bytes:?}");
        }
        assert_eq!(
            heard("\u{1b}]\u{1b}[?62c").2,
            [Event::Key(KeyEvent::new(KeyCode::Char(']'), KeyModifiers::ALT))],
            "begins no answer"
        );
        assert_eq!(heard("\u{1b}\u{1b}[A").2, typed(&[KeyCode::Esc, KeyCode::Up]));
        assert!(
            [&b"\x1b[1;5Q"[..], b"\xff", b"\x1b[I", b"\x00"]
                .into_iter()
                .all(|bytes| key(bytes).is_none())
        );
    }

    #[test]
    fn a_late_answer_is_no_keys_and_counts() {
        let key = |code, modifiers| Event::Key(KeyEvent::new(KeyCode::Char(code), modifiers));
        let answer = |end| {
            let letters =
                "11;rgb:FfFf/f6f6/e3e3".chars().map(|letter| key(letter, KeyModifiers::NONE));
            [key(']', KeyModifiers::ALT)]
                .into_iter()
                .chain(letters)
                .chain([end])
                .collect::<Vec<_>>()
        };
        for end in [key('g', KeyModifiers::CONTROL), key('\\', KeyModifiers::ALT)] {
            let mut late = Late::new(true);
            let mut heard: Vec<Heard> =
                answer(end).iter().map(|event| late.hear(event, true)).collect();
            assert_eq!(heard.pop(), Some(Heard::Answer(Some(Light))));
            assert!(heard.iter().all(|heard| *heard == Heard::Part));
            assert_eq!(
                late.hear(&key(']', KeyModifiers::ALT), true),
                Heard::Nothing,
                "there is one answer"
            );
        }
        let mut late = Late::new(true);
        assert_eq!(late.hear(&key(']', KeyModifiers::ALT), false), Heard::Nothing, "a hand");
        assert_eq!(late.hear(&key('1', KeyModifiers::NONE), true), Heard::Nothing);
        assert_eq!(late.hear(&key(']', KeyModifiers::ALT), true), Heard::Part);
        assert_eq!(
            late.hear(&key('j', KeyModifiers::NONE), true),
            Heard::Nothing,
            "no answer has this"
        );
        assert_eq!(late.hear(&key('1', KeyModifiers::NONE), true), Heard::Nothing);
    }
}
