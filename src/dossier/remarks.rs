//! What in the registers contradicts itself or is not complete: one number one title, one title
//! one issuer, brackets, years, superseded documents, references that lead nowhere.
//!
//! Remarks never keep anything from being recorded; they are said when it happens and listed
//! until it is mended.

use super::brackets::{comparable, number_year, plain, unbalanced};
use super::links::Links;
use super::refs;
use crate::ledger::Facts;
use crate::scheme::measure::{Column, ColumnKind};
use crate::scheme::register::{RefTo, STATUS};
use crate::scheme::{Register, Scheme};

/// Something to look at in a row of a register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The register.
    pub register: Register,
    /// The row.
    pub row: u32,
    /// What it is.
    pub kind: RemarkKind,
}

/// What needs a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RemarkKind {
    /// Another row has the same number under another title.
    OtherTitle { row: u32 },
    /// Another row has the same title from another issuer.
    OtherIssuer { row: u32 },
    /// Another row is the same document once more.
    Twice { row: u32 },
    /// The year of the number stands in other brackets than 〔〕.
    BracketStyle,
    /// A bracket has no partner.
    Unbalanced { column: String, bracket: char },
    /// The number names another year than the date.
    OtherYear { number: u32, date: String },
    /// A superseded document is cited.
    Superseded { by: Register, row: u32 },
    /// A reference leads nowhere.
    Dangling { column: String, given: String },
    /// A required field is empty.
    Lacks { column: String },
    /// A finding that no deduction goes with.
    NoDeduction,
    /// A finding without a suggestion.
    NoSuggestion,
    /// A suggestion without a finding.
    NoFinding,
}

impl RemarkKind {
    /// Stable name for scripts, the same in every language.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::OtherTitle { .. } => "other-title",
            Self::OtherIssuer { .. } => "other-issuer",
            Self::Twice { .. } => "twice",
            Self::BracketStyle => "bracket-style",
            Self::Unbalanced { .. } => "unbalanced",
            Self::OtherYear { .. } => "other-year",
            Self::Superseded { .. } => "superseded",
            Self::Dangling { .. } => "dangling",
            Self::Lacks { .. } => "lacks",
            Self::NoDeduction => "no-deduction",
            Self::NoSuggestion => "no-suggestion",
            Self::NoFinding => "no-finding",
        }
    }

    /// Whether it is said at once when the row is keyed. What is merely not there yet is not:
    /// nobody has finished keying then.
    pub const fn is_contradiction(&self) -> bool {
        !matches!(self, Self::Lacks { .. } | Self::NoDeduction | Self::NoSuggestion | Self::NoFinding)
    }
}

/// All remarks, by register and row.
pub(super) fn find(scheme: &Scheme, facts: &Facts, links: &Links) -> Vec<Remark> {
    let mut remarks = Vec::new();
    documents(facts, &mut remarks);
    for register in Register::ALL {
        for row in facts.rows(register.id()) {
            let mut say = |kind| remarks.push(Remark { register, row, kind });
            for column in &register.table().columns {
                field(scheme, facts, register, row, column, &mut say);
            }
        }
    }
    let unlinked = [
        (Register::Finding, &links.without_deduction, RemarkKind::NoDeduction),
        (Register::Finding, &links.without_suggestion, RemarkKind::NoSuggestion),
        (Register::Suggestion, &links.suggestions_without_finding, RemarkKind::NoFinding),
    ];
    for (register, rows, kind) in unlinked {
        remarks.extend(rows.iter().map(|&row| Remark { register, row, kind: kind.clone() }));
    }
    remarks.sort_by_key(|r| (r.register, r.row));
    remarks
}

fn field(
    scheme: &Scheme,
    facts: &Facts,
    register: Register,
    row: u32,
    column: &Column,
    say: &mut impl FnMut(RemarkKind),
) {
    let value = facts.get(&register.path(row, &column.id));
    let id = || column.id.clone();
    match (&column.kind, value) {
        (_, None) if column.required => say(RemarkKind::Lacks { column: id() }),
        (ColumnKind::Text, Some(text)) => {
            if let Some(bracket) = unbalanced(text) {
                say(RemarkKind::Unbalanced { column: id(), bracket });
            }
        }
        (ColumnKind::Refs(to), Some(_)) => {
            for given in refs(facts, register, row, &column.id) {
                if !leads(scheme, facts, *to, given) {
                    say(RemarkKind::Dangling { column: id(), given: given.to_owned() });
                }
                if let Some(by) = superseded(facts, *to, given) {
                    say(RemarkKind::Superseded { by: register, row: by });
                }
            }
        }
        _ => {}
    }
}

/// Whether a reference leads to something there is.
pub(super) fn leads(scheme: &Scheme, facts: &Facts, to: RefTo, given: &str) -> bool {
    match to {
        RefTo::Rows(register) => given.parse().is_ok_and(|row| facts.rows(register.id()).contains(&row)),
        RefTo::Indicators => scheme.indicator(given).is_some_and(|n| scheme.indicators[n].rule.is_some()),
        RefTo::Facts => {
            leads(scheme, facts, RefTo::Indicators, given)
                || scheme.measure(given).is_some()
                || scheme.field(&format!("{given}@note")).is_some()
        }
    }
}

/// The document that is cited here although it is superseded.
fn superseded(facts: &Facts, to: RefTo, given: &str) -> Option<u32> {
    let row: u32 = given.parse().ok().filter(|_| to == RefTo::Rows(Register::Document))?;
    (facts.get(&Register::Document.path(row, "status")) == Some(STATUS[1])).then_some(row)
}

/// One row of the register of documents, made comparable.
struct Document {
    row: u32,
    title: Option<String>,
    issuer: Option<String>,
    number: Option<String>,
}

fn documents(facts: &Facts, remarks: &mut Vec<Remark>) {
    let get = |row, column| facts.get(&Register::Document.path(row, column));
    let rows = facts.rows(Register::Document.id());
    let all: Vec<Document> = rows
        .into_iter()
        .map(|row| Document {
            row,
            title: get(row, "title").map(plain),
            issuer: get(row, "issuer").map(plain),
            number: get(row, "number").map(comparable),
        })
        .collect();
    for (n, one) in all.iter().enumerate() {
        let mut say = |kind| remarks.push(Remark { register: Register::Document, row: one.row, kind });
        for other in &all[..n] {
            let row = other.row;
            let both = |a: &Option<String>, b: &Option<String>| a.is_some() && b.is_some();
            let same_number = both(&one.number, &other.number) && one.number == other.number;
            let same_title = both(&one.title, &other.title) && one.title == other.title;
            if same_number && same_title {
                say(RemarkKind::Twice { row });
            } else if same_number && both(&one.title, &other.title) {
                say(RemarkKind::OtherTitle { row });
            }
            if same_title && both(&one.issuer, &other.issuer) && one.issuer != other.issuer {
                say(RemarkKind::OtherIssuer { row });
            }
        }
        if let Some(year) = get(one.row, "number").and_then(number_year) {
            if !year.is_standard {
                say(RemarkKind::BracketStyle);
            }
            if let Some(date) = get(one.row, "date")
                && date.get(..4).and_then(|y| y.parse().ok()) != Some(year.year)
            {
                say(RemarkKind::OtherYear { number: year.year, date: date.to_owned() });
            }
        }
        // A superseded document that still supports indicators is cited as well.
        if get(one.row, "status") == Some(STATUS[1]) && get(one.row, "indicators").is_some() {
            say(RemarkKind::Superseded { by: Register::Document, row: one.row });
        }
    }
}
