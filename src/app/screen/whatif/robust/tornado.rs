//! The tornado: how far each doubt moves the total, widest first, around the record's total. What
//! moves as a whole stands first, then each weight alone, on a scale of its own that is shown: one
//! weight moves so little that on a common one nothing of it would be seen.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::Page;
use crate::app::screen::whatif::{Act, Row};
use crate::i18n::whatif as words;
use crate::i18n::width::{cut, pad, pad_left, width};
use crate::score::Span;
use crate::score::robust::{Sampled, Swing};

/// Columns of a total that may be a range, and of one that is known.
const TOTAL: (usize, usize) = (12, 7);
/// Fewest columns of a bar.
const BAR: usize = 17;
/// Most columns of a bar.
const LONGEST_BAR: usize = 64;

/// A bar of the tornado.
struct Bar {
    name: String,
    /// The total at its weaker end, and at the other.
    ends: [Span; 2],
    figure: String,
    act: Option<Act>,
}

impl Bar {
    fn width(&self) -> Decimal {
        self.ends[0].high.max(self.ends[1].high) - self.ends[0].low.min(self.ends[1].low)
    }
}

/// Columns of names, totals, bars and figures, and what the bars are drawn against.
struct Columns {
    name: usize,
    total: usize,
    bar: usize,
    figure: usize,
    middle: Decimal,
    reach: Decimal,
}

impl Columns {
    /// Against the furthest end of these bars, with the record's total in the middle.
    fn of(page: &Page, bars: &[Bar], [name, total, bar, figure]: [usize; 4]) -> Self {
        let centre = page.basis.card.total.points;
        let middle = (centre.low + centre.high) / Decimal::TWO;
        let ends = bars.iter().flat_map(|b| b.ends).flat_map(|s| [s.low, s.high]);
        let reach = ends.map(|e| (e - middle).abs()).max().unwrap_or_default();
        Self { name, total, bar, figure, middle, reach }
    }

    /// What the bars of a section are drawn on: the totals at either end.
    fn scale(&self, page: &Page) -> String {
        let ends = [self.middle - self.reach, self.middle + self.reach];
        let [low, high] = ends.map(|e| page.rounding().print(e));
        let between = self.bar.saturating_sub(width(&low) + width(&high));
        let line = "╌".repeat(between.saturating_sub(2));
        if self.reach.is_zero() { " ".repeat(self.bar) } else { format!("{low} {line} {high}") }
    }
}

pub(super) fn rows(page: &Page, rows: &mut Vec<Row>) {
    let (lang, percent) = (page.lang, page.work.whatif.percent);
    let (mut wholes, weights) = (wholes(page), weights(page));
    wholes.sort_by_key(|bar| std::cmp::Reverse(bar.width()));
    let is_open = page.basis.card.total.points.known().is_none();
    let total = if is_open { TOTAL.0 } else { TOTAL.1 };
    let widest = wholes.iter().chain(&weights).map(|b| width(&b.name)).max().unwrap_or(0) + 1;
    let figure = wholes.iter().chain(&weights).map(|b| width(&b.figure)).max().unwrap_or(0);
    let left = page.room.saturating_sub(2 * total + figure + 5);
    let name = widest.min(left.saturating_sub(BAR)).max(10);
    let bar = left.saturating_sub(name).clamp(BAR, LONGEST_BAR);
    let sections = [
        (words::tornado(lang), [words::lowest(lang), words::highest(lang)], wholes),
        (
            words::weights_moved(lang, percent),
            [words::at_less(lang, percent), words::at_more(lang, percent)],
            weights,
        ),
    ];
    for (n, (heading, heads, bars)) in sections.into_iter().enumerate() {
        if n > 0 {
            rows.push(Row::blank());
        }
        rows.push(Row::heading(heading, String::new()));
        let columns = Columns::of(page, &bars, [name, total, bar, figure]);
        let [less, more] = heads.map(|h| pad_left(&h, total));
        rows.push(Row::dim(format!("  {}{less} {} {more}", pad("", name), columns.scale(page))));
        rows.extend(bars.iter().map(|bar| row(page, &columns, bar)));
    }
}

