//! The rows of [`crate::view::record`] as JSON, one array or one object a line, and as text for people.

pub mod json;
