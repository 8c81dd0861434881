//! Registers that every project has, whatever its scheme: documents, interviews, findings,
//! suggestions.
//!
//! Each is an open table like those of a scheme, recorded at `REGISTER.ROW.COLUMN`. Owns their
//! columns and how their rows refer to one another. Names of registers, columns and codes are the
//! program's own and stand in `i18n`; the labels here are empty.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::field::{Refusal, fold_width, is_folded, row_number};
use super::measure::{Choice, Column, ColumnKind, NumberSpec, TableSpec, Unit};
use super::{Label, Scheme};

/// The registers, in the order in which they are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Register {
    /// 文件: what an evaluation rests on, one row for each 文号.
    Document,
    /// 访谈、会议: who was heard, when, and what about.
    Interview,
    /// 问题: what is wrong, and which deduction says so.
    Finding,
    /// 建议: what should be done about a finding, and by whom.
    Suggestion,
    /// 附件: files copied into the project, and what they support.
    Attachment,
}

/// What a field full of references refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefTo {
    /// Scored indicators, by their ids.
    Indicators,
    /// Indicators, measures, questionnaires, or single facts of theirs, by path.
    Facts,
    /// Rows of a register, by their numbers.
    Rows(Register),
}

/// Codes of `document.N.status`: in force, or replaced or withdrawn.
pub const STATUS: [&str; 2] = ["in-force", "superseded"];
/// Codes of `document.N.kind`.
const DOCUMENT_KINDS: [&str; 6] = ["law", "policy", "approval", "rules", "record", "other"];
/// Codes of `interview.N.kind`: 访谈, 座谈会, 进点会, 交换意见, 专家论证.
const INTERVIEW_KINDS: [&str; 5] = ["interview", "forum", "entry", "exchange", "experts"];

static DOCUMENT: LazyLock<TableSpec> = LazyLock::new(|| {
    table([
        ("title", ColumnKind::Text, true),
        ("issuer", ColumnKind::Text, true),
        ("number", ColumnKind::Text, false),
        ("date", ColumnKind::Date, false),
        ("kind", codes(&DOCUMENT_KINDS), false),
        ("status", codes(&STATUS), false),
        ("indicators", ColumnKind::Refs(RefTo::Indicators), false),
    ])
});

static INTERVIEW: LazyLock<TableSpec> = LazyLock::new(|| {
    table([
        ("date", ColumnKind::Date, true),
        ("kind", codes(&INTERVIEW_KINDS), true),
        ("roles", ColumnKind::Text, true),
        ("place", ColumnKind::Text, false),
        ("minutes", ColumnKind::Text, true),
        ("facts", ColumnKind::Refs(RefTo::Facts), false),
    ])
});

static FINDING: LazyLock<TableSpec> = LazyLock::new(|| {
    table([
        ("text", ColumnKind::Text, true),
        ("indicators", ColumnKind::Refs(RefTo::Indicators), false),
        ("documents", ColumnKind::Refs(RefTo::Rows(Register::Document)), false),
    ])
});

static SUGGESTION: LazyLock<TableSpec> = LazyLock::new(|| {
    table([
        ("text", ColumnKind::Text, true),
        ("findings", ColumnKind::Refs(RefTo::Rows(Register::Finding)), false),
        ("addressee", ColumnKind::Text, true),
    ])
});

static ATTACHMENT: LazyLock<TableSpec> = LazyLock::new(|| {
    let size = NumberSpec { unit: Unit("B".to_owned()), ..NumberSpec::default() };
    table([
        ("name", ColumnKind::Text, true),
        ("kind", ColumnKind::Text, true),
        ("size", ColumnKind::Number(size), true),
        ("sm3", ColumnKind::Text, true),
        ("sha256", ColumnKind::Text, true),
        ("caption", ColumnKind::Text, false),
        ("date", ColumnKind::Date, false),
        ("place", ColumnKind::Text, false),
        ("supports", ColumnKind::Refs(RefTo::Facts), true),
    ])
});

fn table<const N: usize>(columns: [(&str, ColumnKind, bool); N]) -> TableSpec {
    let column = |(id, kind, required): (&str, ColumnKind, bool)| Column {
        id: id.to_owned(),
        name: Label::default(),
        kind,
        required,
        ..Column::default()
    };
    TableSpec { columns: columns.map(column).into(), ..TableSpec::default() }
}

fn codes(codes: &[&str]) -> ColumnKind {
    let choice = |code: &&str| Choice { code: (*code).to_owned(), label: Label::default() };
    ColumnKind::Choice(codes.iter().map(choice).collect())
}

impl Register {
    /// All registers in order.
    pub const ALL: [Self; 5] =
        [Self::Document, Self::Interview, Self::Finding, Self::Suggestion, Self::Attachment];

