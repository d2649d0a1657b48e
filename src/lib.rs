//! rashomon: a terminal reader for news coverage. One event, several outlets, differing accounts.
//!
//! The map of the house. Each layer uses only layers above it in this list (`tests/tidy.rs` says so):
//!
//! | layer | what it knows |
//! |---|---|
//! | [`text`] | spans, tokens, sentences, folding, wrapping; no news |
//! | [`corpus`] | articles, outlets, passages; no files |
//! | [`analysis`] | boilerplate, quotes, speakers, events, topics, variants, quantities, conflicts; pure and total |
//! | [`view`] | questions of a reader, answered as plain data with marks |
//! | [`report`] | those answers as text, JSON, Markdown, HTML |
//! | [`load`] | sources to articles, one file a format; the only reader of article files |
//! | [`library`] | what is loaded and analysed together; the reader's own data |
//! | [`config`] | settings, keymap and theme, read and checked |
//! | [`app`] | a reading session without a screen: state, action, update |
//! | [`tui`] | the terminal; the only user of ratatui and crossterm |
//! | [`cli`] | arguments to one call |

#[cfg(test)]
extern crate self as rashomon; // so that tests/support can be shared with the tests outside

pub mod analysis;
pub mod app;
pub mod cli;
pub mod config;
pub mod corpus;
pub mod library;
pub mod load;
pub mod report;
pub mod text;
pub mod tui;
pub mod view;
