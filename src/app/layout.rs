//! From the size of the terminal to the places of the panes; computed before update and draw.

/// A rectangle of character cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Area {
    /// Column of the left edge.
    pub x: u16,
    /// Row of the top edge.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Area {
    /// Whether the cell at this column and row lies in it.
    pub const fn holds(self, x: u16, y: u16) -> bool {
        x >= self.x && y >= self.y && x < self.x + self.width && y < self.y + self.height
    }

    /// Without a frame of one cell on every side.
    #[must_use]
    pub const fn inner(self) -> Self {
        Self {
            x: self.x.saturating_add(1),
            y: self.y.saturating_add(1),
            width: self.width.saturating_sub(2),
            height: self.height.saturating_sub(2),
        }
    }
}

/// Below this the screen only asks for more room.
pub const SMALLEST: (u16, u16) = (60, 16);
/// From this width on, list and entry stand side by side.
const TWO_PANES: u16 = 90;
/// From this width on, the live figures stand beside them.
const THREE_PANES: u16 = 112;
/// From this width on, trace and ledger stand beside them.
const FOUR_PANES: u16 = 180;

/// Fewest rows that are worth a pane below a list, its frame included.
const LEAST_BELOW: u16 = 6;

/// Columns and rows of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// Which pane has the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pane {
    /// Where: the list on the left.
    #[default]
    List,
    /// What: entry, explanation, ledger.
    Main,
}

/// Places of everything on a project's screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Layout {
    /// Title, total, grade, saved.
    pub title: Area,
    /// Names of the screens.
    pub tabs: Area,
    /// List on the left; absent when one pane fills the screen and it is not this one.
    pub list: Option<Area>,
    /// Entry, explanation or ledger.
    pub main: Option<Area>,
    /// Live figures.
    pub live: Option<Area>,
    /// Trace and last entries, on wide screens.
    pub side: Option<Area>,
    /// What just happened.
    pub message: Area,
    /// What can be done now.
    pub hints: Area,
}

impl Size {
    /// Whether there is too little room for anything useful.
    pub const fn too_small(self) -> bool {
        self.width < SMALLEST.0 || self.height < SMALLEST.1
    }

    /// Whether only one pane fits at a time.
    pub const fn one_pane(self) -> bool {
        self.width < TWO_PANES
    }

    /// Places on the screen of a project. `wide_main` gives all room to the main pane.
    pub fn layout(self, focus: Pane, wide_main: bool) -> Layout {
        let row = |y: u16| Area { x: 0, y, width: self.width, height: 1 };
        let body = Area { x: 0, y: 2, width: self.width, height: self.height.saturating_sub(4) };
        let column = |x: u16, width: u16| Some(Area { x, width, ..body });
        let mut layout = Layout {
            title: row(0),
            tabs: row(1),
            message: row(self.height.saturating_sub(2)),
            hints: row(self.height.saturating_sub(1)),
            ..Layout::default()
        };
        if self.one_pane() {
            match focus {
                Pane::List if !wide_main => layout.list = Some(body),
                _ => layout.main = Some(body),
            }
            return layout;
        }
        if wide_main {
            layout.main = Some(body);
            return layout;
        }
        let tree = (self.width * 3 / 10).clamp(34, 48);
        let figures = if self.width >= THREE_PANES { (self.width / 4).clamp(30, 36) } else { 0 };
        let side = if self.width >= FOUR_PANES { self.width / 4 } else { 0 };
        let entry = self.width - tree - figures - side;
        layout.list = column(0, tree);
        layout.main = column(tree, entry);
        if figures > 0 {
            layout.live = column(tree + entry, figures);
        }
        if side > 0 {
            layout.side = column(tree + entry + figures, side);
        }
        layout
    }
}

impl Layout {
    /// The message takes so many rows, from the panes above it.
    #[must_use]
    pub fn with_message(self, rows: u16) -> Self {
        let more = rows.saturating_sub(1);
        let less = |area: Option<Area>| area.map(|a| Area { height: a.height.saturating_sub(more), ..a });
        let message = Area { y: self.message.y.saturating_sub(more), height: rows.max(1), ..self.message };
        Self {
            list: less(self.list),
            main: less(self.main),
            live: less(self.live),
            side: less(self.side),
            message,
            ..self
        }
    }

