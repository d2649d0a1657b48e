//! rashomon: a terminal reader for news coverage. One event, several outlets, differing accounts.
//!
//! The map of the house. Each layer uses only layers above it in this list (`tests/tidy.rs` says
//! so):
//!
//! | layer | what it knows |
//! |---|---|
//! | [`text`] | spans, tokens, sentences, folding, wrapping; no news |
//! | [`corpus`] | articles, outlets, passages; no files |
//! | [`analysis`] | boilerplate, quotes, speakers, events, topics, counterparts, variants, quantities, conflicts; pure and total |
//! | [`view`] | questions of a reader, answered as plain data with marks |
//! | [`report`] | those answers as text, JSON, CSV, Markdown, HTML |
//! | [`load`] | sources to articles, one file a format; the only reader of article files |
//! | [`library`] | the cache, and who keeps it as the files are; the reader's own data |
//! | [`second`] | a model of the reader's own: what it is asked, and what is taken of its answer |
//! | [`config`] | settings, keymap and theme, read and checked |
//! | [`app`] | a reading session without a screen: state, action, update |
//! | [`tui`] | the terminal; the only user of ratatui and crossterm |
//! | [`cli`] | arguments to one call |
//!
//! A library is looked at as a [`view::shelf::Shelf`]: the list by rows, and one event at a time.
//! It has two makers. The sample and standard input are analysed whole, in memory
//! ([`view::shelf::memory`]). Folders go through the cache:
//!
//! | module | its part |
//! |---|---|
//! | [`library::store`] | the cache: one SQLite file with texts, findings, search index and list |
//! | [`library::living`] | the thread that keeps it: looks, takes in, gathers, tells |
//! | [`library::watch`] | word that files changed |
//! | [`library::gather`] | articles of the cache into events, of all or of what changed |
//! | [`library::shelf`] | one state of it, as a session sees it |
//! | [`library::own`] | what the reader makes, apart from the cache |
//! | [`library::keyed`] | finds that again in either kind of library |
//! | [`library::fetch`] | a page of the web, fetched where it is asked for, and saved |
//! | [`view::query`] | the language of searches, which the cache and what is in memory answer alike |
//!
//! Commands read and analyse their PATHs whole ([`library::open`]).
//!
//! The passes of [`analysis`] read features and tags of words, and hold no word of a language:
//!
//! | where | what stands there |
//! |---|---|
//! | `assets/lexicon/<code>` | the words: a list a file, a line a feature; verbs of saying in `cues.txt` |
//! | `assets/lexicon/names` | given names, particles and letters with marks, in whatever language |
//! | [`analysis::language`] | a language: its lists, its stemmer and, where somebody has written it, its grammar |
//! | [`analysis::language::feature`] | what a rule can ask of a word |
//! | [`analysis::language::english`] | what is syntax or spelling of English and nothing else; what denies a clause, and what does not ("not only"), in `sentence.rs` |
//! | [`analysis::quote::beside`] | quotes and speakers where a language has no grammar, as in German |
//! | [`analysis::clause`] | a verb with its subject, its object and how it is told: what the grammar reads once a sentence |
//! | [`analysis::form`] | all that lists and spelling say of one word of a language, worked out once |
//!
//! Of the session: what a key asks for stands in [`config::action`], what it does over the panes in
//! `app/update.rs`, and in a box over them (`Esc` too) in `app/overlay/machine.rs` and the box's own
//! file. When something kept is out of date is told in `library/store/home.rs`.

#[cfg(test)]
extern crate self as rashomon; // so that tests/support can be shared with the tests outside

use mimalloc::MiMalloc;

/// Findings are many small pieces, made on one thread and dropped on another: `quotes` on 1,586 articles takes .84 of the CPU
/// time that the build before speakers were persons took, and 1.20 of it without this.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

pub mod analysis;
pub mod app;
pub mod cli;
pub mod config;
pub mod corpus;
pub mod library;
pub mod load;
pub mod report;
pub mod second;
pub mod text;
pub mod tui;
pub mod view;
