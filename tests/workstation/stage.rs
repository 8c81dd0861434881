//! A stage for the screen: the real state machine and the real drawing without a terminal.
//! Keys go in as strings (`n2023-11-08<enter>`), the screen comes out as text.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use jiping::app::effect::Recent;
use jiping::app::import::Reading;
use jiping::app::key::script;
use jiping::app::layout::Size;
use jiping::app::{App, Cx, Effect, Msg, Opened, Preferences, figures};
use jiping::format::forms::Watch;
use jiping::format::{self, Loaded};
use jiping::i18n::Lang;
use jiping::ledger::{Ledger, Stamp};
use jiping::score::replay;
use jiping::store::{self, Listed};
use jiping::tui::theme::Look;
use jiping::tui::{draw, intake};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use unicode_width::UnicodeWidthStr;

/// A screen with someone at it.
pub struct Stage {
    pub app: App,
    /// Everything asked of the outside so far.
    pub effects: Vec<Effect>,
    /// Files are read only when a test says so.
    pub is_slow: bool,
}

/// The tables that tests take in.
fn tables() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workstation/tables")
}

/// What the stage's disk holds: one folder of tables, and a folder beside it.
fn listed(folder: &Path, endings: &[&str]) -> (PathBuf, Vec<Listed>) {
    let file = |name: &str, bytes| Listed { name: name.to_owned(), is_folder: false, bytes };
    let dir = |name: &str| Listed { name: name.to_owned(), is_folder: true, bytes: 0 };
    let names = ["responses.csv", "troubles.csv", "other.csv", "sessions.csv", "sessions-bad.csv"];
    if folder.to_str() == Some("/data/项目/答卷") {
        let fits = |n: &&&str| endings.is_empty() || endings.iter().any(|e| n.ends_with(e));
        return (folder.to_owned(), names.iter().filter(fits).map(|n| file(n, 118)).collect());
    }
    ("/data/项目".into(), vec![dir("答卷"), dir("照片")])
}

/// The moment at which everything on the stage happens.
pub fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2024-08-15T14:32:00+08:00").unwrap()
}

pub fn case() -> Loaded {
    format::load(store::SHIPPED, &store::shipped())
}

/// The shipped case as a project; with its recorded facts or empty.
pub fn project(facts: &[(String, String)]) -> Opened {
    let loaded = case();
    let stamp = Stamp { at: now(), actor: "评价员".to_owned() };
    let mut ledger = Ledger::new([7; 16]);
    ledger.open_with(facts.to_vec(), &stamp);
    Opened { path: Some("case.jp".into()), ledger, loaded, read_only: None, warnings: Vec::new() }
}

impl Stage {
    /// The home screen.
    pub fn home(lang: Lang, width: u16, height: u16) -> Self {
        let prefs = Preferences { lang, actor: "评价员".to_owned(), ..Preferences::default() };
        let mut stage =
            Self { app: App::new(prefs, Size { width, height }), effects: Vec::new(), is_slow: false };
        stage.send(Msg::Resize(Size { width, height }));
        stage
    }

    /// The shipped case with its facts.
    pub fn full(lang: Lang, width: u16, height: u16) -> Self {
        Self::with(project(&case().facts), lang, width, height)
    }

    /// The shipped case before anything was recorded.
    pub fn empty(lang: Lang, width: u16, height: u16) -> Self {
        Self::with(project(&[]), lang, width, height)
    }

    /// The shipped case with the first part of its facts.
    pub fn half(lang: Lang, width: u16, height: u16) -> Self {
        let facts = case().facts;
        Self::with(project(&facts[..facts.len() / 2]), lang, width, height)
    }

    pub fn with(opened: Opened, lang: Lang, width: u16, height: u16) -> Self {
        let mut stage = Self::home(lang, width, height);
        stage.send(Msg::Opened(Box::new(Ok(opened))));
        stage.effects.clear();
        stage
    }

    pub fn remember(mut self, title: &str, path: &str) -> Self {
        self.app.prefs.recent.push(Recent { path: path.into(), title: title.to_owned() });
        self
    }

