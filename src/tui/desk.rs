//! Runs effects: opens, stores, exports, keeps settings; answers come back as messages.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Sender;

use chrono::Local;

use crate::app::effect::{Opened, Recent, SchemeSource};
use crate::app::{App, Effect, Msg, Preferences, SchemeEntry, Theme};
use crate::export;
use crate::format::{self, SourceFile};
use crate::i18n::{Lang, store as words, ui};
use crate::ledger::{Facts, Ledger, Stamp};
use crate::score::replay;
use crate::store::{self, Attachment, Entry, Home, Settings, StoreError, Writer};

use super::intake::Intake;
use super::viewer::{self, Viewer};
use super::{Incoming, Language, Start};

/// Moments scored between two reports to the screen.
const MOMENTS: usize = 256;
/// Folder that is looked into for schemes, beside the one that ships in the program.
const SURVEYS: &str = "surveys";

/// Everything outside of memory that the workstation holds.
pub(super) struct Desk {
    to_loop: Sender<Incoming>,
    home: Option<Home>,
    settings: Settings,
    writer: Option<Writer>,
    /// The last question for moments of a ledger; earlier ones need no further answer.
    latest_replay: Arc<AtomicU64>,
    viewer: Viewer,
    intake: Intake,
    /// What must be said after the screen is given back.
    last_words: Option<String>,
}

/// What a start asks for.
pub(super) fn first_effect(start: &Start) -> Option<Effect> {
    match start {
        Start::Home => None,
        Start::Demo => Some(Effect::OpenDemo),
        Start::Open(path) => Some(Effect::Open(path.clone())),
    }
}

impl Desk {
    pub(super) fn new(to_loop: Sender<Incoming>) -> Self {
        let home = Home::from_env().ok();
        let settings = home.as_ref().map(|h| Settings::load(h).0).unwrap_or_default();
        let (viewer, latest_replay) = (Viewer::default(), Arc::default());
        let intake = Intake::new(to_loop.clone());
        Self { to_loop, home, settings, writer: None, latest_replay, viewer, intake, last_words: None }
    }

    /// The settings as the screen uses them.
    pub(super) fn preferences(&self, language: Language) -> Preferences {
        let lang = match language {
            Language::Asked(lang) => lang,
            Language::Usual(lang) => self.settings.lang.as_deref().and_then(Lang::named).unwrap_or(lang),
        };
        let colourless = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        let theme = if colourless {
            Theme::Mono
        } else {
            self.settings.theme.as_deref().map(Theme::named).unwrap_or_default()
        };
        let user = || std::env::var("USER").or_else(|_| std::env::var("USERNAME")).unwrap_or_default();
        let actor = if self.settings.actor.is_empty() { user() } else { self.settings.actor.clone() };
        let recent = self.settings.recent.iter();
        let recent = recent.map(|r| Recent { path: r.path.clone(), title: r.title.clone() }).collect();
        Preferences { lang, theme, actor, recent, folder: self.settings.folder.clone() }
    }

    fn tell(&self, msg: Msg) {
        // The loop only stops listening when it ends.
        let _ended = self.to_loop.send(Incoming::Msg(msg));
    }

