//! Lays out the rows of a register: named fields side by side where they fit, long words on the
//! lines below, and what each row is linked with.

use crate::app::figures;
use crate::dossier::{Kind, Mark, links};
use crate::i18n::width::{width, wrap};
use crate::i18n::{Lang, attachment as attached, dossier, register as words, trace, ui};
use crate::ledger::Facts;
use crate::scheme::{FieldKind, Register};
use crate::score;
use crate::store::{self, Entry};

use super::lines::{cell, text};
use super::{Add, Cell, Context, GROUP_NAME, Line, Target, Tone};

/// Narrowest field for words, and for everything else.
const LEAST: usize = 16;
const LEAST_SHORT: usize = 11;

/// The lines of a register, with the row that was opened but holds nothing yet.
pub(super) fn build(register: Register, draft: Option<&(String, u32)>, context: &Context) -> Vec<Line> {
    let mut rows = context.facts.rows(register.id());
    let recorded = rows.len();
    let opened = draft.filter(|(table, n)| table == register.id() && !rows.contains(n));
    rows.extend(opened.map(|(_, n)| *n));
    let mut lines = Vec::new();
    if recorded == 0 && opened.is_none() {
        lines.extend(text(context, &ui::register_empty(context.lang, register), Tone::Dim));
        lines.push(Line::Blank);
    }
    for row in rows {
        row_lines(register, row, context, &mut lines);
        match register {
            Register::Finding => finding_links(row, context, &mut lines),
            Register::Suggestion => suggestion_links(row, context, &mut lines),
            _ => {}
        }
        lines.push(Line::Blank);
    }
    let label = ui::new_row(context.lang, words::one(context.lang, register));
    let add = match register {
        Register::Attachment => Add::Attachment,
        _ => Add::Row(register.id().to_owned()),
    };
    lines.push(Line::New { add, label, figure: String::new() });
    match register {
        Register::Finding => unlinked(context, &mut lines),
        Register::Suggestion => unanswered(context, &mut lines),
        _ => unsupported(register, context, &mut lines),
    }
    lines
}

/// Indicators that nothing supports so far, most points first; a row of this register would.
fn unsupported(register: Register, context: &Context, lines: &mut Vec<Line>) {
    let Some(kind) = Kind::all().iter().position(|k| *k == Kind::Register(register)) else { return };
    let bare: Vec<_> =
        context.dossier.coverage.rows.iter().filter(|row| row.marks[kind] == Mark::Missing).collect();
    if bare.is_empty() {
        return;
    }
    let text = dossier::without_support(context.lang, bare.len());
    lines.extend([Line::Blank, Line::Title { text, figure: String::new(), done: false }]);
    let one = words::one(context.lang, register);
    lines.extend(bare.into_iter().map(|row| Line::New {
        add: Add::Support(register, row.leaf),
        label: dossier::new_support(
            context.lang,
            one,
            context.lang.label(&context.scheme.indicators[row.leaf].name),
        ),
        figure: ui::points(context.lang, &figures::points(context.card.rounding, row.stake)),
    }));
}

/// Findings without a suggestion.
fn unanswered(context: &Context, lines: &mut Vec<Line>) {
    let rows = &context.dossier.links.without_suggestion;
    if rows.is_empty() {
        return;
    }
    let text = dossier::findings_without_suggestion(context.lang, rows.len());
    lines.extend([Line::Blank, Line::Title { text, figure: String::new(), done: false }]);
    lines.extend(rows.iter().map(|&row| Line::New {
        add: Add::Suggestion(row),
        label: dossier::new_suggestion_for(
            context.lang,
            &row_title(context.facts, Register::Finding, row, context.lang),
        ),
        figure: String::new(),
    }));
}

/// What people say of an attachment; the rest is the program's to record.
fn said(column: &str) -> bool {
    ["caption", "date", "place", "supports"].contains(&column)
}

/// An attachment as a line that opens it.
fn attachment(entry: &Entry, context: &Context) -> Line {
    let size = context.facts.get(&Register::Attachment.path(entry.row, "size"));
    let size = size.and_then(|s| s.parse().ok()).map(attached::size).unwrap_or_default();
    let caption = context.facts.get(&Register::Attachment.path(entry.row, "caption")).unwrap_or_default();
    let text = words::by_name(context.lang, words::one(context.lang, Register::Attachment), entry.row);
    let text = format!("{text} {} {caption}", entry.name);
    Line::Jump { text: text.trim_end().to_owned(), figure: size, to: Target::Attachment(entry.row) }
}

