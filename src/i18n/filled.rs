//! Wordings that mention answers: `${name}` as what a form says there, or as a gap where there is
//! no form to look at.

use std::borrow::Cow;

use super::{Lang, label};
use crate::ledger::Facts;
use crate::scheme::{Label, Questionnaire, Scheme};

/// What stands for an answer that is not there, or of no form in particular.
const GAP: &str = "…";

/// One keying of one form.
#[derive(Debug, Clone, Copy)]
pub struct Keyed<'a> {
    /// The rules.
    pub scheme: &'a Scheme,
    /// Which questionnaire.
    pub questionnaire: &'a Questionnaire,
    /// What is recorded.
    pub facts: &'a Facts,
    /// Number of the form.
    pub form: u32,
    /// Whether the second keying is meant.
    pub is_second: bool,
}

impl Keyed<'_> {
    /// A wording with what this form answers.
    pub fn wording(&self, lang: Lang, text: &Label) -> String {
        self.words(lang, lang.label(text))
    }

    /// The same for words that were taken from the form before.
    pub fn words(&self, lang: Lang, words: &str) -> String {
        if !mentions(words) {
            return words.to_owned();
        }
        let id = &self.questionnaire.id;
        let keyed = if self.is_second { self.facts.seconds(id) } else { self.facts.responses(id) };
        let answers = keyed.map(|keyed| keyed.answers_shown(self.form, self.questionnaire));
        let answered = |n: usize| answers.as_ref()?.get(n).copied().flatten();
        filled(lang, self.scheme, self.questionnaire, words, &answered)
    }
}

/// A wording with what it mentions: answers in words, values as they are computed. A name that
/// means nothing stays as it stands.
pub fn filled<'a>(
    lang: Lang,
    scheme: &Scheme,
    questionnaire: &Questionnaire,
    words: &str,
    answered: &impl Fn(usize) -> Option<&'a str>,
) -> String {
    replaced(words, |name| {
        let computed = questionnaire.asides.iter().find(|a| a.id == name).and_then(|a| a.value.as_ref());
        match (questionnaire.question(name), computed) {
            (Some(n), _) => {
                let path = format!("{}.form.1.{name}", questionnaire.id);
                answered(n).map_or_else(|| GAP.to_owned(), |a| label::value(lang, scheme, &path, a))
            }
            (None, Some(of)) => of.value(answered).map_or_else(|| GAP.to_owned(), label::computed),
            (None, None) => format!("${{{name}}}"),
        }
    })
}

impl Lang {
    /// A wording where no form is looked at: a gap for each answer that it mentions.
    pub fn wording(self, text: &Label) -> Cow<'_, str> {
        let words = self.label(text);
        if mentions(words) { replaced(words, |_| GAP.to_owned()).into() } else { words.into() }
    }
}

fn mentions(words: &str) -> bool {
    words.contains("${")
}

fn replaced(words: &str, value: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = words;
    while let Some((before, (name, after))) =
        rest.split_once("${").and_then(|(before, r)| Some((before, r.split_once('}')?)))
    {
        out.push_str(before);
        out.push_str(&value(name.trim()));
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_form_an_answer_is_a_gap() {
        let words = |text: &str| Lang::Zh.wording(&Label::new(text)).into_owned();
        assert_eq!(words("您家 ${ family } 口人中，${x}人在校"), "您家 … 口人中，…人在校");
        assert_eq!((words("${没有关上"), words("$5")), ("${没有关上".to_owned(), "$5".to_owned()));
    }
}
