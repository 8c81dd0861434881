//! Reads what holds for the whole scheme: title, levels, rounding, rates, grades.

use rust_decimal::Decimal;

use crate::scheme::indicator::{Edge, Origin};
use crate::scheme::{Fault, Grade, Label, Mode, NotApplicable, Of, Place, Provenance, Rounding, Scheme};

use super::edges::{self, Ends};
use super::expressions::read_expr;
use super::keys;
use super::reader::{Node, Reader, Table};

/// Words of `not_applicable`.
pub(super) const NOT_APPLICABLE: [(&str, NotApplicable); 4] = [
    ("full", NotApplicable::Full),
    ("rescale", NotApplicable::Rescale),
    ("share", NotApplicable::Share),
    ("peer-mean", NotApplicable::PeerMean),
];
/// Last year that dates can have.
const LAST_YEAR: u32 = 2200;
/// Most decimal places of a rounding.
const MOST_PLACES: u32 = 6;

/// Reads `[scheme]` into `scheme`; returns where `full` stands. A survey alone needs no levels.
pub(super) fn read_scheme(reader: &mut Reader, scheme: &mut Scheme, table: &Table, is_survey: bool) -> Place {
    table.check(reader, &[keys::SCHEME]);
    if let Some(id) = table.get("id").and_then(|_| table.id(reader, "id", &[])) {
        scheme.id = id;
    }
    scheme.title = table.need_label(reader, "title");
    scheme.levels = levels(reader, table, is_survey);
    let full = table.number(reader, "full", "> 0", |n| n > Decimal::ZERO);
    scheme.full = full.unwrap_or(Decimal::ONE_HUNDRED);
    scheme.not_applicable = table.word(reader, "not_applicable", &NOT_APPLICABLE).unwrap_or_default();
    let on_exact = table.word(reader, "grade_on", &[("rounded", false), ("exact", true)]);
    scheme.grade_on_exact = on_exact.unwrap_or_default();
    scheme.level_places = table.whole(reader, "level_places", MOST_PLACES);
    let of_levels = table.word(reader, "total", &[("leaves", false), ("levels", true)]);
    scheme.total_of_levels = of_levels.unwrap_or_default();
    scheme.year = table.whole(reader, "year", LAST_YEAR).and_then(|y| i32::try_from(y).ok());
    scheme.sample = table.flag(reader, "sample");
    table.place_of("full")
}

fn levels(reader: &mut Reader, table: &Table, is_survey: bool) -> Vec<Label> {
    let texts = |reader: &mut Reader, nodes: Vec<Node>, key: &str| -> Vec<Option<String>> {
        nodes.into_iter().map(|node| node.text(reader, key)).collect()
    };
    let list = if is_survey { table.list(reader, "levels") } else { table.need_list(reader, "levels") };
    let names = texts(reader, list, "levels");
    let list = table.list(reader, "levels_en");
    let mut twins = texts(reader, list, "levels_en").into_iter();
    let labels = names.into_iter().map(|text| {
        let en = twins.next().flatten();
        Label { text: text.unwrap_or_default(), en }
    });
    let labels: Vec<Label> = labels.collect();
    if twins.next().is_some() {
        let allowed = format!("≤ {}", labels.len());
        reader.report(table.place_of("levels_en"), Fault::OutOfRange { key: "levels_en".into(), allowed });
    }
    labels
}

/// Reads `points` and `places` of a rounding; what is missing is taken from `default`.
pub(super) fn read_rounding(reader: &mut Reader, table: &Table, default: Rounding) -> Rounding {
    table.check(reader, &[keys::ROUNDING]);
    let of = [Of::Score, Of::Deduction];
    let all = of.into_iter().flat_map(|of| Mode::ALL.map(|mode| Rounding { of, mode, places: 0 }));
    let names: Vec<(String, Rounding)> = all.map(|r| (r.name(), r)).collect();
    let words: Vec<(&str, Rounding)> = names.iter().map(|(name, r)| (name.as_str(), *r)).collect();
    let chosen = table.word(reader, "points", &words).unwrap_or(default);
    let places = table.whole(reader, "places", MOST_PLACES).unwrap_or(default.places);
    Rounding { places, ..chosen }
}

/// Reads `[rates]`.
pub(super) fn read_rates(reader: &mut Reader, table: &Table) -> Rounding {
    table.check(reader, &[keys::RATES]);
    let default = Rounding::default();
    let words = Mode::ALL.map(|mode| (mode.name(), mode));
    let mode = table.word(reader, "mode", &words).unwrap_or(default.mode);
    let places = table.whole(reader, "places", MOST_PLACES).unwrap_or(default.places);
    Rounding { of: Of::Score, places, mode }
}

/// Reads all `[[grade]]`, best first and those given on a condition last. `None` if one of them
/// could not be read.
pub(super) fn read_grades(reader: &mut Reader, scheme: &Scheme, nodes: &[Node]) -> Option<Vec<Grade>> {
    let mut whole = true;
    let mut grades = Vec::new();
    let mut given = Vec::new();
    for node in nodes {
        let Some(table) = node.table(reader, "grade", &[keys::GRADE, keys::EDGES]) else {
            whole = false;
            continue;
        };
        let name = table.need_label(reader, "name");
        let place = table.get("name").map_or_else(|| table.place(), Node::place);
        if let Some(node) = table.get("when") {
            for key in keys::EDGES.iter().filter(|k| table.get(k).is_some()) {
                let key = (*key).to_owned();
                reader.report(table.place_of(&key), Fault::UnknownKey { key, nearest: None });
            }
            let when = read_expr(reader, scheme, node, "when", true);
            whole &= when.is_some();
            given.push(Grade { name, low: None, high: None, when, place });
            continue;
        }
        let ends = edges::read(reader, &table);
        whole &= ends.is_some();
        grades.push((ends.unwrap_or_default(), Grade { name, low: None, high: None, when: None, place }));
    }
    let mut ends: Vec<Ends> = grades.iter().map(|(ends, _)| *ends).collect();
    edges::close(&mut ends);
    for ((_, grade), ends) in grades.iter_mut().zip(ends) {
        (grade.low, grade.high) = (ends.low, ends.high);
    }
    let mut grades: Vec<Grade> = grades.into_iter().map(|(_, grade)| grade).collect();
    let rank = |low: Option<Edge>| low.map(|e| (e.at, !e.inclusive));
    grades.sort_by_key(|g| std::cmp::Reverse(rank(g.low)));
    grades.extend(given);
    whole.then_some(grades)
}

/// Words of `origin`.
const ORIGINS: [(&str, Origin); 4] = [
    ("stated", Origin::Stated),
    ("repaired", Origin::Repaired),
    ("inferred", Origin::Inferred),
    ("lost", Origin::Lost),
];

/// Reads `origin` and `origin_reason`.
pub(super) fn read_provenance(reader: &mut Reader, table: &Table) -> Provenance {
    let origin = table.word(reader, "origin", &ORIGINS).unwrap_or_default();
    Provenance { origin, reason: table.label(reader, "origin_reason") }
}
