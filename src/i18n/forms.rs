//! Words of tables of responses: what survey platforms write into headings and cells, and what
//! is said about a table that was read.

use super::problem::refusal;
use super::{Lang, store, texts};
use crate::format::forms::headings::role_word;
use crate::format::forms::{
    Danger, Fault, Forms, Ground, MOST_COLUMNS, Mapping, Mismatch, Role, Stop, Trouble, Troubles,
};
use crate::scheme::Questionnaire;
use crate::scheme::field::NON_ANSWERS;
use crate::scheme::questionnaire::QuestionKind;
use crate::store::Fault as DiskFault;
use crate::survey::batch::{Column, MAX_FORMS};

/// Headings of what a choice is worth.
pub const WORTHS: [&str; 9] =
    ["score", "value", "points", "x_score", "worth", "分值", "得分", "分数", "赋值"];
/// Names and codes of the two languages in headings.
pub const CHINESE: [&str; 8] = ["zh", "chinese", "中文", "汉语", "普通话", "简体中文", "cmn", "简体"];
/// Likewise.
pub const ENGLISH: [&str; 4] = ["en", "english", "英文", "英语"];
/// The choice that `or_other` adds.
pub const OTHER: (&str, &str) = ("其他（请注明）", "Other (please specify)");
/// Headings of the number that a platform gives each form.
pub const SERIALS: [&str; 8] =
    ["序号", "答卷编号", "答卷序号", "编号", "serial", "_index", "responseid", "instanceid"];
/// Headings of the time that somebody took to answer.
pub const DURATIONS: [&str; 7] =
    ["所用时间", "答题时长", "填写时长", "答题用时", "用时", "seconds", "duration"];
/// Headings that platforms add and that say nothing about the questions.
pub const META: [&str; 28] = [
    "提交答卷时间",
    "提交时间",
    "答题时间",
    "开始时间",
    "结束时间",
    "来源",
    "来源详情",
    "来自ip",
    "ip",
    "省份",
    "城市",
    "地区",
    "总分",
    "submissiondate",
    "start",
    "end",
    "today",
    "deviceid",
    "username",
    "_id",
    "_uuid",
    "_submission_time",
    "_validation_status",
    "key",
    "submitterid",
    "submittername",
    "status",
    "formversion",
];
/// What stands in a cell whose question was left blank. 问卷星 writes (空) or −2.
pub const BLANKS: [&str; 4] = ["(空)", "（空）", "-2", "空"];
/// What stands in a cell whose question was not asked. 问卷星 writes (跳过) or −3.
pub const SKIPPED: [&str; 4] = ["(跳过)", "（跳过）", "-3", "跳过"];
/// What stands in a column of ticks for a choice that was made, or not.
pub const TICKED: [&str; 8] = ["1", "1.0", "√", "✓", "是", "true", "TRUE", "yes"];
/// See [`TICKED`].
pub const UNTICKED: [&str; 6] = ["0", "0.0", "否", "false", "FALSE", "no"];
/// Behind minutes and seconds of a time.
pub const MINUTES: char = '分';
/// See [`MINUTES`].
pub const SECONDS: char = '秒';
/// Words for answers that are none, in the order of the codes that record them. −4 and −5 are
/// what this program writes for them by code.
pub const NO_ANSWERS: [&[&str]; 3] =
    [&["空白", "未填", "未答"], &["无法辨认", "辨认不清", "-4"], &["拒答", "拒绝回答", "-5"]];
/// What stands between the choices of a multiple choice.
pub const BETWEEN_TICKS: [char; 4] = ['┋', '|', ';', '\u{3001}'];
/// Around what somebody wrote beside a choice.
pub const BESIDE: (char, char) = ('〖', '〗');
/// What stands between the number of a question and its words.
pub const BEHIND_NUMBERS: [char; 6] = ['、', '.', '．', ':', '：', ' '];
/// Before and behind the number of a question in headings such as 第6题(选项).
pub const NUMBERED: (char, char) = ('第', '题');

