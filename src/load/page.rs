//! Saved web pages: title, outlet, authors, date and URL from JSON-LD, Open Graph, other `<meta>`,
//! `<time>`, and the date in the URL at last; the main text by `dom_smoothie` (Mozilla's
//! Readability), blocks apart.
//!
//! Around Readability three general rules, measured on 181 pages with a hand-made text (mean F1
//! over 4-word shingles; Readability alone .948): captions go before (.957), so do blocks that are
//! one link (.960); paragraphs that are byline, date or promotion from end to end go after (.965).
//! What [`put_straight`] does, and that a linked sentence stays, leaves that figure as it is.

mod linked;

use std::borrow::Cow;

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability, TextMode};
use encoding_rs::Encoding;

use crate::analysis::boilerplate::{self, PartKind};
use crate::analysis::language::Language;
use crate::corpus::{Published, is_web};
use crate::load::decode::{self, Binary};
use crate::load::draft::{Draft, authors, one_line, said};
use crate::load::walk::SourceFile;
use crate::load::{FileDrafts, date, depth, outlet, plain};
use crate::text::Span;
use crate::text::paragraph::paragraphs;
use linked::Linked;

/// Fewer letters than this are no article: a cookie notice, a "please turn on JavaScript".
const LETTERS: usize = 80;

pub(crate) fn read(file: &SourceFile, bytes: Vec<u8>) -> FileDrafts {
    match sent(bytes, None) {
        Err(binary) => binary.told(file, "page"),
        Ok((Some(draft), is_damaged)) => FileDrafts {
            drafts: vec![draft],
            problems: plain::damage(file, is_damaged),
            is_no_article: false,
        },
        Ok((None, _)) => FileDrafts::problem(
            file,
            "a page with no main text",
            "save it again when it is fully shown, or save its text as a .txt file",
        ),
    }
}

/// The article of a page that came in the encoding `charset`, where that is known; `None` where it
/// has no main text. And whether some of its bytes are not valid.
pub(crate) fn sent(
    bytes: Vec<u8>,
    charset: Option<&'static Encoding>,
) -> Result<(Option<Draft>, bool), Binary> {
    let decoded = decode::page(bytes, charset)?;
    let html = without_data(&decoded.text);
    let draft = draft(&html);
    let draft = draft.map(|draft| Draft { url: draft.url.or_else(|| saved_from(&html)), ..draft });
    Ok((draft, decoded.damaged))
}

