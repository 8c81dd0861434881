//! An attached picture in half blocks, two pixels a cell, with what is said of it beside it.
//!
//! Half blocks are characters like any others, so that a picture shows in every terminal, over
//! ssh and inside multiplexers; where there is no colour, shades stand for light.

use ratatui::Frame;
use ratatui::style::{Color, Style};
use ratatui::text::Line;

use crate::app::App;
use crate::app::layout::Area;
use crate::app::picture::{Preview, Shown, about};
use crate::i18n::picture as words;
use crate::i18n::width::wrap;
use crate::scheme::Register;
use crate::store::Picture;

use super::super::theme::{Depth, Look};
use super::{clear, framed, put, row};

/// Columns of what is said beside the picture.
const ASIDE: (u16, u16) = (26, 44);
/// From dark to light, for terminals without colour.
const SHADES: [&str; 5] = [" ", "░", "▒", "▓", "█"];

pub(super) fn draw(frame: &mut Frame, app: &App, preview: &Preview, look: &Look) {
    let Some(work) = &app.work else { return };
    let lang = app.lang();
    let size = app.size;
    let area =
        Area { x: 1, y: 0, width: size.width.saturating_sub(2), height: size.height.saturating_sub(2) };
    clear(frame, area);
    let name = work.ledger.facts().get(&Register::Attachment.path(preview.row, "name")).unwrap_or_default();
    let inner = framed(frame, area, &words::title(lang, preview.row, name), true, look);
    let aside = (inner.width / 3).clamp(ASIDE.0, ASIDE.1);
    let canvas = Area { width: inner.width.saturating_sub(aside + 1), ..inner };
    let beside = Area { x: canvas.x + canvas.width + 1, width: aside, ..inner };
    let mut rows: Vec<(String, Style)> = Vec::new();
    let room = usize::from(aside).saturating_sub(1);
    for (name, value) in about(work, lang, preview) {
        rows.push((name, look.dim));
        rows.extend(wrap(&value, room).into_iter().map(|words| (words, look.plain)));
    }
    if look.depth == Depth::Shades && matches!(preview.shown, Shown::Picture(_)) {
        rows.extend(wrap(&words::shades(lang), room).into_iter().map(|words| (words, look.attention)));
    }
    for (n, (text, style)) in rows.into_iter().enumerate() {
        row(frame, beside, n, Line::styled(super::fit(&text, room), style));
    }
    match &preview.shown {
        Shown::Picture(picture) => paint(frame, picture, canvas, look),
        Shown::Reading => {
            row(frame, canvas, 1, Line::styled(format!(" {}", words::reading(lang)), look.dim));
        }
        Shown::Not(why) => {
            let lines = wrap(why, usize::from(canvas.width).saturating_sub(2));
            for (n, text) in lines.into_iter().enumerate() {
                row(frame, canvas, n + 1, Line::styled(format!(" {text}"), look.attention));
            }
        }
    }
}

/// Paints as large as there is room, in the middle, never larger than it is.
fn paint(frame: &mut Frame, picture: &Picture, canvas: Area, look: &Look) {
    let (columns, rows) = fitted(picture, usize::from(canvas.width), usize::from(canvas.height) * 2);
    let (Ok(across), Ok(down)) = (u16::try_from(columns), u16::try_from(rows.div_ceil(2))) else { return };
    let left = canvas.x + canvas.width.saturating_sub(across) / 2;
    let top = canvas.y + canvas.height.saturating_sub(down) / 2;
    for y in 0..down {
        for x in 0..across {
            let pixel =
                |row: usize| (row < rows).then(|| mean(picture, (usize::from(x), columns), (row, rows)));
            let upper = pixel(usize::from(y) * 2);
            let lower = pixel(usize::from(y) * 2 + 1);
            let (symbol, style) = cell(upper.unwrap_or_default(), lower, look.depth);
            put(frame.buffer_mut(), (left + x, top + y), left + across, symbol, style);
        }
    }
}

