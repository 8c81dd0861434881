//! What is computed on a form: a column of the forms that leave, a figure where answers are counted,
//! and nothing to take in.

use crate::book::{book, villagers};
use crate::place::{Place, Ran};

pub struct Kobo {
    pub place: Place,
    pub project: String,
}

impl Kobo {
    /// A project of this form.
    pub fn of(form: &[u8]) -> Self {
        let place = Place::new();
        let at = |name: &str| place.path(name).display().to_string();
        std::fs::write(at("form.xlsx"), form).unwrap();
        place.run(&["xlsform", &at("form.xlsx"), "--to", &at("made")]).ok();
        let project = at("form.jp");
        place.run(&["new", &project, "--scheme", &at("made")]).ok();
        Self { place, project }
    }

    pub fn import(&self, name: &str, table: &[u8], more: &[&str]) -> Ran {
        let path = self.place.path(name);
        std::fs::write(&path, table).unwrap();
        let path = path.display().to_string();
        self.place.run(&[&["--lang", "en", "import", &self.project, &path][..], more].concat())
    }

    pub fn exported(&self, name: &str) -> String {
        let to = self.place.path("out");
        let ways = ["--to", &to.display().to_string(), "--format", "responses"];
        self.place.run(&[&["--lang", "en", "export", &self.project][..], &ways].concat()).ok();
        let name = name.to_owned();
        let all = std::fs::read_dir(&to).unwrap().map(|f| f.unwrap().path());
        let found = all.into_iter().find(|p| p.display().to_string().ends_with(&name)).unwrap();
        std::fs::read_to_string(found).unwrap().trim_start_matches('\u{FEFF}').to_owned()
    }
}

/// Three villagers. (5 + 4 + 4) ÷ 3 = 4.333…; 20 × 6 × 2 ÷ 60 = 4 hours. The second never takes the
/// road, so no hours are asked of him; the third knows no project, and does not say how many minutes.
const FORMS: &str = "\
village,visited,age,knows,sources,views/q_smooth,views/q_clean,views/q_quick,views/views_mean,trips,minutes,work,family,pupils,remarks
东沟村,2024-05-08,44,yes,phone,5,4,4,9,20,6,farmer,3,1,路灯
西沟村,2024-05-08,30,yes,board,3,3,3,9,0,,worker,1,,
西沟村,2024-05-09,61,no,,,,,9,10,,worker,1,,
";

/// The cells of a column.
fn column(table: &str, name: &str) -> Vec<String> {
    let mut rows = table.lines().map(|l| l.split(',').map(str::to_owned).collect::<Vec<_>>());
    let head = rows.next().unwrap();
    let at = head.iter().position(|h| h == name).unwrap_or_else(|| panic!("{name}: {head:?}"));
    rows.map(|row| row[at].clone()).collect()
}

#[test]
fn what_is_computed_leaves_with_the_answers_it_comes_from() {
    let kobo = Kobo::of(&villagers());
    let report = kobo.import("f.csv", FORMS.as_bytes(), &["--dry-run"]).ok();
    assert!(report.contains("views/views_mean  →  not used (computed from answers"), "{report}");
    kobo.import("f.csv", FORMS.as_bytes(), &[]).ok();
    let codes = kobo.exported("codes.csv");
    assert_eq!(column(&codes, "views_mean"), ["4.333333", "3", ""]);
    assert_eq!(column(&codes, "hours"), ["4", "", ""]);
    // In the order of the paper: behind the three answers, before what is asked because of it.
    let head = codes.lines().next().unwrap();
    assert!(head.contains("q_quick,views_mean,why,"), "{head}");
    let labels = kobo.exported("labels.csv");
    assert_eq!(column(&labels, "views_mean Mean of the three"), ["4.333333", "3", ""]);
    let book = kobo.exported("codebook.csv");
    let line = "views_mean,Mean of the three,computed from answers,,(q_smooth + q_clean + q_quick) / 3,";
    assert!(book.lines().any(|l| l == line), "{book}");
    let syntax = kobo.exported("spss.sps");
    assert!(
        syntax.contains("\n  views_mean F16.6\n") && syntax.contains("\n  views_mean 'Mean of the three'\n")
    );
    assert!(!syntax.contains("MISSING VALUES views_mean"), "{syntax}");
    // And comes back as the same forms.
    let again = Kobo::of(&villagers());
    again.import("codes.csv", codes.as_bytes(), &[]).ok();
    assert_eq!(again.exported("codes.csv"), codes);
}

#[test]
fn what_is_computed_is_counted_beside_what_was_answered() {
    let kobo = Kobo::of(&villagers());
    kobo.import("f.csv", FORMS.as_bytes(), &[]).ok();
    let tally = kobo.place.run(&["tally", &kobo.project, "--json"]).json();
    let computed = tally["statistics"]["computed"].as_array().unwrap();
    let of = |id: &str| computed.iter().find(|c| c["id"] == id).unwrap();
    // (4.333… + 3) ÷ 2 = 3.67 of the two who were asked; their deviation 1.333… ÷ √2 = 0.94.
    let mean = &of("views_mean")["numbers"];
    assert_eq!((&mean["n"], &mean["mean"], &mean["deviation"]), (&2.into(), &"3.67".into(), &"0.94".into()));
    assert_eq!((&of("hours")["numbers"]["n"], &of("hours")["numbers"]["low"]), (&1.into(), &"4".into()));
    let text = kobo.place.run(&["--lang", "en", "tally", &kobo.project]).ok();
    assert!(text.contains("views_mean Mean of the three (computed from answers)"), "{text}");
    assert!(text.contains("2 forms come to a number, 3 to ≈ 4.333333"), "{text}");
}

/// Temperatures below zero, and a word that is computed from them.
fn cold() -> Vec<u8> {
    let survey: &[&[&str]] = &[
        &["type", "name", "label", "calculation"],
        &["integer", "low", "Lowest temperature"],
        &["calculate", "frost", "Frost", "if(${low} < 0, 'frost', 'none')"],
        &["text", "said", "Remarks"],
    ];
    book(survey, &[], &[])
}

#[test]
fn words_are_counted_and_negative_numbers_are_no_codes() {
    let kobo = Kobo::of(&cold());
    kobo.import("t.csv", "low,said\n-3,a\n-12,b\n4,c\nrefused,d\n".as_bytes(), &[]).ok();
    let codes = kobo.exported("codes.csv");
    assert_eq!(column(&codes, "low"), ["-3", "-12", "4", "refused"]);
    assert_eq!(column(&codes, "frost"), ["frost", "frost", "none", "none"]);
    let tally = kobo.place.run(&["tally", &kobo.project, "--json"]).json();
    let words = &tally["statistics"]["computed"][0]["words"];
    assert_eq!(*words, serde_json::json!([{"value": "frost", "count": 2}, {"value": "none", "count": 2}]));
    // (−3 − 12 + 4) ÷ 3 = −3.67
    assert_eq!(tally["statistics"]["numbers"][0]["mean"], "-3.67");
    let again = Kobo::of(&cold());
    again.import("codes.csv", codes.as_bytes(), &[]).ok();
    assert_eq!(again.exported("codes.csv"), codes);
    assert!(kobo.exported("codebook.csv").contains("low,Lowest temperature,number,refused,refused,"));
}
