//! Patterns that whole texts are held against.
//!
//! The text must be the pattern from its first to its last character, as `ODK` defines `regex()`.
//! `\d`, `\w` and `\s` are those of ASCII, there too. Full-width digits and letters count as the
//! half-width ones that they stand for, as wherever something is keyed.

use regex_lite::{Regex, RegexBuilder};

use crate::scheme::field::fold_width;

/// Most bytes that a pattern may take up once it is made ready.
const MOST_BYTES: usize = 1 << 20;

/// A regular expression that a whole text must be.
#[derive(Debug, Clone)]
pub struct Pattern {
    text: String,
    ready: Regex,
}

impl Pattern {
    /// The pattern that `text` says; `None` if it says none, or one that is not known here
    /// (looking around, looking back at what was found) or is far too large.
    pub fn new(text: &str) -> Option<Self> {
        // By itself first: what would only fit between the brackets is none.
        let ready = |text: &str| RegexBuilder::new(text).size_limit(MOST_BYTES).build().ok();
        ready(text)?;
        Some(Self { text: text.to_owned(), ready: ready(&format!(r"\A(?:{text})\z"))? })
    }

    /// It as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the whole text is such.
    pub fn is(&self, text: &str) -> bool {
        self.ready.is_match(text) || self.ready.is_match(&fold_width(text))
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Pattern {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_text_must_be_the_pattern() {
        let is = |pattern: &str, text: &str| Pattern::new(pattern).unwrap().is(text);
        assert!(is("[0-9]{3}", "123") && !is("[0-9]{3}", "1234") && !is("[0-9]{3}", "x123"));
        // An alternative is bound on both sides, and anchors of its own do no harm.
        assert!(is("a|bc", "bc") && !is("a|bc", "ac") && !is("a|bc", "ab"));
        assert!(is("^[A-Z]{2}$", "AB") && is("[\u{4E00}-\u{9FA5}]{2,4}", "东沟村"));
        // What an input method left on counts.
        assert!(is("1[0-9]{10}", "１３８00000000"));
        assert!(is("", "") && !is("", "x") && !is("[0-9]+", "1\n"));
    }

    #[test]
    fn what_is_no_pattern_here_is_none() {
        for text in ["[0-9", "(?=x)x", r"(a)\1", "a){2}(b", "(a{1000}){1000}"] {
            assert!(Pattern::new(text).is_none(), "{text}");
        }
    }
}