/// A row's fields, flowing over as many lines as they need, and what is to be said of it.
fn row_lines(register: Register, row: u32, context: &Context, lines: &mut Vec<Line>) {
    let remarks: Vec<_> =
        context.dossier.remarks.iter().filter(|r| r.register == register && r.row == row).collect();
    if register == Register::Attachment {
        lines.push(jump(context, register, row));
    }
    let mut flow = Flow::new(context.width.saturating_sub(GROUP_NAME + 3));
    for column in register.table().columns.iter().filter(|c| register != Register::Attachment || said(&c.id))
    {
        if let Some(cell) = cell(context, &register.path(row, &column.id)) {
            flow.add(words::column(context.lang, register, &column.id), cell);
        }
    }
    flow.lines(&row.to_string(), !remarks.is_empty(), lines);
    for remark in remarks {
        let words = dossier::remark_words(context.lang, remark);
        indented(context, &format!("! {words}"), Tone::Attention, lines);
    }
}

/// Words below a row's fields, on as many lines as they need, all beginning at the same column.
fn indented(context: &Context, words: &str, tone: Tone, lines: &mut Vec<Line>) {
    let lead = " ".repeat(GROUP_NAME);
    let broken = wrap(words, context.width.saturating_sub(GROUP_NAME + 3)).into_iter();
    lines.extend(broken.map(|words| Line::Text {
        text: format!("{lead}{words}"),
        tone,
        figure: String::new(),
    }));
}

/// The words that name a row, for a line that leads to it.
pub(super) fn row_title(facts: &Facts, register: Register, row: u32, lang: Lang) -> String {
    let title = facts.get(&register.path(row, register.title_column())).unwrap_or_default();
    dossier::row_of(lang, words::one(lang, register), row, title)
}

/// The deductions a finding names, with how they came about, and the suggestions that name it.
fn finding_links(row: u32, context: &Context, lines: &mut Vec<Line>) {
    let Some(finding) = context.dossier.links.findings.iter().find(|f| f.row == row) else { return };
    for &leaf in &finding.leaves {
        lines.push(deduction(leaf, context));
        let steps = score::explain_read(context.scheme, context.facts, context.readings, None, leaf);
        for step in trace::lines(&steps, context.scheme, context.lang) {
            indented(context, &step, Tone::Dim, lines);
        }
    }
    for &suggestion in &finding.suggestions {
        lines.push(jump(context, Register::Suggestion, suggestion));
    }
    if finding.suggestions.is_empty() {
        let label = format!("  {}", dossier::new_suggestion(context.lang));
        lines.push(Line::New { add: Add::Suggestion(row), label, figure: String::new() });
    }
}

fn suggestion_links(row: u32, context: &Context, lines: &mut Vec<Line>) {
    let named = |f: &&links::Finding| f.suggestions.contains(&row);
    let findings = context.dossier.links.findings.iter().filter(named);
    lines.extend(findings.map(|f| jump(context, Register::Finding, f.row)));
}

/// A line that leads to a row, or opens it where it is a file.
pub(super) fn jump(context: &Context, register: Register, row: u32) -> Line {
    let entry = |e: &Entry| e.row == row;
    if register == Register::Attachment
        && let Some(entry) = store::entries(context.facts).into_iter().find(entry)
    {
        return attachment(&entry, context);
    }
    Line::Jump {
        text: row_title(context.facts, register, row, context.lang),
        figure: String::new(),
        to: Target::Row(register, row),
    }
}

fn points_lost(leaf: usize, context: &Context) -> String {
    let lost = links::lost(context.card, leaf);
    if lost.is_zero() {
        return figures::score(context.card, leaf);
    }
    let points = dossier::lost(context.lang, &figures::points(context.card.rounding, lost));
    match links::undescribed(context.scheme, context.card, leaf) {
        0 => points,
        n => format!("{}  {points}", dossier::undescribed(context.lang, n)),
    }
}

fn deduction(leaf: usize, context: &Context) -> Line {
    Line::Jump {
        text: context.lang.label(&context.scheme.indicators[leaf].name).to_owned(),
        figure: points_lost(leaf, context),
        to: Target::Indicator(leaf),
    }
}

/// A line that makes a finding out of a leaf's deduction.
pub(super) fn new_finding(leaf: usize, context: &Context) -> Line {
    let name = context.lang.label(&context.scheme.indicators[leaf].name);
    Line::New {
        add: Add::Finding(leaf),
        label: dossier::new_finding(context.lang, name),
        figure: points_lost(leaf, context),
    }
}

