//! Figures in large digits made of half blocks: three by five squares a digit.
//!
//! A square is `size` columns wide and `size` half rows high, which terminals show as a square.

/// What the squares of a sign look like, row by row.
const fn sign(c: char) -> Option<[&'static str; 5]> {
    Some(match c {
        '0' => ["███", "█ █", "█ █", "█ █", "███"],
        '1' => ["██ ", " █ ", " █ ", " █ ", "███"],
        '2' => ["███", "  █", "███", "█  ", "███"],
        '3' => ["███", "  █", " ██", "  █", "███"],
        '4' => ["█ █", "█ █", "███", "  █", "  █"],
        '5' => ["███", "█  ", "███", "  █", "███"],
        '6' => ["███", "█  ", "███", "█ █", "███"],
        '7' => ["███", "  █", "  █", "  █", "  █"],
        '8' => ["███", "█ █", "███", "█ █", "███"],
        '9' => ["███", "█ █", "███", "  █", "███"],
        '.' => [" ", " ", " ", " ", "█"],
        '–' | '−' => ["   ", "   ", "███", "   ", "   "],
        '+' => ["   ", " █ ", "███", " █ ", "   "],
        _ => return None,
    })
}

/// Squares a text is wide, with one between signs; `None` if a sign has no squares.
fn squares(text: &str) -> Option<usize> {
    let signs: Option<Vec<usize>> = text.chars().map(|c| Some(sign(c)?[0].chars().count())).collect();
    let signs = signs?;
    Some(signs.iter().sum::<usize>() + signs.len().saturating_sub(1))
}

/// A text as large as fits into so many columns and rows, line by line; all lines are equally
/// wide. `None` if even the smallest digits are too large.
pub(super) fn large(text: &str, columns: usize, rows: usize) -> Option<Vec<String>> {
    let squares = squares(text).filter(|s| *s > 0)?;
    // Half rows: five squares of them must fit, an odd one taking a whole row.
    let size = (columns / squares).min(rows * 2 / 5);
    (size >= 1).then(|| drawn(text, size))
}

fn drawn(text: &str, size: usize) -> Vec<String> {
    let signs: Vec<[&str; 5]> = text.chars().filter_map(sign).collect();
    let filled = |half: usize| -> Vec<bool> {
        let mut cells = Vec::new();
        for (n, sign) in signs.iter().enumerate() {
            if n > 0 {
                cells.extend(vec![false; size]);
            }
            let row = sign.get(half / size).copied().unwrap_or("");
            let wide = sign[0].chars().count();
            let mut squares: Vec<bool> = row.chars().map(|c| c != ' ').collect();
            squares.resize(wide, false);
            cells.extend(squares.iter().flat_map(|s| vec![*s; size]));
        }
        cells
    };
    (0..(5 * size).div_ceil(2))
        .map(|row| {
            let (upper, lower) = (filled(2 * row), filled(2 * row + 1));
            upper
                .into_iter()
                .zip(lower)
                .map(|halves| match halves {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    (false, false) => ' ',
                })
                .collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_as_large_as_the_room() {
        // 89.73: four digits of three squares, a point of one, four gaps: 17 squares.
        let lines = large("89.73", 76, 10).unwrap();
        assert_eq!(lines.len(), 10);
        assert!(lines.iter().all(|l| l.chars().count() == 17 * 4));
        assert_eq!(large("89.73", 16, 10), None);
        assert_eq!(large("良", 80, 24), None);
    }

    #[test]
    fn the_widest_range_fits_a_narrow_screen() {
        let lines = large("0.00–100.00", 76, 10);
        assert!(lines.is_none_or(|l| l[0].chars().count() <= 76));
    }

    #[test]
    fn smallest_digits_are_still_digits() {
        assert_eq!(large("17", 7, 3).unwrap(), ["▀█  ▀▀█", " █    █", "▀▀▀   ▀"]);
    }
}
