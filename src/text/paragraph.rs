//! Paragraphs: what blank lines separate, or single line ends where the text was not wrapped by
//! hand.

use crate::text::Span;

/// Lines no longer than this many bytes may have been broken by hand (mail and old wires wrap at 60
/// to 80).
const HAND_WRAPPED: usize = 100;

/// The paragraphs of `text` in order, without the white space around them. None is empty.
pub fn paragraphs(text: &str) -> Vec<Span> {
    let lines = lines(text);
    let longest = lines.iter().map(|line| line.len()).max().unwrap_or(0);
    let wrapped = longest <= HAND_WRAPPED && lines.len() >= 5;
    let mut found: Vec<Span> = Vec::new();
    let mut open = false;
    let mut last_line = Span::default();
    for line in lines {
        let inside = line.trim(text);
        if inside.is_empty() {
            open = false;
            continue;
        }
        match found.last_mut() {
            Some(paragraph) if open && wrapped && fills(text, last_line, inside, longest) => {
                paragraph.end = inside.end;
            }
            _ => found.push(inside),
        }
        last_line = inside;
        open = true;
    }
    found
}

/// Whether `line` was broken only because the first word of `next` did not fit any more.
fn fills(text: &str, line: Span, next: Span, longest: usize) -> bool {
    let word = next.of(text).split_whitespace().next().map_or(0, str::len);
    line.len() + 1 + word > longest.saturating_sub(longest / 8)
}

/// The lines of `text`, line ends excluded.
fn lines(text: &str) -> Vec<Span> {
    let mut start = 0;
    text.split('\n')
        .map(|line| {
            let span = Span::new(start, start + line.len());
            start = span.end + 1;
            span
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::paragraphs;

    fn parts(text: &str) -> Vec<&str> {
        paragraphs(text).into_iter().map(|p| p.of(text)).collect()
    }

    #[test]
    fn blank_lines_and_single_line_ends_separate() {
        assert_eq!(parts("Head\n\n One.\r\n\r\n\nTwo.\n"), ["Head", "One.", "Two."]);
        assert_eq!(parts("One.\nTwo."), ["One.", "Two."]);
        assert!(parts(" \n\n").is_empty());
    }

    #[test]
    fn lines_wrapped_by_hand_are_one_paragraph() {
        let text = "The council met on Monday and\nspoke of the bridge for an hour\nwithout a vote.\n\nThe mayor left early and gave\nno reason for it.";
        assert_eq!(paragraphs(text).len(), 2);
    }
}
