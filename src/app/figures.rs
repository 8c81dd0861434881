//! Figures in words: what panes, lists and sheets print of readings and results.
//!
//! Decides nothing about scores; only how they read. What is not known at all is a dash.

use std::ops::Range as Columns;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::i18n::width::width;
use crate::i18n::{Lang, label, ui, whatif};
use crate::scheme::measure::{Column, ColumnKind, MeasureKind, TableSpec};
use crate::scheme::{Expr, Rounding, Scheme};
use crate::score::{self, Range, Reading, Readings, Scorecard, Span, Status};

use super::amounts;
use super::foot::Last;
use super::sheet::Context;
use super::work::Work;

const DASH: &str = "–";

/// Points with the declared places.
pub fn points(rounding: Rounding, value: Decimal) -> String {
    rounding.print(value)
}

/// Points, or the ends they lie between.
pub fn span(rounding: Rounding, span: Span) -> String {
    match span.known() {
        Some(known) => points(rounding, known),
        None => format!("{}{DASH}{}", points(rounding, span.low), points(rounding, span.high)),
    }
}

/// Points of an indicator against its full marks: `2.00/4`.
pub fn score(card: &Scorecard, indicator: usize) -> String {
    let score = &card.scores[indicator];
    format!("{}/{}", span(card.rounding, score.points), score.max.normalize())
}

/// The total, or its ends.
pub fn total(work: &Work) -> String {
    if !work.scheme.is_scored() {
        return String::new();
    }
    span(work.card.rounding, work.card.total.points)
}

fn grade_name(scheme: &Scheme, grade: Option<usize>, lang: Lang) -> String {
    grade.map_or_else(|| ui::no_grade(lang), |g| lang.label(&scheme.grades[g].name).to_owned())
}

/// The grade of the record, or the worst and the best still possible.
pub fn grade(work: &Work, lang: Lang) -> String {
    grade_of(&work.scheme, &work.card, lang)
}

/// Total and grade of a scorecard.
pub fn result(scheme: &Scheme, card: &Scorecard, lang: Lang) -> String {
    if !scheme.is_scored() {
        return ui::not_scored(lang);
    }
    format!("{} {}", span(card.rounding, card.total.points), grade_of(scheme, card, lang))
}

/// The grade of a scorecard, or the worst and the best still possible.
pub fn grade_of(scheme: &Scheme, card: &Scorecard, lang: Lang) -> String {
    if !scheme.is_scored() {
        return ui::not_scored(lang);
    }
    let grade = &card.grade;
    let low = grade_name(scheme, grade.low, lang);
    let mut text = if grade.low == grade.high {
        low
    } else {
        format!("{low}{DASH}{}", grade_name(scheme, grade.high, lang))
    };
    if grade.barred_by.is_some() {
        text = format!("{text} {}", ui::grade_barred(lang));
    }
    text
}

/// How far the total is from the next better grade; nothing while it is open or the best.
pub fn to_next_grade(work: &Work, lang: Lang) -> Option<String> {
    let total = work.card.total.points.known()?;
    let now = work.scheme.grades.iter().position(|g| g.takes(total))?;
    if work.card.grade.low != Some(now) && work.card.grade.barred_by.is_none() {
        return None;
    }
    let next = &work.scheme.grades[now.checked_sub(1)?];
    let distance = next.low?.at - total;
    Some(ui::to_next_grade(lang, &points(work.card.rounding, distance), lang.label(&next.name)))
}

/// What the scenario that is laid over comes to, marked as not recorded; nothing if none is.
pub fn laid(work: &Work, lang: Lang) -> Option<String> {
    let laid = &work.whatif.outcomes.get(work.whatif.laid?)?.laid;
    Some(whatif::laid_result(lang, &result(&laid.scheme, &laid.card, lang)))
}

/// How many points are still open; nothing if none.
pub fn pending(work: &Work, lang: Lang) -> Option<String> {
    let Span { low, high } = work.card.total.points;
    (low != high).then(|| ui::pending(lang, &points(work.card.rounding, high - low)))
}

pub(super) fn value(range: Range, print: impl Fn(Decimal) -> String) -> String {
    match (range.known(), range.low, range.high) {
        (Some(known), ..) => print(known),
        (_, Some(low), Some(high)) => format!("{}{DASH}{}", print(low), print(high)),
        (_, Some(low), None) if low > Decimal::ZERO => format!("≥{}", print(low)),
        (_, None, Some(high)) => format!("≤{}", print(high)),
        _ => "—".to_owned(),
    }
}

