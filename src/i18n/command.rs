//! Names and explanations of the commands.

use crate::app::command::{Command, Scope};

use super::Lang;

/// The short name, for hints and menus.
pub const fn name(lang: Lang, command: Command) -> &'static str {
    words(command)[lang as usize]
}

/// What it does, one line.
pub const fn about(lang: Lang, command: Command) -> &'static str {
    words(command)[lang as usize + 2]
}

/// 中文 and English name, 中文 and English explanation.
#[expect(clippy::too_many_lines, reason = "a table, one row a command")]
const fn words(command: Command) -> [&'static str; 4] {
    match command {
        Command::Quit => ["退出", "Quit", "保存并退出程序", "Save and leave the program"],
        Command::Help => ["帮助", "Help", "这里能做什么", "What can be done here"],
        Command::Palette => {
            ["命令", "Commands", "按名称查找并执行任何命令", "Find and run any command by name"]
        }
        Command::Search => [
            "查找",
            "Find",
            "查找指标、核查项、题目、文件、问题（汉字、拼音或首字母）",
            "Find an indicator, a measure, a question, a document or a finding",
        ],
        Command::SwitchLanguage => ["English", "中文", "切换到英文界面", "Switch to the Chinese screen"],
        Command::SwitchTheme => ["配色", "Colours", "切换深色、浅色、单色", "Switch dark, light, monochrome"],
        Command::SetName => {
            ["署名", "Your name", "记录人姓名，写入台账每一条", "The name written beside everything recorded"]
        }
        Command::GoHome => ["首页", "Home", "关闭项目，回到首页", "Close the project and go home"],
        Command::Overview => {
            ["总览", "Overview", "得分、待办与提示", "Scores, what is open, what needs a look"]
        }
        Command::Survey => {
            ["问卷", "Survey", "录入问卷答案或汇总计数", "Key questionnaire answers or totals"]
        }
        Command::Verify => {
            ["核查", "Verification", "录入所选指标的核查证据", "Key the evidence of the selected indicator"]
        }
        Command::Indicators => [
            "指标",
            "Indicators",
            "所选指标的评分标准与计算过程",
            "Rule and calculation of the selected indicator",
        ],
        Command::WhatIf => [
            "推演",
            "What-if",
            "换个说法会怎样：情景、等次、稳健性；不动台账",
            "What would be if: scenarios beside the record, never in it",
        ],
        Command::Ledger => ["台账", "Ledger", "谁、何时、把什么改成什么", "Who changed what, when and why"],
        Command::Dossier => [
            "卷宗",
            "Dossier",
            "佐证一览、文件、访谈会议、问题、建议、签审",
            "Coverage, documents, interviews, findings, suggestions, sign-off",
        ],
        Command::NextPane => ["下一栏", "Next pane", "转到下一栏", "Go to the next pane"],
        Command::PreviousPane => ["上一栏", "Previous pane", "转到上一栏", "Go to the previous pane"],
        Command::Up => ["上", "Up", "上移一行", "One line up"],
        Command::Down => ["下", "Down", "下移一行", "One line down"],
        Command::Left => ["左", "Left", "左移一格", "One field left"],
        Command::Right => ["右", "Right", "右移一格", "One field right"],
        Command::PageUp => ["上页", "Page up", "上翻一页", "One page up"],
        Command::PageDown => ["下页", "Page down", "下翻一页", "One page down"],
        Command::First => ["首行", "First", "到第一行", "To the first line"],
        Command::Last => ["末行", "Last", "到最后一行", "To the last line"],
        Command::Open => ["打开", "Open", "打开所选的一项", "Open what is selected"],
        Command::Back => ["返回", "Back", "回到左栏，或回到原处", "Back to the list, or to where one was"],
        Command::Fold => ["折叠", "Fold", "折叠或展开这一级", "Fold or unfold this level"],
        Command::Edit => ["修改", "Change", "修改所选的一格", "Change the selected field"],
        Command::NewRecord => ["新记录", "New record", "新增一条记录", "Add a record"],
        Command::Clear => ["清空", "Clear", "清空这一格（可撤销）", "Clear this field (can be undone)"],
        Command::Remove => [
            "删除整条",
            "Remove record",
            "删除光标所在的整条记录（可撤销）",
            "Remove the whole record here (can be undone)",
        ],
        Command::NextIndicator => {
            ["下一指标", "Next indicator", "转到下一个指标", "Go to the next indicator"]
        }
        Command::PreviousIndicator => {
            ["上一指标", "Previous indicator", "转到上一个指标", "Go to the indicator before"]
        }
        Command::Evidence => {
            ["佐证", "Evidence", "备注、来源、日期、地点、采集人", "Note, source, date, place, collector"]
        }
        Command::Import => [
            "导入",
            "Import",
            "从文件导入答卷或清单：先看报告，再整步导入",
            "Take in responses or a list from a file: a report first, then all as one act",
        ],
        Command::SayColumn => [
            "这一列是",
            "Column holds",
            "指定这一列对应哪一题或哪一栏",
            "Say which question or field the selected column holds",
        ],
        Command::TakeUnread => [
            "按辨认不清",
            "As unreadable",
            "不能识别的单元格记为“辨认不清”，再按取消",
            "Record cells that cannot be read as unreadable; again to take that back",
        ],
        Command::TakeDoubtful => [
            "仍导入",
            "Take anyway",
            "导入过的文件、重复或不在名单的行也导入，再按取消",
            "Take a file that came before, or rows that are double or not on the list; again to take that back",
        ],
        Command::TakeAll => {
            ["全部导入", "Take all in", "全部导入，一步记入台账", "Take everything in as one act"]
        }
        Command::Attach => [
            "附件",
            "Attach",
            "附上照片、扫描件或表格，佐证所选的事实",
            "Attach a photo, a scan or a sheet that supports the selected fact",
        ],
        Command::Why => [
            "为什么是这个分",
            "Why this score",
            "所选指标的评分标准与计算过程",
            "Rule and calculation of the selected indicator",
        ],
        Command::NotApplicable => [
            "不适用",
            "Not applicable",
            "声明指标不适用（或恢复），须写明理由",
            "Declare the indicator not applicable (or take it back), with a reason",
        ],
        Command::Finding => [
            "问题",
            "Finding",
            "把所选指标的扣分列为问题（已列的转到那里）",
            "Make a finding of the selected indicator's deduction, or go to it",
        ],
        Command::Suggestion => [
            "建议",
            "Suggestion",
            "由所选问题提出建议（已提的转到那里）",
            "Make a suggestion from the selected finding, or go to it",
        ],
        Command::Related => [
            "关联佐证",
            "All evidence",
            "所选指标的各种佐证，按数字键前往，Esc 返回",
            "Every kind of evidence of the selected indicator; a digit goes there, Esc comes back",
        ],
        Command::Undo => {
            ["撤销", "Undo", "撤销上一步，台账中留痕", "Take the last step back; the ledger keeps both"]
        }
        Command::Redo => ["重做", "Redo", "恢复刚撤销的一步", "Bring back what was just undone"],
        Command::Export => [
            "导出",
            "Export",
            "把得分表、指标体系、问卷表、预算对比写成文件",
            "Write score table, indicator system, survey and budget tables",
        ],
        Command::RetrySave => [
            "重试保存",
            "Save again",
            "再次保存未能写入的记录",
            "Try again to store what could not be stored",
        ],
        Command::Forms => ["逐份录入", "Form by form", "逐份录入答卷", "Key one form after the other"],
        Command::PreviousQuestion => {
            ["上一题", "Previous question", "看上一题的统计", "Figures of the question before"]
        }
        Command::NextQuestion => {
            ["下一题", "Next question", "看下一题的统计", "Figures of the next question"]
        }
        Command::Statistics => [
            "统计",
            "Statistics",
            "这一题和全卷的统计、区间、各档机会；再按一次返回",
            "Figures, intervals and chances of this question and all; again to go back",
        ],
        Command::Tally => ["汇总录入", "Totals", "录入各选项的汇总人数", "Key the totals of each choice"],
        Command::FileForm => {
            ["归档并下一份", "File and next", "归档这一份，打开下一份", "File this form and open the next"]
        }
        Command::PreviousForm => ["上一份", "Previous form", "翻到上一份", "The form before"],
        Command::NextForm => ["后一份", "Following form", "翻到后一份", "The form after"],
        Command::RepeatAnswer => {
            ["同上份", "As before", "与上一份同题答案相同", "Same answer as on the form before"]
        }
        Command::Blank => ["空白", "Blank", "这一题未作答", "This question was left blank"],
        Command::Unreadable => ["辨认不清", "Unreadable", "这一题无法辨认", "This answer cannot be read"],
        Command::Refused => ["拒答", "Refused", "拒绝回答这一题", "This question was refused"],
        Command::Second => [
            "复录",
            "Key again",
            "由另一人盲录答卷，与首录逐题比对",
            "A second person keys forms again, blind; answers are compared",
        ],
        Command::Draw => [
            "重新抽取",
            "Draw again",
            "选定复录哪些答卷：全部、随机或按风险",
            "Choose the forms to key again: all, a random sample, the riskiest",
        ],
        Command::Differences => [
            "差异清单",
            "Differences",
            "两次录入的差异、差错率及其上限",
            "Where the two keyings differ, the error rate and its bound",
        ],
        Command::KeepFirst => [
            "保留首录",
            "Keep the first",
            "以首录的答案为准，写明理由",
            "The first keying is right, with a reason",
        ],
        Command::KeepSecond => [
            "采用复录",
            "Take the second",
            "以复录的答案为准，写明理由",
            "The second keying is right, with a reason",
        ],
        Command::Suspects => [
            "可疑答卷",
            "Suspects",
            "按有效性规则列出的可疑答卷",
            "Forms that the rules of validity make suspect",
        ],
        Command::Accept => [
            "认定有效",
            "Accept",
            "可疑但仍算有效（或恢复待定），须写明理由",
            "Let a suspect form count (or leave it open again), with a reason",
        ],
        Command::InvalidForm => [
            "作废",
            "Invalid",
            "整份作废（或恢复），须写明理由",
            "Mark the form invalid (or valid again), with a reason",
        ],
        Command::GoToForm => ["转到", "Go to form", "按编号转到一份答卷", "Go to a form by its number"],
        Command::FillRest => [
            "其余都选这项",
            "Rest here",
            "把剩下的份数都记在这一格",
            "Count all forms that are left for this choice",
        ],
        Command::Serial => {
            ["纸面编号", "Serial", "记下这一份纸上印的编号", "Record the number printed on this form"]
        }
        Command::GoToQuestion => [
            "转到题",
            "Go to question",
            "按题号转到这一份的一题",
            "Go to a question of this form by its number",
        ],
        Command::NewScenario => ["新情景", "New scenario", "新建一个情景", "Make a new scenario"],
        Command::RenameScenario => ["改名", "Rename", "给情景改名", "Rename the scenario"],
        Command::DropScenario => {
            ["丢弃情景", "Drop scenario", "丢弃所选情景，台账不变", "Drop the scenario; the record stays"]
        }
        Command::LayOver => [
            "铺开",
            "Lay over",
            "让晋级和稳健性以此情景为底，各屏顶行并列其结果（再按收起）",
            "Base ways and robustness on the scenario and show its result at the head of every screen, or lift it off",
        ],
        Command::Apply => [
            "入账",
            "Apply",
            "把情景的改动一次记入台账，须写明理由",
            "Record the scenario's changes in one step, with a reason",
        ],
        Command::NewTweak => [
            "加改动",
            "Add change",
            "改一项事实、权重、评分参数、选项分值或舍入办法",
            "Change a fact, a weight, a rule, a choice value or the rounding",
        ],
        Command::DropTweak => ["去掉改动", "Drop change", "从情景中去掉这一项改动", "Take this change out"],
        Command::Wider => ["加大浮动", "Wider", "权重浮动的幅度加大", "Move the weights further"],
        Command::Narrower => ["减小浮动", "Narrower", "权重浮动的幅度减小", "Move the weights less"],
        Command::Redraw => ["换种子", "Draw again", "换一个种子重新模拟", "Simulate again from another seed"],
        Command::OpenPath => {
            ["打开文件", "Open file", "按路径打开项目文件", "Open a project file by its path"]
        }
        Command::NewProject => {
            ["新建项目", "New project", "选一个评价方案新建项目", "Make a project from a scheme"]
        }
        Command::OpenDemo => [
            "示例案例",
            "Shipped case",
            "打开随附的真实案例，改动不保存",
            "Open the shipped case; changes are not kept",
        ],
        Command::Present => [
            "投屏",
            "Present",
            "整屏大字显示总分、失分与图表，再按一次回到原处",
            "Total, points lost and charts in large type; again to return",
        ],
        Command::Replay => [
            "回放",
            "Replay",
            "从所选条目起沿时间走台账，看总分怎样变动（不改动台账）",
            "Walk the ledger in time from the selected entry and see the total move; nothing is changed",
        ],
        Command::StepForward => ["后一步", "Step on", "到后一步", "One step on in time"],
        Command::StepBack => ["前一步", "Step back", "到前一步", "One step back in time"],
        Command::NextChange => {
            ["下一变动", "Next change", "到下一个使总分变动的步", "To the next step that changed the total"]
        }
        Command::PreviousChange => [
            "上一变动",
            "Earlier change",
            "到上一个使总分变动的步",
            "To the step before that changed the total",
        ],
        Command::LargestChange => [
            "最大变动",
            "Largest change",
            "到变动最大的一步；再按依次到次大的",
            "To the step that changed the total most; again for the next smaller",
        ],
        Command::MarkMoment => [
            "标记",
            "Mark",
            "标记这一刻（或取消），供对比",
            "Mark this moment (or take it back) for comparing",
        ],
        Command::ShowEntry => [
            "看条目",
            "Entry",
            "到台账中造成这一步的条目；在条目上按 r 回到这一步",
            "To the entry of the ledger that made this step; r on an entry comes back to its step",
        ],
        Command::CompareMoments => [
            "对比",
            "Compare",
            "把标记的那一刻与这一刻并排对比",
            "Set the marked moment and this one side by side",
        ],
        Command::NextChart => ["下一图", "Next chart", "转到下一张图", "Go to the next chart"],
        Command::PreviousChart => ["上一图", "Previous chart", "转到上一张图", "Go to the chart before"],
        Command::Forget => {
            ["移出列表", "Forget", "从最近项目中移出（文件不动）", "Take it off the list; the file stays"]
        }
    }
}

