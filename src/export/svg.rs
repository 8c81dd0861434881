//! A terminal screen as an SVG picture, drawn from plain cells.
//!
//! Knows nothing of any terminal library: whoever has a screen buffer turns it into
//! [`ScreenCell`]s. Lines and blocks are drawn as shapes, so that frames close whatever fonts the
//! reader has; letters are placed column by column. All coordinates are whole numbers.

pub mod drawing;

use drawing::{Drawing, escape};

use crate::i18n::width::width;

/// Width of a column in the picture's units.
const CELL_W: usize = 10;
/// Height of a row.
const CELL_H: usize = 20;
/// From the top of a row to the line that letters stand on.
const BASELINE: usize = 15;
/// Room around the screen.
const MARGIN: usize = 10;

const STYLE: &str = "text{font-family:\"Sarasa Mono SC\",\"Noto Sans Mono CJK SC\",\"Cascadia Mono\",Menlo,Consolas,\
    \"DejaVu Sans Mono\",\"Noto Sans CJK SC\",\"PingFang SC\",\"Microsoft YaHei\",monospace;\
    font-size:17px}.b{font-weight:bold}rect{shape-rendering:crispEdges}";

/// The sign that frames consist of most.
const LINE: &str = "─";

/// A colour, red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl std::fmt::Display for Rgb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// One column of one row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ScreenCell {
    /// What stands in it; a wide character covers the next cell too, which is then not drawn.
    pub symbol: String,
    /// Colour of the letter; `None` is the screen's.
    pub fg: Option<Rgb>,
    /// Colour behind it; `None` is the screen's.
    pub bg: Option<Rgb>,
    /// Heavy letters.
    pub bold: bool,
    /// A line below.
    pub underlined: bool,
    /// Both colours exchanged.
    pub reversed: bool,
}

/// A whole screen.
#[derive(Debug, Clone, Copy)]
pub struct Screen<'a> {
    /// What the picture shows, for people who cannot see it.
    pub title: &'a str,
    /// Cells row by row.
    pub cells: &'a [ScreenCell],
    /// Columns.
    pub width: usize,
    /// Colour of letters without a colour of their own.
    pub fg: Rgb,
    /// Colour behind everything.
    pub bg: Rgb,
}

/// The colours of a cell after defaults and reversal.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Ink {
    fg: Rgb,
    bg: Rgb,
    bold: bool,
    underlined: bool,
}

/// Draws a screen. The same cells give the same bytes.
pub fn screen(screen: &Screen<'_>) -> String {
    let columns = screen.width.max(1);
    let rows = screen.cells.len().div_ceil(columns);
    let (w, h) = (columns * CELL_W + 2 * MARGIN, rows * CELL_H + 2 * MARGIN);
    let mut out = Drawing::new(screen.title, (w, h), STYLE);
    out.put(&format!("<rect width=\"{w}\" height=\"{h}\" rx=\"6\" fill=\"{}\"/>\n", screen.bg));
    for (n, row) in screen.cells.chunks(columns).enumerate() {
        draw_row(screen, row, MARGIN + n * CELL_H, &mut out);
    }
    out.finish()
}

fn draw_row(screen: &Screen<'_>, row: &[ScreenCell], y: usize, out: &mut Drawing) {
    let inks: Vec<Ink> = row.iter().map(|c| ink(screen, c)).collect();
    for (start, end) in stretches(&inks, |i| i.bg) {
        if inks[start].bg != screen.bg {
            let (x, w) = (at(start), (end - start) * CELL_W);
            out.put(&rect(x, y, w, CELL_H, inks[start].bg));
        }
    }
    let mut column = 0;
    while column < row.len() {
        column = draw_run(row, &inks, column, y, out);
    }
    for (start, end) in stretches(&inks, |i| i.underlined.then_some(i.fg)) {
        if inks[start].underlined {
            out.put(&rect(at(start), y + CELL_H - 3, (end - start) * CELL_W, 1, inks[start].fg));
        }
    }
}

