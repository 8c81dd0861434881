//! Bytes of a terminal as messages: characters, keys, mouse, pastes.
//!
//! Pure: bytes in, messages out; knows neither the terminal nor the clock. No key and no paste
//! can hold up what comes behind it for good: a sequence that goes on too long is dropped, and
//! [`Decoder::rest`] ends whatever was begun. The library that writes to the terminal can read
//! it, too, but gives no way out of a paste whose end never comes.
//!
//! Sequences are those of xterm (<https://invisible-island.net/xterm/ctlseqs/ctlseqs.html>), with
//! the keys that rxvt and the Linux console send otherwise.

use crate::app::Msg;
use crate::app::key::{Code, Key};

use super::WHEEL;

/// Longest sequence that a key or the mouse sends, in bytes; the longest known is half of that.
const LONGEST: usize = 64;
/// Most bytes of a paste that are kept, above what the screen takes: it sees that it is too much.
const LARGEST: usize = crate::app::MAX_PASTED + 1;
const ESC: u8 = 0x1b;
const PASTE_BEGINS: &[u8] = b"\x1b[200~";
const PASTE_ENDS: &[u8] = b"\x1b[201~";

/// What has come and is not finished.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    held: Vec<u8>,
    paste: Option<Paste>,
}

/// A paste that goes on.
#[derive(Debug, Default)]
struct Paste {
    text: Vec<u8>,
    /// Its last bytes, as far as they may be the mark of its end.
    tail: Vec<u8>,
}

impl Paste {
    /// Takes a byte; `true` if the paste ends with it.
    fn take(&mut self, byte: u8) -> bool {
        self.tail.push(byte);
        if self.tail == PASTE_ENDS {
            return true;
        }
        while !PASTE_ENDS.starts_with(&self.tail) {
            let first = self.tail.remove(0);
            if self.text.len() < LARGEST {
                self.text.push(first);
            }
        }
        false
    }

    fn into_text(self) -> String {
        String::from_utf8_lossy(&self.text).into_owned()
    }
}

/// How far the bytes held so far are a key.
enum Step {
    /// More must come.
    More,
    /// They are whole, and this is what they mean, if anything.
    Done(Option<Msg>),
}

impl Decoder {
    /// Takes what the terminal sent. `more` says that it has more to send at once, so that an Esc
    /// at the end begins a sequence.
    pub(super) fn take(&mut self, bytes: &[u8], more: bool) -> Vec<Msg> {
        let mut messages = Vec::new();
        for &byte in bytes {
            self.byte(byte, &mut messages);
        }
        if !more && self.held == [ESC] {
            messages.extend(self.rest());
        }
        messages
    }

    /// Whether a paste goes on.
    pub(super) const fn is_pasting(&self) -> bool {
        self.paste.is_some()
    }

    /// Whether something else was begun and waits for its end.
    pub(super) const fn is_waiting(&self) -> bool {
        !self.held.is_empty()
    }

    /// Nothing more came: what was begun counts as it is.
    pub(super) fn rest(&mut self) -> Option<Msg> {
        if let Some(mut paste) = self.paste.take() {
            let tail = std::mem::take(&mut paste.tail);
            paste.text.extend(tail);
            return Some(Msg::PasteCut(paste.into_text()));
        }
        // Alt and a bracket look like the beginning of more.
        let held = std::mem::take(&mut self.held);
        match held.as_slice() {
            [ESC] => Some(Msg::Key(Key::plain(Code::Esc))),
            [ESC, c] => Some(Msg::Key(Key { alt: true, ..Key::plain(Code::Char(char::from(*c))) })),
            _ => None,
        }
    }

    fn byte(&mut self, byte: u8, messages: &mut Vec<Msg>) {
        if let Some(paste) = &mut self.paste {
            if paste.take(byte)
                && let Some(paste) = self.paste.take()
            {
                messages.push(Msg::Paste(paste.into_text()));
            }
            return;
        }
        // Nothing goes on behind another Esc.
        if byte == ESC {
            messages.extend(self.rest());
        }
        self.held.push(byte);
        if self.held == PASTE_BEGINS {
            self.held.clear();
            self.paste = Some(Paste::default());
            return;
        }
        match step(&self.held) {
            Step::More if self.held.len() < LONGEST => {}
            Step::More => self.held.clear(),
            Step::Done(message) => {
                self.held.clear();
                messages.extend(message);
            }
        }
    }
}

fn step(held: &[u8]) -> Step {
    match held {
        [ESC] | [ESC, b'O'] => Step::More,
        [ESC, b'[', rest @ ..] => control_sequence(rest),
        [ESC, b'O', last, ..] => done(named(*last).map(Key::plain)),
        [ESC, rest @ ..] => match character(rest) {
            Step::Done(Some(Msg::Key(key))) => done(Some(Key { alt: true, ..key })),
            step => step,
        },
        _ => character(held),
    }
}

fn done(key: Option<Key>) -> Step {
    Step::Done(key.map(Msg::Key))
}

