//! What stands around an account in English pages, as patterns: dates, datelines, bylines, credits,
//! biographies.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::Span;

const MONTH: &str = r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Jun\.|Jul\.|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)";

#[allow(clippy::unwrap_used, reason = "the patterns are constants, and a test compiles them")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap()
}

/// A date, with its label, weekday, time and update, at the beginning of a paragraph. (Digits and
/// letters are ASCII in these patterns: Unicode classes make them ten times as large, and compiling
/// them was half of the time to the first screen.)
pub(in crate::analysis) static DATE: LazyLock<Regex> = LazyLock::new(|| {
    let day = format!(
        "(?:(?:Mon|Tues?|Wed(?:nes)?|Thur?s?|Fri|Sat(?:ur)?|Sun)(?:day)?\\.?,? )?(?:{MONTH} [0-9]{{1,2}}(?:st|nd|rd|th)?,? [0-9]{{4}}|[0-9]{{1,2}}(?:st|nd|rd|th)? {MONTH},? [0-9]{{4}}|[0-9]{{4}}-[0-9][0-9]-[0-9][0-9](?:T[0-9:.]+(?:Z|[+-][0-9:]+)?)?|[0-9]{{1,2}}/[0-9]{{1,2}}/[0-9]{{4}})"
    );
    let time =
        "(?:[0-9]{1,2}[:.][0-9][0-9] ?(?:[aApP]\\.?[mM]\\.?)?(?: ?(?:[A-Z]{2,4}|[ECMP][SD]?T))?)";
    let label = "(?:(?:First |Last )?(?:[Pp]ublished|[Uu]pdated?|[Pp]osted|[Mm]odified|date|Date)(?: on| at)?:? ?)";
    let stamp = format!("(?:{label}?{day}(?:,? (?:at )?{time})?|{label}{time})");
    pattern(&format!("^{stamp}(?: ?[|•·–—-]? ?{stamp})*\\.?"))
});

/// `PORT ELSIN, March 4 (Agency) —` at the beginning of the account.
pub(in crate::analysis) static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        "^\\(?[A-Z][A-Z’'. -]+(?:, [A-Z][^,(—–0-9]*?)?(?:, {MONTH} [0-9]{{1,2}})?,?(?: ?\\([A-Z][^()]*\\))? ?(?:—|–|--| - ) *"
    ))
});

/// `By Ida Moss and Tom Reed, Staff Writers`
pub(in crate::analysis) static BYLINE: LazyLock<Regex> =
    LazyLock::new(|| pattern("^(?:[Bb]y|BY|[Ww]ritten by|[Rr]eporting by) [A-Z][^.!?]*$"));

/// The end of a line that is an agency's credit: `Jane Doe/AFP/Agency Images`, `Photo: Jane Doe`. A
/// slash alone makes none: an account has it too (`treats people with HIV/AIDS`).
pub(in crate::analysis) static CREDIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?:(?:^|[:;|(—–-] *|[.!?][”’\"')]* )(?:[A-Z][\\w.’'-]*[ /&,]{1,2}){0,4}[A-Z][\\w.’'-]*/[A-Z][\\w ./’'-]*|Getty Images|\\((?:AP|AFP|Reuters|EPA)[^)]*\\)|(?:AP|AFP|File) [Pp]hoto)\\.?\\)?$|[A-Z][a-z’'-]+ [A-Z][\\w’'-]+/[A-Z][^.!?]*$|(?:Photo(?:graph)?s?|Image|Picture)(?: by| credit)?: [^.!?]*$",
    )
});

/// `Ida Moss is the paper's harbour correspondent and the author of …`
static BIOGRAPHY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^(?:[A-Z][^ ]+ ){2,4}(?:is|was|has been|covers|writes|reports|contributed|edits) [^!?]*(?:editor|reporter|writer|correspondent|author|columnist|contributor|fellow|journalist|newsletter|reporting|covers|covering|writes|contributed|Twitter|bureau)",
    )
});