    /// Runs an effect; `true` to leave.
    pub(super) fn run(&mut self, effect: Effect, app: &App) -> bool {
        let lang = app.lang();
        match effect {
            Effect::Append(events) => {
                if let Some(writer) = &self.writer {
                    writer.append(events);
                }
            }
            Effect::Attach(events, attachment) => {
                self.viewer.hold(attachment.clone());
                if let Some(writer) = &self.writer {
                    writer.attach(events, vec![attachment]);
                }
            }
            Effect::ReadAttachment { path, supports } => self.read_attachment(path, supports, lang),
            Effect::ListFolder(folder, endings) => self.list_folder(folder, endings, lang),
            Effect::ReadTable(reading) => self.intake.read(reading, app),
            Effect::StopReading => self.intake.stop(),
            Effect::View(entry, project) => {
                let opened = self.viewer.open(&entry, project.as_deref(), lang);
                self.tell(Msg::Viewed(opened.map(|()| entry.name)));
            }
            Effect::Preview(entry, project) => self.preview(entry, project, lang),
            Effect::RetrySave => {
                if let Some(writer) = &self.writer {
                    writer.retry();
                }
            }
            Effect::Open(path) => {
                let opened = self.open(&store::from_home(&path), lang);
                self.tell(Msg::Opened(Box::new(opened)));
            }
            Effect::OpenDemo => {
                self.close_writer(lang);
                self.tell(Msg::Opened(Box::new(Ok(demo(&app.prefs.actor, lang)))));
            }
            Effect::ListSchemes => self.tell(Msg::Schemes(schemes(lang))),
            Effect::Create { path, scheme, with_facts } => {
                let opened = self.create(&path, &scheme, with_facts, app);
                self.tell(Msg::Opened(Box::new(opened)));
            }
            Effect::Close => {
                self.latest_replay.store(0, Ordering::Relaxed);
                self.close_writer(lang);
            }
            Effect::ReadRecord(place) => {
                let record = store::record_at(&place).map_err(|e| in_words(lang, &e));
                self.tell(Msg::Record(Box::new(record)));
            }
            Effect::Replay { question, known } => self.replay(question, known, app),
            Effect::Export(folder) => self.export(folder, app),
            Effect::SaveSettings(prefs) => self.save_settings(&prefs, lang),
            Effect::Quit => return true,
        }
        false
    }

    fn home(&self, lang: Lang) -> Result<Home, String> {
        match &self.home {
            Some(home) => Ok(home.clone()),
            None => Home::from_env().map_err(|e| in_words(lang, &e)),
        }
    }

