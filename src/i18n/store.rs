//! Words for the disk: what went wrong with a file, why, and what to do about it.

use std::path::Path;

use super::safe::display_safe;
use super::{Lang, attachment, texts};
use crate::ledger::{Breach, ChainFault};
use crate::store::{Code, Damage, Fault, Finding, MirrorFinding, MirrorTrouble, ReadOnly, StoreError};

texts! {
    /// A place and what is wrong there.
    at_place(place: &str, what: &str) => "{place}：{what}", "{place}: {what}";

    missing() => "没有这个文件或文件夹", "there is no such file or folder";
    missing_mend() => "请核对路径；若在 U 盘上，请确认已插好", "Check the path; if it is on a stick, check that the stick is plugged in";
    is_folder() => "这是文件夹，不是文件", "this is a folder, not a file";
    is_folder_mend() => "请给出其中一个文件的名称", "Name a file in it";
    not_a_folder() => "这是文件，不是文件夹", "this is a file, not a folder";
    not_a_folder_mend() => "请给出文件夹；路径中除末段外每一段都须是文件夹", "Name a folder; every part of a path before its last must be one";
    no_folder() => "没有这个文件夹", "there is no such folder";
    no_folder_mend() => "请先建立这个文件夹，或换一个位置", "Make this folder first, or choose another place";
    bad_name() => "名称太长，或含有磁盘不接受的字符", "the name is too long, or has characters that the disk does not take";
    bad_name_mend() => "请换一个短些的名称，只用文字、数字、“-”和“_”", "Choose a shorter name of letters, digits, - and _";
    empty() => "文件是空的，一个字节也没有", "the file is empty, not a single byte";
    empty_mend() => "多半是复制中断所致，请重新复制原文件", "A copy was probably interrupted; copy the original again";
    exists() => "已有同名文件，未作任何覆盖", "something of this name is there already; nothing was overwritten";
    exists_mend() => "请换一个名称，或打开已有的文件", "Choose another name, or open the one that is there";
    not_ours() => "不是绩评的项目文件", "this is not a jiping project";
    not_ours_mend() => "项目文件以 .jp 结尾，由 jiping new 建立", "A project ends in .jp and is made by jiping new";
    head_damaged() => "文件开头已损坏，其余部分像是绩评的项目文件", "its beginning is damaged; the rest looks like a jiping project";
    unsound() => "文件损坏，或只有一部分", "it is damaged, or not whole";
    unsound_mend() => "请重新下载或复制原文件", "Download it, or copy the original, once more";
    damaged(code: &str) => "项目文件已损坏，无法读取{code}", "the project is damaged and cannot be read{code}";
    damaged_mend() => "请把此文件改名留存，换上备份（旧的也行）再打开：在本机录入过的，会从镜像补回", "Keep this file under another name and put a backup in its place, even an old one: what was entered on this computer is brought back from the mirror";
    newer(found: i64, known: i64) => "由更新版本的绩评写成（格式 {found}，本程序只识别到 {known}）", "a newer jiping wrote it (format {found}, this one knows up to {known})";
    newer_mend() => "请更新 jiping 后再打开", "Update jiping and open it again";
    denied() => "没有权限", "the rights do not allow it";
    denied_mend() => "请检查文件和所在文件夹的权限，或换一个位置", "Check the permissions of the file and its folder, or choose another place";
    read_only_place() => "所在文件夹或介质不可写", "the folder or medium takes no changes";
    read_only_place_mend() => "请换一个位置；文件在此处的，复制到本机磁盘再操作", "Choose another place; a file that lies here can be copied to a local disk";
    unfinished() => "上次写入中断，须先复原才能读取，而此处不可写", "a write was cut short and must be rolled back before reading, but this place takes no changes";
    unfinished_mend() => "请连同 -journal 文件一起复制到本机磁盘，再打开", "Copy it together with its -journal file to a local disk and open it there";
    disk_full() => "磁盘已满，或已超出配额", "the disk or the quota is full";
    disk_full_mend() => "请腾出空间后重试；已录入的内容仍保留在程序中", "Free some room and try again; what was entered is kept in the program meanwhile";
    busy() => "文件被其他程序锁定", "another program keeps the file locked";
    busy_mend() => "请关闭该程序（备份、同步或杀毒软件亦可能占用）后重试", "Close that program (backup, sync and antivirus tools do this, too) and try again";
    setting(name: &str, wanted: &str, got: &str) => "数据库不接受安全设置 {name}={wanted}（实为 {got}）", "the database did not take the safety setting {name}={wanted} (it says {got})";
    setting_mend() => "请复制到本机磁盘再打开", "Copy it to a local disk and open it there";
    changed_elsewhere(seq: u64) => "自第 {seq} 条起，文件内容已不是本程序所留", "from entry {seq} on, the file no longer holds what this program left there";
    changed_elsewhere_mend() => "文件可能被替换或被其他程序改写；请换回原文件后重试，或关闭后重新打开", "It may have been replaced or written by another program; put the original back and try again, or close and open it anew";
    no_such_entry(seq: u64, last: u64) => "台账没有第 {seq} 条，共 {last} 条", "the ledger has no entry {seq}; there are {last}";
    no_such_entry_mend() => "用 jiping log 查看条目编号", "See the numbers of the entries with jiping log";
    within_act(seq: u64, from: u64, to: u64) => "第 {seq} 条不是一步的末尾：第 {from}–{to} 条是一次记入的，其间没有停留过", "entry {seq} does not end a step: entries {from}–{to} were made at once, and the record never stood between them";
    within_act_mend(before: u64, after: u64) => "最近的时刻：@{before}（之前）或 @{after}（之后）", "The nearest moments are @{before} (before them) and @{after} (after them)";
    within_first_act_mend(after: u64) => "最近的时刻：@{after}", "The nearest moment is @{after}";
    not_text() => "不是 UTF-8 文本", "this is not UTF-8 text";
    not_text_mend() => "请用编辑器另存为 UTF-8", "Save it as UTF-8 in an editor";
    not_toml(words: &str) => "内容无法识别（{words}）", "its content makes no sense ({words})";
    not_toml_mend() => "请改正所指之处；此前使用默认设置", "Correct the place named; the defaults are used until then";
    too_large(mebibytes: u64) => "文件超过 {mebibytes} MiB", "the file is larger than {mebibytes} MiB";
    too_large_mend() => "评价方案应为文本文件；大批答卷请用导入功能", "A scheme is text; bring large sets of responses in by import";
    no_scheme() => "文件夹中没有 .toml 文件", "there is no .toml file in the folder";
    no_scheme_mend() => "请给出含 scheme.toml 的评价方案文件夹", "Name a scheme folder, one that holds scheme.toml";
    outside_link() => "链接指向文件夹之外，不予读取", "this link leads out of its folder and is not read";
    outside_link_mend() => "请用文件本身代替链接", "Put the file itself in place of the link";
    no_home() => "找不到用户文件夹", "the user's home folder cannot be found";
    no_home_mend() => "请设置环境变量 HOME 或 JIPING_HOME", "Set HOME or JIPING_HOME";
    io(code: &str) => "读写失败{code}", "reading or writing failed{code}";
    /// The number of a cause that has no words.
    system_code(n: i32) => "（系统错误 {n}）", " (system error {n})";
    database_code(n: i32) => "（数据库错误 {n}）", " (database error {n})";
    io_mend() => "请检查磁盘或 U 盘；可先复制到本机磁盘", "Check the disk or stick; copying to a local disk may help";

    asked() => "只读打开", "opened for reading";
    in_use() => "另一程序正在编辑此项目，现以只读方式打开。在那边关闭后重新打开即可录入", "another program is working on this project, so it is opened for reading. Close it there and open it again to enter anything";
    protected() => "文件为只读，现以只读方式打开。取消只读属性后重新打开即可录入", "the file is protected against writing, so it is opened for reading. Lift the protection and open it again to enter anything";
    place(why: &str) => "此处不可写（{why}），现以只读方式打开。复制到本机磁盘即可录入", "nothing can be written here ({why}), so it is opened for reading. Copy it to a local disk to enter anything";
    linked() => "此文件有多个硬链接，为免损坏以只读方式打开。复制一份即可录入", "this file has several names (hard links); to keep it safe it is opened for reading. Make a copy to enter anything";
    read_only_newer(found: i64, known: i64) => "由更新版本的绩评写成（格式 {found}，本程序为 {known}），现以只读方式打开。请更新 jiping", "a newer jiping wrote it (format {found}, this one has {known}), so it is opened for reading. Update jiping";
    read_only_damaged(what: &str) => "项目文件有损坏，现以只读方式打开，损坏之前的记录均可查看（{what}）。请保留此文件，另存为新项目或改用备份", "the project is damaged, so it is opened for reading with everything up to the damage ({what}). Keep this file; rescue it to a new one or use a backup";

    at_entry(seq: u64, breach: &str) => "第 {seq} 条记录：{breach}", "entry {seq}: {breach}";
    gap() => "编号中断或重复", "a number is missing or stands twice";
    link() => "与前一条不衔接", "it does not follow on the entry before it";
    content() => "内容与其校验值不符，曾被改动", "its content does not match its hash; it was changed";
    foreign() => "出自另一份项目", "it was written by another project";
    fold() => "所替换的原值与此前记录不符", "the value it replaces is not the one recorded before";
    batch_content() => "成批导入的答卷内容缺失或与登记不符", "the forms it brings are missing or not those it names";
    unreadable(after: u64, code: &str) => "第 {after} 条之后的记录有字节损坏，无法读取{code}", "entries after number {after} cannot be read: some of their bytes are damaged{code}";
    database(n: usize) => "数据库结构自检发现 {n} 处损坏", "the database finds {n} {places} of its own structure damaged", places = n["place" | "places"];
    schema() => "表结构不是本程序所建", "its tables, triggers or views are not those that this program makes";

    mirror_failed(what: &str) => "本机镜像未写入（{what}）；项目文件本身照常保存", "the mirror is not written ({what}); the project itself is saved as always";
    mirror_in_use(place: &str) => "同一项目的另一份正打开着，本机镜像归其使用（{place}）；项目文件本身照常保存", "another copy of this project is open and uses the mirror ({place}); the project itself is saved as always";
    mirror_diverged(place: &str) => "本机镜像与项目文件内容不一致，原样留存（{place}），另建新镜像", "the mirror and the project contradict each other; the old mirror is kept ({place}) and a new one is begun";
    mirror_none() => "本机没有此项目的镜像（未在本机录入过）", "there is no mirror on this computer (nothing was entered here)";
    mirror_not_looked_at() => "项目正在使用中，未核对本机镜像", "the project is in use, so the mirror was not compared";
    mirror_behind(has: u64, of: u64) => "本机镜像只有前 {has} 条（共 {of} 条），其余在别处录入", "the mirror has the first {has} of {of} {entries}; what follows was entered elsewhere", entries = of["entry" | "entries"];
    /// Entries that the mirror has beyond the file; also what is said on opening.
    mirror_ahead(events: u64) => "本机镜像比项目文件多 {events} 条记录：可能是保存中途被中断，也可能文件是旧的备份或丢失了末尾；打开项目可补回", "the mirror has {events} more {entries} than the project: saving was cut short, or the file is an older copy or has lost its end; opening the project brings them back", entries = events["entry" | "entries"];
    mirror_differs(seq: u64) => "本机镜像自第 {seq} 条起与项目文件不同", "from entry {seq} on, the mirror differs from the project";
    mirror_unreadable(line: u64) => "本机镜像第 {line} 行无法识别", "line {line} of the mirror makes no sense";
}

