//! How far something is that takes long, in words.

use std::fmt;
use std::time::{Duration, Instant};

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Files are read, and each article analysed.
    Reading,
    /// Articles are grouped into events.
    Grouping,
    /// The accounts of the articles of each event are compared.
    Comparing,
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// Articles done.
    pub articles: usize,
    /// The share done, from 0 to 1.
    pub share: f64,
    /// For how long it has been done.
    pub since: Duration,
}

impl Progress {
    /// How much longer it takes if it goes on as it went; `None` before that can be told.
    fn left(&self) -> Option<Duration> {
        const ENOUGH: Duration = Duration::from_millis(700);
        let told = self.share > 0.01 && self.since >= ENOUGH;
        told.then(|| self.since.mul_f64((1.0 - self.share.min(1.0)) / self.share))
    }
}

/// `reading 12,400 articles: 35 %, 2,900 a second, 12 s left`
impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verb = match self.stage {
            Stage::Reading => "reading",
            Stage::Grouping => "grouping",
            Stage::Comparing => "comparing",
        };
        if self.articles == 0 {
            return f.write_str("looking for articles");
        }
        let percent = (self.share * 100.0).clamp(0.0, 100.0).floor();
        write!(f, "{verb} {} articles: {percent} %", thousands(self.articles))?;
        let Some(left) = self.left() else { return Ok(()) };
        let rate = self.articles as f64 / self.since.as_secs_f64();
        write!(f, ", {} a second, {} left", thousands(rate as usize), rough(left))
    }
}

/// `12,400`
fn thousands(count: usize) -> String {
    let digits = count.to_string();
    let groups =
        digits.as_bytes().rchunks(3).rev().map(|group| String::from_utf8_lossy(group).into_owned());
    groups.collect::<Vec<_>>().join(",")
}

/// `12 s`, `3 min`, `2 h`
fn rough(time: Duration) -> String {
    match time.as_secs() {
        seconds @ 0..120 => format!("{} s", seconds.max(1)),
        seconds @ 120..7200 => format!("{} min", seconds / 60),
        seconds => format!("{} h", seconds / 3600),
    }
}

/// What follows a stage and says how far it is: seldom, and nothing of what is done in no time.
pub(super) struct Pace<'a> {
    tell: &'a dyn Fn(Progress),
    stage: Stage,
    /// When the stage began.
    began: Instant,
    /// When the next word is due.
    due: Instant,
}

impl<'a> Pace<'a> {
    /// Work that takes less than this is not spoken of.
    const SILENT: Duration = Duration::from_millis(300);
    const APART: Duration = Duration::from_millis(120);

    pub(super) fn new(tell: &'a dyn Fn(Progress)) -> Pace<'a> {
        let now = Instant::now();
        Pace { tell, stage: Stage::Reading, began: now, due: now + Pace::SILENT }
    }

    /// Says how far the stage is, where it is time to.
    pub(super) fn at(&mut self, stage: Stage, articles: usize, share: f64) {
        let now = Instant::now();
        if stage != self.stage {
            log::info!("{:?}: {} ms", self.stage, (now - self.began).as_millis());
            (self.stage, self.began) = (stage, now);
        }
        if now >= self.due {
            self.due = now + Pace::APART;
            (self.tell)(Progress { stage, articles, share, since: now - self.began });
        }
    }
}

impl Drop for Pace<'_> {
    fn drop(&mut self) {
        log::info!("{:?}: {} ms", self.stage, self.began.elapsed().as_millis());
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Progress, Stage, rough, thousands};

    #[test]
    fn progress_has_a_rate_and_the_time_left() {
        let at = |articles, share, seconds| {
            Progress { stage: Stage::Reading, articles, share, since: Duration::from_secs(seconds) }
                .to_string()
        };
        assert_eq!(at(0, 0.0, 9), "looking for articles");
        assert_eq!(at(120, 0.002, 9), "reading 120 articles: 0 %");
        assert_eq!(at(12_000, 0.25, 4), "reading 12,000 articles: 25 %, 3,000 a second, 12 s left");
        assert_eq!(at(12_000, 1.5, 4), "reading 12,000 articles: 100 %, 3,000 a second, 1 s left");
        assert_eq!([7, 1_000, 1_234_567].map(thousands), ["7", "1,000", "1,234,567"]);
        assert_eq!(
            [0, 119, 120, 7_300].map(|seconds| rough(Duration::from_secs(seconds))),
            ["1 s", "119 s", "2 min", "2 h"]
        );
    }
}