texts! {
    wrong_map(entry: &str) => "--map 的“{entry}”缺少等号", "“{entry}” after --map has no equals sign";
    map_hint() => "写法：--map 列=题号，例如 --map C=Q1、--map \"3、您满意吗？=Q3\"、--map F=Q6/2（勾选列）、--map B=-（不用此列）；serial 为序号，duration 为用时", "write --map COLUMN=QUESTION, such as --map C=Q1, --map \"3. Satisfied?=Q3\", --map F=Q6/2 (a column of ticks), --map B=- (not used); serial is the form's number, duration the time it took";
    at_cell(row: u64, column: &str, heading: &str) => "第 {row} 行 {column} 列（{heading}）", "row {row}, column {column} ({heading})";
    at_row(row: u64) => "第 {row} 行", "row {row}";
    cells(found: usize, wanted: usize) => "有 {found} 格，表头有 {wanted} 格", "{found} {cells} under {wanted} {headings}", cells = found["cell" | "cells"], headings = wanted["heading" | "headings"];
    not_text() => "含有不属于文字的字节", "holds bytes that are no text";
    refused_cell(value: &str, why: &str) => "“{value}”{why}", "“{value}”: {why}";
    trouble_line(place: &str, what: &str) => "{place}：{what}", "{place}: {what}";
    more_troubles(n: u64) => "另有 {n} 处，未逐一列出", "{n} more, not listed";
    troubles_found(n: u64) => "有 {n} 处不能识别", "{n} {places} that cannot be read", places = n["place" | "places"];
    doubtful(column: &str, heading: &str, question: &str, ground: &str) => "{column} 列“{heading}”当作 {question}（{ground}），请核对；不对就用 --map 指定", "column {column} “{heading}” is taken for {question} ({ground}); look at it, and say otherwise with --map";
    without(questions: &str) => "没有对应列的题目：{questions}", "questions without a column: {questions}";
    repeated(column: &str, heading: &str) => "{column} 列“{heading}”与前面的列重复，未采用", "column {column} “{heading}” repeats another one and is not used";
    ground_said() => "指定", "as said";
    ground_remembered() => "沿用上次", "as last time";
    ground_id() => "题号相同", "its id";
    ground_wording() => "题干相同", "its wording";
    ground_both() => "编号与题干相近", "its number, and nearly its wording";
    ground_near() => "题干相近", "nearly its wording";
    ground_number() => "仅编号相同，题干不同", "only its number; the wording is another";
    ground_platform() => "平台附加列", "added by the platform";
    ground_computed() => "由答案算出，不用导入", "computed from answers, nothing to take in";
    ground_unknown() => "不是题目", "no question";
    role_ignored() => "不采用", "not used";
    role_serial() => "序号", "serial";
    role_duration() => "用时", "time taken";
    stop_read(path: &str, why: &str) => "{path} 无法读取：{why}", "{path} cannot be read: {why}";
    stop_empty(path: &str) => "{path} 是空的", "{path} is empty";
    stop_spreadsheet(path: &str) => "{path} 是电子表格文件，这里要 CSV", "{path} is a spreadsheet file; a CSV is wanted here";
    stop_endless(path: &str) => "{path} 里有一行没有结尾，多半是引号没有成对", "a row of {path} does not end; a quote is probably not closed";
    stop_wide(path: &str, most: usize) => "{path} 超过 {most} 列", "{path} has more than {most} columns";
    stop_no_questions(path: &str, questionnaire: &str) => "{path} 的表头里没有问卷 {questionnaire} 的题目", "no heading of {path} is a question of {questionnaire}";
    mend_read() => "检查文件是否完整，或换一种方式导出", "check that the file is whole, or export it again";
    mend_headings(headings: &str, questions: &str) => "表头：{headings}；题目：{questions}。用 --map 列=题号 指定", "headings: {headings}; questions: {questions}. Say which is which with --map COLUMN=QUESTION";
    mend_spreadsheet() => "tally 只数 CSV；在表格软件里另存为 CSV，或用 jiping import 导入", "tally counts CSV only: save it as CSV, or use jiping import";
    stop_many(path: &str, most: usize) => "{path} 的答卷超过 {most} 份，或文字过多，请分成几个文件", "{path} holds more than {most} forms, or too much text; split it";
    stop_workbook(path: &str, why: &str) => "{path} 没有打开：{why}", "{path} was not opened: {why}";
    stop_no_sheet(path: &str, sheet: &str) => "{path} 里没有“{sheet}”这张工作表", "{path} has no sheet “{sheet}”";
    mend_sheet(sheets: &str) => "工作表有：{sheets}", "its sheets: {sheets}";
    damaged() => "文件损坏，或只有一部分", "it is damaged, or not whole";
    too_large(most: u64) => "解压后超过 {most} MB", "it unpacks to more than {most} MB";
    bomb(most: u64) => "压缩比超过 {most} 倍，像是压缩炸弹", "it is packed more than {most} times over, as no table is";
    doctype(part: &str) => "其中的 {part} 带有 DOCTYPE 声明", "its part {part} declares a DOCTYPE";
    too_many_cells(most: u64) => "单元格超过 {most} 个", "it has more than {most} cells";
    disorder(row: u64) => "第 {row} 行附近的行次颠倒", "its rows are out of order near row {row}";
    error_cell(error: &str) => "公式结果为错误 {error}", "its formula came to the error {error}";
    formulas(n: u64, cell: &str) => "有 {n} 个单元格是公式（如 {cell}），取其保存时的结果", "{n} {are} ({cell} for one); the results saved with {them} are used", are = n["cell is a formula" | "cells are formulas"], them = n["it" | "them"];
    sheet_used(sheet: &str, others: &str) => "读取工作表“{sheet}”；其余：{others}（用 --sheet 指定）", "sheet “{sheet}” is read; the others: {others} (choose with --sheet)";
    report_forms(forms: usize, columns: usize) => "{forms} 份答卷，{columns} 列", "{forms} {papers}, {columns} {sides}", papers = forms["form" | "forms"], sides = columns["column" | "columns"];
    report_line(column: &str, heading: &str, role: &str, ground: &str) => "{column}  {heading}  →  {role}（{ground}）", "{column}  {heading}  →  {role} ({ground})";
    report_blank(n: u64) => "空白单元格 {n} 个，按“空白”录入", "{n} empty {are} recorded as blank", are = n["cell is" | "cells are"];
    report_codes(n: u64) => "−2 至 −5 的单元格 {n} 个，所在题目可答负数，按数字录入；空白请在表中写“空白”", "{n} {cells} of −2 to −5 {are} taken as numbers, for {their} question takes negatives; there a blank is to be written as blank", cells = n["cell" | "cells"], are = n["is" | "are"], their = n["its" | "their"];
    report_beside(n: usize) => "选项旁的文字 {n} 处，存为该答案的备注", "{n} {kept} on their answers", kept = n["text beside choices is kept as a note" | "texts beside choices are kept as notes"];
    came_before(name: &str, before: &str, first: u32, last: u32) => "{name} 与已导入的 {before} 内容相同（第 {first}–{last} 份），没有再次导入", "{name} is the same file as {before}, which came in as forms {first}–{last}; nothing was imported";
    again_hint() => "确实要再导入一次，加 --again", "add --again to import it once more";
    nothing_imported() => "没有导入任何一份。改正上述各处后再导入；或加 --unreadable，把不能识别的单元格按“辨认不清”录入", "Nothing was imported. Mend these places, or add --unreadable to record cells that cannot be read as unreadable";
    only_looked() => "只是查看，没有写入项目", "This was only a look; nothing was written";
    imported(first: u32, last: u32) => "已导入第 {first}–{last} 份", "imported as forms {first}–{last}";
    not_asked() => "跳过", "not asked";
    ticked() => "选中", "ticked";
    not_ticked() => "未选", "not ticked";
    counts() => "有效", "valid";
    counts_not() => "作废", "invalid";
    head_form() => "编号", "form";
    head_valid() => "有效性", "validity";
    head_variable() => "变量", "variable";
    head_question() => "题目", "question";
    head_kind() => "题型", "kind";
    head_code() => "编码", "code";
    head_label() => "含义", "label";
    head_value() => "分值", "value";
    kind_single() => "单选", "one choice";
    kind_multiple() => "多选", "several choices";
    kind_number() => "数值", "number";
    kind_date() => "日期", "date";
    kind_text() => "文字", "text";
    kind_computed() => "由答案算出", "computed from answers";
    no_column(column: &str) => "表里没有“{column}”这一列", "the table has no column “{column}”";
    no_question(question: &str) => "问卷没有“{question}”这一题", "the questionnaire has no question “{question}”";
    no_choice(choice: &str) => "题目没有“{choice}”这个选项", "the question has no choice “{choice}”";
}

