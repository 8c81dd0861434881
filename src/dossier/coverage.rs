//! Indicator × evidence: what each scored indicator has, and what is missing before sign-off.

use rust_decimal::Decimal;

use super::links::{Links, lost, subjects, supporting};
use super::signing::{Signing, Standing};
use crate::ledger::{Facts, SCHEME_PREFIX};
use crate::scheme::signoff::State;
use crate::scheme::{MeasureKind, Register, Scheme};
use crate::score::{NoticeKind, Readings, Scorecard, Status};

/// What is looked for, one column each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Everything it is scored by is recorded.
    Facts,
    /// A source or note at what is recorded.
    Source,
    /// Rows of a register that support it.
    Register(Register),
    /// What is counted is also listed and described.
    Occurrences,
    /// A finding, where points are lost.
    Finding,
    /// Both reviews signed, and nothing it rests on changed since.
    Review,
}

impl Kind {
    /// All columns in order.
    pub fn all() -> Vec<Self> {
        let evidence = Register::ALL.into_iter().filter(|r| r.support_column().is_some());
        let mut kinds = vec![Self::Facts, Self::Source];
        kinds.extend(evidence.map(Self::Register));
        kinds.extend([Self::Occurrences, Self::Finding, Self::Review]);
        kinds
    }

    /// Stable name for scripts, the same in every language.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Facts => "facts",
            Self::Source => "source",
            Self::Register(register) => register.id(),
            Self::Occurrences => "occurrences",
            Self::Finding => "finding",
            Self::Review => "review",
        }
    }
}

/// What an indicator has of a kind of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// There.
    There,
    /// There in part.
    Part,
    /// Missing, and wanted before sign-off.
    Missing,
    /// Not there, but something else supports the indicator.
    Spared,
    /// Not called for.
    Idle,
}

impl Mark {
    /// Whether something is still to be done.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Missing | Self::Part)
    }

    /// Stable name for scripts, the same in every language.
    pub const fn code(self) -> &'static str {
        match self {
            Self::There => "there",
            Self::Part => "part",
            Self::Missing => "missing",
            Self::Spared => "spared",
            Self::Idle => "idle",
        }
    }
}

/// One scored indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Which.
    pub leaf: usize,
    /// One mark for each of [`Kind::all`].
    pub marks: Vec<Mark>,
    /// Points that rest on what is missing: its full marks if anything but the reviews is, else 0.
    pub stake: Decimal,
}

impl Row {
    /// Kinds still to be done, reviews left out: they come last for every indicator.
    pub fn missing(&self) -> usize {
        let kinds = Kind::all();
        kinds.iter().zip(&self.marks).filter(|(kind, mark)| **kind != Kind::Review && mark.is_open()).count()
    }

    /// The first kind still to be done.
    pub fn first_missing(&self) -> Option<usize> {
        self.marks.iter().position(|m| m.is_open())
    }
}

/// All scored indicators, most points at stake first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coverage {
    /// The rows.
    pub rows: Vec<Row>,
}

impl Coverage {
    pub(super) fn of(
        scheme: &Scheme,
        facts: &Facts,
        readings: &Readings,
        card: &Scorecard,
        links: &Links,
        signing: &Signing,
    ) -> Self {
        let look = Look { scheme, facts, readings, card, links, signing };
        let mut rows: Vec<Row> = scheme.leaves().map(|leaf| look.row(leaf)).collect();
        // Sorting is stable: equals stay in the order of the tree.
        rows.sort_by_key(|row| std::cmp::Reverse((row.stake, row.missing())));
        Self { rows }
    }

    /// Points that rest on something missing, in all.
    pub fn stake(&self) -> Decimal {
        self.rows.iter().map(|r| r.stake).sum()
    }

    /// Indicators with something missing.
    pub fn open(&self) -> usize {
        self.rows.iter().filter(|r| r.missing() > 0).count()
    }
}

struct Look<'a> {
    scheme: &'a Scheme,
    facts: &'a Facts,
    readings: &'a Readings,
    card: &'a Scorecard,
    links: &'a Links,
    signing: &'a Signing,
}

