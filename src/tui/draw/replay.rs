//! The replay: a banner that this is not the present, the way of the total, what the step did, and
//! the scorecard at that moment.

use ratatui::Frame;
use ratatui::text::{Line, Span};
use rust_decimal::Decimal;

use crate::app::App;
use crate::app::figures;
use crate::app::layout::Area;
use crate::app::screen::ledger;
use crate::app::work::Work;
use crate::i18n::replay as words;
use crate::i18n::safe::display_safe;
use crate::i18n::width::{pad, pad_left, width};
use crate::ledger::SCHEME_PREFIX;
use crate::score::Span as Points;
use crate::score::charts::Scale;

use super::super::theme::Look;
use super::{chart, ends_line, fit, row};

/// From this width on the scorecard stands beside the way.
const SIDE_BY_SIDE: u16 = 96;
/// From this height on the total stands in large digits.
const LARGE: u16 = 28;
/// Columns for the figures at the left of the way.
const LABELS: usize = 7;

pub(super) fn draw(frame: &mut Frame, app: &App, work: &Work, area: Area, look: &Look) {
    row(frame, area, 0, banner(app, work, usize::from(area.width), look));
    let body = Area { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let is_wide = area.width >= SIDE_BY_SIDE;
    let side = if is_wide { area.width * 2 / 5 } else { 0 };
    let left = Area { width: body.width - side, ..body };
    let mut words = step(app, work, usize::from(left.width), look);
    if left.height >= LARGE {
        let total = figures::span(work.replay.card.rounding, work.replay.card.total.points);
        let large = chart::large(&total, usize::from(left.width) - 2, 5).unwrap_or_default();
        let large = large.into_iter().map(|l| Line::styled(format!(" {l}"), look.strong));
        words.splice(0..0, std::iter::once(Line::default()).chain(large).chain([Line::default()]));
    }
    let levels = work.scheme.children(None).count();
    let card = if is_wide { 0 } else { levels + 1 };
    let used = words.len() + card + 3;
    let rows = usize::from(left.height).saturating_sub(used).clamp(3, 20);
    let mut y = 0;
    for line in way(work, usize::from(left.width), rows, look).into_iter().chain(words) {
        row(frame, left, y, line);
        y += 1;
    }
    if is_wide {
        let right = Area { x: body.x + left.width, width: side, ..body };
        let detail = Detail::fitting(work, usize::from(right.height));
        for (n, line) in scorecard(app, work, usize::from(right.width), detail, look).into_iter().enumerate()
        {
            row(frame, right, n, line);
        }
    } else {
        for (n, line) in
            scorecard(app, work, usize::from(left.width), Detail::Levels, look).into_iter().enumerate()
        {
            row(frame, left, y + 1 + n, line);
        }
    }
}

/// Where in time one is, and that nothing of it is the present.
fn banner(app: &App, work: &Work, columns: usize, look: &Look) -> Line<'static> {
    let lang = app.lang();
    let walk = &work.replay;
    let all = work.ledger.events().len();
    let mut parts = vec![words::banner(lang, walk.seq(walk.at), all)];
    match walk.events(work.ledger.events()).last() {
        Some(event) => {
            parts.push(event.stamp.at.format("%Y-%m-%d %H:%M").to_string());
            parts.push(display_safe(&event.stamp.actor).into_owned());
        }
        None => parts.push(words::before_everything(lang)),
    }
    if walk.at + 1 == walk.len() {
        parts.push(words::present(lang));
    }
    if let Some(marked) = walk.marked {
        parts.push(words::marked(lang, walk.seq(marked)));
    }
    // What is known from the title as well gives way first.
    let untouched = words::untouched(lang);
    let used: usize = parts.iter().map(|p| width(p) + 3).sum();
    if used + width(&untouched) < columns {
        parts.insert(parts.len() - usize::from(walk.marked.is_some()), untouched);
    }
    Line::styled(pad(&format!(" {}", parts.join(" · ")), columns), look.selected)
}

