//! Deduction → finding → suggestion, and back.

use rust_decimal::Decimal;

use super::refs;
use crate::ledger::Facts;
use crate::scheme::{Register, Scheme};
use crate::score::{self, Notice, NoticeKind, Scorecard, Status};

/// A finding with what it answers and what answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its row.
    pub row: u32,
    /// The scored indicators it names.
    pub leaves: Vec<usize>,
    /// Rows of the suggestions that name it.
    pub suggestions: Vec<u32>,
}

/// All links, and what has none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Links {
    /// Every finding.
    pub findings: Vec<Finding>,
    /// Indicators that lose points for certain, most points first, with the points lost.
    pub deductions: Vec<(usize, Decimal)>,
    /// Of these, those that no finding names.
    pub without_finding: Vec<usize>,
    /// Findings that name no indicator that loses points.
    pub without_deduction: Vec<u32>,
    /// Findings without a suggestion.
    pub without_suggestion: Vec<u32>,
    /// Suggestions that name no finding there is.
    pub suggestions_without_finding: Vec<u32>,
}

/// Points that a leaf loses whatever is still open.
pub fn lost(card: &Scorecard, leaf: usize) -> Decimal {
    let score = &card.scores[leaf];
    if score.status == Status::NotApplicable { Decimal::ZERO } else { score.max - score.points.high }
}

/// How many of what a leaf's points are counted by are stated in a total and described nowhere.
pub fn undescribed(scheme: &Scheme, card: &Scorecard, leaf: usize) -> u64 {
    let inputs = score::inputs(scheme, leaf);
    let rest = |notice: &Notice| match notice.kind {
        NoticeKind::Undescribed { stated, listed } => stated.saturating_sub(listed),
        _ => 0,
    };
    let read = |n: &&Notice| scheme.measure(&n.path).is_some_and(|m| inputs.contains(&m));
    card.notices.iter().filter(read).map(rest).sum()
}

impl Links {
    pub(super) fn of(scheme: &Scheme, facts: &Facts, card: &Scorecard) -> Self {
        let suggestions: Vec<(u32, Vec<u32>)> = rows(facts, Register::Suggestion, "findings");
        let finding = |row: u32| Finding {
            row,
            leaves: refs(facts, Register::Finding, row, "indicators")
                .into_iter()
                .filter_map(|id| scheme.indicator(id))
                .collect(),
            suggestions: suggestions.iter().filter(|(_, f)| f.contains(&row)).map(|(n, _)| *n).collect(),
        };
        let findings: Vec<Finding> = facts.rows(Register::Finding.id()).into_iter().map(finding).collect();
        let mut deductions: Vec<(usize, Decimal)> =
            scheme.leaves().map(|n| (n, lost(card, n))).filter(|(_, lost)| *lost > Decimal::ZERO).collect();
        deductions.sort_by_key(|(_, lost)| std::cmp::Reverse(*lost));
        let deducted = |n: &usize| deductions.iter().any(|(leaf, _)| leaf == n);
        let named = |n: usize| findings.iter().any(|f| f.leaves.contains(&n));
        let exists = |row: &u32| findings.iter().any(|f| f.row == *row);
        Self {
            without_finding: deductions.iter().map(|(n, _)| *n).filter(|n| !named(*n)).collect(),
            without_deduction: findings
                .iter()
                .filter(|f| !f.leaves.iter().any(deducted))
                .map(|f| f.row)
                .collect(),
            without_suggestion: findings.iter().filter(|f| f.suggestions.is_empty()).map(|f| f.row).collect(),
            suggestions_without_finding: suggestions
                .iter()
                .filter(|(_, findings)| !findings.iter().any(exists))
                .map(|(row, _)| *row)
                .collect(),
            findings,
            deductions,
        }
    }

    /// The findings that name a leaf.
    pub fn findings_of(&self, leaf: usize) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |f| f.leaves.contains(&leaf))
    }
}

/// Every row of a register with the rows that one of its columns names.
fn rows(facts: &Facts, register: Register, column: &str) -> Vec<(u32, Vec<u32>)> {
    let named = |row| refs(facts, register, row, column).into_iter().filter_map(|r| r.parse().ok()).collect();
    facts.rows(register.id()).into_iter().map(|row| (row, named(row))).collect()
}

/// The rows of a register that support a leaf: they name it, or one of the measures it reads.
pub fn supporting(scheme: &Scheme, facts: &Facts, register: Register, leaf: usize) -> Vec<u32> {
    let Some(column) = register.support_column() else { return Vec::new() };
    let names = subjects(scheme, leaf);
    let first = |path: &str| path.split(['.', '@']).next().unwrap_or_default().to_owned();
    facts
        .rows(register.id())
        .into_iter()
        .filter(|row| refs(facts, register, *row, column).iter().any(|r| names.contains(&first(r))))
        .collect()
}

/// Ids that stand for a leaf: its own, and those of the measures and questionnaires it reads.
pub fn subjects(scheme: &Scheme, leaf: usize) -> Vec<String> {
    use crate::scheme::MeasureKind;
    let mut names = vec![scheme.indicators[leaf].id.clone()];
    for measure in crate::score::inputs(scheme, leaf) {
        let spec = &scheme.measures[measure];
        names.push(spec.id.clone());
        if let MeasureKind::Survey { questionnaire, .. } = spec.kind {
            names.push(scheme.questionnaires[questionnaire].id.clone());
        }
    }
    names
}
