//! Rows of statistics, in the main pane or beside it.

use ratatui::Frame;
use ratatui::style::Style;

use crate::app::App;
use crate::app::layout::Area;
use crate::app::screen::statistics;
use crate::app::work::Work;
use crate::i18n::statistics::Weight;

use super::super::theme::Look;
use super::{beyond, ends_line, row};

/// Draws the rows from `top` on.
pub(super) fn draw(frame: &mut Frame, app: &App, work: &Work, area: Area, look: &Look, top: usize) {
    let columns = usize::from(area.width).saturating_sub(2);
    let rows = statistics::rows(work, app.lang(), columns);
    beyond(frame, area, (top, usize::from(area.height), rows.len()), look);
    for (y, (left, right, weight)) in rows.iter().skip(top).take(usize::from(area.height)).enumerate() {
        let line = ends_line(
            &format!(" {left}"),
            &format!("{right} "),
            usize::from(area.width),
            style(look, *weight),
        );
        row(frame, area, y, line);
    }
}

const fn style(look: &Look, weight: Weight) -> Style {
    match weight {
        Weight::Heading => look.strong,
        Weight::Plain => look.plain,
        Weight::Dim => look.dim,
        Weight::Attention => look.attention,
    }
}