/// Draws what stands at `column` and what follows it in the same ink; returns the column after it.
fn draw_run(row: &[ScreenCell], inks: &[Ink], column: usize, y: usize, out: &mut Drawing) -> usize {
    let symbol = row[column].symbol.as_str();
    let ink = inks[column];
    if symbol.trim().is_empty() {
        return column + 1;
    }
    if symbol == LINE {
        // One stroke for a whole line; the pictures are full of them.
        let end = (column..row.len()).find(|&n| row[n].symbol != LINE || inks[n] != ink).unwrap_or(row.len());
        out.put(&stroke(&format!("M{} {}H{}", at(column), y + CELL_H / 2, at(end)), ink.fg));
        return end;
    }
    if let Some(shape) = shape(symbol, at(column), y, ink.fg) {
        out.put(&shape);
        return column + 1;
    }
    if width(symbol) > 1 {
        out.put(&text(at(column), y, None, ink, symbol));
        return column + 2;
    }
    let mut end = column;
    let mut run = String::new();
    while let Some(cell) = row.get(end) {
        let plain = width(&cell.symbol) == 1 && !cell.symbol.trim().is_empty();
        if !plain || inks[end] != ink || shape(&cell.symbol, 0, 0, ink.fg).is_some() {
            break;
        }
        run.push_str(&cell.symbol);
        end += 1;
    }
    out.put(&text(at(column), y, Some((end - column) * CELL_W), ink, &run));
    end.max(column + 1)
}

fn text(x: usize, y: usize, length: Option<usize>, ink: Ink, words: &str) -> String {
    let length = length.map(|l| format!(" textLength=\"{l}\" lengthAdjust=\"spacingAndGlyphs\""));
    let class = if ink.bold { " class=\"b\"" } else { "" };
    format!(
        "<text x=\"{x}\" y=\"{}\"{}{class} fill=\"{}\">{}</text>\n",
        y + BASELINE,
        length.unwrap_or_default(),
        ink.fg,
        escape(words)
    )
}

/// Frames and bars as shapes; `None` for what is a letter.
fn shape(symbol: &str, x: usize, y: usize, color: Rgb) -> Option<String> {
    let mut chars = symbol.chars();
    let (Some(sign), None) = (chars.next(), chars.next()) else { return None };
    let eighths = |n: u32, of: usize| (n as usize * of).div_ceil(8);
    let code = u32::from(sign);
    let block = match sign {
        '▀' => (x, y, CELL_W, CELL_H / 2),
        '▁'..='█' => {
            let tall = eighths(code - 0x2580, CELL_H);
            (x, y + CELL_H - tall, CELL_W, tall)
        }
        '▉'..='▏' => (x, y, eighths(0x2590 - code, CELL_W), CELL_H),
        '▐' => (x + CELL_W / 2, y, CELL_W / 2, CELL_H),
        '▔' => (x, y, CELL_W, 2),
        '▕' => (x + CELL_W - 1, y, 1, CELL_H),
        '░'..='▓' => return Some(shade(x, y, (code - 0x2590) * 25, color)),
        _ => return frame(sign, x, y, color),
    };
    Some(rect(block.0, block.1, block.2, block.3, color))
}

/// The strokes of a light or rounded frame character.
fn frame(c: char, x: usize, y: usize, color: Rgb) -> Option<String> {
    let (mx, my, rx, by) = (x + CELL_W / 2, y + CELL_H / 2, x + CELL_W, y + CELL_H);
    let right = format!("M{mx} {my}H{rx}");
    let left = format!("M{mx} {my}H{x}");
    let up = format!("M{mx} {my}V{y}");
    let down = format!("M{mx} {my}V{by}");
    let path = match c {
        '─' => format!("M{x} {my}H{rx}"),
        '│' => up + &down,
        '┌' => right + &down,
        '┐' => left + &down,
        '└' => right + &up,
        '┘' => left + &up,
        '├' => up + &down + &right,
        '┤' => up + &down + &left,
        '┬' => left + &right + &down,
        '┴' => left + &right + &up,
        '┼' => left + &right + &up + &down,
        '╭' => format!("M{rx} {my}Q{mx} {my} {mx} {by}"),
        '╮' => format!("M{x} {my}Q{mx} {my} {mx} {by}"),
        '╰' => format!("M{rx} {my}Q{mx} {my} {mx} {y}"),
        '╯' => format!("M{x} {my}Q{mx} {my} {mx} {y}"),
        _ => return None,
    };
    Some(stroke(&path, color))
}

/// A cell filled in part: 25, 50 or 75 percent.
fn shade(x: usize, y: usize, percent: u32, color: Rgb) -> String {
    format!(
        "<rect x=\"{x}\" y=\"{y}\" width=\"{CELL_W}\" height=\"{CELL_H}\" fill=\"{color}\" fill-opacity=\"0.{percent}\"/>\n"
    )
}

fn stroke(path: &str, color: Rgb) -> String {
    format!("<path d=\"{path}\" fill=\"none\" stroke=\"{color}\"/>\n")
}

