//! Reads scales, questionnaires, questions and choices.

use std::collections::HashMap;
use std::sync::Arc;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::scheme::condition::{Calculation, Known, Term};
use crate::scheme::expr::ExprFault;
use crate::scheme::expr::ExprFaultKind;
use crate::scheme::field::NON_ANSWERS;
use crate::scheme::measure::Unit;
use crate::scheme::questionnaire::{
    Aside, Choice, Constraint, Group, MIN_CELL, MOST_RATINGS, Question, QuestionKind,
};
use crate::scheme::{Condition, Fault, Label, Provenance, Questionnaire, Wanted};

use super::expressions::inside;
use super::keys::{self, Keys};
use super::measures::read_number;
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
        let mut asked = Asked {
            scales,
            groups: &groups,
            ids: Seen::default(),
            questions: Vec::new(),
            asides: Vec::new(),
            calculations: Vec::new(),
        };
        for node in table.need_list(reader, "question") {
            asked.read(reader, node);
        }
        let Asked { questions, asides, calculations, .. } = asked;
        let known = Known { questions: &questions, calculations: &calculations, own: None };
        let validity = validity::read(reader, &table, known);
        let Some(id) = table.id(reader, "id", &crate::scheme::reserved()) else { continue };
        let place = table.place_of("id");
        if seen.add(reader, &id, place) {
            let min_cell = min_cell.and_then(|n| n.to_u64()).unwrap_or(MIN_CELL);
            questionnaires.push(Questionnaire {
                id,
                name,
                groups,
                min_cell,
                questions,
                asides,
                validity,
                place,
            });
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

/// Reads a condition on the answers to questions that are known.
pub(super) fn read_condition(reader: &mut Reader, node: Node, key: &str, known: Known) -> Option<Condition> {
    read_with(reader, node, key, known, |text| Condition::parse(text, known))
}

/// Reads what `parse` makes of a text about what is known.
fn read_with<T>(
    reader: &mut Reader,
    node: Node,
    key: &str,
    known: Known,
    parse: impl Fn(&str) -> Result<T, ExprFault>,
) -> Option<T> {
    let text = node.text(reader, key)?;
    match parse(&text) {
        Ok(parsed) => Some(parsed),
        Err(fault) => {
            let place = inside(reader, node.place(), &text, fault.start, fault.end);
            let ids = known.questions.iter().map(|q| q.id.as_str());
            let ids = ids.chain(known.calculations.iter().map(|c| c.id.as_str()));
            let nearest = match &fault.kind {
                ExprFaultKind::NotBefore(name) => reader.nearest(name, ids),
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
    Note,
    Calculated,
}

const KINDS: [(&str, Kind); 7] = [
    ("single", Kind::Single),
    ("multiple", Kind::Multiple),
    ("number", Kind::Number),
    ("date", Kind::Date),
    ("text", Kind::Text),
    ("note", Kind::Note),
    ("calculated", Kind::Calculated),
];

/// Last segments of paths below a form that are the program's own.
pub const RESERVED: [&str; 5] = ["invalid", "serial", "duration", "accepted", "filed"];

/// The questions of one questionnaire read so far.
struct Asked<'a> {
    scales: &'a HashMap<String, Scale>,
    groups: &'a [Group],
    ids: Seen,
    questions: Vec<Question>,
    asides: Vec<Aside>,
    calculations: Vec<Arc<Calculation>>,
}

impl Asked<'_> {
    fn read(&mut self, reader: &mut Reader, node: Node) {
        let Some(table) = node.unchecked_table(reader, "question") else { return };
        let kind = table.word(reader, "kind", &KINDS).unwrap_or(Kind::Single);
        if matches!(kind, Kind::Note | Kind::Calculated) {
            return self.aside(reader, &table, kind == Kind::Calculated);
        }
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
            _ => QuestionKind::Text,
        };
        let required = required.unwrap_or(kind == QuestionKind::Single);
        let hint = table.label(reader, "hint");
        let Some(id) = table.id(reader, "id", &RESERVED) else { return };
        let place = table.place_of("id");
        if self.ids.add(reader, &id, place) {
            let mut question = Question {
                id,
                text,
                kind,
                choices,
                weight,
                required,
                show_if,
                constraint: None,
                hint,
                attribute,
                group,
                provenance,
                place,
            };
            question.constraint = self.constraint(reader, &table, &question);
            self.questions.push(question);
        }
    }

    /// What the answer to `own` must be; `.` is that answer.
    fn constraint(&self, reader: &mut Reader, table: &Table, own: &Question) -> Option<Constraint> {
        let message = table.label(reader, "message");
        let known = Known { own: Some(own), ..self.known() };
        let Some(node) = table.get("constraint") else {
            if message.is_some() {
                let key = "message".to_owned();
                reader.report(table.place_of("message"), Fault::UnknownKey { key, nearest: None });
            }
            return None;
        };
        read_condition(reader, node, "constraint", known).map(|holds| Constraint { holds, message })
    }

    /// Words to read, or a value that is computed, before the next question.
    fn aside(&mut self, reader: &mut Reader, table: &Table, is_calculated: bool) {
        let keys = if is_calculated { keys::QUESTION_CALCULATED } else { keys::QUESTION_NOTE };
        table.check(reader, &[keys]);
        let text = table.need_label(reader, "text");
        let show_if = self.condition(reader, table);
        let unit = Unit(table.text(reader, "unit").unwrap_or_default());
        let is_named = is_calculated || table.get("id").is_some();
        let id = if is_named { table.id(reader, "id", &RESERVED) } else { Some(String::new()) };
        let Some(id) = id else { return };
        let place = if is_named { table.place_of("id") } else { table.place_of("text") };
        if is_named && !self.ids.add(reader, &id, place) {
            return;
        }
        let mut aside = Aside { id, before: self.questions.len(), text, show_if, value: None, unit, place };
        if is_calculated {
            let Some(node) = table.need(reader, "value") else { return };
            let known = self.known();
            let value = read_with(reader, node, "value", known, |text| Term::parse(text, known));
            let Some(value) = value else { return };
            let calculation = Calculation { id: aside.id.clone(), when: aside.show_if.take(), value };
            let calculation = Arc::new(calculation);
            self.calculations.push(Arc::clone(&calculation));
            aside.value = Some(calculation);
        }
        self.asides.push(aside);
    }

    /// What stands before.
    fn known(&self) -> Known<'_> {
        Known { questions: &self.questions, calculations: &self.calculations, own: None }
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
        read_condition(reader, node, "show_if", self.known())
    }

    fn group(&self, reader: &mut Reader, table: &Table) -> Option<usize> {
        let id = table.text(reader, "group")?;
        let found = self.groups.iter().position(|g| g.id == id);
        if found.is_none() {
            let nearest = reader.nearest(&id, self.groups.iter().map(|g| g.id.as_str()));
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
        _ => {}
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
        let nearest = reader.nearest(&id, scales.keys().map(String::as_str));
        reader.report(table.place_of("scale"), Fault::UnknownId { id, nearest });
    }
    scale
}