/// Where a group of commands applies.
pub const fn scope(lang: Lang, scope: Scope) -> &'static str {
    let words = match scope {
        Scope::Global => ["任何地方", "Everywhere"],
        Scope::Home => ["首页", "Home"],
        Scope::Project => ["项目内", "In a project"],
        Scope::Browse => ["浏览", "Browsing"],
        Scope::Tree => ["指标树", "Indicator tree"],
        Scope::Questions => ["题目列表", "Questions"],
        Scope::Sheet => ["录入", "Entry"],
        Scope::Form => ["逐份录入", "Form by form"],
        Scope::Statistics => ["统计", "Statistics"],
        Scope::Second => ["复录", "Second keying"],
        Scope::Cases => ["待决清单", "Lists to decide on"],
        Scope::Differences => ["差异清单", "Differences"],
        Scope::Suspects => ["可疑答卷", "Suspect forms"],
        Scope::Tally => ["汇总录入", "Totals"],
        Scope::Import => ["导入报告", "Import report"],
        Scope::Scenarios => ["情景列表", "Scenarios"],
        Scope::Scenario => ["情景", "Scenario"],
        Scope::Robust => ["稳健性", "Robustness"],
        Scope::Ledger => ["台账", "Ledger"],
        Scope::Coverage => ["佐证一览", "Coverage"],
        Scope::Present => ["投屏", "Presenting"],
        Scope::Charts => ["图表", "Charts"],
        Scope::Replay => ["回放", "Replay"],
        Scope::Typing => ["输入中", "Typing"],
    };
    words[lang as usize]
}
