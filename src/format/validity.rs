//! Reads what makes a form of a questionnaire suspect.

use rust_decimal::Decimal;

use crate::scheme::Fault;
use crate::scheme::condition::Known;
use crate::scheme::expr::ExprFaultKind;
use crate::scheme::questionnaire::{Question, QuestionKind};
use crate::scheme::validity::{Check, Validity};

use super::keys;
use super::reader::{Node, Reader, Table};

/// Longest time that may be asked of a form: a day.
const MOST_SECONDS: u32 = 86_400;

/// A key that is there and cannot be read; it was reported.
struct Unread;

/// The rules, by the word each is called.
#[derive(Clone, Copy)]
enum Rule {
    Blank,
    Straight,
    Duplicate,
    Fast,
    Contradiction,
}

const RULES: [(&str, Rule); 5] = [
    ("blank", Rule::Blank),
    ("straight", Rule::Straight),
    ("duplicate", Rule::Duplicate),
    ("fast", Rule::Fast),
    ("contradiction", Rule::Contradiction),
];

/// Reads all `[[questionnaire.validity]]`; `known` is what the questionnaire asks and computes.
pub(super) fn read(reader: &mut Reader, table: &Table, known: Known) -> Vec<Validity> {
    let mut rules = Vec::new();
    for node in table.list(reader, "validity") {
        rules.extend(read_rule(reader, node, known));
    }
    rules
}

fn read_rule(reader: &mut Reader, node: Node, known: Known) -> Option<Validity> {
    let questions = known.questions;
    let table = node.unchecked_table(reader, "validity")?;
    table.need(reader, "rule");
    let rule = table.word(reader, "rule", &RULES)?;
    let own = match rule {
        Rule::Blank => keys::VALIDITY_BLANK,
        Rule::Straight => keys::VALIDITY_STRAIGHT,
        Rule::Duplicate => keys::VALIDITY_DUPLICATE,
        Rule::Fast => keys::VALIDITY_FAST,
        Rule::Contradiction => keys::VALIDITY_CONTRADICTION,
    };
    table.check(reader, &[keys::VALIDITY, own]);
    let check = match rule {
        Rule::Blank => blank(reader, &table),
        Rule::Straight => straight(reader, &table, questions),
        Rule::Duplicate => {
            question(reader, &table, questions).ok().map(|question| Check::Duplicate { question })
        }
        Rule::Fast => fast(reader, &table, questions),
        Rule::Contradiction => contradiction(reader, &table, known),
    };
    Some(Validity { check: check?, place: table.place_of("rule") })
}

fn blank(reader: &mut Reader, table: &Table) -> Option<Check> {
    table.need(reader, "over")?;
    let share = |n| (Decimal::ZERO..Decimal::ONE).contains(&n);
    Some(Check::Blank { over: table.number(reader, "over", "≥ 0%, < 100%", share)? })
}

fn straight(reader: &mut Reader, table: &Table, questions: &[Question]) -> Option<Check> {
    let mut named = Vec::new();
    for node in table.list(reader, "questions") {
        let n = named_question(reader, node, "questions", questions)?;
        if !questions[n].is_scored() {
            return unfit(reader, node, &questions[n]);
        }
        named.push(n);
    }
    let all = if named.is_empty() { questions.iter().filter(|q| q.is_scored()).count() } else { named.len() };
    table.need(reader, "least")?;
    let allowed = format!("2–{all}");
    let within = |n: Decimal| n.is_integer() && n >= Decimal::TWO && n <= Decimal::from(all);
    let least = table.number(reader, "least", &allowed, within)?;
    Some(Check::Straight { least: least.try_into().ok()?, questions: named })
}

fn fast(reader: &mut Reader, table: &Table, questions: &[Question]) -> Option<Check> {
    table.need(reader, "seconds")?;
    let seconds = table.whole(reader, "seconds", MOST_SECONDS)?;
    let question = question(reader, table, questions).ok()?;
    if let (Some(n), Some(node)) = (question, table.get("question"))
        && !matches!(questions[n].kind, QuestionKind::Number(_))
    {
        return unfit(reader, node, &questions[n]);
    }
    Some(Check::Fast { seconds, question })
}

fn contradiction(reader: &mut Reader, table: &Table, known: Known) -> Option<Check> {
    let reason = table.need_label(reader, "reason");
    let node = table.need(reader, "when")?;
    let when = super::questions::read_condition(reader, node, "when", known)?;
    Some(Check::Contradiction { when, reason })
}

/// The question of an optional key; an error if it cannot be read.
fn question(reader: &mut Reader, table: &Table, questions: &[Question]) -> Result<Option<usize>, Unread> {
    let named = table.get("question").map(|node| named_question(reader, node, "question", questions));
    named.map(|found| found.ok_or(Unread)).transpose()
}

fn named_question(reader: &mut Reader, node: Node, key: &str, questions: &[Question]) -> Option<usize> {
    let id = node.text(reader, key)?;
    let found = questions.iter().position(|q| q.id == id);
    if found.is_none() {
        let nearest = reader.nearest(&id, questions.iter().map(|q| q.id.as_str()));
        reader.report(node.place(), Fault::UnknownId { id, nearest });
    }
    found
}

/// Reports a question of a kind that the rule cannot look at.
fn unfit<T>(reader: &mut Reader, node: Node, question: &Question) -> Option<T> {
    let kind = ExprFaultKind::UnfitQuestion(question.id.clone());
    reader.report(node.place(), Fault::BadExpression { kind, nearest: None });
    None
}
