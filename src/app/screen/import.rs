//! The report of a file that could be taken in, as plain rows.

use super::DIALOG_WIDTH;
use crate::app::import::{Destination, Import, Taken, came_before, forms_are_sound, role_word};
use crate::app::layout::Size;
use crate::app::work::Work;
use crate::format::forms::{Forms, MOST_TOLD, Mapping, Role, headings};
use crate::format::rows::{self as list_rows, Plan};
use crate::i18n::width::{cut, pad, width, wrap};
use crate::i18n::{Lang, forms as form_words, import as words, rows as row_words};
use crate::scheme::measure::TableSpec;
use crate::scheme::questionnaire::QuestionKind;
use crate::scheme::{MeasureKind, Questionnaire};
use crate::store::{FormsFile, RowsFile};

/// Widest report.
const WIDEST: usize = 120;
/// Rows that the frame, the gaps and the refusal take.
const AROUND: usize = 8;

/// A row of the report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// What it says.
    pub text: String,
    /// Whether it needs a look.
    pub urgent: bool,
    /// Whether it is a heading.
    pub heading: bool,
    /// What F2 changes there.
    pub spot: Option<Spot>,
}

/// Something in the report that can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// The sheet that is read.
    Sheet,
    /// What this column holds.
    Column(usize),
}

/// Columns and rows for the report at this size.
pub fn room(size: Size) -> (usize, usize) {
    let width = usize::from(size.width).saturating_sub(6).min(WIDEST).max(DIALOG_WIDTH.min(40));
    (width, usize::from(size.height).saturating_sub(AROUND).clamp(3, 40))
}

/// What a file is taken in for.
pub fn target(work: &Work, target: &Destination, lang: Lang) -> String {
    match target {
        Destination::Forms(q) => lang.label(&work.scheme.questionnaires[*q].name).to_owned(),
        Destination::Rows(m) => lang.label(&work.scheme.measures[*m].name).to_owned(),
    }
}

/// Name of the file.
pub fn file_name(import: &Import) -> String {
    import.reading.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Too many forms for the questionnaire.
pub fn too_many(lang: Lang, file: &str) -> String {
    form_words::unread(lang, &crate::format::forms::Stop::TooMany, file).unwrap_or_default()
}

fn table<'a>(work: &'a Work, target: &Destination) -> Option<&'a TableSpec> {
    let Destination::Rows(m) = target else { return None };
    match &work.scheme.measures[*m].kind {
        MeasureKind::Table(table) => Some(table),
        _ => None,
    }
}

/// The heading of a column.
pub fn heading(import: &Import, column: usize) -> String {
    let heading = match import.taken.as_deref() {
        Some(Taken::Forms(file)) => file.forms.mapping.columns.get(column).map(|c| c.heading.clone()),
        Some(Taken::Unmatched { headings, .. }) => headings.get(column).cloned(),
        Some(Taken::Rows(file)) => file.list.head.get(column).cloned(),
        None => None,
    };
    heading.unwrap_or_default()
}

/// What a column can hold: how it is said, in words, and more about it.
pub fn roles(work: &Work, target: &Destination, lang: Lang) -> Vec<(String, String, String)> {
    let none = ("-".to_owned(), form_words::role_ignored(lang), String::new());
    let mut roles = vec![none];
    if let Some(table) = table(work, target) {
        let columns = table.columns.iter().filter(|c| c.computed.is_none());
        roles.extend(columns.map(|c| (c.id.clone(), lang.label(&c.name).to_owned(), String::new())));
    }
    let Destination::Forms(q) = target else { return roles };
    let questionnaire = &work.scheme.questionnaires[*q];
    let said = |role: Role| role_word(role, questionnaire);
    for role in [Role::Serial, Role::Duration] {
        roles.push((said(role), form_words::role(lang, role, questionnaire), String::new()));
    }
    for (n, question) in questionnaire.questions.iter().enumerate() {
        let role = said(Role::Answer(n));
        roles.push((role.clone(), role, lang.wording(&question.text).into_owned()));
        if matches!(question.kind, QuestionKind::Multiple) {
            for (c, choice) in question.choices.iter().enumerate() {
                let role = said(Role::Tick(n, c));
                let about = words::ticks_of(lang, &question.id, lang.label(&choice.label));
                roles.push((role.clone(), role, about));
            }
        }
    }
    roles
}

