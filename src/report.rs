//! The rows of [`crate::view::record`] for those who have no screen or want none: as JSON, CSV and
//! BibTeX, as text for people, and a whole event as a comparison or a brief to hand on.

pub mod bibtex;
pub mod brief;
mod comparison;
pub mod csv;
pub mod export;
mod html;
pub mod json;
pub(crate) mod markdown;
pub mod sheet;
pub mod text;
mod writer;