/// Whether a paragraph says who a writer is. One that reports what somebody said is account: "Ben Ott
/// was a reporter until he was shot, Lund said."
pub(in crate::analysis) fn is_biography(shown: &str) -> bool {
    BIOGRAPHY.is_match(shown) && ![" said", " says", " told "].iter().any(|cue| shown.contains(cue))
}

/// Whether a line begins as bylines do.
pub(in crate::analysis) fn opens_byline(shown: &str) -> bool {
    shown.starts_with(['B', 'b', 'W', 'w', 'R', 'r'])
        && ["By ", "by ", "BY ", "Written", "written", "Reporting", "reporting"]
            .iter()
            .any(|word| shown.starts_with(word))
}

/// Whether a line has what every form of a credit has, which is found faster than the pattern.
pub(in crate::analysis) fn may_end_in_credit(shown: &str) -> bool {
    let marked = [b'/', b'(', b':'].iter().any(|mark| shown.as_bytes().contains(mark));
    let ending = shown.trim_end_matches(['.', ')']);
    marked || ending.ends_with("Images") || ending.ends_with("hoto")
}

/// Bytes of a link's text inside a sentence at most. The longest of 485 in the AllSides articles
/// has 420.
const LINKED: usize = 500;
/// Bytes from a name to the same name in full, which begins such a link, at most.
const REPEATED: usize = 60;

/// The texts of links that a page's script has put inside of sentences, in order: "Ada Lund Ada Mary
/// LundCouncil puts off vote MORE (D) said", "(RELATED: Council Puts Off Vote)".
pub(in crate::analysis) fn links_inside(text: &str, paragraph: Span) -> Vec<Span> {
    let part = paragraph.of(text);
    let mut found: Vec<Span> = Vec::new();
    for (at, more) in part.match_indices(MORE) {
        let from = found.last().map_or(0, |last| last.end);
        let end = at + more.len();
        let word = part.get(end..).is_none_or(|rest| !rest.starts_with(char::is_alphanumeric));
        let begin =
            (from.max(at.saturating_sub(LINKED))..at).find(|begin| part.is_char_boundary(*begin));
        if let Some(begin) = begin.filter(|_| word)
            && let Some(start) = part.get(begin..at).and_then(opens_link)
        {
            found.push(Span::new(begin + start, end));
        }
    }
    for (at, _) in part.match_indices(RELATED) {
        if let Some(close) = part.get(at..).and_then(|rest| rest.find(')')) {
            found.push(Span::new(at, at + close + 1));
        }
    }
    found.sort_by_key(|link| link.start);
    found.dedup_by(|next, link| next.start < link.end);
    found.into_iter().map(|link| link.shift(paragraph.start)).collect()
}

/// Whether a text may hold such a link at all, which is found faster.
pub(in crate::analysis) fn may_hold_links(text: &str) -> bool {
    text.contains(MORE) || text.contains(RELATED)
}

/// What ends a link inside of a sentence.
const MORE: &str = " MORE";
/// What begins one in parentheses.
const RELATED: &str = "(RELATED: ";

/// Where, before the end of a link, the name in full begins that repeats the name before it and is
/// joined to the link's first word: "Ada Lund |Ada Mary LundCouncil puts off".
fn opens_link(head: &str) -> Option<usize> {
    let mut before = ' ';
    for (at, c) in head.char_indices() {
        let joined = c.is_uppercase() && (before.is_lowercase() || matches!(before, '.' | ')'));
        before = c;
        if !joined {
            continue;
        }
        let left = head.get(..at)?;
        let start = left.rfind([' ', '(', '\n']).map_or(0, |space| space + 1);
        let name = left.get(start..)?;
        let Some(known) = left.get(..start).and_then(|left| left.rfind(name)) else { continue };
        let between = left.get(known + name.len()..start)?;
        let repeats = between.len() < REPEATED
            && between.starts_with(|c: char| !c.is_alphanumeric())
            && between.split_whitespace().all(|word| word.starts_with(|c: char| !c.is_lowercase()));
        if name.len() > 1 && repeats {
            let gap = between.len() - between.trim_start().len();
            return Some(known + name.len() + gap);
        }
    }
    None
}
