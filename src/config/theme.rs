//! From marks to style: what each kind of thing on the screen looks like, as data.
//!
//! Colour is never the only sign. A conflict is underlined and bold, a direct quote italic, the
//! current finding reversed, in every theme; monochrome keeps all of that and drops the colours.

use std::ops::BitOr;

/// A colour of the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// One of the sixteen that the reader's terminal defines: 0 to 7 normal, 8 to 15 bright.
    Ansi(u8),
    /// Red, green, blue.
    Rgb(u8, u8, u8),
}

/// Ways to set letters apart without colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attrs(u8);

impl Attrs {
    /// None.
    pub const NONE: Attrs = Attrs(0);
    /// Bold.
    pub const BOLD: Attrs = Attrs(1);
    /// Faint.
    pub const DIM: Attrs = Attrs(2);
    /// Italic.
    pub const ITALIC: Attrs = Attrs(4);
    /// Underlined.
    pub const UNDERLINE: Attrs = Attrs(8);
    /// Letters and ground exchanged.
    pub const REVERSE: Attrs = Attrs(16);

    /// Whether all of `other` is in.
    pub fn has(self, other: Attrs) -> bool {
        self.0 & other.0 == other.0
    }

    /// Without those of `other`.
    pub fn without(self, other: Attrs) -> Attrs {
        Attrs(self.0 & !other.0)
    }
}

impl BitOr for Attrs {
    type Output = Attrs;
    fn bitor(self, other: Attrs) -> Attrs {
        Attrs(self.0 | other.0)
    }
}

/// How something looks. What is `None` stays as it is underneath.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Letters.
    pub fg: Option<Colour>,
    /// Ground.
    pub bg: Option<Colour>,
    /// Attributes.
    pub attrs: Attrs,
}

impl Style {
    /// The colours alone.
    pub fn plain(self) -> Style {
        Style { attrs: Attrs::NONE, ..self }
    }

    /// Not reversed.
    pub fn upright(self) -> Style {
        Style { attrs: self.attrs.without(Attrs::REVERSE), ..self }
    }

    /// `over` laid over this one.
    pub fn under(self, over: Style) -> Style {
        let attrs = self.attrs | over.attrs;
        // Faint and bold at once is unreadable on half of the terminals.
        let attrs = if over.attrs.has(Attrs::BOLD) { attrs.without(Attrs::DIM) } else { attrs };
        Style { fg: over.fg.or(self.fg), bg: over.bg.or(self.bg), attrs }
    }
}

/// Everything that has a look of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Running text.
    Text,
    /// What is no account of the event, and context.
    Faint,
    /// What lies behind a box over the panes.
    Behind,
    /// Headlines, labels of events and topics.
    Title,
    /// The border of a pane.
    Border,
    /// The border and title of the pane that has the keys.
    Focus,
    /// The first row.
    Head,
    /// Words inside quotation marks, attributed.
    Quote,
    /// A reported clause.
    Indirect,
    /// The words that attribute it.
    Cue,
    /// The words that name its source.
    Speaker,
    /// A side of a conflict.
    Conflict,
    /// A side of what the second reader found.
    Judged,
    /// One article's form of an utterance.
    Variant,
    /// A passage that the reader wrote a note on.
    Note,
    /// Passages of the chosen topic.
    Chosen,
    /// The current finding.
    Current,
    /// A place that the search found.
    Hit,
    /// Words that the other side does not have.
    Differs,
    /// The cursor line of the text.
    CursorLine,
    /// The chosen row of a list that has the keys.
    Selected,
    /// The chosen row of a list that has not.
    Marked,
    /// A key in a hint.
    Key,
    /// A notice.
    Notice,
    /// The letter of an outlet: its place within the event.
    Letter(usize),
}

/// The themes that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThemeName {
    /// Rich colours on a dark ground.
    Dark,
    /// Rich colours on a light ground.
    Light,
    /// The terminal's own sixteen colours, on its own ground.
    Ansi,
    /// No colours.
    Mono,
}

/// What lies under the letters of a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Letters must be bright.
    Dark,
    /// Letters must be dark.
    Light,
}