/// Headings before the questions of the forms by label.
pub fn responses_head(lang: Lang) -> Vec<String> {
    [head_form, role_serial, role_duration, head_valid].map(|text| text(lang)).to_vec()
}

/// Headings of the codebook.
pub fn codebook_head(lang: Lang) -> Vec<String> {
    [head_variable, head_question, head_kind, head_code, head_label, head_value]
        .map(|text| text(lang))
        .to_vec()
}

/// Whether a form counts.
pub fn validity(lang: Lang, valid: bool) -> String {
    if valid { counts(lang) } else { counts_not(lang) }
}

/// What kind of answer a question takes.
pub fn kind(lang: Lang, kind: &QuestionKind) -> String {
    match kind {
        QuestionKind::Single => kind_single(lang),
        QuestionKind::Multiple => kind_multiple(lang),
        QuestionKind::Number(_) => kind_number(lang),
        QuestionKind::Date => kind_date(lang),
        QuestionKind::Text => kind_text(lang),
    }
}

/// A column as a spreadsheet names it; `number` from 1.
pub fn letters(number: usize) -> String {
    let (mut number, mut letters) = (number, Vec::new());
    while number > 0 {
        // The remainder is below 26.
        letters.push(b'A' + u8::try_from((number - 1) % 26).unwrap_or_default());
        number = (number - 1) / 26;
    }
    letters.iter().rev().map(|b| char::from(*b)).collect()
}

