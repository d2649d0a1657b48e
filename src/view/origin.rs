//! Who had a text, or told a point, first: as far as credits and dates tell, and no further.

use crate::analysis::Topic;
use crate::analysis::copy;
use crate::corpus::{ArticleId, Published};
use crate::view::Coverage;

/// Whose text it is that two articles share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// An agency's, of this name as an outlet.
    Agency(&'static str),
    /// That of the original, which was published before the other.
    Original,
    /// Nobody knows.
    Unknown,
}

/// Whether `a` was published before `b`, as exactly as both say when: of one day only where both
/// give an hour, and by clocks that can be compared.
pub fn is_before(a: Published, b: Published) -> bool {
    match (a.time.zip(a.offset), b.time.zip(b.offset)) {
        (Some(_), Some(_)) => a.order() < b.order(),
        _ if a.time.is_some() && b.time.is_some() && a.offset.is_none() && b.offset.is_none() => {
            a.order() < b.order()
        }
        _ => a.date < b.date,
    }
}

/// The one that was published before all others, where that can be told: there are others,
/// and all have a date.
pub fn first<T: Copy>(all: &[(T, Option<Published>)]) -> Option<T> {
    let dated: Vec<(T, Published)> =
        all.iter().map(|(one, published)| Some((*one, (*published)?))).collect::<Option<_>>()?;
    if dated.len() < 2 {
        return None;
    }
    let is_first = |at: &usize| {
        let others = dated.iter().enumerate().filter(|(other, _)| other != at);
        others.into_iter().all(|(_, (_, other))| is_before(dated[*at].1, *other))
    };
    (0..dated.len()).find(is_first).map(|at| dated[at].0)
}

impl Coverage {
    /// The agency whose text an article prints, as its outlet, byline or dateline say.
    pub fn agency(&self, article: ArticleId) -> Option<&'static str> {
        let parts = self.findings.articles.get(article.index()).map(|found| &found.parts);
        copy::agency(self.corpus.article(article), parts.map_or(&[][..], Vec::as_slice))
    }

    /// Whose text it is that `article` has in common with `original`. Where they credit two
    /// agencies, the credits tell nothing.
    pub fn origin(&self, article: ArticleId, original: ArticleId) -> Origin {
        match (self.agency(article), self.agency(original)) {
            (Some(one), Some(other)) if one != other => {}
            (Some(agency), _) | (None, Some(agency)) => return Origin::Agency(agency),
            (None, None) => {}
        }
        let [after, before] = [article, original].map(|id| self.corpus.article(id).published);
        match before.zip(after) {
            Some((before, after)) if is_before(before, after) => Origin::Original,
            _ => Origin::Unknown,
        }
    }

    /// The article that told a topic before all others that tell it, where that can be told.
    pub fn first_to_tell(&self, topic: &Topic) -> Option<ArticleId> {
        let mut tellers: Vec<ArticleId> =
            topic.versions.iter().map(|version| version.article).collect();
        tellers.dedup();
        let dated: Vec<(ArticleId, Option<Published>)> =
            tellers.into_iter().map(|id| (id, self.corpus.article(id).published)).collect();
        first(&dated)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};
    use jiff::tz::offset;

    use super::{first, is_before};
    use crate::corpus::Published;

    #[test]
    fn who_was_first_is_told_no_more_exactly_than_both_dates_are() {
        let day = |day| Published::on(date(2025, 3, day));
        let at = |date, hour| Published { time: Some(time(hour, 0, 0, 0)), ..day(date) };
        let zoned = |date, hour, zone| Published { offset: Some(offset(zone)), ..at(date, hour) };
        for (before, after, expected) in [
            (day(4), day(5), true),
            (day(4), day(4), false),
            (day(4), at(4, 9), false),
            (at(4, 8), at(4, 9), true),
            (at(4, 9), at(4, 9), false),
            (at(4, 23), zoned(5, 0, 0), true),
            // Of one day, by clocks of which one may be anywhere.
            (at(4, 8), zoned(4, 9, 0), false),
            (zoned(4, 9, 2), zoned(4, 8, 0), true),
            (zoned(4, 8, 0), zoned(4, 9, 2), false),
        ] {
            assert_eq!(is_before(before, after), expected, "{before} and {after}");
            assert!(!is_before(after, before) || !expected);
        }
    }

    #[test]
    fn one_is_first_where_all_are_dated_and_no_other_may_have_been() {
        let day = |day| Some(Published::on(date(2025, 3, day)));
        assert_eq!(first(&[('a', day(5)), ('b', day(4)), ('c', day(6))]), Some('b'));
        assert_eq!(first(&[('a', day(4)), ('b', day(4)), ('c', day(6))]), None);
        assert_eq!(first(&[('a', day(4)), ('b', None)]), None, "it may have been before");
        assert_eq!((first(&[('a', day(4))]), first::<char>(&[])), (None, None));
    }
}
