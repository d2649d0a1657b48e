//! Text as bytes, words, sentences and rows: spans over one fixed string. Knows no news.

pub mod diff;
pub mod paragraph;
pub mod safe;
pub mod sentence;
pub mod span;
pub mod token;
pub mod wrap;

pub use span::Span;