/// What fits a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fitting {
    /// The theme, as far as is known.
    pub theme: ThemeName,
    /// Whether the terminal is to be asked for its ground, which knows better.
    pub asks: bool,
}

/// Terminals with colours of red, green and blue, as TERM names them where nothing else does: over
/// SSH.
const RICH: [&str; 6] = ["xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm", "contour"];

impl ThemeName {
    /// All of them, in the order of the key that changes them.
    pub const ALL: [ThemeName; 4] =
        [ThemeName::Dark, ThemeName::Light, ThemeName::Ansi, ThemeName::Mono];

    /// Its name in the configuration.
    pub fn name(self) -> &'static str {
        match self {
            ThemeName::Dark => "dark",
            ThemeName::Light => "light",
            ThemeName::Ansi => "16",
            ThemeName::Mono => "mono",
        }
    }

    /// The theme of that name.
    pub fn named(name: &str) -> Option<ThemeName> {
        ThemeName::ALL.into_iter().find(|theme| theme.name() == name)
    }

    /// The theme that fits what the environment says of the terminal.
    pub fn fitting(variable: impl Fn(&str) -> Option<String>) -> Fitting {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let term = set("TERM").unwrap_or_default();
        if set("NO_COLOR").is_some()
            || term.ends_with("-m")
            || term.contains("mono")
            || term.starts_with("vt")
        {
            return Fitting { theme: ThemeName::Mono, asks: false };
        }
        let said = set("COLORTERM").is_some_and(|value| value == "truecolor" || value == "24bit");
        // tmux takes such colours from everybody, and sends on those that the terminal has.
        let in_tmux = set("TMUX").is_some() && term.ends_with("256color");
        let rich = said
            || in_tmux
            || term.ends_with("-direct")
            || RICH.iter().any(|name| term.starts_with(name));
        // COLORFGBG is "letters;ground" in the numbers of the sixteen colours.
        let ground = set("COLORFGBG")
            .and_then(|value| value.rsplit(';').next().and_then(|last| last.parse::<u8>().ok()));
        let theme = match (rich, ground) {
            (true, Some(7 | 9..=15)) => ThemeName::Light,
            (true, Some(0..=6 | 8)) => ThemeName::Dark,
            // Without a word about the ground only the terminal's own colours are sure to be
            // readable.
            _ => ThemeName::Ansi,
        };
        Fitting { theme, asks: rich }
    }

    /// The theme for a ground, where the terminal has the colours.
    pub fn on(ground: Ground) -> ThemeName {
        match ground {
            Ground::Dark => ThemeName::Dark,
            Ground::Light => ThemeName::Light,
        }
    }

    /// The theme after this one.
    pub fn next(self) -> ThemeName {
        let at = ThemeName::ALL.iter().position(|theme| *theme == self).unwrap_or(0);
        ThemeName::ALL.get(at + 1).copied().unwrap_or(ThemeName::Dark)
    }

    /// How `role` looks.
    pub fn style(self, role: Role) -> Style {
        let colours = match self {
            ThemeName::Mono => (None, None),
            ThemeName::Ansi => ansi(role),
            ThemeName::Dark => dark(role),
            ThemeName::Light => light(role),
        };
        // Whole sentences in bold tire the eye; where there are colours, the gutter's sign is
        // enough beside them. A ground of its own is enough for the chosen row.
        let heavy = role == Role::Chosen && self != ThemeName::Mono
            || role == Role::Selected && colours.1.is_some();
        // A grey of its own is faint enough; faint grey cannot be read.
        let grey = matches!(role, Role::Faint | Role::Behind) && colours.0.is_some();
        Style {
            fg: colours.0,
            bg: colours.1,
            attrs: if heavy || grey { Attrs::NONE } else { attrs(role) },
        }
    }
}

