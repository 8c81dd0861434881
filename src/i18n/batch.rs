//! Words of scoring many units at once: what is wrong in the table, how to mend it, how far it is.

use super::{Lang, cli, problem, store, texts};
use crate::batch::{Fault, Stop, Trouble, UNIT};
use crate::scheme::{Field, Scheme};
use crate::store::Fault as DiskFault;

texts! {
    at_line(line: u64, what: &str) => "第 {line} 行：{what}", "line {line}: {what}";
    at_column(line: u64, column: &str, what: &str) => "第 {line} 行 {column} 列：{what}", "line {line}, column {column}: {what}";

    unknown_column() => "方案中没有这个位置，这一列略过", "nothing can be recorded there; the column is passed over";
    repeated_column() => "列名重复，后一列略过", "the heading stands there twice; the second column is passed over";
    cells(found: usize, wanted: usize) => "有 {found} 格，列名有 {wanted} 个；这一行略过", "{found} {cells} under {wanted} {headings}; the row is left out", cells = found["cell" | "cells"], headings = wanted["heading" | "headings"];
    not_utf8() => "不是 UTF-8 文字；这一行略过", "not UTF-8; the row is left out";
    nameless() => "没有写单位；这一行略过", "no unit is named; the row is left out";
    repeated_unit(unit: &str, first: u64) => "{unit} 在第 {first} 行已经有了；这一行略过", "{unit} stands in line {first} already; the row is left out";
    refused(value: &str, reason: &str) => "“{value}”{reason}；这一行略过", "“{value}”: {reason}; the row is left out";

    mend_column() => "列名就是事实的路径，写法与 jiping log 和 facts.toml 相同", "headings are paths of facts as jiping log and facts.toml write them";
    mend_repeated_column() => "删去其中一列", "remove one of the two columns";
    mend_cells() => "补齐或删去多余的格；格中有逗号或换行的，整格加英文双引号", "fill up or remove cells; a cell with a comma or a line break stands in double quotes";
    mend_utf8() => "在表格软件里另存为“CSV UTF-8（逗号分隔）”", "save the table as “CSV UTF-8 (comma delimited)”";
    mend_unit(column: &str) => "在 {column} 列写上单位的编号或名称，每个单位一行", "put the unit's number or name into the column {column}, one row for each";

    no_head(column: &str, found: &str) => "第一列应当是 {column}，这里是“{found}”", "the first column must be {column}, not “{found}”";
    no_head_mend(column: &str) => "第一行写列名：{column}，然后是事实的路径，如 training.planned；详见 surveys/README.md", "the first line holds the headings: {column}, then paths of facts such as training.planned; see surveys/README.md";
    endless() => "有一行没有结尾，多半是引号没有成对", "a row does not end; a quote is probably not closed";
    endless_mend() => "在表格软件里打开，重新另存为“CSV UTF-8（逗号分隔）”", "open the table in a spreadsheet and save it anew as “CSV UTF-8 (comma delimited)”";
    head_not_utf8() => "列名不是 UTF-8 文字", "the headings are not UTF-8";
    summary(scored: u64, left_out: u64) => "计分 {scored} 个单位，略过 {left_out} 行", "{scored} {units} scored, {left_out} {rows} left out", units = scored["unit" | "units"], rows = left_out["row" | "rows"];
    columns_unread(columns: &str) => "未读入的列：{columns}", "columns not read: {columns}";
    forgetful(units: usize) => "单位太多：是否重复只和前 {units} 个单位比较过", "So many units: whether one comes twice was looked up among the first {units} only";
    reading(rows: u64) => "已读入 {rows} 行", "{rows} {lines} read", lines = rows["row" | "rows"];
    progress(rows: u64, rate: u64) => "已完成 {rows} 行，每秒 {rate} 行", "{rows} {lines} done, {rate} a second", lines = rows["row" | "rows"];
}

/// What is wrong, with its place.
pub fn trouble(lang: Lang, trouble: &Trouble) -> String {
    let what = match &trouble.fault {
        Fault::UnknownColumn { .. } => unknown_column(lang),
        Fault::RepeatedColumn => repeated_column(lang),
        Fault::Cells { found, wanted } => cells(lang, *found, *wanted),
        Fault::NotUtf8 => not_utf8(lang),
        Fault::Nameless => nameless(lang),
        Fault::RepeatedUnit { unit, first } => repeated_unit(lang, unit, *first),
        Fault::Refused { value, refusal, .. } => refused(lang, value, &problem::refusal(lang, refusal)),
    };
    match &trouble.column {
        Some(column) => at_column(lang, trouble.line, column, &what),
        None => at_line(lang, trouble.line, &what),
    }
}

/// How to mend it.
pub fn mend(lang: Lang, scheme: &Scheme, trouble: &Trouble) -> String {
    match &trouble.fault {
        Fault::UnknownColumn { nearest: Some(nearest) } => cli::did_you_mean(lang, nearest),
        Fault::UnknownColumn { nearest: None } => mend_column(lang),
        Fault::RepeatedColumn => mend_repeated_column(lang),
        Fault::Cells { .. } => mend_cells(lang),
        Fault::NotUtf8 => mend_utf8(lang),
        Fault::Nameless | Fault::RepeatedUnit { .. } => mend_unit(lang, UNIT),
        Fault::Refused { kind, .. } => {
            let path = trouble.column.clone().unwrap_or_default();
            cli::takes(lang, scheme, &Field { path, kind: kind.clone() })
        }
    }
}

/// Why the table cannot be scored, and how to mend it; reading and writing speak for themselves.
pub fn stop(lang: Lang, stop: &Stop) -> (String, Option<String>) {
    match stop {
        Stop::Read(error) => (store::fault(lang, &DiskFault::of_content(error)), None),
        Stop::Write(error) => (store::fault(lang, &error.into()), None),
        Stop::NoHead(found) => (no_head(lang, UNIT, found), Some(no_head_mend(lang, UNIT))),
        Stop::HeadNotUtf8 => (head_not_utf8(lang), Some(mend_utf8(lang))),
        Stop::Endless => (endless(lang), Some(endless_mend(lang))),
    }
}
