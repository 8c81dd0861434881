//! What could be otherwise: for each recorded fact that a rule reads, its meaningful alternatives.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Lever, Sets, Subject, Variant};
use crate::ledger::Facts;
use crate::scheme::field::judged_spec;
use crate::scheme::measure::{ColumnKind, Method, NumberSpec, TableSpec, Tier};
use crate::scheme::{FieldKind, MeasureKind, Scheme};
use crate::score::rests::inputs;

/// Most neighbouring counts tried on either side of the one recorded.
const NEAR: u64 = 24;
/// Counts that may be added where there is no plan.
const MORE: u64 = 3;
/// Most rows of a table whose cells are tried one by one.
pub const MOST_ROWS: usize = 60;
/// How far above the recorded one an amount without a limit of its own is tried.
const FAR: Decimal = Decimal::TEN;

/// All levers of a record, each with its alternatives from the least change on; and how many
/// rows were left out because their tables are too long.
pub(super) fn levers(scheme: &Scheme, facts: &Facts) -> (Vec<Lever>, usize) {
    let mut readers: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for leaf in scheme.leaves() {
        for measure in inputs(scheme, leaf) {
            readers.entry(measure).or_default().push(leaf);
        }
    }
    let mut finder = Finder { scheme, facts, levers: Vec::new(), left_out: 0 };
    for (measure, leaves) in readers {
        finder.measure(measure, &leaves);
    }
    finder.levers.retain(|lever| !lever.variants.is_empty());
    (finder.levers, finder.left_out)
}

struct Finder<'a> {
    scheme: &'a Scheme,
    facts: &'a Facts,
    levers: Vec<Lever>,
    left_out: usize,
}

