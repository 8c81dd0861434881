//! The registers, the coverage and the signatures as files.

use serde_json::{Value, json};

use super::{Cell, Subject, Table, points};
use crate::dossier::coverage::Row;
use crate::dossier::{Kind, RemarkKind, Standing, links};
use crate::i18n::{dossier as words, label, register as names};
use crate::scheme::measure::ColumnKind;
use crate::scheme::register::{RefTo, split};
use crate::scheme::signoff::{FIELDS, State};
use crate::scheme::{Register, Scheme};

/// A register as a table: its columns, what it is linked with, what is to be checked. The
/// findings end with the deductions that no finding names.
pub fn register_table(subject: &Subject<'_>, register: Register) -> Table {
    let lang = subject.lang;
    let mut head = vec![words::col_number(lang)];
    head.extend(register.table().columns.iter().map(|c| names::column(lang, register, &c.id)));
    if register == Register::Finding {
        head.extend([words::col_deductions(lang), words::col_suggestions(lang)]);
    }
    head.push(words::col_remarks(lang));
    let rows = subject.facts.rows(register.id());
    let mut rows: Vec<Vec<Cell>> = rows.into_iter().map(|row| register_row(subject, register, row)).collect();
    if register == Register::Finding {
        rows.extend(subject.dossier.links.without_finding.iter().map(|&leaf| {
            let mut row = vec![Cell::Empty; head.len()];
            row[2] = Cell::text(lang.label(&subject.scheme.indicators[leaf].name));
            row[4] = Cell::text(deduction(subject, leaf));
            row[6] = Cell::text(words::deductions_without_finding(lang, 1));
            row
        }));
    }
    Table { head, rows }
}

fn register_row(subject: &Subject<'_>, register: Register, row: u32) -> Vec<Cell> {
    let lang = subject.lang;
    let mut cells = vec![Cell::Number(row.to_string())];
    for column in &register.table().columns {
        let path = register.path(row, &column.id);
        let value = subject.facts.get(&path).map(|v| label::value(lang, subject.scheme, &path, v));
        cells.push(value.map_or(Cell::Empty, Cell::Text));
    }
    if let Some(finding) = finding(subject, register, row) {
        let lost: Vec<String> = finding.leaves.iter().map(|&leaf| deduction(subject, leaf)).collect();
        let suggestions: Vec<String> = finding.suggestions.iter().map(ToString::to_string).collect();
        cells.extend([Cell::Text(lost.join("\n")), Cell::Text(suggestions.join(","))]);
    }
    let about = subject.dossier.remarks.iter().filter(|r| r.register == register && r.row == row);
    let remarks: Vec<String> = about.map(|r| words::remark_words(lang, r)).collect();
    cells.push(Cell::Text(remarks.join("\n")));
    cells
}

fn finding<'a>(subject: &Subject<'a>, register: Register, row: u32) -> Option<&'a links::Finding> {
    let findings = &subject.dossier.links.findings;
    findings.iter().find(|f| register == Register::Finding && f.row == row)
}

/// An indicator with what it loses.
fn deduction(subject: &Subject<'_>, leaf: usize) -> String {
    let name = subject.lang.label(&subject.scheme.indicators[leaf].name);
    let lost = words::lost(subject.lang, &lost(subject, leaf));
    match links::undescribed(subject.scheme, subject.card, leaf) {
        0 => format!("{name} {lost}"),
        n => format!("{name} {lost} {}", words::undescribed(subject.lang, n)),
    }
}

fn lost(subject: &Subject<'_>, leaf: usize) -> String {
    points(links::lost(subject.card, leaf), subject.card.rounding.places)
}

/// A register as a document.
pub fn register_document(subject: &Subject<'_>, register: Register) -> Value {
    let rows = subject.facts.rows(register.id());
    let mut document = json!({
        "register": register.id(),
        "rows": rows.into_iter().map(|row| row_document(subject, register, row)).collect::<Vec<Value>>(),
    });
    if register == Register::Finding {
        let links = &subject.dossier.links;
        let deduction = |leaf: &usize| deduction_document(subject, *leaf);
        document["deductions_without_finding"] = links.without_finding.iter().map(deduction).collect();
        document["findings_without_deduction"] = json!(links.without_deduction);
        document["findings_without_suggestion"] = json!(links.without_suggestion);
    }
    if register == Register::Suggestion {
        document["suggestions_without_finding"] = json!(subject.dossier.links.suggestions_without_finding);
    }
    document
}

