//! Dates as newspapers write them: "March 4, 2025", "Mar 4, 2025 11:32 a.m. CT", "4 March 2025",
//! "4. März 2025", "1er mars 2025", ISO 8601, RFC 2822, "31/12/2024" where only one reading is possible. The first date of a line
//! counts ("March 4, 2025 Updated: March 5, 2025" was published on the 4th); a time without a day
//! is no date. No clock and no time-zone database is asked, so every machine reads the same.

use std::borrow::Cow;
use std::sync::LazyLock;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use regex::{Captures, Regex};

use crate::corpus::Published;

/// How the names of the months begin, in the languages of [`MONTH`].
const MONTHS: [&[&str]; 12] = [
    &["jan", "jän", "ene", "gen"],
    &["feb", "fév", "fev"],
    &["mar", "mär", "maa", "mrz"],
    &["apr", "avr", "abr"],
    &["may", "mai", "mag", "mei"],
    &["jun", "juin", "giu"],
    &["jul", "juil", "lug"],
    &["aug", "aoû", "aou", "ago"],
    &["sep", "set"],
    &["oct", "okt", "ott", "out"],
    &["nov"],
    &["dec", "déc", "dez", "dic"],
];

/// The names of the months in English, German, French, Spanish, Italian, Portuguese and Dutch, with
/// those of their abbreviations that are no other word.
const MONTH: &str = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|januar|jänner|februar|märz|mrz|mai|juni|juli|okt(?:ober)?|dez(?:ember)?|janv(?:ier)?|févr?(?:ier)?|fevrier|mars|avr(?:il)?|juin|juil(?:let)?|août|aout|septembre|octobre|novembre|déc(?:embre)?|decembre|ene(?:ro)?|febrero|marzo|abr(?:il)?|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|dic(?:iembre)?|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro|januari|februari|maart|mei|augustus)";

/// Newspapers that this program reads did not exist before, or do not exist yet.
const YEARS: std::ops::RangeInclusive<i16> = 1600..=2200;

/// How far from its date a time of day may stand, in bytes: "Updated 5:18 PM CT, Tue March 4,
/// 2025".
const TIME_DISTANCE: usize = 24;

/// The rules of the United States since 2007, which "ET" and its like mean without saying which
/// half of the year.
const US_ZONES: [(&str, &str); 4] = [
    ("et", "EST5EDT,M3.2.0,M11.1.0"),
    ("ct", "CST6CDT,M3.2.0,M11.1.0"),
    ("mt", "MST7MDT,M3.2.0,M11.1.0"),
    ("pt", "PST8PDT,M3.2.0,M11.1.0"),
];

/// Zones whose name tells the offset, in minutes from UTC. Names that mean several (IST, CST in
/// Asia) are left out.
const FIXED_ZONES: [(&str, i32); 17] = [
    ("z", 0),
    ("utc", 0),
    ("gmt", 0),
    ("bst", 60),
    ("wet", 0),
    ("west", 60),
    ("cet", 60),
    ("cest", 120),
    ("eet", 120),
    ("eest", 180),
    ("msk", 180),
    ("est", -300),
    ("edt", -240),
    ("cdt", -300),
    ("mst", -420),
    ("pst", -480),
    ("pdt", -420),
];

static FORMS: LazyLock<[Regex; 6]> = LazyLock::new(|| {
    [
        r"(?P<year>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})[-/.](?P<day>\d{1,2})(?:\b|T)".to_owned(),
        format!(r"\b{MONTH}\b\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+(?P<year>\d{{4}})\b"),
        format!(r"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º|°|\.)?(?:\s+(?:of|de|del))?[\s-]+{MONTH}\b\.?,?(?:\s+(?:de|del))?[\s-]+(?P<year>\d{{4}})\b"),
        r"\b(?P<a>\d{1,2})(?P<s>[/.-])(?P<b>\d{1,2})[/.-](?P<year>\d{4})\b".to_owned(),
        r"\b(?P<year>\d{4})(?P<m>\d{2})(?P<day>\d{2})(?:T|\b)".to_owned(),
        r"(?P<year>\d{4})\s?年\s?(?P<m>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?日".to_owned(),
    ]
    .map(|form| pattern(&form))
});

