//! Carrying out what the session asks of the world: clipboard, browser, editor.

use std::process::{Command, Stdio};

use crossterm::Command as _;
use crossterm::clipboard::CopyToClipboard;

/// The control sequence that puts `text` on the terminal's clipboard (OSC 52), handed through tmux
/// where that stands between.
pub(super) fn copy_sequence(text: &str, in_tmux: bool) -> String {
    let mut sequence = String::new();
    let _ = CopyToClipboard::to_clipboard_from(text).write_ansi(&mut sequence);
    if in_tmux { format!("\u{1b}Ptmux;{}\u{1b}\\", sequence.replace('\u{1b}', "\u{1b}\u{1b}")) } else { sequence }
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

/// Runs the editor and waits for it; what went wrong, if anything. The terminal must have been given back.
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
    use super::{copy_sequence, editor_command};

    #[test]
    fn copies_go_through_tmux() {
        assert_eq!(copy_sequence("hi", false), "\u{1b}]52;c;aGk=\u{1b}\\");
        assert_eq!(copy_sequence("hi", true), "\u{1b}Ptmux;\u{1b}\u{1b}]52;c;aGk=\u{1b}\u{1b}\\\u{1b}\\");
    }

    #[test]
    fn each_editor_is_told_the_line_in_its_own_way() {
        let arguments = |editor| editor_command(editor, "a.txt", 7).1;
        assert_eq!(arguments("vim -p"), ["-p", "+7", "a.txt"]);
        assert_eq!(arguments("/usr/bin/hx"), ["a.txt:7"]);
        assert_eq!(editor_command("", "a.txt", 1).0, "vi");
    }
}
