//! Two records side by side in words: total, levels, the indicators that differ and what caused
//! it, what could not be matched. The command line and the what-if screen print the same lines.
//!
//! Must not compare anything itself: that is `score::compare`.

use std::sync::Arc;

use crate::format::{FACTS, Source};
use crate::i18n::{Lang, compare as words, label, ui, whatif};
use crate::ledger::Facts;
use crate::scheme::parameter::parameter;
use crate::scheme::{Rounding, Scheme};
use crate::score::compare::{Cause, Comparison, Loose, Row, Side, compare, loose};
use crate::score::{Score, Scorecard, Span, score};
use crate::store::Record;

use super::App;
use super::dialog::{AskFor, Dialog};
use super::figures;
use super::layout::Cursor;
use super::work::Work;

/// One record of two.
#[derive(Debug, Clone)]
pub struct Party {
    /// What it is called.
    pub name: String,
    /// Its rules; shared where both records have the same.
    pub scheme: Arc<Scheme>,
    /// Its facts.
    pub facts: Facts,
    /// Its results.
    pub card: Scorecard,
}

impl Party {
    /// A record, scored.
    pub fn new(name: String, scheme: Arc<Scheme>, facts: Facts) -> Self {
        let card = score(&scheme, &facts, None);
        Self { name, scheme, facts, card }
    }

    fn side(&self) -> Side<'_> {
        Side { scheme: &self.scheme, facts: &self.facts, card: &self.card }
    }
}

/// Whether two schemes are written the same, their recorded facts aside.
pub fn same_rules(a: &[Source], b: &[Source]) -> bool {
    let rules = |sources: &[Source]| {
        let files = sources.iter().filter(|s| s.name != FACTS);
        let mut files: Vec<_> = files.map(|s| (s.name.clone(), s.text.clone())).collect();
        files.sort();
        files
    };
    rules(a) == rules(b)
}

/// Two records and what lies between them.
#[derive(Debug, Clone)]
pub struct Compared {
    /// The first.
    pub before: Party,
    /// The second.
    pub after: Party,
    /// Indicator by indicator.
    pub comparison: Comparison,
    /// Facts of which no indicator's difference speaks.
    pub loose: Loose,
}

impl Compared {
    /// Compares.
    pub fn new(before: Party, after: Party) -> Self {
        let comparison = compare(before.side(), after.side());
        let loose = loose(before.side(), after.side(), &comparison);
        Self { before, after, comparison, loose }
    }
}

/// How a line is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Heads what stands below.
    Heading,
    /// A score on both sides, the same.
    Same,
    /// A score on both sides, not the same.
    Differs,
    /// What caused a difference.
    Cause,
    /// Something that needs a look.
    Note,
    /// An empty line.
    Blank,
}

/// A line of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// How far it stands in.
    pub depth: usize,
    /// What.
    pub text: String,
    /// First record, second record, difference.
    pub figures: [String; 3],
    /// How it is meant.
    pub kind: Kind,
    /// The leaf it is about, in the second record's scheme.
    pub leaf: Option<usize>,
}

impl Line {
    fn new(depth: usize, text: String, kind: Kind) -> Self {
        Self { depth, text, figures: Default::default(), kind, leaf: None }
    }
}

/// All lines, with at most `most` causes below each indicator.
pub fn lines(compared: &Compared, most: usize, lang: Lang) -> Vec<Line> {
    let mut lines = Vec::new();
    whole(compared, lang, &mut lines);
    let after = &compared.after.scheme;
    let leaf = |row: &&Row| row.after.is_some_and(|(n, _)| after.indicators[n].rule.is_some());
    let both = |row: &&Row| row.before.is_some() && row.after.is_some();
    let differing: Vec<&Row> =
        compared.comparison.leaves(after).into_iter().filter(both).filter(leaf).collect();
    lines.push(Line::new(0, String::new(), Kind::Blank));
    let heading = if differing.is_empty() {
        words::no_differences(lang)
    } else {
        words::differing(lang, differing.len())
    };
    lines.push(Line::new(0, heading, Kind::Heading));
    for row in differing {
        leaf_lines(compared, row, most, lang, &mut lines);
    }
    unmatched(compared, lang, &mut lines);
    loose_facts(compared, most, lang, &mut lines);
    lines
}