static CLOCK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[^\d.:+-])(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?(?::(?P<second>\d{2})(?:[.,]\d+)?)?(?P<half>\s*[ap]\.?\s?m\b\.?)?\s*(?P<zone>[+-]\d{2}:?\d{2}\b|[+-]\d{1,2}\b|\(?[a-z]{1,4}\b)?",
    )
});

fn pattern(form: &str) -> Regex {
    #[allow(
        clippy::expect_used,
        reason = "the patterns are constants, and the tests compile each of them"
    )]
    Regex::new(&format!("(?i){form}")).expect("a constant pattern")
}

/// The first date that `text` says, with its time of day where one stands beside it.
pub(crate) fn find(text: &str) -> Option<Published> {
    let mut found: Vec<(usize, usize, Date)> =
        FORMS.iter().filter_map(|form| first(form, text)).collect();
    found.sort_by_key(|(start, end, _)| (*start, std::cmp::Reverse(*end)));
    let (start, end, date) = *found.first()?;
    let after = near(text, end, end + TIME_DISTANCE * 2);
    let before = near(text, start.saturating_sub(TIME_DISTANCE), start);
    let iso = text.get(..end).is_some_and(|head| head.ends_with(['T', 't']));
    let clock = clock(&with_colons(after, iso), date, iso)
        .filter(|(at, _)| *at <= TIME_DISTANCE)
        .map(|(_, clock)| clock);
    let (time, offset) = clock.or_else(|| last_clock(before, date)).unwrap_or((None, None));
    Some(Published { date, time, offset })
}

/// The date that seconds (or milliseconds) since 1970 mean, in UTC.
pub(crate) fn from_epoch(number: i64) -> Option<Published> {
    let seconds = if number.unsigned_abs() > 100_000_000_000 { number / 1000 } else { number };
    let moment = jiff::Timestamp::from_second(seconds).ok()?.to_zoned(TimeZone::UTC).datetime();
    YEARS.contains(&moment.year()).then(|| Published {
        date: moment.date(),
        time: Some(moment.time()),
        offset: Some(Offset::UTC),
    })
}

/// The date in the path of a URL: `/2025/03/04/`, `/2025-03-04-`, `/20250304/`, `/2025/mar/04/`.
pub(crate) fn in_url(url: &str) -> Option<Published> {
    static FORM: LazyLock<Regex> = LazyLock::new(|| {
        pattern(&format!(
            r"[/_-](?P<year>(?:19|20)\d{{2}})(?:[/_-](?:(?P<m>\d{{1,2}})|{MONTH})[/_-](?P<day>\d{{1,2}})|(?P<m2>\d{{2}})(?P<day2>\d{{2}}))(?:[/_.-]|$)"
        ))
    });
    FORM.captures_iter(url).find_map(|found| day(&found)).map(Published::on)
}

fn first(form: &Regex, text: &str) -> Option<(usize, usize, Date)> {
    form.captures_iter(text).find_map(|found| {
        let whole = found.get(0)?;
        let digit_before = text
            .get(..whole.start())
            .and_then(|head| head.chars().next_back())
            .is_some_and(|c| c.is_ascii_digit());
        (!digit_before).then_some(())?;
        Some((whole.start(), whole.end(), day(&found)?))
    })
}

