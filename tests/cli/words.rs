//! What is said of files that cannot be read or written: plain words, place, reason and mend, and
//! nothing of what the layers below say to programmers.

use std::fs;

use super::place::{CASE, Place, Ran};

/// Words of lower layers that help nobody who has only the file.
const JARGON: [&str; 8] =
    ["utf-8 sequence", "os error", "EOCD", "btree", "malformed", "No such file", "denied (", "Invalid"];

fn in_plain_words(ran: &Ran) {
    for word in JARGON {
        assert!(!ran.err.contains(word) && !ran.out.contains(word), "{word}: {}{}", ran.out, ran.err);
    }
}

#[test]
fn a_project_whose_beginning_is_damaged_is_not_called_something_else() {
    let place = Place::new();
    let whole = fs::read(place.case()).unwrap();
    // The mark of the database, its whole head, its first page, the mark of the program.
    for (n, lost) in [0..16, 0..100, 0..4096, 68..72].into_iter().enumerate() {
        let mut bytes = whole.clone();
        bytes[lost].fill(0);
        let file = place.path(&format!("damaged-{n}.jp"));
        fs::write(&file, bytes).unwrap();
        let file = file.display().to_string();
        for command in [["score", &file], ["verify", &file], ["log", &file]] {
            let ran = place.run(&command);
            ran.refused(3, &[&file, "its beginning is damaged", "put a backup in its place", "the mirror"]);
        }
        let ran = place.run(&["--lang", "zh", "score", &file]);
        ran.refused(3, &["文件开头已损坏", "换上备份", "镜像"]);
    }
    let text = place.path("text.jp");
    fs::write(&text, "4096 字节以上的文字\n".repeat(1000)).unwrap();
    place.run(&["score", &text.display().to_string()]).refused(3, &["not a jiping project"]);
}

#[test]
fn damage_inside_is_told_in_plain_words() {
    let place = Place::new();
    let whole = fs::read(place.case()).unwrap();
    let file = place.path("inside.jp").display().to_string();
    // A byte of a recorded text that is no character any more.
    let mut bytes = whole.clone();
    let at = bytes.windows(7).rposition(|w| w == b"2023-05").unwrap();
    bytes[at] = 0xff;
    fs::write(&file, &bytes).unwrap();
    let ran = place.run(&["verify", &file]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("cannot be read: some of their bytes are damaged"), "{}", ran.out);
    in_plain_words(&ran);
    // A page of noise.
    bytes.clone_from(&whole);
    bytes[3 * 4096..4 * 4096].fill(0xa5);
    fs::write(&file, &bytes).unwrap();
    let ran = place.run(&["verify", &file]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("places of its own structure damaged"), "{}", ran.out);
    in_plain_words(&ran);
    // Half of it.
    fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    let ran = place.run(&["score", &file]);
    ran.refused(3, &["the project is damaged", "backup"]);
    in_plain_words(&ran);
}

#[test]
fn an_impossible_place_for_exports_says_why_and_what_to_do() {
    let place = Place::new();
    let case = place.case();
    let file = place.path("file");
    fs::write(&file, "x").unwrap();
    for (to, said) in [
        (file.clone(), ["this is a file, not a folder", "Name a folder"]),
        (file.join("below"), ["this is a file, not a folder", "Name a folder"]),
        (place.path(&"long".repeat(100)), ["the name is too long", "Choose a shorter name"]),
    ] {
        let to = to.display().to_string();
        let ran = place.run(&["export", &case, "--to", &to]);
        ran.refused(3, &[&to, said[0], said[1]]);
        in_plain_words(&ran);
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "x");
    // Folders that are not there are made.
    let deep = place.path("a/b/c").display().to_string();
    assert_eq!(place.run(&["export", &case, "--to", &deep, "--format", "json"]).code, 0);
}

/// A folder in which nobody can make anything, not even who may do everything.
#[cfg(target_os = "linux")]
#[test]
fn a_place_that_takes_nothing_says_so() {
    let place = Place::new();
    let case = place.case();
    for to in ["/proc/results", "/sys/results"] {
        let ran = place.run(&["export", &case, "--to", to]);
        ran.refused(3, &[to, "another place"]);
        in_plain_words(&ran);
    }
}

#[test]
fn a_project_in_a_folder_that_is_not_there_names_the_folder() {
    let place = Place::new();
    let folder = place.path("nowhere");
    let file = folder.join("a.jp").display().to_string();
    let ran = place.run(&["new", &file, "--scheme", CASE]);
    ran.refused(3, &[&folder.display().to_string(), "there is no such folder", "Make this folder first"]);
    let ran = place.run(&["--lang", "zh", "new", &file, "--scheme", CASE]);
    ran.refused(3, &["没有这个文件夹", "请先建立这个文件夹"]);
}

#[test]
fn a_damaged_workbook_is_called_that_and_no_more() {
    let place = Place::new();
    let case = place.case();
    let book = place.path("book.xlsx");
    fs::write(&book, b"PK\x03\x04junk that is no archive").unwrap();
    let book = book.display().to_string();
    let ran = place.run(&["import", &case, &book, "--questionnaire", "staff"]);
    ran.refused(3, &["it is damaged", "export it again"]);
    in_plain_words(&ran);
}

/// A scheme of so many indicators, each of which reads a measure by a name with a slip in it.
fn with_wrong_names(n: usize) -> String {
    let measure = |i| format!("[[measure]]\nid = \"measure-{i:05}-x\"\nname = \"M{i}\"\nkind = \"number\"\n");
    let indicator = |i| {
        format!(
            "[[indicator]]\nid = \"i{i}\"\nname = \"Leaf {i}\"\nweight = 1\n\
             rule = {{ value = \"measure-{i:05}-y\", curve = \"proportional\", full = 5 }}\n"
        )
    };
    let head = format!(
        "[scheme]\ntitle = \"Large\"\nlevels = [\"Indicator\"]\nfull = {n}\n[[grade]]\nname = \"Pass\"\nat_least = 6\n\
         [[grade]]\nname = \"Fail\"\n"
    );
    std::iter::once(head).chain((0..n).map(measure)).chain((0..n).map(indicator)).collect()
}

#[test]
fn names_that_were_meant_are_looked_for_among_the_first_problems_and_that_is_said() {
    let place = Place::new();
    let dir = place.scheme(&[("scheme.toml", with_wrong_names(600).as_bytes())]);
    let ran = place.run(&["check", &dir]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.out.matches("error[expression]").count(), 600);
    assert_eq!(ran.out.matches("did you mean `measure-").count(), 500);
    assert!(ran.out.contains("among the first 500 problems only"), "{}", ran.out);

    let few = Place::new();
    let dir = few.scheme(&[("scheme.toml", with_wrong_names(20).as_bytes())]);
    let ran = few.run(&["check", &dir]);
    assert_eq!(ran.out.matches("did you mean `measure-").count(), 20);
    assert!(!ran.out.contains("among the first"), "{}", ran.out);
}