/// A page without the pictures and fonts that are written into it (`data:…`), which are most of a
/// page that was saved as one file; borrowed where there are none.
pub(crate) fn without_data(html: &str) -> Cow<'_, str> {
    let mut kept = String::new();
    let mut copied = 0;
    for (at, _) in html.match_indices("data:") {
        let opened = html.get(..at).and_then(|head| head.chars().next_back());
        let end = match opened {
            Some(mark @ ('"' | '\'')) => html.get(at..).and_then(|rest| rest.find(mark)),
            Some('(' | '=') => html.get(at..).and_then(|rest| rest.find([')', ' ', '>'])),
            _ => None,
        };
        if let Some(end) = end.filter(|_| at >= copied) {
            kept.push_str(html.get(copied..at).unwrap_or(""));
            copied = at + end;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    kept.push_str(html.get(copied..).unwrap_or(""));
    Cow::Owned(kept)
}

/// The URL in the comment that a program has put before the page that it saved: SingleFile's
/// `url: https://…`, a browser's `saved from url=(0034)https://…`.
fn saved_from(html: &str) -> Option<String> {
    let head = html.get(..html.floor_char_boundary(4096.min(html.len())))?;
    let comment = head.split_once("<!--")?.1.split("-->").next()?;
    let (_, behind) = comment
        .split_once("saved from url=")
        .or_else(|| comment.contains("SingleFile").then(|| comment.split_once("url:")).flatten())?;
    let url = behind.trim_start();
    let url =
        url.strip_prefix('(').and_then(|rest| rest.split_once(')')).map_or(url, |(_, url)| url);
    said(url.split_whitespace().next()?).filter(|url| is_web(url))
}

/// The article of a page; `None` where it has no main text.
pub(crate) fn draft(html: &str) -> Option<Draft> {
    let html = depth::flattened(html);
    let (html, is_flattened) = (&*html, matches!(html, Cow::Owned(_)));
    let document = Document::from(html);
    if !depth::is_bounded(&document) {
        return None;
    }
    let linked = linked::read(&document);
    let mut draft = described(&document, &linked);
    let heading = one_line(&document.select_single("head title").text());
    put_straight(&document);
    clear(&document);
    let title = draft.title.as_deref();
    let whole = || {
        let document = Document::from(html);
        put_straight(&document);
        main_text(document, title)
    };
    let (text, rest) =
        main_text(document, title).or_else(whole).or_else(|| linked_text(&linked, title))?;
    let found = rest.title.map(|found| uncut(found, &heading));
    draft.title = draft.title.or(found).map(|title| unescaped(&title));
    draft.published = draft.published.or(rest.published);
    draft.authors = if draft.authors.is_empty() { rest.authors } else { draft.authors };
    (draft.text, draft.is_flattened) = (text, is_flattened);
    Some(draft)
}

/// A title that was cut at a colon, whole: "what we know" of "Harbour cranes: what we know".
fn uncut(title: String, heading: &str) -> String {
    match heading.strip_suffix(&title) {
        Some(lead) if lead.ends_with(": ") => heading.to_owned(),
        _ => title,
    }
}

/// A line in which entities were escaped once too often: "Finch: &#8216;No&#8217;".
pub(crate) fn unescaped(line: &str) -> String {
    let is_escaped = line.split_once('&').is_some_and(|(_, rest)| rest.contains(';'));
    if !is_escaped {
        return line.to_owned();
    }
    one_line(&depth::fragment(&line.replace('<', "&lt;")).text())
}

/// The main text of a page, and what stood around it.
fn main_text(document: Document, title: Option<&str>) -> Option<(String, Draft)> {
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let article = Readability::with_document(document, None, Some(config)).ok()?.parse().ok()?;
    let found = said(&article.title);
    let (text, rest) =
        without_furniture(&blocks(&article.text_content), title.or(found.as_deref()));
    (letters(&text) >= LETTERS).then_some((text, Draft { title: found, ..rest }))
}

/// The text that a page gives in its JSON-LD alone: its readers get it by a script, which is not
/// run here.
fn linked_text(linked: &Linked, title: Option<&str>) -> Option<(String, Draft)> {
    let body = linked.body.as_deref()?;
    let plain = if body.contains("</p>") {
        depth::fragment(body).formatted_text().to_string()
    } else {
        body.to_owned()
    };
    let (text, rest) = without_furniture(&blocks(&plain), title);
    (letters(&text) >= LETTERS).then_some((text, rest))
}

/// What a page says of itself.
fn described(document: &Document, linked: &Linked) -> Draft {
    let meta = |names: &[&str]| names.iter().find_map(|name| meta(document, name));
    let url = attribute(document, "link[rel='canonical']", "href")
        .or_else(|| meta(&["og:url", "twitter:url"]))
        .or(linked.url.clone());
    let url = url.filter(|url| url.starts_with("http://") || url.starts_with("https://"));
    let outlet = meta(&["og:site_name"])
        .or(linked.publisher.clone())
        .or_else(|| meta(&["application-name", "publisher", "dc.publisher"]));
    let (heading, site) = heading_and_site(document).unzip();
    let outlet = outlet.as_deref().and_then(site_name).or(site);
    let title = linked
        .headline
        .clone()
        .or_else(|| meta(&["og:title", "twitter:title", "dc.title"]))
        .or(heading);
    Draft {
        title: title.map(|title| without_site(&title, outlet.as_deref())),
        authors: writers(document, linked),
        published: published(document, linked).or_else(|| url.as_deref().and_then(date::in_url)),
        outlet,
        url,
        ..Draft::default()
    }
}

/// The marks between a page's title and its site's name.
const SEPARATORS: [&str; 7] = [" | ", " - ", " – ", " — ", " • ", " » ", " :: "];
/// A site's name has at most so many words; what is longer is the rest of a title.
const SITE_WORDS: usize = 5;

/// The heading and the site, where the page's `<title>` is its `<h1>` with the site's name behind
/// it.
fn heading_and_site(document: &Document) -> Option<(String, String)> {
    let title = one_line(&document.select_single("head title").text());
    let headings = document.select("h1").nodes().to_vec();
    headings.iter().filter_map(|heading| said(&heading.text())).find_map(|heading| {
        let rest = title.strip_prefix(&heading)?;
        let separator = SEPARATORS.iter().find(|separator| rest.starts_with(**separator))?;
        let site = said(rest.rsplit(separator).next()?)
            .filter(|site| site.split(' ').count() <= SITE_WORDS)?;
        Some((heading, site))
    })
}

/// The name alone of "The Courier | News of the harbour"; the site of one that is a URL.
fn site_name(name: &str) -> Option<String> {
    if name.contains("://") {
        return outlet::site(name);
    }
    said(name.split(['|', '·']).next()?).or_else(|| said(name))
}

fn published(document: &Document, linked: &Linked) -> Option<Published> {
    const NAMES: [&str; 18] = [
        "article:published_time",
        "og:published_time",
        "og:article:published_time",
        "datePublished",
        "parsely-pub-date",
        "sailthru.date",
        "pubdate",
        "publish-date",
        "publish_date",
        "publication_date",
        "dc.date.issued",
        "dcterms.created",
        "dc.date",
        "article.published",
        "published-date",
        "date",
        "article:modified_time",
        "og:updated_time",
    ];
    let in_meta = || NAMES.iter().find_map(|name| date::find(&meta(document, name)?));
    let in_time = || {
        [
            "time[itemprop='datePublished']",
            "time[pubdate]",
            "[itemprop='datePublished']",
            "article time[datetime]",
            "time[datetime]",
            "time",
        ]
        .iter()
        .flat_map(|selector| document.select(selector).nodes().to_vec())
        .filter(|time| !is_of_the_story(time))
        .find_map(|time| {
            ["datetime", "content"]
                .iter()
                .find_map(|name| date::find(&time.attr(name)?))
                .or_else(|| date::find(&time.text()))
        })
    };
    linked.published.or_else(in_meta).or_else(in_time)
}

/// Words beside a date in a sentence of the story: "The cranes were built on". Set by eye.
const TOLD: usize = 4;

/// Whether a date is no publication date: it stands inside a paragraph of the story, or belongs to
/// another one.
fn is_of_the_story(time: &NodeRef<'_>) -> bool {
    time.ancestors_it(None).any(|above| {
        let is = |names: &[&str]| names.iter().any(|name| above.has_name(name));
        let is_sentence = || {
            let words = |text: &str| text.split_whitespace().count();
            let all = one_line(&above.text());
            all.ends_with(['.', '”']) && words(&all) >= words(&time.text()) + TOLD
        };
        let class = above.attr("class").unwrap_or_default().to_lowercase();
        is(&["aside", "nav", "footer"])
            || class.contains("related")
            || is(&["p", "li", "blockquote"]) && is_sentence()
    })
}

fn writers(document: &Document, linked: &Linked) -> Vec<String> {
    // An organisation that gives itself as the author leaves the word to a byline.
    let is_publisher = |name: &String| linked.publisher.as_ref() == Some(name);
    let is_by_a_body = linked.is_by_a_body || linked.authors.iter().all(is_publisher);
    if !linked.authors.is_empty() && !is_by_a_body {
        return linked.authors.clone();
    }
    let mut found: Vec<String> = Vec::new();
    for name in
        ["author", "article:author", "parsely-author", "sailthru.author", "byl", "dc.creator"]
    {
        for value in metas(document, name).filter(|value| !value.contains("://")) {
            found.extend(authors(&value));
        }
        if !found.is_empty() {
            break;
        }
    }
    if found.is_empty() {
        let byline = document.select_single(
            "[rel='author'], [itemprop='author'] [itemprop='name'], [itemprop='author'], .byline",
        );
        found.extend(authors(&byline.text()));
    }
    if found.is_empty() {
        found.clone_from(&linked.authors);
    }
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|name| seen.insert(name.to_lowercase()));
    found
}

