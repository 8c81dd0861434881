//! The score table: every indicator in tree order with its points, and the total with its grade.
//!
//! One row for each node; the first column names its level, so that a filter leaves the leaves or
//! the subtotals.

use rust_decimal::Decimal;

use super::{Cell, Subject, Table};
use crate::i18n::export as words;
use crate::score::{Score, Span};

/// The table.
pub fn table(subject: &Subject<'_>) -> Table {
    let (scheme, lang) = (subject.scheme, subject.lang);
    let deepest = scheme.indicators.iter().map(|i| i.depth + 1).max().unwrap_or(0);
    let levels = (0..deepest).map(|d| words::level_name(lang, scheme, d)).collect();
    let mut rows: Vec<Vec<Cell>> = (0..scheme.indicators.len())
        .map(|n| {
            let indicator = &scheme.indicators[n];
            let mut row = vec![
                Cell::Text(words::level_name(lang, scheme, indicator.depth)),
                Cell::text(indicator.id.as_str()),
            ];
            row.extend(names(subject, n, deepest));
            row.extend(figures(subject, &subject.card.scores[n]));
            row.extend([Cell::Empty, Cell::Text(super::json::trace(subject, n).join("\n"))]);
            row
        })
        .collect();
    let mut total = vec![Cell::Text(words::total(lang)), Cell::Empty];
    total.extend((0..deepest).map(|_| Cell::Empty));
    total.extend(figures(subject, &subject.card.total));
    total.extend([Cell::Text(super::json::grade_words(subject)), Cell::Empty]);
    rows.push(total);
    if scheme.sample {
        let mut mark = vec![Cell::Text(words::sample(lang))];
        mark.resize(rows[0].len(), Cell::Empty);
        rows.push(mark);
    }
    Table { head: words::scores_head(lang, levels), rows }
}

/// The names from the top level down to the indicator, one column for each level.
pub fn names(subject: &Subject<'_>, indicator: usize, deepest: usize) -> Vec<Cell> {
    let path = subject.scheme.path_to(indicator);
    let name = |n: usize| Cell::text(subject.lang.label(&subject.scheme.indicators[n].name));
    (0..deepest).map(|d| path.get(d).map_or(Cell::Empty, |&n| name(n))).collect()
}

/// Full marks, score, lowest, highest, status. The score is empty while it is not certain.
fn figures(subject: &Subject<'_>, score: &Score) -> [Cell; 5] {
    let places = subject.card.rounding.places;
    let Span { low, high } = score.points;
    let print = |v: Decimal| Cell::Number(points(v, places));
    [
        Cell::Number(score.max.normalize().to_string()),
        score.points.known().map_or(Cell::Empty, print),
        print(low),
        print(high),
        Cell::Text(words::status(subject.lang, score.status)),
    ]
}

/// Points as printed: with the declared places, or with more where a rule keeps more.
pub fn points(value: Decimal, places: u32) -> String {
    let mut value = if value.scale() == places { value } else { value.normalize() };
    if value.scale() < places {
        value.rescale(places);
    }
    value.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_keep_their_places() {
        let print = |text: &str| points(text.parse().unwrap(), 2);
        assert_eq!(print("3"), "3.00");
        assert_eq!(print("2.7300"), "2.73");
        // A rule with three places of its own is not cut a second time.
        assert_eq!(print("2.125"), "2.125");
        assert_eq!(print("0"), "0.00");
    }
}
