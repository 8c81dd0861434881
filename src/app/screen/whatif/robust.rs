//! How firm the grade is: all weights at once, every way of rounding, deductions that nothing
//! supports, the intervals of surveys; and a tornado of them all and of each weight.

mod tornado;

use rust_decimal::Decimal;

use super::Row;
use crate::app::figures;
use crate::app::whatif::{Basis, Firmness};
use crate::app::work::Work;
use crate::i18n::width::{pad_left, width, wrap};
use crate::i18n::{Lang, label, whatif as words};
use crate::scheme::expr::ValuePart;
use crate::scheme::{MeasureKind, Rounding};
use crate::score::Span;
use crate::score::robust::{CountReach, Ground, Reach, Sampled, Unsupported};

/// Columns of a total, which may be a range.
const TOTAL: usize = 12;

pub(super) fn rows(work: &Work, lang: Lang, room: usize) -> Vec<Row> {
    let Some(firmness) = work.whatif.firmness.clone() else { return Vec::new() };
    let basis = work.basis();
    let page = Page { work, basis, firmness: &firmness, lang, room };
    let mut rows = Vec::new();
    if basis.card.total.points.known().is_none() {
        rows.push(Row::new(words::open_still(lang), String::new()).attention());
    }
    page.all_weights(&mut rows);
    page.roundings(&mut rows);
    page.unsupported(&mut rows);
    page.sampled(&mut rows);
    tornado::rows(&page, &mut rows);
    rows
}

struct Page<'a> {
    work: &'a Work,
    basis: Basis<'a>,
    firmness: &'a Firmness,
    lang: Lang,
    room: usize,
}