fn day(found: &Captures<'_>) -> Option<Date> {
    let number = |name: &str| found.name(name).and_then(|m| m.as_str().parse::<i16>().ok());
    let year = number("year").filter(|year| YEARS.contains(year))?;
    let (month, day) = if let Some(name) = found.name("month") {
        (month(name.as_str())?, number("day")?)
    } else if let (Some(a), Some(b)) = (number("a"), number("b")) {
        day_and_month(a, b, found.name("s").map_or("", |s| s.as_str()))?
    } else {
        (number("m").or_else(|| number("m2"))?, number("day").or_else(|| number("day2"))?)
    };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn month(name: &str) -> Option<i16> {
    let name = name.to_lowercase();
    let begins = |heads: &[&str]| heads.iter().any(|head| name.starts_with(head));
    MONTHS.iter().zip(1..).find(|(heads, _)| begins(heads)).map(|(_, number)| number)
}

/// Month and day of "31/12" (only one reading), "7/7" (both are the same) and "12.7." (dots: the
/// day comes first).
fn day_and_month(a: i16, b: i16, separator: &str) -> Option<(i16, i16)> {
    match (a, b) {
        (a, b) if separator == "." => Some((b, a)),
        (a, b) if a == b => Some((a, b)),
        (a, b) if a > 12 => Some((b, a)),
        (a, b) if b > 12 => Some((a, b)),
        _ => None,
    }
}

type Clock = (Option<Time>, Option<Offset>);

/// The first time of day in `text` and where it begins. Bare numbers count only behind the `T` of
/// ISO 8601.
fn clock(text: &str, date: Date, iso: bool) -> Option<(usize, Clock)> {
    CLOCK.captures_iter(text).find_map(|found| read_clock(&found, date, iso))
}

/// The short form of ISO 8601, `113200Z`, as `11:32:00Z`.
fn with_colons(text: &str, iso: bool) -> Cow<'_, str> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match (iso, digits) {
        (true, 4 | 6) => {
            let pair = |at: usize| text.get(at..at + 2).unwrap_or("");
            let seconds = if digits == 6 { pair(4) } else { "00" };
            Cow::Owned(format!(
                "{}:{}:{seconds}{}",
                pair(0),
                pair(2),
                text.get(digits..).unwrap_or("")
            ))
        }
        _ => Cow::Borrowed(text),
    }
}

fn last_clock(text: &str, date: Date) -> Option<Clock> {
    CLOCK
        .captures_iter(text)
        .filter_map(|found| read_clock(&found, date, false))
        .last()
        .map(|(_, clock)| clock)
}

fn read_clock(found: &Captures<'_>, date: Date, iso: bool) -> Option<(usize, Clock)> {
    let hour = found.name("hour")?;
    let number = |name: &str| found.name(name).map_or(Some(0), |m| m.as_str().parse::<i8>().ok());
    let half = found.name("half").map(|m| m.as_str().trim().to_ascii_lowercase());
    if half.is_none() && found.name("minute").is_none() && !(iso && hour.start() == 0) {
        return None;
    }
    let hours = match (
        hour.as_str().parse::<i8>().ok()?,
        half.as_deref().map(|half| half.starts_with('p')),
    ) {
        (12, Some(false)) => 0,
        (hour @ 1..=11, Some(true)) => hour + 12,
        (13.., Some(_)) => return None,
        (hour, _) => hour,
    };
    let time = Time::new(hours, number("minute")?, number("second")?, 0).ok()?;
    // A short offset stands behind seconds only: "11:32 -5" may be anything.
    let zone = found.name("zone").filter(|zone| {
        let is_short = zone.as_str().starts_with(['+', '-']) && zone.len() <= 3;
        !is_short || found.name("second").is_some()
    });
    let offset = zone.and_then(|zone| offset(zone.as_str(), date.to_datetime(time)));
    Some((hour.start(), (Some(time), offset)))
}

fn offset(zone: &str, at: DateTime) -> Option<Offset> {
    let zone = zone.trim_start_matches('(').to_ascii_lowercase();
    if let Some((_, rules)) = US_ZONES.iter().find(|(name, _)| *name == zone) {
        return Some(
            TimeZone::posix(rules)
                .ok()?
                .to_timestamp(at)
                .ok()?
                .to_zoned(TimeZone::posix(rules).ok()?)
                .offset(),
        );
    }
    let minutes = match FIXED_ZONES.iter().find(|(name, _)| *name == zone) {
        Some((_, minutes)) => *minutes,
        None => {
            let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
            // "+8" and "+08" are hours alone.
            let (hours, minutes) = digits.split_at(digits.len().min(2));
            let hours = hours.parse::<i32>().ok().filter(|hours| *hours <= 14)?;
            let minutes = if minutes.is_empty() { 0 } else { minutes.parse::<i32>().ok()? };
            (hours * 60 + minutes) * if zone.starts_with('-') { -1 } else { 1 }
        }
    };
    Offset::from_seconds(minutes * 60).ok()
}