/// Where and what, without the mend.
pub fn message(lang: Lang, error: &StoreError) -> String {
    at_place(lang, &shown(&error.path), &fault(lang, &error.fault))
}

/// What is wrong with a file.
pub fn fault(lang: Lang, fault: &Fault) -> String {
    match fault {
        Fault::Missing => missing(lang),
        Fault::IsFolder => is_folder(lang),
        Fault::NotAFolder => not_a_folder(lang),
        Fault::Empty => empty(lang),
        Fault::Exists => exists(lang),
        Fault::BadName => bad_name(lang),
        Fault::NoFolder => no_folder(lang),
        Fault::NotOurs => not_ours(lang),
        Fault::HeadDamaged => head_damaged(lang),
        Fault::Unsound => unsound(lang),
        Fault::Damaged(number) => damaged(lang, &code(lang, *number)),
        Fault::Newer { found, known } => newer(lang, *found, *known),
        Fault::Denied => denied(lang),
        Fault::ReadOnlyPlace => read_only_place(lang),
        Fault::Unfinished => unfinished(lang),
        Fault::DiskFull => disk_full(lang),
        Fault::Busy => busy(lang),
        Fault::Setting { name, wanted, got } => setting(lang, name, wanted, got),
        Fault::ChangedElsewhere { seq } => changed_elsewhere(lang, *seq),
        Fault::NoSuchEntry { seq, last } => no_such_entry(lang, *seq, *last),
        Fault::WithinAct { seq, before, after } => within_act(lang, *seq, before + 1, *after),
        Fault::NotText => not_text(lang),
        Fault::NotToml(words) => not_toml(lang, words.trim_end()),
        Fault::TooLarge { limit } => too_large(lang, limit >> 20),
        Fault::NoScheme => no_scheme(lang),
        Fault::OutsideLink => outside_link(lang),
        Fault::Attachment(fault) => attachment::fault(lang, fault),
        Fault::NoHome => no_home(lang),
        Fault::Io(number) => io(lang, &code(lang, *number)),
    }
}

