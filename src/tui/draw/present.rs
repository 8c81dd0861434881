//! The presenter's screen: one chart as large as the terminal allows, nothing else that moves.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::layout::Area;
use crate::app::present::Chart;
use crate::app::work::Work;
use crate::i18n::charts as words;
use crate::i18n::safe::display_safe;
use crate::i18n::width::{cut, pad, width};

use super::super::theme::Look;
use super::{chart, row, title};

/// Columns at each side that stay empty.
const MARGIN: u16 = 1;

pub(super) fn draw(frame: &mut Frame, app: &App, work: &Work, look: &Look) {
    let lang = app.lang();
    let (columns, rows) = (app.size.width, app.size.height);
    let whole = Area { x: MARGIN, y: 0, width: columns.saturating_sub(2 * MARGIN), height: rows };
    let room = usize::from(whole.width);
    let chosen = work.view.chart;
    let page =
        words::page(lang, chosen.chart.place() + 1, Chart::ALL.len(), words::chart(lang, chosen.chart));
    let name = display_safe(lang.label(&work.scheme.title)).into_owned();
    let left = pad(&cut(&name, room.saturating_sub(width(&page) + 2)), room.saturating_sub(width(&page)));
    row(frame, whole, 0, Line::from(vec![Span::styled(left, look.strong), Span::styled(page, look.here)]));
    let body = Area { y: 2, height: rows.saturating_sub(4), ..whole };
    chart::draw(frame, app, work, body, look);
    title::foot(frame, app, look);
}
