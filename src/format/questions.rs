//! Reads scales, questionnaires, questions and choices.

use std::collections::HashMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::scheme::expr::ExprFaultKind;
use crate::scheme::field::NON_ANSWERS;
use crate::scheme::questionnaire::{Choice, Group, MIN_CELL, MOST_RATINGS, Question, QuestionKind};
use crate::scheme::{Condition, Fault, Label, Provenance, Questionnaire, Wanted};

use super::expressions::inside;
use super::keys::{self, Keys};
use super::measures::read_number;
use super::nearest::nearest;
use super::reader::{Node, Reader, Seen, Table};
use super::settings::read_provenance;
use super::validity;

/// Choices that several questions share.
#[derive(Debug, Clone, Default)]
pub(super) struct Scale {
    choices: Vec<Choice>,
    provenance: Provenance,
}

/// Reads all `[[scale]]`.
pub(super) fn read_scales(reader: &mut Reader, nodes: &[Node]) -> HashMap<String, Scale> {
    let mut seen = Seen::default();
    let mut scales = HashMap::new();
    for node in nodes {
        let keys = [keys::SCALE, keys::CHOICES, keys::ORIGIN];
        let Some(table) = node.table(reader, "scale", &keys) else { continue };
        let choices = read_choices(reader, &table);
        let provenance = read_provenance(reader, &table);
        let Some(id) = table.id(reader, "id", &[]) else { continue };
        if seen.add(reader, &id, table.place_of("id")) {
            scales.insert(id, Scale { choices, provenance });
        }
    }
    scales
}

fn read_choices(reader: &mut Reader, table: &Table) -> Vec<Choice> {
    let mut seen = Seen::default();
    let mut choices = Vec::new();
    for node in table.need_list(reader, "choices") {
        let Some(entry) = node.table(reader, "choices", &[keys::CHOICE]) else { continue };
        let label = entry.need_label(reader, "label");
        let hundred = |n| (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&n);
        let value = entry.number(reader, "value", "0–100", hundred);
        let exclusive = entry.flag(reader, "exclusive");
        let Some(code) = entry.id(reader, "code", &NON_ANSWERS) else { continue };
        if seen.add(reader, &code, entry.place_of("code")) {
            choices.push(Choice { code, label, value, exclusive });
        }
    }
    choices
}

/// Reads all `[[questionnaire]]`; `seen` holds the ids of measures, too.
pub(super) fn read_questionnaires(
    reader: &mut Reader,
    nodes: &[Node],
    scales: &HashMap<String, Scale>,
    seen: &mut Seen,
) -> Vec<Questionnaire> {
    let mut questionnaires = Vec::new();
    for node in nodes {
        let Some(table) = node.table(reader, "questionnaire", &[keys::QUESTIONNAIRE]) else { continue };
        let name = table.need_label(reader, "name");
        let groups = read_groups(reader, &table);
        let least = |n: Decimal| n >= Decimal::ONE && n.is_integer();
        let min_cell = table.number(reader, "min_cell", "≥ 1", least);
        let mut asked = Asked { scales, groups: &groups, ids: Seen::default(), questions: Vec::new() };
        for node in table.need_list(reader, "question") {
            asked.read(reader, node);
        }
        let questions = asked.questions;
        let validity = validity::read(reader, &table, &questions);
        let Some(id) = table.id(reader, "id", &crate::scheme::reserved()) else { continue };
        let place = table.place_of("id");
        if seen.add(reader, &id, place) {
            let min_cell = min_cell.and_then(|n| n.to_u64()).unwrap_or(MIN_CELL);
            questionnaires.push(Questionnaire { id, name, groups, min_cell, questions, validity, place });
        }
    }
    questionnaires
}

fn read_groups(reader: &mut Reader, table: &Table) -> Vec<Group> {
    let mut seen = Seen::default();
    let mut groups = Vec::new();
    for node in table.list(reader, "group") {
        let Some(entry) = node.table(reader, "group", &[keys::GROUP]) else { continue };
        let name = entry.need_label(reader, "name");
        let Some(id) = entry.id(reader, "id", &[]) else { continue };
        if seen.add(reader, &id, entry.place_of("id")) {
            groups.push(Group { id, name });
        }
    }
    groups
}

/// Reads a condition on the answers to `questions`.
pub(super) fn read_condition(
    reader: &mut Reader,
    node: Node,
    key: &str,
    questions: &[Question],
) -> Option<Condition> {
    let text = node.text(reader, key)?;
    match Condition::parse(&text, questions) {
        Ok(condition) => Some(condition),
        Err(fault) => {
            let place = inside(reader, node.place(), &text, fault.start, fault.end);
            let nearest = match &fault.kind {
                ExprFaultKind::NotBefore(name) => nearest(name, questions.iter().map(|q| q.id.as_str())),
                _ => None,
            };
            reader.report(place, Fault::BadExpression { kind: fault.kind, nearest });
            None
        }
    }
}

/// Words of a question's `kind`.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Single,
    Multiple,
    Number,
    Date,
    Text,
}

const KINDS: [(&str, Kind); 5] = [
    ("single", Kind::Single),
    ("multiple", Kind::Multiple),
    ("number", Kind::Number),
    ("date", Kind::Date),
    ("text", Kind::Text),
];

/// The questions of one questionnaire read so far.
struct Asked<'a> {
    scales: &'a HashMap<String, Scale>,
    groups: &'a [Group],
    ids: Seen,
    questions: Vec<Question>,
}