/// The attributes that carry the meaning when there is no colour; the same in every theme.
fn attrs(role: Role) -> Attrs {
    match role {
        Role::Title | Role::Focus | Role::Key | Role::Head => Attrs::BOLD,
        Role::Faint | Role::Behind => Attrs::DIM,
        Role::Quote => Attrs::ITALIC,
        Role::Speaker | Role::Chosen => Attrs::BOLD,
        Role::Conflict | Role::Differs => Attrs::BOLD | Attrs::UNDERLINE,
        Role::Judged => Attrs::BOLD | Attrs::ITALIC,
        Role::Variant => Attrs::UNDERLINE,
        Role::Note => Attrs::ITALIC | Attrs::UNDERLINE,
        Role::Current | Role::Selected => Attrs::REVERSE,
        Role::Hit => Attrs::REVERSE | Attrs::UNDERLINE,
        Role::Marked => Attrs::BOLD,
        Role::Letter(_) => Attrs::BOLD,
        Role::Text
        | Role::Border
        | Role::Indirect
        | Role::Cue
        | Role::CursorLine
        | Role::Notice => Attrs::NONE,
    }
}

type Colours = (Option<Colour>, Option<Colour>);

fn ansi(role: Role) -> Colours {
    let fg = match role {
        Role::Conflict => 3,
        Role::Judged => 13,
        Role::Differs => 3,
        Role::Quote => 6,
        Role::Speaker => 4,
        Role::Chosen => 5,
        Role::Focus | Role::Key | Role::Notice => 6,
        // Never red against green: blue, yellow, cyan, magenta, and their bright forms.
        Role::Letter(n) => [4, 3, 6, 5, 12, 11, 14, 13][n % 8],
        _ => return (None, None),
    };
    (Some(Colour::Ansi(fg)), None)
}

/// Letters of outlets on a dark ground: Okabe and Ito's set, lightened where it must be.
const DARK_LETTERS: [Colour; 7] = [
    Colour::Rgb(0x56, 0xb4, 0xe9),
    Colour::Rgb(0xe6, 0x9f, 0x00),
    Colour::Rgb(0x2f, 0xc4, 0x9c),
    Colour::Rgb(0xd9, 0x8f, 0xb8),
    Colour::Rgb(0xf0, 0xe4, 0x42),
    Colour::Rgb(0x8a, 0xa8, 0xff),
    Colour::Rgb(0xf0, 0x86, 0x4a),
];

/// The same on a light ground, darkened.
const LIGHT_LETTERS: [Colour; 7] = [
    Colour::Rgb(0x00, 0x5f, 0x94),
    Colour::Rgb(0x9a, 0x62, 0x00),
    Colour::Rgb(0x00, 0x73, 0x58),
    Colour::Rgb(0x96, 0x3c, 0x73),
    Colour::Rgb(0x72, 0x68, 0x00),
    Colour::Rgb(0x3a, 0x4f, 0xb0),
    Colour::Rgb(0xa8, 0x45, 0x00),
];

fn letter(of: &[Colour; 7], n: usize) -> Colour {
    of[n % of.len()]
}

const fn rgb(hex: u32) -> Option<Colour> {
    Some(Colour::Rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8))
}

fn dark(role: Role) -> Colours {
    match role {
        Role::Text | Role::Indirect | Role::Cue => (rgb(0xd6d6d2), None),
        Role::Faint => (rgb(0x8b8d8f), None),
        Role::Title | Role::Head => (rgb(0xf4f2ec), None),
        Role::Border | Role::Behind => (rgb(0x5a5f66), None),
        Role::Focus | Role::Key => (rgb(0x7cc4e8), None),
        Role::Quote => (rgb(0xb9d7c3), None),
        Role::Speaker => (rgb(0xe7e4da), None),
        Role::Conflict | Role::Differs => (rgb(0xf2b950), None),
        Role::Judged => (rgb(0xd9a7e0), None),
        Role::Variant => (rgb(0xa9c0ea), None),
        Role::Chosen => (None, rgb(0x2b3440)),
        Role::CursorLine => (None, rgb(0x24282d)),
        Role::Notice => (rgb(0xf0e6a8), None),
        Role::Letter(n) => (Some(letter(&DARK_LETTERS, n)), None),
        Role::Selected => (rgb(0xf4f2ec), rgb(0x3c6080)),
        Role::Current | Role::Marked | Role::Hit | Role::Note => (None, None),
    }
}

