//! Words of tables of responses: what survey platforms write into headings and cells, and what
//! is said about a table that was read.

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
/// Words for answers that are none, in the order of the codes that record them.
pub const NO_ANSWERS: [&[&str]; 3] =
    [&["空白", "未填", "未答"], &["无法辨认", "辨认不清"], &["拒答", "拒绝回答"]];
/// What stands between the choices of a multiple choice.
pub const BETWEEN_TICKS: [char; 4] = ['┋', '|', ';', '\u{3001}'];
/// Around what somebody wrote beside a choice.
pub const BESIDE: (char, char) = ('〖', '〗');
/// What stands between the number of a question and its words.
pub const BEHIND_NUMBERS: [char; 6] = ['、', '.', '．', ':', '：', ' '];
/// Before and behind the number of a question in headings such as 第6题(选项).
pub const NUMBERED: (char, char) = ('第', '题');
