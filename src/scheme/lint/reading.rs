//! What rules read: whether anything is declared in vain or counts twice.

use std::collections::BTreeSet;

use crate::scheme::expr::ValuePart;
use crate::scheme::indicator::Input;
use crate::scheme::measure::Known;
use crate::scheme::{Expr, Fault, MeasureKind, Problem, Scheme, ValueRef};

/// Measures that no rule, veto or formula reads, and questions that no survey measure covers.
pub(super) fn unread(scheme: &Scheme, problems: &mut Vec<Problem>) {
    let mut measures = BTreeSet::new();
    let mut questions = BTreeSet::new();
    for rule in scheme.indicators.iter().filter_map(|i| i.rule.as_ref()) {
        measures.extend(rule.expressions().flat_map(Expr::refs).map(|name| name.measure));
        measures.extend(rule.parts.iter().filter_map(|part| match part.input {
            Input::Checklist(measure) => Some(measure),
            _ => None,
        }));
    }
    let given = scheme.grades.iter().filter_map(|g| g.when.as_ref());
    measures.extend(given.flat_map(Expr::refs).map(|name| name.measure));
    for measure in &scheme.measures {
        match &measure.kind {
            MeasureKind::Formula { expr, .. } => measures.extend(expr.refs().iter().map(|name| name.measure)),
            MeasureKind::Lookup(lookup) => measures.extend(&lookup.of),
            MeasureKind::Survey { questionnaire, questions: some, .. } => {
                let all = 0..scheme.questionnaires[*questionnaire].questions.len();
                let read = all.filter(|q| some.is_empty() || some.contains(q));
                questions.extend(read.map(|q| (*questionnaire, q)));
            }
            // A list that others are checked against is read by them.
            MeasureKind::Table(table) => {
                measures.extend(table.columns.iter().filter_map(|c| match &c.known {
                    Some(Known::Column { measure, .. }) => scheme.measure(measure),
                    _ => None,
                }));
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
    // Where nothing is scored every question is there for itself.
    let scored = if scheme.is_scored() { scheme.questionnaires.as_slice() } else { &[] };
    for (n, questionnaire) in scored.iter().enumerate() {
        for (q, question) in questionnaire.questions.iter().enumerate() {
            if question.is_scored() && !questions.contains(&(n, q)) {
                note(question.place, Fault::UnreadQuestion { id: question.id.clone() });
            }
        }
    }
}

/// Questions that count for two indicators. Each pair of indicators is told once.
pub(super) fn shared(scheme: &Scheme, problems: &mut Vec<Problem>) {
    let mut fed: Vec<(usize, BTreeSet<(usize, usize)>)> = Vec::new();
    for leaf in scheme.leaves() {
        let Some(rule) = &scheme.indicators[leaf].rule else { continue };
        let mut asked = BTreeSet::new();
        let read: Vec<ValueRef> = rule.scoring().flat_map(Expr::refs).collect();
        for value in read {
            ask(scheme, value, &mut asked);
        }
        for (first, before) in &fed {
            let Some(&(q, n)) = before.intersection(&asked).next() else { continue };
            if accepts(scheme, &[*first, leaf], "shared-question") {
                continue;
            }
            let question = scheme.questionnaires[q].questions[n].id.clone();
            let id = |n: usize| scheme.indicators[n].id.clone();
            let fault = Fault::SharedQuestion { question, first: id(*first), second: id(leaf) };
            problems.push(Problem { place: scheme.indicators[leaf].place, fault });
        }
        fed.push((leaf, asked));
    }
}

/// Whether the author of one of the indicators has let a warning stand.
pub(super) fn accepts(scheme: &Scheme, indicators: &[usize], code: &str) -> bool {
    indicators.iter().any(|n| scheme.indicators[*n].accepted.iter().any(|a| a == code))
}

/// The questions behind a value.
fn ask(scheme: &Scheme, value: ValueRef, asked: &mut BTreeSet<(usize, usize)>) {
    match &scheme.measures[value.measure].kind {
        MeasureKind::Formula { expr, .. } => expr.refs().into_iter().for_each(|v| ask(scheme, v, asked)),
        MeasureKind::Survey { questionnaire, questions, .. } => {
            let all = 0..scheme.questionnaires[*questionnaire].questions.len();
            let counts = |n: &usize| match value.part {
                ValuePart::Item(only) | ValuePart::Cell(only, _) => *n == only,
                _ => questions.is_empty() || questions.contains(n),
            };
            asked.extend(all.filter(counts).map(|n| (*questionnaire, n)));
        }
        _ => {}
    }
}