/// Columns and rows of pixels that fit into the room, in proportion.
fn fitted(picture: &Picture, columns: usize, rows: usize) -> (usize, usize) {
    let (width, height) = (picture.width.max(1), picture.height.max(1));
    if width <= columns && height <= rows {
        return (width, height);
    }
    // The side that is shortest of room decides: compared without dividing.
    if width * rows >= height * columns {
        (columns, (height * columns / width).max(1))
    } else {
        ((width * rows / height).max(1), rows)
    }
}

/// The mean colour of the pixels that one place of many stands for, across and down.
fn mean(picture: &Picture, (x, columns): (usize, usize), (y, rows): (usize, usize)) -> [u8; 3] {
    let span = |at: usize, of: usize, length: usize| {
        let from = at * length / of;
        from..((at + 1) * length / of).max(from + 1).min(length)
    };
    let mut sums = [0_usize; 3];
    let mut count = 0;
    for row in span(y, rows, picture.height) {
        for column in span(x, columns, picture.width) {
            let Some(pixel) = picture.pixels.get(row * picture.width + column) else { continue };
            for (sum, channel) in sums.iter_mut().zip(pixel) {
                *sum += usize::from(*channel);
            }
            count += 1;
        }
    }
    sums.map(|sum| u8::try_from(sum / count.max(1)).unwrap_or(u8::MAX))
}

/// One cell for two pixels; the last row may have only one.
fn cell(upper: [u8; 3], lower: Option<[u8; 3]>, depth: Depth) -> (&'static str, Style) {
    if depth == Depth::Shades {
        let light = usize::from(light(upper)).midpoint(usize::from(light(lower.unwrap_or(upper))));
        return (SHADES[light * SHADES.len() / 256], Style::new());
    }
    let colour = |[red, green, blue]: [u8; 3]| match depth {
        Depth::True => Color::Rgb(red, green, blue),
        _ => Color::Indexed(indexed([red, green, blue])),
    };
    let style = Style::new().fg(colour(upper));
    ("▀", lower.map_or(style, |lower| style.bg(colour(lower))))
}

/// How light a colour is to the eye, by the weights of ITU-R BT.601 in thousandths.
fn light([red, green, blue]: [u8; 3]) -> u8 {
    let sum = usize::from(red) * 299 + usize::from(green) * 587 + usize::from(blue) * 114;
    u8::try_from(sum / 1000).unwrap_or(u8::MAX)
}

/// The nearest of the 256 colours that terminals agree on: a cube of six steps a side, whose
/// steps are 0, 95, 135, 175, 215, 255, and 24 greys.
fn indexed([red, green, blue]: [u8; 3]) -> u8 {
    let spread = red.max(green).max(blue) - red.min(green).min(blue);
    if spread < 12 {
        let grey = red.midpoint(blue);
        return match grey {
            0..4 => 16,
            4..243 => 232 + ((grey.max(8) - 8 + 5) / 10).min(23),
            243.. => 231,
        };
    }
    let step = |channel: u8| match channel {
        0..48 => 0,
        48..115 => 1,
        _ => (channel - 35) / 40,
    };
    16 + 36 * step(red) + 6 * step(green) + step(blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_go_to_the_nearest_that_every_terminal_has() {
        // Numbers as in the table of xterm: 196 pure red, 21 pure blue, 231 white, 16 black,
        // 244 the grey of 128.
        for (colour, index) in [
            ([255, 0, 0], 196),
            ([0, 0, 255], 21),
            ([255, 255, 255], 231),
            ([0, 0, 0], 16),
            ([128, 128, 128], 244),
            ([95, 135, 175], 67),
        ] {
            assert_eq!(indexed(colour), index, "{colour:?}");
        }
    }

    #[test]
    fn pictures_keep_their_proportions_and_are_never_enlarged() {
        let of = |width: usize, height: usize| Picture {
            width,
            height,
            pixels: vec![[0; 3]; width * height],
            original: (0, 0),
        };
        assert_eq!(fitted(&of(320, 240), 40, 60), (40, 30));
        assert_eq!(fitted(&of(320, 240), 400, 60), (80, 60));
        assert_eq!(fitted(&of(4, 4), 40, 60), (4, 4));
        assert_eq!(fitted(&of(320, 1), 40, 60), (40, 1));
    }
}
