//! Reads tables: rows, columns, what is computed in them, when their rows fall due.

use chrono::NaiveDate;
use toml::de::DeValue;

use crate::scheme::Fault;
use crate::scheme::measure::{
    Choice, Column, ColumnKind, Flag, Known, Measure, MeasureKind, Rhythm, Row, TableSpec, Unit,
};

use super::expressions::read_row_expr;
use super::keys;
use super::measures::read_number;
use super::reader::{Node, Reader, Seen, Table};

/// Words that paths of a table use themselves.
pub(super) const TABLE_WORDS: [&str; 3] = ["planned", "total", "count"];

/// Reads what makes a measure a table.
pub(super) fn read_table(reader: &mut Reader, table: &Table) -> TableSpec {
    let rows = read_rows(reader, table);
    let columns = read_columns(reader, table);
    let planned = table.flag(reader, "planned");
    TableSpec {
        rows,
        unit: Unit(table.text(reader, "unit").unwrap_or_default()),
        planned,
        rhythm: read_rhythm(reader, table, planned),
        flags: read_flags(reader, table, &columns),
        compare: read_compare(reader, table, &columns),
        row_name: table.label(reader, "row_name"),
        columns,
    }
}

fn read_rows(reader: &mut Reader, table: &Table) -> Vec<Row> {
    let mut seen = Seen::default();
    let mut rows = Vec::new();
    for node in table.list(reader, "rows") {
        let Some(entry) = node.table(reader, "rows", &[keys::ROW]) else { continue };
        let name = entry.need_label(reader, "name");
        let Some(id) = entry.id(reader, "id", &TABLE_WORDS) else { continue };
        if seen.add(reader, &id, entry.place_of("id")) {
            rows.push(Row { id, name });
        }
    }
    rows
}

fn read_columns(reader: &mut Reader, table: &Table) -> Vec<Column> {
    let mut seen = Seen::default();
    let list = table.need_list(reader, "columns");
    let (mut columns, values): (Vec<Column>, Vec<Option<Node>>) =
        list.into_iter().filter_map(|node| read_column(reader, node, &mut seen)).unzip();
    let mut hidden: Vec<(usize, ColumnKind)> = Vec::new();
    // What is computed cannot read what is computed after it.
    for (n, _) in values.iter().enumerate().filter(|(_, value)| value.is_some()) {
        hidden.push((n, std::mem::take(&mut columns[n].kind)));
    }
    for (n, kind) in hidden {
        let expr = values[n].and_then(|node| read_row_expr(reader, &columns, node, "value"));
        columns[n].kind = kind;
        columns[n].computed = expr;
    }
    columns
}

/// When rows fall due: listed days, or so often a year. Only what is planned does.
fn read_rhythm(reader: &mut Reader, table: &Table, planned: bool) -> Option<Rhythm> {
    for key in ["per", "due"].into_iter().filter(|k| !planned && table.get(k).is_some()) {
        reader.report(table.place_of(key), Fault::UnknownKey { key: key.to_owned(), nearest: None });
    }
    let monthly = table.word(reader, "per", &[("month", true), ("quarter", false)]);
    let mut dates = Vec::new();
    for node in table.list(reader, "due") {
        let Some(text) = node.text(reader, "due") else { continue };
        let date = text.parse::<NaiveDate>().ok();
        if date.is_none() {
            let fault = Fault::OutOfRange { key: "due".to_owned(), allowed: "YYYY-MM-DD".to_owned() };
            reader.report(node.place(), fault);
        }
        dates.extend(date);
    }
    dates.sort_unstable();
    dates.dedup();
    if dates.is_empty() {
        monthly.map(|m| if m { Rhythm::Month } else { Rhythm::Quarter })
    } else {
        Some(Rhythm::Dates(dates))
    }
}

fn read_flags(reader: &mut Reader, table: &Table, columns: &[Column]) -> Vec<Flag> {
    let mut flags = Vec::new();
    for node in table.list(reader, "flag") {
        let Some(entry) = node.table(reader, "flag", &[keys::FLAG]) else { continue };
        let text = entry.need_label(reader, "text");
        let Some(node) = entry.need(reader, "when") else { continue };
        let Some(when) = read_row_expr(reader, columns, node, "when") else { continue };
        if when.is_condition() {
            flags.push(Flag { when, text });
        } else {
            let kind = crate::scheme::expr::ExprFaultKind::ConditionWanted;
            reader.report(node.place(), Fault::BadExpression { kind, nearest: None });
        }
    }
    flags
}

