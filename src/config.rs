//! Settings, keymap and theme, read from `config.toml` and checked. An unknown key or value is a
//! warning with its line, never a refusal: the rest of the file still counts.

pub mod action;
pub mod key;
pub mod keymap;
mod second;
pub mod theme;

use std::path::PathBuf;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub(crate) use crate::config::second::CONTEXTS;

use crate::config::keymap::Keymap;
use crate::config::theme::ThemeName;
use crate::corpus::Problem;
use crate::load::regular;
use crate::second::Server;

/// The widths of the text column that can be asked for, in cells.
pub const WIDTHS: std::ops::RangeInclusive<usize> = 30..=160;

/// How the reader wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the file")]
pub struct Config {
    /// The look; `None` for the one that fits the terminal.
    pub theme: Option<ThemeName>,
    /// Cells of the text column at most, in [`WIDTHS`].
    pub width: usize,
    /// Whether the mouse is taken from the terminal.
    pub mouse: bool,
    /// Whether the program's own marks are ASCII only.
    pub ascii: bool,
    /// Whether soft conflicts are shown.
    pub soft: bool,
    /// Whether pages are fetched whose addresses are given as PATHs.
    pub fetch: bool,
    /// Where a second reader is asked; nowhere unless the file says so.
    pub second: Server,
    /// Keys.
    pub keymap: Keymap,
}

impl Default for Config {
    fn default() -> Self {
        // 78: what newspapers of one wide column and most pagers settle on; comfortable from 60 to
        // 80.
        Config {
            theme: None,
            width: 78,
            mouse: true,
            ascii: false,
            soft: false,
            fetch: false,
            second: Server::default(),
            keymap: Keymap::default(),
        }
    }
}

/// Where this program keeps what is the reader's. Any can be missing on an odd machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// The configuration file.
    pub config: Option<PathBuf>,
    /// The folder of bookmarks and notes.
    pub data: Option<PathBuf>,
    /// The folder of caches, which can be deleted at any time.
    pub cache: Option<PathBuf>,
}

/// The places of this machine and reader, by the conventions of its system.
pub fn places() -> Places {
    let Some(project) = directories::ProjectDirs::from("", "", "rashomon") else {
        return Places::default();
    };
    Places {
        config: Some(project.config_dir().join("config.toml")),
        data: Some(project.data_dir().to_owned()),
        cache: Some(project.cache_dir().to_owned()),
    }
}

/// Reads the configuration file; where there is none everything is at its default.
pub fn read(places: &Places) -> (Config, Vec<Problem>) {
    let Some(path) = &places.config else { return (Config::default(), Vec::new()) };
    let name = path.display().to_string();
    match regular::check(path).and_then(|()| std::fs::read_to_string(path)) {
        Ok(text) => parse(&name, &text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            (Config::default(), Vec::new())
        }
        Err(error) => {
            let problem = Problem {
                path: name,
                line: None,
                what: format!("cannot read: {error}"),
                hint: "the defaults hold".into(),
            };
            (Config::default(), vec![problem])
        }
    }
}

/// The settings of the file `text`, called `path` in warnings.
pub fn parse(path: &str, text: &str) -> (Config, Vec<Problem>) {
    let mut reading = ConfigReading { path, text, config: Config::default(), warnings: Vec::new() };
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        reading.warn(
            error.span().map_or(0, |span| span.start),
            error.message().to_owned(),
            "this line is left out",
        );
    }
    let mut settings: Vec<_> = table.get_ref().iter().collect();
    settings.sort_by_key(|(key, _)| key.span().start);
    for (key, value) in settings {
        reading.setting(key.get_ref(), key.span().start, value);
    }
    reading.warnings.sort_by_key(|warning| warning.line);
    (reading.config, reading.warnings)
}

/// The state of reading one file.
struct ConfigReading<'a> {
    path: &'a str,
    text: &'a str,
    config: Config,
    warnings: Vec<Problem>,
}

/// Every setting of the file, for hints.
const SETTINGS: &str = "theme, width, mouse, ascii, soft, fetch, [second], [keys]";

