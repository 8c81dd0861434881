//! Help of every subcommand and argument, found by its name on the command line.

use crate::i18n::{Lang, texts};

texts! {
    program() => "绩评：绩效评价工作台。录入核查事实，逐键算出得分，每个数都说得清来历。不带命令时打开工作台。", "Workstation for performance evaluations: key in the evidence, see exact scores at once, explain every number. Without a command it opens the workstation.";
    /// Shown below the list of commands.
    after_help() => "先试试：\n  jiping demo                                自带案例，不留痕迹\n  jiping score surveys/yangquan-2023         直接算分\n", "To begin with:\n  jiping demo                                the shipped case, nothing is kept\n  jiping score surveys/yangquan-2023         just the scores\n";
    demo() => "用自带案例和它的事实打开工作台；退出后不留下项目", "Open the workstation on the shipped case with its facts; nothing is kept";
    open() => "用工作台打开项目", "Open a project in the workstation";
    new() => "用评价方案建立项目文件；不覆盖已有文件", "Make a project file from a scheme; never overwrites one";
    score() => "算分：各级得分、总分、等次、区间", "Score: every level, total, grade and range";
    check() => "检查方案文件：位置、原因、改法", "Lint a scheme: where, what is wrong, how to mend it";
    set() => "记录、更改或撤去一条事实", "Record, change or take away one fact";
    tally() => "问卷统计：人数、占比、指数、区间、信度、交叉表、各得分档的机会", "Count a questionnaire: answers, shares, index, intervals, reliability, cross tables, chance of each scoring band";
    xlsform() => "把 Kobo、ODK 用的 XLSForm 问卷译成评价方案里的问卷；不能照搬的单元格逐一列出", "Translate an XLSForm, as Kobo and ODK use them, into a scheme's questionnaire; every cell that cannot be taken is listed";
    xlsform_form() => "XLSForm 工作簿（xlsx）", "XLSForm workbook (xlsx)";
    xlsform_to() => "评价方案文件夹：没有就建立；已是评价方案的，加进一份问卷", "Scheme folder: made if there is none; a questionnaire is added to one that is there";
    xlsform_dry_run() => "只报告会怎样翻译，不写文件", "Only report, write nothing";
    attach() => "把照片、扫描件、文档或表格作为佐证附入项目", "Copy a photo, a scan, a document or a sheet into a project as evidence";
    batch() => "批量计分：表格里每行一个单位，每个单位出一行得分", "Score many units at once: one row each in, one row of scores each out";
    export() => "导出得分表、指标体系、问卷统计表、预算对比表", "Export score table, indicator system, survey table and budget comparison";
    log() => "台账：何人何时把什么改成什么，为什么", "The ledger: who changed what, when, from what to what, and why";
    verify() => "校验项目文件：数据库、前后链接、当前内容", "Check a project file: database, chain of entries, current contents";
    compare() => "对比两份记录：逐项列出得分、差额，以及是哪些事实造成的", "Set two records side by side: scores, differences, and the facts that caused them";
    completions() => "输出命令行补全脚本", "Print a completion script for a shell";
    man() => "输出手册页（roff 格式）", "Print the manual page (roff)";

    language() => "语言：zh 或 en", "Language: zh or en";
    help() => "显示帮助", "Print help";
    version() => "显示版本", "Print the version";
    project() => "项目文件", "Project file";
    source() => "项目文件，或评价方案文件夹（用其中的 facts.toml）", "Project file, or scheme folder (with the facts in its facts.toml)";
    folder() => "评价方案文件夹", "Scheme folder";
    json() => "输出 JSON；小数写成字符串，null 表示未知", "Print JSON; decimals are strings, null is unknown";
    new_file() => "要建立的项目文件", "Project file to make";
    with_facts() => "把方案文件夹里的 facts.toml 一并带入", "Take over the facts in the folder's facts.toml";
    score_rounding() => "不用方案的取舍办法，改用：half-up（四舍五入）、half-even（四舍六入五成双）、down（舍去）、up（进一）；前面加 deduction- 表示取舍的是扣分，如 deduction-down", "Round in another way than the scheme says: half-up, half-even, down, up; with deduction- in front it is the deduction that is rounded, as in deduction-down";
    score_explain() => "只说明这个指标：标准、依据、计算过程、事实", "Explain this indicator only: rule, origin, steps, facts";
    set_path() => "事实的路径，与台账里的写法相同，如 training.2.date", "Path of the fact as the ledger prints it, such as training.2.date";
    set_value() => "新的值；空字符串表示撤去", "New value; an empty one takes the fact away";
    set_clear() => "撤去这条事实", "Take the fact away";
    set_reason() => "更改的理由，记入台账", "Why; goes into the ledger";
    attach_path() => "要附入的文件；原件不动", "File to copy in; the original is left alone";
    attach_supports() => "所佐证的事实，如 training.1 或指标编号；多个用逗号分开", "What it supports, such as training.1 or the id of an indicator; several with commas";
    attach_caption() => "说明", "What it shows";
    attach_place() => "拍摄或取得的地点", "Where it was taken or found";
    attach_date() => "日期；不写则用相机写入的拍摄日期", "Its day; what the camera wrote if not given";
    import_measure() => "名单导入哪张表，如 ukey；表头写列名或编号", "Table of the scheme that a list goes to, such as ukey; its headings are names or ids of columns";
    import_accept() => "名单中重复或不在名册的行也导入，留有标记", "Take rows of a list that are double or on no register, too; they stay flagged";
    import() => "导入一份答卷表（每行一份）或台账、批次的名单（--measure），整份导入或一行都不导入", "Import a table of responses (one row a form) or, with --measure, a list of rows for a table, all of it or nothing";
    import_table() => "答卷表或名单：CSV（UTF-8、GB18030 等，可为 gzip）或 XLSX；第一行是表头；答卷每行一份，单元格填选项编码或选项文字", "Table of responses or list: CSV (UTF-8, GB18030 and others, gzip too) or XLSX; headings first; of responses one row a form with codes or wordings of choices";
    import_dry_run() => "只报告会怎样导入，不写入项目", "Only report what would be imported";
    import_sheet() => "XLSX 的哪一张工作表；不写则取第一张", "Which sheet of an XLSX file; the first unless said";
    import_again() => "同一份文件已导入过，仍再导入一次", "Import a file once more that came in before";
    import_unreadable() => "不能识别的单元格按“辨认不清”录入，而不是整份文件都不导入", "Record cells that cannot be read as unreadable instead of importing nothing";
    tally_source() => "项目文件、评价方案文件夹，或（配合 --scheme）一份 CSV 答卷表", "Project file, scheme folder, or with --scheme a CSV table of responses";
    tally_scheme() => "数一份 CSV 答卷表（每行一份，“-”为标准输入，可为 gzip）而不存入项目；问卷取自这个评价方案文件夹", "Count a CSV table of responses (one row a form; “-” for standard input; gzip too) without storing it; the questionnaire is this scheme folder's";
    tally_map() => "某一列是哪一题：列用表头、序号或字母，如 C=Q1、F=Q6/2（勾选列）、B=-（不用）、A=serial、D=duration；可重复", "What a column holds, named by heading, number or letters: C=Q1, F=Q6/2 (ticks), B=- (not used), A=serial, D=duration; may be repeated";
    tally_questionnaire() => "问卷编号；只有一份问卷时可以不写", "Id of the questionnaire; not needed if there is only one";
    batch_facts() => "CSV 表格（UTF-8），“-”表示标准输入。第一行是列名：unit，然后是事实的路径，如 training.planned；每行一个单位，空格子表示没有记录", "CSV table in UTF-8, “-” for standard input. Its first line holds the headings: unit, then paths of facts such as training.planned; each further row is one unit, an empty cell is nothing recorded";
    batch_csv() => "输出 CSV（带 BOM，Excel 可直接打开）；不写也是它", "Print CSV with a byte order mark for Excel; so it does anyway";
    tally_json() => "输出 JSON；小数写成字符串，null 表示未知；各键的含义见 exports/README.md", "Print JSON; decimals are strings, null is unknown; exports/README.md explains every key";
    batch_json() => "每个单位输出一行 JSON；小数写成字符串，null 表示未定", "Print one JSON object a line for each unit; decimals are strings, null is not certain";
    export_to() => "写到哪个文件夹；没有就建立。同名的旧导出文件会被整份替换，其他文件不动", "Folder to write to, made if need be. Files of an earlier export are replaced whole, others are left alone";
    export_format() => "格式，用逗号隔开：csv（带 BOM，Excel 可直接打开）、json、svg（图表），默认三种都写；responses 为逐份答卷（按编码、按文字、编码表、SPSS 语法）", "Formats, separated by commas: csv (with a byte order mark for Excel), json and svg (charts) unless said otherwise; responses writes every form (by code, by label, codebook, SPSS syntax)";
    compare_before() => "第一份：项目文件、评价方案文件夹，或某一刻的台账（FILE.jp@12 指第 12 条记录之后，须是其所在一步的最后一条）", "The first: a project file, a scheme folder, or a ledger at a moment (FILE.jp@12 is the record after entry 12, the last entry of its step)";
    compare_after() => "第二份，写法相同", "The second, written in the same way";
    shell() => "bash、elvish、fish、powershell 或 zsh", "bash, elvish, fish, powershell or zsh";
}

