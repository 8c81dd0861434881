//! Reads the measures that rules look at.

use rust_decimal::Decimal;

use crate::scheme::measure::{Among, Item, Measure, MeasureKind, Method, NumberSpec, Unit};
use crate::scheme::{Fault, Question, Questionnaire};

use super::judged::read_tiers;
use super::keys;
use super::reader::{Node, Reader, Seen, Table};
use super::settings::read_provenance;
use super::tables::{check_known, read_table};

/// Most decimals a number field may keep.
const MOST_DECIMALS: u32 = 12;

/// The kinds, by their words.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Number,
    Table,
    Checklist,
    Survey,
    Formula,
    Choice,
    Lookup,
}

const KINDS: [(&str, Kind); 7] = [
    ("number", Kind::Number),
    ("table", Kind::Table),
    ("checklist", Kind::Checklist),
    ("survey", Kind::Survey),
    ("formula", Kind::Formula),
    ("choice", Kind::Choice),
    ("lookup", Kind::Lookup),
];

/// A measure made of others, which waits until all measures are known.
pub(super) struct Pending<'a> {
    /// Index of the measure.
    pub measure: usize,
    /// Where it stands.
    pub table: Table<'a>,
    /// Whether it is looked up and not computed.
    pub lookup: bool,
}

/// Reads all `[[measure]]`. Formulas and look-ups stand as unknown numbers until
/// they are read, once all measures are known.
pub(super) fn read_measures<'a>(
    reader: &mut Reader,
    nodes: &[Node<'a>],
    questionnaires: &[Questionnaire],
    seen: &mut Seen,
) -> (Vec<Measure>, Vec<Pending<'a>>) {
    let mut measures = Vec::new();
    let mut pending = Vec::new();
    for node in nodes {
        let Some(table) = node.unchecked_table(reader, "measure") else { continue };
        table.need(reader, "kind");
        let kind = table.word(reader, "kind", &KINDS);
        table.check(reader, &measure_keys(kind));
        let name = table.need_label(reader, "name");
        let hint = table.label(reader, "hint");
        let provenance = read_provenance(reader, &table);
        let content = match kind {
            Some(Kind::Table) => MeasureKind::Table(read_table(reader, &table)),
            Some(Kind::Checklist) => MeasureKind::Checklist(read_items(reader, &table)),
            Some(Kind::Survey) => read_survey(reader, &table, questionnaires),
            Some(Kind::Choice) => MeasureKind::Choice(read_tiers(reader, &table)),
            Some(Kind::Number | Kind::Formula | Kind::Lookup) | None => {
                MeasureKind::Number(read_number(reader, &table))
            }
        };
        let Some(id) = measure_id(reader, &table) else { continue };
        let place = table.place_of("id");
        if !seen.add(reader, &id, place) {
            continue;
        }
        if matches!(kind, Some(Kind::Formula | Kind::Lookup)) {
            let lookup = matches!(kind, Some(Kind::Lookup));
            pending.push(Pending { measure: measures.len(), table, lookup });
        }
        measures.push(Measure { id, name, hint, kind: content, provenance, place });
    }
    check_known(reader, &measures);
    (measures, pending)
}

/// Expressions take names that begin with a letter; a questionnaire's id need not.
fn measure_id(reader: &mut Reader, table: &Table) -> Option<String> {
    let before = reader.problems.len();
    let id = table.id(reader, "id", &crate::scheme::reserved())?;
    let letter = id.starts_with(|c: char| c.is_alphabetic() || c == '_');
    if !letter && reader.problems.len() == before {
        reader.report(table.place_of("id"), Fault::BadId { id: id.clone() });
    }
    Some(id)
}

fn measure_keys(kind: Option<Kind>) -> Vec<keys::Keys> {
    let own: &[keys::Keys] = match kind {
        Some(Kind::Number) => &[keys::NUMBER],
        Some(Kind::Table) => &[keys::TABLE],
        Some(Kind::Checklist) => &[keys::CHECKLIST],
        Some(Kind::Survey) => &[keys::SURVEY],
        Some(Kind::Formula) => &[keys::FORMULA],
        Some(Kind::Choice) => &[keys::CHOICE_MEASURE],
        Some(Kind::Lookup) => &[keys::LOOKUP],
        None => &[
            keys::NUMBER,
            keys::TABLE,
            keys::CHECKLIST,
            keys::SURVEY,
            keys::FORMULA,
            keys::CHOICE_MEASURE,
            keys::LOOKUP,
        ],
    };
    [&[keys::MEASURE, keys::ORIGIN], own].concat()
}