/// A ratio as a percentage with its sign, or a dash.
pub(super) fn percent(ratio: Range, rates: Rounding) -> String {
    match value(ratio, |r| rates.percent(r)) {
        unknown if unknown == "—" => unknown,
        rate => format!("{rate} %"),
    }
}

pub(super) fn plain(value: Decimal) -> String {
    label::grouped(&value.normalize().to_string())
}

/// The figure of a measure's heading, and whether nothing is missing.
pub fn measure(context: &Context, measure: usize) -> (String, bool) {
    let rates = context.scheme.rates;
    let (done, wanted) = score::completeness(context.scheme, context.readings, measure);
    let figure = match &context.readings.measures[measure] {
        Reading::Number { value: range, .. }
        | Reading::Lookup { value: range, .. }
        | Reading::Formula { value: range, .. } => value(*range, plain),
        Reading::Choice(choice) => value(choice.value, plain),
        Reading::Table(table) => {
            let count = value(table.count, plain);
            match (table.planned, table.rate()) {
                _ if !is_open(context, measure) => String::new(),
                (Some(planned), Some(rate)) => {
                    format!("{count}/{}   {}", value(planned, plain), percent(rate, rates))
                }
                _ => count,
            }
        }
        Reading::Checklist(list) => {
            let all: Decimal = match &context.scheme.measures[measure].kind {
                MeasureKind::Checklist(items) => items.iter().map(|i| i.points).sum(),
                _ => Decimal::ZERO,
            };
            ui::points(context.lang, &format!("{}/{}", span_plain(list.points), all.normalize()))
        }
        Reading::Survey(survey) => value(survey.index, |i| rates.print(i)),
    };
    (figure, done == wanted && wanted > 0)
}

fn span_plain(span: Span) -> String {
    match span.known() {
        Some(known) => known.normalize().to_string(),
        None => format!("{}{DASH}{}", span.low.normalize(), span.high.normalize()),
    }
}

pub(super) fn table<'a>(context: &Context<'a>, measure: usize) -> Option<&'a TableSpec> {
    match &context.scheme.measures[measure].kind {
        MeasureKind::Table(table) => Some(table),
        _ => None,
    }
}

fn is_open(context: &Context, measure: usize) -> bool {
    table(context, measure).is_some_and(TableSpec::is_open)
}

/// The sums below a table; `None` if no column can be summed.
pub fn column_sums(context: &Context, measure: usize) -> Option<Vec<String>> {
    let spec = table(context, measure)?;
    let Reading::Table(reading) = &context.readings.measures[measure] else { return None };
    let sums = spec.columns.iter().enumerate().map(|(n, column)| match &column.kind {
        ColumnKind::Number(_) if is_blank(context, measure, n) => BLANK.to_owned(),
        ColumnKind::Number(_) if column.computed.is_some() => amounts::computed_total(context, measure, n),
        ColumnKind::Number(number) => value(reading.columns[n].values.sum, |sum| {
            let mut sum = sum;
            sum.rescale(number.decimals);
            label::grouped(&sum.to_string())
        }),
        _ => String::new(),
    });
    spec.columns.iter().any(|c| matches!(c.kind, ColumnKind::Number(_))).then(|| sums.collect())
}

/// What stands for a sum of nothing; a 0 would say that somebody keyed one.
pub(super) const BLANK: &str = "—";

/// Whether nothing is keyed in a column, or for one that is computed in no column at all.
pub(super) fn is_blank(context: &Context, measure: usize, column: usize) -> bool {
    let Some(spec) = table(context, measure) else { return false };
    let prefix = format!("{}.", context.scheme.measures[measure].id);
    let column = &spec.columns[column];
    let mut keyed = context.facts.under(&prefix).filter_map(|(path, _)| path[prefix.len()..].split_once('.'));
    let is_of = |c: &Column| !matches!(c.kind, ColumnKind::Text) && c.computed.is_none();
    // Where a blank counts as something, a sum of blanks is a figure as soon as there is a row.
    let counts = |c: &Column| c.computed.is_none() && c.blank.is_some_and(|b| !b.is_zero());
    let is_counted = match &column.computed {
        None => counts(column),
        Some(_) => spec.columns.iter().any(counts),
    };
    if is_counted {
        return spec.is_open() && keyed.next().is_none();
    }
    match &column.computed {
        None => !keyed.any(|(_, id)| id == column.id),
        Some(_) => !keyed.any(|(_, id)| spec.columns.iter().any(|c| c.id == id && is_of(c))),
    }
}

