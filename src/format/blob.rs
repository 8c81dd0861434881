//! Forms that came in together as bytes and back: column by column, packed.
//!
//! The project names these bytes by their digest, so they are read only if they are those that
//! were written; even so nothing is believed that they say about their own size.

use std::io::{self, Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

use crate::survey::Batch;
use crate::survey::batch::{Cells, Column, MAX_FORMS};

/// First bytes, with the version of the format.
const MAGIC: &[u8; 5] = b"JPF\x00\x01";
/// Most columns.
const MOST_COLUMNS: u32 = 1 << 16;
/// Most bytes of all words or texts of a column.
const MOST_TEXT: u32 = u32::MAX;

const NARROW: u8 = 0;
const WIDE: u8 = 1;
const TEXTS: u8 = 2;

/// Bytes that are no batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotABatch;

impl From<io::Error> for NotABatch {
    fn from(_: io::Error) -> Self {
        Self
    }
}

/// The bytes of a batch. The same batch always gives the same bytes.
pub fn encode(batch: &Batch) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(MAGIC.to_vec(), Compression::fast());
    // Writing to memory cannot fail; an error would make bytes that decode to nothing.
    let _ = write(batch, &mut packed);
    packed.finish().unwrap_or_default()
}

fn write(batch: &Batch, out: &mut impl Write) -> io::Result<()> {
    let number = |n: usize| u32::try_from(n).map(u32::to_le_bytes).map_err(io::Error::other);
    out.write_all(&number(batch.len())?)?;
    out.write_all(&number(batch.columns().len())?)?;
    for column in batch.columns() {
        let text = |out: &mut dyn Write, text: &str| {
            out.write_all(&number(text.len())?)?;
            out.write_all(text.as_bytes())
        };
        text(out, column.key())?;
        out.write_all(&number(column.words().len())?)?;
        for word in column.words() {
            text(out, word)?;
        }
        match column.cells() {
            Cells::Narrow(cells) => {
                out.write_all(&[NARROW])?;
                out.write_all(cells)?;
            }
            Cells::Wide(cells) => {
                let bytes: Vec<u8> = cells.iter().flat_map(|c| c.to_le_bytes()).collect();
                out.write_all(&[WIDE])?;
                out.write_all(&bytes)?;
            }
            Cells::Texts { text: all, ends } => {
                let bytes: Vec<u8> = ends.iter().flat_map(|e| e.to_le_bytes()).collect();
                out.write_all(&[TEXTS])?;
                out.write_all(&bytes)?;
                text(out, all)?;
            }
        }
    }
    Ok(())
}

/// The batch in these bytes.
///
/// # Errors
/// [`NotABatch`] if they are not exactly one.
pub fn decode(bytes: &[u8]) -> Result<Batch, NotABatch> {
    let mut unpacked = ZlibDecoder::new(bytes.strip_prefix(MAGIC).ok_or(NotABatch)?);
    let forms = number(&mut unpacked)? as usize;
    let columns = number(&mut unpacked)?;
    if forms > MAX_FORMS || columns > MOST_COLUMNS {
        return Err(NotABatch);
    }
    let mut all = Vec::new();
    for _ in 0..columns {
        all.push(column(&mut unpacked, forms)?);
    }
    let ended = unpacked.read(&mut [0])? == 0;
    Batch::new(forms, all).filter(|_| ended).ok_or(NotABatch)
}

fn column(input: &mut impl Read, forms: usize) -> Result<Column, NotABatch> {
    let key = text(input)?;
    let count = number(input)?;
    if count > u32::from(u16::MAX) {
        return Err(NotABatch);
    }
    let words: Result<Vec<Box<str>>, NotABatch> = (0..count).map(|_| Ok(text(input)?.into())).collect();
    let mut kind = [0];
    input.read_exact(&mut kind)?;
    let cells = match kind[0] {
        NARROW => Cells::Narrow(bytes(input, forms)?),
        WIDE => {
            let raw = bytes(input, forms * 2)?;
            Cells::Wide(raw.as_chunks::<2>().0.iter().map(|c| u16::from_le_bytes(*c)).collect())
        }
        TEXTS => {
            let raw = bytes(input, forms * 4)?;
            let ends = raw.as_chunks::<4>().0.iter().map(|e| u32::from_le_bytes(*e)).collect();
            Cells::Texts { ends, text: text(input)? }
        }
        _ => return Err(NotABatch),
    };
    Column::new(key, words?, cells).ok_or(NotABatch)
}

fn number(input: &mut impl Read) -> Result<u32, NotABatch> {
    let mut bytes = [0; 4];
    input.read_exact(&mut bytes)?;
    Ok(u32::from_le_bytes(bytes))
}

fn text(input: &mut impl Read) -> Result<String, NotABatch> {
    let length = number(input)?;
    if length == MOST_TEXT {
        return Err(NotABatch);
    }
    String::from_utf8(bytes(input, length as usize)?).map_err(|_| NotABatch)
}

/// Exactly so many bytes; room is made as they come.
fn bytes(input: &mut impl Read, length: usize) -> Result<Vec<u8>, NotABatch> {
    let mut bytes = Vec::new();
    input.take(length as u64).read_to_end(&mut bytes)?;
    if bytes.len() == length { Ok(bytes) } else { Err(NotABatch) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch() -> Batch {
        let words = |n: u16| std::iter::once(String::new()).chain((1..=n).map(|n| n.to_string()));
        let words = |n| words(n).map(Into::into).collect::<Vec<Box<str>>>();
        let columns = vec![
            Column::new("Q1".into(), words(5), Cells::Narrow(vec![1, 0, 5])).unwrap(),
            Column::new("Q2".into(), words(700), Cells::Wide(vec![700, 0, 1])).unwrap(),
            Column::new(
                "serial".into(),
                Vec::new(),
                Cells::Texts { text: "甲1乙2".into(), ends: vec![4, 4, 8] },
            )
            .unwrap(),
        ];
        Batch::new(3, columns).unwrap()
    }

    #[test]
    fn a_batch_comes_back_as_it_was() {
        assert_eq!(decode(&encode(&batch())), Ok(batch()));
        assert_eq!(encode(&batch()), encode(&batch()));
        let empty = Batch::new(0, Vec::new()).unwrap();
        assert_eq!(decode(&encode(&empty)), Ok(empty));
    }

    #[test]
    fn damaged_bytes_are_no_batch() {
        let bytes = encode(&batch());
        for end in 0..bytes.len() {
            // The check sum at the end is not waited for.
            assert!(decode(&bytes[..end]).is_err() || end + 6 > bytes.len(), "{end}");
        }
        assert_eq!(decode(b"JPF\x00\x02"), Err(NotABatch));
        let huge = |forms: u32| {
            let mut packed = ZlibEncoder::new(MAGIC.to_vec(), Compression::fast());
            for number in [forms, 1, 2] {
                packed.write_all(&number.to_le_bytes()).unwrap();
            }
            packed.write_all(b"Q1").unwrap();
            packed.finish().unwrap()
        };
        assert_eq!(decode(&huge(u32::MAX)), Err(NotABatch));
        assert_eq!(decode(&huge(9_000_000)), Err(NotABatch), "nothing is set aside for what is not there");
    }
}