impl Asked<'_> {
    fn read(&mut self, reader: &mut Reader, node: Node) {
        let Some(table) = node.unchecked_table(reader, "question") else { return };
        let kind = table.word(reader, "kind", &KINDS).unwrap_or(Kind::Single);
        let attribute = table.flag(reader, "attribute");
        check_keys(reader, &table, kind, attribute);
        let text = table.need_label(reader, "text");
        let Scale { choices, provenance } = match kind {
            Kind::Single | Kind::Multiple => self.choices(reader, &table),
            _ => Scale::default(),
        };
        let weight = table.number(reader, "weight", "> 0", |n| n > Decimal::ZERO).unwrap_or(Decimal::ONE);
        let required = table.get("required").map(|_| table.flag(reader, "required"));
        let show_if = self.condition(reader, &table);
        let group = self.group(reader, &table);
        let kind = match kind {
            Kind::Single => QuestionKind::Single,
            Kind::Multiple => QuestionKind::Multiple,
            Kind::Number => QuestionKind::Number(read_number(reader, &table)),
            Kind::Date => QuestionKind::Date,
            Kind::Text => QuestionKind::Text,
        };
        let required = required.unwrap_or(kind == QuestionKind::Single);
        let reserved = ["invalid", "serial", "duration", "accepted", "filed"];
        let Some(id) = table.id(reader, "id", &reserved) else { return };
        let place = table.place_of("id");
        if self.ids.add(reader, &id, place) {
            self.questions.push(Question {
                id,
                text,
                kind,
                choices,
                weight,
                required,
                show_if,
                attribute,
                group,
                provenance,
                place,
            });
        }
    }

    fn choices(&self, reader: &mut Reader, table: &Table) -> Scale {
        if table.get("scale").is_some() {
            return named_scale(reader, table, self.scales).unwrap_or_default();
        }
        if table.get("rating").is_some() {
            return Scale { choices: read_rating(reader, table), ..Scale::default() };
        }
        Scale { choices: read_choices(reader, table), provenance: read_provenance(reader, table) }
    }

    /// The condition under which it is asked, about the questions before it.
    fn condition(&self, reader: &mut Reader, table: &Table) -> Option<Condition> {
        let node = table.get("show_if")?;
        read_condition(reader, node, "show_if", &self.questions)
    }

    fn group(&self, reader: &mut Reader, table: &Table) -> Option<usize> {
        let id = table.text(reader, "group")?;
        let found = self.groups.iter().position(|g| g.id == id);
        if found.is_none() {
            let nearest = nearest(&id, self.groups.iter().map(|g| g.id.as_str()));
            reader.report(table.place_of("group"), Fault::UnknownId { id, nearest });
        }
        found
    }
}

fn check_keys(reader: &mut Reader, table: &Table, kind: Kind, attribute: bool) {
    let mut known: Vec<Keys> = vec![keys::QUESTION];
    let has = |key: &str| table.get(key).is_some();
    match kind {
        Kind::Single | Kind::Multiple if has("scale") => known.push(keys::QUESTION_SCALE),
        Kind::Single if has("rating") => known.push(keys::QUESTION_RATING),
        Kind::Single | Kind::Multiple => known.extend([keys::CHOICES, keys::ORIGIN]),
        Kind::Number => known.push(keys::NUMBER),
        Kind::Date | Kind::Text => {}
    }
    // Only what an index counts has a weight in it.
    if kind == Kind::Single && !attribute {
        known.push(keys::QUESTION_WEIGHT);
    }
    table.check(reader, &known);
}

/// The choices of `rating = [FROM, TO]`: each whole number, worth its place between the ends.
fn read_rating(reader: &mut Reader, table: &Table) -> Vec<Choice> {
    let Some(node) = table.get("rating") else { return Vec::new() };
    let Some(ends) = node.list(reader, "rating") else { return Vec::new() };
    let mut numbers = Vec::new();
    for end in &ends {
        let Some(number) = end.number(reader, "rating") else { return Vec::new() };
        numbers.push(number);
    }
    let whole = |n: &Decimal| n.is_integer().then(|| n.to_u32()).flatten().filter(|n| *n <= MOST_RATINGS);
    let (from, to) = match numbers.as_slice() {
        [from, to] => (whole(from), whole(to)),
        _ => return node.wrong(reader, "rating", Wanted::List).unwrap_or_default(),
    };
    let Some((from, to)) = from.zip(to).filter(|(from, to)| from < to) else {
        let allowed = format!("[a, b], 0 ≤ a < b ≤ {MOST_RATINGS}");
        reader.report(node.place(), Fault::OutOfRange { key: "rating".to_owned(), allowed });
        return Vec::new();
    };
    let worth = |n: u32| Decimal::from(n - from) * Decimal::ONE_HUNDRED / Decimal::from(to - from);
    let choice = |n: u32| Choice {
        code: n.to_string(),
        label: Label::new(n.to_string()),
        value: Some(worth(n).normalize()),
        exclusive: false,
    };
    (from..=to).map(choice).collect()
}

fn named_scale(reader: &mut Reader, table: &Table, scales: &HashMap<String, Scale>) -> Option<Scale> {
    let id = table.text(reader, "scale")?;
    let scale = scales.get(&id).cloned();
    if scale.is_none() {
        let nearest = nearest(&id, scales.keys().map(String::as_str));
        reader.report(table.place_of("scale"), Fault::UnknownId { id, nearest });
    }
    scale
}