/// Total, grade and levels.
fn whole(compared: &Compared, lang: Lang, lines: &mut Vec<Line>) {
    let (before, after) = (&compared.before, &compared.after);
    lines.push(Line {
        figures: [before.name.clone(), after.name.clone(), words::difference(lang)],
        ..Line::new(0, words::records(lang), Kind::Heading)
    });
    let total = figures_of(compared, Some(before.card.total), Some(after.card.total));
    lines.push(Line {
        figures: total,
        ..Line::new(0, words::total(lang), kind(before.card.total.points != after.card.total.points))
    });
    let grades = [
        figures::grade_of(&before.scheme, &before.card, lang),
        figures::grade_of(&after.scheme, &after.card, lang),
    ];
    let changed = grades[0] != grades[1];
    let mark = if changed { words::grade_changes(lang) } else { String::new() };
    let [old, new] = grades;
    lines.push(Line { figures: [old, new, mark], ..Line::new(0, words::grade(lang), kind(changed)) });
    for row in &compared.comparison.rows {
        let Some((n, _)) = row.after.filter(|(n, _)| after.scheme.indicators[*n].depth == 0) else {
            continue;
        };
        let name = lang.label(&after.scheme.indicators[n].name).to_owned();
        let figures = figures_of(compared, row.before.map(|b| b.1), row.after.map(|a| a.1));
        lines.push(Line { figures, ..Line::new(1, name, kind(row.differs())) });
    }
    if let Some((old, new)) = compared.comparison.rounding {
        let print = |r: Rounding| whatif::rounding_words(lang, r);
        let text = format!("{}{}", words::rounding(lang), whatif::old_to_new(lang, &print(old), &print(new)));
        lines.push(Line::new(0, text, Kind::Note));
    }
}

const fn kind(differs: bool) -> Kind {
    if differs { Kind::Differs } else { Kind::Same }
}

fn figures_of(compared: &Compared, old: Option<Score>, new: Option<Score>) -> [String; 3] {
    let (a, b) = (compared.before.card.rounding, compared.after.card.rounding);
    let figure = |rounding, score: Option<Score>| {
        score.map_or_else(
            || "—".to_owned(),
            |s| format!("{}/{}", figures::span(rounding, s.points), s.max.normalize()),
        )
    };
    let gain = match (old, new) {
        (Some(old), Some(new)) => gain(b, old.points, new.points),
        _ => String::new(),
    };
    [figure(a, old), figure(b, new), gain]
}

/// The difference of two scores with its sign; nothing where there is none, `?` where it is open.
fn gain(rounding: Rounding, old: Span, new: Span) -> String {
    match (old.known(), new.known()) {
        _ if old == new => String::new(),
        (Some(a), Some(b)) if b > a => format!("+{}", figures::points(rounding, b - a)),
        (Some(a), Some(b)) => format!("−{}", figures::points(rounding, a - b)),
        _ => "?".to_owned(),
    }
}

fn leaf_lines(compared: &Compared, row: &Row, most: usize, lang: Lang, lines: &mut Vec<Line>) {
    let (Some((m, old)), Some((n, new))) = (row.before, row.after) else { return };
    let (was, now) = (&compared.before.scheme.indicators[m], &compared.after.scheme.indicators[n]);
    let figures = figures_of(compared, Some(old), Some(new));
    let name = lang.label(&now.name).to_owned();
    lines.push(Line { figures, leaf: Some(n), ..Line::new(1, name, kind(row.differs())) });
    if was.id != now.id {
        lines.push(Line::new(2, words::by_name(lang, &was.id, &now.id), Kind::Note));
    }
    for cause in row.causes.iter().take(most) {
        let (text, worth) = cause_words(compared, cause, lang);
        lines
            .push(Line { figures: [String::new(), String::new(), worth], ..Line::new(2, text, Kind::Cause) });
    }
    if row.causes.len() > most {
        lines.push(Line::new(2, words::more(lang, row.causes.len() - most), Kind::Cause));
    }
}

/// What caused a difference, and what it is worth alone.
fn cause_words(compared: &Compared, cause: &Cause, lang: Lang) -> (String, String) {
    let (before, after) = (&compared.before.scheme, &compared.after.scheme);
    let none = || ui::nothing_recorded(lang);
    match cause {
        Cause::Fact { path, old, new, alone } => {
            let side = |scheme: &Scheme, v: &Option<String>| {
                v.as_ref().map_or_else(none, |v| label::value(lang, scheme, path, v))
            };
            let change = whatif::old_to_new(lang, &side(before, old), &side(after, new));
            let rounding = compared.after.card.rounding;
            let worth = alone
                .filter(|a| !a.is_zero())
                .map(|a| gain(rounding, Span::default(), Span { low: a, high: a }));
            let worth = worth.map_or_else(String::new, |w| words::alone(lang, &w));
            let scheme = if new.is_some() { after } else { before };
            (format!("{}  {change}", label::fact(lang, scheme, path)), worth)
        }
        Cause::Parameter { path, old, new, percent } => {
            let scheme = if new.is_some() { after } else { before };
            let known = parameter(scheme, path);
            let name = known.as_ref().map_or_else(|| path.clone(), |p| whatif::parameter(lang, scheme, p));
            let print = |v: &Option<rust_decimal::Decimal>| match (v, &known) {
                (None, _) => none(),
                (Some(v), Some(known)) => known.typed(*v),
                (Some(v), None) if *percent => {
                    format!("{}%", (v * rust_decimal::Decimal::ONE_HUNDRED).normalize())
                }
                (Some(v), None) => v.normalize().to_string(),
            };
            (format!("{name}  {}", whatif::old_to_new(lang, &print(old), &print(new))), String::new())
        }
        Cause::Rule => (words::rule_differs(lang), String::new()),
        Cause::Rounding { old, new } => {
            let [old, new] = [old, new].map(|r| whatif::rounding_words(lang, *r));
            (format!("{}{}", words::rounding(lang), whatif::old_to_new(lang, &old, &new)), String::new())
        }
        Cause::Shared => (words::shared(lang), String::new()),
    }
}

