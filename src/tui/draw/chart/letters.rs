//! The usual words for grades in large letters: 优, 良, 中, 差 of twelve by twelve squares, and Latin
//! capitals as tall as digits.
//!
//! Other words have no squares: who asks for them gets none and writes them as text.

use super::digits::{self, drawn};

/// Characters and their squares, row by row.
const CHARACTERS: [(char, [&str; 12]); 5] = [
    (
        '优',
        [
            "  ██   ██ █ ",
            "  ██   ██ ██",
            " ██    ██  █",
            " ██ ████████",
            "███    ██   ",
            "███   ████  ",
            " ██   ████  ",
            " ██   ████  ",
            " ██  ██ ██ █",
            " ██  ██ ██ █",
            " ██ ██  ██ █",
            " ██ ██   ███",
        ],
    ),
    (
        '良',
        [
            "     ██     ",
            "  ████████  ",
            "  ██    ██  ",
            "  ████████  ",
            "  ██    ██  ",
            "  ████████  ",
            "  ██ ██ ██  ",
            "  ██ ██ ██  ",
            "  ██  ███   ",
            "  ██   ██   ",
            "  ██ █ ███  ",
            "  ████   ███",
        ],
    ),
    (
        '中',
        [
            "     ██     ",
            "     ██     ",
            "████████████",
            "██   ██   ██",
            "██   ██   ██",
            "██   ██   ██",
            "████████████",
            "     ██     ",
            "     ██     ",
            "     ██     ",
            "     ██     ",
            "     ██     ",
        ],
    ),
    (
        '差',
        [
            "  ██    ██  ",
            "   ██  ██   ",
            " ██████████ ",
            "     ██     ",
            "  ████████  ",
            "     ██     ",
            "████████████",
            "   ██       ",
            "  █████████ ",
            " ██   ██    ",
            "██    ██    ",
            "█ ██████████",
        ],
    ),
    (
        '–',
        [
            "     ",
            "     ",
            "     ",
            "     ",
            "     ",
            "█████",
            "█████",
            "     ",
            "     ",
            "     ",
            "     ",
            "     ",
        ],
    ),
];

/// Squares of a character.
fn character(c: char) -> Option<[&'static str; 12]> {
    CHARACTERS.iter().find(|(known, _)| *known == c).map(|(_, rows)| *rows)
}

/// Squares of a capital, row by row.
const fn capital(c: char) -> Option<[&'static str; 5]> {
    Some(match c {
        'A' => ["███", "█ █", "███", "█ █", "█ █"],
        'B' => ["██ ", "█ █", "██ ", "█ █", "██ "],
        'C' => ["███", "█  ", "█  ", "█  ", "███"],
        'D' => ["██ ", "█ █", "█ █", "█ █", "██ "],
        'E' => ["███", "█  ", "██ ", "█  ", "███"],
        'F' => ["███", "█  ", "██ ", "█  ", "█  "],
        'G' => ["████", "█   ", "█ ██", "█  █", "████"],
        'H' => ["█ █", "█ █", "███", "█ █", "█ █"],
        'I' => ["█", "█", "█", "█", "█"],
        'J' => ["  █", "  █", "  █", "█ █", "███"],
        'K' => ["█ █", "█ █", "██ ", "█ █", "█ █"],
        'L' => ["█  ", "█  ", "█  ", "█  ", "███"],
        'M' => ["█   █", "██ ██", "█ █ █", "█   █", "█   █"],
        'N' => ["█  █", "██ █", "█ ██", "█  █", "█  █"],
        'O' => ["███", "█ █", "█ █", "█ █", "███"],
        'P' => ["███", "█ █", "███", "█  ", "█  "],
        'Q' => ["███ ", "█ █ ", "█ █ ", "█ █ ", "████"],
        'R' => ["██ ", "█ █", "██ ", "█ █", "█ █"],
        'S' => ["███", "█  ", "███", "  █", "███"],
        'T' => ["███", " █ ", " █ ", " █ ", " █ "],
        'U' => ["█ █", "█ █", "█ █", "█ █", "███"],
        'V' => ["█ █", "█ █", "█ █", "█ █", " █ "],
        'W' => ["█   █", "█   █", "█ █ █", "██ ██", "█   █"],
        'X' => ["█ █", "█ █", " █ ", "█ █", "█ █"],
        'Y' => ["█ █", "█ █", " █ ", " █ ", " █ "],
        'Z' => ["███", "  █", " █ ", "█  ", "███"],
        ' ' => ["  ", "  ", "  ", "  ", "  "],
        _ => return digits::sign(c),
    })
}

/// A word as large as fits into so many columns and rows, line by line; `None` if it has a sign
/// without squares or is too large.
pub(super) fn large(word: &str, columns: usize, rows: usize) -> Option<Vec<String>> {
    let characters: Option<Vec<_>> = word.chars().map(character).collect();
    if let Some(signs) = characters.filter(|signs| !signs.is_empty()) {
        let signs: Vec<&[&str]> = signs.iter().map(<[_; 12]>::as_slice).collect();
        return drawn(&signs, 2, columns, rows);
    }
    let capitals: Option<Vec<_>> = word.chars().map(|c| capital(c.to_ascii_uppercase())).collect();
    let signs = capitals?;
    let signs: Vec<&[&str]> = signs.iter().map(<[_; 5]>::as_slice).collect();
    drawn(&signs, 1, columns, rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_grades_are_drawn_and_others_are_not() {
        // Twelve squares are six rows; twice as large, twelve.
        for (rows, tall) in [(6, 6), (11, 6), (12, 12)] {
            let lines = large("优", 78, rows).unwrap();
            assert_eq!((lines.len(), lines[0].chars().count()), (tall, tall * 2));
        }
        assert_eq!(large("良–优", 78, 6).unwrap()[0].chars().count(), 12 + 2 + 5 + 2 + 12);
        assert_eq!(large("优", 78, 5), None);
        assert_eq!(large("合格", 78, 12), None);
        assert_eq!(large("", 78, 12), None);
    }

    #[test]
    fn latin_grades_are_capitals_as_tall_as_digits() {
        assert_eq!(large("a", 78, 3).unwrap(), ["█▀█", "█▀█", "▀ ▀"]);
        // Eight letters of three squares, an N of four and eight gaps, twice as large.
        let excellent = large("Excellent", 78, 6).unwrap();
        assert_eq!((excellent.len(), excellent[0].chars().count()), (5, 72));
        assert_eq!(large("Excellent", 30, 6), None);
    }

    #[test]
    fn all_rows_of_a_sign_are_equally_wide() {
        for c in "优良中差–".chars() {
            let sign = character(c).unwrap();
            assert!(sign.iter().all(|row| row.chars().count() == sign[0].chars().count()), "{c}");
        }
        for c in ('A'..='Z').chain('0'..='9') {
            let sign = capital(c).unwrap();
            assert!(sign.iter().all(|row| row.chars().count() == sign[0].chars().count()), "{c}");
        }
    }
}
