//! The forms of verbs that one spelling can be.

/// The forms of a verb that one spelling can be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VerbForms(u8);

impl VerbForms {
    /// say
    pub const PLAIN: VerbForms = VerbForms(1);
    /// says
    pub const THIRD: VerbForms = VerbForms(2);
    /// said
    pub const PAST: VerbForms = VerbForms(4);
    /// spoken
    pub const PARTICIPLE: VerbForms = VerbForms(8);
    /// saying
    pub const GERUND: VerbForms = VerbForms(16);
    /// The spelling is as often a noun: plan, reports.
    pub const NOUN: VerbForms = VerbForms(32);

    /// Whether it can be one of `forms`.
    pub fn any(self, forms: VerbForms) -> bool {
        self.0 & forms.0 != 0
    }

    /// Both sets.
    #[must_use]
    pub const fn and(self, other: VerbForms) -> VerbForms {
        VerbForms(self.0 | other.0)
    }
}
