//! Lays out a table of the scheme: plan and year, rows with what is computed in them, sums, and
//! what asks for a look.

use std::rc::Rc;

use crate::app::{amounts, figures};
use crate::i18n::width::{width, wrap};
use crate::i18n::{Lang, label, notice, table as words, ui};
use crate::scheme::measure::{Column, TableSpec};
use crate::score::{self, NoticeKind, SlotState};

use super::lines::{cell, columns, text};
use super::register::Flow;
use super::{Add, Cell, Columns, Context, GROUP_NAME, Line, Tone};

/// Doubts that are said below a table; the overview lists all.
const MOST_DOUBTS: usize = 4;

/// The lines of a table below its heading.
pub(super) fn build(
    measure: usize,
    table: &TableSpec,
    draft: Option<&(String, u32)>,
    context: &Context,
    lines: &mut Vec<Line>,
) {
    let id = &context.scheme.measures[measure].id;
    let field = |key: &str, label: String| {
        cell(context, &format!("{id}.{key}")).map(|cell| Line::Field {
            label,
            cell,
            unit: label::unit(context.lang, &table.unit.0).to_owned(),
            figure: String::new(),
        })
    };
    if table.planned {
        lines.extend(field("planned", label::planned(context.lang)));
        year(measure, context, lines);
    }
    let mut rows: Vec<String> = if table.is_open() {
        context.facts.rows(id).iter().map(ToString::to_string).collect()
    } else {
        table.rows.iter().map(|r| r.id.clone()).collect()
    };
    if let Some((_, number)) = draft.filter(|(table, n)| table == id && !rows.contains(&n.to_string())) {
        rows.push(number.to_string());
    }
    let layout = Layout::new(measure, table, &rows, context);
    if layout.cuts_numbers() {
        layout.stack(&rows, lines);
    } else {
        layout.draw(&rows, lines);
    }
    if table.is_open() {
        let what = table.row_name.as_ref().map_or("", |n| context.lang.label(n));
        let label = ui::new_row(context.lang, what);
        lines.push(Line::New { add: Add::Row(id.clone()), label, figure: String::new() });
        let label = if rows.is_empty() { ui::total_or_none } else { ui::total_of_rows };
        lines.extend(field("total", label(context.lang)));
    }
    doubts(measure, context, lines);
}

/// What the sums of the rows are called, told from a total that is typed below them.
fn sum_name(table: &TableSpec, lang: Lang) -> String {
    if table.is_open() { ui::sum_of_rows(lang) } else { ui::sum(lang) }
}

/// The year of a log as a strip on as many lines as it needs.
fn year(measure: usize, context: &Context, lines: &mut Vec<Line>) {
    let Some(slots) = score::calendar(context.scheme, context.facts, measure, context.today) else { return };
    let count = |state| slots.iter().filter(|s| s.state == state).count();
    let [done, due, missed, ahead] =
        [SlotState::Done, SlotState::Due, SlotState::Missed, SlotState::Ahead].map(count);
    let mut parts: Vec<(String, Tone)> = slots
        .iter()
        .map(|slot| {
            let name = words::slot(context.lang, slot.name);
            let (mark, tone) = match slot.state {
                SlotState::Done => ("✓", Tone::Plain),
                SlotState::Due => ("○", Tone::Attention),
                SlotState::Missed => ("✗", Tone::Attention),
                SlotState::Ahead => ("·", Tone::Dim),
            };
            (format!("{name}{mark}"), tone)
        })
        .collect();
    let open = words::year_open(context.lang, done, due, missed, ahead);
    parts.push((open, if due + missed > 0 { Tone::Attention } else { Tone::Dim }));
    let room = context.width.saturating_sub(3);
    let mut used = 0;
    let mut row: Vec<(String, Tone)> = Vec::new();
    for (text, tone) in parts {
        let need = width(&text) + 1;
        if used + need > room && !row.is_empty() {
            lines.push(Line::Parts(std::mem::take(&mut row)));
            used = 0;
        }
        used += need;
        row.push((text, tone));
    }
    lines.push(Line::Parts(row));
}

/// Where columns go: those that are keyed first, those that are computed behind them as far as
/// there is room.
struct Layout<'a> {
    measure: usize,
    table: &'a TableSpec,
    context: &'a Context<'a>,
    keyed: Vec<usize>,
    computed: Vec<usize>,
    shown: Vec<usize>,
    hidden: Vec<usize>,
    cells: Vec<Vec<Cell>>,
    figures: Vec<Vec<String>>,
    names: Vec<String>,
    columns: Rc<Columns>,
}

