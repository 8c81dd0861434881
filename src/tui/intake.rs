//! Reads files that could be taken in, on a thread of its own: how far it is goes to the screen,
//! and what the screen no longer waits for is read no further.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::mpsc::Sender;

use crate::app::import::{Destination, Reading, Taken, said_of_forms, said_of_list};
use crate::app::{App, Msg};
use crate::format::forms::{Stop, Watch};
use crate::format::rows::Said;
use crate::i18n::{Lang, forms as form_words, rows as row_words, ui};
use crate::ledger::Facts;
use crate::scheme::Scheme;
use crate::store::{self, Asked, Unread};

use super::Incoming;
use super::desk::in_words;

/// Reading files that could be taken in.
pub(super) struct Intake {
    to_loop: Sender<Incoming>,
    /// The question that is waited for; 0 if none is.
    latest: Arc<AtomicU64>,
}

impl Intake {
    pub(super) fn new(to_loop: Sender<Incoming>) -> Self {
        Self { to_loop, latest: Arc::default() }
    }

    /// What is being read is no longer wanted.
    pub(super) fn stop(&self) {
        self.latest.store(0, Ordering::Relaxed);
    }

    /// Begins to read a file.
    pub(super) fn read(&self, reading: Reading, app: &App) {
        let Some(work) = &app.work else { return };
        let (scheme, facts, lang) = (work.scheme.clone(), work.ledger.facts().clone(), app.lang());
        let question = reading.question;
        self.latest.store(question, Ordering::Relaxed);
        let (to_loop, latest) = (self.to_loop.clone(), Arc::clone(&self.latest));
        let (telling, asking) = (to_loop.clone(), Arc::clone(&latest));
        let told = AtomicU8::new(0);
        let watch = Watch::new(move |percent| {
            if told.swap(percent, Ordering::Relaxed) != percent {
                let _ended = telling.send(Incoming::Msg(Msg::TableProgress { question, percent }));
            }
            asking.load(Ordering::Relaxed) == question
        });
        std::thread::spawn(move || {
            let result = read(&reading, &watch, &scheme, &facts, lang).map(Arc::new);
            if latest.load(Ordering::Relaxed) == question {
                let _ended = to_loop.send(Incoming::Msg(Msg::TableRead { question, result }));
            }
        });
    }
}

/// What a file holds, or why it cannot be taken in, in words.
///
/// # Errors
/// The words.
pub fn read(
    reading: &Reading,
    watch: &Watch,
    scheme: &Scheme,
    facts: &Facts,
    lang: Lang,
) -> Result<Taken, String> {
    let path = store::from_home(&reading.path);
    let name = path.display().to_string();
    let today = chrono::Local::now().date_naive();
    let asked = Asked { path: &path, sheet: reading.sheet.as_deref(), today, watch };
    match reading.target {
        Destination::Forms(q) => {
            let questionnaire = &scheme.questionnaires[q];
            match store::read_forms(asked, questionnaire, facts, &said_of_forms(&reading.said)) {
                Ok(file) => Ok(Taken::Forms(file)),
                Err(Unread::Stop(Stop::NoQuestions { headings, sheets })) => {
                    Ok(Taken::Unmatched { headings, sheets })
                }
                Err(Unread::Disk(error)) => Err(in_words(lang, &error)),
                Err(Unread::Stop(stop)) => {
                    let what = form_words::stop(lang, &stop, &name, questionnaire);
                    Err(ui::with_mend(lang, &what, &form_words::mend(lang, &stop, questionnaire)))
                }
            }
        }
        Destination::Rows(m) => {
            let said: Vec<Said> = said_of_list(&reading.said);
            match store::read_rows(asked, scheme, facts, &scheme.measures[m].id, &said) {
                Ok(file) => Ok(Taken::Rows(file)),
                Err(Unread::Disk(error)) => Err(in_words(lang, &error)),
                Err(Unread::Stop(stop)) => Err(ui::with_mend(
                    lang,
                    &row_words::stop(lang, &stop, &name),
                    &row_words::mend(lang, &stop),
                )),
            }
        }
    }
}
