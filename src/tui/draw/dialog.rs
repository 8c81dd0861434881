//! What lies over the screen.

use ratatui::Frame;
use ratatui::layout::Position;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::dialog::{Ask, Chooser, Dialog};
use crate::app::files::Listing;
use crate::app::layout::Area;
use crate::app::screen::{DIALOG_WIDTH, dialog_rows, listing_rows};
use crate::app::sheet::Subject;
use crate::i18n::safe::display_safe;
use crate::i18n::width::{cut, cut_start, pad, width, wrap};
use crate::i18n::{import as words, label, ui};

use super::super::theme::Look;
use super::{beyond, clear, ends, fit, fit_right, framed, import, row, sheet};

pub(super) fn draw(frame: &mut Frame, app: &App, dialog: &Dialog, look: &Look) {
    match dialog {
        Dialog::Choose(chooser) => choose(frame, app, chooser, look),
        Dialog::Ask(ask) => fill_in(frame, app, ask, look),
        Dialog::Import(import) => import::draw(frame, app, import, look),
        Dialog::Picture(preview) => super::picture::draw(frame, app, preview, look),
        Dialog::Evidence(inner) => {
            let lines = u16::try_from(inner.lines.len()).unwrap_or(5);
            let area = place(app, lines + 2);
            clear(frame, area);
            let what = match (&inner.subject, &app.work) {
                (Subject::Evidence(path), Some(work)) => label::fact(app.lang(), &work.scheme, path),
                _ => String::new(),
            };
            let room = framed(frame, area, &ui::evidence_title(app.lang(), &what), true, look);
            sheet::draw(frame, inner, room, look, true, true);
        }
    }
}

/// An area of so many rows in the middle of the screen.
fn place(app: &App, rows: u16) -> Area {
    let widest = u16::try_from(DIALOG_WIDTH).unwrap_or(u16::MAX);
    let width = widest.min(app.size.width.saturating_sub(2));
    let height = rows.min(app.size.height.saturating_sub(3));
    Area {
        x: (app.size.width - width) / 2,
        y: (app.size.height.saturating_sub(height + 2)) / 2,
        width,
        height,
    }
}

fn choose(frame: &mut Frame, app: &App, chooser: &Chooser, look: &Look) {
    let shown = dialog_rows(app.size).min(chooser.items.len().max(1));
    let area = place(app, u16::try_from(shown).unwrap_or(3) + 4);
    clear(frame, area);
    let inner = framed(frame, area, &chooser.title, true, look);
    let room = usize::from(inner.width);
    let typed = chooser.filter.text();
    row(
        frame,
        inner,
        0,
        Line::from(vec![
            Span::styled(" / ", look.dim),
            Span::styled(fit(typed, room.saturating_sub(3)), look.field),
        ]),
    );
    caret(frame, inner, 0, 3 + chooser.filter.caret());
    if chooser.hits.is_empty() {
        row(frame, inner, 2, Line::styled(format!(" {}", ui::nothing_found(app.lang())), look.dim));
    }
    let names = chooser.items.iter().map(|i| width(&i.text)).max().unwrap_or(0);
    let keys = chooser.items.iter().map(|i| width(&i.key)).max().unwrap_or(0);
    let name_room = names.min(room * 3 / 5);
    beyond(frame, inner, (chooser.cursor.top, shown, chooser.hits.len()), look);
    for (y, (n, hit)) in chooser.hits.iter().enumerate().skip(chooser.cursor.top).take(shown).enumerate() {
        let item = &chooser.items[*hit];
        let at = n == chooser.cursor.at;
        let (plain, dim) = if at { (look.selected, look.selected) } else { (look.plain, look.dim) };
        let key = if keys > 0 { format!(" {} ", pad(&item.key, keys)) } else { String::new() };
        let rest = room.saturating_sub(width(&key) + name_room + 3);
        let (detail, _) = ends(&item.detail, "", rest);
        row(
            frame,
            inner,
            y + 2,
            Line::from(vec![
                Span::styled(key, if at { look.selected } else { look.here }),
                Span::styled(format!(" {}  ", fit(&item.text, name_room)), plain),
                Span::styled(detail, dim),
            ]),
        );
    }
}