fn rect(x: usize, y: usize, w: usize, h: usize, color: Rgb) -> String {
    format!("<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" fill=\"{color}\"/>\n")
}

fn ink(screen: &Screen<'_>, cell: &ScreenCell) -> Ink {
    let (fg, bg) = (cell.fg.unwrap_or(screen.fg), cell.bg.unwrap_or(screen.bg));
    let (fg, bg) = if cell.reversed { (bg, fg) } else { (fg, bg) };
    Ink { fg, bg, bold: cell.bold, underlined: cell.underlined }
}

/// Stretches of equal `key`, as (first, one past the last).
fn stretches<K: PartialEq>(inks: &[Ink], key: impl Fn(&Ink) -> K) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = 0;
    for end in 1..=inks.len() {
        if end == inks.len() || key(&inks[end]) != key(&inks[start]) {
            found.push((start, end));
            start = end;
        }
    }
    found
}

fn at(column: usize) -> usize {
    MARGIN + column * CELL_W
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A screen whose wide characters are followed by an empty cell, as terminals keep them.
    fn draw(rows: &[&str], change: impl Fn(usize, &mut ScreenCell)) -> String {
        let mut cells = Vec::new();
        for c in rows.concat().chars() {
            cells.push(ScreenCell { symbol: c.to_string(), ..ScreenCell::default() });
            if width(&c.to_string()) == 2 {
                cells.push(ScreenCell { symbol: " ".to_owned(), ..ScreenCell::default() });
            }
        }
        cells.iter_mut().enumerate().for_each(|(n, c)| change(n, c));
        let width = rows.iter().map(|r| width(r)).max().unwrap_or(0);
        screen(&Screen { title: "<绩评>", cells: &cells, width, fg: Rgb(255, 255, 255), bg: Rgb(0, 0, 0) })
    }

    #[test]
    fn columns_after_wide_characters_stay_in_place() {
        let svg = draw(&["得分 ok", "  良 ab"], |_, _| {});
        assert!(svg.contains("viewBox=\"0 0 90 60\""), "{svg}");
        assert!(svg.contains("<text x=\"10\" y=\"25\" fill=\"#ffffff\">得</text>"), "{svg}");
        assert!(svg.contains("<text x=\"30\" y=\"25\" fill=\"#ffffff\">分</text>"), "{svg}");
        assert!(svg.contains("<text x=\"60\" y=\"25\" textLength=\"20\""), "{svg}");
        assert!(svg.contains("<text x=\"60\" y=\"45\" textLength=\"20\""), "{svg}");
    }

    #[test]
    fn markup_in_texts_is_escaped() {
        let svg = draw(&["<&\">"], |_, _| {});
        assert!(svg.contains(">&lt;&amp;&quot;&gt;</text>"), "{svg}");
        assert!(svg.contains("<title>&lt;绩评&gt;</title>"), "{svg}");
    }

    #[test]
    fn frames_and_bars_are_shapes_not_letters() {
        let svg = draw(&["╭─╮▌"], |_, _| {});
        assert!(!svg.contains("<text"), "{svg}");
        assert_eq!(svg.matches("<path").count(), 3);
        assert!(
            svg.contains("<rect x=\"40\" y=\"10\" width=\"5\" height=\"20\" fill=\"#ffffff\"/>"),
            "{svg}"
        );
    }

    #[test]
    fn colours_weight_and_reversal_show() {
        let svg = draw(&["abcd"], |n, cell| match n {
            0 => cell.fg = Some(Rgb(1, 2, 3)),
            1 => cell.bg = Some(Rgb(4, 5, 6)),
            2 => cell.bold = true,
            _ => (cell.reversed, cell.underlined) = (true, true),
        });
        assert!(svg.contains("fill=\"#010203\">a</text>"), "{svg}");
        assert!(
            svg.contains("<rect x=\"20\" y=\"10\" width=\"10\" height=\"20\" fill=\"#040506\"/>"),
            "{svg}"
        );
        assert!(svg.contains("class=\"b\" fill=\"#ffffff\">c</text>"), "{svg}");
        assert!(
            svg.contains("<rect x=\"40\" y=\"10\" width=\"10\" height=\"20\" fill=\"#ffffff\"/>"),
            "{svg}"
        );
        assert!(svg.contains("fill=\"#000000\">d</text>"), "{svg}");
        assert!(
            svg.contains("<rect x=\"40\" y=\"27\" width=\"10\" height=\"1\" fill=\"#000000\"/>"),
            "{svg}"
        );
    }
}
