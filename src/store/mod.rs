//! The disk: project files, their mirrors, settings and scheme folders.
//!
//! Owns every file this program keeps for itself, and the promise that what was called saved is
//! still there after a crash. Besides `export` and `cli` the only layer that touches the disk.
//! Must not decide what is recorded or draw anything; errors are data, `i18n::store` has the words.
//!
//! # Promises
//!
//! - A project is one `SQLite` file whose only truth is an append-only table of events. Nothing
//!   else is needed to open it.
//! - [`Report::Saved`] comes only after the events are flushed to the mirror and committed to the
//!   project file. Acts are saved in order, each whole or not at all.
//! - What could not be saved waits in memory and is reported; nothing later overtakes it.
//! - An attachment is in the project file exactly when the entry that speaks of it is: both are
//!   written in one transaction. Its bytes are kept once and never changed or deleted.
//! - One program writes a project at a time; others open it for reading ([`ReadOnly::InUse`]).
//!   Two writers could share the file safely, but each would show scores that lack the other's
//!   entries.
//! - A damaged project is read up to the damage and never changed.

mod attachments;
mod batches;
mod browse;
mod codec;
mod db;
mod error;
mod files;
mod folder;
mod intake;
mod kind;
mod lock;
mod mirror;
mod picture;
mod places;
mod project;
mod record;
mod settings;
mod tables;
mod verify;
mod writer;

pub use attachments::{
    Attachment, AttachmentFault, Entry, LIMIT as ATTACHMENT_LIMIT, Loss, REGISTER, Written, attached,
    check_name, entries, lay_out, write_attachments,
};
pub use batches::BatchContent;
pub use browse::{Listed, from_home, list_folder};
pub use error::{Code, Fault, StoreError};
pub use files::{Home, atomic_write, atomic_write_with};
pub use folder::{
    SHIPPED, folder_contents, read_limited, read_scheme_folder, scheme_folders, shipped, write_new,
};
pub use intake::{Asked, FormsAct, FormsFile, RowsFile, Unread, read_forms, read_rows};
pub use kind::{Kind, Looks};
pub use mirror::MirrorTrouble;
pub use picture::{Picture, PictureFault};
pub use project::{Damage, Opened, ReadOnly, State, create, new_project, open, read, scheme_files};
pub use record::{Record, record_at};
pub use settings::{Recent, Settings};
pub use tables::{digest, open_table};
pub use verify::{Finding, MirrorFinding, Verification, verify};
pub use writer::{Report, Unsaved, Writer};