/// Indicators that only one of the records has.
fn unmatched(compared: &Compared, lang: Lang, lines: &mut Vec<Line>) {
    let sides = [&compared.before, &compared.after];
    for (k, party) in sides.into_iter().enumerate() {
        let only = compared.comparison.rows.iter().filter_map(|row| match (k, row.before, row.after) {
            (0, Some(old), None) => Some((old, figures_of(compared, Some(old.1), None), None)),
            (1, None, Some(new)) => Some((new, figures_of(compared, None, Some(new.1)), Some(new.0))),
            _ => None,
        });
        let only: Vec<_> = only.collect();
        if only.is_empty() {
            continue;
        }
        lines.push(Line::new(0, String::new(), Kind::Blank));
        lines.push(Line::new(0, words::only_in(lang, only.len(), &party.name), Kind::Heading));
        for ((n, _), figures, leaf) in only {
            let node = &party.scheme.indicators[n];
            let text = format!("{} ({})", lang.label(&node.name), node.id);
            let leaf = leaf.filter(|_| node.rule.is_some());
            lines.push(Line { figures, leaf, ..Line::new(1, text, Kind::Note) });
        }
    }
}

/// Facts that differ without bearing on the difference of an indicator.
fn loose_facts(compared: &Compared, most: usize, lang: Lang, lines: &mut Vec<Line>) {
    let Loose { before, after, differing } = &compared.loose;
    let groups = [
        (before, words::facts_only_in(lang, before.len(), &compared.before.name)),
        (after, words::facts_only_in(lang, after.len(), &compared.after.name)),
        (differing, words::facts_differing(lang, differing.len())),
    ];
    for (paths, heading) in groups.into_iter().filter(|(paths, _)| !paths.is_empty()) {
        lines.push(Line::new(0, String::new(), Kind::Blank));
        lines.push(Line::new(0, heading, Kind::Heading));
        for path in paths.iter().take(most) {
            let side = |party: &Party| {
                let value = party.facts.get(path);
                value.map_or_else(
                    || ui::nothing_recorded(lang),
                    |v| label::value(lang, &party.scheme, path, v),
                )
            };
            let known =
                if compared.after.facts.get(path).is_some() { &compared.after } else { &compared.before };
            let change = whatif::old_to_new(lang, &side(&compared.before), &side(&compared.after));
            let text = format!("{}  {change}", label::fact(lang, &known.scheme, path));
            lines.push(Line::new(1, text, Kind::Cause));
        }
        if paths.len() > most {
            lines.push(Line::new(1, words::more(lang, paths.len() - most), Kind::Cause));
        }
    }
}

/// What stands beside the record on the what-if screen.
#[derive(Debug, Clone)]
pub struct Beside {
    /// The two, and what lies between them.
    pub compared: Compared,
    /// The other record, compared with this one as it now is; `None` for two moments.
    other: Option<Record>,
    /// How many entries the ledger had.
    entries: usize,
}

impl Beside {
    /// Another record against this one.
    pub fn record(other: Record, work: &Work, lang: Lang) -> Self {
        Self {
            compared: against(&other, work, lang),
            other: Some(other),
            entries: work.ledger.events().len(),
        }
    }

    /// Two moments of the ledger.
    pub fn moments(compared: Compared) -> Self {
        Self { compared, other: None, entries: 0 }
    }
}

fn against(other: &Record, work: &Work, lang: Lang) -> Compared {
    let own = Arc::new(work.scheme.clone());
    let same = same_rules(&other.loaded.sources, &work.sources);
    let rules = if same { Arc::clone(&own) } else { Arc::new(other.loaded.scheme.clone()) };
    let name = work.path.as_ref().and_then(|p| p.file_name());
    let name = name.map_or_else(|| words::this_record(lang), |n| n.to_string_lossy().into_owned());
    Compared::new(
        Party::new(other.name.clone(), rules, other.facts.clone()),
        Party::new(name, own, work.ledger.facts().clone()),
    )
}

impl Work {
    /// Compares again if entries were made since; only while it is looked at.
    pub(super) fn keep_up_comparison(&mut self, lang: Lang) {
        let entries = self.ledger.events().len();
        let Some(beside) = self.beside.take_if(|b| b.other.is_some() && b.entries != entries) else { return };
        self.beside = beside.other.map(|other| Beside::record(other, self, lang));
    }
}

impl App {
    /// Puts a record that was read beside this one, or says why it could not be read.
    pub(super) fn compare_with(&mut self, result: Result<Record, String>) {
        self.busy = None;
        let lang = self.lang();
        match result {
            Ok(record) => {
                self.dialogs.retain(|d| !matches!(d, Dialog::Ask(a) if a.purpose == AskFor::CompareWith));
                if let Some(work) = &mut self.work {
                    work.beside = Some(Beside::record(record, work, lang));
                    work.whatif.main = Cursor::default();
                }
            }
            Err(why) => self.refuse(why),
        }
    }
}