    /// First segment of its paths; no measure or questionnaire may be called so.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Interview => "interview",
            Self::Finding => "finding",
            Self::Suggestion => "suggestion",
            Self::Attachment => "attachment",
        }
    }

    /// The register with this id.
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.id() == id)
    }

    /// Its columns.
    pub fn table(self) -> &'static TableSpec {
        match self {
            Self::Document => &DOCUMENT,
            Self::Interview => &INTERVIEW,
            Self::Finding => &FINDING,
            Self::Suggestion => &SUGGESTION,
            Self::Attachment => &ATTACHMENT,
        }
    }

    /// The path of a field.
    pub fn path(self, row: u32, column: &str) -> String {
        format!("{}.{row}.{column}", self.id())
    }

    /// The column that names what a row supports, where its rows are evidence.
    pub const fn support_column(self) -> Option<&'static str> {
        match self {
            Self::Document => Some("indicators"),
            Self::Interview => Some("facts"),
            Self::Attachment => Some("supports"),
            Self::Finding | Self::Suggestion => None,
        }
    }

    /// The column whose words name a row.
    pub fn title_column(self) -> &'static str {
        match self {
            Self::Document => "title",
            Self::Interview => "roles",
            Self::Finding | Self::Suggestion => "text",
            Self::Attachment => "name",
        }
    }
}

/// The register and row that a path names: `finding.2.text`, `finding.2@note`.
pub fn row_of(path: &str) -> Option<(Register, u32)> {
    let base = path.split('@').next().unwrap_or(path);
    let mut segments = base.split('.');
    let register = Register::named(segments.next()?)?;
    Some((register, row_number(segments.next()?)?))
}

/// The ids that references of this kind may begin with.
pub(super) fn known(scheme: &Scheme, to: RefTo) -> Vec<String> {
    let leaves = scheme.leaves().map(|n| scheme.indicators[n].id.clone());
    match to {
        RefTo::Indicators => leaves.collect(),
        RefTo::Facts => leaves
            .chain(scheme.measures.iter().map(|m| m.id.clone()))
            .chain(scheme.questionnaires.iter().map(|q| q.id.clone()))
            .collect(),
        RefTo::Rows(_) => Vec::new(),
    }
}

/// The single references of a field, as they stand.
pub fn split(value: &str) -> impl Iterator<Item = &str> {
    value.split([',', ';', ' ']).filter(|part| !part.is_empty())
}

/// One canonical form of typed references: full width folded, each once, joined by commas; rows
/// in ascending order.
pub(super) fn accept_refs<'t>(to: RefTo, known: &[String], typed: &'t str) -> Result<Cow<'t, str>, Refusal> {
    let folded = if is_folded(typed) { Cow::Borrowed(typed) } else { Cow::Owned(fold_width(typed)) };
    let mut refs: Vec<&str> = Vec::new();
    for part in split(&folded) {
        match to {
            RefTo::Rows(_) if row_number(part).is_none() => return Err(Refusal::NotARow(part.to_owned())),
            RefTo::Rows(_) => {}
            RefTo::Indicators | RefTo::Facts => {
                let first = if to == RefTo::Facts { part.split(['.', '@']).next() } else { Some(part) };
                if !known.iter().any(|k| Some(k.as_str()) == first) {
                    return Err(Refusal::no_such(part, known.to_vec()));
                }
            }
        }
        if !refs.contains(&part) {
            refs.push(part);
        }
    }
    if matches!(to, RefTo::Rows(_)) {
        refs.sort_by_key(|r| row_number(r));
    }
    if refs.is_empty() {
        return Err(Refusal::Empty);
    }
    let is_canonical = refs.iter().copied().eq(typed.split(','));
    Ok(if is_canonical { Cow::Borrowed(typed) } else { Cow::Owned(refs.join(",")) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_register_is_an_open_table_with_a_name_column() {
        for register in Register::ALL {
            assert_eq!(Register::named(register.id()), Some(register));
            assert!(register.table().is_open());
            assert!(register.table().columns.iter().any(|c| c.id == register.title_column()));
        }
    }

    #[test]
    fn references_have_one_form_however_typed() {
        let accept_refs = |to, known: &[String], typed| accept_refs(to, known, typed).map(Cow::into_owned);
        let rows = RefTo::Rows(Register::Finding);
        assert_eq!(accept_refs(rows, &[], "３、1，2 2"), Ok("1,2,3".to_owned()));
        assert_eq!(accept_refs(rows, &[], "1 x"), Err(Refusal::NotARow("x".to_owned())));
        assert_eq!(accept_refs(rows, &[], "、"), Err(Refusal::Empty));
        let known = ["use".to_owned(), "plan".to_owned()];
        assert_eq!(accept_refs(RefTo::Indicators, &known, "use, plan"), Ok("use,plan".to_owned()));
        let refused = accept_refs(RefTo::Indicators, &known, "uses");
        assert_eq!(refused, Err(Refusal::no_such("uses", known.to_vec())));
        assert_eq!(accept_refs(RefTo::Facts, &known, "use.2.date"), Ok("use.2.date".to_owned()));
    }

    #[test]
    fn paths_name_their_row() {
        assert_eq!(row_of("finding.12.text@note"), Some((Register::Finding, 12)));
        assert_eq!(row_of("finding"), None);
        assert_eq!(row_of("patrol.1.date"), None);
    }
}
