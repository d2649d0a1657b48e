//! Articles and places in them. Knows no files: what an article says was fixed when it was loaded.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use jiff::{SignedDuration, Zoned};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::text::Span;

/// An article of one [`Corpus`], by its place there.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct ArticleId(pub u32);

impl ArticleId {
    /// The place in the corpus as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Who published an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Outlet {
    /// The outlet's name as readers know it.
    pub name: String,
    /// Whether the name was guessed from the file's name or the headline, because nothing better was
    /// there.
    pub guessed: bool,
}

impl Outlet {
    /// An outlet whose name is known.
    pub fn named(name: impl Into<String>) -> Self {
        Outlet { name: name.into(), guessed: false }
    }
}

/// When an article was published, as exactly as it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    /// The calendar day, in the outlet's own time zone.
    pub date: Date,
    /// The time of day there, where it is known.
    pub time: Option<Time>,
    /// How far that zone is from UTC, where it is known.
    pub offset: Option<Offset>,
}

impl Published {
    /// A day without a time.
    pub fn on(date: Date) -> Self {
        Published { date, time: None, offset: None }
    }

    /// Whole days from `self` to `later`; negative when `later` is earlier.
    pub fn days_until(self, later: Published) -> i32 {
        self.date.until(later.date).map_or(0, |span| span.get_days())
    }

    /// Days since 1 January 1970; negative before.
    pub fn day(self) -> i32 {
        Published::on(Date::constant(1970, 1, 1)).days_until(self)
    }

    /// The key that puts articles in order of time: the day and the second of UTC, where the offset
    /// is known; else those of the outlet's own clock. A day without a time comes first in its day.
    pub fn order(self) -> (Date, i32) {
        let Some(time) = self.time else { return (self.date, -1) };
        let ahead = SignedDuration::from_secs(self.offset.map_or(0, Offset::seconds).into());
        let moment = self.date.to_datetime(time).saturating_sub(ahead);
        let seconds = i32::from(moment.hour()) * 3600
            + i32::from(moment.minute()) * 60
            + i32::from(moment.second());
        (moment.date(), seconds)
    }
}

