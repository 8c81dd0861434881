//! Text from files made safe to print: nothing in it can move the cursor, recolour the screen or
//! reorder what stands beside it.
//!
//! Owns the one filter between texts that others wrote (schemes, facts, file names) and a
//! terminal. Must not shorten or translate anything; what is hidden becomes visible instead.

use std::borrow::Cow;
use std::fmt::Write as _;

/// `text` on one line, with control characters and invisible direction marks made visible:
/// ESC becomes `␛`, a line feed `␊`, a right-to-left override `<U+202E>`.
pub fn display_safe(text: &str) -> Cow<'_, str> {
    filter(text, is_hidden)
}

/// Like [`display_safe`], but line feeds stay what they are.
pub fn display_safe_lines(text: &str) -> Cow<'_, str> {
    filter(text, |c| c != '\n' && is_hidden(c))
}

fn filter(text: &str, hidden: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(&hidden) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if hidden(c) { reveal(c, &mut safe) } else { safe.push(c) }
    }
    Cow::Owned(safe)
}

/// Whether `c` acts on its surroundings or cannot be seen although it changes what is read.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

fn reveal(c: char, out: &mut String) {
    let code = u32::from(c);
    let picture = match code {
        0..=0x1F => char::from_u32(0x2400 + code),
        0x7F => Some('\u{2421}'),
        _ => None,
    };
    match picture {
        Some(picture) => out.push(picture),
        None => {
            // Writing to a String cannot fail.
            let _ = write!(out, "<U+{code:04X}>");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_passes_untouched() {
        for text in ["预算执行率 68.02 %", "R&D «naïve» 👨‍👩‍👧 e\u{301}", ""] {
            assert!(matches!(display_safe(text), Cow::Borrowed(t) if t == text));
        }
    }

    #[test]
    fn what_would_act_on_the_terminal_is_shown_instead() {
        assert_eq!(display_safe("a\x1b[2Jb"), "a␛[2Jb");
        assert_eq!(display_safe("one\r\ntwo\t\x7f"), "one␍␊two␉␡");
        assert_eq!(display_safe("\u{9b}31m"), "<U+009B>31m");
        assert_eq!(display_safe("89\u{202e}37"), "89<U+202E>37");
        assert_eq!(display_safe("a\u{200b}b\u{feff}"), "a<U+200B>b<U+FEFF>");
    }

    #[test]
    fn several_lines_stay_several_lines() {
        assert_eq!(display_safe_lines("one\ntwo\x1b"), "one\ntwo␛");
    }
}