/// The total over the moments: a step line where it is certain, hatched where it is open.
fn way(work: &Work, columns: usize, rows: usize, look: &Look) -> Vec<Line<'static>> {
    let walk = &work.replay;
    let wide = columns.saturating_sub(LABELS + 1);
    // Before everything all is possible; that would leave no height for the rest.
    let skipped = usize::from(walk.at > 0 && walk.moments.len() > 1);
    let lowest = walk.moments.iter().skip(skipped).map(|m| m.total.low).min().unwrap_or_default();
    let full = work.card.total.max.max(Decimal::ONE);
    let scale = Scale { columns: rows.saturating_sub(1), ..Scale::down_to(lowest, full, rows) };
    // Row of a value, counted from the top.
    let at = |value: Decimal| rows - 1 - scale.at(value).min(rows - 1);
    let count = walk.len();
    let last_of = |column: usize| ((column + 1) * count).div_ceil(wide.max(1)).saturating_sub(1);
    let spans: Vec<Option<Points>> =
        (0..wide).map(|c| walk.moments.get(last_of(c)).map(|m| m.total)).collect();
    let here = (0..wide).find(|c| last_of(*c) >= walk.at).unwrap_or(0);
    let marked = walk.marked.and_then(|m| (0..wide).find(|c| last_of(*c) >= m));
    let edges: Vec<(usize, Decimal)> = work
        .scheme
        .grades
        .iter()
        .filter_map(|g| g.low)
        .map(|e| e.at)
        .filter(|e| *e > scale.from)
        .map(|e| (at(e), e))
        .collect();
    let mut lines = Vec::new();
    for y in 0..rows {
        let label = match edges.iter().find(|(edge, _)| *edge == y) {
            _ if y == 0 => scale.to.normalize().to_string(),
            Some((_, value)) => value.normalize().to_string(),
            None if y + 1 == rows => scale.from.normalize().to_string(),
            None => String::new(),
        };
        let mut line = vec![Span::styled(format!("{} ", pad_left(&label, LABELS)), look.plain)];
        for column in 0..wide {
            let blank = if edges.iter().any(|(edge, _)| *edge == y) { "┈" } else { " " };
            let before = column.checked_sub(1).and_then(|c| spans[c]);
            let (mark, style) = match spans[column] {
                None => ("·", look.dim),
                Some(now) => match cell(before, now, y, at) {
                    Some((mark, true)) => (mark, look.here),
                    Some((mark, false)) => (mark, look.attention),
                    None => (blank, look.dim),
                },
            };
            let style = if column == here { look.changed } else { style };
            line.push(Span::styled(if column == here && mark == " " { "┊" } else { mark }, style));
        }
        lines.push(Line::from(line));
    }
    let mut feet = " ".repeat(LABELS + 1 + here);
    feet.push('▲');
    let mut foot = Line::styled(feet, look.changed);
    if let Some(marked) = marked.filter(|m| *m != here) {
        let text = if marked < here {
            format!("{}△{}▲", " ".repeat(LABELS + 1 + marked), " ".repeat(here - marked - 1))
        } else {
            format!("{}▲{}△", " ".repeat(LABELS + 1 + here), " ".repeat(marked - here - 1))
        };
        foot = Line::styled(text, look.changed);
    }
    lines.push(foot);
    lines
}

/// What stands in a cell of the way, and whether it is certain.
fn cell(
    before: Option<Points>,
    now: Points,
    y: usize,
    at: impl Fn(Decimal) -> usize,
) -> Option<(&'static str, bool)> {
    let (top, bottom) = (at(now.high), at(now.low));
    let certain = now.known().is_some();
    if !certain && (top..=bottom).contains(&y) {
        return Some(("╱", false));
    }
    if certain && y == top {
        return Some(("━", true));
    }
    // A certain total that jumped is joined to the one before.
    let before = before.filter(|b| certain && b.known().is_some()).map(|b| at(b.low))?;
    let (from, to) = (before.min(top), before.max(top));
    (from < y && y < to).then_some(("┃", true))
}

