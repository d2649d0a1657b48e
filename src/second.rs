//! The second reader: a model of the reader's own, which is asked about the sentences of an event and
//! answers with numbers of them. It is off unless a server is named in the settings.
//!
//! | module | its part |
//! |---|---|
//! | [`request`] | what is asked: sentences by number, the prompt, the form of the answer, the hash |
//! | `division` | which sentences of a long event stand in one request |
//! | [`answer`] | what came back, checked; numbers of sentences, a kind, a point, a likelihood, nothing else |
//! | [`server`] | where a model is asked, and whether texts may go there |
//! | [`client`] | one request, sent and answered |
//! | [`kept`] | answers by the hash of their request |
//! | [`findings`] | answers as what the views show |

pub mod answer;
pub mod client;
mod division;
pub mod findings;
pub mod kept;
pub mod request;
pub mod server;

pub use request::{Request, requests};
pub use server::Server;
