//! The terminal: draws the state, turns its events into messages, carries out effects. The only
//! user of ratatui and crossterm.

mod list;
mod overlay;
mod paint;
pub mod picture;
mod screen;
mod status;
mod text;
mod topics;

pub use screen::{draw, render};