/// Why Enter would not take the file in.
pub fn objection(work: &Work, import: &Import, lang: Lang) -> Option<String> {
    match (import.taken.as_deref()?, &import.reading.target) {
        (Taken::Unmatched { .. }, _) => Some(words::no_question_mapped(lang)),
        (Taken::Forms(file), Destination::Forms(q)) => {
            let forms = &file.forms;
            if forms.batch.is_empty() {
                return Some(words::nothing_in_it(lang));
            }
            if !forms_are_sound(forms, import.unreadable) {
                return Some(words::blocked_forms(lang, forms.troubles.count));
            }
            let before = came_before(work, &work.scheme.questionnaires[*q], file);
            let before = before.filter(|_| !import.accepted)?;
            let last = before.first + before.forms.saturating_sub(1);
            Some(words::came_before(lang, &before.name, before.first, last))
        }
        (Taken::Rows(file), target) => match &file.plan {
            Err(stop) => Some(rows_stop(work, target, stop, file, lang)),
            Ok(plan) => {
                let wrong = plan.bad.iter().filter(|b| !(import.accepted && b.fault.is_doubt())).count();
                (wrong > 0).then(|| words::blocked_rows(lang, wrong as u64))
            }
        },
        _ => None,
    }
}

fn rows_stop(
    work: &Work,
    target: &Destination,
    stop: &list_rows::Stop,
    file: &RowsFile,
    lang: Lang,
) -> String {
    let lacking = table(work, target).map(|t| {
        let needed = t.columns.iter().filter(|c| c.required).map(|c| lang.label(&c.name));
        needed.collect::<Vec<_>>().join(", ")
    });
    match (stop, lacking) {
        (list_rows::Stop::Lacking { columns, .. }, Some(needed)) if columns.is_empty() => {
            words::not_readable(lang, &row_words::lacking_columns(lang, &needed))
        }
        (list_rows::Stop::Lacking { columns, .. }, _) => {
            words::not_readable(lang, &row_words::lacking_columns(lang, &columns.join(", ")))
        }
        _ => row_words::stop(lang, stop, &file.name),
    }
}

/// Builds rows of a width.
struct Rows {
    all: Vec<Row>,
    width: usize,
}

impl Rows {
    fn say(&mut self, text: &str, urgent: bool) {
        // What goes on in a further line is set in a little.
        for (n, line) in wrap(text, self.width.saturating_sub(2)).into_iter().enumerate() {
            let text = if n == 0 { line } else { format!("  {line}") };
            self.all.push(Row { text, urgent, ..Row::default() });
        }
    }

    fn gap(&mut self) {
        self.all.push(Row::default());
    }

    /// The columns of the table: letter, heading, what it is taken for, and why.
    fn columns(&mut self, lang: Lang, columns: &[(String, String, String, bool)]) {
        let mine = |n: usize| form_words::letters(n + 1);
        let letters = width(&mine(columns.len().saturating_sub(1))).max(width(&words::col_column(lang)));
        let most = |texts: &mut dyn Iterator<Item = &String>, head: &str| {
            texts.map(|t| width(t)).max().unwrap_or(0).max(width(head))
        };
        let grounds = most(&mut columns.iter().map(|c| &c.2), &words::col_ground(lang)).min(30);
        let roles = most(&mut columns.iter().map(|c| &c.1), &words::col_role(lang)).min(24);
        let room = self.width.saturating_sub(letters + roles + grounds + 6);
        let headings = most(&mut columns.iter().map(|c| &c.0), &words::col_heading(lang)).min(room);
        let line = |letter: &str, heading: &str, role: &str, ground: &str| {
            let fit = |text: &str, columns: usize| pad(&cut(text, columns), columns);
            let parts =
                [fit(letter, letters), fit(heading, headings), fit(role, roles), fit(ground, grounds)];
            parts.join("  ").trim_end().to_owned()
        };
        let head =
            [words::col_column, words::col_heading, words::col_role, words::col_ground].map(|w| w(lang));
        let text = line(&head[0], &head[1], &head[2], &head[3]);
        self.all.push(Row { text, heading: true, ..Row::default() });
        for (n, (heading, role, ground, urgent)) in columns.iter().enumerate() {
            let text = line(&mine(n), heading, role, ground);
            self.all.push(Row { text, urgent: *urgent, spot: Some(Spot::Column(n)), heading: false });
        }
    }

