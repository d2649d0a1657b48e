//! What stands where on a page: the pieces of text that its drawing puts there.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::fonts::Font;
use super::objects::{Dict, Lexer, Object, Pdf};

/// Drawings inside drawings deeper than this are not followed.
const DEPTH: usize = 8;
/// All pages together are drawn in so many steps at most.
const STEPS: usize = 20_000_000;
/// A page has at most so many pieces of text.
const PIECES: usize = 50_000;

/// A piece of text on a page, in points from its lower left.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) x: f64,
    pub(super) y: f64,
    /// Where it ends.
    pub(super) end: f64,
    pub(super) size: f64,
    pub(super) text: String,
}

/// Six numbers that say how what is drawn is turned, made larger and moved.
type Matrix = [f64; 6];
const SAME: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

fn joined(a: &Matrix, b: &Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Rc<Font>,
    size: f64,
    between_letters: f64,
    between_words: f64,
    scale: f64,
    leading: f64,
}

/// Draws pages and keeps their words.
pub(super) struct Drawing<'a> {
    pdf: &'a Pdf<'a>,
    /// Fonts by the address of what says them.
    fonts: BTreeMap<usize, Rc<Font>>,
    pub(super) pieces: Vec<Piece>,
    /// How many codes stand for no letter that is known.
    pub(super) unknown: usize,
    steps: usize,
}

impl<'a> Drawing<'a> {
    pub(super) fn new(pdf: &'a Pdf<'a>) -> Self {
        Drawing { pdf, fonts: BTreeMap::new(), pieces: Vec::new(), unknown: 0, steps: 0 }
    }

    /// Draws a page with what is `resources` of it.
    pub(super) fn page(&mut self, content: &[u8], resources: &'a Dict) {
        let state = State {
            matrix: SAME,
            font: Rc::new(Font::lost()),
            size: 0.0,
            between_letters: 0.0,
            between_words: 0.0,
            scale: 1.0,
            leading: 0.0,
        };
        self.draw(content, resources, state, 0);
    }

    fn draw(&mut self, content: &[u8], resources: &'a Dict, mut state: State, depth: usize) {
        let mut lexer = Lexer::new(content, 0);
        let mut saved: Vec<State> = Vec::new();
        let (mut line, mut at) = (SAME, SAME);
        let mut given: Vec<Object> = Vec::new();
        while let Some(object) = lexer.next() {
            self.steps += 1;
            if self.steps > STEPS {
                return;
            }
            let Object::Word(word) = object else {
                given.push(object);
                if given.len() > 1000 {
                    given.clear();
                }
                continue;
            };
            let number = |at: usize| given.get(at).and_then(Object::number).unwrap_or(0.0);
            match word.as_str() {
                "q" if saved.len() < 100 => saved.push(state.clone()),
                "Q" => state = saved.pop().unwrap_or(state),
                "cm" => state.matrix = joined(&std::array::from_fn(number), &state.matrix),
                "BT" => (line, at) = (SAME, SAME),
                "Tc" => state.between_letters = number(0),
                "Tw" => state.between_words = number(0),
                "Tz" => state.scale = number(0) / 100.0,
                "TL" => state.leading = number(0),
                "Tf" => {
                    let name = given.first().and_then(Object::name).unwrap_or_default();
                    let font = self.font(resources, name);
                    state.font = font.unwrap_or_else(|| Rc::new(Font::lost()));
                    state.size = number(1);
                }
                "Td" | "TD" => {
                    if word == "TD" {
                        state.leading = -number(1);
                    }
                    line = joined(&[1.0, 0.0, 0.0, 1.0, number(0), number(1)], &line);
                    at = line;
                }
                "Tm" => (line, at) = (std::array::from_fn(number), std::array::from_fn(number)),
                "T*" | "'" | "\"" => {
                    if word == "\"" {
                        (state.between_words, state.between_letters) = (number(0), number(1));
                    }
                    line = joined(&[1.0, 0.0, 0.0, 1.0, 0.0, -state.leading], &line);
                    at = line;
                    if let Some(Object::Text(codes)) = given.last() {
                        self.show(codes, &state, &mut at);
                    }
                }
                "Tj" => {
                    if let Some(Object::Text(codes)) = given.last() {
                        self.show(codes, &state, &mut at);
                    }
                }
                "TJ" => {
                    for object in given.last().and_then(Object::array).unwrap_or_default() {
                        match object {
                            Object::Text(codes) => self.show(codes, &state, &mut at),
                            Object::Number(back) => {
                                let by = -back / 1000.0 * state.size * state.scale;
                                at = joined(&[1.0, 0.0, 0.0, 1.0, by, 0.0], &at);
                            }
                            _ => {}
                        }
                    }
                }
                "Do" => {
                    if let Some(name) = given.first().and_then(Object::name) {
                        self.draw_form(name, resources, &state, depth);
                    }
                }
                "ID" => skip_picture(&mut lexer),
                _ => {}
            }
            given.clear();
        }
    }

