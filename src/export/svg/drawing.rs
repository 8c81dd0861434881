//! The pieces every SVG picture is put together from: the frame, rectangles, lines, words.
//!
//! Owns how a piece is written and that what comes out is valid XML; knows nothing of screens or
//! charts. All coordinates are whole numbers, and the same pieces give the same bytes.

use std::fmt::Write as _;

/// A picture being drawn.
#[derive(Debug, Default)]
pub struct Drawing {
    out: String,
}

/// Where words stand against their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// They begin there.
    Start,
    /// They end there.
    End,
    /// It is their middle.
    Middle,
}

/// A rectangle: left, top, width, height.
pub type Place = (usize, usize, usize, usize);

impl Drawing {
    /// Begins a picture of a size, with what it shows for people who cannot see it, and its style
    /// sheet.
    pub fn new(title: &str, (w, h): (usize, usize), style: &str) -> Self {
        let mut drawing = Self::default();
        drawing.put(&format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" role=\"img\">\n\
             <title>{}</title>\n<style>{style}</style>\n",
            escape(title),
        ));
        drawing
    }

    /// Adds a piece as it is.
    pub fn put(&mut self, piece: &str) {
        // Writing to a String cannot fail.
        let _ = self.out.write_str(piece);
    }

    /// A rectangle with the attributes of its paint.
    pub fn rect(&mut self, (x, y, w, h): Place, paint: &str) {
        self.put(&format!("<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" {paint}/>\n"));
    }

    /// Strokes along a path.
    pub fn path(&mut self, path: &str, paint: &str) {
        self.put(&format!("<path d=\"{path}\" fill=\"none\" {paint}/>\n"));
    }

    /// Words of a class of the style sheet.
    pub fn words(&mut self, (x, y): (usize, usize), anchor: Anchor, class: &str, words: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::End => " text-anchor=\"end\"",
            Anchor::Middle => " text-anchor=\"middle\"",
        };
        let words = escape(words);
        self.put(&format!("<text x=\"{x}\" y=\"{y}\"{anchor} class=\"{class}\">{words}</text>\n"));
    }

    /// A group whose pieces are explained by a line of text.
    pub fn group(&mut self, title: &str, pieces: impl FnOnce(&mut Self)) {
        self.put(&format!("<g><title>{}</title>\n", escape(title)));
        pieces(self);
        self.put("</g>\n");
    }

    /// The finished picture.
    pub fn finish(mut self) -> String {
        self.put("</svg>\n");
        self.out
    }
}

/// Text as it may stand in XML. Characters that XML cannot hold are left out.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => safe.push(c),
        }
    }
    safe
}