/// ISO 8601: `2025-03-04`, `2025-03-04T11:32:00` or `2025-03-04T11:32:00-03:00`.
impl fmt::Display for Published {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date)?;
        let Some(time) = self.time else { return Ok(()) };
        write!(f, "T{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())?;
        match self.offset.map(Offset::seconds) {
            None => Ok(()),
            Some(0) => write!(f, "Z"),
            Some(seconds) => {
                let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

impl Serialize for Published {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What [`Published`] displays, read back.
impl FromStr for Published {
    type Err = jiff::Error;

    fn from_str(written: &str) -> Result<Self, Self::Err> {
        let Some((date, rest)) = written.split_once('T') else {
            return Ok(Published::on(written.parse()?));
        };
        let (time, zone) = rest.split_at_checked("00:00:00".len()).unwrap_or((rest, ""));
        let offset = match zone {
            "" => None,
            "Z" => Some(Offset::UTC),
            zone => Some(format!("{date}T{time}{zone}[{zone}]").parse::<Zoned>()?.offset()),
        };
        Ok(Published { date: date.parse()?, time: Some(time.parse()?), offset })
    }
}

impl<'de> Deserialize<'de> for Published {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// One text as one outlet published it.
#[derive(Clone, Debug, Default)]
pub struct Article {
    /// Its own id where it brings one, else its path relative to the PATH given; unique in a
    /// corpus.
    pub id: String,
    /// The file that it was read from, as it can be opened again; empty where it came from no file
    /// on the disk: standard input, the bundled sample.
    pub path: String,
    /// Who published it.
    pub outlet: Outlet,
    /// The headline; empty when none could be told.
    pub title: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// When it was published.
    pub published: Option<Published>,
    /// Where it stands on the web; [`is_web`] holds for it.
    pub url: Option<String>,
    /// ISO 639-1 code of its language; `None` where the text is too short to tell.
    pub language: Option<String>,
    /// The text, fixed at loading; every offset counts its bytes.
    pub text: String,
}

impl Article {
    /// All of it but the text.
    pub fn without_text(&self) -> Article {
        Article {
            id: self.id.clone(),
            path: self.path.clone(),
            outlet: self.outlet.clone(),
            title: self.title.clone(),
            authors: self.authors.clone(),
            published: self.published,
            url: self.url.clone(),
            language: self.language.clone(),
            text: String::new(),
        }
    }

    /// What its source is called: its path or, where it came from no file, its id.
    pub fn source(&self) -> &str {
        if self.path.is_empty() { &self.id } else { &self.path }
    }
}

/// Whether `url` is a page of the web. Any other scheme (`javascript:`, `file:`) is never made a
/// link.
pub fn is_web(url: &str) -> bool {
    let scheme = url.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| {
        scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
    })
}

/// A place in the corpus: what every finding points with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Passage {
    /// The article.
    pub article: ArticleId,
    /// Bytes of its text.
    pub span: Span,
}

impl Passage {
    /// The bytes `span` of `article`.
    pub fn new(article: ArticleId, span: Span) -> Self {
        Passage { article, span }
    }
}

/// All articles that were loaded together, in a fixed order. A clone shares them.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    articles: Arc<[Article]>,
}

impl Corpus {
    /// A corpus of `articles`; an id that is taken gets `#2`, `#3`, …
    pub fn new(mut articles: Vec<Article>) -> Self {
        // The next number to try for each id: thousands of records may share one.
        let mut taken: HashMap<String, u32> = HashMap::with_capacity(articles.len());
        for article in &mut articles {
            let free = taken.get(&article.id).map(|next| {
                let numbered = (*next..).map(|number| (number, format!("{}#{number}", article.id)));
                numbered.into_iter().find(|(_, id)| !taken.contains_key(id)).unwrap_or_default()
            });
            if let Some((number, id)) = free {
                taken.insert(std::mem::replace(&mut article.id, id), number.saturating_add(1));
            }
            taken.insert(article.id.clone(), 2);
        }
        Corpus { articles: articles.into() }
    }

    /// Gives some articles another outlet; copies the articles where somebody else holds them, too.
    pub fn set_outlets(&mut self, outlets: BTreeMap<ArticleId, Outlet>) {
        let articles = Arc::make_mut(&mut self.articles);
        for (article, outlet) in outlets {
            if let Some(article) = articles.get_mut(article.index()) {
                article.outlet = outlet;
            }
        }
    }

    /// The articles in order.
    pub fn articles(&self) -> &[Article] {
        &self.articles
    }

    /// The ids in order.
    pub fn ids(&self) -> impl Iterator<Item = ArticleId> + use<> {
        (0..self.articles.len() as u32).map(ArticleId)
    }

    /// The article `id`.
    ///
    /// # Panics
    /// When `id` is of another, larger corpus.
    pub fn article(&self, id: ArticleId) -> &Article {
        &self.articles[id.index()]
    }

    /// The words of a passage.
    pub fn words(&self, passage: Passage) -> &str {
        self.articles
            .get(passage.article.index())
            .map_or("", |article| passage.span.of(&article.text))
    }

    /// The article whose id is `name`, or whose id or path ends in it when that is one article
    /// only.
    pub fn find(&self, name: &str) -> Option<ArticleId> {
        let exact = self.ids().find(|id| self.article(*id).id == name);
        exact.or_else(|| {
            let mut ending = self.ids().filter(|id| {
                let article = self.article(*id);
                article.id.ends_with(name) || article.path.ends_with(name)
            });
            let first = ending.next()?;
            ending.next().is_none().then_some(first)
        })
    }
}

/// Something about the input that could not be done as asked; the rest goes on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Problem {
    /// The file or folder.
    pub path: String,
    /// The line in it, counted from 1.
    pub line: Option<u64>,
    /// What is wrong, in lower case.
    pub what: String,
    /// What the reader can do about it.
    pub hint: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.what)?;
        if !self.hint.is_empty() {
            write!(f, " ({})", self.hint)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};
    use jiff::tz::offset;

    use super::{Article, Corpus, Published, is_web};

    #[test]
    fn a_second_article_of_one_name_gets_a_number() {
        let named = |id: &str| Article { id: id.into(), ..Article::default() };
        let corpus = Corpus::new(vec![named("a"), named("a"), named("a"), named("b")]);
        let ids: Vec<_> = corpus.articles().iter().map(|a| a.id.as_str()).collect();
        assert_eq!(ids, ["a", "a#2", "a#3", "b"]);
        let corpus =
            Corpus::new(vec![named("a#2"), named("a"), named("a"), named("a#2"), named("a")]);
        let ids: Vec<_> = corpus.articles().iter().map(|a| a.id.as_str()).collect();
        assert_eq!(ids, ["a#2", "a", "a#3", "a#2#2", "a#4"]);
    }

    #[test]
    fn many_records_without_an_id_are_numbered_in_no_time() {
        let begun = std::time::Instant::now();
        let corpus =
            Corpus::new(vec![Article { id: "a.jsonl".into(), ..Article::default() }; 30_000]);
        assert_eq!(corpus.articles().last().map(|a| a.id.as_str()), Some("a.jsonl#30000"));
        // Where each number is tried from 2 on, this takes most of a minute.
        assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
    }

    #[test]
    fn only_pages_of_the_web_are_urls() {
        assert!(is_web("https://courier.example/a") && is_web("HTTP://courier.example"));
        assert!(
            !is_web("javascript://x")
                && !is_web("javascript:alert(1)")
                && !is_web("file:///a")
                && !is_web("a/http://b")
        );
    }

    #[test]
    fn order_is_that_of_the_instants_also_over_midnight() {
        let at = |day: i8, hour: i8, zone: i8| Published {
            time: Some(time(hour, 30, 0, 0)),
            offset: Some(offset(zone)),
            ..Published::on(date(2025, 3, day))
        };
        // 23:30 at five hours behind UTC is 04:30 of the next day there.
        assert!(at(5, 1, 0).order() < at(4, 23, -5).order());
        // 00:30 at nine hours ahead is the afternoon before.
        assert!(at(5, 0, 9).order() < at(4, 20, 0).order());
        assert!(at(4, 9, 0).order() < Published::on(date(2025, 3, 5)).order());
    }

    #[test]
    fn dates_print_as_iso_8601() {
        let day = Published::on(date(2025, 3, 4));
        assert_eq!(day.to_string(), "2025-03-04");
        let exact = Published { time: Some(time(14, 9, 0, 0)), offset: Some(offset(-4)), ..day };
        assert_eq!(exact.to_string(), "2025-03-04T14:09:00-04:00");
        assert!(day.order() < exact.order());
        let zoneless = Published { offset: None, ..exact };
        let at_utc = Published { offset: Some(offset(0)), ..exact };
        for published in [day, exact, zoneless, at_utc] {
            assert_eq!(published.to_string().parse().ok(), Some(published), "{published}");
        }
    }
}