/// A character, or what a terminal sends for a key with Ctrl.
fn character(bytes: &[u8]) -> Step {
    let Some(&first) = bytes.first() else { return Step::More };
    let with_ctrl = |c: u8| Some(Key { ctrl: true, ..Key::plain(Code::Char(char::from(c))) });
    match first {
        b'\r' => done(Some(Key::plain(Code::Enter))),
        b'\t' => done(Some(Key::plain(Code::Tab))),
        0x7f => done(Some(Key::plain(Code::Backspace))),
        0 => done(with_ctrl(b' ')),
        1..=0x1a => done(with_ctrl(first - 1 + b'a')),
        0x1c..=0x1f => done(with_ctrl(first - 0x1c + b'4')),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => done(text.chars().next().map(|c| Key::plain(Code::Char(c)))),
            Err(error) if error.error_len().is_none() => Step::More,
            Err(_) => Step::Done(None),
        },
    }
}

/// What follows `ESC [`: parameters, then the byte that says what it is.
fn control_sequence(rest: &[u8]) -> Step {
    let Some((&last, parameters)) = rest.split_last() else { return Step::More };
    match (parameters, last) {
        // The Linux console: F1 to F5.
        ([b'['], b'A'..=b'E') => return done(Some(Key::plain(Code::F(last - b'A' + 1)))),
        // The oldest way of telling of the mouse: three bytes behind the M.
        ([], b'[' | b'M') | ([b'M'] | [b'M', _], _) => return Step::More,
        ([b'M', button, x], y) => return old_mouse(*button, *x, y),
        (_, 0x40..=0x7e) => {}
        _ => return Step::More,
    }
    let text = str::from_utf8(parameters).unwrap_or_default();
    if let Some(mouse) = text.strip_prefix('<') {
        return Step::Done((last == b'M').then(|| mouse_of(&numbers(mouse))).flatten());
    }
    let numbers = numbers(text);
    if last == b'M' {
        let shifted: Vec<u32> =
            numbers.iter().enumerate().map(|(n, v)| v.saturating_sub(32 * u32::from(n == 0))).collect();
        return Step::Done(mouse_of(&shifted));
    }
    let modifiers = numbers.get(1).copied().unwrap_or(1).saturating_sub(1);
    let code = match last {
        b'~' => numbered(numbers.first().copied().unwrap_or(0)),
        b'u' => numbers.first().copied().and_then(char::from_u32).and_then(spelled),
        // With another number it is an answer about the cursor, which nobody asked for.
        _ => named(last).filter(|_| numbers.first().is_none_or(|n| *n <= 1)),
    };
    let code = code.map(|code| if code == Code::Tab && modifiers & 1 > 0 { Code::BackTab } else { code });
    done(code.map(|code| Key { code, alt: modifiers & 2 > 0, ctrl: modifiers & 4 > 0 }))
}

fn numbers(text: &str) -> Vec<u32> {
    // A colon begins what only some terminals add.
    let first = |part: &str| part.split(':').next().and_then(|n| n.parse().ok());
    text.split(';').map(|part| first(part).unwrap_or(0)).collect()
}

/// The key that a letter at the end of a sequence names.
const fn named(last: u8) -> Option<Code> {
    Some(match last {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'F' => Code::End,
        b'H' => Code::Home,
        b'M' => Code::Enter,
        b'P'..=b'S' => Code::F(last - b'P' + 1),
        b'Z' => Code::BackTab,
        _ => return None,
    })
}

/// The key that a number before `~` names.
fn numbered(number: u32) -> Option<Code> {
    Some(match number {
        1 | 7 => Code::Home,
        3 => Code::Delete,
        4 | 8 => Code::End,
        5 => Code::PageUp,
        6 => Code::PageDown,
        11..=15 => Code::F(u8::try_from(number - 10).ok()?),
        17..=21 => Code::F(u8::try_from(number - 11).ok()?),
        23 | 24 => Code::F(u8::try_from(number - 12).ok()?),
        _ => return None,
    })
}

/// The key that its character names, where a terminal spells keys out.
fn spelled(c: char) -> Option<Code> {
    Some(match c {
        '\r' => Code::Enter,
        '\t' => Code::Tab,
        '\u{1b}' => Code::Esc,
        '\u{7f}' => Code::Backspace,
        _ if c.is_control() => return None,
        _ => Code::Char(c),
    })
}

fn old_mouse(button: u8, x: u8, y: u8) -> Step {
    let [button, x, y] = [button, x, y].map(|v| u32::from(v.saturating_sub(32)));
    Step::Done(mouse_of(&[button, x, y]))
}

/// Button, column and row from 1, as a message: the left button and the wheel.
fn mouse_of(numbers: &[u32]) -> Option<Msg> {
    let &[button, x, y] = numbers else { return None };
    let place = |n: u32| u16::try_from(n.saturating_sub(1)).ok();
    let (x, y) = (place(x)?, place(y)?);
    // Shift, Alt and Ctrl say nothing here.
    match button & !(4 | 8 | 16) {
        0 => Some(Msg::Click(x, y)),
        64 => Some(Msg::Scroll(x, y, -WHEEL)),
        65 => Some(Msg::Scroll(x, y, WHEEL)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
