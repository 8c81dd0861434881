//! What kind of file an attachment is: told by its bytes, and compared with its ending.
//!
//! Only kinds that hold evidence and run nothing are known. A file whose bytes and ending
//! disagree is not taken, for whoever opens it later would be shown something else than its name
//! says. Must not touch the disk.

/// The kinds of file that may be attached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// JPEG photo.
    Jpeg,
    /// PNG picture.
    Png,
    /// GIF picture.
    Gif,
    /// BMP picture.
    Bmp,
    /// TIFF scan.
    Tiff,
    /// `WebP` picture.
    Webp,
    /// HEIC or HEIF photo.
    Heic,
    /// PDF document.
    Pdf,
    /// OFD document (GB/T 33190).
    Ofd,
    /// Text document of an office program, without macros.
    Docx,
    /// Spreadsheet, without macros.
    Xlsx,
    /// Slides, without macros.
    Pptx,
    /// Document, spreadsheet or slides of an older office program.
    Office,
    /// Plain text, tables with commas included.
    Text,
}

impl Kind {
    /// All kinds with the name they are recorded by and the endings their files have.
    const ALL: [(Self, &'static str, &'static [&'static str]); 14] = [
        (Self::Jpeg, "jpeg", &["jpg", "jpeg", "jfif"]),
        (Self::Png, "png", &["png"]),
        (Self::Gif, "gif", &["gif"]),
        (Self::Bmp, "bmp", &["bmp"]),
        (Self::Tiff, "tiff", &["tif", "tiff"]),
        (Self::Webp, "webp", &["webp"]),
        (Self::Heic, "heic", &["heic", "heif"]),
        (Self::Pdf, "pdf", &["pdf"]),
        (Self::Ofd, "ofd", &["ofd"]),
        (Self::Docx, "docx", &["docx"]),
        (Self::Xlsx, "xlsx", &["xlsx"]),
        (Self::Pptx, "pptx", &["pptx"]),
        (Self::Office, "office", &["doc", "xls", "ppt", "wps", "et", "dps"]),
        (Self::Text, "text", &["txt", "csv"]),
    ];

    /// The name it is recorded by.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(kind, ..)| *kind == self).map_or("", |(_, name, _)| name)
    }

    /// The kind recorded by this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, n, _)| *n == name).map(|(kind, ..)| *kind)
    }

    /// The kind that files with this ending (without the dot, in any case) should be.
    pub fn of_ending(ending: &str) -> Option<Self> {
        let ending = ending.to_ascii_lowercase();
        Self::ALL.iter().find(|(.., endings)| endings.contains(&ending.as_str())).map(|(kind, ..)| *kind)
    }

    /// The ending that its files usually have.
    pub fn ending(self) -> &'static str {
        let endings = Self::ALL.iter().find(|(kind, ..)| *kind == self).map(|(.., endings)| *endings);
        endings.and_then(|e| e.first()).copied().unwrap_or_default()
    }

    /// All endings that are taken.
    pub fn endings() -> impl Iterator<Item = &'static str> {
        Self::ALL.iter().flat_map(|(.., endings)| endings.iter().copied())
    }
}

/// What the bytes of a file look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looks {
    /// One of the kinds that may be attached.
    Like(Kind),
    /// Something that runs: a program, a script, a shortcut.
    Runs,
    /// An office document that carries macros.
    Macros,
    /// A packed archive.
    Archive,
    /// Nothing that is known.
    Unknown,
}

/// Beginnings that belong to one kind only.
const BEGINNINGS: [(&[u8], Looks); 17] = [
    (b"\xff\xd8\xff", Looks::Like(Kind::Jpeg)),
    (b"\x89PNG\r\n\x1a\n", Looks::Like(Kind::Png)),
    (b"GIF87a", Looks::Like(Kind::Gif)),
    (b"GIF89a", Looks::Like(Kind::Gif)),
    (b"II*\0", Looks::Like(Kind::Tiff)),
    (b"MM\0*", Looks::Like(Kind::Tiff)),
    (b"%PDF-", Looks::Like(Kind::Pdf)),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Looks::Like(Kind::Office)),
    (b"MZ", Looks::Runs),
    (b"\x7fELF", Looks::Runs),
    (b"\xcf\xfa\xed\xfe", Looks::Runs),
    (b"\xca\xfe\xba\xbe", Looks::Runs),
    (b"#!", Looks::Runs),
    (b"L\0\0\0\x01\x14\x02\0", Looks::Runs),
    (b"Rar!\x1a\x07", Looks::Archive),
    (b"7z\xbc\xaf\x27\x1c", Looks::Archive),
    (b"\x1f\x8b", Looks::Archive),
];

/// Marks of the HEIC family behind `ftyp`.
const HEIC: [&[u8]; 6] = [b"heic", b"heix", b"hevc", b"heim", b"mif1", b"msf1"];