impl Page<'_> {
    fn rounding(&self) -> Rounding {
        self.basis.card.rounding
    }

    fn span(&self, span: Span) -> String {
        let print = |d: Decimal| Decimal::from_str_exact(&self.rounding().print(d)).unwrap_or(d);
        figures::span(self.rounding(), Span { low: print(span.low), high: print(span.high) })
    }

    /// The grades of both ends of a total.
    fn grade(&self, span: Span) -> String {
        let scheme = self.basis.scheme;
        let name = |points: Decimal| {
            let grade = scheme.grades.iter().find(|g| g.takes(points));
            grade.map_or("—", |g| self.lang.label(&g.name)).to_owned()
        };
        let (low, high) = (name(span.low), name(span.high));
        if low == high { low } else { format!("{low}–{high}") }
    }

    fn all_weights(&self, rows: &mut Vec<Row>) {
        let (lang, percent) = (self.lang, self.work.whatif.percent);
        let Firmness { extremes, simulation, .. } = self.firmness;
        let figure = format!("{} {}", self.span(*extremes), self.grade(*extremes));
        rows.push(Row::heading(words::all_weights(lang, percent), String::new()));
        rows.push(Row::new(format!("  {}", words::exact_ends(lang)), figure));
        let share = |n: u32| {
            let share = Decimal::from(n) * Decimal::ONE_HUNDRED / Decimal::from(simulation.draws.max(1));
            format!("{:.2} %", share.round_dp(2))
        };
        let names = self.basis.scheme.grades.iter().map(|g| self.lang.label(&g.name));
        let counts = simulation.low.iter().zip(&simulation.high);
        let shares =
            names.zip(counts).filter(|(_, (low, high))| **low + **high > 0).map(|(name, (low, high))| {
                if low == high {
                    format!("{name} {}", share(*low))
                } else {
                    format!("{name} {}–{}", share(*low.min(high)), share(*low.max(high)))
                }
            });
        let shares = shares.collect::<Vec<_>>().join("   ");
        let text = words::simulated(lang, simulation.draws, simulation.seed);
        rows.push(Row::new(format!("  {text}"), String::new()));
        rows.push(Row::new(String::new(), shares));
        rows.push(Row::blank());
    }

    fn roundings(&self, rows: &mut Vec<Row>) {
        rows.push(Row::heading(words::every_rounding(self.lang), String::new()));
        let base = self.basis.card;
        for way in &self.firmness.roundings {
            let mark = if way.rounding == base.rounding { "◆ " } else { "  " };
            let mut card = base.clone();
            (card.total.points, card.grade, card.rounding) = (way.total, way.grade, way.rounding);
            let grade = figures::grade_of(self.basis.scheme, &card, self.lang);
            let text = format!("  {mark}{}", words::rounding_words(self.lang, way.rounding));
            let total = figures::span(way.rounding, way.total);
            let row = Row::new(text, format!("{total} {grade}"));
            rows.push(if way.grade == base.grade { row } else { row.attention() });
        }
        rows.push(Row::blank());
    }

    fn unsupported(&self, rows: &mut Vec<Row>) {
        let all = &self.firmness.unsupported;
        if all.is_empty() {
            rows.push(Row::heading(words::none_unsupported(self.lang), String::new()));
            rows.push(Row::blank());
            return;
        }
        let open = self.basis.card.total.points.known().is_none();
        let column = if open { TOTAL + 8 } else { TOTAL + 4 };
        let count = all.iter().filter(|u| u.ground.is_some()).count();
        let heads = [words::removed(self.lang), words::doubled(self.lang)].map(|h| pad_left(&h, column));
        let (title, heads) = (words::unsupported(self.lang, count), heads.concat());
        for row in self.wrapped(&title, "", heads) {
            rows.push(Row { heading: true, ..row });
        }
        for one in all {
            let figures = [one.removed, one.doubled]
                .map(|total| pad_left(&format!("{} {}", self.span(total), self.grade(total)), column));
            let same = self.grade(one.removed) == self.grade(self.basis.card.total.points)
                && self.grade(one.doubled) == self.grade(self.basis.card.total.points);
            let all = self.wrapped(&self.ground(one), "  ", figures.concat()).into_iter();
            rows.extend(all.map(|row| if same { row } else { row.attention() }));
        }
        rows.push(Row::blank());
    }

    /// A text beside its figure, on as many rows as it needs; the figure goes with the first.
    fn wrapped(&self, text: &str, indent: &str, figure: String) -> Vec<Row> {
        let room = self.room.saturating_sub(width(&figure) + width(indent) + 4).max(12);
        let mut figure = Some(figure);
        let lines = wrap(text, room).into_iter().enumerate();
        let more = |n: usize| if n > 0 { "  " } else { "" };
        lines
            .map(|(n, line)| {
                Row::new(format!("{indent}{}{line}", more(n)), figure.take().unwrap_or_default())
            })
            .collect()
    }

    fn ground(&self, one: &Unsupported) -> String {
        let (scheme, lang) = (self.basis.scheme, self.lang);
        match &one.ground {
            Some(Ground::Undescribed { measure, count }) => {
                words::undescribed(lang, lang.label(&scheme.measures[*measure].name), *count)
            }
            Some(Ground::Bare { measure, item, is_partly }) => {
                let spec = &scheme.measures[*measure];
                let item = match &spec.kind {
                    MeasureKind::Checklist(items) => items.get(*item).map_or("", |i| &i.id),
                    _ => "",
                };
                let what = label::fact(lang, scheme, &format!("{}.{item}", spec.id));
                if *is_partly { words::bare_in_part(lang, &what) } else { words::bare(lang, &what) }
            }
            None => words::all_of_them(lang),
        }
    }

    /// The interval of every survey's figure, carried through the rules.
    fn sampled(&self, rows: &mut Vec<Row>) {
        let all = &self.firmness.sampled;
        if all.is_empty() {
            return;
        }
        let (lang, grade) = (self.lang, self.grade(self.basis.card.total.points));
        rows.push(Row::heading(words::sampled(lang), String::new()));
        for one in all {
            let Some((name, note)) = self.figure(one) else { continue };
            let total = format!("{} {}", self.span(one.total), self.grade(one.total));
            let row = Row::new(format!("  {name}"), total);
            rows.push(if self.grade(one.total) == grade { row } else { row.attention() });
            let leaf = |(n, points): &(usize, Span)| {
                let score = &self.basis.card.scores[*n];
                let indicator = lang.label(&self.basis.scheme.indicators[*n].name);
                let now = self.span(score.points);
                let then = format!("{}/{}", self.span(*points), score.max.normalize());
                format!("{indicator} {}", words::old_to_new(lang, &now, &then))
            };
            let mut notes = vec![note];
            notes.extend(one.counts.iter().filter_map(|count| self.count(one, count)));
            if one.of.is_some() {
                notes.extend(one.leaves.iter().map(leaf));
            }
            if one.moves() && one.leaves.is_empty() {
                notes.push(words::points_stay(lang));
            }
            if !one.is_reached {
                notes.push(words::not_reached(lang));
            }
            notes.retain(|n| !n.is_empty());
            let lines = wrap(&notes.join("   "), self.room.saturating_sub(6));
            rows.extend(lines.into_iter().map(|line| Row::dim(format!("      {line}"))));
        }
        if all.iter().any(Sampled::moves) {
            let counted = all.iter().any(|one| !one.counts.is_empty());
            let how = if counted { words::how_counted(lang) } else { String::new() };
            let lines = wrap(&format!("{} {how}", words::how_sampled(lang)), self.room.saturating_sub(2));
            rows.extend(lines.into_iter().map(|line| Row::dim(format!("  {line}"))));
        }
        rows.push(Row::blank());
    }

    /// A survey's figure in words, and its interval.
    fn figure(&self, one: &Sampled) -> Option<(String, String)> {
        let (lang, basis) = (self.lang, self.basis);
        let Some((measure, reach)) = one.of else { return Some((words::all_of_them(lang), String::new())) };
        let rates = basis.scheme.rates;
        let recorded = basis.readings.measures.get(measure)?.value(ValuePart::Whole);
        let name = lang.label(&basis.scheme.measures[measure].name);
        let name = match reach {
            Reach::NotRead => name.to_owned(),
            _ => format!("{name} {}", figures::value(recorded, |d| rates.print(d))),
        };
        let note = match reach {
            Reach::NotRead => String::new(),
            Reach::Everyone => words::everyone(lang),
            Reach::TooFew => words::too_few(lang),
            Reach::Between(low, high) => words::interval(lang, &rates.print(low), &rates.print(high)),
        };
        Some((name, note))
    }

    /// How many chose a choice, and between what that lies.
    fn count(&self, one: &Sampled, count: &CountReach) -> Option<String> {
        let (lang, scheme) = (self.lang, self.basis.scheme);
        let (measure, _) = one.of?;
        let MeasureKind::Survey { questionnaire, .. } = &scheme.measures[measure].kind else { return None };
        let question = scheme.questionnaires.get(*questionnaire)?.questions.get(count.question)?;
        let choice = lang.label(&question.choices.get(count.choice)?.label);
        let what = words::chose(lang, &question.id, choice, count.counted);
        let Some((low, high)) = count.between else {
            return Some(format!("{what} {}", words::no_width(lang)));
        };
        let print = |d: Decimal| scheme.rates.print(d);
        Some(format!("{what} {}", words::interval(lang, &print(low), &print(high))))
    }
}
