//! What is said at the foot of the screen: what is under way, why something was not taken, what
//! the last change did.
//!
//! Owns which of several messages is shown and how many rows it takes. Must not draw.

use crate::i18n::safe::display_safe;
use crate::i18n::ui;
use crate::i18n::width::{cut, width, wrap};

use super::dialog::Dialog;
use super::{App, figures};

/// Most rows of a message that needs a look: why, and how to mend it, in a narrow window.
const MOST_ROWS: usize = 6;

/// How a message is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// By the way.
    Plain,
    /// Something is under way.
    Busy,
    /// Needs a look.
    Urgent,
    /// What the last change did.
    Changed,
}

/// The rows of the message, none if there is nothing to say. What needs a look is never cut
/// before its mend; everything else takes one row.
pub fn message(app: &App) -> (Vec<String>, Tone) {
    let room = usize::from(app.size.width).saturating_sub(2);
    let in_one = |text: &str| cut(&display_safe(text), room).into_owned();
    if let Some(text) = &app.busy {
        return (vec![in_one(text)], Tone::Busy);
    }
    if app.present.is_some() {
        let notice = app.notice.iter().map(|n| in_one(&n.text));
        return (notice.collect(), Tone::Plain);
    }
    if let Some(text) = urgent(app) {
        return (in_rows(&display_safe(&text), room), Tone::Urgent);
    }
    if let Some(notice) = &app.notice {
        return (vec![in_one(&notice.text)], Tone::Plain);
    }
    let last = app.work.as_ref().filter(|_| app.fresh).and_then(|w| figures::last_change(w, app.lang()));
    let Some(last) = last else { return (Vec::new(), Tone::Plain) };
    (vec![in_one(&last.in_columns(room))], Tone::Changed)
}

/// Rows that the message takes.
pub fn rows(app: &App) -> u16 {
    let (lines, _) = message(app);
    u16::try_from(lines.len()).unwrap_or(1).max(1)
}

/// What needs a look: why what is typed was not taken, why nothing is stored, what was said last.
fn urgent(app: &App) -> Option<String> {
    let work = app.work.as_ref();
    let sheet = match app.dialogs.last() {
        Some(Dialog::Evidence(sheet)) => Some(&**sheet),
        _ => work.map(|w| &w.view.sheet),
    };
    sheet
        .and_then(|s| s.refusal.clone())
        .or_else(|| work.and_then(|w| w.saving.failed.as_ref()).map(|why| ui::save_failed(app.lang(), why)))
        .or_else(|| app.notice.as_ref().filter(|n| n.urgent).map(|n| n.text.clone()))
}

fn in_rows(text: &str, room: usize) -> Vec<String> {
    let mut lines = wrap(text, room);
    if lines.len() > MOST_ROWS {
        lines.truncate(MOST_ROWS - 1);
        // Of the text itself: between the lines stand the spaces it was broken at.
        let behind = |rest, line: &String| str::split_once(rest, line.as_str()).map_or(rest, |(_, r)| r);
        let rest = lines.iter().fold(text, behind).trim_start();
        lines.push(cut(rest, room).into_owned());
    }
    lines
}

/// What the last change did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Last {
    /// The fact.
    pub fact: String,
    /// From what to what.
    pub change: String,
    /// What came of it.
    pub result: String,
}

impl Last {
    /// In one row. However long the name, the values and the result stay on the screen; where the
    /// values are long, too, the result stays. Of the name the beginning says what the place on
    /// the screen says as well.
    fn in_columns(&self, room: usize) -> String {
        let left = room.saturating_sub(width(&self.result) + 2);
        let name = left.saturating_sub(width(&self.change)).max(left / 3);
        let mut fact = self.fact.as_str();
        while let Some((_, rest)) = fact.split_once(" · ").filter(|_| width(fact) > name) {
            fact = rest;
        }
        let what = format!("{}{}", cut(fact, name), self.change);
        format!("{}  {}", cut(&what, left), self.result)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last(fact: &str, change: &str) -> Last {
        Last { fact: fact.to_owned(), change: change.to_owned(), result: "+2.00  91.73 优".to_owned() }
    }

    #[test]
    fn names_give_way_from_their_end_and_the_result_stays() {
        assert_eq!(last("培训", " 1→2").in_columns(40), "培训 1→2  +2.00  91.73 优");
        assert_eq!(
            last("信息维护人员培训完成率", " 1→2").in_columns(40),
            "信息维护人员培训完… 1→2  +2.00  91.73 优"
        );
        let deep = last("机关人员满意度问卷 · 第 12 份 · Q7", " = 满意");
        assert_eq!(deep.in_columns(40), "第 12 份 · Q7 = 满意  +2.00  91.73 优");
        let long = last("备注", &format!(" = {}", "很长的文字".repeat(20))).in_columns(40);
        assert!(long.starts_with("备注 = 很长的") && long.ends_with("…  +2.00  91.73 优"), "{long}");
        assert!(width(&long) <= 40);
    }

    #[test]
    fn a_long_refusal_takes_rows_and_ends_with_a_sign_that_more_was_said() {
        let lines = in_rows(&"请检查文件所在的文件夹。".repeat(40), 40);
        assert_eq!(lines.len(), MOST_ROWS);
        assert!(lines.iter().all(|l| width(l) <= 40));
        assert!(lines[MOST_ROWS - 1].ends_with('…'));
        // The last row goes on with whole words: of forty columns eight of four letters fill a row,
        // and five rows hold forty of them.
        let numbered: Vec<String> = (100..200).map(|n| format!("n{n}")).collect();
        let lines = in_rows(&numbered.join(" "), 40);
        assert_eq!(lines[0], "n100 n101 n102 n103 n104 n105 n106 n107");
        assert_eq!(lines[MOST_ROWS - 1], "n140 n141 n142 n143 n144 n145 n146 n147…");
    }
}
