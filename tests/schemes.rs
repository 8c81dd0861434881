use jiping::format::{self, SourceFile, diagnose};
use jiping::i18n::Lang;
fn folder(dir: &str) -> Vec<SourceFile> {
    let mut files: Vec<_> = std::fs::read_dir(dir)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "toml"))
        .collect();
    files.sort();
    files
        .iter()
        .map(|p| SourceFile {
            name: p.file_name().unwrap().to_str().unwrap().into(),
            bytes: std::fs::read(p).unwrap(),
        })
        .collect()
}
#[test]
fn shipped() {
    let l = format::load("x", &folder("surveys/yangquan-2023"));
    for p in &l.problems {
        println!("{}\n", diagnose::render(p, &l.sources, Lang::Zh, false));
    }
    println!("{} {}", l.scheme.leaves().count(), l.facts.len());
    assert!(l.problems.is_empty());
}
