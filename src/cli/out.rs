//! Standard output: text, documents and aligned columns. A reader who has gone is no error.

use std::io::{ErrorKind, Write as _};

use serde_json::Value;

use super::error::{CliError, Kind};
use crate::i18n::safe::display_safe;
use crate::i18n::width::{pad, pad_left, width};

/// Prints `text` with a line feed behind it.
///
/// # Errors
/// [`Kind::Hangup`] if nobody reads any more, [`Kind::Output`] if it cannot be written.
pub fn print(text: &str) -> Result<(), CliError> {
    let mut stdout = std::io::stdout().lock();
    let text = text.trim_end_matches('\n');
    writeln!(stdout, "{text}").and_then(|()| stdout.flush()).map_err(|e| match e.kind() {
        ErrorKind::BrokenPipe => CliError { kind: Kind::Hangup, ..CliError::problems() },
        kind => CliError { kind: Kind::Output(kind), ..CliError::problems() },
    })
}

/// Prints a document.
///
/// # Errors
/// As [`print`].
pub fn print_json(document: &Value) -> Result<(), CliError> {
    print(&format!("{document:#}"))
}

/// On which side of a column its texts stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// Rows in columns as wide as their widest text; wide characters count two. Texts are made safe,
/// columns without any text are left out, lines end with their last character.
pub fn columns(sides: &[Side], rows: &[Vec<String>]) -> Vec<String> {
    let rows: Vec<Vec<String>> =
        rows.iter().map(|r| r.iter().map(|t| display_safe(t).into_owned()).collect()).collect();
    let widest = |n: usize| rows.iter().filter_map(|r| r.get(n)).map(|t| width(t)).max().unwrap_or(0);
    let widths: Vec<usize> = (0..sides.len()).map(widest).collect();
    let line = |row: &Vec<String>| {
        let mut line = String::new();
        for (n, text) in row.iter().enumerate().filter(|(n, _)| widths[*n] > 0) {
            if !line.is_empty() {
                line.push_str("  ");
            }
            line.push_str(&match sides[n] {
                Side::Left => pad(text, widths[n]),
                Side::Right => pad_left(text, widths[n]),
            });
        }
        line.trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(texts: [&str; 3]) -> Vec<String> {
        texts.map(str::to_owned).to_vec()
    }

    #[test]
    fn columns_line_up_with_wide_characters() {
        let rows = [row(["指标", "", "得分"]), row(["abc", "", "2.73"]), row(["预算执行率", "", "12.00"])];
        let lines = columns(&[Side::Left, Side::Left, Side::Right], &rows);
        assert_eq!(lines, ["指标         得分", "abc          2.73", "预算执行率  12.00"]);
    }

    #[test]
    fn what_comes_from_files_cannot_act_on_the_terminal() {
        let lines = columns(&[Side::Left, Side::Left, Side::Left], &[row(["a\x1b[31m", "b", ""])]);
        assert_eq!(lines, ["a␛[31m  b"]);
    }
}
