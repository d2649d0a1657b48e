//! Parts of speech, as far as attributions need them: what can be inside a noun phrase and what is
//! a verb. Which word is which is told by the grammar of its language.

/// What a word is in its sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tag {
    /// A noun, an adjective, or anything that no rule tells.
    #[default]
    Noun,
    /// A word with a capital that only a name has there.
    Name,
    /// Digits.
    Number,
    /// the, his, several
    Determiner,
    /// she, them, herself
    Pronoun,
    /// who, which: what opens a relative clause or an indirect question.
    Relative,
    /// that, of every use.
    That,
    /// A finite verb: says, said.
    Verb,
    /// The plain form after "to" or a modal.
    Plain,
    /// saying
    Gerund,
    /// said after have or be, and where it stands beside a noun.
    Participle,
    /// has, would, didn’t
    Auxiliary,
    /// not, never
    Negation,
    /// also, strongly
    Adverb,
    /// in, against
    Preposition,
    /// to
    To,
    /// and, because
    Conjunction,
    /// monday, tonight
    Day,
    /// A mark.
    Mark,
}

impl Tag {
    /// Whether the word can stand inside a noun phrase after its determiner.
    pub fn is_nominal(self) -> bool {
        matches!(self, Tag::Noun | Tag::Name | Tag::Number)
    }

    /// Whether it is a verb that makes a clause.
    pub fn is_finite(self) -> bool {
        matches!(self, Tag::Verb | Tag::Auxiliary)
    }

    /// Whether it is any form of a full verb.
    pub fn is_verb(self) -> bool {
        matches!(self, Tag::Verb | Tag::Plain | Tag::Gerund | Tag::Participle)
    }
}