pub(super) fn read_number(reader: &mut Reader, table: &Table) -> NumberSpec {
    let unit = Unit(table.text(reader, "unit").unwrap_or_default());
    let decimals = table.whole(reader, "decimals", MOST_DECIMALS).unwrap_or(0);
    let min = table.number(reader, "min", "", |_| true).unwrap_or(Decimal::ZERO);
    let max = table.number(reader, "max", &format!("≥ {min}"), |n| n >= min);
    NumberSpec { unit, decimals, min, max }
}

fn read_items(reader: &mut Reader, table: &Table) -> Vec<Item> {
    let mut seen = Seen::default();
    let mut items = Vec::new();
    for node in table.need_list(reader, "items") {
        let Some(entry) = node.table(reader, "items", &[keys::ITEM]) else { continue };
        let name = entry.need_label(reader, "name");
        entry.need(reader, "points");
        let points = entry.number(reader, "points", "≥ 0", |n| n >= Decimal::ZERO).unwrap_or_default();
        let share = |n| (Decimal::ZERO..=Decimal::ONE).contains(&n);
        let partly = entry.number(reader, "partly", "0–1", share).unwrap_or(Decimal::new(5, 1));
        let Some(id) = entry.id(reader, "id", &["points"]) else { continue };
        let place = entry.place_of("id");
        if seen.add(reader, &id, place) {
            items.push(Item { id, name, points, partly, place });
        }
    }
    items
}

fn read_survey(reader: &mut Reader, table: &Table, questionnaires: &[Questionnaire]) -> MeasureKind {
    let unknown = MeasureKind::Number(NumberSpec::default());
    let Some(node) = table.need(reader, "questionnaire") else { return unknown };
    let Some(id) = node.text(reader, "questionnaire") else { return unknown };
    let Some(questionnaire) = questionnaires.iter().position(|q| q.id == id) else {
        let nearest = reader.nearest(&id, questionnaires.iter().map(|q| q.id.as_str()));
        reader.report(node.place(), Fault::UnknownId { id, nearest });
        return unknown;
    };
    let mut questions = Vec::new();
    for node in table.list(reader, "questions") {
        let Some(id) = node.text(reader, "questions") else { continue };
        let all = &questionnaires[questionnaire];
        if let Some(question) = all.question(&id) {
            if all.questions[question].is_scored() {
                questions.push(question);
            } else {
                reader.report(node.place(), Fault::NotScored { id });
            }
        } else {
            let nearest = reader.nearest(&id, all.questions.iter().map(|q| q.id.as_str()));
            reader.report(node.place(), Fault::UnknownId { id, nearest });
        }
    }
    let all = &questionnaires[questionnaire].questions;
    let scored: Vec<usize> = (0..all.len()).filter(|n| all[*n].is_scored()).collect();
    if scored.is_empty() && !all.is_empty() && questions.is_empty() {
        reader.report(node.place(), Fault::NotScored { id: all[0].id.clone() });
    }
    // "All of them" is all that have an index.
    if questions.is_empty() && scored.len() < all.len() {
        questions = scored;
    }
    let method = read_method(reader, table, &questionnaires[questionnaire], &questions);
    MeasureKind::Survey { questionnaire, questions, method: method.unwrap_or_default() }
}

const METHODS: [(&str, bool); 2] = [("index", false), ("share", true)];
const AMONG: [(&str, Among); 3] =
    [("choices", Among::Choices), ("valued", Among::Valued), ("forms", Among::Forms)];

/// What is made of the answers. Every question must have the choices that a share counts.
fn read_method(reader: &mut Reader, table: &Table, all: &Questionnaire, chosen: &[usize]) -> Option<Method> {
    let is_share = table.word(reader, "method", &METHODS).unwrap_or(false);
    if !is_share {
        for key in ["counts", "among"].into_iter().filter(|k| table.get(k).is_some()) {
            reader.report(table.place_of(key), Fault::UnknownKey { key: key.to_owned(), nearest: None });
        }
        return None;
    }
    let among = table.word(reader, "among", &AMONG).unwrap_or_default();
    let mut counts = Vec::new();
    for node in table.need_list(reader, "counts") {
        let Some(code) = node.text(reader, "counts") else { continue };
        let read = all.questions.iter().enumerate().filter(|(n, _)| chosen.is_empty() || chosen.contains(n));
        let lacks = |q: &Question| !q.choices.iter().any(|c| c.code == code);
        if let Some((_, question)) = read.into_iter().find(|(_, q)| lacks(q)) {
            let nearest = reader.nearest(&code, question.choices.iter().map(|c| c.code.as_str()));
            reader.report(node.place(), Fault::UnknownId { id: code.clone(), nearest });
        }
        counts.push(code);
    }
    Some(Method::Share { counts, among })
}
