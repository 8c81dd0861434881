//! Reads choices with their tiers, and what is looked up for several of them.

use crate::scheme::field::JUDGED;
use crate::scheme::indicator::Edge;
use crate::scheme::measure::{Lookup, LookupRow, Tier};
use crate::scheme::{Fault, MeasureKind, Scheme};

use super::edges;
use super::keys;
use super::measures::Pending;
use super::reader::{Node, Reader, Seen, Table};

/// The code of a look-up that fits any answer.
const ANY: &str = "*";

/// Reads the answers of a choice: each with a value, or with both ends of a stretch to judge in.
pub(super) fn read_tiers(reader: &mut Reader, table: &Table) -> Vec<Tier> {
    let mut seen = Seen::default();
    let mut tiers = Vec::new();
    for node in table.need_list(reader, "choices") {
        let Some(entry) = node.table(reader, "choices", &[keys::TIER, keys::EDGES]) else { continue };
        let label = entry.need_label(reader, "label");
        let Some((low, high)) = read_worth(reader, &entry) else { continue };
        let Some(code) = entry.id(reader, "code", &[JUDGED]) else { continue };
        let place = entry.place_of("code");
        if seen.add(reader, &code, place) {
            tiers.push(Tier { code, label, low, high, place });
        }
    }
    tiers
}

fn read_worth(reader: &mut Reader, entry: &Table) -> Option<(Edge, Edge)> {
    if let Some(node) = entry.get("value") {
        for key in keys::EDGES.iter().filter(|k| entry.get(k).is_some()) {
            reader.report(entry.place_of(key), Fault::UnknownKey { key: (*key).to_owned(), nearest: None });
        }
        let edge = Edge { at: node.number(reader, "value")?, inclusive: true };
        return Some((edge, edge));
    }
    let ends = edges::read(reader, entry)?;
    let (Some(low), Some(high)) = (ends.low, ends.high) else {
        reader.report(entry.place(), Fault::MissingKey { key: "value / at_least + at_most" });
        return None;
    };
    if low.at >= high.at {
        let allowed = format!("< {}", high.at);
        reader.report(entry.place(), Fault::OutOfRange { key: "at_least".into(), allowed });
        return None;
    }
    Some((low, high))
}

/// Reads look-ups, now that all choices are known. One that cannot be read stays a number.
pub(super) fn read_lookups(reader: &mut Reader, scheme: &mut Scheme, pending: &[Pending]) {
    for Pending { measure, table, .. } in pending.iter().filter(|p| p.lookup) {
        if let Some(lookup) = read_lookup(reader, scheme, table) {
            scheme.measures[*measure].kind = MeasureKind::Lookup(lookup);
        }
    }
}

fn read_lookup(reader: &mut Reader, scheme: &Scheme, table: &Table) -> Option<Lookup> {
    let mut whole = true;
    let mut of = Vec::new();
    let mut codes: Vec<Vec<&str>> = Vec::new();
    for node in table.need_list(reader, "of") {
        let Some(id) = node.text(reader, "of") else { continue };
        let tiers = |m: usize| match &scheme.measures[m].kind {
            MeasureKind::Choice(tiers) => Some(tiers),
            _ => None,
        };
        if let Some((m, tiers)) = scheme.measure(&id).and_then(|m| tiers(m).map(|t| (m, t))) {
            of.push(m);
            codes.push(tiers.iter().map(|t| t.code.as_str()).collect());
        } else {
            let all = scheme.measures.iter().enumerate().filter(|(m, _)| tiers(*m).is_some());
            let nearest = reader.nearest(&id, all.map(|(_, m)| m.id.as_str()));
            reader.report(node.place(), Fault::UnknownId { id, nearest });
            whole = false;
        }
    }
    let any_order = table.flag(reader, "any_order");
    let mut rows = Vec::new();
    for node in table.need_list(reader, "table") {
        match read_row(reader, node, &codes, any_order) {
            Some(row) => rows.push(row),
            None => whole = false,
        }
    }
    if !whole || of.is_empty() || rows.is_empty() {
        return None;
    }
    let mut lookup = Lookup { of, any_order, rows, complete: false };
    let gap = lookup.gap(&codes);
    lookup.complete = gap.is_none();
    if let Some(answers) = gap {
        reader.report(table.place_of("table"), Fault::LookupGap { answers: answers.join(", ") });
    }
    Some(lookup)
}

/// A row with a known code for each choice.
fn read_row(reader: &mut Reader, node: Node, codes: &[Vec<&str>], any_order: bool) -> Option<LookupRow> {
    let entry = node.table(reader, "table", &[keys::LOOKUP_ROW])?;
    entry.need(reader, "value");
    let value = entry.number(reader, "value", "", |_| true);
    let nodes = entry.need_list(reader, "codes");
    let mut row = Vec::new();
    for (n, node) in nodes.iter().enumerate() {
        let code = node.text(reader, "codes")?;
        let own = if any_order { None } else { codes.get(n) };
        let known = || own.map_or(codes, std::slice::from_ref).iter().flatten().copied();
        if code == ANY {
            row.push(None);
        } else if known().any(|c| c == code) {
            row.push(Some(code));
        } else {
            let nearest = reader.nearest(&code, known());
            reader.report(node.place(), Fault::UnknownId { id: code, nearest });
            return None;
        }
    }
    if row.len() != codes.len() {
        let allowed = format!("{}", codes.len());
        reader.report(entry.place_of("codes"), Fault::OutOfRange { key: "codes".into(), allowed });
        return None;
    }
    Some(LookupRow { codes: row, value: value?, place: entry.place() })
}