impl Look<'_> {
    fn row(&self, leaf: usize) -> Row {
        let exempt = self.card.scores[leaf].status == Status::NotApplicable;
        let names = subjects(self.scheme, leaf);
        let mut marks: Vec<Mark> =
            Kind::all().into_iter().map(|kind| self.mark(kind, leaf, &names, exempt)).collect();
        // One kind of support is enough; what else is not there is no gap.
        let is_support = |kind: &Kind| matches!(kind, Kind::Source | Kind::Register(_));
        let kinds = Kind::all();
        let supported = kinds.iter().zip(&marks).any(|(kind, mark)| is_support(kind) && *mark == Mark::There);
        for (kind, mark) in kinds.iter().zip(&mut marks) {
            if is_support(kind) && supported && mark.is_open() {
                *mark = Mark::Spared;
            }
        }
        let mut row = Row { leaf, marks, stake: Decimal::ZERO };
        if row.missing() > 0 {
            row.stake = self.card.scores[leaf].max;
        }
        row
    }

    fn mark(&self, kind: Kind, leaf: usize, names: &[String], exempt: bool) -> Mark {
        let there = |is: bool| if is { Mark::There } else { Mark::Missing };
        match kind {
            Kind::Facts => match self.card.scores[leaf].status {
                Status::Unknown => Mark::Missing,
                Status::Partial => Mark::Part,
                Status::Scored | Status::NotApplicable => Mark::There,
            },
            // The declaration that it does not apply is its own reason.
            Kind::Source if exempt => Mark::There,
            Kind::Source => self.source(names),
            Kind::Register(register) => {
                there(!supporting(self.scheme, self.facts, register, leaf).is_empty())
            }
            Kind::Occurrences => self.occurrences(leaf),
            Kind::Finding if lost(self.card, leaf) <= Decimal::ZERO => Mark::Idle,
            Kind::Finding => there(self.links.findings_of(leaf).next().is_some()),
            Kind::Review => self.review(leaf, names),
        }
    }

    /// A source or note at any of its measures and questionnaires; in part where some have none.
    fn source(&self, names: &[String]) -> Mark {
        let noted = |id: &str| {
            let own = format!("{id}@");
            let below = format!("{id}.");
            let is_evidence = |path: &str| path.contains("@source") || path.contains("@note");
            self.facts.under(&own).chain(self.facts.under(&below)).any(|(path, _)| is_evidence(path))
        };
        let recorded: Vec<&String> = names[1..].iter().filter(|id| self.is_recorded(id)).collect();
        let with = recorded.iter().filter(|id| noted(id)).count();
        match with {
            0 => Mark::Missing,
            n if n == recorded.len() => Mark::There,
            _ => Mark::Part,
        }
    }

    fn is_recorded(&self, id: &str) -> bool {
        let below = format!("{id}.");
        self.facts.get(id).is_some()
            || self.facts.under(&below).next().is_some()
            || self.facts.responses(id).is_some()
    }

    /// Whether what is counted in open tables is also described, row by row.
    fn occurrences(&self, leaf: usize) -> Mark {
        let inputs = crate::score::inputs(self.scheme, leaf);
        let is_open = |m: &usize| matches!(&self.scheme.measures[*m].kind, MeasureKind::Table(table) if table.is_open());
        let tables: Vec<&str> =
            inputs.iter().filter(|m| is_open(m)).map(|m| self.scheme.measures[*m].id.as_str()).collect();
        let counted = |id: &&&str| {
            let total = self.facts.get(&format!("{id}.total"));
            !self.facts.rows(id).is_empty() || total.is_some_and(|t| t != "0")
        };
        if tables.iter().find(counted).is_none() {
            return Mark::Idle;
        }
        let short = |n: &&crate::score::Notice| {
            let is_short =
                matches!(n.kind, NoticeKind::Undescribed { .. } | NoticeKind::RowIncomplete { .. });
            is_short && tables.contains(&n.path.as_str())
        };
        match self.readings.notices.iter().find(short) {
            None => Mark::There,
            Some(n) if self.facts.rows(&n.path).is_empty() => Mark::Missing,
            Some(_) => Mark::Part,
        }
    }

    fn review(&self, leaf: usize, names: &[String]) -> Mark {
        let seen = |state: State| {
            let signature = self.signing.get(state);
            let own = format!("indicator.{}", self.scheme.indicators[leaf].id);
            let touched =
                |owner: &String| owner.starts_with(SCHEME_PREFIX) || names.contains(owner) || *owner == own;
            signature.standing != Standing::Open && !signature.differing.iter().any(touched)
        };
        match (seen(State::FirstReview), seen(State::SecondReview)) {
            (true, true) => Mark::There,
            (false, false) => Mark::Missing,
            _ => Mark::Part,
        }
    }
}