impl<'a> Layout<'a> {
    fn new(measure: usize, table: &'a TableSpec, rows: &[String], context: &'a Context<'a>) -> Self {
        let id = &context.scheme.measures[measure].id;
        let (shown, keyed): (Vec<usize>, Vec<usize>) =
            (0..table.columns.len()).partition(|&n| table.columns[n].computed.is_some());
        let specs = |of: &[usize]| of.iter().map(|&n| &table.columns[n]).collect::<Vec<&Column>>();
        let cells: Vec<Vec<Cell>> = rows
            .iter()
            .map(|row| {
                let path = |c: &&Column| cell(context, &format!("{id}.{row}.{}", c.id));
                specs(&keyed).iter().filter_map(path).collect()
            })
            .collect();
        let names: Vec<String> = rows
            .iter()
            .map(|row| if table.is_open() { row.clone() } else { label::row_words(context.lang, table, row) })
            .collect();
        let figures: Vec<Vec<String>> = rows
            .iter()
            .map(|row| {
                if shown.is_empty() {
                    return Vec::new();
                }
                let own = score::row_values(id, table, row, context.facts);
                shown.iter().map(|&n| amounts::computed(context, &table.columns[n], own[n])).collect()
            })
            .collect();
        let mut layout = Self {
            measure,
            table,
            context,
            hidden: Vec::new(),
            columns: columns(context, &specs(&keyed), &names, &cells, &[]),
            computed: shown.clone(),
            keyed,
            shown,
            cells,
            figures,
            names,
        };
        layout.fit();
        layout
    }

    /// Hides computed columns from the last on until the others fit.
    fn fit(&mut self) {
        loop {
            let specs: Vec<&Column> =
                self.keyed.iter().chain(&self.shown).map(|&n| &self.table.columns[n]).collect();
            let totals = figures::column_sums(self.context, self.measure).unwrap_or_default();
            let mut computed: Vec<usize> = vec![0; self.shown.len()];
            for (at, n) in self.shown.iter().enumerate() {
                let widest = self.figures.iter().map(|f| width(&f[at])).max().unwrap_or(0);
                computed[at] = widest.max(totals.get(*n).map_or(0, |t| width(t)));
            }
            let fitted = columns(self.context, &specs, &self.names, &self.cells, &computed);
            let wanted: usize = fitted.name + 4 + fitted.widths.iter().map(|(w, _)| w + 2).sum::<usize>();
            // Two columns of space behind the last one may stick out.
            let cut = fitted.shrunk || wanted > self.context.width + 2;
            if cut && let Some(n) = self.shown.pop() {
                self.hidden.insert(0, n);
                continue;
            }
            self.columns = fitted;
            return;
        }
    }

    /// Whether a number would not be seen whole beside the others.
    fn cuts_numbers(&self) -> bool {
        let cut = |row: &Vec<Cell>| {
            let numbers = row.iter().zip(&self.columns.widths).filter(|(_, (_, is_number))| *is_number);
            numbers.into_iter().any(|(cell, (room, _))| width(&cell.shown) > *room)
        };
        let sums = figures::column_sums(self.context, self.measure).unwrap_or_default();
        let too_long = |(n, (room, is_number)): (usize, &(usize, bool))| {
            *is_number && sums.get(n).is_some_and(|sum| width(sum) > *room)
        };
        let of_sums = self.order().zip(&self.columns.widths).any(too_long);
        self.columns.shrunk && (self.cells.iter().any(cut) || (self.names.len() > 1 && of_sums))
    }

    /// Rows as named fields below each other, where side by side they would be cut.
    fn stack(self, rows: &[String], lines: &mut Vec<Line>) {
        let context = self.context;
        let doubtful = self.doubtful();
        let heading = |n: usize| context.lang.label(&self.table.columns[n].name);
        let figure = |(n, text): (usize, &String)| format!("{} {text}", heading(n));
        for (((row, name), cells), computed) in
            rows.iter().zip(&self.names).zip(self.cells).zip(&self.figures)
        {
            let keyed = self.keyed.iter().map(|&n| &self.table.columns[n]);
            let lacks = keyed.zip(&cells).any(|(c, cell)| c.required && cell.value.is_none());
            let attention = lacks || doubtful.contains(row);
            let behind =
                self.computed.iter().copied().zip(computed).map(figure).collect::<Vec<_>>().join("  ");
            let tone = if attention { Tone::Attention } else { Tone::Plain };
            lines.push(Line::Text { text: name.clone(), tone, figure: behind });
            let mut flow = Flow::new(context.width.saturating_sub(GROUP_NAME + 3));
            for (&n, cell) in self.keyed.iter().zip(cells) {
                flow.add(heading(n).to_owned(), cell);
            }
            flow.lines("", false, lines);
        }
        let sums = [
            (sum_name(self.table, context.lang), figures::column_sums(context, self.measure)),
            (words::in_wan(context.lang), amounts::sums_in_wan(context, self.measure)),
        ];
        for (name, sums) in sums.into_iter().filter(|_| rows.len() > 1) {
            let shown = sums.iter().flatten().enumerate().filter(|(_, text)| !text.is_empty());
            let all = shown.map(figure).collect::<Vec<_>>().join("  ");
            let room = context.width.saturating_sub(width(&name) + 6);
            let columns = Rc::new(Columns { name: width(&name), widths: vec![(room, false)], shrunk: false });
            let rows = wrap(&all, room).into_iter().filter(|_| !all.is_empty()).enumerate();
            lines.extend(rows.map(|(n, cell)| Line::Sum {
                name: if n == 0 { name.clone() } else { String::new() },
                cells: vec![cell],
                columns: columns.clone(),
            }));
        }
    }