    fn report(&self, lang: Lang) -> impl Fn(store::Report) + Send + 'static {
        let to_loop = self.to_loop.clone();
        move |report| {
            let msg = match report {
                store::Report::Saved { upto_seq, mirror } => {
                    if let Some(trouble) = mirror {
                        let words = words::mirror_trouble(lang, &trouble);
                        let _ended = to_loop.send(Incoming::Msg(Msg::Warn(words)));
                    }
                    Msg::Saved(upto_seq)
                }
                store::Report::Failed { error, .. } => Msg::SaveFailed(in_words(lang, &error)),
            };
            let _ended = to_loop.send(Incoming::Msg(msg));
        }
    }

    fn open(&mut self, path: &Path, lang: Lang) -> Result<Opened, String> {
        self.close_writer(lang);
        let home = self.home(lang)?;
        let opened = store::open(path, &home, self.report(lang)).map_err(|e| in_words(lang, &e))?;
        Ok(self.take_over(opened, lang))
    }

    fn create(
        &mut self,
        path: &Path,
        scheme: &SchemeSource,
        with_facts: bool,
        app: &App,
    ) -> Result<Opened, String> {
        let lang = app.lang();
        self.close_writer(lang);
        let home = self.home(lang)?;
        let files = match scheme {
            SchemeSource::Shipped => store::shipped(),
            SchemeSource::Folder(dir) => store::read_scheme_folder(dir).map_err(|e| in_words(lang, &e))?,
        };
        let loaded = format::load(&scheme_id(scheme), &files);
        let facts = if with_facts { loaded.facts } else { Vec::new() };
        let rules: Vec<SourceFile> = files.into_iter().filter(|f| f.name != format::FACTS).collect();
        let stamp = Stamp { at: Local::now().fixed_offset(), actor: app.prefs.actor.clone() };
        let opened = store::new_project(path, &home, &rules, &facts, &stamp, self.report(lang))
            .map_err(|e| in_words(lang, &e))?;
        Ok(self.take_over(opened, lang))
    }

    /// Keeps the writer and hands the rest to the screen.
    fn take_over(&mut self, mut opened: store::Opened, lang: Lang) -> Opened {
        let mut warnings = Vec::new();
        let behind = opened.mirror_ahead.len();
        if behind > 0 && opened.writer.is_some() && opened.replay_mirror().is_ok() {
            warnings.push(ui::mirror_ahead(lang, behind));
        }
        if let Some(trouble) = &opened.mirror_trouble {
            warnings.push(words::mirror_trouble(lang, trouble));
        }
        let read_only = match &opened.state {
            store::State::Writable => None,
            store::State::ReadOnly(why) => Some(words::read_only(lang, why)),
        };
        let files = store::scheme_files(opened.ledger.facts());
        let name = opened.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let loaded = format::load(&name, &files);
        self.writer = opened.writer.take();
        Opened { path: Some(opened.path), ledger: opened.ledger, loaded, read_only, warnings }
    }

    /// Scores the moments of the ledger on a thread of its own; what the screen no longer waits for
    /// is not sent to the end.
    fn replay(&self, question: u64, known: usize, app: &App) {
        let Some(work) = &app.work else { return };
        let (scheme, events) = (work.scheme.clone(), work.ledger.events().to_vec());
        let walker = work.replay.walker();
        let to_loop = self.to_loop.clone();
        let latest = Arc::clone(&self.latest_replay);
        latest.store(question, Ordering::Relaxed);
        std::thread::spawn(move || {
            let tell = |stretch, is_last| {
                let msg = Msg::Moments { question, stretch, is_last };
                to_loop.send(Incoming::Msg(msg)).is_ok() && latest.load(Ordering::Relaxed) == question
            };
            replay::series(&scheme, &events, walker, known, MOMENTS, |stretch| tell(stretch, false));
            tell(replay::Stretch::default(), true);
        });
    }

    /// Reads on a thread of its own: sticks and shares are slow.
    fn read_attachment(&self, path: PathBuf, supports: String, lang: Lang) {
        let to_loop = self.to_loop.clone();
        std::thread::spawn(move || {
            let read =
                Attachment::read(&store::from_home(&path)).map(Arc::new).map_err(|e| in_words(lang, &e));
            let _ended = to_loop.send(Incoming::Msg(Msg::AttachmentRead(read, supports)));
        });
    }

    /// Lists on a thread of its own: sticks and shares are slow.
    fn list_folder(&self, folder: PathBuf, endings: &'static [&'static str], lang: Lang) {
        let to_loop = self.to_loop.clone();
        std::thread::spawn(move || {
            let read = store::list_folder(&folder, endings).map_err(|e| in_words(lang, &e));
            let _ended = to_loop.send(Incoming::Msg(Msg::Folder(folder, read)));
        });
    }

    /// Reads and decodes on a thread of its own: large photos take their time.
    fn preview(&self, entry: Entry, project: Option<PathBuf>, lang: Lang) {
        let (held, to_loop) = (self.viewer.held(&entry), self.to_loop.clone());
        std::thread::spawn(move || {
            let picture = viewer::picture(&entry, held.as_deref(), project.as_deref(), lang);
            let _ended = to_loop.send(Incoming::Msg(Msg::Previewed(entry.row, picture.map(Arc::new))));
        });
    }

    /// Writes on a thread of its own; the screen goes on meanwhile.
    fn export(&self, folder: PathBuf, app: &App) {
        let Some(work) = &app.work else { return };
        let (scheme, facts, lang) = (work.scheme.clone(), work.ledger.facts().clone(), app.lang());
        let project = work.path.clone();
        let dossier = work.dossier.clone();
        let to_loop = self.to_loop.clone();
        // Said in full, so that the person finds it.
        let folder = std::path::absolute(&folder).unwrap_or(folder);
        std::thread::spawn(move || {
            let tables = export::write_all(&scheme, &facts, &dossier, &folder, lang);
            let written = tables.and_then(|files| {
                with_attachments(files, &facts, project.as_deref(), &folder, lang, &to_loop)
            });
            let _ended = to_loop.send(Incoming::Msg(Msg::Exported(written.map_err(|e| in_words(lang, &e)))));
        });
    }

    fn save_settings(&mut self, prefs: &Preferences, lang: Lang) {
        self.settings.lang = Some(prefs.lang.name().to_owned());
        self.settings.theme = Some(prefs.theme.name().to_owned());
        self.settings.actor.clone_from(&prefs.actor);
        self.settings.folder.clone_from(&prefs.folder);
        let now = Local::now().fixed_offset();
        let opened = |path: &Path| self.settings.recent.iter().find(|r| r.path == path).map(|r| r.opened);
        let recent = prefs.recent.iter().map(|r| store::Recent {
            path: r.path.clone(),
            title: r.title.clone(),
            opened: opened(&r.path).unwrap_or(now),
        });
        self.settings.recent = recent.collect();
        if let Some(home) = &self.home
            && let Err(error) = self.settings.save(home)
        {
            self.last_words = Some(in_words(lang, &error));
        }
    }

    fn close_writer(&mut self, lang: Lang) {
        self.viewer.clear();
        if let Some(writer) = self.writer.take()
            && let Err(unsaved) = writer.close()
        {
            self.last_words = Some(in_words(lang, &unsaved.error));
        }
    }

    /// Stores what waits and says, on the terminal given back, what could not be stored.
    pub(super) fn close(mut self, lang: Lang) {
        self.close_writer(lang);
        if let Some(words) = self.last_words {
            use std::io::Write as _;
            let _gone = writeln!(std::io::stderr(), "{words}");
        }
    }
}