/// What a file's bytes look like, whatever its name says.
pub fn looks(bytes: &[u8]) -> Looks {
    if let Some((_, looks)) = BEGINNINGS.iter().find(|(start, _)| bytes.starts_with(start)) {
        return *looks;
    }
    let at = |from: usize, to: usize| bytes.get(from..to).unwrap_or_default();
    if bytes.starts_with(b"RIFF") && at(8, 12) == b"WEBP" {
        return Looks::Like(Kind::Webp);
    }
    if at(4, 8) == b"ftyp" && HEIC.contains(&at(8, 12)) {
        return Looks::Like(Kind::Heic);
    }
    // The size written in a BMP must be its size; two letters alone are no proof.
    if bytes.starts_with(b"BM") && number(bytes, 2, 4) == Some(bytes.len()) {
        return Looks::Like(Kind::Bmp);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return package(bytes);
    }
    if is_text(bytes) { Looks::Like(Kind::Text) } else { Looks::Unknown }
}

/// A number of `len` bytes, lowest first.
fn number(bytes: &[u8], at: usize, len: usize) -> Option<usize> {
    let part = bytes.get(at..at.checked_add(len)?)?;
    Some(part.iter().rev().fold(0, |n, b| n << 8 | usize::from(*b)))
}

/// An office document is a packed folder; which one, its list of contents says.
fn package(bytes: &[u8]) -> Looks {
    let Some(names) = members(bytes) else { return Looks::Archive };
    if names.iter().any(|n| n.to_ascii_lowercase().ends_with(b"vbaproject.bin")) {
        return Looks::Macros;
    }
    let has = |name: &[u8]| names.contains(&name);
    if has(b"OFD.xml") {
        Looks::Like(Kind::Ofd)
    } else if !has(b"[Content_Types].xml") {
        Looks::Archive
    } else if has(b"word/document.xml") {
        Looks::Like(Kind::Docx)
    } else if has(b"xl/workbook.xml") {
        Looks::Like(Kind::Xlsx)
    } else if has(b"ppt/presentation.xml") {
        Looks::Like(Kind::Pptx)
    } else {
        Looks::Archive
    }
}

/// Names in the list of contents at the end of a packed folder.
fn members(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    // The last record is 22 bytes and a comment of at most 65,535.
    let from = bytes.len().saturating_sub(22 + 0xffff);
    let end = from + bytes[from..].windows(4).rposition(|w| w == b"PK\x05\x06")?;
    let mut at = number(bytes, end + 16, 4)?;
    let mut names = Vec::new();
    while bytes.get(at..at.checked_add(4)?)? == b"PK\x01\x02" {
        let [name, extra, comment] = [28, 30, 32].map(|field| number(bytes, at + field, 2));
        let name = name?;
        names.push(bytes.get(at + 46..at + 46 + name)?);
        at += 46 + name + extra? + comment?;
    }
    Some(names)
}

/// Readable text: UTF-8 or the encodings of Chinese spreadsheets, without control characters.
fn is_text(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return bytes.len().is_multiple_of(2);
    }
    !bytes.iter().any(|b| *b == 0x7f || (*b < 0x20 && !b"\t\n\r\x0c".contains(b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A packed folder with empty members of these names, as small as the format allows.
    pub(crate) fn packed(names: &[&str]) -> Vec<u8> {
        let mut bytes = b"PK\x03\x04".to_vec();
        bytes.resize(30, 0);
        let start = bytes.len();
        for name in names {
            let mut entry = b"PK\x01\x02".to_vec();
            entry.resize(46, 0);
            entry[28] = u8::try_from(name.len()).unwrap();
            entry.extend(name.as_bytes());
            bytes.extend(entry);
        }
        let mut end = b"PK\x05\x06".to_vec();
        end.resize(22, 0);
        end[16] = u8::try_from(start).unwrap();
        bytes.extend(end);
        bytes
    }

    #[test]
    fn packed_folders_are_told_by_what_is_in_them() {
        let of = |names: &[&str]| looks(&packed(names));
        assert_eq!(of(&["[Content_Types].xml", "word/document.xml"]), Looks::Like(Kind::Docx));
        assert_eq!(of(&["[Content_Types].xml", "xl/workbook.xml"]), Looks::Like(Kind::Xlsx));
        assert_eq!(of(&["OFD.xml", "Doc_0/Document.xml"]), Looks::Like(Kind::Ofd));
        assert_eq!(of(&["[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"]), Looks::Macros);
        assert_eq!(of(&["照片.jpg"]), Looks::Archive);
        assert_eq!(looks(b"PK\x03\x04 cut off"), Looks::Archive);
    }

    #[test]
    fn text_is_what_can_be_read_and_nothing_that_runs() {
        assert_eq!(looks("日期,数量\n".as_bytes()), Looks::Like(Kind::Text));
        // GB18030, as spreadsheets of Chinese offices write it.
        assert_eq!(looks(b"\xc8\xd5\xc6\xda,1\r\n"), Looks::Like(Kind::Text));
        assert_eq!(looks(b"#!/bin/sh\nrm -r .\n"), Looks::Runs);
        assert_eq!(looks(b"a\0b"), Looks::Unknown);
        assert_eq!(looks(b"BMW delivered\n"), Looks::Like(Kind::Text));
    }

    #[test]
    fn names_and_endings_are_each_of_one_kind() {
        let endings: Vec<&str> = Kind::endings().collect();
        for (kind, name, own) in Kind::ALL {
            assert_eq!(Kind::named(name), Some(kind));
            for ending in own {
                assert_eq!(Kind::of_ending(&ending.to_uppercase()), Some(kind));
                assert_eq!(endings.iter().filter(|e| *e == ending).count(), 1, "{ending}");
            }
        }
        assert_eq!(Kind::of_ending("svg"), None);
    }
}
