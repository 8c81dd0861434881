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
    let mut text = String::new();
    push_points(&mut text, value, places);
    text
}

/// Appends points as [`points`] prints them. Points seldom have more than the declared places; those
/// without are written digit by digit, for a table of many units prints millions of them.
pub fn push_points(text: &mut String, value: Decimal, places: u32) {
    let short = places.checked_sub(value.scale()).filter(|_| places < 10);
    let scaled = short.and_then(|n| u64::try_from(value.mantissa()).ok()?.checked_mul(10u64.pow(n)));
    let Some(mut rest) = scaled else {
        let mut value = value.normalize();
        if value.scale() < places {
            value.rescale(places);
        }
        text.push_str(&value.to_string());
        return;
    };
    // Twenty digits are the most that 64 bits hold; the point needs one more.
    let mut room = [b'0'; 21];
    let mut first = room.len();
    let mut written = 0;
    while rest > 0 || written <= places {
        if written == places && places > 0 {
            first -= 1;
            room[first] = b'.';
        }
        first -= 1;
        room[first] = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        written += 1;
    }
    text.extend(room[first..].iter().map(|b| char::from(*b)));
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
        for (text, places, printed) in [
            ("100.00", 2, "100.00"),
            ("0.05", 2, "0.05"),
            ("-0.50", 2, "-0.50"),
            ("12", 0, "12"),
            ("0", 0, "0"),
            ("7.5", 1, "7.5"),
            ("0.000001", 6, "0.000001"),
            ("184467440737095516.15", 2, "184467440737095516.15"),
            ("184467440737095516.16", 2, "184467440737095516.16"),
        ] {
            assert_eq!(points(text.parse().unwrap(), places), printed);
        }
    }
}
