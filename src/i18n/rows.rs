//! Words for lists taken into tables: what is wrong with which row, what was taken.

use super::{Lang, forms, problem, texts};
use crate::format::rows::{Bad, Fault, Stop};
use crate::scheme::{MeasureKind, Scheme};

texts! {
    at_place(place: &str, what: &str) => "{place}：{what}", "{place}: {what}";
    not_a_table() => "既不是 UTF-8 也不是 GB18030 的文本表格", "this is no table of text in UTF-8 or GB18030";
    not_a_table_mend() => "请在表格软件中另存为 CSV", "Save it as CSV in your spreadsheet program";
    empty() => "表头之下没有内容", "there is nothing below its headings";
    empty_mend() => "请核对是否存错了工作表", "Check whether another sheet was saved";
    too_many() => "行数过多", "there are too many rows";
    too_many_mend() => "请分成几份导入", "Split it and import the parts";
    no_measure() => "方案中没有这个编号的表", "the scheme has no table of this id";
    no_measure_mend() => "用 --measure 指明表的编号", "Name the table with --measure";
    not_open() => "这一项不是可以加行的表", "this is no table to which rows can be added";
    not_open_mend() => "请选台账、批次一类逐行添加的表", "Choose a table that grows row by row, such as a log or batches";
    lacking(columns: &str, head: &str) => "找不到“{columns}”这些列；表头是：{head}", "there is no heading for {columns}; the headings are: {head}";
    lacking_columns(columns: &str) => "找不到“{columns}”这些列；在列上按 F2 指定", "there is no heading for {columns}; F2 on a column says which it is";
    lacking_mend() => "请把表头改成与方案中的列名或编号一致", "Name the headings as the scheme names its columns, or by their ids";
    twice_in_head(heading: &str) => "有两列表头都是“{heading}”", "two headings say “{heading}”";
    twice_in_head_mend() => "请删去或改名其中一列", "Remove or rename one of them";

    read(rows: usize, bad: usize) => "读到 {rows} 行，{bad} 处有问题", "{rows} {lines} read, {bad} {things} wrong", lines = rows["row" | "rows"], things = bad["thing" | "things"];
    of_row(row: u64, what: &str) => "第 {row} 行：{what}", "row {row}: {what}";
    refused(column: &str, value: &str, why: &str) => "“{column}”是“{value}”，{why}", "“{column}” is “{value}”: {why}";
    blank(column: &str) => "缺“{column}”", "“{column}” is blank";
    twice(first: u64) => "与第 {first} 行重复", "says the same as row {first}";
    recorded(row: u32) => "与已记录的第 {row} 条重复", "is recorded already as no. {row}";
    unknown(column: &str, value: &str) => "“{column}”{value}不在名单上", "“{column}” {value} is not on the list";
    left_out(columns: &str) => "未采用的列：{columns}", "columns not taken: {columns}";
    nothing_taken() => "未导入任何一行。改正后重新导入；重复或不在名单的行确属应计的，加 --accept-flagged", "Nothing was taken. Correct the list and import it again; rows that are double or not on the list but should count are taken with --accept-flagged";
    would_take(rows: usize) => "试运行：可导入 {rows} 行，未写入", "dry run: {rows} {lines} would be taken; nothing was written", lines = rows["row" | "rows"];
    taken(rows: usize) => "已导入 {rows} 行，作为一步记入台账（可一次撤销）", "{rows} {lines} taken as one act (one undo takes {them} back)", lines = rows["row" | "rows"], them = rows["it" | "them"];
    /// Why it stands in the ledger.
    reason(file: &str) => "导入 {file}", "imported {file}";
}

/// Why a list cannot be taken at all.
pub fn stop(lang: Lang, stop: &Stop, place: &str) -> String {
    let what = match stop {
        Stop::Table(stop) => return forms::unread(lang, stop, place).unwrap_or_default(),
        Stop::NotATable => not_a_table(lang),
        Stop::Empty => empty(lang),
        Stop::TooMany => too_many(lang),
        Stop::NoMeasure => no_measure(lang),
        Stop::NotOpen => not_open(lang),
        Stop::Lacking { columns, head } => lacking(lang, &columns.join(", "), &head.join(", ")),
        Stop::TwiceInHead(heading) => twice_in_head(lang, heading),
    };
    at_place(lang, place, &what)
}

/// What helps.
pub fn mend(lang: Lang, stop: &Stop) -> String {
    match stop {
        Stop::Table(stop) => forms::unread_mend(lang, stop),
        Stop::NotATable => not_a_table_mend(lang),
        Stop::Empty => empty_mend(lang),
        Stop::TooMany => too_many_mend(lang),
        Stop::NoMeasure => no_measure_mend(lang),
        Stop::NotOpen => not_open_mend(lang),
        Stop::Lacking { .. } => lacking_mend(lang),
        Stop::TwiceInHead(_) => twice_in_head_mend(lang),
    }
}

/// What is wrong with a row of a list for this table.
pub fn bad(lang: Lang, scheme: &Scheme, measure: &str, bad: &Bad) -> String {
    let kind = scheme.measure(measure).map(|m| &scheme.measures[m].kind);
    let name = |n: usize| match kind {
        Some(MeasureKind::Table(table)) => table.columns.get(n).map_or("", |c| lang.label(&c.name)),
        _ => "",
    };
    let what = match &bad.fault {
        Fault::Refused { column, value, refusal } => {
            refused(lang, name(*column), value, &problem::refusal(lang, refusal))
        }
        Fault::Blank { column } => blank(lang, name(*column)),
        Fault::Twice { first } => twice(lang, *first),
        Fault::Recorded { row } => recorded(lang, *row),
        Fault::Unknown { column, value } => unknown(lang, name(*column), value),
    };
    of_row(lang, bad.row, &what)
}
