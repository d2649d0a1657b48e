//! Carrying out what the session asks of the world: clipboard, browser, editor.

use std::io::Write as _;
use std::process::{Command, Stdio};

use crossterm::Command as _;
use crossterm::clipboard::CopyToClipboard;

/// What stands between the program and the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Between {
    Nothing,
    Tmux,
    Screen,
}

/// Hands `text` on for pasting: into tmux's buffer, where there is one. Gives what is to be sent to
/// the terminal for its own clipboard, and the words where more is known than that it was sent.
pub(super) fn copy(text: &str) -> (String, Option<String>) {
    let runs_in = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    // Over SSH the name of the terminal alone tells of a tmux; its buffer is then out of reach.
    let is_named_tmux = std::env::var("TERM").is_ok_and(|term| term.starts_with("tmux"));
    let between = match () {
        () if runs_in("TMUX") => Between::Tmux,
        () if runs_in("STY") => Between::Screen,
        () if is_named_tmux => Between::Tmux,
        () => Between::Nothing,
    };
    // With -w, from tmux 3.2 on, it sends the text on to the terminal in its own way.
    let filled = runs_in("TMUX") && (fill_tmux(&["-w", "-"], text) || fill_tmux(&["-"], text));
    let words = filled.then(|| "copied to tmux's buffer".to_owned());
    (copy_sequences(text, between, filled), words)
}

/// Fills tmux's buffer. As it comes, tmux takes none from the control sequences of programs.
fn fill_tmux(arguments: &[&str], text: &str) -> bool {
    let mut command = Command::new("tmux");
    command
        .arg("load-buffer")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let Ok(mut tmux) = command.spawn() else { return false };
    let written =
        tmux.stdin.take().is_some_and(|mut stdin| stdin.write_all(text.as_bytes()).is_ok());
    tmux.wait().is_ok_and(|status| status.success()) && written
}

/// The longest piece of a control sequence that every version of screen hands through.
const PIECE: usize = 200;

/// The control sequences that put `text` on the terminal's clipboard (OSC 52), handed through what
/// stands between. tmux also takes one that is not, where it is set to; there `filled` says that
/// its buffer has the text already.
fn copy_sequences(text: &str, between: Between, filled: bool) -> String {
    let mut plain = String::new();
    let _ = CopyToClipboard::to_clipboard_from(text).write_ansi(&mut plain);
    match between {
        Between::Nothing => plain,
        Between::Tmux => {
            let through =
                format!("\u{1b}Ptmux;{}\u{1b}\\", plain.replace('\u{1b}', "\u{1b}\u{1b}"));
            if filled { through } else { plain + &through }
        }
        Between::Screen => {
            // What would end the sequence ends what hands it through; a bell ends only the
            // sequence.
            let belled = plain.replace("\u{1b}\\", "\u{7}");
            let pieces = belled.as_bytes().chunks(PIECE).map(String::from_utf8_lossy);
            pieces.map(|piece| format!("\u{1b}P{piece}\u{1b}\\")).collect()
        }
    }
}

/// Opens an address in the browser; what went wrong, if anything.
pub(super) fn browse(url: &str) -> Option<String> {
    open::that_detached(url).err().map(|error| format!("cannot open the browser: {error}"))
}

/// The editor that the environment names, with the arguments that open `path` at `line`.
fn editor_command(editor: &str, path: &str, line: usize) -> (String, Vec<String>) {
    let mut words = editor.split_whitespace().map(str::to_owned);
    let program = words.next().unwrap_or_else(|| "vi".into());
    let name = program.rsplit('/').next().unwrap_or(&program).to_owned();
    let mut arguments: Vec<String> = words.collect();
    match name.as_str() {
        "hx" | "helix" | "zed" | "subl" => arguments.push(format!("{path}:{line}")),
        "code" | "codium" => arguments.extend(["--goto".into(), format!("{path}:{line}")]),
        _ => arguments.extend([format!("+{line}"), path.to_owned()]),
    }
    (program, arguments)
}

/// Runs the editor and waits for it; what went wrong, if anything. The terminal must have been
/// given back.
pub(super) fn edit(path: &str, line: usize) -> Option<String> {
    let variable = |name| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    let editor = variable("VISUAL").or_else(|| variable("EDITOR")).unwrap_or_else(|| "vi".into());
    // A path that begins with a dash is no option.
    let path = if path.starts_with('-') { format!("./{path}") } else { path.to_owned() };
    let (program, arguments) = editor_command(&editor, &path, line);
    match Command::new(&program).args(arguments).stderr(Stdio::inherit()).status() {
        Ok(status) if status.success() => None,
        Ok(status) => Some(format!("{program} ended with {status}")),
        Err(error) => Some(format!("cannot start {program}: {error}; set EDITOR to another")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Between, PIECE, copy_sequences, editor_command};

    #[test]
    fn copies_go_through_what_stands_between() {
        let plain = "\u{1b}]52;c;aGk=\u{1b}\\";
        let through = "\u{1b}Ptmux;\u{1b}\u{1b}]52;c;aGk=\u{1b}\u{1b}\\\u{1b}\\";
        assert_eq!(copy_sequences("hi", Between::Nothing, false), plain);
        assert_eq!(
            copy_sequences("hi", Between::Tmux, true),
            through,
            "tmux would fill another buffer with the same"
        );
        assert_eq!(copy_sequences("hi", Between::Tmux, false), format!("{plain}{through}"));
        assert_eq!(
            copy_sequences("hi", Between::Screen, false),
            "\u{1b}P\u{1b}]52;c;aGk=\u{7}\u{1b}\\"
        );
        let long = copy_sequences(&"so she said, ".repeat(300), Between::Screen, false);
        let pieces: Vec<&str> = long
            .split_terminator("\u{1b}\\")
            .map(|piece| piece.strip_prefix("\u{1b}P").unwrap_or(""))
            .collect();
        assert!(
            pieces.len() > 20
                && pieces.iter().all(|piece| !piece.is_empty() && piece.len() <= PIECE),
            "{pieces:?}"
        );
        let whole = copy_sequences(&"so she said, ".repeat(300), Between::Nothing, false);
        assert_eq!(pieces.concat(), whole.replace("\u{1b}\\", "\u{7}"));
    }

    #[test]
    fn each_editor_is_told_the_line_in_its_own_way() {
        let arguments = |editor| editor_command(editor, "a.txt", 7).1;
        assert_eq!(arguments("vim -p"), ["-p", "+7", "a.txt"]);
        assert_eq!(arguments("/usr/bin/hx"), ["a.txt:7"]);
        assert_eq!(editor_command("", "a.txt", 1).0, "vi");
    }
}