/// What a column holds, in words.
pub fn role(lang: Lang, role: Role, questionnaire: &Questionnaire) -> String {
    match role {
        Role::Ignored => role_ignored(lang),
        Role::Serial => role_serial(lang),
        Role::Duration => role_duration(lang),
        Role::Answer(_) | Role::Tick(..) => role_word(role, questionnaire),
    }
}

/// Why a column is taken for what it is.
pub fn ground(lang: Lang, ground: Ground) -> String {
    match ground {
        Ground::Said => ground_said(lang),
        Ground::Remembered => ground_remembered(lang),
        Ground::Id => ground_id(lang),
        Ground::Wording => ground_wording(lang),
        Ground::NumberAndWording => ground_both(lang),
        Ground::NearWording => ground_near(lang),
        Ground::NumberOnly => ground_number(lang),
        Ground::Platform => ground_platform(lang),
        Ground::Computed => ground_computed(lang),
        Ground::Unknown => ground_unknown(lang),
    }
}

/// What a table holds and what is taken for what: the lines of a dry run.
pub fn report(lang: Lang, questionnaire: &Questionnaire, forms: &Forms) -> Vec<String> {
    let mut lines = vec![report_forms(lang, forms.batch.len(), forms.mapping.columns.len())];
    lines.extend(
        forms
            .sheets
            .as_ref()
            .filter(|(_, others)| !others.is_empty())
            .map(|(sheet, others)| sheet_used(lang, sheet, &others.join(" | "))),
    );
    for (n, column) in forms.mapping.columns.iter().enumerate() {
        let held = role(lang, column.role, questionnaire);
        let why = ground(lang, column.ground);
        lines.push(format!("  {}", report_line(lang, &letters(n + 1), &column.heading, &held, &why)));
    }
    lines.extend(notes(lang, questionnaire, &forms.mapping));
    lines.extend(counted(lang, forms));
    lines.extend(troubles(lang, &forms.mapping, &forms.troubles));
    lines
}

/// What was read besides answers: empty cells, words beside choices, formulas.
pub fn counted(lang: Lang, forms: &Forms) -> Vec<String> {
    let mut lines = Vec::new();
    let blanks: u64 = forms.batch.columns().iter().map(blanks).sum();
    if blanks > 0 {
        lines.push(report_blank(lang, blanks));
    }
    if forms.codes_taken > 0 {
        lines.push(report_codes(lang, forms.codes_taken));
    }
    if !forms.beside.is_empty() {
        lines.push(report_beside(lang, forms.beside.len()));
    }
    if let Some((count, row, column)) = forms.formulas {
        lines.push(formulas(lang, count, &format!("{}{row}", letters(column))));
    }
    lines
}

fn blanks(column: &Column) -> u64 {
    column.counts().filter(|(answer, _)| *answer == NON_ANSWERS[0]).map(|(_, n)| u64::from(n)).sum()
}

/// What is worth a look in a mapping; nothing if every question has a sure column.
pub fn notes(lang: Lang, questionnaire: &Questionnaire, mapping: &Mapping) -> Vec<String> {
    let mut notes = Vec::new();
    for (n, column) in mapping.columns.iter().enumerate() {
        if column.role != Role::Ignored && column.ground.is_doubtful() {
            let held = role(lang, column.role, questionnaire);
            notes.push(doubtful(lang, &letters(n + 1), &column.heading, &held, &ground(lang, column.ground)));
        }
    }
    for n in &mapping.repeated {
        notes.push(repeated(lang, &letters(n + 1), &mapping.columns[*n].heading));
    }
    if !mapping.without.is_empty() {
        let ids = mapping.without.iter().filter_map(|q| questionnaire.questions.get(*q));
        notes.push(without(lang, &ids.map(|q| q.id.as_str()).collect::<Vec<_>>().join(" ")));
    }
    notes
}