    pub fn send(&mut self, msg: Msg) {
        let effects = self.app.update(msg, &Cx { now: now() });
        // The stage's disk is quick and never full.
        for effect in &effects {
            if let Effect::Append(events) | Effect::Attach(events, _) = effect {
                let upto = events.last().map_or(0, |e| e.seq);
                self.app.update(Msg::Saved(upto), &Cx { now: now() });
            }
            // Folders and files are read before the next key, unless a test holds them back.
            if let Effect::ListFolder(folder, endings) = effect {
                let read = listed(folder, endings);
                self.app.update(Msg::Folder(folder.clone(), Ok(read)), &Cx { now: now() });
            }
            if let (Effect::ReadTable(reading), false) = (effect, self.is_slow) {
                self.finish(reading);
            }
            // Moments are scored before the next key.
            if let Effect::Replay { question, known } = effect {
                let work = self.app.work.as_ref().unwrap();
                let mut stretches = Vec::new();
                let walker = work.replay.walker();
                replay::series(&work.scheme, work.ledger.events(), walker, *known, usize::MAX, |stretch| {
                    stretches.push(stretch);
                    true
                });
                let last = replay::Stretch::default();
                for (stretch, is_last) in stretches.into_iter().map(|s| (s, false)).chain([(last, true)]) {
                    let msg = Msg::Moments { question: *question, stretch, is_last };
                    self.app.update(msg, &Cx { now: now() });
                }
            }
        }
        self.effects.extend(effects);
    }

    /// Reads a file as the outside does and hands it to the screen.
    pub fn finish(&mut self, reading: &Reading) {
        let work = self.app.work.as_ref().unwrap();
        let path = tables().join(reading.path.file_name().unwrap());
        let here = Reading { path, ..reading.clone() };
        let (watch, facts) = (Watch::nobody(), work.ledger.facts());
        let read = intake::read(&here, &watch, &work.scheme, facts, self.app.prefs.lang).map(Arc::new);
        self.app.update(Msg::TableRead { question: reading.question, result: read }, &Cx { now: now() });
    }

    /// Presses keys written as one string.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for key in script(keys) {
            self.send(Msg::Key(key));
        }
        self
    }

    /// Goes to an indicator by searching for its name, as a person would.
    pub fn find(&mut self, name: &str) -> &mut Self {
        self.press(&format!("/{name}<enter>"))
    }

    fn draw(&self) -> (Buffer, Option<Position>) {
        let mut terminal =
            Terminal::new(TestBackend::new(self.app.size.width, self.app.size.height)).unwrap();
        let look = Look::of(self.app.prefs.theme);
        let mut cursor = None;
        terminal.draw(|frame| draw::root(frame, &self.app, &look)).unwrap();
        if terminal.backend().cursor_visible() {
            cursor = Some(terminal.backend().cursor_position());
        }
        (terminal.backend().buffer().clone(), cursor)
    }

    pub fn buffer(&self) -> Buffer {
        self.draw().0
    }

    /// The screen as text: covered halves of wide characters left out, right ends trimmed, and
    /// the place of the cursor below if it is shown.
    pub fn text(&self) -> String {
        use std::fmt::Write as _;
        let (buffer, cursor) = self.draw();
        let mut text = String::new();
        for y in 0..buffer.area.height {
            let mut line = String::new();
            let mut x = 0;
            while x < buffer.area.width {
                let symbol = buffer[(x, y)].symbol();
                line.push_str(symbol);
                x += u16::try_from(symbol.width().max(1)).unwrap();
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        if let Some(Position { x, y }) = cursor {
            writeln!(text, "cursor {x},{y}").unwrap();
        }
        text
    }

    /// Total and grade, which must stand in the screen's first line as they are.
    pub fn result(&self) -> String {
        let work = self.app.work.as_ref().unwrap();
        let result = format!("{} {}", figures::total(work), figures::grade(work, self.app.prefs.lang));
        let first = self.text().lines().next().unwrap_or_default().to_owned();
        assert!(first.contains(&result), "{result} is not in: {first}");
        result
    }

    /// What the foot of the screen says.
    pub fn said(&self) -> String {
        let height = usize::from(self.app.size.height);
        self.text().lines().nth(height - 2).unwrap_or_default().trim().to_owned()
    }

    /// The recorded value at a path.
    pub fn fact(&self, path: &str) -> Option<String> {
        self.app.work.as_ref()?.ledger.facts().get(path).map(str::to_owned)
    }
}
