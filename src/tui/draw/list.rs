//! The list on the left: the indicator tree, or the questions.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use crate::app::layout::{Area, Cursor, Pane};
use crate::app::screen::dossier;
use crate::app::work::{Tab, Work};
use crate::app::{App, figures};
use crate::i18n::width::{width, wrap};
use crate::i18n::{ui, whatif as words};
use crate::score::Status;

use super::super::theme::Look;
use super::{beyond, ends, ends_line, framed, row};

pub(super) fn draw(frame: &mut Frame, app: &App, work: &Work, area: Area, look: &Look) {
    let active = work.view.focus == Pane::List;
    let lang = app.lang();
    if work.view.tab == Tab::WhatIf {
        let inner = framed(frame, area, &words::views(lang), active, look);
        super::whatif::list(frame, app, work, inner, look, active);
        super::whatif::preview(frame, app, work, inner, look);
    } else if work.view.tab == Tab::Survey {
        let inner = framed(frame, area, &ui::list_questions(lang), active, look);
        questions(frame, app, work, inner, look, active);
    } else if work.view.tab == Tab::Dossier {
        let inner = framed(frame, area, &ui::list_dossier(lang), active, look);
        sections(frame, app, work, inner, look, active);
    } else {
        let inner = framed(frame, area, &ui::list_indicators(lang), active, look);
        tree(frame, app, work, inner, look, active);
    }
}

pub(super) fn style_of(look: &Look, selected: bool, active: bool) -> ratatui::style::Style {
    match (selected, active) {
        (true, true) => look.selected,
        (true, false) => look.resting,
        _ => look.plain,
    }
}

pub(super) fn window(cursor: Cursor, height: u16) -> std::ops::Range<usize> {
    cursor.top..cursor.top + usize::from(height)
}

fn tree(frame: &mut Frame, app: &App, work: &Work, area: Area, look: &Look, active: bool) {
    let shown = work.tree();
    let columns = usize::from(area.width);
    beyond(frame, area, (work.view.tree.top, usize::from(area.height), shown.len()), look);
    if shown.is_empty() {
        for (y, line) in (1..).zip(wrap(&ui::no_indicators(app.lang()), columns.saturating_sub(2))) {
            row(frame, area, y, Line::styled(format!(" {line}"), look.dim));
        }
    }
    for (y, at) in window(work.view.tree, area.height).enumerate() {
        let Some(&n) = shown.get(at) else { break };
        let node = &work.scheme.indicators[n];
        let score = &work.card.scores[n];
        let fold = match (node.rule.is_some(), work.view.folded.contains(&n)) {
            (true, _) => "",
            (_, true) => "▸ ",
            (_, false) => "▾ ",
        };
        let left = format!("{}{fold}{}", "  ".repeat(node.depth), app.lang().label(&node.name));
        let (mark, mark_style) = match (node.rule.is_some(), score.status) {
            (false, _) => (" ", look.plain),
            (_, Status::Unknown) => ("·", look.dim),
            (_, Status::Partial) => ("◐", look.attention),
            (_, Status::Scored) => ("✓", look.plain),
            (_, Status::NotApplicable) => ("–", look.dim),
        };
        // Full marks take two columns, so that the strokes stand below each other.
        let max = if score.max < rust_decimal::Decimal::TEN { " " } else { "" };
        let figure = format!("{}{max}", figures::score(&work.card, n));
        let (left, right) = ends(&left, &figure, columns.saturating_sub(2));
        let style = style_of(look, at == work.view.tree.at, active);
        let weight = if node.depth == 0 { style.patch(look.strong) } else { style };
        let mark_style = if at == work.view.tree.at && active { style } else { mark_style };
        let spans = vec![
            Span::styled(left, weight),
            Span::styled(right, style),
            Span::styled(format!(" {mark}"), mark_style),
        ];
        row(frame, area, y, Line::from(spans));
    }
}

fn sections(frame: &mut Frame, app: &App, work: &Work, area: Area, look: &Look, active: bool) {
    let rows = dossier::sections();
    beyond(frame, area, (work.view.dossier.top, usize::from(area.height), rows.len()), look);
    for (y, at) in window(work.view.dossier, area.height).enumerate() {
        let Some(section) = rows.get(at) else { break };
        let (name, figure) = section.row(work, app.lang());
        let style = style_of(look, at == work.view.dossier.at, active);
        row(
            frame,
            area,
            y,
            ends_line(&format!(" {name}"), &format!("{figure} "), usize::from(area.width), style),
        );
    }
}

fn questions(frame: &mut Frame, app: &App, work: &Work, area: Area, look: &Look, active: bool) {
    let rows = work.question_rows();
    let columns = usize::from(area.width);
    beyond(frame, area, (work.view.questions.top, usize::from(area.height), rows.len()), look);
    for (y, at) in window(work.view.questions, area.height).enumerate() {
        let Some(&(q, question)) = rows.get(at) else { break };
        let spec = &work.scheme.questionnaires[q];
        let style = style_of(look, at == work.view.questions.at, active);
        let (left, right, style) = match question {
            None => (
                app.lang().label(&spec.name).to_owned(),
                figures::forms(work, q, app.lang()),
                style.patch(look.strong),
            ),
            Some(n) => {
                let text = format!(" {} {}", n + 1, work.wording(app.lang(), q, n));
                (text, figures::question_index(work, q, n), style)
            }
        };
        // A heading with too long a figure keeps its name.
        let right = if width(&right) * 2 > columns { String::new() } else { right };
        let (left, right) = ends(&left, &right, columns);
        row(frame, area, y, Line::from(vec![Span::styled(left, style), Span::styled(right, style)]));
    }
}