fn row_document(subject: &Subject<'_>, register: Register, row: u32) -> Value {
    let mut document = json!({ "row": row });
    for column in &register.table().columns {
        let value = subject.facts.get(&register.path(row, &column.id));
        document[&column.id] = match column.kind {
            ColumnKind::Refs(RefTo::Rows(_)) => {
                let rows = value.map(|v| split(v).filter_map(|r| r.parse::<u32>().ok()).collect::<Vec<_>>());
                json!(rows.unwrap_or_default())
            }
            ColumnKind::Refs(_) => json!(value.map(|v| split(v).collect::<Vec<_>>()).unwrap_or_default()),
            _ => json!(value),
        };
    }
    if let Some(finding) = finding(subject, register, row) {
        document["deductions"] =
            finding.leaves.iter().map(|leaf| deduction_document(subject, *leaf)).collect();
        document["suggestions"] = json!(finding.suggestions);
    }
    let about = subject.dossier.remarks.iter().filter(|r| r.register == register && r.row == row);
    let remark = |kind: &RemarkKind, words: String| json!({"code": kind.code(), "message": words});
    document["remarks"] = about.map(|r| remark(&r.kind, words::remark_words(subject.lang, r))).collect();
    document
}

fn deduction_document(subject: &Subject<'_>, leaf: usize) -> Value {
    json!({
        "indicator": subject.scheme.indicators[leaf].id,
        "lost": lost(subject, leaf),
        "undescribed": links::undescribed(subject.scheme, subject.card, leaf),
    })
}

/// The coverage as a table: one row an indicator, one column a kind of evidence.
pub fn coverage_table(subject: &Subject<'_>) -> Table {
    let lang = subject.lang;
    let kinds = Kind::all();
    let mut head = vec![words::col_indicator(lang), words::col_stake(lang)];
    head.extend(kinds.iter().map(|k| words::kind_about(lang, *k).to_owned()));
    let row = |row: &Row| {
        let mut cells = vec![
            Cell::text(lang.label(&subject.scheme.indicators[row.leaf].name)),
            Cell::Number(points(row.stake, subject.card.rounding.places)),
        ];
        cells.extend(row.marks.iter().map(|m| Cell::Text(words::mark(lang, *m))));
        cells
    };
    Table { head, rows: subject.dossier.coverage.rows.iter().map(row).collect() }
}

/// The coverage as a document.
pub fn coverage_document(subject: &Subject<'_>) -> Value {
    let row = |row: &Row| {
        let mut document = json!({
            "indicator": subject.scheme.indicators[row.leaf].id,
            "stake": points(row.stake, subject.card.rounding.places),
        });
        for (kind, mark) in Kind::all().iter().zip(&row.marks) {
            document[kind.code()] = json!(mark.code());
        }
        document
    };
    let rows: Vec<Value> = subject.dossier.coverage.rows.iter().map(row).collect();
    json!({"incomplete": subject.dossier.coverage.open(), "rows": rows})
}

/// The signatures as a table.
pub fn signoff_table(subject: &Subject<'_>) -> Table {
    let lang = subject.lang;
    let mut head = vec![words::col_state(lang)];
    head.extend(FIELDS.map(|f| names::sign_field(lang, f).to_owned()));
    head.push(words::col_standing(lang));
    let row = |state: State| {
        let value = |field: &str| subject.facts.get(&state.path(field)).map_or(Cell::Empty, Cell::text);
        let mut cells = vec![Cell::text(names::state(lang, state))];
        cells.extend(FIELDS.map(value));
        cells.push(Cell::Text(standing(subject, state)));
        cells
    };
    Table { head, rows: State::ALL.map(row).into() }
}

/// The signatures as a document.
pub fn signoff_document(subject: &Subject<'_>) -> Value {
    let state = |state: State| {
        let mut document = json!({ "state": state.id() });
        for field in FIELDS {
            document[field] = json!(subject.facts.get(&state.path(field)));
        }
        let signature = subject.dossier.signing.get(state);
        document["standing"] = json!(match signature.standing {
            Standing::Open => "open",
            Standing::Stands => "stands",
            Standing::Reopened(_) => "reopened",
        });
        if let Standing::Reopened(why) = &signature.standing {
            document["reopened_by"] =
                json!({"entry": why.seq, "path": why.path, "old": why.old, "new": why.new});
        }
        document
    };
    let states: Vec<Value> = State::ALL.into_iter().map(state).collect();
    json!({"locked": subject.facts.is_locked(), "states": states})
}

fn standing(subject: &Subject<'_>, state: State) -> String {
    let scheme: &Scheme = subject.scheme;
    match &subject.dossier.signing.get(state).standing {
        Standing::Open => words::open_state(subject.lang),
        Standing::Stands => words::stands(subject.lang),
        Standing::Reopened(why) => words::reopening(subject.lang, scheme, why),
    }
}
