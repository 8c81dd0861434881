//! Texts of the workstation's screens.

use crate::scheme::Register;
use crate::scheme::indicator::{Origin, Provenance};

use super::{Lang, texts};

texts! {
    not_scored() => "不计分", "not scored";
    only_surveys() => "只有问卷，不计分", "Questionnaires only, nothing is scored";
    forms_keyed(n: usize) => "{n} 份答卷", "forms: {n}";
    note_value(name: &str, value: &str) => "{name}：{value}", "{name}: {value}";
    program() => "绩评", "jiping";
    tagline() => "现场评价工作台：录入问卷与核查证据，得分当场算清", "The evaluator's desk: key survey answers and evidence, see the score at once";
    recent_projects() => "最近项目", "Recent projects";
    no_recent() => "还没有项目。按 d 打开随附的真实案例，或按 n 新建。", "No projects yet. Press d for the shipped case, or n to make one.";
    demo_mark() => "试用，不保存", "trial, not kept";
    saved(time: &str) => "✓ 已保存 {time}", "✓ saved {time}";
    saving(n: u64) => "保存中 {n}", "saving {n}";
    not_saved(n: u64) => "✗ 未保存 {n} 条", "✗ {n} not saved";
    read_only() => "只读", "read-only";
    read_only_because(why: &str) => "只读：{why}", "Read-only: {why}";
    save_failed(why: &str) => "未能保存：{why}（^S 重试；记录仍在内存中）", "Not saved: {why} (^S tries again; nothing is lost in memory)";
    to_next_grade(points: &str, grade: &str) => "距{grade} {points}", "{points} to {grade}";
    pending(points: &str) => "待定 {points}", "open {points}";
    no_grade() => "无等次", "no grade";
    grade_barred() => "一票否优", "top grade barred";
    live() => "实时", "Live";
    list_indicators() => "指标", "Indicators";
    list_dossier() => "卷宗", "Dossier";
    list_questions() => "题目", "Questions";
    trace_pane() => "计算过程", "Calculation";
    last_entries() => "最近记录", "Last entries";
    just_now() => "刚才", "Just now";
    undone() => "撤销", "undone";
    redone() => "重做", "redone";
    rates() => "率与指数", "Rates and indexes";
    too_small(w: u16, h: u16) => "窗口太小，请放大到至少 {w}×{h}。", "Please make the window at least {w}×{h}.";
    block_too_large() => "粘贴的行列比这里的格子多，未采用。", "More rows or columns were pasted than there are fields here; nothing was taken.";
    block_refused(fact: &str, value: &str, why: &str) => "粘贴未采用：{fact} 的“{value}”{why}。", "Nothing was pasted: {fact}, “{value}”: {why}.";
    paste_too_long(max: usize) => "粘贴内容超过 {max} 字，未采用。", "The pasted text is longer than {max} characters and was not taken.";
    empty_documents() => "还没有登记文件。按 n 登记：标题、发文机关、文号、日期。", "No documents yet. Press n to enter one: title, issuer, number, date.";
    empty_interviews() => "还没有访谈和会议记录。按 n 新增：日期、种类、参加人身份、纪要。", "No interviews or meetings yet. Press n to enter one: date, kind, roles present, minutes.";
    empty_findings() => "还没有问题。在扣分的指标上按 p，或在这里按 n。", "No findings yet. Press p on an indicator that loses points, or n here.";
    empty_suggestions() => "还没有建议。在问题上按 s，或在这里按 n。", "No suggestions yet. Press s on a finding, or n here.";
    of_no_indicator() => "选中一条与指标有关的内容，这里就显示它的计算过程。", "Select something that bears on an indicator, and its calculation stands here.";
    nothing_selected() => "在左栏选一个指标。", "Select an indicator on the left.";
    no_inputs() => "这个指标没有要录入的内容。", "There is nothing to key for this indicator.";
    not_applicable_because(reason: &str) => "已声明不适用：{reason}", "Declared not applicable: {reason}";
    hidden_answer(answer: &str) => "按前面的回答不问这一题；已填的“{answer}”保留，不计数", "not asked after the answers above; “{answer}” is kept but not counted";
    several() => "可多选", "any number";
    optional() => "选答", "optional";
    answer() => "回答", "answer";
    invalid_because(reason: &str) => "本份作废：{reason}", "This form is invalid: {reason}";
    rule_is(rule: &str) => "评分标准：{rule}", "Rule: {rule}";
    origin_because(what: &str, origin: &str, reason: &str) => "{what}{origin}：{reason}", "{what} {origin}: {reason}";
    the_rule() => "评分标准", "Rule";
    the_measure() => "核查项", "Measure";
    the_values() => "选项分值", "Choice values";
    origin_repaired() => "由残存文字拼合", "put together from damaged text";
    origin_inferred() => "系推断", "inferred";
    origin_lost() => "缺失", "lost";
    points(points: &str) => "{points} 分", "{points} pt";
    sum_of_rows() => "所列合计", "Sum of rows";
    sum() => "合计", "Sum";
    new_row(what: &str) => "＋ 新增{what}", "+ new {what}";
    total_or_none() => "合计（没有就填 0）", "Total (0 if none)";
    total_of_rows() => "合计（空着按所列）", "Total (blank: as listed)";
    nothing_recorded() => "（无）", "(none)";
    file_of(lines: usize) => "{lines} 行", "{lines} {rows}", rows = lines["line" | "lines"];
    was_undo() => "[撤销]", "[undo]";
    was_redo() => "[重做]", "[redo]";
    not_stored() => "未存", "not stored";
    nothing_yet() => "还没有记录。选一项按 Enter 开始录入；问卷按 2。", "Nothing recorded yet. Enter on a line begins to key it; 2 for questionnaires.";
    nothing_open() => "各指标均已评定。", "Every indicator is settled.";
    still_open(n: usize) => "待定 {n} 项（按影响分值排列）", "{n} still open (by points at stake)";
    points_lost(n: usize) => "失分 {n} 项", "Points lost in {n}";
    needs_a_look(n: usize) => "需核对 {n} 处", "{n} to check";
    score_heading() => "得分", "Score";
    facts_heading() => "依据的事实", "Facts it rests on";
    entered_by(actor: &str, at: &str, seq: u64) => "{actor}，{at}，台账第 {seq} 条", "{actor}, {at}, entry {seq}";
    colon() => "：", ": ";
    help_title(place: &str) => "{place}：这里能做什么", "{place}: what can be done here";
    palette_title() => "命令（输入名称、拼音或首字母）", "Commands (type to filter)";
    search_title() => "查找（汉字、拼音或首字母）", "Find (type to filter)";
    nothing_found() => "没有找到", "Nothing found";
    a_measure() => "核查项", "measure";
    a_question(id: &str) => "题目 {id}", "question {id}";
    choose_scheme() => "选择评价方案", "Choose a scheme";
    scheme_blank(place: &str) => "空白项目 · {place}", "blank project · {place}";
    scheme_with_facts(place: &str) => "带已有记录 · {place}", "with recorded facts · {place}";
    shipped_place() => "随程序附带", "ships with the program";
    no_table_here() => "这里没有可加记录的表。", "There is no table here to add a record to.";
    no_evidence_here() => "这一格不单独附佐证。", "Evidence cannot be attached to this field.";
    evidence_title(fact: &str) => "佐证 · {fact}", "Evidence · {fact}";
    nothing_to_undo() => "没有可撤销的。", "Nothing to undo.";
    nothing_to_redo() => "没有可重做的。", "Nothing to redo.";
    no_previous_answer() => "上一份没有这一题的答案。", "The form before has no answer to this question.";
    forms_overrule(missing: u64) => "逐份录入优先于汇总数，还差 {missing} 份；不用逐份录入就按 u 撤销。", "Forms count before totals, and {missing} are not keyed yet; u takes this one back.";
    forms_overruled() => "按汇总数计；逐份答卷（“≠”后的数）与此不一致。", "The totals count; the forms (after ≠) say otherwise.";
    counts_by_default() => "逐份答卷和汇总数都有：未指定时，有答卷的题按答卷计。也可以指定：", "There are forms and totals: unless it is said here, a question with forms counts by them. Say which:";
    counts_as_said() => "已指定按哪一种计数（Del 取消指定）：", "It is said which counts (Del takes it back):";
    needs_valid() => "先在上面填有效份数，才知道还剩多少。", "Key the number of valid forms above first; only then is it known how many are left.";
    nothing_left() => "这一题已满有效份数，没有剩余。", "This question has as many answers as there are valid forms; nothing is left.";
    not_of_ticks() => "多选题各选项可以重叠，算不出剩余。", "Ticks overlap, so there is no rest to compute.";
    totals_overruled() => "按逐份答卷计（“≠”后是答卷的数）；汇总数只作核对，两者不一致。", "The forms count (their number stands after ≠); the totals are a check, and they differ.";
    came_along() => "[随方案带入]", "[came with the scheme]";
    no_indicators() => "没有指标：这个方案只有问卷，不计分。按 2 录问卷。", "No indicators: this scheme has questionnaires only and scores nothing. 2 keys them.";
    only_surveys_here() => "这个方案只有问卷，不计分：2 录入或导入，i 看统计。", "This scheme has questionnaires only and scores nothing: 2 keys or imports forms, i shows statistics.";
    would_verify() => "有指标时，这里录每项指标的核查证据：次数、日期、预算、清单。", "With indicators, their evidence is keyed here: counts, dates, budget lines, lists.";
    would_explain() => "有指标时，这里是每项指标的评分标准，和从事实算到得分的每一步。", "With indicators, here stand their rules and every step from facts to points.";
    would_try() => "有指标时，这里试算：换一个事实、权重或取舍，得分和等次会怎样。", "With indicators, other facts, weights or roundings are tried here to see what points and grade would be.";
    would_cover() => "有指标时，这里是每项指标已有哪些证据、还缺哪些。", "With indicators, here stands which evidence each of them has and which it lacks.";
    form_far(number: u32, last: u32) => "才录到第 {last} 份，第 {number} 份离得太远；再按 Enter 仍去那里，纸上的编号用 s 记", "Keyed only up to form {last}; Enter again goes to form {number} all the same. The number on the paper is keyed by s";
    totals_complete() => "汇总数已全部填满。i 看统计，Esc 回题目列表。", "All totals add up. i shows statistics, Esc goes back to the questions.";
    form_is_empty() => "这一份还没有答案；按题录入数字即可。", "This form has no answers yet; type a digit for each question.";
    form_has_gaps(n: usize) => "还有 {n} 题没有答案（. 空白 - 辨认不清 * 拒答）；再按 Enter 照此归档。", "{n} without an answer (. blank, - unreadable, * refused); Enter again files it so.";
    form_goes_on(n: usize) => "接着录：这份还有 {n} 题没有答案。", "Going on: {n} of this form still without an answer.";
    form_filed(n: u32) => "第 {n} 份已归档。", "Form {n} filed.";
    forms_of(valid: usize, invalid: usize) => "{valid} 份有效，{invalid} 份作废", "{valid} valid, {invalid} invalid";
    ask_open() => "项目文件（.jp）的路径", "Path of a project file (.jp)";
    ask_create() => "新项目文件存到哪里（.jp；不覆盖已有文件）", "Where to put the new project file (.jp; nothing is overwritten)";
    unnamed() => "未署名", "unnamed";
    ask_name() => "姓名；此后每条记录都署这个名", "Your name; everything recorded from now on carries it";
    ask_exempt_item() => "不适用的理由；这一项按满分计，理由记在备注里", "Why it does not apply; it counts in full, and the reason becomes its note";
    name_signs() => "名称里不能有“/”“\\”和看不见的符号", "a name takes no /, no \\ and no signs that cannot be seen";
    project_name_missing() => "请在 .jp 前面写出项目文件的名称", "give the project file a name before .jp";
    ask_not_applicable() => "不适用的理由", "Why it does not apply";
    ask_invalid() => "作废的理由（留空则恢复有效）", "Why it is invalid (empty makes it valid again)";
    ask_serial() => "纸上印的编号（留空则删去）", "The number printed on the paper (empty takes it away)";
    serial_is(serial: &str) => "纸面编号 {serial}", "serial {serial}";
    ask_question() => "题号", "Number of the question";
    no_such_question(n: usize) => "没有这一题，或这一份不问它；题号从 1 到 {n}", "no such question, or it is not asked on this form; numbers go from 1 to {n}";
    ask_form() => "答卷编号", "Number of the form";
    ask_export() => "导出到哪个文件夹", "Folder to export to";
    empty_attachments() => "还没有附件。按 a 附上照片、扫描件或表格；在某个指标上按 a，就附为它的佐证。", "No attachments yet. Press a to attach a photo, a scan or a sheet; pressed on an indicator it supports that one.";
    no_viewer(program: &str, path: &str) => "无法启动看图程序（{program}）；文件已放在 {path}，退出前可自行打开", "No viewer could be started ({program}); until you leave, the file lies at {path}";
    ask_attach(about: &str) => "文件路径（可拖入窗口）；照片、扫描件、文档、表格，不超过 50 MiB  {about}", "Path of the file (it can be dropped here); photo, scan, document or sheet up to 50 MiB  {about}";
    viewing(file: &str) => "已交给看图程序：{file}", "Handed to the viewer: {file}";
    ask_keys() => "Enter 确定   Esc 取消", "Enter accept   Esc cancel";
    ask_back_keys() => "Enter 确定   Esc 上一步", "Enter accept   Esc one step back";
    choose_keys() => "↑↓ 选择   Enter 选定   输入以筛选   Esc 关闭", "↑↓ select   Enter choose   type to filter   Esc close";
    evidence_keys() => "↑↓ 选择   Enter 修改   Del 清空   Esc 关闭", "↑↓ select   Enter change   Del clear   Esc close";
    typing_keys() => "Enter 确定   Tab 下一格   Esc 放弃", "Enter accept   Tab next field   Esc discard";
    digits_choose(first: &str, last: &str) => "{first}–{last} 作答", "{first}–{last} answer";
    digits_tick(first: &str, last: &str) => "{first}–{last} 勾选或取消  Enter 下一题", "{first}–{last} tick or untick  Enter next question";
    code_waits(code: &str) => "Enter 记 {code}，或续下一位  Esc 重来", "Enter takes {code}, or go on with a digit  Esc starts again";
    digits_type() => "0–9 输入", "0–9 type";
    path_missing() => "请写出路径。", "Please give a path.";
    working() => "处理中…", "Working…";
    exported(n: usize, folder: &str) => "已导出 {n} 个文件到 {folder}", "{n} {files} written to {folder}", files = n["file" | "files"];
    with_mend(what: &str, mend: &str) => "{what}。{mend}。", "{what}. {mend}.";
    stay() => "继续", "Stay";
    stay_detail() => "回到试用", "Back to the trial";
    quit_trial() => "退出", "Leave";
    quit_trial_detail() => "试用中的改动不保留", "What was changed in the trial is not kept";
    trial_title() => "这是试用，改动不保存", "This is a trial; changes are not kept";
    retry_save() => "再次保存", "Save again";
    retry_save_detail() => "再试一次写入磁盘", "Try once more to write to the disk";
    quit_unsaved() => "仍然退出", "Leave anyway";
    quit_unsaved_detail() => "未保存的记录将丢失", "What is not stored will be lost";
    not_saved_title() => "有记录尚未保存", "Some entries are not stored";
    col_number() => "号", "No.";
    col_time() => "时间", "Time";
    col_actor() => "记录人", "Who";
    col_fact() => "事实", "Fact";
    col_change() => "原值 → 新值", "Old → new";
    col_reason() => "理由", "Reason";
    mirror_ahead(n: usize) => "这个文件比备份记录少 {n} 条（可能是旧副本），已从备份补回。", "This file lacked {n} {entries} of the mirror (an old copy, perhaps), now brought back.", entries = n["entry" | "entries"];
}

/// What to do in a register that holds nothing.
pub fn register_empty(lang: Lang, register: Register) -> String {
    match register {
        Register::Document => empty_documents(lang),
        Register::Interview => empty_interviews(lang),
        Register::Finding => empty_findings(lang),
        Register::Suggestion => empty_suggestions(lang),
        Register::Attachment => empty_attachments(lang),
    }
}

/// That something (its name in `what`) does not stand in the source as it is, and why; nothing
/// for what does.
pub fn provenance(lang: Lang, what: &str, provenance: &Provenance) -> Option<String> {
    let origin = match provenance.origin {
        Origin::Stated => return None,
        Origin::Repaired => origin_repaired(lang),
        Origin::Inferred => origin_inferred(lang),
        Origin::Lost => origin_lost(lang),
    };
    let reason = provenance.reason.as_ref().map_or("", |r| lang.label(r));
    Some(origin_because(lang, what, &origin, reason))
}
