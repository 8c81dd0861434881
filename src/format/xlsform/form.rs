//! The rows of a form to a questionnaire.

use std::collections::HashMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::format::questions::RESERVED;
use crate::i18n::forms::OTHER;
use crate::scheme::condition::Term;
use crate::scheme::condition::{Calculation, Known};
use crate::scheme::expr::{ExprFault, Op};
use crate::scheme::field::{ABSURD, fold_width};
use crate::scheme::measure::{NumberSpec, Unit};
use crate::scheme::questionnaire::{Aside, Choice, Constraint, MIN_CELL, Question, QuestionKind};
use crate::scheme::{Condition, Label, Place, Provenance, Questionnaire};

use super::labels::Languages;
use super::parts::{Type, features, is_id, parse_type, read_lists, unknown_columns, yes};
use super::sheets::{Row, Sheets, Table};
use super::{Fault, Left, Spot, Translated, xpath};

/// Most decimals of a decimal question; numbers are kept as they are typed.
const DECIMALS: u32 = 12;
/// Types that record how the form was filled in on a telephone; nothing is keyed of them.
const METADATA: [&str; 13] = [
    "start",
    "end",
    "today",
    "deviceid",
    "device id",
    "username",
    "phonenumber",
    "phone number",
    "subscriberid",
    "simserial",
    "email",
    "audit",
    "imei",
];
/// Translates all rows.
pub(super) fn translate(sheets: &Sheets, stem: &str) -> Translated {
    let setting = |name: &str| {
        let row = sheets.settings.rows.first()?;
        sheets.settings.cell(row, name).map(|(_, text)| text.to_owned())
    };
    let default = setting("default_language");
    let languages = Languages::of(&[&sheets.survey, &sheets.choices], default.as_deref());
    let mut left = Vec::new();
    unknown_columns(&sheets.survey, &languages, &mut left);
    unknown_columns(&sheets.choices, &languages, &mut left);
    let lists = read_lists(&sheets.choices, &languages, &mut left);
    let mut form = Form {
        survey: &sheets.survey,
        languages: &languages,
        lists,
        left,
        names: HashMap::new(),
        questions: Vec::new(),
        asides: Vec::new(),
        calculations: Vec::new(),
        groups: Vec::new(),
    };
    form.rows();
    let title = setting("form_title").unwrap_or_else(|| stem.to_owned());
    let id = setting("form_id").unwrap_or_else(|| stem.to_owned());
    form.left.sort_by_key(|l| l.spot);
    form.left.dedup();
    Translated {
        title: Label::new(title.clone()),
        questionnaire: Questionnaire {
            id: made_id(&id),
            name: Label::new(title),
            groups: Vec::new(),
            min_cell: MIN_CELL,
            questions: form.questions,
            asides: form.asides,
            validity: Vec::new(),
            place: Place::default(),
        },
        left: form.left,
    }
}

/// An id for the questionnaire out of what the form calls itself.
fn made_id(text: &str) -> String {
    let kept = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_') { c } else { '-' };
    let mut id: String = fold_width(text).chars().map(kept).take(60).collect();
    if !id.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        id.insert_str(0, "q-");
    }
    if crate::scheme::reserved().contains(&id.as_str()) {
        id.push_str("-1");
    }
    id
}

/// What a group adds to its members.
struct Group {
    is_repeat: bool,
    when: Option<Condition>,
    spot: Spot,
    text: String,
}

struct Form<'a> {
    survey: &'a Table,
    languages: &'a Languages,
    lists: HashMap<String, Vec<Choice>>,
    left: Vec<Left>,
    names: HashMap<String, u64>,
    questions: Vec<Question>,
    asides: Vec<Aside>,
    calculations: Vec<Arc<Calculation>>,
    groups: Vec<Group>,
}