/// The share of each choice of a question, as printed.
pub fn question(context: &Context, questionnaire: usize, question: usize) -> Vec<String> {
    let counts = &context.readings.surveys[questionnaire].questions[question];
    (0..counts.choices.len())
        .map(|choice| {
            counts.percent(choice, context.scheme.rates).map_or_else(String::new, |p| format!("{p} %"))
        })
        .collect()
}

/// The index of a question, or its ends.
pub fn question_index(work: &Work, questionnaire: usize, question: usize) -> String {
    let counts = &work.readings.surveys[questionnaire].questions[question];
    // Of few forms an index would tell their answers.
    if counts.answers() == 0 || work.keys_again() {
        return String::new();
    }
    let spec = &work.scheme.questionnaires[questionnaire].questions[question];
    counts.index(spec).map_or_else(String::new, |index| {
        value(Range { low: Some(index.low), high: Some(index.high) }, |i| work.scheme.rates.print(i))
    })
}

/// How many forms were keyed.
pub fn forms(work: &Work, questionnaire: usize, lang: Lang) -> String {
    let tabulation = &work.readings.surveys[questionnaire];
    let count = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    if tabulation.valid + tabulation.invalid == 0 {
        return String::new();
    }
    ui::forms_of(lang, count(tabulation.valid), count(tabulation.invalid))
}

/// A level of the first rank as a bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// Its name.
    pub name: String,
    /// Its points against full marks.
    pub figure: String,
    low: Decimal,
    high: Decimal,
    max: Decimal,
}

impl Bar {
    /// Of so many columns, how many are certain and how many still open.
    pub fn cells(&self, columns: usize) -> (usize, usize) {
        if self.max.is_zero() {
            return (0, 0);
        }
        let at =
            |v: Decimal| (v * Decimal::from(columns) / self.max).round().to_usize().unwrap_or(0).min(columns);
        let low = at(self.low);
        (low, at(self.high).saturating_sub(low))
    }
}

/// The levels of the first rank.
pub fn levels(work: &Work, lang: Lang) -> Vec<Bar> {
    let bar = |n: usize| {
        let score = &work.card.scores[n];
        Bar {
            name: lang.label(&work.scheme.indicators[n].name).to_owned(),
            figure: format!("{}/{}", span(work.card.rounding, score.points), score.max.normalize()),
            low: score.points.low,
            high: score.points.high,
            max: score.max,
        }
    };
    work.scheme.children(None).map(bar).collect()
}

/// Longest `12/12` that still leaves room for a name.
const LONGEST_RATIO: usize = 9;

/// A rate or an index that a leaf is scored by.
#[derive(Debug, Clone, PartialEq)]
pub struct Rate {
    /// The leaf.
    pub indicator: usize,
    /// Part and whole as `12/12`; `None` for an index.
    pub ratio: Option<String>,
    /// What is known of it.
    pub value: Range,
}

/// The rates and indexes that leaves are scored by, save those that do not apply. Follows from the
/// facts, so that it is found once after a change and not on every drawing.
pub fn find_rates(scheme: &Scheme, readings: &Readings, card: &Scorecard) -> Vec<Rate> {
    let of = |indicator: usize| {
        let (expr, text, value) = score::curve_value(scheme, readings, indicator)?;
        let is_index = |expr: &Expr| match expr {
            Expr::Value(v) => matches!(scheme.measures[v.measure].kind, MeasureKind::Survey { .. }),
            _ => false,
        };
        if score::is_ratio(scheme, expr) {
            Some(Rate { indicator, ratio: Some(text.replace(" ÷ ", "/")), value })
        } else {
            is_index(expr).then_some(Rate { indicator, ratio: None, value })
        }
    };
    scheme.leaves().filter(|&n| card.scores[n].status != Status::NotApplicable).filter_map(of).collect()
}

/// The rates and indexes with their names, and with their numbers where they are short.
pub fn rates(work: &Work, lang: Lang) -> Vec<(String, String)> {
    let rates = work.scheme.rates;
    let print = |rate: &Rate| {
        let figure = match &rate.ratio {
            None => value(rate.value, |i| rates.print(i)),
            Some(ratio) => {
                let percent = percent(rate.value, rates);
                if width(ratio) <= LONGEST_RATIO { format!("{ratio}  {percent}") } else { percent }
            }
        };
        (lang.label(&work.scheme.indicators[rate.indicator].name).to_owned(), figure)
    };
    work.rates.iter().map(print).collect()
}

