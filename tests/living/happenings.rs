//! Articles about happenings that nobody lived through, as a test wants them.

/// Syllables of names.
const SYLLABLES: [&str; 16] = [
    "bor", "den", "fal", "gri", "hul", "jor", "kel", "lum", "mar", "nev", "oss", "pir", "rud",
    "sten", "tor", "vim",
];
/// What happens: whose headline, whose text.
const KINDS: [(&str, &str); 8] = [
    (
        "bridge shut after cracks",
        "Divers found cracks under the bridge, and lorries were turned back at the toll house",
    ),
    (
        "ferry crews walk out",
        "The ferries stayed at the quay because their crews want longer rests between sailings",
    ),
    (
        "school roof falls in",
        "Snow brought the roof of the school down over an empty gymnasium before lessons began",
    ),
    (
        "mill catches fire",
        "Flames took the old mill within an hour, and firemen saved the barns and the granary",
    ),
    (
        "wolf seen near farms",
        "Shepherds count eleven lost sheep and ask for fences, dogs and a hunter with a licence",
    ),
    (
        "mayor resigns over loan",
        "The council was told of the loan by a clerk who had kept copies of the bank statements",
    ),
    (
        "clinic gets new scanner",
        "Patients had to travel to the coast for pictures of their lungs until the scanner came",
    ),
    (
        "choir wins the prize",
        "Judges praised the altos, and the trophy goes to the chapel where rehearsals take place",
    ),
];

/// A name of its own for each number below 4,096.
pub(crate) fn name(n: usize) -> String {
    let syllable = |n: usize| SYLLABLES[n % SYLLABLES.len()];
    let mut name = [syllable(n * 7 + 3), syllable(n / 16), syllable(n / 256 * 5 + n)].concat();
    name.get_mut(..1).unwrap().make_ascii_uppercase();
    name
}

/// What one outlet says of happening `n` in its version `version`: a headline and a text.
pub(crate) fn told(n: usize, version: usize) -> (String, String) {
    let (headline, text) = KINDS[n % KINDS.len()];
    let (town, person) = (name(n), name(n + 1_000));
    let count = 10 + n % 80 + version;
    // The town's name all through it, so that no town has its words of another.
    let words: Vec<&str> = text.split(' ').collect();
    let text =
        words.chunks(3).map(|words| words.join(" ")).collect::<Vec<_>>().join(&format!(" {town} "));
    let text = format!(
        "{text}, in the town of {town}. “Nobody in {town} was warned,” {person} Brandt, the warden of {town}, said on Monday. \
         {count} people of {town} signed a letter. {person} Brandt denied that it was known in January."
    );
    (format!("{town} {headline}"), text)
}

/// An article as a Markdown file; without an outlet where `outlet` is empty.
pub(crate) fn markdown(n: usize, version: usize, outlet: &str, day: usize) -> String {
    let (title, text) = told(n, version);
    let outlet = if outlet.is_empty() { String::new() } else { format!("outlet: {outlet}\n") };
    format!("---\n{outlet}date: 2025-03-{day:02}\n---\n# {title}\n\n{text}\n")
}

/// An article as a line of JSON.
pub(crate) fn record(id: &str, n: usize, version: usize, outlet: &str, day: usize) -> String {
    let (title, text) = told(n, version);
    format!(
        r#"{{"id": "{id}", "outlet": "{outlet}", "date": "2025-03-{day:02}", "title": "{title}", "text": "{text}"}}"#
    ) + "\n"
}

/// Numbers that look random and are the same each time.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }
}
