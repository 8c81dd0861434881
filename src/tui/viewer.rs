//! Attachments on the way to the eye: decoded for the screen, or laid out for the system's viewer
//! in a private folder, as files that cannot be run.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use crate::i18n::{Lang, picture as picture_words, store as words, ui};
use crate::store::{self, Attachment, Entry, Picture, PictureFault, StoreError};

/// What was attached since the project was opened, and the folder for the viewer.
#[derive(Default)]
pub(super) struct Viewer {
    held: Vec<Arc<Attachment>>,
    folder: Option<tempfile::TempDir>,
}

impl Viewer {
    /// Keeps what was just attached, so that it can be looked at before it is stored.
    pub(super) fn hold(&mut self, attachment: Arc<Attachment>) {
        self.held.push(attachment);
    }

    /// What was attached as this, if it was since the project was opened.
    pub(super) fn held(&self, entry: &Entry) -> Option<Arc<Attachment>> {
        self.held.iter().find(|a| entry.sm3 == Some(a.sm3)).cloned()
    }

    /// Forgets everything; laid out files are gone with their folder.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Opens an attachment with the system's viewer, or says in words why not.
    pub(super) fn open(&mut self, entry: &Entry, project: Option<&Path>, lang: Lang) -> Result<(), String> {
        let path = self
            .lay_out(entry, project)
            .map_err(|e| ui::with_mend(lang, &words::message(lang, &e), &words::mend(lang, &e)))?;
        let program = if cfg!(target_os = "macos") {
            "open"
        } else if cfg!(windows) {
            "explorer"
        } else {
            "xdg-open"
        };
        let mut command = Command::new(program);
        command.arg(&path).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        match command.spawn() {
            Ok(mut child) => {
                // Nobody waits for the viewer; a thread takes note of its end.
                std::thread::spawn(move || child.wait());
                Ok(())
            }
            Err(_) => Err(ui::no_viewer(lang, program, &path.display().to_string())),
        }
    }

    fn lay_out(&mut self, entry: &Entry, project: Option<&Path>) -> Result<PathBuf, StoreError> {
        let failed = |e: std::io::Error| StoreError { path: std::env::temp_dir(), fault: e.into() };
        let bytes = bytes(entry, self.held(entry).as_deref(), project)?;
        let folder = match self.folder.take() {
            Some(folder) => folder,
            None => tempfile::Builder::new().prefix("jiping-").tempdir().map_err(failed)?,
        };
        let laid_out = store::lay_out(entry, &bytes, folder.path());
        self.folder = Some(folder);
        laid_out
    }
}

/// The bytes of an attachment: as they were attached just now, or from the project.
fn bytes(entry: &Entry, held: Option<&Attachment>, project: Option<&Path>) -> Result<Vec<u8>, StoreError> {
    let missing =
        || StoreError { path: PathBuf::from(&entry.name), fault: store::AttachmentFault::Missing.into() };
    match (held, project) {
        (Some(attachment), _) => Ok(attachment.bytes.clone()),
        (None, Some(project)) => store::attached(project, entry.sm3.ok_or_else(missing)?),
        (None, None) => Err(missing()),
    }
}

/// The picture that an attachment is, or in words why it is not shown.
pub(super) fn picture(
    entry: &Entry,
    held: Option<&Attachment>,
    project: Option<&Path>,
    lang: Lang,
) -> Result<Picture, String> {
    let bytes = bytes(entry, held, project)
        .map_err(|e| ui::with_mend(lang, &words::message(lang, &e), &words::mend(lang, &e)))?;
    let picture = entry.kind.ok_or(PictureFault::Kind).and_then(|kind| Picture::decode(kind, &bytes));
    picture.map_err(|fault| picture_words::fault(lang, fault))
}
