//! That a list goes on above or below what is shown of it.

use ratatui::Frame;
use ratatui::text::Line;

use crate::app::layout::Area;
use crate::i18n::width::width;
use crate::i18n::{Lang, ui};

use super::super::theme::Look;
use super::row;

/// Which part of a list is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    /// Items above it.
    pub(super) offset: usize,
    /// Items shown.
    pub(super) shown: usize,
    /// All items.
    pub(super) total: usize,
}

/// Says at the right of the first and the last row of `area`, the edges of a frame as a rule, how
/// many items follow above and below.
pub(super) fn more(frame: &mut Frame, area: Area, part: Part, lang: Lang, look: &Look) {
    let below = part.total.saturating_sub(part.offset + part.shown);
    let ends = [
        (0, part.offset, ui::more_above(lang, part.offset)),
        (usize::from(area.height).saturating_sub(1), below, ui::more_below(lang, below)),
    ];
    for (y, n, text) in ends {
        let text = format!(" {text} ");
        let columns = u16::try_from(width(&text)).unwrap_or(0);
        if n > 0 && columns + 2 < area.width {
            let place = Area { x: area.x + area.width - columns - 2, width: columns, ..area };
            row(frame, place, y, Line::styled(text, look.here));
        }
    }
}
