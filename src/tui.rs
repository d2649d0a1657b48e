//! The terminal: draws the state, turns its events into messages, carries out effects. The only
//! user of ratatui and crossterm.

mod asking;
mod brief;
mod conflicts;
mod effects;
mod everything;
mod ground;
mod headlines;
mod incoming;
mod input;
mod keeping;
mod linking;
mod list;
mod matrix;
mod mirror;
mod omissions;
mod overlay;
mod paint;
mod parts;
pub mod picture;
mod point;
mod run;
mod screen;
mod seconding;
mod speakers;
mod status;
mod stopping;
mod terminal;
mod text;
mod topics;

pub use keeping::Home;
pub use run::{Request, Source, run};
pub use screen::{Drawn, draw, drawn, render};
pub use stopping::Stopping;
