//! XML as a tree: what exports and feeds are written in. Of a file that breaks off or goes wrong
//! there is what was read until then.

use quick_xml::Reader;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesStart, Event};

/// Elements deeper than this are read as if they were not there; their text stays.
const DEPTH: usize = 200;

/// An element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Element {
    /// With its prefix, as it stands.
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Node>,
}

/// What an element holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    Element(Element),
    Text(String),
}

/// Where, and how, XML goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// From 1.
    pub(crate) line: u64,
    pub(crate) what: String,
}

/// The root that holds what stands in `text`, and where reading ended early.
pub(crate) fn parse(text: &str) -> (Element, Option<Fault>) {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut open = vec![Element::default()];
    // How many elements too deep are open.
    let mut too_deep = 0usize;
    let fault = loop {
        match reader.read_event() {
            Ok(Event::Start(_)) if open.len() > DEPTH => too_deep += 1,
            Ok(Event::Start(start)) => open.push(element(&start)),
            Ok(Event::Empty(start)) => add(&mut open, Node::Element(element(&start))),
            Ok(Event::End(_)) if too_deep > 0 => too_deep -= 1,
            Ok(Event::End(end)) => {
                // An end of something that was opened further out closes what is in it, too.
                let name: &str = end.name().into_inner();
                let at = open.iter().skip(1).rposition(|element| element.name == name);
                let from = at.map_or(open.len(), |at| at + 1);
                while open.len() > from.max(1) {
                    close(&mut open);
                }
            }
            Ok(Event::Text(words)) => text_of(&mut open, &words),
            Ok(Event::CData(words)) => text_of(&mut open, &words),
            Ok(Event::GeneralRef(name)) => {
                let letter = name.resolve_char_ref().ok().flatten().map(String::from);
                let known = || resolve_html5_entity(&name).map(str::to_owned);
                let words = letter.or_else(known).unwrap_or_else(|| format!("&{};", &*name));
                text_of(&mut open, &words);
            }
            Ok(Event::Eof) => {
                break (open.len() > 1)
                    .then(|| fault(text, text.len(), "it breaks off".to_owned()));
            }
            Ok(_) => {}
            Err(error) => {
                let at = usize::try_from(reader.error_position()).unwrap_or(text.len());
                break Some(fault(text, at, error.to_string()));
            }
        }
    };
    while open.len() > 1 {
        close(&mut open);
    }
    (open.pop().unwrap_or_default(), fault)
}

fn fault(text: &str, at: usize, what: String) -> Fault {
    let before = text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count();
    Fault { line: before as u64 + 1, what }
}

fn element(start: &BytesStart<'_>) -> Element {
    let mut attributes = start.attributes();
    let attributes = attributes.with_checks(false).flatten().map(|attribute| {
        let value: &str = &attribute.value;
        let value = quick_xml::escape::unescape_with(value, resolve_html5_entity)
            .map_or_else(|_| value.to_owned(), std::borrow::Cow::into_owned);
        let name: &str = attribute.key.into_inner();
        (name.to_owned(), value)
    });
    let name: &str = start.name().into_inner();
    Element { name: name.to_owned(), attributes: attributes.collect(), children: Vec::new() }
}

fn add(open: &mut [Element], node: Node) {
    if let Some(last) = open.last_mut() {
        last.children.push(node);
    }
}

fn close(open: &mut Vec<Element>) {
    if let Some(element) = open.pop() {
        add(open, Node::Element(element));
    }
}

fn text_of(open: &mut [Element], words: &str) {
    let Some(last) = open.last_mut() else { return };
    match last.children.last_mut() {
        Some(Node::Text(text)) => text.push_str(words),
        _ => last.children.push(Node::Text(words.to_owned())),
    }
}

impl Element {
    /// The name without its prefix.
    pub(crate) fn local(&self) -> &str {
        self.name.rsplit(':').next().unwrap_or(&self.name)
    }

    /// The elements in it.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The elements in it whose local name is `name`.
    pub(crate) fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements().filter(move |element| element.local() == name)
    }

    /// The first of them.
    pub(crate) fn first(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.local() == name)
    }

    /// All elements below it whose local name is `name`, in order, none inside another.
    pub(crate) fn below<'a>(&'a self, name: &str) -> Vec<&'a Element> {
        let mut found = Vec::new();
        for element in self.elements() {
            if element.local() == name {
                found.push(element);
            } else {
                found.extend(element.below(name));
            }
        }
        found
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// All words in it.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for node in &self.children {
            match node {
                Node::Text(words) => text.push_str(words),
                Node::Element(element) => text.push_str(&element.text()),
            }
        }
        text
    }

    /// What it holds, as markup again, without prefixes.
    pub(crate) fn markup(&self) -> String {
        let mut markup = String::new();
        for node in &self.children {
            match node {
                Node::Text(words) => markup.push_str(&quick_xml::escape::escape(words)),
                Node::Element(element) => {
                    let name = element.local();
                    markup.push_str(&format!("<{name}>{}</{name}>", element.markup()));
                }
            }
        }
        markup
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::{Fault, parse};

    #[test]
    fn what_was_read_before_a_fault_stays() {
        let (root, fault) = parse("<a><b x='1 &amp; 2'>Nine&nbsp;cracks &#8220;</b>\n<b>Ten");
        let texts: Vec<_> = root.below("b").iter().map(|b| b.text()).collect();
        assert_eq!(texts, ["Nine\u{a0}cracks “", "Ten"]);
        assert_eq!(root.below("b")[0].attribute("x"), Some("1 & 2"));
        assert_eq!(fault, Some(Fault { line: 2, what: "it breaks off".into() }));
        let (root, _) = parse("<a><p>one<br>two</p><p>three</p></a>");
        assert_eq!(
            root.below("p").iter().map(|p| p.text()).collect::<Vec<_>>(),
            ["onetwo", "three"]
        );
    }

    #[test]
    fn however_deep_nothing_overflows() {
        let (root, _) = parse(&("<a>".repeat(300_000) + "deep"));
        assert_eq!(root.text(), "deep");
    }

    proptest! {
        #[test]
        fn never_panics(text in any::<String>(), tags in "[<>/a-c&;\"= !\\[\\]-]{0,60}") {
            let _ = (parse(&text), parse(&tags));
        }
    }
}