impl Finder<'_> {
    fn push(&mut self, subject: Subject, leaves: &[usize], variants: Vec<Variant>) {
        self.levers.push(Lever { subject, leaves: leaves.to_vec(), variants });
    }

    fn measure(&mut self, measure: usize, leaves: &[usize]) {
        let spec = &self.scheme.measures[measure];
        let id = spec.id.as_str();
        match &spec.kind {
            MeasureKind::Number(number) => self.number(id, number, leaves),
            MeasureKind::Checklist(items) => {
                for item in items {
                    self.codes(&format!("{id}.{}", item.id), &["met", "unmet"], leaves);
                }
            }
            MeasureKind::Choice(tiers) => self.choice(id, tiers, leaves),
            MeasureKind::Table(table) => self.table(id, table, leaves),
            MeasureKind::Survey { questionnaire, questions, method } => {
                let all = self.scheme.questionnaires[*questionnaire].questions.len();
                for n in (0..all).filter(|n| questions.is_empty() || questions.contains(n)) {
                    self.question(*questionnaire, n, method, leaves);
                }
            }
            MeasureKind::Lookup(_) | MeasureKind::Formula { .. } => {}
        }
    }

    /// Other codes at a path where one is recorded.
    fn codes(&mut self, path: &str, codes: &[&str], leaves: &[usize]) {
        let Some(now) = self.facts.get(path) else { return };
        let others = codes.iter().filter(|code| **code != now);
        let variants = others.map(|code| Variant::set(vec![(path.to_owned(), Some((*code).to_owned()))]));
        let variants = variants.collect();
        self.push(Subject::Fact(path.to_owned()), leaves, variants);
    }

    /// Other numbers at a path where one is recorded: the neighbouring ones where they are whole
    /// and small, any amount otherwise.
    fn number(&mut self, path: &str, spec: &NumberSpec, leaves: &[usize]) {
        let Some(now) = self.facts.get(path).and_then(|v| Decimal::from_str_exact(v).ok()) else { return };
        let most = spec.max.unwrap_or_else(|| (now.abs() * FAR).max(FAR));
        let whole = |d: Decimal| d.to_u64().filter(|_| spec.decimals == 0 && !d.is_sign_negative());
        let variants = match (whole(now), whole(spec.min)) {
            (Some(now), Some(least)) if now <= 4 * NEAR => {
                let most = spec.max.and_then(whole).unwrap_or(2 * now + MORE);
                near(now, least, most)
                    .map(|n| Variant::set(vec![(path.to_owned(), Some(n.to_string()))]))
                    .collect()
            }
            _ => {
                let amount = |end: Decimal| Variant::Amount {
                    path: path.to_owned(),
                    now,
                    end,
                    decimals: spec.decimals,
                };
                [spec.min, most].into_iter().filter(|end| *end != now).map(amount).collect()
            }
        };
        self.push(Subject::Fact(path.to_owned()), leaves, variants);
    }

    fn choice(&mut self, id: &str, tiers: &[Tier], leaves: &[usize]) {
        let Some(now) = self.facts.get(id) else { return };
        let judged = format!("{id}.judged");
        let mut variants = Vec::new();
        for tier in tiers.iter().filter(|t| t.code != now) {
            let code = (id.to_owned(), Some(tier.code.clone()));
            if tier.fixed().is_some() {
                variants.push(Variant::set(vec![code]));
                continue;
            }
            for end in [tier.low, tier.high].into_iter().filter(|end| tier.holds(end.at)) {
                let worth = (judged.clone(), Some(end.at.normalize().to_string()));
                variants.push(Variant::set(vec![code.clone(), worth]));
            }
        }
        self.push(Subject::Fact(id.to_owned()), leaves, variants);
        let within = tiers.iter().find(|t| t.code == now && t.fixed().is_none());
        if let (Some(tier), Some(spec)) = (within, judged_spec(tiers)) {
            let spec = NumberSpec { min: tier.low.at, max: Some(tier.high.at), ..spec };
            self.number(&judged, &spec, leaves);
        }
    }

    fn table(&mut self, id: &str, table: &TableSpec, leaves: &[usize]) {
        let rows: Vec<String> = if table.is_open() {
            self.rows(id, table, leaves);
            self.facts.rows(id).iter().map(ToString::to_string).collect()
        } else {
            table.rows.iter().map(|row| row.id.clone()).collect()
        };
        if table.planned {
            let spec = NumberSpec { min: Decimal::ONE, ..NumberSpec::default() };
            self.number(&format!("{id}.planned"), &spec, leaves);
        }
        self.left_out += rows.len().saturating_sub(MOST_ROWS);
        for row in rows.iter().take(MOST_ROWS) {
            for column in &table.columns {
                let path = format!("{id}.{row}.{}", column.id);
                match &column.kind {
                    ColumnKind::Number(spec) => self.number(&path, spec, leaves),
                    ColumnKind::Choice(choices) => {
                        let codes: Vec<&str> = choices.iter().map(|c| c.code.as_str()).collect();
                        self.codes(&path, &codes, leaves);
                    }
                    _ => {}
                }
            }
        }
    }

    /// Rows of an open table: other counts; and each row taken out where rows differ in more than
    /// their number.
    fn rows(&mut self, id: &str, table: &TableSpec, leaves: &[usize]) {
        let rows = self.facts.rows(id);
        let listed = rows.len() as u64;
        let stated = self.facts.get(&format!("{id}.total")).and_then(|v| v.parse::<u64>().ok());
        if rows.is_empty() && stated.is_none() {
            return;
        }
        let now = stated.unwrap_or(0).max(listed);
        let planned = self.facts.get(&format!("{id}.planned")).and_then(|v| v.parse::<u64>().ok());
        let most = planned.unwrap_or(now + MORE).max(now);
        let mut variants: Vec<Variant> =
            near(now, 0, most).map(|count| Variant::set(self.count(id, &rows, stated, count))).collect();
        let worth = |kind: &ColumnKind| matches!(kind, ColumnKind::Number(_) | ColumnKind::Choice(_));
        if table.columns.iter().any(|c| worth(&c.kind)) {
            for row in rows.iter().take(MOST_ROWS) {
                let mut sets = self.without(id, *row);
                let left = now.saturating_sub(1);
                if stated.is_some() || left == 0 {
                    sets.push((format!("{id}.total"), Some(left.to_string())));
                }
                variants.push(Variant::set(sets));
            }
        }
        self.push(Subject::Rows(id.to_owned()), leaves, variants);
    }

    /// What makes a table have `count` rows: a bare total beyond the listed ones, or the last
    /// rows taken out.
    fn count(&self, id: &str, rows: &[u32], stated: Option<u64>, count: u64) -> Sets {
        let keep = usize::try_from(count).unwrap_or(usize::MAX).min(rows.len());
        let mut sets: Sets = rows[keep..].iter().flat_map(|row| self.without(id, *row)).collect();
        if stated.is_some() || count != keep as u64 || count == 0 {
            sets.push((format!("{id}.total"), Some(count.to_string())));
        }
        sets
    }

    /// A row's fields taken out, with their evidence.
    fn without(&self, id: &str, row: u32) -> Sets {
        let prefixes = [format!("{id}.{row}."), format!("{id}.{row}@")];
        let paths = prefixes.iter().flat_map(|prefix| self.facts.under(prefix));
        paths.map(|(path, _)| (path.to_owned(), None)).collect()
    }

    /// Answers to a question moved to its best or worst choice.
    fn question(&mut self, questionnaire: usize, question: usize, method: &Method, leaves: &[usize]) {
        let subject = Subject::Answers { questionnaire, question };
        if let Some(known) = self.levers.iter_mut().find(|l| l.subject == subject) {
            known.leaves.extend_from_slice(leaves);
            known.leaves.sort_unstable();
            known.leaves.dedup();
            return;
        }
        let spec = &self.scheme.questionnaires[questionnaire];
        let id = &spec.id;
        let q = &spec.questions[question];
        if !q.is_scored() {
            return;
        }
        let mut worths: Vec<(Decimal, String)> = Vec::new();
        for choice in &q.choices {
            let worth = match method {
                Method::Index => choice.value,
                Method::Share { counts, .. } => {
                    Some(if counts.contains(&choice.code) { Decimal::ONE_HUNDRED } else { Decimal::ZERO })
                }
            };
            worths.extend(worth.map(|w| (w, choice.code.clone())));
        }
        worths.sort();
        let (Some((_, worst)), Some((_, best))) = (worths.first().cloned(), worths.last().cloned()) else {
            return;
        };
        let variants = [(true, best), (false, worst)].into_iter().filter_map(|(up, to)| {
            let order: Vec<String> = worths.iter().map(|(_, code)| code.clone()).collect();
            let order = if up { order } else { order.into_iter().rev().collect() };
            let from: Vec<(String, Vec<u32>, u64)> = order
                .into_iter()
                .filter(|code| *code != to)
                .map(|code| self.answers(id, &q.id, code))
                .filter(|(_, forms, count)| !forms.is_empty() || *count > 0)
                .collect();
            let most = from.iter().map(|(_, forms, count)| forms.len() as u64 + count).sum();
            let moved = Variant::Answers { stem: id.clone(), question: q.id.clone(), to, from, most, up };
            (most > 0).then_some(moved)
        });
        let variants = variants.collect();
        self.push(subject, leaves, variants);
    }

    /// Who chose an answer: the forms, or how many by the totals where no forms are keyed.
    fn answers(&self, id: &str, question: &str, code: String) -> (String, Vec<u32>, u64) {
        let chosen = self.facts.get(&format!("{id}.counts_by"));
        let by_forms = self.facts.responses(id).filter(|r| !r.is_empty() && chosen != Some("tally"));
        let Some(responses) = by_forms else {
            let path = format!("{id}.tally.{question}.{code}");
            let count = self.facts.get(&path).and_then(|v| v.parse().ok()).unwrap_or(0);
            return (code, Vec::new(), count);
        };
        let chose =
            |n: &u32| responses.get(*n, question) == Some(&code) && responses.get(*n, "invalid").is_none();
        let forms = responses.numbers().filter(chose).collect();
        (code, forms, 0)
    }
}