/// Deductions that no finding names, and findings that name no deduction.
fn unlinked(context: &Context, lines: &mut Vec<Line>) {
    let all = &context.dossier.links;
    let title = |text: String| Line::Title { text, figure: String::new(), done: false };
    if !all.without_finding.is_empty() {
        lines.push(Line::Blank);
        lines.push(title(dossier::deductions_without_finding(context.lang, all.without_finding.len())));
        lines.extend(all.without_finding.iter().map(|&leaf| new_finding(leaf, context)));
    }
    if !all.without_deduction.is_empty() {
        lines.push(Line::Blank);
        lines.push(title(dossier::findings_without_deduction(context.lang, all.without_deduction.len())));
        lines.extend(all.without_deduction.iter().map(|&row| jump(context, Register::Finding, row)));
    }
}

/// What an indicator is linked with: the rows that support it, its findings, or the way to one.
pub(super) fn of_indicator(leaf: usize, context: &Context) -> Vec<Line> {
    let mut lines = Vec::new();
    for register in Register::ALL {
        let rows = links::supporting(context.scheme, context.facts, register, leaf);
        lines.extend(rows.into_iter().map(|row| jump(context, register, row)));
    }
    let findings: Vec<u32> = context.dossier.links.findings_of(leaf).map(|f| f.row).collect();
    if findings.is_empty() && context.dossier.links.without_finding.contains(&leaf) {
        lines.push(new_finding(leaf, context));
    }
    lines.extend(findings.into_iter().map(|row| jump(context, Register::Finding, row)));
    lines
}

/// Labels, fields, widths, and what goes on below.
type Placed = (Vec<String>, Vec<Cell>, Vec<usize>, Vec<String>);

/// Fields being placed side by side.
#[derive(Default)]
pub(super) struct Flow {
    room: usize,
    used: usize,
    labels: Vec<String>,
    cells: Vec<Cell>,
    wanted: Vec<usize>,
    placed: Vec<Placed>,
}

impl Flow {
    /// Nothing placed yet on lines of `room` columns.
    pub(super) fn new(room: usize) -> Self {
        Self { room, ..Self::default() }
    }

    /// Places a field beside the last one, or on a new line.
    pub(super) fn add(&mut self, label: String, cell: Cell) {
        let wordy = matches!(cell.kind, FieldKind::Text | FieldKind::Refs { .. });
        let least = if wordy { LEAST } else { LEAST_SHORT };
        let wanted = (width(&cell.shown) + 2).max(least);
        let need = width(&label) + 2 + wanted;
        if self.used + need > self.room && !self.cells.is_empty() {
            self.close();
        }
        self.used += need;
        self.labels.push(label);
        self.cells.push(cell);
        self.wanted.push(wanted);
    }

    /// Ends a line: what room is left goes to its last field.
    fn close(&mut self) {
        let mut cells = std::mem::take(&mut self.cells);
        let mut widths = std::mem::take(&mut self.wanted);
        let labels = std::mem::take(&mut self.labels);
        let mut rest = Vec::new();
        let (Some(last), Some(cell)) = (widths.last_mut(), cells.last_mut()) else { return };
        *last = (*last + self.room).saturating_sub(self.used);
        if width(&cell.shown) > last.saturating_sub(1) {
            // The field shows the first line; the others stand below it.
            let first = wrap(&cell.shown, last.saturating_sub(1)).into_iter().next().unwrap_or_default();
            let behind = cell.shown.get(first.len()..).unwrap_or_default().trim_start().to_owned();
            rest = wrap(&behind, self.room.saturating_sub(1));
            cell.shown = first;
        }
        self.used = 0;
        self.placed.push((labels, cells, widths, rest));
    }

    /// The lines; the first carries the name.
    pub(super) fn lines(mut self, name: &str, attention: bool, lines: &mut Vec<Line>) {
        self.close();
        let lead = " ".repeat(GROUP_NAME + 1);
        for (n, (labels, cells, widths, rest)) in self.placed.into_iter().enumerate() {
            let name = if n == 0 { name.to_owned() } else { String::new() };
            lines.push(Line::Group { name, labels, cells, widths, attention: n == 0 && attention });
            lines.extend(rest.into_iter().map(|words| Line::Text {
                text: format!("{lead}{words}"),
                tone: Tone::Plain,
                figure: String::new(),
            }));
        }
    }
}