/// What is wrong with a table, place by place.
pub fn troubles(lang: Lang, mapping: &Mapping, troubles: &Troubles) -> Vec<String> {
    if troubles.count == 0 {
        return Vec::new();
    }
    let mut lines = vec![troubles_found(lang, troubles.count)];
    lines.extend(troubles.told.iter().map(|t| format!("  {}", trouble(lang, mapping, t))));
    let more = troubles.count.saturating_sub(troubles.told.len() as u64);
    if more > 0 {
        lines.push(format!("  {}", more_troubles(lang, more)));
    }
    lines
}

/// One thing that is wrong, with its place.
pub fn trouble(lang: Lang, mapping: &Mapping, trouble: &Trouble) -> String {
    let place = trouble.column.map_or_else(
        || at_row(lang, trouble.row),
        |c| {
            let heading = mapping.columns.get(c - 1).map_or("", |c| c.heading.as_str());
            at_cell(lang, trouble.row, &letters(c), heading)
        },
    );
    let what = match &trouble.fault {
        Fault::Cells { found, wanted } => cells(lang, *found, *wanted),
        Fault::NotText => not_text(lang),
        Fault::ErrorCell(error) => error_cell(lang, error),
        Fault::Broken { message, holds } => {
            let message = message.as_ref().map(|m| lang.wording(m).into_owned());
            super::dossier::constraint(lang, message, holds)
        }
        Fault::Refused { value, refusal: why } => refused_cell(lang, value, &refusal(lang, why)),
    };
    trouble_line(lang, &place, &what)
}

/// Why a table could not be read.
pub fn stop(lang: Lang, stop: &Stop, path: &str, questionnaire: &Questionnaire) -> String {
    let of_columns = || match stop {
        Stop::Mismatch(Mismatch::NoColumn(column)) => no_column(lang, column),
        Stop::Mismatch(Mismatch::NoQuestion(question)) => no_question(lang, question),
        Stop::Mismatch(Mismatch::NoChoice(choice)) => no_choice(lang, choice),
        _ => stop_no_questions(lang, path, lang.label(&questionnaire.name)),
    };
    unread(lang, stop, path).unwrap_or_else(of_columns)
}

/// Why a file is not read as a table, whatever the table is for; `None` if it was read.
pub fn unread(lang: Lang, stop: &Stop, path: &str) -> Option<String> {
    Some(match stop {
        Stop::Read(error) => stop_read(lang, path, &store::fault(lang, &DiskFault::of_content(error))),
        Stop::Empty => stop_empty(lang, path),
        Stop::Spreadsheet => stop_spreadsheet(lang, path),
        Stop::Endless => stop_endless(lang, path),
        Stop::TooWide => stop_wide(lang, path, MOST_COLUMNS),
        Stop::TooMany => stop_many(lang, path, MAX_FORMS),
        Stop::Workbook(found) => stop_workbook(lang, path, &danger(lang, found)),
        Stop::NoSheet(sheet, _) => stop_no_sheet(lang, path, sheet),
        Stop::NoQuestions { .. } | Stop::Mismatch(_) => return None,
    })
}

/// Why a workbook is not opened.
fn danger(lang: Lang, danger: &Danger) -> String {
    match danger {
        Danger::Damaged => damaged(lang),
        Danger::TooLarge { most } => too_large(lang, most >> 20),
        Danger::Bomb { most } => bomb(lang, *most),
        Danger::Doctype(part) => doctype(lang, part),
        Danger::TooManyCells { most } => too_many_cells(lang, *most),
        Danger::Disorder(row) => disorder(lang, *row),
    }
}

/// How to mend it.
pub fn mend(lang: Lang, stop: &Stop, questionnaire: &Questionnaire) -> String {
    match stop {
        Stop::NoQuestions { headings, sheets } => {
            let questions: Vec<&str> = questionnaire.questions.iter().map(|q| q.id.as_str()).collect();
            let headings: Vec<&str> = headings.iter().take(20).map(String::as_str).collect();
            let mend = mend_headings(lang, &headings.join(" | "), &questions.join(" "));
            let others = sheets.iter().filter(|(_, others)| !others.is_empty());
            let others = others.map(|(sheet, others)| sheet_used(lang, sheet, &others.join(" | ")));
            others.chain([mend]).collect::<Vec<_>>().join("\n")
        }
        Stop::Mismatch(_) => map_hint(lang),
        _ => unread_mend(lang, stop),
    }
}

/// What helps to have a file read as a table.
pub fn unread_mend(lang: Lang, stop: &Stop) -> String {
    match stop {
        Stop::Spreadsheet => mend_spreadsheet(lang),
        Stop::NoSheet(_, sheets) => mend_sheet(lang, &sheets.join(" | ")),
        _ => mend_read(lang),
    }
}