/// The numbers around `now`, nearest first.
fn near(now: u64, least: u64, most: u64) -> impl Iterator<Item = u64> {
    let below = move |d: u64| now.checked_sub(d).filter(move |n| *n >= least);
    let above = move |d: u64| Some(now + d).filter(move |n| *n <= most);
    (1..=NEAR).flat_map(move |d| [above(d), below(d)].into_iter().flatten())
}

impl Variant {
    pub(super) fn set(sets: Sets) -> Self {
        Self::Set(sets)
    }

    /// How many steps of change there are.
    pub fn steps(&self) -> u64 {
        match self {
            Self::Set(_) => 1,
            Self::Amount { now, end, decimals, .. } => {
                let unit = Decimal::new(1, *decimals);
                ((end - now).abs() / unit).ceil().to_u64().unwrap_or(u64::MAX).max(1)
            }
            Self::Answers { most, .. } => *most,
        }
    }

    /// What is to be recorded for `steps` steps of change; all of it for as many as there are.
    pub fn sets(&self, facts: &Facts, steps: u64) -> Sets {
        match self {
            Self::Set(sets) => sets.clone(),
            Self::Amount { path, now, end, decimals } => {
                let moved = Decimal::new(1, *decimals) * Decimal::from(steps);
                let value = if end > now { (now + moved).min(*end) } else { (now - moved).max(*end) };
                let spec = NumberSpec { decimals: *decimals, min: Decimal::MIN, ..NumberSpec::default() };
                let text = value.round_dp(*decimals).to_string();
                let text = FieldKind::Number(spec).accept(&text).unwrap_or(text);
                vec![(path.clone(), Some(text))]
            }
            Self::Answers { stem, question, to, from, .. } => moved(facts, (stem, question, to), from, steps),
        }
    }
}

/// `steps` answers moved to one choice, in the order of `from`.
fn moved(
    facts: &Facts,
    (stem, question, to): (&str, &str, &str),
    from: &[(String, Vec<u32>, u64)],
    steps: u64,
) -> Sets {
    let mut left = steps;
    let mut sets = Sets::new();
    let mut gained = 0;
    for (code, forms, count) in from {
        for form in forms.iter().take(usize::try_from(left).unwrap_or(usize::MAX)) {
            sets.push((format!("{stem}.form.{form}.{question}"), Some(to.to_owned())));
            left -= 1;
        }
        let taken = left.min(*count);
        if taken > 0 {
            sets.push((format!("{stem}.tally.{question}.{code}"), Some((count - taken).to_string())));
            left -= taken;
            gained += taken;
        }
    }
    if gained > 0 {
        let path = format!("{stem}.tally.{question}.{to}");
        let now: u64 = facts.get(&path).and_then(|v| v.parse().ok()).unwrap_or(0);
        sets.push((path, Some((now + gained).to_string())));
    }
    sets
}
