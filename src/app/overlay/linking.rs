//! The box in which the reader says what two passages are to each other: a kind is chosen, and a
//! line why is typed.

use tui_input::Input;

use crate::app::answer::{Answer, Revision};
use crate::app::below::Below;
use crate::app::choice::{Choice, Motion};
use crate::app::made::{Link, LinkSide, Rewritten};
use crate::app::overlay::machine::Machine;
use crate::view::link::LinkKind;

/// The box.
#[derive(Clone, Debug)]
pub struct Linking {
    /// Why, as it is typed.
    pub input: Input,
    /// The chosen one of [`LinkKind::ALL`].
    pub choice: Choice,
    /// The link as it will be, but for its kind and why.
    pub link: Link,
    /// The link that it was before.
    was: Option<Link>,
}

impl Linking {
    /// A new link, of the kind and with the line that are proposed.
    pub(in crate::app) fn new(
        sides: [LinkSide; 2],
        proposed: Option<(LinkKind, String)>,
    ) -> Linking {
        let (kind, why) = proposed.unwrap_or((LinkKind::ALL[0], String::new()));
        let selected = LinkKind::ALL.iter().position(|other| *other == kind).unwrap_or(0);
        let link = Link { kind, why: why.clone(), sides, kept: None };
        Linking { input: Input::new(why), choice: Choice { selected, top: 0 }, link, was: None }
    }

    /// A link that is changed.
    pub(in crate::app) fn of(link: Link) -> Linking {
        let selected = LinkKind::ALL.iter().position(|kind| *kind == link.kind).unwrap_or(0);
        // What stands in open articles is kept anew, by their texts of today.
        let is_lost = link.sides.iter().any(|side| side.at.is_none());
        let kept = link.kept.clone().filter(|_| is_lost);
        Linking {
            input: Input::new(link.why.clone()),
            choice: Choice { selected, top: 0 },
            link: Link { kept, ..link.clone() },
            was: Some(link),
        }
    }

    /// The chosen kind.
    fn kind(&self) -> LinkKind {
        LinkKind::ALL.get(self.choice.selected).copied().unwrap_or(self.link.kind)
    }
}

impl Machine for Linking {
    fn line(&mut self) -> Option<&mut Input> {
        Some(&mut self.input)
    }

    /// Why is still to be typed.
    fn choose(&mut self, row: usize) -> bool {
        self.choice.selected = row.min(LinkKind::ALL.len() - 1);
        false
    }

    fn step(&mut self, motion: Motion, _below: &Below<'_>) {
        let count = LinkKind::ALL.len();
        self.choice.step(motion, count, count);
    }

    fn accepted(&mut self, _below: &Below<'_>) -> Answer {
        let why = self.input.value().trim().to_owned();
        let mut link = Link { kind: self.kind(), why, ..self.link.clone() };
        if let Some(kept) = &mut link.kept {
            (kept.kind, kept.why) = (link.kind, link.why.clone());
        }
        let was = self.was.clone();
        if was.as_ref().is_some_and(|was| (was.kind, &was.why) == (link.kind, &link.why)) {
            return Answer::Close;
        }
        Answer::Change(Revision::Link(Box::new(Rewritten { was, is: Some(link) })))
    }

    fn shut(&mut self, _below: &Below<'_>) -> Answer {
        let words = if self.was.is_some() { "the link is as it was" } else { "not linked" };
        Answer::CloseSaying(words.into())
    }
}