fn code(lang: Lang, code: Option<Code>) -> String {
    match code {
        Some(Code::System(n)) => system_code(lang, n),
        Some(Code::Database(n)) => database_code(lang, n),
        None => String::new(),
    }
}

/// What to do about it.
pub fn mend(lang: Lang, error: &StoreError) -> String {
    match &error.fault {
        Fault::Missing => missing_mend(lang),
        Fault::IsFolder => is_folder_mend(lang),
        Fault::NotAFolder => not_a_folder_mend(lang),
        Fault::Empty => empty_mend(lang),
        Fault::Exists => exists_mend(lang),
        Fault::BadName => bad_name_mend(lang),
        Fault::NoFolder => no_folder_mend(lang),
        Fault::NotOurs => not_ours_mend(lang),
        Fault::Unsound => unsound_mend(lang),
        Fault::HeadDamaged | Fault::Damaged(_) => damaged_mend(lang),
        Fault::Newer { .. } => newer_mend(lang),
        Fault::Denied => denied_mend(lang),
        Fault::ReadOnlyPlace => read_only_place_mend(lang),
        Fault::Unfinished => unfinished_mend(lang),
        Fault::DiskFull => disk_full_mend(lang),
        Fault::Busy => busy_mend(lang),
        Fault::Setting { .. } => setting_mend(lang),
        Fault::ChangedElsewhere { .. } => changed_elsewhere_mend(lang),
        Fault::NoSuchEntry { .. } => no_such_entry_mend(lang),
        Fault::WithinAct { before: 0, after, .. } => within_first_act_mend(lang, *after),
        Fault::WithinAct { before, after, .. } => within_act_mend(lang, *before, *after),
        Fault::NotText => not_text_mend(lang),
        Fault::NotToml(_) => not_toml_mend(lang),
        Fault::TooLarge { .. } => too_large_mend(lang),
        Fault::NoScheme => no_scheme_mend(lang),
        Fault::OutsideLink => outside_link_mend(lang),
        Fault::Attachment(fault) => attachment::mend(lang, fault),
        Fault::NoHome => no_home_mend(lang),
        Fault::Io(_) => io_mend(lang),
    }
}

