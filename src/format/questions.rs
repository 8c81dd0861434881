//! Reads scales, questionnaires, questions and choices.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::scheme::field::NON_ANSWERS;
use crate::scheme::questionnaire::{Choice, Question};
use crate::scheme::{Fault, Provenance, Questionnaire};

use super::keys;
use super::nearest::nearest;
use super::reader::{Node, Reader, Seen, Table};
use super::settings::read_provenance;

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
        let Some(code) = entry.id(reader, "code", &NON_ANSWERS) else { continue };
        if seen.add(reader, &code, entry.place_of("code")) {
            choices.push(Choice { code, label, value });
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
        let mut ids = Seen::default();
        let mut questions = Vec::new();
        for node in table.need_list(reader, "question") {
            questions.extend(read_question(reader, node, scales, &mut ids));
        }
        let Some(id) = table.id(reader, "id", &crate::scheme::reserved()) else { continue };
        let place = table.place_of("id");
        if seen.add(reader, &id, place) {
            questionnaires.push(Questionnaire { id, name, questions, place });
        }
    }
    questionnaires
}

fn read_question(
    reader: &mut Reader,
    node: Node,
    scales: &HashMap<String, Scale>,
    seen: &mut Seen,
) -> Option<Question> {
    let table = node.unchecked_table(reader, "question")?;
    let text = table.need_label(reader, "text");
    let Scale { choices, provenance } = if table.get("scale").is_some() {
        table.check(reader, &[keys::QUESTION, keys::QUESTION_SCALE]);
        named_scale(reader, &table, scales).unwrap_or_default()
    } else {
        table.check(reader, &[keys::QUESTION, keys::CHOICES, keys::ORIGIN]);
        let choices = read_choices(reader, &table);
        Scale { choices, provenance: read_provenance(reader, &table) }
    };
    let weight = table.number(reader, "weight", "> 0", |n| n > Decimal::ZERO).unwrap_or(Decimal::ONE);
    let id = table.id(reader, "id", &["invalid"])?;
    let place = table.place_of("id");
    seen.add(reader, &id, place).then_some(Question { id, text, choices, weight, provenance, place })
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
