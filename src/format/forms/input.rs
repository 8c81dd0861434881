//! Bytes of any origin as UTF-8 text: gzip unpacked, byte order marks taken off, GB18030 and
//! UTF-16 turned into UTF-8, a stretch at a time.
//!
//! Must not know what the text says.

use std::io::{self, BufReader, Cursor, Read};

use encoding_rs::{Decoder, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use flate2::bufread::MultiGzDecoder;

/// First bytes of gzip (RFC 1952).
const GZIP: [u8; 2] = [0x1F, 0x8B];
/// First bytes of a ZIP archive, which is what an XLSX file is.
pub(super) const ZIP: [u8; 4] = *b"PK\x03\x04";
/// First bytes of the old XLS and other OLE files.
pub(super) const OLE: [u8; 4] = [0xD0, 0xCF, 0x11, 0xE0];
/// Bytes looked at to find out in which encoding a text is.
const LOOK: usize = 64 << 10;
/// Bytes read at once.
const STRETCH: usize = 256 << 10;

/// The text that `input` gives as UTF-8 without a byte order mark, with U+FFFD where bytes were
/// none of their encoding. What claims to be UTF-8 goes through as it is.
pub(in crate::format) fn text<'a>(mut input: impl Read + Send + 'a) -> io::Result<Box<dyn Read + Send + 'a>> {
    let mut start = Vec::new();
    input.by_ref().take(GZIP.len() as u64).read_to_end(&mut start)?;
    let is_packed = start == GZIP;
    let whole = Cursor::new(start).chain(input);
    if is_packed {
        recoded(MultiGzDecoder::new(BufReader::with_capacity(STRETCH, whole)))
    } else {
        recoded(whole)
    }
}

fn recoded<'a>(mut input: impl Read + Send + 'a) -> io::Result<Box<dyn Read + Send + 'a>> {
    let mut start = Vec::new();
    input.by_ref().take(LOOK as u64).read_to_end(&mut start)?;
    let (encoding, mark) = encoding(&start);
    let rest = start.split_off(mark);
    let whole = Cursor::new(rest).chain(input);
    if encoding == UTF_8 {
        return Ok(Box::new(whole));
    }
    let decoded = Decoded {
        input: whole,
        decoder: encoding.new_decoder(),
        raw: Vec::new(),
        ready: Vec::new(),
        given: 0,
        ended: false,
    };
    Ok(Box::new(decoded))
}

/// The encoding that a text beginning like this is in, and how many bytes its mark takes.
/// What is neither marked nor UTF-8 is GB18030, which contains GBK and GB 2312.
fn encoding(start: &[u8]) -> (&'static Encoding, usize) {
    if let Some((encoding, mark)) = Encoding::for_bom(start) {
        return (encoding, mark);
    }
    let is_cut = |e: std::str::Utf8Error| e.error_len().is_none();
    if std::str::from_utf8(start).map_or_else(is_cut, |_| true) {
        return (UTF_8, 0);
    }
    // UTF-16 without a mark shows every other byte of its ASCII as zero.
    let zeros = |from: usize| start.iter().skip(from).step_by(2).take(64).filter(|b| **b == 0).count();
    match (zeros(0), zeros(1)) {
        (0, odd) if odd > 8 => (UTF_16LE, 0),
        (even, 0) if even > 8 => (UTF_16BE, 0),
        _ => (GB18030, 0),
    }
}

/// Turns what it reads into UTF-8.
struct Decoded<R> {
    input: R,
    decoder: Decoder,
    /// Bytes read and not yet decoded.
    raw: Vec<u8>,
    /// UTF-8 that nobody has taken yet, from `given` on.
    ready: Vec<u8>,
    given: usize,
    ended: bool,
}

impl<R: Read> Decoded<R> {
    fn more(&mut self) -> io::Result<()> {
        let fresh = self.input.by_ref().take(STRETCH as u64).read_to_end(&mut self.raw)?;
        self.ended = fresh == 0;
        let room = self.decoder.max_utf8_buffer_length(self.raw.len()).unwrap_or(STRETCH * 4);
        self.ready.clear();
        self.ready.resize(room, 0);
        self.given = 0;
        let (_, read, written, _) = self.decoder.decode_to_utf8(&self.raw, &mut self.ready, self.ended);
        self.ready.truncate(written);
        self.raw.drain(..read);
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.ready.len() && !self.ended {
            self.more()?;
        }
        let n = (&self.ready[self.given..]).read(buffer)?;
        self.given += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn read(bytes: &[u8]) -> String {
        let mut all = String::new();
        text(bytes).unwrap().read_to_string(&mut all).unwrap();
        all
    }

    #[test]
    fn every_usual_encoding_comes_out_as_the_same_text() {
        let words = "序号,1、您满意吗？\n1,非常满意\n".repeat(9000);
        assert_eq!(read(words.as_bytes()), words.clone());
        assert_eq!(read(format!("\u{FEFF}{words}").as_bytes()), words.clone());
        let (gbk, _, _) = GB18030.encode(&words);
        assert_eq!(read(&gbk), words.clone());
        let mut wide = vec![0xFF, 0xFE];
        wide.extend(words.encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(read(&wide), words.clone());
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(&gbk).unwrap();
        assert_eq!(read(&gzip.finish().unwrap()), words);
        assert_eq!(read(b""), "");
    }
}
