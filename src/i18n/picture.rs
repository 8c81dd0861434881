//! Words beside an attached picture.

use super::{Lang, texts};
use crate::store::PictureFault;

texts! {
    title(row: u32, file: &str) => "附件 {row} · {file}", "Attachment {row} · {file}";
    reading() => "正在读取图片", "Reading the picture";
    dimensions(size: &str, columns: u32, rows: u32) => "{size}，{columns} × {rows} 像素", "{size}, {columns} × {rows} pixels";
    shades() => "单色：以明暗块示意，细部请按 Enter 看原图", "Monochrome: shades only; Enter shows the original";
    keys() => "Enter 用系统程序看原图   ←→ 上一张、下一张   Esc 返回", "Enter original in the system's viewer   ←→ previous, next   Esc back";
    kind() => "这种文件不在终端里显示，请按 Enter 用系统程序打开", "Not shown in the terminal; Enter opens it in the system's viewer";
    too_large() => "像素太多，不在终端里解码，请按 Enter 用系统程序打开", "Too many pixels to decode here; Enter opens it in the system's viewer";
    broken() => "图片数据不完整，无法解码；请核对原件，需要时重新附一次", "The picture's data are not whole; check the original and attach it again if need be";
}

/// Why a picture is not shown, and what helps.
pub fn fault(lang: Lang, fault: PictureFault) -> String {
    match fault {
        PictureFault::Kind => kind(lang),
        PictureFault::TooLarge => too_large(lang),
        PictureFault::Broken => broken(lang),
    }
}