/// Why a project can be looked at only, and what to do about it.
pub fn read_only(lang: Lang, reason: &ReadOnly) -> String {
    match reason {
        ReadOnly::Asked => asked(lang),
        ReadOnly::InUse => in_use(lang),
        ReadOnly::Protected => protected(lang),
        ReadOnly::Place(why) => place(lang, &fault(lang, why)),
        ReadOnly::Linked => linked(lang),
        ReadOnly::Newer { found, known } => read_only_newer(lang, *found, *known),
        ReadOnly::Damaged(all) => {
            let first = all.first().map(|d| damage(lang, d)).unwrap_or_default();
            read_only_damaged(lang, &first)
        }
    }
}

/// What is damaged in a project.
pub fn damage(lang: Lang, damage: &Damage) -> String {
    match damage {
        Damage::Chain(fault) => chain(lang, *fault),
        Damage::Unreadable { after, code: number } => unreadable(lang, *after, &code(lang, *number)),
        Damage::Database(places) => database(lang, *places),
        Damage::Schema => schema(lang),
    }
}

/// Where and how a chain is broken.
pub fn chain(lang: Lang, fault: ChainFault) -> String {
    let breach = match fault.breach {
        Breach::Gap => gap(lang),
        Breach::Link => link(lang),
        Breach::Content => content(lang),
        Breach::Foreign => foreign(lang),
        Breach::Fold => fold(lang),
        Breach::Batch => batch_content(lang),
    };
    at_entry(lang, fault.seq, &breach)
}

/// Why entries are not mirrored, or not where they were.
pub fn mirror_trouble(lang: Lang, trouble: &MirrorTrouble) -> String {
    match trouble {
        MirrorTrouble::Failed(e) => mirror_failed(lang, &message(lang, e)),
        MirrorTrouble::InUse(path) => mirror_in_use(lang, &shown(path)),
        MirrorTrouble::Diverged(path) => mirror_diverged(lang, &shown(path)),
    }
}

/// One thing that [`crate::store::verify`] found.
pub fn finding(lang: Lang, finding: &Finding) -> String {
    match finding {
        Finding::Damage(what) => damage(lang, what),
        Finding::Newer { found, known } => newer(lang, *found, *known),
        Finding::Attachment(loss) => attachment::loss(lang, loss),
        Finding::Mirror(MirrorFinding::None) => mirror_none(lang),
        Finding::Mirror(MirrorFinding::InUse) => mirror_not_looked_at(lang),
        Finding::Mirror(MirrorFinding::Behind { has, of }) => mirror_behind(lang, *has, *of),
        Finding::Mirror(MirrorFinding::Ahead { events }) => mirror_ahead(lang, *events),
        Finding::Mirror(MirrorFinding::Differs { seq }) => mirror_differs(lang, *seq),
        Finding::Mirror(MirrorFinding::Unreadable { line }) => mirror_unreadable(lang, *line),
        Finding::Mirror(MirrorFinding::Trouble(trouble)) => mirror_trouble(lang, trouble),
    }
}

/// A path as text that cannot steer a terminal.
fn shown(path: &Path) -> String {
    display_safe(&path.display().to_string()).into_owned()
}
