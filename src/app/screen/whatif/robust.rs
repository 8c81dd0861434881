//! How firm the grade is: a tornado of the weights, all weights at once, every way of rounding,
//! and deductions that nothing supports.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Act, Row};
use crate::app::figures;
use crate::app::whatif::{Basis, Firmness};
use crate::app::work::Work;
use crate::i18n::width::{cut, pad, pad_left};
use crate::i18n::{Lang, label, whatif as words};
use crate::scheme::Rounding;
use crate::score::Span;
use crate::score::robust::{Ground, Swing, Unsupported};

/// Columns of a total, which may be a range.
const TOTAL: usize = 12;
/// Fewest columns of a bar, of which there are two to each side.
const BAR: usize = 16;
/// Most columns of a bar.
const LONGEST_BAR: usize = 64;

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
    page.tornado(&mut rows);
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
        rows.push(Row::heading(words::unsupported(self.lang, count), heads.concat()));
        for one in all {
            let figures = [one.removed, one.doubled]
                .map(|total| pad_left(&format!("{} {}", self.span(total), self.grade(total)), column));
            let row = Row::new(format!("  {}", self.ground(one)), figures.concat());
            let same = self.grade(one.removed) == self.grade(self.basis.card.total.points)
                && self.grade(one.doubled) == self.grade(self.basis.card.total.points);
            rows.push(if same { row } else { row.attention() });
        }
        rows.push(Row::blank());
    }

    fn ground(&self, one: &Unsupported) -> String {
        let (scheme, lang) = (self.basis.scheme, self.lang);
        match &one.ground {
            Some(Ground::Undescribed { measure, count }) => {
                words::undescribed(lang, lang.label(&scheme.measures[*measure].name), *count)
            }
            Some(Ground::Bare { measure, item }) => {
                let spec = &scheme.measures[*measure];
                let item = match &spec.kind {
                    crate::scheme::MeasureKind::Checklist(items) => items.get(*item).map_or("", |i| &i.id),
                    _ => "",
                };
                words::bare(lang, &label::fact(lang, scheme, &format!("{}.{item}", spec.id)))
            }
            None => words::all_of_them(lang),
        }
    }

    /// One line a weight: the total with less and with more of it, and a bar between the two on
    /// one scale for all, with the record's total as its axis.
    fn tornado(&self, rows: &mut Vec<Row>) {
        let (lang, percent) = (self.lang, self.work.whatif.percent);
        let swings = &self.firmness.swings;
        rows.push(Row::heading(words::weights_moved(lang, percent), String::new()));
        let open = self.basis.card.total.points.known().is_none();
        let total = if open { TOTAL } else { 7 };
        let flip = 16;
        let name = (self.room / 4).clamp(10, 28);
        let bar = self.room.saturating_sub(name + 2 * total + flip + 5).clamp(BAR, LONGEST_BAR);
        let heads = [words::at_less(lang, percent), words::at_more(lang, percent)];
        let [less, more] = heads.map(|h| pad_left(&h, total));
        let head = format!("  {}{less} {} {more}", pad("", name), pad("", bar));
        rows.push(Row::dim(head));
        let ends = swings.iter().flat_map(|s| [s.less.low, s.less.high, s.more.low, s.more.high]);
        let centre = self.basis.card.total.points;
        let middle = (centre.low + centre.high) / Decimal::TWO;
        let reach = ends.map(|e| (e - middle).abs()).max().unwrap_or_default();
        for swing in swings {
            let node = &self.basis.scheme.indicators[swing.leaf];
            let text = format!(
                "  {}{} {} {}",
                pad(&cut(lang.label(&node.name), name - 1), name),
                pad_left(&self.span(swing.less), total),
                tornado_bar(swing, middle, reach, bar),
                pad_left(&self.span(swing.more), total),
            );
            let flip = pad_left(&self.flip(swing), flip);
            rows.push(Row::new(text, flip).act(Act::Indicator(swing.leaf)));
        }
    }

    /// The nearest move at which the grade flips.
    fn flip(&self, swing: &Swing) -> String {
        let nearest = swing.flips.iter().flatten().min_by_key(|d| d.abs());
        nearest.map_or_else(
            || words::no_flip(self.lang),
            |d| {
                let sign = if d.is_sign_negative() { "−" } else { "+" };
                let share = (d.abs() * Decimal::ONE_HUNDRED).round_dp_with_strategy(
                    1,
                    // Never said to be nearer than it is.
                    rust_decimal::RoundingStrategy::AwayFromZero,
                );
                words::flips_at(self.lang, &format!("{sign}{share:.1}%"))
            },
        )
    }
}

/// `▒` leads to the total with less of the weight, `█` to that with more: told apart without
/// colour.
fn tornado_bar(swing: &Swing, middle: Decimal, reach: Decimal, columns: usize) -> String {
    let half = (columns - 1) / 2;
    let at = |end: Decimal| {
        let share = (end - middle).checked_div(reach).unwrap_or_default();
        (share * Decimal::from(half)).round().to_isize().unwrap_or(0)
    };
    let most = isize::try_from(half).unwrap_or(0);
    let (less, more) = ([swing.less.low, swing.less.high].map(at), [swing.more.low, swing.more.high].map(at));
    let within = |ends: [isize; 2], x: isize| {
        let (low, high) = (ends[0].min(0), ends[1].max(0));
        x != 0 && low <= x && x <= high
    };
    (-most..=most)
        .map(|x| match x {
            0 => '│',
            _ if within(more, x) => '█',
            _ if within(less, x) => '▒',
            _ => ' ',
        })
        .collect()
}