fn fill_in(frame: &mut Frame, app: &App, ask: &Ask, look: &Look) {
    let room = DIALOG_WIDTH.min(usize::from(app.size.width).saturating_sub(2)).saturating_sub(4);
    let refusal = ask.refusal.as_ref().map(|r| wrap(r, room)).unwrap_or_default();
    let below = ask.listing.as_ref().map_or(0, |_| listing_rows(app.size) + 2);
    let area = place(app, 6 + u16::try_from(refusal.len() + below).unwrap_or(1));
    clear(frame, area);
    let inner = framed(frame, area, &ask.title, true, look);
    row(frame, inner, 0, Line::styled(fit(&format!(" {}", ask.hint), usize::from(inner.width)), look.dim));
    let caret_at = ask.edit.caret();
    let skip = caret_at.saturating_sub(room.saturating_sub(1));
    let text: String = visible(ask.edit.text(), skip);
    row(
        frame,
        inner,
        2,
        Line::from(vec![
            Span::raw(" "),
            Span::styled(fit(&text, room), if ask.edit.is_selected() { look.selected } else { look.field }),
        ]),
    );
    caret(frame, inner, 2, 1 + caret_at - skip.min(caret_at));
    let at = 3 + refusal.len();
    for (n, line) in refusal.into_iter().enumerate() {
        row(frame, inner, 3 + n, Line::styled(format!(" {line}"), look.attention));
    }
    if let Some(listing) = &ask.listing {
        let area = Area {
            y: inner.y + u16::try_from(at).unwrap_or(0),
            height: inner.height.saturating_sub(u16::try_from(at).unwrap_or(0)),
            ..inner
        };
        list(frame, app, listing, area, look);
    }
}

/// The folder below a line that asks for a path: where it is, and what of it fits.
fn list(frame: &mut Frame, app: &App, listing: &Listing, area: Area, look: &Look) {
    let (lang, room) = (app.lang(), usize::from(area.width));
    let shown = listing.shown.as_ref().map(|f| f.display().to_string());
    let place = match (&listing.refusal, &shown) {
        (Some(why), _) => cut(why, room.saturating_sub(2)),
        // Its right end says that the list goes on above.
        (None, Some(folder)) => cut_start(folder, room.saturating_sub(20)),
        (None, None) => words::reading_folder(lang).into(),
    };
    let style = if listing.refusal.is_some() { look.attention } else { look.dim };
    row(frame, area, 0, Line::styled(format!(" {}", display_safe(&place)), style));
    let files = listing.entries.iter().any(|e| !e.is_folder);
    let rows = usize::from(area.height).saturating_sub(1);
    if listing.shown.is_some() && listing.hits.is_empty() {
        let text = if files { words::no_fit(lang) } else { words::no_file_here(lang) };
        row(frame, area, 1, Line::styled(format!(" {text}"), look.dim));
    }
    let about = listing.entries.iter().map(|e| width(&words::about(lang, e))).max().unwrap_or(0);
    let names = room.saturating_sub(about + 4);
    beyond(frame, area, (listing.cursor.top, rows, listing.hits.len()), look);
    for (y, (n, hit)) in listing.hits.iter().enumerate().skip(listing.cursor.top).take(rows).enumerate() {
        let entry = &listing.entries[*hit];
        let at = n == listing.cursor.at;
        let (plain, dim) = if at { (look.selected, look.selected) } else { (look.plain, look.dim) };
        let slash = if entry.is_folder { "/" } else { "" };
        let name = fit(&format!("{}{slash}", entry.name), names);
        let about = fit_right(&words::about(lang, entry), about);
        row(
            frame,
            area,
            y + 1,
            Line::from(vec![
                Span::styled(format!(" {name} "), plain),
                Span::styled(format!(" {about} "), dim),
            ]),
        );
    }
}

/// `text` without its first `skip` columns.
fn visible(text: &str, skip: usize) -> String {
    let mut dropped = 0;
    text.chars()
        .skip_while(|c| {
            let drop = dropped < skip;
            dropped += width(c.encode_utf8(&mut [0; 4]));
            drop
        })
        .collect()
}

fn caret(frame: &mut Frame, area: Area, y: u16, x: usize) {
    let x = u16::try_from(x).unwrap_or(0).min(area.width.saturating_sub(1));
    frame.set_cursor_position(Position { x: area.x + x, y: area.y + y });
}