/// What the last change was (fact, old and new), and what it did (difference, total, grade).
pub fn last(work: &Work, lang: Lang) -> Option<(String, String)> {
    last_change(work, lang).map(|last| (format!("{}{}", last.fact, last.change), last.result))
}

/// The same with the fact's name apart.
pub fn last_change(work: &Work, lang: Lang) -> Option<Last> {
    let last = work.last.as_ref().filter(|l| !work.hides(&l.path))?;
    let rounding = work.card.rounding;
    let mark = match last.direction {
        -1 => format!("{} ", ui::undone(lang)),
        1 => format!("{} ", ui::redone(lang)),
        _ => String::new(),
    };
    let (fact, values) = if let Some((old, new)) = last.count {
        let id = last.path.split(['.', '@']).next().unwrap_or_default();
        (label::fact(lang, &work.scheme, id), format!(" {old}→{new}"))
    } else {
        let fact = label::fact(lang, &work.scheme, &last.path);
        let words = |v: &String| {
            let words = label::value(lang, &work.scheme, &last.path, v);
            // The words of a choice may say what was answered before; a person's own never do.
            match work.keyed(&last.path).filter(|_| words != *v) {
                Some(keyed) => keyed.words(lang, &words),
                None => words,
            }
        };
        let none = || ui::nothing_recorded(lang);
        let values = match (&last.old, &last.new) {
            (None, Some(new)) => format!(" = {}", words(new)),
            (old, new) => {
                let [old, new] = [old, new].map(|v| v.as_ref().map_or_else(none, words));
                format!(" {old}→{new}")
            }
        };
        (fact, values)
    };
    let change = match (last.before.known(), last.after.known()) {
        (Some(a), Some(b)) if a == b => String::new(),
        (Some(a), Some(b)) if b > a => format!("+{}  ", points(rounding, b - a)),
        (Some(a), Some(b)) => format!("−{}  ", points(rounding, a - b)),
        _ => String::new(),
    };
    let result = format!("{change}{} {}", total(work), grade(work, lang));
    Some(Last { fact: format!("{mark}{fact}"), change: values, result })
}

/// The way to full marks with the total on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Track {
    /// One mark a column.
    pub marks: Vec<&'static str>,
    /// Columns the total lies in.
    pub span: Columns<usize>,
    /// The edges of the grades, below their marks.
    pub labels: String,
}

/// Lays the total out between the lowest grade edge that matters and full marks.
pub fn track(work: &Work, columns: usize) -> Track {
    let full = work.scheme.full.max(Decimal::ONE);
    let edges: Vec<Decimal> = work.scheme.grades.iter().filter_map(|g| g.low).map(|e| e.at).collect();
    let lowest = edges.iter().copied().filter(|e| *e > Decimal::ZERO).min().unwrap_or(Decimal::ZERO);
    let total = work.card.total.points;
    let start = if total.low < lowest { Decimal::ZERO } else { lowest };
    let last = columns.saturating_sub(1);
    let at = |v: Decimal| {
        let share = (v - start).max(Decimal::ZERO) / (full - start).max(Decimal::ONE);
        (share * Decimal::from(last)).round().to_usize().unwrap_or(0).min(last)
    };
    let mut marks = vec!["─"; columns];
    let mut labels = String::new();
    let mut ends: Vec<Decimal> = edges.into_iter().filter(|e| *e >= start).chain([start, full]).collect();
    ends.sort_unstable();
    ends.dedup();
    for edge in ends {
        let text = edge.normalize().to_string();
        let x = at(edge);
        if let Some(mark) = marks.get_mut(x) {
            *mark = "┴";
        }
        let x = x.min(columns.saturating_sub(width(&text)));
        if x >= width(&labels) + usize::from(!labels.is_empty()) {
            labels.push_str(&" ".repeat(x - width(&labels)));
            labels.push_str(&text);
        }
    }
    // A mark never rounds across an edge: 89.73 stands before 90.
    let place = |v: Decimal| {
        work.scheme.grades.iter().filter_map(|g| g.low).fold(at(v), |x, edge| match at(edge.at) {
            tick if v < edge.at && x >= tick => tick.saturating_sub(1),
            tick if v >= edge.at && x < tick => tick,
            _ => x,
        })
    };
    let span = place(total.low)..place(total.high) + 1;
    for mark in marks.iter_mut().take(span.end).skip(span.start) {
        *mark = "━";
    }
    if span.len() == 1
        && let Some(mark) = marks.get_mut(span.start)
    {
        *mark = "◆";
    }
    Track { marks, span, labels }
}