    /// The list keeps `rows` lines, and the main pane stands below it where there is room.
    #[must_use]
    pub fn with_main_below(self, rows: usize) -> Self {
        let (Some(list), None) = (self.list, self.main) else { return self };
        let height = u16::try_from(rows + 2).unwrap_or(u16::MAX);
        let Some(rest) = list.height.checked_sub(height).filter(|rest| *rest >= LEAST_BELOW) else {
            return self;
        };
        let main = Area { y: list.y + height, height: rest, ..list };
        Self { list: Some(Area { height, ..list }), main: Some(main), ..self }
    }

    /// The main pane takes the room of the live figures.
    #[must_use]
    pub fn without_live(self) -> Self {
        let (Some(main), Some(live)) = (self.main, self.live) else { return self };
        let main = Area { width: main.width + live.width, ..main };
        Self { main: Some(main), live: None, ..self }
    }
}

/// A selected line in a scrolled list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cursor {
    /// Selected line.
    pub at: usize,
    /// First line shown.
    pub top: usize,
}

impl Cursor {
    /// Moves by `by` lines within `len`.
    pub fn move_by(&mut self, by: isize, len: usize) {
        self.at = self.at.saturating_add_signed(by).min(len.saturating_sub(1));
    }

    /// Shows another part of `len` lines none of which is selected.
    pub fn scroll(&mut self, by: isize, len: usize) {
        self.top = self.top.saturating_add_signed(by).min(len.saturating_sub(1));
    }

    /// Moves by `by` of the lines one can stand on.
    pub fn move_over(&mut self, by: isize, len: usize, is_stop: impl Fn(usize) -> bool) {
        let mut left = by.unsigned_abs();
        let mut at = self.at;
        while left > 0 {
            let next = if by > 0 { at.checked_add(1) } else { at.checked_sub(1) };
            let Some(next) = next.filter(|&n| n < len) else { return };
            at = next;
            if is_stop(at) {
                self.at = at;
                left -= 1;
            }
        }
    }

    /// Stands on the nearest line one can stand on, looking `forward` first or backward first.
    pub fn stand(&mut self, len: usize, forward: bool, is_stop: impl Fn(usize) -> bool) {
        let at = self.at.min(len.saturating_sub(1));
        let after = (at..len).find(|&n| is_stop(n));
        let before = (0..at).rev().find(|&n| is_stop(n));
        let here = (at < len && is_stop(at)).then_some(at);
        let found = if forward { after.or(before) } else { before.or(after) };
        self.at = here.or(found).unwrap_or(0);
    }

    /// Keeps the selection inside the list and inside a window of `height` lines.
    pub fn settle(&mut self, len: usize, height: usize) {
        self.at = self.at.min(len.saturating_sub(1));
        self.top = self.top.min(len.saturating_sub(height));
        if self.at < self.top {
            self.top = self.at;
        } else if height > 0 && self.at >= self.top + height {
            self.top = self.at + 1 - height;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panes_never_overlap_and_fill_the_width() {
        for width in 60..260 {
            let layout = Size { width, height: 40 }.layout(Pane::Main, false);
            let panes = [layout.list, layout.main, layout.live, layout.side];
            let mut x = 0;
            for pane in panes.into_iter().flatten() {
                assert_eq!(pane.x, x, "at {width}");
                x += pane.width;
            }
            assert_eq!(x, width);
            assert!(layout.main.unwrap().width >= 46, "{width}: {:?}", layout.main);
        }
    }

    #[test]
    fn a_cursor_keeps_inside_its_list_and_window() {
        let mut cursor = Cursor { at: 50, top: 0 };
        cursor.settle(30, 10);
        assert_eq!(cursor, Cursor { at: 29, top: 20 });
        cursor.move_by(-100, 30);
        cursor.settle(30, 10);
        assert_eq!(cursor, Cursor { at: 0, top: 0 });
        cursor.settle(0, 10);
        assert_eq!(cursor, Cursor { at: 0, top: 0 });
    }
}
