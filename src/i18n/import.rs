//! Words for choosing a file and for taking it in on the screen.

use super::{Lang, texts};
use crate::store::Listed;

texts! {
    /// What a file of responses is asked for.
    ask_forms(questionnaire: &str) => "答卷表（CSV、XLSX、gz；每行一份）→ 问卷“{questionnaire}”", "A table of responses (CSV, XLSX, gz; one row a form) for “{questionnaire}”";
    ask_rows(measure: &str) => "清单（CSV、XLSX、gz；每行一条）→ “{measure}”", "A list (CSV, XLSX, gz; one row a record) for “{measure}”";
    folder_above() => "上一级文件夹", "the folder above";
    a_folder() => "文件夹", "folder";
    no_file_here() => "这个文件夹里没有可选的文件；输入可按名称筛选，也可直接写路径", "No such file here; type to filter by name, or a path";
    no_fit() => "没有相符的名称；Enter 按所写的路径打开", "No name fits; Enter opens the path as typed";
    reading_folder() => "正在读取文件夹…", "Reading the folder…";
    list_keys() => "↑↓ 选择   Enter 打开   输入以筛选   Tab 补全   ⌫ 上一级   Esc 取消", "↑↓ select   Enter open   type to filter   Tab complete   ⌫ up   Esc cancel";
    reading_keys() => "Esc 停止读取，什么都不改", "Esc stops reading; nothing is changed";

    title(what: &str, file: &str) => "导入 {file} → {what}", "Import {file} → {what}";
    reading(percent: u8) => "正在读取… {percent} %", "Reading… {percent} %";
    ready_forms(forms: usize, first: u32, last: u32) => "{forms} 份答卷，将录为第 {first}–{last} 份，均为有效", "{forms} {papers} would come in as forms {first}–{last}, all valid", papers = forms["form" | "forms"];
    ready_rows(rows: usize, now: usize) => "{rows} 行，加在已有 {now} 条之后", "{rows} {lines} would be added behind the {now} that {are} there", lines = rows["row" | "rows"], are = now["is" | "are"];
    nothing_in_it() => "表头之下没有内容", "There is nothing below the headings";
    empty_forms(n: u64) => "其中 {n} 份一题未答", "{n} of them answer nothing";
    enter_takes() => "Enter 全部导入，一步记入台账，u 可整步撤销", "Enter takes all in as one act; one u takes it back";
    blocked_forms(n: u64) => "{n} 处有问题，未改正前一份也不导入", "{n} {places} wrong; no form comes in until {they} mended", places = n["place is" | "places are"], they = n["it is" | "they are"];
    blocked_rows(n: u64) => "{n} 处有问题，未改正前一行也不导入", "{n} {places} wrong; no row comes in until {they} mended", places = n["place is" | "places are"], they = n["it is" | "they are"];
    minus_helps() => "- 把不能识别的单元格记为“辨认不清”", "- records the cells that cannot be read as unreadable";
    minus_on() => "不能识别的单元格将记为“辨认不清”（- 取消）", "Cells that cannot be read will be recorded as unreadable (- takes that back)";
    plus_helps() => "+ 重复或不在名单的行也导入，保留标记", "+ takes rows that are double or not on the list as well; they stay flagged";
    plus_on() => "重复或不在名单的行也导入（+ 取消）", "Rows that are double or not on the list come in as well (+ takes that back)";
    came_before(before: &str, first: u32, last: u32) => "内容与已导入的 {before} 相同（第 {first}–{last} 份）；+ 仍要再导入一次", "The same file came in as {before} (forms {first}–{last}); + takes it once more";
    came_before_on() => "同一文件将再次导入（+ 取消）", "The same file comes in once more (+ takes that back)";
    sheet(name: &str) => "工作表“{name}”", "Sheet “{name}”";
    sheet_others(n: usize) => "另有 {n} 张，F2 另选", "{n} more, F2 chooses";
    choose_sheet() => "读哪张工作表", "Which sheet to read";
    choose_role(column: &str, heading: &str) => "{column} 列“{heading}”是", "Column {column} “{heading}” holds";
    col_column() => "列", "Column";
    col_heading() => "表头", "Heading";
    col_role() => "当作", "Taken for";
    col_ground() => "依据", "Because";
    no_question_mapped() => "还没有一列对应题目；选中列按 F2 指定", "No column is a question's yet; F2 on a column says which";
    not_readable(why: &str) => "不能导入：{why}", "This cannot come in: {why}";
    taken(what: &str) => "已导入：{what}", "Taken in: {what}";
    forms_taken(first: u32, last: u32) => "第 {first}–{last} 份", "forms {first}–{last}";
    rows_taken(n: usize) => "{n} 行", "{n} {rows}", rows = n["row" | "rows"];
    no_target() => "这里没有可导入的表：在问卷，或逐行添加的核查表上按 I", "Nothing here takes a file: press I in the survey, or on a table that grows row by row";
    heading_matches() => "表头相符", "its heading";
    column_said() => "指定", "as said";
    ticks_of(question: &str, choice: &str) => "{question} 的勾选列：{choice}", "ticks of {question}: {choice}";
}

/// What a thing in a folder is: its size, or that it is a folder.
pub fn about(lang: Lang, listed: &Listed) -> String {
    match (listed.is_folder, listed.name.as_str()) {
        (true, "..") => folder_above(lang),
        (true, _) => a_folder(lang),
        (false, _) => super::attachment::size(listed.bytes),
    }
}