    /// Rows that something is said about.
    fn doubtful(&self) -> Vec<String> {
        let id = &self.context.scheme.measures[self.measure].id;
        let of_rows = self.context.card.notices.iter().filter(|n| n.path == *id);
        let row =
            |kind: &NoticeKind| if let NoticeKind::Row { row, .. } = kind { Some(row.clone()) } else { None };
        of_rows.filter_map(|n| row(&n.kind)).collect()
    }

    fn order(&self) -> impl Iterator<Item = usize> {
        self.keyed.iter().chain(&self.shown).copied()
    }

    fn draw(self, rows: &[String], lines: &mut Vec<Line>) {
        let context = self.context;
        if !rows.is_empty() {
            let names =
                self.order().map(|n| context.lang.label(&self.table.columns[n].name).to_owned()).collect();
            lines.push(Line::Header { names, columns: self.columns.clone() });
        }
        let doubtful = self.doubtful();
        let sums = figures::column_sums(context, self.measure).filter(|_| rows.len() > 1);
        let ordered = |all: &[String]| self.order().map(|n| all[n].clone()).collect::<Vec<String>>();
        let mut sum_lines = Vec::new();
        if let Some(sums) = &sums {
            let columns = self.columns.clone();
            sum_lines.push(Line::Sum {
                name: sum_name(self.table, context.lang),
                cells: ordered(sums),
                columns,
            });
        }
        if let Some(wan) = amounts::sums_in_wan(context, self.measure).filter(|_| rows.len() > 1) {
            let columns = self.columns.clone();
            sum_lines.push(Line::Sum { name: words::in_wan(context.lang), cells: ordered(&wan), columns });
        }
        let shown = self.shown.len();
        for (((row, name), cells), mut computed) in
            rows.iter().zip(self.names).zip(self.cells).zip(self.figures)
        {
            let keyed = self.keyed.iter().map(|&n| &self.table.columns[n]);
            let lacks = keyed.zip(&cells).any(|(c, cell)| c.required && cell.value.is_none());
            let attention = lacks || doubtful.contains(row);
            computed.truncate(shown);
            lines.push(Line::Record { name, cells, computed, columns: self.columns.clone(), attention });
        }
        lines.extend(sum_lines);
        // What found no room beside the rows is said of all of them together.
        for n in self.hidden {
            let total = amounts::computed_total(context, self.measure, n);
            let name = context.lang.label(&self.table.columns[n].name);
            let words = words::hidden_total(context.lang, name, &total);
            lines.extend(text(context, &words, Tone::Plain).into_iter().filter(|_| rows.len() > 1));
        }
    }
}

/// What of this table asks for a look, the first few of it.
fn doubts(measure: usize, context: &Context, lines: &mut Vec<Line>) {
    let id = &context.scheme.measures[measure].id;
    let told = |kind: &NoticeKind| {
        matches!(
            kind,
            NoticeKind::Row { .. }
                | NoticeKind::Undescribed { .. }
                | NoticeKind::StatedBelowListed { .. }
                | NoticeKind::OverPlan { .. }
        )
    };
    let all: Vec<_> = context.card.notices.iter().filter(|n| n.path == *id && told(&n.kind)).collect();
    for found in all.iter().take(MOST_DOUBTS) {
        let words = notice::words(context.lang, context.scheme, found);
        lines.extend(text(context, &format!("! {words}"), Tone::Attention));
    }
    if let Some(more) = all.len().checked_sub(MOST_DOUBTS).filter(|n| *n > 0) {
        lines.extend(text(context, &words::more_doubts(context.lang, more), Tone::Attention));
    }
}
