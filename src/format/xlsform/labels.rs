//! Texts of a form in the two languages that a scheme has.

use crate::i18n::forms::{CHINESE, ENGLISH};
use crate::scheme::Label;

use super::sheets::{Heading, Row, Table};

/// Which of a form's languages are taken: the scheme's own, and English beside it.
#[derive(Debug, Clone, Default)]
pub(super) struct Languages {
    own: Option<String>,
    english: Option<String>,
}

/// A language as it is compared: small letters.
fn plain(language: &str) -> String {
    language.trim().to_lowercase()
}

/// The code in brackets behind the name of a language, or the name.
fn is(language: &str, words: &[&str]) -> bool {
    let language = plain(language);
    let (name, code) = language
        .split_once('(')
        .map_or((language.as_str(), ""), |(name, code)| (name.trim(), code.trim_end_matches(')').trim()));
    let matches = |word: &str| {
        words.contains(&word) || word.split_once(['-', '_']).is_some_and(|(base, _)| words.contains(&base))
    };
    matches(name) || !code.is_empty() && matches(code)
}

impl Languages {
    /// Chooses among the languages of the headings: Chinese is the scheme's own, else the form's
    /// default, else the first; English stands beside it.
    pub fn of(tables: &[&Table], default: Option<&str>) -> Self {
        let all = tables.iter().flat_map(|t| &t.headings).filter_map(|h| h.language.clone());
        let all: Vec<String> = all.collect();
        let find = |words: &[&str]| all.iter().find(|l| is(l, words)).map(|l| plain(l));
        let english = find(&ENGLISH);
        let default = default.map(plain).filter(|d| all.iter().any(|l| plain(l) == *d));
        let chinese = find(&CHINESE);
        let is_unnamed = tables.iter().any(|t| t.column("label").is_some());
        let first = || if is_unnamed { None } else { all.first().map(|l| plain(l)) };
        let own = chinese.or(default).or_else(first);
        Self { english: english.filter(|e| Some(e) != own.as_ref()), own }
    }

    /// Whether texts under this heading are shown.
    pub fn takes(&self, heading: &Heading) -> bool {
        let language = heading.language.as_deref().map(plain);
        language.is_none() || language == self.own || language == self.english
    }

    /// The text of a row under this heading, in both languages.
    pub fn label(&self, table: &Table, row: &Row, name: &str) -> Option<Label> {
        let find = |language: Option<&String>| {
            let heading = table
                .headings
                .iter()
                .find(|h| h.name == name && h.language.as_deref().map(plain).as_ref() == language)?;
            row.text(heading.column).map(str::to_owned)
        };
        let unnamed = find(None);
        let own = self.own.as_ref().and_then(|own| find(Some(own))).or(unnamed);
        let en = self.english.as_ref().and_then(|en| find(Some(en)));
        match (own, en) {
            (Some(text), en) => Some(Label { en: en.filter(|en| *en != text), text }),
            (None, Some(en)) => Some(Label::new(en)),
            (None, None) => None,
        }
    }
}