/// The part of `text` between two bytes, widened to whole characters.
fn near(text: &str, from: usize, to: usize) -> &str {
    let from = (0..=from.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let to = (to.min(text.len())..=text.len())
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(text.len());
    text.get(from..to).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::{find, from_epoch, in_url};

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(
            find(text).map_or("none".to_owned(), |date| date.to_string()),
            expected,
            "{text}"
        );
    }

    #[test]
    fn forms_of_newspapers() {
        check("March 4, 2025", "2025-03-04");
        check("Jul 4, 2025 3:41 p.m. CT", "2025-07-04T15:41:00-05:00");
        check("Jan. 9, 2025, at 12:05 a.m. MT", "2025-01-09T00:05:00-07:00");
        check("4 March 2025", "2025-03-04");
        check("the 3rd of March 2025", "2025-03-03");
        check("Sept. 1st, 2024", "2024-09-01");
        check("March 4, 2025 Updated: March 6, 2025", "2025-03-04");
        check("Updated: Mar 4, 2025", "2025-03-04");
        check("Updated 5:18 PM CT, Fri July 4, 2025", "2025-07-04T17:18:00-05:00");
        check(" date 2025-03-04 Council to meet", "2025-03-04");
        check("Friday 4 July 2025 18.30 BST", "2025-07-04T18:30:00+01:00");
        check("31/12/2024", "2024-12-31");
        check("12/31/2024", "2024-12-31");
        check("03/03/2025", "2025-03-03");
        check("4.3.2025", "2025-03-04");
    }

    #[test]
    fn months_of_other_languages() {
        check("4. März 2031", "2031-03-04");
        check("Dienstag, 4. Jänner 2031", "2031-01-04");
        check("mardi 1er août 2031 16:05", "2031-08-01T16:05:00");
        check("22 juin 2031, p. 4", "2031-06-22");
        check("13 juil. 2031", "2031-07-13");
        check("22 de marzo de 2031 sábado", "2031-03-22");
        check("3 settembre 2031", "2031-09-03");
        check("5 de março de 2031", "2031-03-05");
        check("12 mei 2031", "2031-05-12");
    }

    #[test]
    fn forms_of_machines() {
        check("2025-03-04T11:32:00Z", "2025-03-04T11:32:00Z");
        check("2025-03-04T11:32:00.123+02:00", "2025-03-04T11:32:00+02:00");
        check("2025-03-04 11:32", "2025-03-04T11:32:00");
        check("20250304T113200Z", "2025-03-04T11:32:00Z");
        check("Tue, 04 Mar 2025 11:32:33 -0430", "2025-03-04T11:32:33-04:30");
        check("2025/03/04", "2025-03-04");
        check("2025-03-04 11:32:33 +8", "2025-03-04T11:32:33+08:00");
        check("2025-03-04 11:32:33-05", "2025-03-04T11:32:33-05:00");
        check("2025-03-04 11:32 -5 degrees", "2025-03-04T11:32:00");
        check("2025年3月4日", "2025-03-04");
        assert_eq!(
            from_epoch(1_741_087_920).map(|d| d.to_string()).as_deref(),
            Some("2025-03-04T11:32:00Z")
        );
        assert_eq!(from_epoch(1_741_087_920_000), from_epoch(1_741_087_920));
        assert_eq!((from_epoch(i64::MIN), from_epoch(i64::MAX)), (None, None));
    }

    #[test]
    fn what_is_no_date() {
        check("Updated at 5:18 p.m. CT", "none");
        check("03/04/2025", "none");
        check("February 30, 2025", "none");
        check("call 0170-2025-03-044", "none");
        check("may 2025", "none");
        check("", "none");
    }

    #[test]
    fn dates_in_urls() {
        let read = |url: &str| in_url(url).map(|date| date.to_string());
        assert_eq!(
            read("https://courier.example/2025/03/04/bridge").as_deref(),
            Some("2025-03-04")
        );
        assert_eq!(
            read("https://courier.example/world/2025/mar/04/bridge").as_deref(),
            Some("2025-03-04")
        );
        assert_eq!(
            read("https://courier.example/news/20250304/bridge").as_deref(),
            Some("2025-03-04")
        );
        assert_eq!(read("https://courier.example/bridge-12345678"), None);
        assert_eq!(read("https://courier.example/2025/bridge"), None);
    }

    proptest! {
        #[test]
        fn never_panics(text in any::<String>(), number in any::<i64>()) {
            let _ = (find(&text), in_url(&text), from_epoch(number));
        }
    }
}
