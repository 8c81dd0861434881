//! Plain files: replaced whole or not at all, settings, scheme folders.

use super::*;

#[test]
fn replacing_a_file_keeps_the_old_one_until_the_new_one_is_whole() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("得分表.csv");
    store::atomic_write(&path, b"old").unwrap();
    store::atomic_write(&path, b"new").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"new");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    let folder = dir.path().join("folder");
    fs::create_dir_all(folder.join("full")).unwrap();
    assert_eq!(store::atomic_write(&folder, b"x").unwrap_err().fault.code(), "is-folder");
    let missing = dir.path().join("none").join("a.csv");
    assert_eq!(store::atomic_write(&missing, b"x").unwrap_err().fault, Fault::Missing);
}

#[cfg(unix)]
#[test]
fn replacing_a_file_keeps_its_permissions_and_follows_links() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().unwrap();
    let (real, link) = (dir.path().join("real.csv"), dir.path().join("link.csv"));
    fs::write(&real, "old").unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink(&real, &link).unwrap();
    store::atomic_write(&link, b"new").unwrap();
    assert_eq!(fs::read(&real).unwrap(), b"new");
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(link.symlink_metadata().unwrap().is_symlink());
}

#[test]
fn settings_come_back_and_an_unreadable_file_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let home = Home::at(&dir.path().join("new folder"));
    assert_eq!(Settings::load(&home), (Settings::default(), None));
    let mut settings =
        Settings { lang: Some("en".to_owned()), actor: "林评".to_owned(), ..Settings::default() };
    for n in 0..25 {
        settings.remember(Path::new(&format!("/p/{n}.jp")), "试点", stamp(n).at);
    }
    settings.remember(Path::new("/p/20.jp"), "试点", stamp(30).at);
    settings.save(&home).unwrap();
    let (back, trouble) = Settings::load(&home);
    assert_eq!((&back, trouble), (&settings, None));
    assert_eq!(back.recent.len(), 20);
    let first = Recent { path: "/p/20.jp".into(), title: "试点".to_owned(), opened: stamp(30).at };
    assert_eq!((&back.recent[0], back.recent[1].path.as_path()), (&first, Path::new("/p/24.jp")));

    fs::write(&home.settings, "lang = 5\n").unwrap();
    let (defaults, trouble) = Settings::load(&home);
    assert_eq!(defaults, Settings::default());
    let trouble = trouble.unwrap();
    assert_eq!((&trouble.path, trouble.fault.code()), (&home.settings, "not-toml"));
    settings.save(&home).unwrap();
    assert_eq!(Settings::load(&home), (settings, None));
    assert_eq!(fs::read(home.settings.with_extension("toml.unreadable")).unwrap(), b"lang = 5\n");
}

#[test]
fn a_scheme_folder_gives_its_toml_files_in_order() {
    let dir = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
    assert_eq!(store::read_scheme_folder(dir.path()).unwrap_err().fault, Fault::NoScheme);
    for (name, text) in [("scheme.toml", "a"), ("facts.toml", "b"), ("README.md", "c"), ("._facts.toml", "d")]
    {
        put(name, text);
    }
    let files = store::read_scheme_folder(dir.path()).unwrap();
    let named: Vec<(&str, &[u8])> = files.iter().map(|f| (f.name.as_str(), f.bytes.as_slice())).collect();
    assert_eq!(named, [("facts.toml", &b"b"[..]), ("scheme.toml", &b"a"[..])]);
    let missing = dir.path().join("none");
    assert_eq!(store::read_scheme_folder(&missing).unwrap_err().fault, Fault::Missing);
    assert_eq!(
        store::read_scheme_folder(&dir.path().join("README.md")).unwrap_err().fault,
        Fault::NotAFolder
    );
    let huge = fs::File::create(dir.path().join("huge.toml")).unwrap();
    huge.set_len(17 * 1024 * 1024).unwrap();
    let error = store::read_scheme_folder(dir.path()).unwrap_err();
    assert_eq!(
        (error.path.file_name().unwrap().to_str(), error.fault.code()),
        (Some("huge.toml"), "too-large")
    );
}

#[cfg(unix)]
#[test]
fn a_link_out_of_a_scheme_folder_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let scheme = dir.path().join("scheme");
    fs::create_dir(&scheme).unwrap();
    fs::write(scheme.join("scheme.toml"), "a").unwrap();
    std::os::unix::fs::symlink(scheme.join("scheme.toml"), scheme.join("same.toml")).unwrap();
    assert_eq!(store::read_scheme_folder(&scheme).unwrap().len(), 2);
    fs::write(dir.path().join("secret.toml"), "b").unwrap();
    std::os::unix::fs::symlink(dir.path().join("secret.toml"), scheme.join("x.toml")).unwrap();
    assert_eq!(store::read_scheme_folder(&scheme).unwrap_err().fault, Fault::OutsideLink);
}

#[test]
fn what_ships_in_the_program_is_the_folder_of_the_case() {
    let surveys = Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys");
    let folder = surveys.join(store::SHIPPED);
    assert_eq!(store::shipped(), store::read_scheme_folder(&folder).unwrap());
    assert!(store::scheme_folders(&surveys).contains(&folder));
    assert_eq!(store::scheme_folders(&surveys.join("none")), Vec::<PathBuf>::new());
}

#[test]
fn a_file_name_cannot_steer_the_terminal_that_names_it() {
    let error = store::read(Path::new("a\u{1b}[2J.jp")).unwrap_err();
    for lang in [Lang::Zh, Lang::En] {
        let words = i18n::store::message(lang, &error) + &i18n::store::mend(lang, &error);
        assert!(words.contains("a␛[2J.jp") && !words.contains('\u{1b}'), "{words}");
    }
}
