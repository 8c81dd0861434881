//! The program run in a place of its own.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;

/// The shipped case.
pub const CASE: &str = "surveys/yangquan-2023";

/// The program with an empty home of its own, speaking English.
pub fn jiping(home: &Path) -> Command {
    let mut command = Command::cargo_bin("jiping").unwrap();
    command.current_dir(env!("CARGO_MANIFEST_DIR")).env_clear();
    command.env("JIPING_HOME", home).env("USER", "Zhang").env("LANG", "en_US.UTF-8");
    command
}

/// A folder of its own for one test.
pub struct Place(tempfile::TempDir);

impl Place {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        Ran::of(&jiping(&self.path("home")).args(args).output().unwrap())
    }

    /// A project made from the shipped case with its facts.
    pub fn case(&self) -> String {
        let file = self.path("case.jp").display().to_string();
        let made = self.run(&["new", &file, "--scheme", CASE, "--with-facts"]);
        assert_eq!(made.code, 0, "{}", made.err);
        file
    }

    /// A scheme folder with these files.
    pub fn scheme(&self, files: &[(&str, &[u8])]) -> String {
        let dir = self.path("scheme");
        std::fs::create_dir(&dir).unwrap();
        for (name, bytes) in files {
            std::fs::write(dir.join(name), bytes).unwrap();
        }
        dir.display().to_string()
    }
}

/// How a run ended.
pub struct Ran {
    /// Exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Ran {
    pub fn of(output: &Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout.clone()).unwrap(),
            err: String::from_utf8(output.stderr.clone()).unwrap(),
        }
    }

    /// What it printed, if all was well.
    #[track_caller]
    pub fn ok(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "{}", self.out);
        self.out
    }

    /// The document it printed.
    #[track_caller]
    pub fn json(self) -> Value {
        serde_json::from_str(&self.ok()).unwrap()
    }

    /// Refused with this code; every word must be in what was said.
    #[track_caller]
    pub fn refused(&self, code: i32, words: &[&str]) {
        assert_eq!((self.code, self.out.as_str()), (code, ""), "{}", self.err);
        for word in words {
            assert!(self.err.contains(word), "no {word:?} in: {}", self.err);
        }
        assert!(!self.err.contains("panicked"), "{}", self.err);
    }
}