impl ConfigReading<'_> {
    fn warn(&mut self, at: usize, what: String, hint: &str) {
        let before = self.text.as_bytes().get(..at).unwrap_or(self.text.as_bytes());
        let line = 1 + before.iter().filter(|b| **b == b'\n').count() as u64;
        if self.warnings.iter().any(|warning| warning.line == Some(line)) {
            return; // what does not parse is wrong in other ways too; the first says enough
        }
        self.warnings.push(Problem {
            path: self.path.to_owned(),
            line: Some(line),
            what,
            hint: hint.to_owned(),
        });
    }

    fn setting(&mut self, key: &str, at: usize, value: &Spanned<DeValue<'_>>) {
        match key {
            "theme" => self.theme(at, value),
            "width" => self.width(at, value),
            "mouse" => self.config.mouse = self.switch(key, at, value, self.config.mouse),
            "ascii" => self.config.ascii = self.switch(key, at, value, self.config.ascii),
            "soft" => self.config.soft = self.switch(key, at, value, self.config.soft),
            "fetch" => self.config.fetch = self.switch(key, at, value, self.config.fetch),
            "second" => self.second(at, value),
            "keys" => self.keys(at, value),
            _ => self.warn(
                at,
                format!("unknown setting {key:?}"),
                &format!("settings are {SETTINGS}"),
            ),
        }
    }

    fn theme(&mut self, at: usize, value: &Spanned<DeValue<'_>>) {
        match value.get_ref().as_str() {
            Some("auto") => self.config.theme = None,
            Some(name) if ThemeName::named(name).is_some() => {
                self.config.theme = ThemeName::named(name);
            }
            _ => self.warn(
                at,
                "unknown theme".into(),
                "write \"auto\", \"dark\", \"light\", \"16\" or \"mono\"",
            ),
        }
    }

    fn width(&mut self, at: usize, value: &Spanned<DeValue<'_>>) {
        let number =
            value.get_ref().as_integer().and_then(|number| number.as_str().parse::<usize>().ok());
        match number.filter(|number| WIDTHS.contains(number)) {
            Some(number) => self.config.width = number,
            None => self.warn(
                at,
                "width is no number of cells from 30 to 160".into(),
                "for example: width = 78",
            ),
        }
    }

    fn switch(&mut self, key: &str, at: usize, value: &Spanned<DeValue<'_>>, now: bool) -> bool {
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.warn(
                at,
                format!("{key} is neither true nor false"),
                "write true or false, without quotes",
            );
            now
        })
    }

    fn second(&mut self, at: usize, value: &Spanned<DeValue<'_>>) {
        let (server, warnings) = second::read(at, value);
        self.config.second = server;
        for (at, what, hint) in warnings {
            self.warn(at, what, &hint);
        }
    }

    fn keys(&mut self, at: usize, value: &Spanned<DeValue<'_>>) {
        let Some(table) = value.get_ref().as_table() else {
            self.warn(
                at,
                "keys is no table".into(),
                "for example: [keys] and below it \"ctrl-n\" = \"next-conflict\"",
            );
            return;
        };
        let mut bindings: Vec<_> = table.iter().collect();
        bindings.sort_by_key(|(key, _)| key.span().start);
        for (spelled, asked) in bindings {
            let clash = match asked.get_ref().as_str() {
                Some(name) => self.config.keymap.bind(spelled.get_ref(), name),
                None => self.config.keymap.bind(spelled.get_ref(), ""),
            };
            if let Some(clash) = clash {
                self.warn(spelled.span().start, clash.what, &clash.hint);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Config, parse};
    use crate::config::action::Action;
    use crate::config::theme::ThemeName;

    #[test]
    fn a_whole_file_is_read() {
        let (config, warnings) = parse(
            "c",
            "theme = \"light\"\nwidth = 70\nmouse = false\nascii = true\nsoft = true\nfetch = true\n[keys]\n\"ctrl-n\" = \"next-conflict\"\n",
        );
        assert_eq!(warnings, []);
        assert_eq!((config.theme, config.width), (Some(ThemeName::Light), 70));
        assert!(!config.mouse && config.ascii && config.soft && config.fetch);
        assert!(config.keymap.keys_of(Action::NextConflict).contains(&"ctrl-n".to_owned()));
    }

    #[test]
    fn what_is_unknown_is_a_warning_with_its_line_and_the_rest_counts() {
        let (config, warnings) = parse(
            "c.toml",
            "colour = 1\ntheme = \"pink\"\nwidth = 7\nmouse = \"no\"\nsoft = true\n\n[keys]\n\"ctrl-z\" = \"quit\"\nZ = \"fly\"\n",
        );
        let lines: Vec<_> = warnings.iter().map(|w| w.line.unwrap()).collect();
        assert_eq!(lines, [1, 2, 3, 4, 8, 9]);
        assert_eq!(config, Config { soft: true, ..Config::default() });
        assert!(warnings[0].to_string().starts_with("c.toml:1: unknown setting"));
    }

    #[test]
    fn a_broken_line_spoils_no_other() {
        let (config, warnings) = parse("c", "width = 60\ntheme = = \"dark\"\nsoft = true\n");
        assert_eq!(config.width, 60);
        assert!(config.soft);
        assert_eq!(warnings[0].line, Some(2));
    }
}
