//! The part of a text that tells the event, as sentences with their words: what every pass reads.

use crate::analysis::boilerplate::Part;
use crate::analysis::lexicon;
use crate::text::sentence::sentences;
use crate::text::token::{Token, TokenKind, fold, stem, tokens};
use crate::text::{Span, paragraph};

/// One token with the forms by which it is compared.
#[derive(Clone, Debug)]
pub struct Word {
    /// Bytes of the article's text.
    pub span: Span,
    /// Word, number or mark.
    pub kind: TokenKind,
    /// See [`fold`].
    pub folded: String,
    /// See [`stem`]; empty for a mark.
    pub stem: String,
    /// Whether it begins with a capital.
    pub capital: bool,
}

impl Word {
    /// Whether it is a mark, not a word or number.
    pub fn is_mark(&self) -> bool {
        self.kind == TokenKind::Mark
    }

    /// Whether it says something by itself: no mark and no stop word.
    pub fn is_content(&self) -> bool {
        !self.is_mark() && !lexicon::is_stopword(&self.folded)
    }

    /// Whether it is this folded word or mark.
    pub fn is(&self, folded: &str) -> bool {
        self.folded == folded
    }
}

/// One sentence and its words.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// Bytes of the article's text.
    pub span: Span,
    /// Words, numbers and marks in order.
    pub words: Vec<Word>,
    /// Index into [`Prose::paragraphs`].
    pub paragraph: usize,
}

/// The prose of one article.
#[derive(Clone, Debug, Default)]
pub struct Prose {
    /// Paragraphs, without the parts that are no account.
    pub paragraphs: Vec<Span>,
    /// Sentences in order.
    pub sentences: Vec<Sentence>,
}

impl Prose {
    /// The prose of `text`: its paragraphs less `parts`, in sentences.
    pub fn new(text: &str, parts: &[Part], language: &str) -> Prose {
        let whole = paragraph::paragraphs(text);
        let paragraphs: Vec<Span> = whole.into_iter().flat_map(|paragraph| without(text, paragraph, parts)).collect();
        let mut found = Vec::new();
        for (index, paragraph) in paragraphs.iter().enumerate() {
            let spans = sentences(text, std::slice::from_ref(paragraph), language);
            found.extend(spans.into_iter().map(|span| Sentence { span, words: words(text, span), paragraph: index }));
        }
        Prose { paragraphs, sentences: found }
    }

    /// The index of the sentence that holds byte `at`, or of the last one before it.
    pub fn sentence_at(&self, at: usize) -> Option<usize> {
        self.sentences.partition_point(|sentence| sentence.span.start <= at).checked_sub(1)
    }
}

/// What is left of a paragraph when the parts in it are taken out.
fn without(text: &str, paragraph: Span, parts: &[Part]) -> Vec<Span> {
    let mut left = Vec::new();
    let mut from = paragraph.start;
    for part in parts.iter().map(|part| part.span).filter(|span| span.overlaps(paragraph)) {
        left.push(Span::new(from, part.start).trim(text));
        from = part.end;
    }
    left.push(Span::new(from, paragraph.end).trim(text));
    left.retain(|span| span.of(text).chars().any(char::is_alphanumeric));
    left
}

/// The words of `within`, with their folded forms and stems.
pub fn words(text: &str, within: Span) -> Vec<Word> {
    tokens(text, within).into_iter().map(|token| word(text, token)).collect()
}

fn word(text: &str, token: Token) -> Word {
    let shown = token.span.of(text);
    let folded = if token.kind == TokenKind::Mark { shown.to_owned() } else { fold(shown) };
    let stem = if token.kind == TokenKind::Mark { String::new() } else { stem(&folded) };
    Word { span: token.span, kind: token.kind, capital: shown.starts_with(char::is_uppercase), folded, stem }
}
