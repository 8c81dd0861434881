//! The shipped case, as every measurement wants it.

use std::path::Path;

use jiping::format::{Loaded, SourceFile, load};

/// The case as it is loaded from its folder.
pub fn loaded() -> Loaded {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys/yangquan-2023");
    let entries = std::fs::read_dir(&folder).expect("the shipped case");
    let files = entries.map(|entry| {
        let path = entry.expect("an entry").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        SourceFile { name, bytes: std::fs::read(&path).expect("a readable file") }
    });
    load("yangquan-2023", &files.collect::<Vec<_>>())
}
