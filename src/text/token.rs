//! Words, numbers and marks of a text, and the folded forms by which they are compared.
//! A token's text is normalised for comparison, its offsets never.

use crate::text::Span;

/// What kind of thing a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, with apostrophes, hyphens and the dots of initials inside: `didn’t`, `cease-fire`,
    /// `U.S.`
    Word,
    /// Digits, with separators inside: `1,250`, `3.5`, `2017`
    Number,
    /// One character that is neither, white space excepted.
    Mark,
}

/// One token and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the text.
    pub span: Span,
    /// Word, number or mark.
    pub kind: TokenKind,
}

/// The tokens of the part of `text` that `within` covers, in order; spans are those of `text`.
pub fn tokens(text: &str, within: Span) -> impl Iterator<Item = Token> {
    let part = within.of(text);
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = part.get(at..)?.trim_start();
        let start = part.len() - rest.len();
        let first = rest.chars().next()?;
        let kind = match first {
            c if c.is_numeric() => TokenKind::Number,
            c if c.is_alphabetic() => TokenKind::Word,
            _ => TokenKind::Mark,
        };
        at = if kind == TokenKind::Mark {
            start + first.len_utf8()
        } else {
            end_of(part, start, kind)
        };
        Some(Token { span: Span::new(start, at).shift(within.start), kind })
    })
}

/// Where the word or number that begins at byte `start` of `part` ends.
fn end_of(part: &str, start: usize, kind: TokenKind) -> usize {
    let plain = |at: usize| {
        part.as_bytes().iter().skip(at).take_while(|byte| byte.is_ascii_alphanumeric()).count()
    };
    let mut end = start + plain(start);
    while let Some(next) = part.get(end..).and_then(|rest| rest.chars().next()) {
        let after = end + next.len_utf8();
        if !(next.is_alphanumeric()
            || is_combining(next)
            || next == SOFT_HYPHEN
            || JOINING.contains(&next)
                && joins(
                    kind,
                    next,
                    part.get(after..).unwrap_or(""),
                    part.get(start..end).unwrap_or(""),
                ))
        {
            break;
        }
        end = after + plain(after);
    }
    end
}

/// Whether the character sets a mark on the letter before it, as texts saved in decomposed form
/// have it: é as e and an accent.
pub(crate) fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}')
}

/// Where a word may be broken, and is not.
const SOFT_HYPHEN: char = '\u{ad}';

/// Marks that can belong inside a word or a number.
const JOINING: [char; 8] = ['\'', '’', '-', '‑', '&', '.', ',', ':'];

/// Whether the mark `next`, after `before` and before `rest`, belongs inside the token.
fn joins(kind: TokenKind, next: char, rest: &str, before: &str) -> bool {
    let follows = rest.chars().next();
    let alphanumeric_follows = follows.is_some_and(char::is_alphanumeric);
    match (kind, next) {
        (TokenKind::Word, '\'' | '’') => alphanumeric_follows || is_plural_owner(before, rest),
        (TokenKind::Word, '-' | '‑' | '&') => alphanumeric_follows,
        (TokenKind::Word, '.') if is_abbreviation(before) => true,
        (TokenKind::Word, '.') => {
            // Initials: the part before is one letter, as in "U.S.", "a.m." or "R-S.C."
            let initial =
                before.len() == 1 && before != "I" && before.starts_with(char::is_uppercase);
            let named =
                rest.strip_prefix(' ').is_some_and(|next| next.starts_with(char::is_uppercase));
            initial && named
                || before.rsplit(['.', '-']).next().is_some_and(|last| last.chars().count() == 1)
                    && (before.contains('.') || follows.is_some_and(char::is_alphabetic))
        }
        (TokenKind::Number, ',' | '.' | '-' | ':') => {
            follows.is_some_and(char::is_numeric)
                || (next == '-' && follows.is_some_and(char::is_alphabetic))
        }
        _ => false,
    }
}

/// Whether an apostrophe between these is the possessive ending of a name in -s: the Rail Users’
/// Group.
fn is_plural_owner(before: &str, rest: &str) -> bool {
    let owned = rest.strip_prefix(' ').is_some_and(|next| next.starts_with(char::is_alphabetic));
    owned && before.len() > 2 && before.ends_with('s') && before.starts_with(char::is_uppercase)
}

/// Titles and the like that are written with a full stop that ends no sentence.
const ABBREVIATIONS: [&str; 36] = [
    "mr", "mrs", "ms", "dr", "prof", "sen", "sens", "rep", "reps", "gov", "govs", "gen", "lt",
    "col", "sgt", "capt", "cmdr", "adm", "maj", "brig", "st", "rev", "hon", "pres", "supt", "insp",
    "atty", "dist", "jr", "sr", "vs", "calif", "pa", "va", "mass", "fla",
];
/// How many of them stand before a name, so that no sentence ends with them.
const TITLES: usize = 27;

/// Whether a full stop after `word` belongs to it.
fn is_abbreviation(word: &str) -> bool {
    word.len() <= 5
        && word.starts_with(char::is_uppercase)
        && ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

/// Whether a word with its full stop is a title that stands before a name: "Ms."
pub(super) fn is_title(word: &str) -> bool {
    let bare = word.trim_start_matches(|c: char| !c.is_alphanumeric()).strip_suffix('.');
    bare.is_some_and(|bare| {
        bare.starts_with(char::is_uppercase)
            && ABBREVIATIONS[..TITLES].contains(&bare.to_lowercase().as_str())
    })
}

/// The form in which a word is compared: lower case, straight apostrophes, without hyphens and
/// possessive endings. `Putin’s` → `putin`, `cease-fire` → `ceasefire`, `Mr.` → `mr`.
pub fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            '-' | '‑' | '\u{ad}' => {}
            '’' | '‘' => folded.push('\''),
            c if c.is_ascii() => folded.push(c.to_ascii_lowercase()),
            c => folded.extend(c.to_lowercase()),
        }
    }
    let bare = folded.strip_suffix("'s").or_else(|| folded.strip_suffix('\'')).or_else(|| {
        // "Mr." is "mr", "U.S." stays.
        folded.strip_suffix('.').filter(|bare| bare.len() > 1 && !bare.contains('.'))
    });
    if let Some(length) = bare.map(str::len) {
        folded.truncate(length);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::{fold, tokens};
    use crate::text::Span;

    fn words(text: &str) -> Vec<&str> {
        tokens(text, Span::new(0, text.len())).map(|t| t.span.of(text)).collect()
    }

    #[test]
    fn initials_contractions_and_numbers_stay_whole() {
        assert_eq!(
            words("The U.S. didn’t pay $1,250.50."),
            ["The", "U.S.", "didn’t", "pay", "$", "1,250.50", "."]
        );
        assert_eq!(words("at 6:40 a.m. CET"), ["at", "6:40", "a.m.", "CET"]);
        assert_eq!(
            words("a three-hour-and-20-minute walk—long"),
            ["a", "three-hour-and-20-minute", "walk", "—", "long"]
        );
        assert_eq!(words("end. Next"), ["end", ".", "Next"]);
        assert_eq!(words("Jose\u{301} Pin\u{303}a."), ["Jose\u{301}", "Pin\u{303}a", "."]);
    }

    #[test]
    fn folding_drops_case_hyphens_and_possessives() {
        assert_eq!(fold("Putin’s"), "putin");
        assert_eq!(fold("re-litigating"), "relitigating");
        assert_eq!(fold("Élan"), "élan");
    }
}
