//! Workbooks of forms, made as people make them.

use rust_xlsxwriter::Workbook;

/// A workbook with the sheets of a form; numbers in cells are written as numbers.
pub fn book(survey: &[&[&str]], choices: &[&[&str]], settings: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in [("survey", survey), ("choices", choices), ("settings", settings)] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        for (row, cells) in (0..).zip(rows) {
            for (column, text) in (0..).zip(*cells) {
                match text.parse::<f64>() {
                    Ok(number) => sheet.write_number(row, column, number).map(|_| ()).unwrap(),
                    Err(_) if text.is_empty() => {}
                    Err(_) => sheet.write_string(row, column, *text).map(|_| ()).unwrap(),
                }
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// A survey of villagers as it might come from Kobo: 15 questions in two languages, with skips,
/// constraints, a group, notes and calculations. Constructed.
const SURVEY: &[&[&str]] = &[
    &[
        "type",
        "name",
        "label::中文 (zh)",
        "label::English (en)",
        "hint::中文 (zh)",
        "required",
        "relevant",
        "constraint",
        "constraint_message::中文 (zh)",
        "constraint_message::English (en)",
        "calculation",
    ],
    &["start", "start"],
    &["note", "welcome", "以下问题请按纸面作答", "Please key what the paper says"],
    &["text", "village", "村名", "Village", "如：东沟村", "yes"],
    &["date", "visited", "走访日期", "Day of the visit", "", "yes"],
    &[
        "integer",
        "age",
        "年龄",
        "Age",
        "",
        "yes",
        "",
        ". >= 18 and . <= 110",
        "年龄应在 18 到 110 之间",
        "Age from 18 to 110",
    ],
    &["select_one yesno", "knows", "知道村道养护项目吗？", "Do you know the upkeep project?", "", "yes"],
    &[
        "select_multiple source",
        "sources",
        "从哪里知道的？",
        "How do you know it?",
        "",
        "",
        "${knows} = 'yes'",
        "count-selected(.) <= 2",
        "最多选两项",
        "At most two",
    ],
    &["begin_group", "views", "二、评价", "II. Views", "", "", "${knows} = 'yes' and ${age} < 100"],
    &["select_one five", "q_smooth", "路面平整", "Smooth surface", "", "yes"],
    &["select_one five", "q_clean", "路面清洁", "Clean surface", "", "yes"],
    &["select_one five", "q_quick", "修补及时", "Quick repairs", "", "yes"],
    &[
        "calculate",
        "views_mean",
        "三项平均",
        "Mean of the three",
        "",
        "",
        "",
        "",
        "",
        "",
        "(${q_smooth} + ${q_clean} + ${q_quick}) div 3",
    ],
    &["text", "why", "哪里不满意？", "What is not good?", "", "", "${views_mean} < 3"],
    &["end_group"],
    &["integer", "trips", "每月走这条路几次", "Trips a month", "", "", "", ". >= 0"],
    &["decimal", "minutes", "单程几分钟", "Minutes one way", "", "", "${trips} > 0", ". > 0"],
    &[
        "calculate",
        "hours",
        "每月在路上（小时）",
        "Hours a month on the road",
        "",
        "",
        "${trips} > 0",
        "",
        "",
        "",
        "${trips} * ${minutes} * 2 div 60",
    ],
    &["note", "sum", "每月约 ${hours} 小时", "About ${hours} hours a month", "", "", "${hours} >= 1"],
    &["select_one grade or_other", "work", "职业", "Work", "", "yes"],
    &["integer", "family", "家里几口人", "Persons at home", "", "", "", ". >= 1"],
    &[
        "integer",
        "pupils",
        "其中在校学生",
        "Of these at school",
        "",
        "",
        "${family} > 1",
        ". <= ${family}",
        "不能多于家里人数",
        "Not more than the family",
    ],
    &["text", "remarks", "其他意见", "Remarks"],
];
/// Its choices.
const CHOICES: &[&[&str]] = &[
    &["list_name", "name", "label::中文 (zh)", "label::English (en)", "分值"],
    &["yesno", "yes", "知道", "Yes"],
    &["yesno", "no", "不知道", "No"],
    &["source", "meeting", "村民会", "Meeting"],
    &["source", "board", "公示栏", "Notice board"],
    &["source", "phone", "手机", "Phone"],
    &["five", "5", "很好", "Very good", "100"],
    &["five", "4", "好", "Good", "80"],
    &["five", "3", "一般", "So-so", "60"],
    &["five", "2", "差", "Bad", "20"],
    &["five", "1", "很差", "Very bad", "0"],
    &["grade", "farmer", "务农", "Farmer"],
    &["grade", "worker", "务工", "Worker"],
];
/// Its settings.
const SETTINGS: &[&[&str]] =
    &[&["form_title", "form_id", "default_language"], &["村民问卷", "villagers", "中文 (zh)"]];

/// The survey of villagers as a workbook.
pub fn villagers() -> Vec<u8> {
    book(SURVEY, CHOICES, SETTINGS)
}