/// The first filled value of a `<meta>` by its `name`, `property` or `itemprop`.
fn meta(document: &Document, name: &str) -> Option<String> {
    metas(document, name).next()
}

fn metas<'a>(document: &'a Document, name: &str) -> impl Iterator<Item = String> + use<'a> {
    let name = name.to_owned();
    document.select("meta[content]").nodes().to_vec().into_iter().filter_map(move |node| {
        let named = ["property", "name", "itemprop"].iter().any(|key| {
            node.attr(key).is_some_and(|value| value.trim().eq_ignore_ascii_case(&name))
        });
        if named { said(&node.attr("content")?) } else { None }
    })
}

fn attribute(document: &Document, selector: &str, name: &str) -> Option<String> {
    said(&document.select_single(selector).attr(name)?)
}

/// A page's title without the name of the site at its end: "Bridge shut - The Courier".
fn without_site(title: &str, site: Option<&str>) -> String {
    let title = one_line(title);
    let Some(site) = site else { return title };
    for separator in SEPARATORS {
        if let Some((words, end)) = title.rsplit_once(separator)
            && end.eq_ignore_ascii_case(site)
            && !words.trim().is_empty()
        {
            return words.trim().to_owned();
        }
    }
    title
}

/// A paragraph that stands among this many before it already was shown twice: a gallery, a
/// pulled-out quote.
const REPEATED: usize = 4;

