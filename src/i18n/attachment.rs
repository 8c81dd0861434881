//! Words for attachments: why a file is not taken, what is lost, what was done.

use super::{Lang, texts};
use crate::store::{ATTACHMENT_LIMIT, AttachmentFault, Kind, Looks, Loss};

texts! {
    empty() => "文件是空的，一个字节也没有", "the file is empty, not a single byte";
    empty_mend() => "多半是复制中断所致，请重新复制原件", "A copy was probably interrupted; copy the original again";
    link() => "这是符号链接，不予采用", "this is a symbolic link and is not followed";
    link_mend() => "请给出链接所指的文件本身", "Name the file that the link leads to";
    special() => "这是设备或管道，不是普通文件", "this is a device or a pipe, not an ordinary file";
    special_mend() => "请先存成普通文件", "Save it as an ordinary file first";
    changing() => "读取时文件正在变动", "the file changed while it was read";
    changing_mend() => "请等复制或扫描结束后再附", "Wait until copying or scanning has ended and attach it again";
    too_large(mebibytes: u64, limit: u64) => "文件有 {mebibytes} MiB，超过 {limit} MiB 的上限", "the file has {mebibytes} MiB, more than the limit of {limit} MiB";
    too_large_mend() => "请降低扫描分辨率，或拆成几个文件", "Scan at a lower resolution or split it into several files";
    ending(ending: &str) => "不收后缀为“{ending}”的文件", "files ending in “{ending}” are not taken";
    no_ending() => "文件没有后缀，看不出类型", "the file has no ending that tells its kind";
    ending_mend(endings: &str) => "可以附：{endings}", "These can be attached: {endings}";
    disguised(ending: &str, found: &str) => "后缀是 .{ending}，内容却是{found}", "it ends in .{ending}, but its content is {found}";
    disguised_mend() => "请核对原件；后缀写错的，改名后再附", "Check the original; if only the ending is wrong, rename it and attach it again";
    name(name: &str) => "文件名“{name}”带有路径、控制字符或系统保留的写法", "the name “{name}” holds a path, a control character or a word that systems reserve";
    name_mend() => "请改成普通文件名（不超过 200 字节）再附", "Rename it plainly (at most 200 bytes) and attach it again";
    missing() => "台账中有此附件，项目文件中却没有其内容", "the record speaks of it, but its bytes are not in the project";
    missing_mend() => "请用原件重新附一次；内容相同即可对上", "Attach the original again; the same bytes fit the record";
    altered() => "内容与登记的校验值不符，曾被改动", "its bytes do not match the digests on record; they were changed";
    altered_mend() => "请保留此文件，改用备份，并查明何时被改动", "Keep this file, use a backup, and find out when it was changed";

    lost(row: u32, named: &str, what: &str) => "附件 {row}“{named}”：{what}", "attachment {row} “{named}”: {what}";
    lost_silent(digest: &str, what: &str) => "已撤回的附件 {digest}：{what}", "an attachment taken back, {digest}: {what}";

    picture() => "图片", "a picture";
    document() => "文档", "a document";
    sheet() => "表格", "a spreadsheet";
    slides() => "演示文稿", "slides";
    text() => "纯文本", "plain text";
    runs() => "可执行的程序或脚本", "a program or a script";
    macros() => "带宏的文档", "a document with macros";
    archive() => "压缩包", "a packed archive";
    unknown() => "无法识别的数据", "something unknown";
    of_kind(what: &str, kind: &str) => "{what}（{kind}）", "{what} ({kind})";

    attached(row: u32, file: &str, size: &str) => "已附：{row} {file}（{size}）", "attached: {row} {file} ({size})";
    attached_again(row: u32, file: &str, other: u32) => "已附：{row} {file}，内容与附件 {other} 相同，只存一份", "attached: {row} {file}, the same bytes as attachment {other}, kept once";
    supporting(fact: &str) => "佐证 {fact}", "supports {fact}";
    taken_on(date: &str) => "拍摄日期 {date}", "taken on {date}";
    not_written(file: &str, what: &str) => "附件“{file}”未写出：{what}", "attachment “{file}” was not written: {what}";
}

/// Why a file is not taken or given out.
pub fn fault(lang: Lang, fault: &AttachmentFault) -> String {
    match fault {
        AttachmentFault::Empty => empty(lang),
        AttachmentFault::Link => link(lang),
        AttachmentFault::Special => special(lang),
        AttachmentFault::Changing => changing(lang),
        AttachmentFault::TooLarge { size } => too_large(lang, size.div_ceil(1 << 20), ATTACHMENT_LIMIT >> 20),
        AttachmentFault::Ending(none) if none.is_empty() => no_ending(lang),
        AttachmentFault::Ending(e) => ending(lang, e),
        AttachmentFault::Disguised { ending, looks } => disguised(lang, ending, &looking(lang, *looks)),
        AttachmentFault::Name(n) => name(lang, n),
        AttachmentFault::Missing => missing(lang),
        AttachmentFault::Altered => altered(lang),
    }
}

/// What helps.
pub fn mend(lang: Lang, fault: &AttachmentFault) -> String {
    match fault {
        AttachmentFault::Empty => empty_mend(lang),
        AttachmentFault::Link => link_mend(lang),
        AttachmentFault::Special => special_mend(lang),
        AttachmentFault::Changing => changing_mend(lang),
        AttachmentFault::TooLarge { .. } => too_large_mend(lang),
        AttachmentFault::Ending(_) => ending_mend(lang, &Kind::endings().collect::<Vec<_>>().join(" ")),
        AttachmentFault::Disguised { .. } => disguised_mend(lang),
        AttachmentFault::Name(_) => name_mend(lang),
        AttachmentFault::Missing => missing_mend(lang),
        AttachmentFault::Altered => altered_mend(lang),
    }
}

/// What is wrong with an attachment of a project.
pub fn loss(lang: Lang, loss: &Loss) -> String {
    let what = fault(lang, &loss.fault);
    match loss.row {
        Some(row) => lost(lang, row, &loss.name, &what),
        None => lost_silent(lang, &loss.name, &what),
    }
}

/// A kind in words.
pub fn kind(lang: Lang, kind: Kind) -> String {
    let what = match kind {
        Kind::Jpeg | Kind::Png | Kind::Gif | Kind::Bmp | Kind::Tiff | Kind::Webp | Kind::Heic => picture,
        Kind::Pdf | Kind::Ofd | Kind::Docx | Kind::Office => document,
        Kind::Xlsx => sheet,
        Kind::Pptx => slides,
        Kind::Text => text,
    };
    of_kind(lang, &what(lang), &kind.name().to_uppercase())
}

fn looking(lang: Lang, looks: Looks) -> String {
    match looks {
        Looks::Like(found) => kind(lang, found),
        Looks::Runs => runs(lang),
        Looks::Macros => macros(lang),
        Looks::Archive => archive(lang),
        Looks::Unknown => unknown(lang),
    }
}

/// `1.4 MiB`, `12 KiB`, `90 B`.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KiB", bytes.div_ceil(1024)),
        _ => format!("{}.{} MiB", bytes >> 20, ((bytes & 0xf_ffff) * 10) >> 20),
    }
}
