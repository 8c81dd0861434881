//! Attachments looked at: in the terminal, with the system's viewer, and where there is none.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use super::terminal::Terminal;
use super::{TempDir, png, project, run};

/// A project with a picture attached, and the folder it is in.
fn with_photo() -> (TempDir, String) {
    let (dir, file) = project();
    let photo = dir.path().join("photo.png");
    std::fs::write(&photo, png()).unwrap();
    let file = file.to_str().unwrap().to_owned();
    let attach = ["attach", &file, photo.to_str().unwrap(), "--supports", "training.1.date"];
    run(dir.path(), &attach);
    (dir, file)
}

/// Looks at the picture, then asks for the system's viewer, with nothing else on the path.
fn looked_at(dir: &TempDir, file: &str, path: &Path) -> Terminal {
    let args = ["-c", "PATH=\"$0\" exec \"$1\" open \"$2\" --lang zh"].map(Into::into);
    let rest = [path.into(), env!("CARGO_BIN_EXE_jiping").into(), file.into()];
    let mut terminal = Terminal::start(dir.path(), "/bin/sh".as_ref(), args.into_iter().chain(rest), 80, 24);
    terminal.shows(&["89.73 良", "已保存"]);
    terminal.send("/信息维护人员培训\r");
    terminal.shows(&["附件 1 photo.png"]);
    terminal.send("\x1b[F\r");
    terminal.shows(&["附件 1 · photo.png", "2 × 2 像素", "▀▀", "SM3"]);
    terminal.send("\r");
    terminal
}

#[test]
fn the_systems_viewer_gets_a_copy_with_the_same_bytes() {
    let (dir, file) = with_photo();
    let bin = dir.path().join("bin");
    std::fs::create_dir(&bin).unwrap();
    let opener = bin.join("xdg-open");
    // Writes what it was given beside itself, as a whole or not at all.
    let script =
        "#!/bin/sh\n/bin/cp \"$1\" \"${0%/*}/seen.tmp\" && /bin/mv \"${0%/*}/seen.tmp\" \"${0%/*}/seen\"\n";
    std::fs::write(&opener, script).unwrap();
    std::fs::set_permissions(&opener, std::fs::Permissions::from_mode(0o700)).unwrap();
    let terminal = looked_at(&dir, &file, &bin);
    terminal.shows(&["已交给看图程序：photo.png"]);
    terminal.until("the viewer's copy", |_| bin.join("seen").exists());
    assert_eq!(std::fs::read(bin.join("seen")).unwrap(), png());
}

#[test]
fn without_a_viewer_it_is_said_where_the_file_lies() {
    let (dir, file) = with_photo();
    let nothing = dir.path().join("nothing");
    std::fs::create_dir(&nothing).unwrap();
    let terminal = looked_at(&dir, &file, &nothing);
    terminal.shows(&["无法启动看图程序", "001-photo.png"]);
}