    fn sheet(&mut self, lang: Lang, import: &Import) {
        let Some((name, others)) = import.sheets() else { return };
        let more = if others.is_empty() { String::new() } else { words::sheet_others(lang, others.len()) };
        let text = format!("{}  {more}", words::sheet(lang, name)).trim_end().to_owned();
        let spot = (!others.is_empty()).then_some(Spot::Sheet);
        self.all.push(Row { text, spot, ..Row::default() });
    }
}

/// The report, in rows of at most so many columns.
pub fn rows(work: &Work, import: &Import, lang: Lang, width: usize) -> Vec<Row> {
    let mut rows = Rows { all: Vec::new(), width };
    match (import.taken.as_deref(), &import.reading.target) {
        (Some(Taken::Forms(file)), Destination::Forms(q)) => {
            let questionnaire = &work.scheme.questionnaires[*q];
            let numbers = file.numbers(questionnaire, work.ledger.facts()).unwrap_or_default();
            if file.forms.batch.is_empty() {
                rows.say(&words::nothing_in_it(lang), true);
            } else {
                rows.say(&words::ready_forms(lang, file.forms.batch.len(), numbers.0, numbers.1), false);
            }
            if let Some(before) = came_before(work, questionnaire, file) {
                let last = before.first + before.forms.saturating_sub(1);
                let open = words::came_before(lang, &before.name, before.first, last);
                let text = if import.accepted { words::came_before_on(lang) } else { open };
                rows.say(&text, !import.accepted);
            }
            verdict_of_forms(&mut rows, &file.forms, import, lang);
            forms(&mut rows, questionnaire, file, import, lang);
        }
        (Some(Taken::Unmatched { headings, .. }), Destination::Forms(q)) => {
            rows.say(&words::no_question_mapped(lang), true);
            rows.sheet(lang, import);
            rows.gap();
            let questionnaire = &work.scheme.questionnaires[*q];
            let mapping = headings::map(questionnaire, headings, &[], None).unwrap_or_default();
            columns_of_forms(&mut rows, questionnaire, &mapping, lang);
        }
        (Some(Taken::Rows(file)), target) => list(&mut rows, work, (file, target), import, lang),
        _ => {}
    }
    rows.all
}

fn verdict_of_forms(rows: &mut Rows, forms: &Forms, import: &Import, lang: Lang) {
    let troubles = &forms.troubles;
    if troubles.is_empty() {
        if !forms.batch.is_empty() {
            rows.say(&words::enter_takes(lang), false);
        }
        return;
    }
    let sound = forms_are_sound(forms, import.unreadable);
    if !sound {
        rows.say(&words::blocked_forms(lang, troubles.count), true);
    }
    if troubles.are_cells() {
        rows.say(&if sound { words::minus_on(lang) } else { words::minus_helps(lang) }, !sound);
    }
}

fn columns_of_forms(rows: &mut Rows, questionnaire: &Questionnaire, mapping: &Mapping, lang: Lang) {
    let columns: Vec<_> = mapping
        .columns
        .iter()
        .map(|c| {
            let role = form_words::role(lang, c.role, questionnaire);
            let doubtful = c.role != Role::Ignored && c.ground.is_doubtful();
            (c.heading.clone(), role, form_words::ground(lang, c.ground), doubtful)
        })
        .collect();
    rows.columns(lang, &columns);
}