    /// Draws what is kept under a name and drawn on several pages, or many times on one.
    fn draw_form(&mut self, name: &str, resources: &'a Dict, state: &State, depth: usize) {
        let forms = self.pdf.entry(resources, "XObject").dict();
        let Some(form) = forms.map(|forms| self.pdf.entry(forms, name)) else { return };
        let Some(dict) = form.dict().filter(|_| depth < DEPTH) else { return };
        if self.pdf.entry(dict, "Subtype").name() != Some("Form") {
            return;
        }
        let mut state = state.clone();
        if let Some(matrix) = self.pdf.entry(dict, "Matrix").array() {
            let number =
                |at: usize| matrix.get(at).and_then(|n| self.pdf.get(n).number()).unwrap_or(0.0);
            state.matrix = joined(&std::array::from_fn(number), &state.matrix);
        }
        let own = self.pdf.entry(dict, "Resources").dict();
        self.draw(&self.pdf.unpacked(form), own.unwrap_or(resources), state, depth + 1);
    }

    fn font(&mut self, resources: &'a Dict, name: &str) -> Option<Rc<Font>> {
        let dict = self.pdf.entry(self.pdf.entry(resources, "Font").dict()?, name).dict()?;
        let font = self.fonts.entry(std::ptr::from_ref(dict).addr());
        Some(Rc::clone(font.or_insert_with(|| Rc::new(Font::of(self.pdf, dict)))))
    }

    fn show(&mut self, codes: &[u8], state: &State, at: &mut Matrix) {
        let font = &state.font;
        let start = joined(at, &state.matrix);
        let mut text = String::new();
        for code in codes.chunks(font.width_of_code) {
            let code = code.iter().fold(0, |code: u32, byte| code << 8 | u32::from(*byte));
            match font.letter(code) {
                Some(letter) => text.push_str(&letter),
                None => self.unknown += 1,
            }
            let is_space = font.width_of_code == 1 && code == 32;
            let by = font.width(code) * state.size
                + state.between_letters
                + if is_space { state.between_words } else { 0.0 };
            *at = joined(&[1.0, 0.0, 0.0, 1.0, by * state.scale, 0.0], at);
        }
        let end = joined(at, &state.matrix);
        let size = state.size * start[3].abs().max(start[1].abs());
        // What is turned is a mark on a map, or the name of the paper at its side.
        let is_upright = start[0] > start[1].abs();
        let is_there = !text.is_empty() && self.pieces.len() < PIECES;
        if is_upright
            && is_there
            && [size, start[4], start[5], end[4]].iter().all(|n| n.is_finite())
        {
            self.pieces.push(Piece { x: start[4], y: start[5], end: end[4], size, text });
        }
    }
}

/// Goes behind a picture that stands in the drawing itself.
fn skip_picture(lexer: &mut Lexer<'_>) {
    let rest = lexer.bytes.get(lexer.at..).unwrap_or_default();
    let end = memchr::memmem::find_iter(rest, b"EI").find(|end| {
        let around =
            |at: Option<usize>| at.and_then(|at| rest.get(at)).is_none_or(u8::is_ascii_whitespace);
        around(end.checked_sub(1)) && around(Some(end + 2))
    });
    lexer.at += end.map_or(rest.len(), |end| end + 2);
}
