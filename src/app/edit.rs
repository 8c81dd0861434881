//! One line of text being typed. The editing itself is ratatui-textarea's; here it is bound to
//! our keys, kept to one line, and its caret measured in columns for the hardware cursor.

use ratatui_textarea::{CursorMove, Input, Key as AreaKey, TextArea};
use unicode_width::UnicodeWidthStr;

use super::key::{Code, Key};

/// Longest text of a line, in characters: twice what any field records. A paste beyond it is
/// refused whole; keys that come by the thousand, as from a paste without marks, end here.
pub const MAX_PASTE: usize = 4000;

/// A line of text with a caret.
#[derive(Debug, Clone)]
pub struct LineEdit {
    area: TextArea<'static>,
}

impl LineEdit {
    /// A line holding `text`, caret at its end.
    pub fn new(text: &str) -> Self {
        let mut area = TextArea::new(vec![one_line(text)]);
        area.move_cursor(CursorMove::End);
        Self { area }
    }

    /// A line holding a suggestion: the first character typed replaces it.
    pub fn suggesting(text: &str) -> Self {
        let mut edit = Self::new(text);
        if !text.is_empty() {
            edit.area.select_all();
        }
        edit
    }

    /// Whether everything is selected, to be replaced by what is typed next.
    pub fn is_selected(&self) -> bool {
        self.area.is_selecting()
    }

    /// What has been typed.
    pub fn text(&self) -> &str {
        self.area.lines().first().map_or("", String::as_str)
    }

    /// Takes a key; `false` if it is none of a text field's.
    pub fn press(&mut self, key: Key) -> bool {
        let code = match key.code {
            Code::Char(c) => AreaKey::Char(c),
            Code::Backspace => AreaKey::Backspace,
            Code::Delete => AreaKey::Delete,
            Code::Left => AreaKey::Left,
            Code::Right => AreaKey::Right,
            Code::Home => AreaKey::Home,
            Code::End => AreaKey::End,
            _ => return false,
        };
        if key.ctrl && key.code == Code::Char('u') {
            *self = Self::new("");
            return true;
        }
        // A line stays a line: the editor's own shortcut for a line break is not passed on.
        if key.ctrl && matches!(key.code, Code::Char('m' | 'j')) {
            return false;
        }
        let is_full = || self.text().len() >= MAX_PASTE && self.text().chars().nth(MAX_PASTE - 1).is_some();
        if matches!(code, AreaKey::Char(_)) && !key.ctrl && !self.is_selected() && is_full() {
            return true;
        }
        self.area.input(Input { key: code, ctrl: key.ctrl, alt: key.alt, shift: false });
        true
    }

    /// Puts pasted text at the caret; `false` if it is longer than [`MAX_PASTE`].
    pub fn paste(&mut self, text: &str) -> bool {
        if text.chars().nth(MAX_PASTE).is_some() {
            return false;
        }
        self.area.insert_str(one_line(text));
        true
    }

    /// Columns from the start of the text to the caret.
    pub fn caret(&self) -> usize {
        let chars = self.area.cursor().1;
        let before: String = self.text().chars().take(chars).collect();
        before.width()
    }
}

/// Line ends and tabs as spaces, other control characters dropped.
fn one_line(text: &str) -> String {
    text.trim_end_matches(['\r', '\n'])
        .chars()
        .map(|c| if matches!(c, '\r' | '\n' | '\t') { ' ' } else { c })
        .filter(|c| !c.is_control())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::key::script;

    fn typed(start: &str, keys: &str) -> LineEdit {
        let mut edit = LineEdit::new(start);
        for key in script(keys) {
            edit.press(key);
        }
        edit
    }

    #[test]
    fn caret_counts_columns_not_characters() {
        assert_eq!(typed("", "网络a").caret(), 5);
        assert_eq!(typed("网络a", "<left><left>").caret(), 2);
    }

    #[test]
    fn a_suggestion_gives_way_to_what_is_typed() {
        let mut edit = LineEdit::suggesting("长长的名字.jp");
        assert!(edit.is_selected());
        edit.press(script("a")[0]);
        assert_eq!(edit.text(), "a");
        let mut edit = LineEdit::suggesting("a.jp");
        edit.press(script("<end>")[0]);
        edit.press(script("x")[0]);
        assert_eq!(edit.text(), "a.jpx");
        assert_eq!(typed("abc", "<ctrl-u>x").text(), "x");
    }

    #[test]
    fn pasted_lines_stay_one_line() {
        let mut edit = LineEdit::new("");
        assert!(edit.paste("第一行\r\n第二\u{1b}[2J\n"));
        assert_eq!(edit.text(), "第一行  第二[2J");
        assert!(!edit.paste(&"长".repeat(MAX_PASTE + 1)));
    }

    #[test]
    fn a_line_takes_only_so_much_and_can_be_mended_then() {
        let mut edit = LineEdit::new(&"网".repeat(MAX_PASTE - 1));
        for key in script("ab") {
            edit.press(key);
        }
        assert_eq!(edit.text().chars().count(), MAX_PASTE);
        assert!(edit.text().ends_with("网a"));
        for key in script("<backspace>c") {
            edit.press(key);
        }
        assert!(edit.text().ends_with("网c"));
    }
}