/// Writes the attachments of a project that is a file beside its tables; what could not be
/// written of them is said besides.
fn with_attachments(
    mut files: Vec<PathBuf>,
    facts: &Facts,
    project: Option<&Path>,
    folder: &Path,
    lang: Lang,
    to_loop: &Sender<Incoming>,
) -> Result<Vec<PathBuf>, StoreError> {
    if let Some(project) = project {
        let (index, faults) = export::attachments(project, facts, folder, lang)?;
        files.extend(index);
        for fault in faults {
            let _ended = to_loop.send(Incoming::Msg(Msg::Warn(fault)));
        }
    }
    Ok(files)
}

/// What went wrong, and what helps.
pub(super) fn in_words(lang: Lang, error: &StoreError) -> String {
    ui::with_mend(lang, &words::message(lang, error), &words::mend(lang, error))
}

/// The shipped case with its facts, in memory only.
fn demo(actor: &str, lang: Lang) -> Opened {
    let actor = if actor.is_empty() { ui::unnamed(lang) } else { actor.to_owned() };
    let files = store::shipped();
    let loaded = format::load(&scheme_id(&SchemeSource::Shipped), &files);
    let stamp = Stamp { at: Local::now().fixed_offset(), actor };
    let mut ledger = Ledger::new([0; 16]);
    ledger.open_with(loaded.facts.clone(), &stamp);
    Opened { path: None, ledger, loaded, read_only: None, warnings: Vec::new() }
}

fn scheme_id(source: &SchemeSource) -> String {
    match source {
        SchemeSource::Shipped => store::SHIPPED.to_owned(),
        SchemeSource::Folder(dir) => dir.file_name().unwrap_or_default().to_string_lossy().into_owned(),
    }
}

/// The shipped scheme and those in the folder `surveys` of the working folder.
fn schemes(lang: Lang) -> Vec<SchemeEntry> {
    let entry = |source: SchemeSource, files: &[SourceFile], place: String| {
        let loaded = format::load(&scheme_id(&source), files);
        SchemeEntry {
            title: lang.label(&loaded.scheme.title).to_owned(),
            place,
            has_facts: !loaded.facts.is_empty(),
            source,
        }
    };
    let mut found = vec![entry(SchemeSource::Shipped, &store::shipped(), ui::shipped_place(lang))];
    for dir in store::scheme_folders(Path::new(SURVEYS)) {
        // The shipped case is offered once, also where its folder lies.
        if let Ok(files) = store::read_scheme_folder(&dir)
            && files != store::shipped()
        {
            let place = dir.display().to_string();
            found.push(entry(SchemeSource::Folder(dir), &files, place));
        }
    }
    found
}