impl Form<'_> {
    fn rows(&mut self) {
        let survey = self.survey;
        let mut repeat: Option<(Spot, String, usize)> = None;
        for row in &survey.rows {
            let Some((spot, text)) = survey.cell(row, "type") else { continue };
            if survey.cell(row, "disabled").is_some_and(|(_, t)| yes(t) == Some(true)) {
                continue;
            }
            let word = text.to_lowercase().replace(' ', "_");
            if let Some((begun, name, depth)) = &mut repeat {
                match word.as_str() {
                    "begin_repeat" => *depth += 1,
                    "end_repeat" => *depth -= 1,
                    _ => {}
                }
                if *depth == 0 {
                    let fault = Fault::Repeat { to: row.number };
                    self.left.push(Left { spot: *begun, text: name.clone(), fault });
                    repeat = None;
                }
                continue;
            }
            match word.as_str() {
                "begin_repeat" => repeat = Some((spot, text.to_owned(), 1)),
                "begin_group" => self.begin_group(row, spot, text),
                "end_group" | "end_repeat" => {
                    if self.groups.last().is_none_or(|g| g.is_repeat) || word == "end_repeat" {
                        self.note(spot, text, Fault::EndWithoutBegin);
                    } else {
                        self.groups.pop();
                    }
                }
                _ if METADATA.contains(&word.replace('_', " ").as_str())
                    || METADATA.contains(&word.as_str()) => {}
                _ => self.row(row, spot, text),
            }
        }
        if let Some((spot, text, _)) = repeat {
            self.left.push(Left { spot, text, fault: Fault::NeverEnds });
        }
        for group in std::mem::take(&mut self.groups) {
            self.left.push(Left { spot: group.spot, text: group.text, fault: Fault::NeverEnds });
        }
    }

    fn note(&mut self, spot: Spot, text: &str, fault: Fault) {
        self.left.push(Left { spot, text: text.to_owned(), fault });
    }

    fn known(&self) -> Known<'_> {
        Known { questions: &self.questions, calculations: &self.calculations, own: None }
    }

    fn begin_group(&mut self, row: &Row, spot: Spot, text: &str) {
        self.tell_features(row);
        let when = self.relevant(row);
        self.groups.push(Group { is_repeat: false, when, spot, text: text.to_owned() });
        if let Some(text) = self.languages.label(self.survey, row, "label") {
            let show_if = self.of_groups(None);
            self.aside(String::new(), text, show_if, None);
        }
    }

    /// The conditions of all groups around, and this one.
    fn of_groups(&self, own: Option<Condition>) -> Option<Condition> {
        let all = self.groups.iter().filter_map(|g| g.when.clone()).chain(own);
        all.reduce(|a, b| Condition::And(Box::new(a), Box::new(b)))
    }

    fn expression<T>(&mut self, spot: Spot, text: &str, parsed: Result<T, ExprFault>) -> Option<T> {
        match parsed {
            Ok(parsed) => Some(parsed),
            Err(ExprFault { start, end, kind }) => {
                self.note(spot, text, Fault::Expression { start, end, kind });
                None
            }
        }
    }

    fn relevant(&mut self, row: &Row) -> Option<Condition> {
        let (spot, text) = self.survey.cell(row, "relevant")?;
        let parsed = xpath::condition(text, self.known());
        self.expression(spot, text, parsed)
    }

    fn tell_features(&mut self, row: &Row) {
        let survey = self.survey;
        for (_, column) in features(survey) {
            if let Some(text) = row.text(column).filter(|t| yes(t) != Some(false)) {
                self.note(survey.spot(row, column), text, Fault::Feature);
            }
        }
        // Of all appearances only those that bring answers from elsewhere change a paper.
        if let Some((spot, text)) = survey.cell(row, "appearance")
            && ["search(", "year", "ex:"].iter().any(|w| text.starts_with(w))
        {
            self.note(spot, text, Fault::Feature);
        }
    }

    fn row(&mut self, row: &Row, spot: Spot, text: &str) {
        let Type { word, list, or_other } = parse_type(text);
        let computed = self.survey.cell(row, "calculation");
        let lower = word.to_lowercase();
        let label = self.languages.label(self.survey, row, "label");
        if let Some(label) = &label {
            self.tell_mentions(row, label);
        }
        let kind = match lower.as_str() {
            "note" => {
                self.tell_features(row);
                let own = self.relevant(row);
                let show_if = self.of_groups(own);
                if let Some(text) = label {
                    self.aside(String::new(), text, show_if, None);
                }
                return;
            }
            "calculate" => return self.calculate(row, spot, label),
            "text" | "string" | "integer" | "int" | "decimal" if computed.is_some() => {
                return self.calculate(row, spot, label);
            }
            "text" | "string" => QuestionKind::Text,
            "date" => QuestionKind::Date,
            "integer" | "int" => QuestionKind::Number(number(0)),
            "decimal" => QuestionKind::Number(number(DECIMALS)),
            "select_one" => QuestionKind::Single,
            "select_multiple" => QuestionKind::Multiple,
            _ => return self.note(spot, text, Fault::Type),
        };
        self.tell_features(row);
        let Some(id) = self.named(row) else { return };
        let mut choices = Vec::new();
        if let Some(list) = list {
            choices = self.lists.get(list).cloned().unwrap_or_default();
            if choices.is_empty() {
                return self.note(spot, text, Fault::NoList(list.to_owned()));
            }
        }
        let is_other = or_other && !choices.iter().any(|c| c.code == "other");
        if is_other {
            let label = Label { text: OTHER.0.to_owned(), en: Some(OTHER.1.to_owned()) };
            choices.push(Choice { code: "other".to_owned(), label, value: None, exclusive: false });
        }
        let text = label.unwrap_or_else(|| Label::new(id.clone()));
        self.question(row, id, text, kind, choices);
        if or_other {
            self.other();
        }
    }

    fn question(&mut self, row: &Row, id: String, text: Label, kind: QuestionKind, choices: Vec<Choice>) {
        let own = self.relevant(row);
        let show_if = self.of_groups(own);
        let required = match self.survey.cell(row, "required") {
            None => false,
            Some((spot, text)) => yes(text).unwrap_or_else(|| {
                self.note(spot, text, Fault::Required);
                false
            }),
        };
        let mut question = Question {
            id,
            text,
            kind,
            choices,
            weight: Decimal::ONE,
            required,
            show_if,
            constraint: None,
            hint: self.languages.label(self.survey, row, "hint"),
            attribute: false,
            group: None,
            provenance: Provenance::default(),
            place: Place::default(),
        };
        if let Some((spot, text)) = self.survey.cell(row, "constraint") {
            let known = Known { own: Some(&question), ..self.known() };
            let parsed = xpath::condition(text, known);
            let message = self.languages.label(self.survey, row, "constraint_message");
            let holds = self.expression(spot, text, parsed);
            question.constraint = holds.map(|holds| Constraint { holds, message });
        }
        let own = self.questions.len();
        let not_negative = question.constraint.as_ref().is_some_and(|c| is_not_negative(&c.holds, own));
        if let QuestionKind::Number(spec) = &mut question.kind
            && not_negative
        {
            spec.min = Decimal::ZERO;
        }
        self.questions.push(question);
    }

    /// The words behind “other”.
    fn other(&mut self) {
        let Some(of) = self.questions.last() else { return };
        let n = self.questions.len() - 1;
        let id = format!("{}_other", of.id);
        if self.names.insert(id.clone(), 0).is_some() {
            return;
        }
        let mut question = of.clone();
        question.show_if = Some(Condition::Selected(n, "other".to_owned()));
        question.id = id;
        question.text = Label { text: OTHER.0.to_owned(), en: Some(OTHER.1.to_owned()) };
        (question.kind, question.required) = (QuestionKind::Text, false);
        (question.choices, question.constraint, question.hint) = (Vec::new(), None, None);
        self.questions.push(question);
    }

    fn calculate(&mut self, row: &Row, spot: Spot, label: Option<Label>) {
        self.tell_features(row);
        let Some(id) = self.named(row) else { return };
        let Some((at, text)) = self.survey.cell(row, "calculation") else {
            return self.note(spot, &id, Fault::NoCalculation);
        };
        let parsed = xpath::term(text, self.known());
        let value = self.expression(at, text, parsed);
        let own = self.relevant(row);
        let Some(value) = value else { return };
        let when = self.of_groups(own);
        let calculation = Arc::new(Calculation { id: id.clone(), when, value });
        self.calculations.push(Arc::clone(&calculation));
        let text = label.unwrap_or_else(|| Label::new(id.clone()));
        self.aside(id, text, None, Some(calculation));
    }

    fn aside(
        &mut self,
        id: String,
        text: Label,
        show_if: Option<Condition>,
        value: Option<Arc<Calculation>>,
    ) {
        let before = self.questions.len();
        let (unit, place) = (Unit::default(), Place::default());
        self.asides.push(Aside { id, before, text, show_if, value, unit, place });
    }

    /// The name of a row, if paths can hold it and no other row has it.
    fn named(&mut self, row: &Row) -> Option<String> {
        let Some((spot, name)) = self.survey.cell(row, "name") else {
            let column = self.survey.column("name").unwrap_or(0);
            self.note(self.survey.spot(row, column), "", Fault::NoName);
            return None;
        };
        if !is_id(name) || RESERVED.contains(&name) || ["and", "or", "not"].contains(&name) {
            self.note(spot, name, Fault::Name);
            return None;
        }
        if let Some(before) = self.names.get(name).copied() {
            self.note(spot, name, Fault::Twice { row: before });
            return None;
        }
        self.names.insert(name.to_owned(), row.number);
        Some(name.to_owned())
    }

    /// Tells `${…}` in a text that names nothing before it.
    fn tell_mentions(&mut self, row: &Row, label: &Label) {
        let known = self.known();
        let unknown: Vec<String> = mentions(&label.text).filter(|m| known.term(m).is_none()).collect();
        let heading = self.survey.headings.iter().find(|h| h.name == "label" && row.text(h.column).is_some());
        let Some(heading) = heading else { return };
        for name in unknown {
            self.note(self.survey.spot(row, heading.column), &label.text, Fault::Mention(name));
        }
    }
}

/// The names that a text mentions as `${name}`.
fn mentions(text: &str) -> impl Iterator<Item = String> {
    text.split("${").skip(1).filter_map(|t| t.split_once('}')).map(|(name, _)| name.trim().to_owned())
}

fn number(decimals: u32) -> NumberSpec {
    NumberSpec { unit: Unit::default(), decimals, min: Decimal::ONE - ABSURD, max: None }
}

/// Whether a condition lets no number below 0 through.
fn is_not_negative(holds: &Condition, own: usize) -> bool {
    match holds {
        Condition::Compare(Term::Figure(q), Op::AtLeast | Op::Greater, Term::Number(n)) => {
            *q == own && !n.is_sign_negative()
        }
        Condition::And(a, b) => is_not_negative(a, own) || is_not_negative(b, own),
        Condition::Or(a, b) => is_not_negative(a, own) && is_not_negative(b, own),
        _ => false,
    }
}
