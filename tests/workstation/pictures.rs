//! The pictures in the README, drawn from the screen itself and kept fresh.

use std::path::Path;

use jiping::app::Theme;
use jiping::export::svg::{Rgb, Screen, ScreenCell, screen};
use jiping::i18n::Lang;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use super::stage::{self, Stage};

/// The sixteen colours as a terminal with a dark theme shows them.
const fn rgb(color: Color) -> Option<Rgb> {
    Some(match color {
        Color::Cyan => Rgb(0x56, 0xb6, 0xc2),
        Color::Yellow => Rgb(0xe5, 0xc0, 0x7b),
        Color::Green => Rgb(0x98, 0xc3, 0x79),
        Color::DarkGray => Rgb(0x7f, 0x84, 0x8e),
        Color::Blue => Rgb(0x1d, 0x4e, 0xd8),
        Color::Red => Rgb(0xb9, 0x1c, 0x1c),
        Color::Magenta => Rgb(0x86, 0x19, 0x8f),
        _ => return None,
    })
}

fn cell(cell: &Cell) -> ScreenCell {
    let has = |m| cell.modifier.contains(m);
    ScreenCell {
        symbol: cell.symbol().to_owned(),
        fg: rgb(cell.fg),
        bg: rgb(cell.bg),
        bold: has(Modifier::BOLD),
        underlined: has(Modifier::UNDERLINED),
        reversed: has(Modifier::REVERSED),
    }
}

fn cells(buffer: &Buffer) -> Vec<ScreenCell> {
    use unicode_width::UnicodeWidthStr;
    let mut cells: Vec<ScreenCell> = Vec::new();
    let mut covered = false;
    for c in buffer.content() {
        // The covered half of a wide character looks like its first half.
        let now = match cells.last().filter(|_| covered) {
            Some(before) => ScreenCell { symbol: String::new(), ..before.clone() },
            None => cell(c),
        };
        covered = !covered && c.symbol().width() > 1;
        cells.push(now);
    }
    cells
}

/// Draws what is on the stage and compares it with the committed picture; `UPDATE=1` renews it.
fn picture(name: &str, title: &str, stage: &Stage) {
    let buffer = stage.buffer();
    let (fg, bg) = match stage.app.prefs.theme {
        Theme::Light => (Rgb(0x1f, 0x29, 0x37), Rgb(0xfa, 0xfa, 0xfa)),
        _ => (Rgb(0xd7, 0xda, 0xe0), Rgb(0x1e, 0x21, 0x27)),
    };
    let svg =
        screen(&Screen { title, cells: &cells(&buffer), width: usize::from(buffer.area.width), fg, bg });
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("exports/screens").join(format!("{name}.svg"));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &svg).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == svg, "{name}.svg is not fresh: run UPDATE=1 cargo test --test workstation");
}

#[test]
fn entering_the_training_session() {
    let mut stage = Stage::full(Lang::Zh, 120, 33);
    stage.find("培训完成率").press("n2023-11-08<enter><esc>");
    picture("training-zh", "绩评：录入第二次培训，良变为优", &stage);
    let mut stage = Stage::full(Lang::En, 120, 33);
    stage.find("Training completed").press("n2023-11-08<enter><esc>");
    picture("training-en", "jiping: the second training session turns good into excellent", &stage);
}

/// Everything is on record but the questionnaires; the thirtieth form of 32 is being keyed.
fn keying_forms(lang: Lang) -> Stage {
    let mut facts = stage::case().facts;
    facts.retain(|(path, _)| !path.starts_with("staff.tally."));
    let mut stage = Stage::with(stage::project(&facts), lang, 120, 29);
    stage.press("T2f");
    for form in ["1111111", "1211111", "1111121", "1111112"].iter().cycle().take(29) {
        stage.press(&format!("{form}<enter>"));
    }
    stage.press("121");
    stage
}

#[test]
fn keying_a_form_on_a_projector() {
    picture("form-zh", "绩评：逐份录入问卷，浅色", &keying_forms(Lang::Zh));
    picture("form-en", "jiping: keying questionnaires form by form, light colours", &keying_forms(Lang::En));
}
