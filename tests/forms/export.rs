//! `export --format responses`: every form by code and by label, the codebook, SPSS syntax.

use crate::import::{Desk, TEXT, is_the_four_forms};

impl Desk {
    fn exported(&self, name: &str) -> String {
        let to = self.place.path("out");
        self.place
            .run(&["export", &self.project, "--to", &to.display().to_string(), "--format", "responses"])
            .ok();
        std::fs::read_to_string(to.join(format!("responses-villagers-{name}"))).unwrap()
    }
}

fn with_forms() -> Desk {
    let desk = Desk::new();
    let file = desk.file("text.csv", TEXT.replace("路灯太暗", "=1+1").as_bytes());
    desk.import(&file, &[]).ok();
    desk.place.run(&["set", &desk.project, "villagers.form.3.invalid", "twice"]).ok();
    desk
}

#[test]
fn forms_leave_by_code_and_by_label() {
    let desk = with_forms();
    let codes = desk.exported("codes.csv");
    let lines: Vec<&str> = codes.trim_start_matches('\u{FEFF}').lines().collect();
    assert_eq!(
        lines,
        [
            "form,serial,duration,valid,Q1,Q2/1,Q2/2,Q2/9,Q3,Q4",
            "1,1,95,1,1,-3,-3,-3,34,-2",
            "2,2,95,1,2,1,0,1,51,'=1+1",
            "3,3,20,0,3,0,1,0,-2,-2",
            "4,4,61,1,1,-3,-3,-3,27,\"好, 很好\"",
        ]
    );
    let labels = desk.exported("labels.csv");
    assert!(labels.contains("2,2,95,valid,So-so,村口; 其他,51,'=1+1"), "{labels}");
    assert!(labels.contains("3,3,20,invalid,Dissatisfied,学校(小学、中学)旁,"), "{labels}");
    assert!(labels.contains("1,1,95,valid,Satisfied,not asked,34,"), "{labels}");
    let book = desk.exported("codebook.csv");
    assert!(book.contains("Q1,Are you satisfied with the upkeep?,one choice,1,Satisfied,100"), "{book}");
    assert!(book.contains("Q2_9,哪些路段最该修？ [其他],several choices,1,ticked,"), "{book}");
    assert!(book.contains("Q1,Are you satisfied with the upkeep?,one choice,-3,not asked,"), "{book}");
}

#[test]
fn forms_by_code_come_back_as_the_same_forms() {
    let (desk, again) = (Desk::new(), Desk::new());
    let file = desk.file("text.csv", TEXT.as_bytes());
    desk.import(&file, &[]).ok();
    let file = again.file("codes.csv", desk.exported("codes.csv").as_bytes());
    again.import(&file, &[]).ok();
    is_the_four_forms(&again.tally());
    assert_eq!(again.exported("codes.csv"), desk.exported("codes.csv"));
}

#[test]
fn syntax_names_every_variable_and_value() {
    let syntax = with_forms().exported("spss.sps");
    for words in [
        "/FILE='responses-villagers-codes.csv'",
        "\n  Q3 F16.0\n",
        "\n  Q4 A2000\n",
        "\n  Q2_9 '哪些路段最该修？ [其他]'\n",
        "  Q1 1 'Satisfied' 2 'So-so' 3 'Dissatisfied' -2 ",
        "MISSING VALUES Q1 (-5 THRU -2).",
    ] {
        assert!(syntax.contains(words), "{words}: {syntax}");
    }
    // Every variable of the file is read, in its order.
    let read: Vec<&str> = syntax
        .lines()
        .skip_while(|l| !l.contains("/VARIABLES="))
        .skip(1)
        .take_while(|l| l.trim() != ".")
        .map(|l| l.split_whitespace().next().unwrap())
        .collect();
    assert_eq!(read, ["form", "serial", "duration", "valid", "Q1", "Q2_1", "Q2_2", "Q2_9", "Q3", "Q4"]);
}
