//! Reads recorded facts: nested tables flattened to the paths of the ledger.

use toml::de::DeValue;

use crate::scheme::measure::MeasureKind;
use crate::scheme::signoff::{self, State};
use crate::scheme::{Fault, Place, Register, Scheme, Wanted};

use super::nearest::nearest;
use super::reader::{Node, Reader, Seen, Table};

/// Facts in file order, each accepted by its field. The others are reported and left out.
pub(super) fn read_facts(reader: &mut Reader, scheme: &Scheme, file: &Table) -> Vec<(String, String)> {
    let mut leaves = Vec::new();
    flatten("", file, &mut leaves);
    leaves.sort_by_key(|(_, key, _)| *key);
    let mut seen = Seen::default();
    let mut facts = Vec::new();
    for (path, key, node) in leaves {
        let Some(written) = written(reader, &path, node) else { continue };
        if !seen.add(reader, &path, key) {
            continue;
        }
        let Some(field) = scheme.field(&path) else {
            let known = if reader.suggests() { known_paths(scheme, &path) } else { Vec::new() };
            let nearest = reader.nearest(&path, known.iter().map(String::as_str));
            reader.report(key, Fault::UnknownPath { path, nearest });
            continue;
        };
        match field.kind.accept(&written) {
            Ok(value) => facts.push((path, value)),
            Err(refusal) => reader.report(node.place(), Fault::RefusedFact { path, refusal }),
        }
    }
    facts
}

/// Joins keys with dots; a key that begins with `@` is evidence and needs none.
fn flatten<'a>(path: &str, table: &Table<'a>, leaves: &mut Vec<(String, Place, Node<'a>)>) {
    for (key, key_place, node) in table.entries() {
        let dot = if path.is_empty() || key.starts_with('@') { "" } else { "." };
        let path = format!("{path}{dot}{key}");
        match node.as_table() {
            Some(table) => flatten(&path, &table, leaves),
            None => leaves.push((path, key_place, node)),
        }
    }
}

/// The value as text: numbers and dates exactly as they stand in the file.
fn written(reader: &mut Reader, path: &str, node: Node) -> Option<String> {
    match node.value() {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().to_owned()),
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        DeValue::Datetime(date) => Some(date.to_string()),
        _ => node.wrong(reader, path, Wanted::Value),
    }
}

/// Paths one may have meant by `path`, with its own row and form numbers and evidence.
pub fn known_paths(scheme: &Scheme, path: &str) -> Vec<String> {
    let (base, evidence) = path.split_once('@').map_or((path, None), |(b, e)| (b, Some(e)));
    let number = base.split('.').find(|s| s.parse::<u32>().is_ok()).unwrap_or("1");
    let mut paths = Vec::new();
    for measure in &scheme.measures {
        let id = &measure.id;
        paths.push(id.clone());
        match &measure.kind {
            MeasureKind::Checklist(items) => paths.extend(items.iter().map(|i| format!("{id}.{}", i.id))),
            MeasureKind::Table(table) => {
                paths.extend(["planned", "total"].map(|word| format!("{id}.{word}")));
                let mut rows: Vec<&str> = table.rows.iter().map(|r| r.id.as_str()).collect();
                if table.is_open() {
                    rows.push(number);
                }
                for row in rows {
                    paths.push(format!("{id}.{row}"));
                    paths.extend(table.columns.iter().map(|c| format!("{id}.{row}.{}", c.id)));
                }
            }
            _ => {}
        }
    }
    for questionnaire in &scheme.questionnaires {
        let id = &questionnaire.id;
        let counts = ["distributed", "returned", "valid", "population", "counts_by"];
        paths.push(id.clone());
        paths.extend(counts.map(|word| format!("{id}.{word}")));
        for question in &questionnaire.questions {
            paths.push(format!("{id}.form.{number}.{}", question.id));
            paths.extend(question.choices.iter().map(|c| format!("{id}.tally.{}.{}", question.id, c.code)));
        }
    }
    for register in Register::ALL {
        paths.push(format!("{}.{number}", register.id()));
        paths.extend(register.table().columns.iter().map(|c| format!("{}.{number}.{}", register.id(), c.id)));
    }
    for state in State::ALL {
        paths.extend(signoff::FIELDS.map(|field| state.path(field)));
    }
    paths.push(signoff::RELEASED.to_owned());
    let leaves = scheme.leaves().map(|n| format!("indicator.{}.na", scheme.indicators[n].id));
    paths.extend(leaves);
    if let Some(evidence) = evidence {
        let word = nearest(evidence, crate::scheme::field::EVIDENCE).unwrap_or_else(|| evidence.to_owned());
        for path in &mut paths {
            *path = format!("{path}@{word}");
        }
    }
    paths.retain(|path| scheme.field(path).is_some());
    paths
}
