//! What rules read: whether units fit, and whether anything is declared in vain.

use std::collections::BTreeSet;

use crate::scheme::expr::{Op, ValuePart};
use crate::scheme::indicator::{Input, Rule};
use crate::scheme::measure::{ColumnKind, Unit};
use crate::scheme::{Expr, Fault, MeasureKind, Place, Problem, Scheme, ValueRef};

/// Units of money, which are easily mixed up: yuan, thousand, ten thousand, hundred million yuan.
const MONEY: [&str; 4] = ["\u{5143}", "\u{5343}\u{5143}", "\u{4E07}\u{5143}", "\u{4EBF}\u{5143}"];

fn expressions(rule: &Rule) -> impl Iterator<Item = &Expr> {
    let parts = rule.parts.iter().filter_map(|part| match &part.input {
        Input::Curve { value, .. } => Some(value),
        Input::Points(expr) => Some(expr),
        Input::Checklist(_) => None,
    });
    parts.chain(rule.vetoes.iter().map(|veto| &veto.when))
}

/// Measures that no rule, veto or formula reads, and questions that no survey measure covers.
pub(super) fn unread(scheme: &Scheme, problems: &mut Vec<Problem>) {
    let mut measures = BTreeSet::new();
    let mut questions = BTreeSet::new();
    for rule in scheme.indicators.iter().filter_map(|i| i.rule.as_ref()) {
        measures.extend(expressions(rule).flat_map(Expr::refs).map(|name| name.measure));
        measures.extend(rule.parts.iter().filter_map(|part| match part.input {
            Input::Checklist(measure) => Some(measure),
            _ => None,
        }));
    }
    for measure in &scheme.measures {
        match &measure.kind {
            MeasureKind::Formula { expr, .. } => measures.extend(expr.refs().iter().map(|name| name.measure)),
            MeasureKind::Survey { questionnaire, questions: some } => {
                let all = 0..scheme.questionnaires[*questionnaire].questions.len();
                let read = all.filter(|q| some.is_empty() || some.contains(q));
                questions.extend(read.map(|q| (*questionnaire, q)));
            }
            _ => {}
        }
    }
    let mut note = |place, fault| problems.push(Problem { place, fault });
    for (n, measure) in scheme.measures.iter().enumerate() {
        if !measures.contains(&n) {
            note(measure.place, Fault::UnreadMeasure { id: measure.id.clone() });
        }
    }
    for (n, questionnaire) in scheme.questionnaires.iter().enumerate() {
        for (q, question) in questionnaire.questions.iter().enumerate() {
            if !questions.contains(&(n, q)) {
                note(question.place, Fault::UnreadQuestion { id: question.id.clone() });
            }
        }
    }
}

/// Sums, differences and comparisons of unlike units, and ratios of unlike units of money.
pub(super) fn units(scheme: &Scheme, problems: &mut Vec<Problem>) {
    let mut check = |expr: &Expr, id: &str, place: Place| {
        expr.visit(&mut |node| {
            let Expr::Binary(op, left, right) = node else { return };
            let (Some(left), Some(right)) = (unit(scheme, left), unit(scheme, right)) else { return };
            let money = MONEY.contains(&left) && MONEY.contains(&right);
            let alike = match op {
                Op::Divide => !money,
                Op::Multiply | Op::And | Op::Or => true,
                _ => false,
            };
            if left != right && !alike {
                let fault =
                    Fault::UnitMismatch { id: id.to_owned(), left: left.to_owned(), right: right.to_owned() };
                problems.push(Problem { place, fault });
            }
        });
    };
    for indicator in &scheme.indicators {
        for expr in indicator.rule.iter().flat_map(expressions) {
            check(expr, &indicator.id, indicator.place);
        }
    }
    for measure in &scheme.measures {
        if let MeasureKind::Formula { expr, .. } = &measure.kind {
            check(expr, &measure.id, measure.place);
        }
    }
}

/// The unit of an expression, where it is known and not dissolved by multiplying or dividing.
fn unit<'a>(scheme: &'a Scheme, expr: &Expr) -> Option<&'a str> {
    match expr {
        Expr::Value(name) => unit_of(scheme, *name),
        Expr::Negate(inner) => unit(scheme, inner),
        Expr::Binary(Op::Add | Op::Subtract, left, right) => {
            unit(scheme, left).or_else(|| unit(scheme, right))
        }
        Expr::Call(function, args) if function.name() != "count" && function.name() != "if" => {
            args.first().and_then(|arg| unit(scheme, arg))
        }
        _ => None,
    }
}

fn unit_of(scheme: &Scheme, name: ValueRef) -> Option<&str> {
    let unit: &Unit = match (&scheme.measures[name.measure].kind, name.part) {
        (MeasureKind::Number(spec), ValuePart::Whole) => &spec.unit,
        (MeasureKind::Formula { unit, .. }, ValuePart::Whole) => unit,
        (MeasureKind::Table(table), ValuePart::Planned | ValuePart::Count) => &table.unit,
        (MeasureKind::Table(table), ValuePart::Column(column) | ValuePart::Cell(_, column)) => {
            match &table.columns.get(column)?.kind {
                ColumnKind::Number(spec) => &spec.unit,
                _ => return None,
            }
        }
        _ => return None,
    };
    Some(unit.0.as_str()).filter(|unit| !unit.is_empty())
}