/// What a subcommand does; the empty name is the program itself.
pub fn about(lang: Lang, command: &str) -> String {
    let text = match command {
        "demo" => demo,
        "open" => open,
        "new" => new,
        "score" => score,
        "check" => check,
        "set" => set,
        "attach" => attach,
        "import" => import,
        "xlsform" => xlsform,
        "tally" => tally,
        "batch" => batch,
        "export" => export,
        "log" => log,
        "verify" => verify,
        "compare" => compare,
        "completions" => completions,
        "man" => man,
        _ => program,
    };
    text(lang)
}

/// What an argument of a subcommand is for. Empty for arguments that have no text; there are none.
pub fn argument(lang: Lang, command: &str, name: &str) -> String {
    let text = match (command, name) {
        (_, "lang") => language,
        (_, "help") => help,
        (_, "version") => version,
        ("batch", "json") => batch_json,
        ("tally", "json") => tally_json,
        (_, "json") => json,
        ("new", "file") => new_file,
        (_, "file") => project,
        ("tally", "source") => tally_source,
        (_, "source") => source,
        ("new", "scheme") | (_, "dir") => folder,
        ("new", "with_facts") => with_facts,
        ("score", "rounding") => score_rounding,
        ("score", "explain") => score_explain,
        ("set", "path") => set_path,
        ("set", "value") => set_value,
        ("set", "clear") => set_clear,
        ("set", "reason") => set_reason,
        ("attach", "path") => attach_path,
        ("attach", "supports") => attach_supports,
        ("attach", "caption") => attach_caption,
        ("attach", "place") => attach_place,
        ("attach", "date") => attach_date,
        ("import", "measure") => import_measure,
        ("import", "accept_flagged") => import_accept,
        (_, "questionnaire") => tally_questionnaire,
        ("import", "table") => import_table,
        ("import", "dry_run") => import_dry_run,
        ("import", "sheet") => import_sheet,
        ("import", "again") => import_again,
        ("import", "unreadable") => import_unreadable,
        ("tally", "scheme") => tally_scheme,
        (_, "map") => tally_map,
        ("batch", "facts") => batch_facts,
        ("batch", "csv") => batch_csv,
        ("xlsform", "form") => xlsform_form,
        ("xlsform", "to") => xlsform_to,
        ("xlsform", "dry_run") => xlsform_dry_run,
        ("export", "to") => export_to,
        ("export", "format") => export_format,
        ("compare", "before") => compare_before,
        ("compare", "after") => compare_after,
        ("completions", "shell") => shell,
        _ => return String::new(),
    };
    text(lang)
}