fn light(role: Role) -> Colours {
    match role {
        Role::Text | Role::Indirect | Role::Cue => (rgb(0x26282a), None),
        Role::Faint => (rgb(0x6c6f73), None),
        Role::Title | Role::Head => (rgb(0x000000), None),
        Role::Border | Role::Behind => (rgb(0x9a9fa6), None),
        Role::Focus | Role::Key => (rgb(0x00588a), None),
        Role::Quote => (rgb(0x1f5a41), None),
        Role::Speaker => (rgb(0x111111), None),
        Role::Conflict | Role::Differs => (rgb(0x8a4b00), None),
        Role::Judged => (rgb(0x7a2f86), None),
        Role::Variant => (rgb(0x2f4c93), None),
        Role::Chosen => (None, rgb(0xe4ebf3)),
        Role::CursorLine => (None, rgb(0xf0efe9)),
        Role::Notice => (rgb(0x6b4a00), None),
        Role::Letter(n) => (Some(letter(&LIGHT_LETTERS, n)), None),
        Role::Selected => (rgb(0x000000), rgb(0xb4d0e8)),
        Role::Current | Role::Marked | Role::Hit | Role::Note => (None, None),
    }
}

#[cfg(test)]
mod tests {
    use super::{Attrs, Role, ThemeName};

    /// The theme, and whether the terminal is asked for its ground.
    fn fitting(environment: &[(&str, &str)]) -> (ThemeName, bool) {
        let variable = |name: &str| {
            environment.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        };
        let fitting = ThemeName::fitting(variable);
        (fitting.theme, fitting.asks)
    }

    #[test]
    fn the_environment_chooses() {
        let rich = ("COLORTERM", "truecolor");
        assert_eq!(fitting(&[("TERM", "xterm-256color")]), (ThemeName::Ansi, false));
        assert_eq!(
            fitting(&[("TERM", "xterm"), ("NO_COLOR", "1"), rich]),
            (ThemeName::Mono, false)
        );
        assert_eq!(
            fitting(&[("NO_COLOR", ""), rich, ("COLORFGBG", "15;0")]),
            (ThemeName::Dark, true)
        );
        assert_eq!(
            fitting(&[("COLORTERM", "24bit"), ("COLORFGBG", "0;default;15")]),
            (ThemeName::Light, true)
        );
        assert_eq!(fitting(&[("COLORFGBG", "0;default;15")]), (ThemeName::Ansi, false));
        assert_eq!(fitting(&[("TERM", "vt100")]), (ThemeName::Mono, false));
        assert_eq!(fitting(&[("TERM", "xterm-256color"), rich]), (ThemeName::Ansi, true));
        assert_eq!(fitting(&[("TERM", "xterm-kitty")]), (ThemeName::Ansi, true));
        assert_eq!(fitting(&[("TERM", "xterm-direct")]), (ThemeName::Ansi, true));
        assert_eq!(
            fitting(&[("TERM", "tmux-256color"), ("TMUX", "/tmp/tmux,1,0")]),
            (ThemeName::Ansi, true)
        );
        assert_eq!(fitting(&[("TERM", "tmux-256color")]), (ThemeName::Ansi, false));
        assert_eq!(fitting(&[("TERM", "linux")]), (ThemeName::Ansi, false));
    }

    #[test]
    fn what_matters_can_be_told_without_colour() {
        let seen = |role| ThemeName::Mono.style(role);
        let apart = [
            Role::Text,
            Role::Quote,
            Role::Conflict,
            Role::Judged,
            Role::Variant,
            Role::Note,
            Role::Current,
            Role::Hit,
            Role::Faint,
        ];
        for (i, one) in apart.iter().enumerate() {
            for other in &apart[i + 1..] {
                assert_ne!(seen(*one), seen(*other), "{one:?} {other:?}");
            }
        }
        for theme in ThemeName::ALL {
            assert!(theme.style(Role::Current).attrs.has(Attrs::REVERSE));
            assert_eq!(ThemeName::named(theme.name()), Some(theme));
        }
    }
}