/// Captions and credits of pictures: on the 181 measured pages they were most of what was taken too
/// much.
const CAPTIONS: &str = "figcaption, .caption, .wp-caption-text, .image-caption, .photo-caption, .media-caption, .img-caption, \
    .image-credit, .photo-credit, [class*='gallery'] [class*='caption'], [itemprop='caption']";

/// Puts straight what the finder of the main text would drop, run together or tear apart: what is
/// struck out goes, terms and their definitions and who is quoted are paragraphs, and a line that
/// is broken inside a sentence goes on.
fn put_straight(document: &Document) {
    document.select("del, s, strike").remove();
    document.select("dt, dd, blockquote footer").rename("p");
    for line_break in document.select("p br").nodes() {
        let before = line_break.prev_sibling().map(|node| one_line(&node.text()));
        let after = line_break.next_sibling().map(|node| one_line(&node.text()));
        let goes_on = before
            .is_some_and(|line| line.ends_with(|c: char| c.is_alphanumeric() || c == ','))
            && after.is_some_and(|line| line.starts_with(char::is_lowercase));
        if goes_on {
            line_break.replace_with_html(" ");
        }
    }
}

/// A link of so many words that ends a sentence is part of the account. Set by eye.
const SENTENCE: usize = 6;

/// Takes what surely is no account out of a page before its main text is looked for: captions, and
/// blocks that are nothing but a link to another story.
fn clear(document: &Document) {
    document.select(CAPTIONS).remove();
    for block in document.select("p, li, h3, h4, h5").nodes() {
        let linked: usize = block.find(&["a"]).iter().map(|link| letters(&link.text())).sum();
        let all = letters(&block.text());
        let words = one_line(&block.text());
        let is_sentence = words.ends_with(['.', '”'])
            && words.split(' ').count() >= SENTENCE
            && block.has_name("p");
        // A full stop or a bracket may stand outside of the link.
        if all > 0 && linked * 10 >= all * 9 && !is_sentence {
            block.remove_from_parent();
        }
    }
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// The text without the paragraphs that are byline, date, credit or promotion from end to end, and
/// without repetitions; and the date and the authors that went with them.
fn without_furniture(text: &str, title: Option<&str>) -> (String, Draft) {
    let parts = boilerplate::find(text, title, Language::of_text(text));
    let of = |kind: PartKind| {
        parts.iter().filter(move |part| part.kind == kind).map(|part| part.span.of(text))
    };
    let rest = Draft {
        published: of(PartKind::Date).find_map(date::find),
        authors: of(PartKind::Byline).next().map(authors).unwrap_or_default(),
        ..Draft::default()
    };
    let furniture = |paragraph: Span| {
        parts.iter().any(|part| {
            matches!(part.kind, PartKind::Date | PartKind::Byline | PartKind::Boilerplate)
                && part.span.covers(paragraph)
        })
    };
    let mut kept: Vec<&str> = Vec::new();
    for paragraph in paragraphs(text) {
        let words = paragraph.of(text);
        if !furniture(paragraph)
            && !kept.iter().rev().take(REPEATED).any(|earlier| *earlier == words)
        {
            kept.push(words);
        }
    }
    (kept.join("\n\n"), rest)
}

/// What one reads of a piece of HTML that is the article and nothing else, each block a paragraph.
pub(crate) fn body(html: &str, title: Option<&str>) -> String {
    let document = depth::fragment(html);
    document.select("script, style, template, figcaption").remove();
    put_straight(&document);
    without_furniture(&blocks(&document.formatted_text()), title).0
}

/// The words of an element on one line.
pub(crate) fn line(node: &NodeRef<'_>) -> String {
    one_line(&node.formatted_text())
}

/// The text of a page as paragraphs: one line a block, an empty line between two.
fn blocks(formatted: &str) -> String {
    let mut text = String::with_capacity(formatted.len());
    for line in formatted.lines().map(one_line).filter(|line| !line.is_empty()) {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&line);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::draft;

    const TEXT: &str = "The mayor shut the bridge on Tuesday, and “nobody was told before,” said the harbour master. Inspectors counted nine cracks.";

    #[track_caller]
    fn check(head: &str, body: &str, expected: &str) {
        let found = draft(&format!("<html><head>{head}</head><body>{body}</body></html>"));
        let shown = found.map_or("none".to_owned(), |draft| {
            let date = draft.published.map(|date| date.to_string()).unwrap_or_default();
            format!(
                "{}|{}|{}|{date}|{}",
                draft.title.unwrap_or_default(),
                draft.outlet.unwrap_or_default(),
                draft.authors.join("+"),
                draft.url.unwrap_or_default()
            )
        });
        assert_eq!(shown, expected);
    }

    #[test]
    fn metadata_come_from_where_they_are_best() {
        let article = format!("<article><h1>Bridge shut</h1><p>{TEXT}</p></article>");
        check("<title>Bridge shut | The Courier</title>", &article, "Bridge shut|The Courier|||");
        let open_graph = "<meta property='og:title' content='Bridge shut - The Courier'><meta property='og:site_name' content='The Courier | Harbour news'>\
            <meta name='author' content='By Danny Spratt and Jo Marsh'><meta property='article:published_time' content='2025-03-04T09:30:00Z'>\
            <meta property='og:url' content='https://courier.example/bridge'>";
        check(
            open_graph,
            &article,
            "Bridge shut|The Courier|Danny Spratt+Jo Marsh|2025-03-04T09:30:00Z|https://courier.example/bridge",
        );
        check(
            "<link rel='canonical' href='https://courier.example/2025/03/04/bridge'><title>Bridge shut</title>",
            &article,
            "Bridge shut|||2025-03-04|https://courier.example/2025/03/04/bridge",
        );
        let timed = format!(
            "<article><h1>Bridge shut</h1><time datetime='2025-03-04'>Tuesday</time><p>{TEXT}</p></article>"
        );
        check("<title>Bridge shut</title>", &timed, "Bridge shut|||2025-03-04|");
    }

    #[test]
    fn a_page_drawn_by_script_may_still_tell_its_text() {
        let linked = format!(
            r#"<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Bridge shut", "publisher": {{"name": "The Courier"}}, "articleBody": "{TEXT}"}}</script>"#
        );
        check(&linked, "<div id=root></div>", "Bridge shut|The Courier|||");
        check("<title>Wait</title>", "<div id=root></div>", "none");
    }

    #[track_caller]
    fn text_of(body: &str) -> String {
        let page = format!(
            "<html><head><title>Bridge shut</title></head><body><article><h1>Bridge shut</h1>{body}</article></body></html>"
        );
        draft(&page).map(|draft| draft.text).unwrap_or_default()
    }

    #[test]
    fn what_is_struck_out_run_together_or_torn_apart_is_put_straight() {
        let broken = text_of(&format!(
            "<p>The council put off its vote<br>on the two cranes.</p><p>{TEXT}</p>"
        ));
        assert!(broken.starts_with("The council put off its vote on the two cranes."), "{broken}");
        let struck = text_of(&format!("<p>{TEXT} They weigh <del>90</del> 120 tonnes.</p>"));
        assert!(struck.ends_with("They weigh 120 tonnes."), "{struck}");
        let terms =
            text_of(&format!("<p>{TEXT}</p><dl><dt>Cranes</dt><dd>Two, built in 1931.</dd></dl>"));
        assert!(!terms.contains("CranesTwo"), "{terms}");
        let quoted = text_of(&format!(
            "<p>{TEXT}</p><blockquote><p>We will not be rushed by anybody at all.</p><footer>Orla Finch, mayor</footer></blockquote><p>{TEXT} Again.</p>"
        ));
        assert!(quoted.contains("Orla Finch, mayor"), "{quoted}");
        let linked = text_of(&format!(
            "<p>{TEXT}</p><p><a href=/b>Inspectors said in May that the welds were cracked.</a></p><p><a href=/c>More about the ferries</a></p>"
        ));
        assert!(linked.ends_with("that the welds were cracked."), "{linked}");
    }

    #[test]
    fn a_day_of_the_story_is_not_the_day_on_which_it_was_published() {
        let story = format!(
            "<article><h1>Bridge shut</h1><p>{TEXT} It was opened on <time datetime='1931-06-01'>1 June 1931</time>.</p></article><aside><time datetime='2019-01-01'>1 January</time></aside>"
        );
        check("<title>Bridge shut</title>", &story, "Bridge shut||||");
    }

    #[test]
    fn an_organisation_leaves_the_word_to_a_byline() {
        let linked = r#"<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Bridge shut", "author": {"@type": "Organization", "name": "Elsin Broadcasting"}}</script>"#;
        let with = format!(
            "<article><p class=byline>By <a rel=author href=/x>Ina Moss</a></p><p>{TEXT}</p></article>"
        );
        check(linked, &with, "Bridge shut||Ina Moss||");
        let without = format!("<article><p>{TEXT}</p></article>");
        check(linked, &without, "Bridge shut||Elsin Broadcasting||");
    }

    #[test]
    fn a_title_is_whole_and_has_no_entities() {
        let article = format!("<article><p>{TEXT}</p></article>");
        check(
            "<title>Harbour cranes: what we know about the vote</title>",
            &article,
            "Harbour cranes: what we know about the vote||||",
        );
        let escaped = "<meta property='og:title' content='Finch: &amp;#8216;No&amp;#8217;'>";
        check(escaped, &article, "Finch: ‘No’||||");
    }

    #[test]
    fn furniture_stays_outside() {
        let body = format!(
            "<article><h1>Bridge shut</h1><p>By Danny Spratt</p><figure><img src=a><figcaption>Cracks. Photo: J. Marsh</figcaption></figure><p>{TEXT}</p><p><a href=/b>Read more: ferries</a></p><p>The ferry is full, and sails twice an hour.</p></article>"
        );
        let text = draft(&format!(
            "<html><head><title>Bridge shut</title></head><body>{body}</body></html>"
        ))
        .map(|draft| draft.text);
        assert_eq!(text, Some(format!("{TEXT}\n\nThe ferry is full, and sails twice an hour.")));
    }
}
