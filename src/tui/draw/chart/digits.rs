//! Figures in large digits made of half blocks: three by five squares a digit.
//!
//! A square is `size` columns wide and `size` half rows high, which terminals show as a square.

/// What the squares of a sign look like, row by row.
pub(super) const fn sign(c: char) -> Option<[&'static str; 5]> {
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

/// A text as large as fits into so many columns and rows, line by line; all lines are equally
/// wide. `None` if even the smallest digits are too large.
pub(in super::super) fn large(text: &str, columns: usize, rows: usize) -> Option<Vec<String>> {
    let signs: Option<Vec<_>> = text.chars().map(sign).collect();
    let signs = signs?;
    let signs: Vec<&[&str]> = signs.iter().map(<[_; 5]>::as_slice).collect();
    drawn(&signs, 1, columns, rows)
}

/// Signs side by side with `gap` squares between them, as large as fits into so many columns and
/// rows, line by line. All signs have as many rows of squares.
pub(super) fn drawn(signs: &[&[&str]], gap: usize, columns: usize, rows: usize) -> Option<Vec<String>> {
    let tall = signs.first()?.len();
    let wide = |sign: &[&str]| sign.first().map_or(0, |row| row.chars().count());
    let squares = signs.iter().map(|s| wide(s)).sum::<usize>() + gap * (signs.len() - 1);
    // Half rows: all squares of them must fit, an odd one taking a whole row.
    let size = columns.checked_div(squares)?.min((rows * 2).checked_div(tall)?);
    if size == 0 {
        return None;
    }
    let filled = |half: usize| -> Vec<bool> {
        let mut cells = Vec::new();
        for (n, sign) in signs.iter().enumerate() {
            if n > 0 {
                cells.extend(vec![false; size * gap]);
            }
            let row = sign.get(half / size).copied().unwrap_or("");
            let mut squares: Vec<bool> = row.chars().map(|c| c != ' ').collect();
            squares.resize(wide(sign), false);
            cells.extend(squares.iter().flat_map(|s| vec![*s; size]));
        }
        cells
    };
    let line = |row: usize| {
        let halves = filled(2 * row).into_iter().zip(filled(2 * row + 1));
        let cell = |halves| match halves {
            (true, true) => '█',
            (true, false) => '▀',
            (false, true) => '▄',
            (false, false) => ' ',
        };
        halves.map(cell).collect()
    };
    Some((0..(tall * size).div_ceil(2)).map(line).collect())
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
