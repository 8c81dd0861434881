//! Columns: how wide a text is on a terminal, padding and cutting by that width.
//!
//! Wide characters (汉字, full-width digits) take two columns, combining marks none. Cutting never
//! splits a character that a reader sees as one. Must not decide what is shown, only how wide.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// What stands for the part that was cut off; one column wide.
const ELLIPSIS: &str = "…";

/// Columns that `text` takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Columns of one character that stands alone.
pub fn columns(c: char) -> u16 {
    u16::try_from(c.width().unwrap_or(0)).unwrap_or(0)
}

/// `text` in exactly `columns` columns: cut if it is longer, spaces behind it if it is shorter.
pub fn pad(text: &str, columns: usize) -> String {
    let text = cut(text, columns);
    let spaces = columns.saturating_sub(width(&text));
    format!("{text}{}", " ".repeat(spaces))
}

/// Like [`pad`], with the spaces before the text: for numbers.
pub fn pad_left(text: &str, columns: usize) -> String {
    let text = cut(text, columns);
    let spaces = columns.saturating_sub(width(&text));
    format!("{}{text}", " ".repeat(spaces))
}

/// At most `columns` columns of `text`; `…` stands for what was left out.
pub fn cut(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    if columns == 0 {
        return Cow::Borrowed("");
    }
    let room = columns - 1;
    let mut used = 0;
    let mut end = 0;
    for (start, grapheme) in text.grapheme_indices(true) {
        used += width(grapheme);
        if used > room {
            break;
        }
        end = start + grapheme.len();
    }
    Cow::Owned(format!("{}{ELLIPSIS}", &text[..end]))
}

/// At most `columns` columns of the end of `text`; `…` stands for what was left out before it.
pub fn cut_start(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let room = columns.saturating_sub(1);
    let mut used = 0;
    let mut start = text.len();
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        used += width(grapheme);
        if used > room {
            break;
        }
        start = at;
    }
    Cow::Owned(format!("{ELLIPSIS}{}", &text[start..]))
}

/// `text` broken into lines of at most `columns` columns: at spaces where there are some, between
/// wide characters otherwise. A line never begins with closing punctuation if that can be helped.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(2);
    text.lines().flat_map(|line| wrap_line(line, columns)).collect()
}

fn wrap_line(line: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = line;
    while width(rest) > columns {
        let at = break_point(rest, columns);
        lines.push(rest[..at].trim_end().to_owned());
        rest = rest[at..].trim_start();
    }
    lines.push(rest.to_owned());
    lines
}

/// Byte at which a line that is too long is broken: the last good place that still fits.
fn break_point(line: &str, columns: usize) -> usize {
    let mut used = 0;
    let mut last_good = 0;
    let mut before = "";
    for (start, grapheme) in line.grapheme_indices(true) {
        if start > 0 && may_break(before, grapheme) {
            last_good = start;
        }
        used += width(grapheme);
        if used > columns {
            // A space may hang over the end; a word longer than a line is broken where it ends.
            let hanging = grapheme == " ";
            return if last_good == 0 || hanging { start.max(first_len(line)) } else { last_good };
        }
        before = grapheme;
    }
    line.len()
}

/// Bytes of the first character, so that every line holds at least one.
fn first_len(line: &str) -> usize {
    line.graphemes(true).next().map_or(0, str::len)
}

fn may_break(before: &str, after: &str) -> bool {
    let closing = "，。、；：？！）》」』】”’%…,.;:?!)]}";
    let opening = "（《「『【“‘([{";
    if closing.contains(after) || opening.contains(before) {
        return false;
    }
    before == " " || width(before) == 2 || width(after) == 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(width("绩评 89.73"), 10);
        assert_eq!(pad("得分", 6), "得分  ");
        assert_eq!(pad_left("良", 4), "  良");
    }

    #[test]
    fn cutting_keeps_to_the_columns_and_to_whole_characters() {
        assert_eq!(cut("预算执行率", 10), "预算执行率");
        assert_eq!(cut("预算执行率", 9), "预算执行…");
        assert_eq!(cut("预算执行率", 8), "预算执…");
        assert_eq!(pad("预算执行率", 8), "预算执… ");
        assert_eq!(cut("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}…");
        assert_eq!(cut("abc", 0), "");
        for columns in 0..12 {
            assert!(width(&cut("a预b算c执", columns)) <= columns);
        }
    }

    #[test]
    fn wrapping_breaks_at_spaces_and_between_wide_characters() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("预算执行率，按比例", 10), ["预算执行", "率，按比例"]);
        assert_eq!(wrap("unbreakable", 4), ["unbr", "eaka", "ble"]);
        assert_eq!(wrap("一\n二", 10), ["一", "二"]);
        for columns in 2..12 {
            let lines = wrap("每降低一个百分点扣 0.1 分，扣完 4 分为止", columns);
            assert!(lines.iter().all(|l| width(l) <= columns), "{lines:?}");
        }
    }
}
