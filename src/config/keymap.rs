//! The way from keys to actions: a table of sequences, the defaults under the reader's own.

use std::collections::BTreeMap;

use crate::config::action::{ACTIONS, Action};
use crate::config::key::{Key, sequence, written};

/// Sequences of keys and what they ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    table: BTreeMap<Vec<Key>, Action>,
}

/// What a sequence of keys means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// It asks for this.
    Asks(Action),
    /// Longer sequences begin with it.
    Begins,
    /// Nothing.
    Nothing,
}

/// Why a binding is not as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// What is wrong, in lower case.
    pub what: String,
    /// What to do about it.
    pub hint: String,
}

fn clash(what: String, hint: &str) -> Option<Clash> {
    Some(Clash { what, hint: hint.to_owned() })
}

impl Default for Keymap {
    fn default() -> Self {
        let mut table = BTreeMap::new();
        for entry in &ACTIONS {
            for keys in entry.keys.iter().filter_map(|spelled| sequence(spelled)) {
                table.insert(keys, entry.action);
            }
        }
        Keymap { table }
    }
}

impl Keymap {
    /// What `keys` means.
    pub fn meaning(&self, keys: &[Key]) -> Meaning {
        if let Some(action) = self.table.get(keys) {
            return Meaning::Asks(*action);
        }
        if self.continuations(keys).next().is_some() { Meaning::Begins } else { Meaning::Nothing }
    }

    /// The longer sequences that begin with `keys`, with what they ask for.
    pub fn continuations<'a>(
        &'a self,
        keys: &'a [Key],
    ) -> impl Iterator<Item = (&'a [Key], Action)> + 'a {
        let from = self.table.range(keys.to_vec()..);
        let within = from
            .take_while(|(bound, _)| bound.starts_with(keys))
            .filter(|(bound, _)| bound.len() > keys.len());
        within.map(move |(bound, action)| (bound.get(keys.len()..).unwrap_or_default(), *action))
    }

    /// The keys that ask for `action`, as written, the default ones in their own order first.
    pub fn keys_of(&self, action: Action) -> Vec<String> {
        let mut found: Vec<String> = self
            .table
            .iter()
            .filter(|(_, bound)| **bound == action)
            .map(|(keys, _)| written(keys))
            .collect();
        let rank = |spelled: &String| {
            action.entry().keys.iter().position(|key| key == spelled).unwrap_or(usize::MAX)
        };
        found.sort_by_key(rank);
        found
    }

    /// The first key that asks for `action`, for hints on the screen; empty where there is none.
    pub fn key_of(&self, action: Action) -> String {
        self.keys_of(action).into_iter().next().unwrap_or_default()
    }

    /// Lays one binding of the reader's over the table; `asked` is an action's name, or `none`.
    /// Gives what is wrong with it, if anything.
    pub fn bind(&mut self, spelled: &str, asked: &str) -> Option<Clash> {
        let Some(keys) = sequence(spelled) else {
            return clash(
                format!("unknown key {spelled:?}"),
                "write keys like x, ]c, g g, ctrl-o, alt-left, space",
            );
        };
        let fixed = [Key::ctrl('z'), Key::ctrl('l')];
        if keys.iter().any(|key| fixed.contains(key)) {
            return clash(
                format!("{spelled} cannot be bound"),
                "ctrl-z always suspends and ctrl-l always redraws",
            );
        }
        if asked == "none" {
            self.table.remove(&keys);
            return None;
        }
        let Some(action) = Action::named(asked) else {
            return clash(
                format!("unknown action {asked:?}"),
                &format!("the palette (:) names all actions; {:?} is near", nearest(asked)),
            );
        };
        self.table.insert(keys.clone(), action);
        self.hidden_by(&keys)
    }

    /// Takes away what can no longer be reached beside `keys`, and says so.
    fn hidden_by(&mut self, keys: &[Key]) -> Option<Clash> {
        let hidden: Vec<Vec<Key>> = self
            .table
            .keys()
            .filter(|other| {
                other.as_slice() != keys && (other.starts_with(keys) || keys.starts_with(other))
            })
            .cloned()
            .collect();
        for other in &hidden {
            self.table.remove(other);
        }
        let names: Vec<_> = hidden.iter().map(|other| written(other)).collect();
        if names.is_empty() {
            return None;
        }
        clash(
            format!("{} hides {}", written(keys), names.join(", ")),
            "one key cannot be a whole sequence and the beginning of another; the binding in the file wins",
        )
    }
}

/// The action whose name is most like `asked`, for a hint.
fn nearest(asked: &str) -> &'static str {
    let shared = |name: &str| {
        name.split('-').filter(|part| asked.contains(part)).map(str::len).sum::<usize>()
    };
    ACTIONS.iter().map(|entry| entry.name).rev().max_by_key(|name| shared(name)).unwrap_or("help")
}

#[cfg(test)]
mod tests {
    use super::{Keymap, Meaning};
    use crate::config::action::{ACTIONS, Action};
    use crate::config::key::sequence;

    fn meaning(keymap: &Keymap, spelled: &str) -> Meaning {
        keymap.meaning(&sequence(spelled).unwrap())
    }

    #[test]
    fn the_defaults_can_all_be_typed() {
        let keymap = Keymap::default();
        for entry in &ACTIONS {
            for spelled in entry.keys {
                assert_eq!(meaning(&keymap, spelled), Meaning::Asks(entry.action), "{spelled}");
            }
        }
        assert_eq!(meaning(&keymap, "]"), Meaning::Begins);
        assert_eq!(meaning(&keymap, "g"), Meaning::Begins);
        assert_eq!(meaning(&keymap, "X"), Meaning::Nothing);
        assert_eq!(keymap.keys_of(Action::Back), ["H", "alt-left", "ctrl-o"]);
    }

    #[test]
    fn a_prefix_shows_its_continuations() {
        let keymap = Keymap::default();
        let keys = sequence("]").unwrap();
        let found: Vec<_> = keymap
            .continuations(&keys)
            .map(|(rest, action)| (rest[0].to_string(), action))
            .collect();
        assert_eq!(found.len(), 5);
        assert!(found.contains(&("c".to_owned(), Action::NextConflict)));
    }

    #[test]
    fn the_readers_keys_lie_over_the_defaults() {
        let mut keymap = Keymap::default();
        assert_eq!(keymap.bind("ctrl-n", "next-conflict"), None);
        assert_eq!(meaning(&keymap, "ctrl-n"), Meaning::Asks(Action::NextConflict));
        assert_eq!(keymap.bind("x", "none"), None);
        assert_eq!(meaning(&keymap, "x"), Meaning::Nothing);
        assert!(keymap.bind("]", "next-quote").unwrap().what.contains("hides"));
        assert_eq!(meaning(&keymap, "]"), Meaning::Asks(Action::NextQuote));
    }

    #[test]
    fn what_cannot_be_is_named() {
        let mut keymap = Keymap::default();
        assert!(keymap.bind("ctrl-z", "quit").unwrap().what.contains("cannot"));
        assert!(keymap.bind("hyper-q", "quit").unwrap().what.contains("unknown key"));
        assert!(keymap.bind("Z", "next-conflikt").unwrap().hint.contains("next"));
        assert_eq!(keymap, Keymap::default());
    }
}