fn forms(rows: &mut Rows, questionnaire: &Questionnaire, file: &FormsFile, import: &Import, lang: Lang) {
    let forms = &file.forms;
    for note in form_words::counted(lang, forms) {
        rows.say(&note, false);
    }
    if file.unanswered > 0 {
        rows.say(&words::empty_forms(lang, file.unanswered), true);
    }
    rows.sheet(lang, import);
    rows.gap();
    columns_of_forms(rows, questionnaire, &forms.mapping, lang);
    for n in &forms.mapping.repeated {
        let heading = &forms.mapping.columns[*n].heading;
        rows.say(&form_words::repeated(lang, &form_words::letters(n + 1), heading), true);
    }
    if !forms.mapping.without.is_empty() {
        let ids = forms.mapping.without.iter().filter_map(|q| questionnaire.questions.get(*q));
        let ids: Vec<&str> = ids.map(|q| q.id.as_str()).collect();
        rows.say(&form_words::without(lang, &ids.join(" ")), true);
    }
    let troubles = form_words::troubles(lang, &forms.mapping, &forms.troubles);
    if !troubles.is_empty() {
        rows.gap();
    }
    for line in troubles {
        rows.say(&line, true);
    }
}

fn list(
    rows: &mut Rows,
    work: &Work,
    (file, target): (&RowsFile, &Destination),
    import: &Import,
    lang: Lang,
) {
    let (Some(table), Destination::Rows(m)) = (table(work, target), target) else { return };
    let id = &work.scheme.measures[*m].id;
    let said = crate::app::import::said_of_list(&import.reading.said);
    match &file.plan {
        Err(stop) => rows.say(&rows_stop(work, target, stop, file, lang), true),
        Ok(plan) => {
            let now = work.ledger.facts().rows(id).len();
            rows.say(&words::ready_rows(lang, plan.rows, now), false);
            verdict_of_list(rows, plan, import, lang);
        }
    }
    rows.sheet(lang, import);
    rows.gap();
    let meant = list_rows::meant(table, &file.list.head, &said);
    let columns: Vec<_> = file
        .list
        .head
        .iter()
        .zip(&meant)
        .enumerate()
        .map(|(n, (heading, column))| {
            let role = column.map_or_else(
                || form_words::role_ignored(lang),
                |c| lang.label(&table.columns[c].name).to_owned(),
            );
            let is_said = said.iter().any(|(at, _)| *at == n);
            let ground = match (is_said, column) {
                (true, _) => words::column_said(lang),
                (false, Some(_)) => words::heading_matches(lang),
                (false, None) => String::new(),
            };
            (heading.clone(), role, ground, false)
        })
        .collect();
    rows.columns(lang, &columns);
    if let Ok(plan) = &file.plan
        && !plan.bad.is_empty()
    {
        rows.gap();
        for bad in plan.bad.iter().take(MOST_TOLD) {
            let doubt = import.accepted && bad.fault.is_doubt();
            rows.say(&row_words::bad(lang, &work.scheme, id, bad), !doubt);
        }
        let more = plan.bad.len().saturating_sub(MOST_TOLD);
        if more > 0 {
            rows.say(&form_words::more_troubles(lang, more as u64), true);
        }
    }
}

fn verdict_of_list(rows: &mut Rows, plan: &Plan, import: &Import, lang: Lang) {
    let doubts = plan.bad.iter().filter(|b| b.fault.is_doubt()).count();
    let wrong = plan.bad.len() - doubts;
    let open = wrong + if import.accepted { 0 } else { doubts };
    if open == 0 {
        rows.say(&words::enter_takes(lang), false);
    } else {
        rows.say(&words::blocked_rows(lang, open as u64), true);
    }
    if doubts > 0 {
        let text = if import.accepted { words::plus_on(lang) } else { words::plus_helps(lang) };
        rows.say(&text, !import.accepted);
    }
}