/// Reads the two columns of numbers that are compared.
fn read_compare(reader: &mut Reader, table: &Table, columns: &[Column]) -> Option<(usize, usize)> {
    let node = table.get("compare")?;
    let mut pair = Vec::new();
    for entry in node.list(reader, "compare")? {
        let id = entry.text(reader, "compare")?;
        let usable = |c: &Column| matches!(c.kind, ColumnKind::Number(_)) && c.computed.is_none();
        let Some(n) = columns.iter().position(|c| c.id == id && usable(c)) else {
            let nearest = reader.nearest(&id, columns.iter().filter(|c| usable(c)).map(|c| c.id.as_str()));
            reader.report(entry.place(), Fault::UnknownId { id, nearest });
            return None;
        };
        pair.push(n);
    }
    if let [planned, done] = pair[..] {
        return Some((planned, done));
    }
    let fault = Fault::OutOfRange { key: "compare".to_owned(), allowed: "2".to_owned() };
    reader.report(node.place(), fault);
    None
}

/// What a column takes, by its word.
#[derive(Debug, Clone, Copy)]
enum ColumnWord {
    Number,
    Text,
    Date,
    Choice,
}

const COLUMN_KINDS: [(&str, ColumnWord); 4] = [
    ("number", ColumnWord::Number),
    ("text", ColumnWord::Text),
    ("date", ColumnWord::Date),
    ("choice", ColumnWord::Choice),
];

/// A column, and the expression it is computed by, which may read columns that come later.
fn read_column<'a>(
    reader: &mut Reader,
    node: Node<'a>,
    seen: &mut Seen,
) -> Option<(Column, Option<Node<'a>>)> {
    let table = node.unchecked_table(reader, "columns")?;
    table.need(reader, "kind");
    let word = table.word(reader, "kind", &COLUMN_KINDS);
    let own: &[keys::Keys] = match word {
        Some(ColumnWord::Number) => &[keys::COLUMN, keys::NUMBER, keys::NUMBER_COLUMN],
        Some(ColumnWord::Choice) => &[keys::COLUMN, keys::CHOICES],
        Some(ColumnWord::Text | ColumnWord::Date) => &[keys::COLUMN],
        None => &[keys::COLUMN, keys::NUMBER, keys::NUMBER_COLUMN, keys::CHOICES],
    };
    table.check(reader, own);
    let kind = match word {
        Some(ColumnWord::Number) => ColumnKind::Number(read_number(reader, &table)),
        Some(ColumnWord::Date) => ColumnKind::Date,
        Some(ColumnWord::Choice) => ColumnKind::Choice(read_column_choices(reader, &table)),
        Some(ColumnWord::Text) | None => ColumnKind::Text,
    };
    let name = table.need_label(reader, "name");
    let required = table.flag(reader, "required");
    let unique = table.flag(reader, "unique");
    let blank = table.number(reader, "blank", "", |_| true);
    let known = read_known(reader, &table);
    let id = table.id(reader, "id", &TABLE_WORDS)?;
    let column = Column { id, name, kind, required, computed: None, blank, unique, known };
    seen.add(reader, &column.id, table.place_of("id")).then_some((column, table.get("value")))
}

/// Reads what may stand in a column: a list, or `TABLE.COLUMN`.
fn read_known(reader: &mut Reader, table: &Table) -> Option<Known> {
    let node = table.get("known")?;
    let DeValue::String(_) = node.value() else {
        let entries = node.list(reader, "known")?;
        return Some(Known::These(entries.into_iter().filter_map(|n| n.text(reader, "known")).collect()));
    };
    let name = node.text(reader, "known")?;
    let (measure, column) = name.split_once('.').unwrap_or((&name, ""));
    Some(Known::Column { measure: measure.to_owned(), column: column.to_owned(), place: node.place() })
}

/// Reports lists of what is known that no table holds. All measures are known now.
pub(super) fn check_known(reader: &mut Reader, measures: &[Measure]) {
    let tables: Vec<(&Measure, &TableSpec)> = measures
        .iter()
        .filter_map(|m| if let MeasureKind::Table(table) = &m.kind { Some((m, table)) } else { None })
        .collect();
    let names: Vec<String> = tables
        .iter()
        .flat_map(|(m, table)| table.columns.iter().map(move |c| format!("{}.{}", m.id, c.id)))
        .collect();
    for column in tables.iter().flat_map(|(_, table)| &table.columns) {
        let Some(Known::Column { measure, column, place }) = &column.known else { continue };
        let id = format!("{measure}.{column}");
        if !names.contains(&id) {
            let nearest = reader.nearest(&id, names.iter().map(String::as_str));
            reader.report(*place, Fault::UnknownId { id, nearest });
        }
    }
}

fn read_column_choices(reader: &mut Reader, table: &Table) -> Vec<Choice> {
    let mut seen = Seen::default();
    let mut choices = Vec::new();
    for node in table.need_list(reader, "choices") {
        let Some(entry) = node.table(reader, "choices", &[keys::COLUMN_CHOICE]) else { continue };
        let label = entry.need_label(reader, "label");
        let Some(code) = entry.id(reader, "code", &[]) else { continue };
        if seen.add(reader, &code, entry.place_of("code")) {
            choices.push(Choice { code, label });
        }
    }
    choices
}
