//! What a word can be or do, as the lists of its language say: what rules ask of a word in place of
//! its spelling.

/// Defines [`Feature`] and the names by which the lists give each.
macro_rules! features {
    ($($(#[$doc:meta])* $name:ident $listed:literal)*) => {
        /// What a word can be or do. The comments give English words of each.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Feature {
            $($(#[$doc])* $name,)*
        }

        /// Every feature with its name in the lists.
        const NAMES: &[(&str, Feature)] = &[$(($listed, Feature::$name),)*];
    };
}

features! {
    // Classes of grammar. What stands before `Other` and with it makes a word one of grammar.
    /// the, her, several
    Determiner "determiner"
    /// his, whose
    Possessive "possessive"
    /// she, them, who
    Pronoun "pronoun"
    /// Pronouns that are subjects: she, they, who
    Subject "subject"
    /// in, against
    Preposition "preposition"
    /// and, because
    Conjunction "conjunction"
    /// has, would
    Auxiliary "auxiliary"
    /// Forms of "to be".
    Be "be"
    /// Forms of "to have".
    Have "have"
    /// Forms of "to do".
    Do "do"
    /// would, cannot
    Modal "modal"
    /// also, never
    Adverb "adverb"
    /// monday, yesterday
    Day "day"
    /// january, sept
    Month "month"
    /// who, which
    Relative "relative"
    /// Words that open an indirect question: whether, how.
    Question "question"
    /// What "in her words" may say: words, view.
    Telling "telling"
    /// What may open an attribution without a verb: according, in
    Attribution "attribution"
    /// Words of grammar of no class above, and contractions: not, she'll
    Other "other"
    // What lists of their own give.
    /// Words without content of their own.
    Stopword "stopword"
    /// Words that turn a clause into its opposite: never, nobody.
    Negation "negation"
    /// Words that say what a person is: minister.
    Role "role"
    /// Heads of sources that are not named: officials.
    Unnamed "unnamed"
    /// Nouns that name no point by themselves: part, way.
    Vague "vague"
    /// What a headline that takes a side says: whines, bombshell, why.
    Coloured "coloured"
    // Words of grammar by themselves.
    /// and
    And "and"
    /// or
    Or "or"
    /// of
    Of "of"
    /// to
    To "to"
    /// the
    The "the"
    /// Pronouns for whoever tells: i, we, my
    FirstPerson "first-person"
    // Numbers and what is counted.
    /// One of each: a, an, per.
    Rate "rate"
    /// What the lower end of a range follows: between.
    Between "between"
    /// What stands for its noun in "{number} of them": people, men.
    Counted "counted"
    /// The number that is an article as often: one.
    One "one"
    // Sources.
    /// Collective nouns for whom no name is given: police, media.
    Collective "collective"
    /// What joins a relative clause to a source: who.
    Who "who"
    /// What tells what somebody is no more: former.
    Past "past"
    /// What labels a turn of an interview and names nobody: Q, answer.
    Turn "turn"
    /// Words in the names of outlets and agencies: Reuters, Courier.
    Outlet "outlet"
    /// Three capitals, as broadcasters and agencies are called: CNN. By spelling.
    ThreeLetters "three-letters"
    /// Small words inside of a name: von, de.
    Particle "particle"
    /// Roles in which one speaks for another: spokesman, lawyer.
    SpeaksFor "speaks-for"
    /// What may stand before a subject and its cue: as she put it.
    As "as"
    // Phrases and clauses.
    /// Words after which "to" is a preposition: according, due.
    PhrasalTo "phrasal-to"
    /// Determiners that stand for their noun as well: many said.
    StandsAlone "stands-alone"
    /// What may lead to an infinitive that reports: quick to say.
    Eager "eager"
    /// Prepositions that attach a phrase to the one before it: a spokesman for the mayor.
    Attaches "attaches"
    /// Verbs for what is wished, tried or refused, but not done: want, refuse.
    Unrealised "unrealised"
    /// Verbs for what a text does, too: says, reads.
    OfText "of-text"
    /// What makes "would" a thing of the past: later.
    CameLater "came-later"
    /// Nouns, not in other lists, for who can speak: the city, both sides, a boy.
    Speaks "speaks"
    /// Pronouns for whoever it may be: everyone, someone.
    Anybody "anybody"
    /// Nouns that say when, behind a day or "last": evening, week.
    TimeNoun "time-noun"
    /// Nouns for a span of time, which say nothing: week, day.
    SpanOfTime "span-of-time"
    /// What opens a clause before the main one: when, although.
    OpensClause "opens-clause"
    /// What goes on, behind a phrase, with a clause of the reporter's: while, because.
    GoesOn "goes-on"
    /// Verbs whose object then says it: led them to say.
    Makes "makes"
    // Labels.
    /// What joins the parts of a body's name: and, for, of.
    JoinsName "joins-name"
    /// per
    Per "per"
    // Disputes.
    /// Verbs whose object or clause is disputed: deny.
    Denies "denies"
    /// Verbs that dispute where a claim is their object: reject.
    Rejects "rejects"
    /// What a claim is called: untrue, a hoax.
    False "false"
    /// Having to do with something: connection, linked.
    Link "link"
    /// Having a part in something bad: involvement.
    Part "part"
    /// What would be left of it: a record.
    Trace "trace"
    /// What is denied to somebody, and not disputed: entry, coverage.
    Withheld "withheld"
    /// What somebody says: claim, remarks.
    Claim "claim"
    /// What lays something at somebody's door: accuses, behind.
    Accuses "accuses"
    // Clauses: what denies them, what makes them less than told, where they end.
    /// Words that negate the verb behind them: never, but not "no".
    VerbalNegation "verbal-negation"
    /// What may be put in between helpers and their verb: though.
    Connective "connective"
    /// Determiners that deny their subject: no, neither.
    None "none"
    /// if, unless
    Conditional "conditional"
    /// Helpers of what is only possible or wished: might.
    Possible "possible"
    /// Helpers of what will be.
    Future "future"
    /// What makes a negation partial: not only.
    Only "only"
    /// What a negation lasts to: did not leave until.
    Until "until"
    /// What begins another clause behind a comma: which, while.
    EndsClause "ends-clause"
    /// Conjunctions that set two clauses against each other: although.
    Contrast "contrast"
    /// if, whether
    Asked "asked"
    /// that
    That "that"
    // Replies.
    /// Verbs of answering that deny or oppose: rebut.
    Rebuts "rebuts"
    /// Verbs that answer before "back": hit.
    HitsBack "hits-back"
    /// back
    Back "back"
    /// Verbs that find fault: criticise.
    Attacks "attacks"
    /// What an answer calls a claim: ridiculous.
    Untenable "untenable"
    /// What sets a clause against the one before it: but.
    SetsAgainst "sets-against"
    /// What opens the first of two clauses that are set against each other: while.
    Fronts "fronts"
    /// however
    However "however"
    /// How a claim is made that the writer holds to be false: falsely.
    Wrongly "wrongly"
    /// What a claim is called that the writer holds to be so: debunked.
    Unproven "unproven"
    /// Nouns for such a claim: myth.
    Untruth "untruth"
    /// Verbs of claiming: allege.
    Claims "claims"
    /// Nouns for what is claimed: allegation.
    Contention "contention"
    /// What shows something: footage.
    Exhibit "exhibit"
    /// Verbs of showing: reveal.
    Shows "shows"
    /// Verbs with which one answers: respond.
    Responds "responds"
    /// Verbs with which one stands by something: defend.
    Defends "defends"
    /// What one denies of oneself: wrongdoing.
    Wrongdoing "wrongdoing"
    /// What says that another position follows: initially.
    AtFirst "at-first"
    /// What says that it was before: previously.
    Before "before"
    /// What says that it came after: later.
    Late "late"
    /// Verbs for taking back what one said: backtrack.
    TurnsAbout "turns-about"
    /// walk, before "back"
    Walks "walks"
    /// What follows "back" as a verb: off.
    Off "off"
    /// Verbs for giving up a position: change.
    Changes "changes"
    /// What one changes then: mind.
    Position "position"
    /// also
    Also "also"
    /// What stands in "in fact" and its like: reality.
    Fact "fact"
    /// Some of those who judge: many, supporters.
    Some "some"
    /// others
    Others "others"
    /// Those who are against it: critics.
    Opponents "opponents"
    /// Verbs for holding a view: see.
    Views "views"
    /// What sets a sentence against a claim named in it: despite.
    Despite "despite"
    /// Nouns for what one says one will do, or is sure of: vow.
    Promise "promise"
    /// The same before "to" or "with": contrary.
    Contrary "contrary"
    /// comment
    Comment "comment"
    /// but
    But "but"
    /// without
    Without "without"
    /// What a claim should have: evidence.
    Proof "proof"
    // Persons.
    /// me, us
    FirstObject "first-object"
    /// i, we
    FirstSubject "first-subject"
    /// he, she
    HeOrShe "he-or-she"
    /// Pronouns that are somebody: they, we.
    Somebody "somebody"
    /// Pronouns for what was told before: her, it.
    PointsAt "points-at"
    /// Pronouns for a claim: this, those.
    Points "points"
    /// there
    There "there"
    // Numbers in their clause.
    /// last
    Last "last"
    /// Before a number of a part of a whole: another.
    OfAWhole "of-a-whole"
    /// Behind "{number} of": the whole is known: them.
    Known "known"
    /// Behind a number that counts from something: later, more.
    Further "further"
    /// What a clause with a number ends at: but, after.
    Turns "turns"
    /// What is planned and has not happened.
    Planned "planned"
    // What rules of conflicts ask.
    /// yet
    Yet "yet"
    /// so
    So "so"
    /// far
    Far "far"
    /// on
    On "on"
    /// Verbs for giving something up: scrap.
    GivesUp "gives-up"
    /// Verbs for what one thinks, and another may not: hope.
    OfMind "of-mind"
    /// Verbs for holding a part: include.
    Includes "includes"
    /// Prepositions that bring a part of a whole: on, about.
    BringsPart "brings-part"
    /// lying, liar
    Lies "lies"
    /// What makes a charge no charge: whether, about.
    OnlyAsked "only-asked"
    /// What is admitted or proved before a court.
    Proved "proved"
    /// Where somebody lies who does not speak: lying down.
    Where "where"
    /// tell, speak
    Tells "tells"
    /// truth
    Truth "truth"
    /// What keeps a sentence from deciding: would.
    Undecided "undecided"
    /// What gives something as decided: agreed.
    Decides "decides"
    /// Behind a verb that acts the other way round, or on another act: by, to.
    OtherWay "other-way"
    /// met
    Met "met"
    /// What brings those who make a claim: from, by.
    Maker "maker"
    /// What one is said to be who is accused: guilty.
    AccusesOfBeing "accuses-of-being"
    /// responsibility
    Responsibility "responsibility"
    /// behind
    Behind "behind"
    /// What is said to be likely only: seems, perhaps.
    Hedges "hedges"
    /// Words with which one speaks rather than says something: frankly.
    Filler "filler"
    // Names, and who bears them.
    /// A given name: ada.
    Given "given"
    /// What may begin a last name: van der Meer.
    OpensLastName "opens-last-name"
    /// A particle inside a name: Klaas ten Brink.
    InsideName "inside-name"
    /// A small particle joined to a capital: al-Rashidi.
    JoinedParticle "joined-particle"
    /// Which of two of one name is meant: jr.
    NameSuffix "name-suffix"
    /// By what a text calls a body later: the company.
    CallsABody "calls-a-body"
    /// What ends the name of a firm behind "and": sons.
    Firm "firm"
    /// A capital before a name that is no part of it: former.
    Epithet "epithet"
    /// daughter
    Kin "kin"
    /// What a man is: mr, king.
    Man "man"
    /// What a woman is: mrs, queen.
    Woman "woman"
    /// What somebody wrote: report.
    Document "document"
    /// What is also that of whoever spoke last: the letter.
    OwnDocument "own-document"
    /// he, his
    He "he"
    /// she, her
    She "she"
    /// it, its
    It "it"
    /// they, their
    They "they"
    /// What stands for a source by itself: their, this.
    StandsFor "stands-for"
    /// for
    For "for"
    /// which
    Which "which"
    /// news
    News "news"
    /// What begins a name only before another capital: new.
    New "new"
    /// a, the
    Article "article"
    /// is, was
    IsOrWas "is-or-was"
    /// What makes a month a date: last.
    DatedBy "dated-by"
    /// Months, and verbs that look like one, that are also names: may, will.
    MonthOrWord "month-or-word"
    /// What stands before a thing or a place: in.
    BeforeAThing "before-a-thing"
    /// A possessive that is mostly part of a body's name: the People's Party.
    OwnsByName "owns-by-name"
    /// st
    Saint "saint"
    /// Letters of parties: d.
    Party "party"
    /// Bodies on something: the Committee on Ways.
    MemberOn "member-on"
    /// What an apposition opens with: the, his.
    OpensRole "opens-role"
    /// What ends an apposition: who.
    EndsApposition "ends-apposition"
    // By their ending.
    /// 21st
    Ordinal "ordinal"
    /// -ed
    InEd "in-ed"
    /// -ing
    InIng "in-ing"
    /// -ly
    InLy "in-ly"
    /// As adjectives end, and nouns do not: capable.
    LikeAdjective "like-adjective"
}

impl Feature {
    /// The feature of this name in the lists.
    pub(crate) fn named(name: &str) -> Option<Feature> {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, feature)| *feature)
    }
}

/// The numbers of 64 bits that hold one bit for each feature.
const WIDTH: usize = 4;

/// A set of features.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Features([u64; WIDTH]);

const _: () = assert!(NAMES.len() <= WIDTH * 64, "there is a bit for each feature");

impl Features {
    /// Whether `feature` is one of them.
    #[inline]
    pub fn has(self, feature: Feature) -> bool {
        self.0[feature as usize / 64] & (1 << (feature as usize % 64)) != 0
    }

    /// Whether a class of grammar is among them.
    pub fn of_grammar(self) -> bool {
        self.0[0] & ((2 << Feature::Other as u64) - 1) != 0
    }

    /// Adds one.
    pub(crate) fn add(&mut self, feature: Feature) {
        self.0[feature as usize / 64] |= 1 << (feature as usize % 64);
    }

    /// Both sets.
    #[must_use]
    pub(crate) fn and(self, other: Features) -> Features {
        let mut both = self;
        both.0.iter_mut().zip(other.0).for_each(|(all, more)| *all |= more);
        both
    }
}

#[cfg(test)]
mod tests {
    use super::{Feature, Features, NAMES};

    #[test]
    fn every_feature_has_a_bit_and_a_name_of_its_own() {
        for (name, feature) in NAMES {
            let mut one = Features::default();
            one.add(*feature);
            assert_eq!(NAMES.iter().filter(|(_, other)| one.has(*other)).count(), 1, "{name}");
            assert_eq!(Feature::named(name), Some(*feature), "{name}");
        }
    }

    #[test]
    fn only_classes_make_a_word_one_of_grammar() {
        let with = |feature| {
            let mut one = Features::default();
            one.add(feature);
            one.of_grammar()
        };
        assert!(with(Feature::Determiner) && with(Feature::Other) && !with(Feature::Stopword));
    }
}
