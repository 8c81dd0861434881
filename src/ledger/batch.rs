//! What a ledger says of forms that came in together: one entry for all of them, which names
//! their content by its digest.
//!
//! An entry a form would make opening a project cost as much as checking a million hashes, and a
//! log that nobody can read. With one entry the act stays one act: undone by one undo, seen as
//! one line, and any single form can still be corrected by ordinary entries over it. The content
//! stands beside the ledger and is trusted only if its digest is the one recorded.

use std::fmt;

use super::Digest;

/// The value at `QUESTIONNAIRE.batch.K`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchEntry {
    /// Digest of the content as it is stored.
    pub content: Digest,
    /// Number of its first form.
    pub first: u32,
    /// How many forms.
    pub forms: u32,
    /// Digest of the file that they came from.
    pub source: Digest,
    /// Name of that file.
    pub name: String,
}

impl fmt::Display for BatchEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}+{} sm3:{} from sm3:{} {}", self.first, self.forms, self.content, self.source, self.name)
    }
}

impl BatchEntry {
    /// Reads the value back; `None` if it is not one.
    pub fn parse(value: &str) -> Option<Self> {
        let mut parts = value.splitn(5, ' ');
        let (first, forms) = parts.next()?.split_once('+')?;
        let content = parts.next()?.strip_prefix("sm3:")?.parse().ok()?;
        let from = parts.next()?;
        let source = parts.next()?.strip_prefix("sm3:")?.parse().ok()?;
        let name = parts.next()?.to_owned();
        let (first, forms): (u32, u32) = (first.parse().ok()?, forms.parse().ok()?);
        let fits = first > 0 && first.checked_add(forms).is_some();
        (from == "from" && fits).then_some(Self { content, first, forms, source, name })
    }
}

/// The questionnaire of a path `QUESTIONNAIRE.batch.K`.
pub fn batch_path(path: &str) -> Option<&str> {
    let (questionnaire, rest) = path.split_once('.')?;
    let number = rest.strip_prefix("batch.")?;
    number.bytes().all(|b| b.is_ascii_digit()).then_some(questionnaire)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_is_read_back_as_it_was_written() {
        let entry = BatchEntry {
            content: Digest::of(b"abc"),
            first: 33,
            forms: 1_000_000,
            source: Digest::of(b""),
            name: "满意度 导出 (2).xlsx".into(),
        };
        assert_eq!(BatchEntry::parse(&entry.to_string()), Some(entry));
        for wrong in ["", "1+2", "0+3 sm3:00 from sm3:00 x", "nothing at all is here"] {
            assert_eq!(BatchEntry::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn digests_are_those_of_the_standard() {
        // GB/T 32905-2016, example 1: SM3("abc").
        let printed = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";
        assert_eq!(Digest::of(b"abc").to_string(), printed);
        assert_eq!(printed.parse(), Ok(Digest::of(b"abc")));
        assert!("66C7".parse::<Digest>().is_err());
    }
}