/// What the step was and did.
fn step(app: &App, work: &Work, columns: usize, look: &Look) -> Vec<Line<'static>> {
    let lang = app.lang();
    let walk = &work.replay;
    let (old, new) = (walk.before.total.points, walk.card.total.points);
    let print = |points| figures::span(walk.card.rounding, points);
    let grade = figures::grade_of(&work.scheme, &walk.card, lang);
    let mut lines = Vec::new();
    let result = format!(" {}  {grade}", print(new));
    let delta = match (old.known(), new.known()) {
        _ if walk.at == 0 => String::new(),
        (Some(a), Some(b)) if b > a => format!("+{}", figures::points(walk.card.rounding, b - a)),
        (Some(a), Some(b)) if b < a => format!("−{}", figures::points(walk.card.rounding, a - b)),
        _ if old == new => words::unchanged(lang),
        _ => words::step(lang, &print(old), &print(new)),
    };
    lines.push(ends_line(&result, &format!("{delta} "), columns, look.strong));
    let events = walk.events(work.ledger.events());
    if let Some(first) = events.first() {
        let entry = ledger::row(work, first, lang);
        let more = if events.len() > 1 { words::and_more(lang, events.len()) } else { String::new() };
        let what = format!(" {}  {}  {more}", entry.fact, entry.change);
        lines.push(Line::styled(fit(&what, columns), look.plain));
        if !entry.reason.is_empty() {
            lines.push(Line::styled(fit(&format!(" {}", entry.reason), columns), look.plain));
        }
    }
    let later = work.ledger.events().get(walk.seq(walk.at).max(1)..).unwrap_or_default();
    if walk.at > 0 && later.iter().any(|e| e.change.path.starts_with(SCHEME_PREFIX)) {
        lines.push(Line::styled(fit(&format!(" {}", words::rules_changed(lang)), columns), look.attention));
    }
    if walk.moments.len() < walk.len() {
        let text = words::computing(lang, walk.moments.len(), walk.len());
        lines.push(Line::styled(format!(" {text}"), look.dim));
    }
    lines
}

/// How much of the tree is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Detail {
    /// All of it.
    All,
    /// The first rank and the leaves.
    Leaves,
    /// The first rank and the leaves that the step changed.
    Levels,
}

impl Detail {
    /// As much as fits below a heading.
    fn fitting(work: &Work, rows: usize) -> Self {
        let tops = work.scheme.indicators.iter().filter(|i| i.depth == 0 && i.rule.is_none()).count();
        if work.scheme.indicators.len() < rows {
            Self::All
        } else if work.scheme.leaves().count() + tops < rows {
            Self::Leaves
        } else {
            Self::Levels
        }
    }
}

/// Names and scores at that moment; what the step changed stands out.
fn scorecard(app: &App, work: &Work, columns: usize, detail: Detail, look: &Look) -> Vec<Line<'static>> {
    let lang = app.lang();
    let walk = &work.replay;
    let mut lines = Vec::new();
    if detail != Detail::Levels {
        lines.push(Line::styled(format!("  {}", words::scorecard(lang)), look.strong));
    }
    for (n, node) in work.scheme.indicators.iter().enumerate() {
        let changed = walk.at > 0
            && walk.before.scores.get(n).map(|s| (s.points, s.status))
                != walk.card.scores.get(n).map(|s| (s.points, s.status));
        let touched = changed && node.rule.is_some() && walk.at > 1;
        let shown = match detail {
            Detail::All => true,
            Detail::Leaves => node.depth == 0 || node.rule.is_some(),
            Detail::Levels => node.depth == 0 || touched,
        };
        if !shown {
            continue;
        }
        let name = format!("  {}{}", "  ".repeat(node.depth), lang.label(&node.name));
        let figure = figures::score(&walk.card, n);
        let style = match (changed, node.depth) {
            (true, _) => look.changed,
            (_, 0) => look.strong,
            _ => look.plain,
        };
        lines.push(ends_line(&name, &format!("{figure} "), columns, style));
    }
    lines
}