fn row(page: &Page, columns: &Columns, bar: &Bar) -> Row {
    let text = format!(
        "  {}{} {} {}",
        pad(&cut(&bar.name, columns.name - 1), columns.name),
        pad_left(&page.span(bar.ends[0]), columns.total),
        drawn(bar, columns),
        pad_left(&page.span(bar.ends[1]), columns.total),
    );
    let row = Row::new(text, pad_left(&bar.figure, columns.figure));
    match &bar.act {
        Some(act) => row.act(act.clone()),
        None => row,
    }
}

/// What moves the total as a whole: all weights, the ways of rounding, deductions that nothing
/// supports, the intervals of surveys.
fn wholes(page: &Page) -> Vec<Bar> {
    let (lang, firmness) = (page.lang, page.firmness);
    let bar = |name: String, low: Span, high: Span| {
        let whole = Span { low: low.low.min(high.low), high: low.high.max(high.high) };
        Bar { name, ends: [low, high], figure: page.grade(whole), act: None }
    };
    let exactly = |points: Decimal| Span { low: points, high: points };
    let ends = firmness.extremes;
    // The ends of all weights are already those of what is open.
    let mut bars =
        vec![bar(words::all_weights(lang, page.work.whatif.percent), exactly(ends.low), exactly(ends.high))];
    let least = firmness.roundings.iter().map(|w| w.total).min_by_key(|t| (t.low, t.high));
    let most = firmness.roundings.iter().map(|w| w.total).max_by_key(|t| (t.high, t.low));
    if let Some((least, most)) = least.zip(most) {
        bars.push(bar(words::every_rounding(lang), least, most));
    }
    if let Some(all) = firmness.unsupported.last() {
        bars.push(bar(words::doubled_or_removed(lang), all.doubled, all.removed));
    }
    // All of them together, and those that do something alone.
    let moves = |s: &&Sampled| s.moves() && (s.of.is_none() || s.less != s.more || s.less != s.total);
    for one in firmness.sampled.iter().filter(moves) {
        let name = one.of.map_or_else(
            || words::all_surveys(lang),
            |(n, _)| words::survey_of(lang, lang.label(&page.basis.scheme.measures[n].name)),
        );
        let (low, high) =
            if one.less.low <= one.more.low { (one.less, one.more) } else { (one.more, one.less) };
        bars.push(bar(
            name,
            Span { low: low.low.min(one.total.low), ..low },
            Span { high: high.high.max(one.total.high), ..high },
        ));
    }
    bars
}

fn weights(page: &Page) -> Vec<Bar> {
    let bar = |swing: &Swing| Bar {
        name: page.lang.label(&page.basis.scheme.indicators[swing.leaf].name).to_owned(),
        ends: [swing.less, swing.more],
        figure: flip(page, swing),
        act: Some(Act::Indicator(swing.leaf)),
    };
    page.firmness.swings.iter().map(bar).collect()
}

/// The nearest move at which the grade flips.
fn flip(page: &Page, swing: &Swing) -> String {
    let nearest = swing.flips.iter().flatten().min_by_key(|d| d.abs());
    nearest.map_or_else(
        || words::no_flip(page.lang),
        |d| {
            let sign = if d.is_sign_negative() { "−" } else { "+" };
            let share = (d.abs() * Decimal::ONE_HUNDRED).round_dp_with_strategy(
                1,
                // Never said to be nearer than it is.
                rust_decimal::RoundingStrategy::AwayFromZero,
            );
            words::flips_at(page.lang, &format!("{sign}{share:.1}%"))
        },
    )
}

/// `▒` leads to the total at the first end, `█` to that at the second: told apart without colour.
fn drawn(bar: &Bar, columns: &Columns) -> String {
    let half = (columns.bar - 1) / 2;
    let at = |end: Decimal| {
        let share = (end - columns.middle).checked_div(columns.reach).unwrap_or_default();
        (share * Decimal::from(half)).round().to_isize().unwrap_or(0)
    };
    let most = isize::try_from(half).unwrap_or(0);
    let [less, more] = bar.ends.map(|span| [span.low, span.high].map(at));
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
