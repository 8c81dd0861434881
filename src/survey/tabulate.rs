//! Answers of a questionnaire counted per question: from forms, or from totals typed instead.
//!
//! A question that any valid form answers is counted from the forms; typed totals then serve
//! only as a check. Every other question is counted from its typed totals. Whoever wants it
//! otherwise says which of the two counts (`ID.counts_by`). How many answers a
//! question should have is the declared number of valid forms, else of returned forms (less
//! those marked invalid), else the number of valid forms keyed or of answers typed; forms that
//! do not show the question are left out. Answers
//! short of that are missing: they are not zero and not the mean, they are open. 空白, 无法辨认
//! and 拒答 are answers that count towards it but stay out of percentages and of the index.
//! Where several choices may be ticked, choices count ticks, and percentages are of the
//! respondents who ticked anything.

use rust_decimal::Decimal;

use super::{Responses, Tallied};
use crate::scheme::field::NON_ANSWERS;
use crate::scheme::measure::{Among, Method};
use crate::scheme::{Question, QuestionKind, Questionnaire, Rounding};

/// What was typed for a questionnaire besides forms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stated {
    /// Forms handed out.
    pub distributed: Option<u64>,
    /// Forms that came back.
    pub returned: Option<u64>,
    /// Forms that count.
    pub valid: Option<u64>,
    /// People asked about.
    pub population: Option<u64>,
    /// Which of forms and totals counts, if that was said.
    pub counts_by: Option<Basis>,
    /// Per question: a total for each choice, then for each of [`NON_ANSWERS`].
    pub tallies: Vec<Vec<Option<u64>>>,
}

/// Where the counts of a question come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Basis {
    /// Nothing was keyed.
    #[default]
    Nothing,
    /// Forms, answer by answer.
    Forms,
    /// Totals typed per choice.
    Tallies,
}

/// A questionnaire counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tabulation {
    /// What was typed besides forms.
    pub stated: Stated,
    /// Valid forms keyed.
    pub valid: u64,
    /// Forms marked invalid.
    pub invalid: u64,
    /// One per question.
    pub questions: Vec<Counts>,
}

/// The answers to one question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Where they come from.
    pub basis: Basis,
    /// How many chose (or ticked) each choice.
    pub choices: Vec<u64>,
    /// How many chose or ticked anything, or answered an open question: the denominator of
    /// percentages.
    pub respondents: u64,
    /// How many left it blank, unreadable, refused.
    pub non_answers: [u64; NON_ANSWERS.len()],
    /// Answers not keyed yet.
    pub missing: u64,
    /// Answers on forms that do not show the question: kept, but not counted.
    pub hidden: u64,
    /// What the forms say, for each choice and then for each of [`NON_ANSWERS`]; nothing while
    /// no form answers it.
    pub from_forms: Vec<u64>,
    /// Whether totals were typed that differ from the forms.
    pub disagrees: bool,
}

/// An index between the worst and the best that missing answers can make of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Index {
    /// With every missing answer the worst.
    pub low: Decimal,
    /// With every missing answer the best.
    pub high: Decimal,
}

impl Index {
    /// What `method` can make of any answers to the question.
    pub fn of_any(question: &Question, method: &Method) -> Self {
        match method {
            Method::Index => Self::of_any_answer(question),
            Method::Share { .. } => Self { low: Decimal::ZERO, high: Decimal::ONE_HUNDRED },
        }
    }

    /// Between the worst and the best choice of the question; 0 to 100 if none has a value.
    pub fn of_any_answer(question: &Question) -> Self {
        let values = || question.choices.iter().filter_map(|c| c.value);
        let low = values().min().unwrap_or(Decimal::ZERO);
        let high = values().max().unwrap_or(Decimal::ONE_HUNDRED);
        Self { low, high }
    }
}

/// Counts everything. Costs one look-up per choice, however many forms there are, where they
/// follow the questionnaire's [`super::Plan`].
pub fn tabulate(questionnaire: &Questionnaire, responses: Option<&Responses>, stated: Stated) -> Tabulation {
    let keyed = responses.map_or(0, |r| r.len() as u64);
    let invalid = responses.map_or(0, |r| r.invalid() as u64);
    let valid = keyed - invalid;
    let expected = expected(&stated, valid, invalid);
    let tallied = responses.map(|r| r.tallied(questionnaire));
    let questions = questionnaire.questions.iter().enumerate().map(|(n, question)| {
        let typed = stated.tallies.get(n).map_or(&[][..], Vec::as_slice);
        let shown = tallied.as_ref().map_or(0, |t| t.shown(question));
        count(question, tallied.as_ref(), typed, stated.counts_by).expecting(
            question,
            expected,
            valid - shown.min(valid),
        )
    });
    let questions = questions.collect();
    Tabulation { stated, valid, invalid, questions }
}

/// How many answers each question should have, as far as anything says so.
fn expected(stated: &Stated, valid: u64, invalid: u64) -> u64 {
    let declared = stated.valid.or_else(|| stated.returned.map(|r| r.saturating_sub(invalid)));
    declared.unwrap_or(0).max(valid)
}

fn count(
    question: &Question,
    counted: Option<&Tallied<'_>>,
    typed: &[Option<u64>],
    by: Option<Basis>,
) -> Counts {
    let codes = || question.choices.iter().map(|c| c.code.as_str()).chain(NON_ANSWERS);
    let choices = question.choices.len();
    let forms: Vec<u64> =
        counted.map(|t| codes().map(|code| t.choice(question, code)).collect()).unwrap_or_default();
    let had = counted.map_or(0, |t| t.had(question));
    let tallies = || codes().enumerate().map(|(n, _)| typed.get(n).copied().flatten().unwrap_or(0));
    let is_typed = typed.iter().any(Option::is_some);
    let is_keyed = had > 0 || forms.iter().any(|n| *n > 0);
    let basis = if is_keyed && by != Some(Basis::Tallies) {
        Basis::Forms
    } else if is_typed && by != Some(Basis::Forms) {
        Basis::Tallies
    } else {
        Basis::Nothing
    };
    let all: Vec<u64> = match basis {
        Basis::Forms => forms.clone(),
        Basis::Tallies => tallies().collect(),
        Basis::Nothing => vec![0; choices + NON_ANSWERS.len()],
    };
    let mut non_answers = [0; NON_ANSWERS.len()];
    non_answers.copy_from_slice(&all[choices..]);
    let respondents = match (basis, question.kind == QuestionKind::Single) {
        (_, true) => all[..choices].iter().sum(),
        (Basis::Forms, false) => had,
        // How many ticked anything is not among the totals; `expecting` knows more.
        _ => all[..choices].iter().max().copied().unwrap_or(0),
    };
    Counts {
        basis,
        choices: all[..choices].to_vec(),
        respondents,
        non_answers,
        missing: 0,
        hidden: counted.map_or(0, |t| t.hidden(question)),
        disagrees: is_keyed && is_typed && !tallies().eq(forms.iter().copied()),
        from_forms: if is_keyed { forms } else { Vec::new() },
    }
}

impl Counts {
    /// With what is missing of `expected` answers, of which `skipped` forms need none.
    fn expecting(mut self, question: &Question, expected: u64, skipped: u64) -> Self {
        let by_totals = self.basis == Basis::Tallies;
        if by_totals && question.is_multiple() {
            let rest = expected.saturating_sub(self.non_answers.iter().sum());
            self.respondents = self.respondents.max(rest);
        }
        // Totals do not tell how many forms show a question that has a condition.
        if !(by_totals && question.show_if.is_some()) {
            let skipped = if by_totals { 0 } else { skipped };
            self.missing = expected.saturating_sub(skipped).saturating_sub(self.answers());
        }
        self
    }

    /// Answers with a choice (respondents, where several may be ticked): the denominator of
    /// percentages.
    pub fn n(&self) -> u64 {
        self.respondents
    }

    /// All ticks or choices: the other denominator, where several may be ticked.
    pub fn ticks(&self) -> u64 {
        self.choices.iter().sum()
    }

    /// All answers, those without a choice included.
    pub fn answers(&self) -> u64 {
        self.n() + self.non_answers.iter().sum::<u64>()
    }

    /// The share of a choice among the answers with a choice, as printed and without the sign;
    /// `None` while there is no answer.
    pub fn percent(&self, choice: usize, rates: Rounding) -> Option<String> {
        let n = self.n();
        let count = Decimal::from(*self.choices.get(choice)?);
        (n > 0).then(|| rates.print(count * Decimal::ONE_HUNDRED / Decimal::from(n)))
    }

    /// What `method` makes of the answers, 0 to 100; `None` if there is nothing to divide by.
    pub fn figure(&self, question: &Question, method: &Method) -> Option<Index> {
        match method {
            Method::Index => self.index(question),
            Method::Share { counts, among } => self.share(question, counts, *among),
        }
    }

    /// 100 × answers with one of `counts` ÷ those `among` whom they are looked for; missing
    /// answers may all be such, or none.
    fn share(&self, question: &Question, counts: &[String], among: Among) -> Option<Index> {
        if self.basis == Basis::Nothing {
            return Some(Index { low: Decimal::ZERO, high: Decimal::ONE_HUNDRED });
        }
        let choices = || question.choices.iter().zip(&self.choices);
        let of: u64 = choices().filter(|(c, _)| counts.contains(&c.code)).map(|(_, n)| n).sum();
        let all = self.missing
            + match among {
                Among::Choices => self.n(),
                Among::Valued => choices().filter(|(c, _)| c.value.is_some()).map(|(_, n)| n).sum(),
                Among::Forms => self.answers(),
            };
        let percent = |n: u64| (Decimal::from(n) * Decimal::ONE_HUNDRED).checked_div(Decimal::from(all));
        Some(Index { low: percent(of)?, high: percent(of + self.missing)? })
    }

    /// How many chose a choice, from those counted so far to those who still may. The second is
    /// `None` while nothing says how many there are.
    pub fn chose(&self, choice: usize) -> (u64, Option<u64>) {
        let n = self.choices.get(choice).copied().unwrap_or(0);
        (n, (self.basis != Basis::Nothing || self.missing > 0).then_some(n + self.missing))
    }

    /// Whether there is no index although all answers are in: none has a value.
    pub fn is_without_index(&self, question: &Question) -> bool {
        let mut valued = question.choices.iter().zip(&self.choices).filter(|(c, _)| c.value.is_some());
        self.basis != Basis::Nothing && self.missing == 0 && valued.all(|(_, n)| *n == 0)
    }

    /// Σ value · count ÷ Σ count over choices with a value, with missing answers anywhere
    /// between the worst and the best choice. `None` if all answers are in and none has a value, or
    /// if the question is not scored at all.
    pub fn index(&self, question: &Question) -> Option<Index> {
        if !question.is_scored() {
            return None;
        }
        if self.basis == Basis::Nothing {
            return Some(Index::of_any_answer(question));
        }
        let valued = question.choices.iter().zip(&self.choices).filter_map(|(c, n)| Some((c.value?, *n)));
        let (mut sum, mut n) = (Decimal::ZERO, 0u64);
        for (value, count) in valued {
            sum = sum.saturating_add(value.saturating_mul(Decimal::from(count)));
            n += count;
        }
        if self.is_without_index(question) {
            return None;
        }
        let all = Decimal::from(n + self.missing);
        if self.missing == 0 {
            let index = sum / all;
            return Some(Index { low: index, high: index });
        }
        let Index { low, high } = Index::of_any_answer(question);
        let missing = Decimal::from(self.missing);
        let with = |each: Decimal| sum.saturating_add(each.saturating_mul(missing)) / all;
        Some(Index { low: with(low), high: with(high) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scheme::{Choice, Label, Place, Provenance, rounding};

    fn questionnaire(values: &[Option<i64>]) -> Questionnaire {
        let choices = values.iter().enumerate().map(|(n, value)| Choice {
            code: (n + 1).to_string(),
            label: Label::default(),
            value: value.map(Decimal::from),
            exclusive: false,
        });
        let question = Question {
            id: "Q1".into(),
            text: Label::default(),
            kind: QuestionKind::Single,
            choices: choices.collect(),
            weight: Decimal::ONE,
            required: true,
            show_if: None,
            constraint: None,
            hint: None,
            attribute: false,
            group: None,
            provenance: Provenance::default(),
            place: Place::default(),
        };
        Questionnaire {
            id: "staff".into(),
            name: Label::default(),
            groups: Vec::new(),
            min_cell: 5,
            asides: Vec::new(),
            questions: vec![question],
            validity: Vec::new(),
            place: Place::default(),
        }
    }

    fn typed(valid: Option<u64>, tallies: &[u64]) -> Stated {
        Stated { valid, tallies: vec![tallies.iter().map(|n| Some(*n)).collect()], ..Stated::default() }
    }

    fn counted(q: &Questionnaire, r: Option<&Responses>, s: Stated) -> (Counts, Option<(String, String)>) {
        let counts = tabulate(q, r, s).questions.remove(0);
        let index = counts.index(&q.questions[0]);
        let text = |d: Decimal| d.normalize().to_string();
        (counts, index.map(|i| (text(i.low), text(i.high))))
    }

    fn both(text: &str) -> (String, String) {
        (text.into(), text.into())
    }

    #[test]
    fn published_rates_are_half_even() {
        // 29 of 32 and 3 of 32: 90.625 and 9.375, printed 90.62 and 9.38.
        let q = questionnaire(&[Some(100), Some(80), Some(60), Some(20), Some(0)]);
        let (counts, _) = counted(&q, None, typed(Some(32), &[29, 3]));
        let rates = Rounding { mode: rounding::Mode::HalfEven, ..Rounding::default() };
        assert_eq!(counts.percent(0, rates).as_deref(), Some("90.62"));
        assert_eq!(counts.percent(1, rates).as_deref(), Some("9.38"));
        assert_eq!(counts.percent(2, rates).as_deref(), Some("0.00"));
    }

    #[test]
    fn index_of_all_answers_is_their_mean_value() {
        // (31 × 100 + 1 × 70) ÷ 32 = 3170 ÷ 32 = 99.0625
        let q = questionnaire(&[Some(100), Some(70), Some(0)]);
        assert_eq!(counted(&q, None, typed(Some(32), &[31, 1, 0])).1, Some(both("99.0625")));
        // The same without a declared number.
        assert_eq!(counted(&q, None, typed(None, &[31, 1])).1, Some(both("99.0625")));
    }

    #[test]
    fn missing_answers_lie_between_worst_and_best() {
        // 30 of 32 in, all 100: worst 3000 ÷ 32 = 93.75, best 100.
        let q = questionnaire(&[Some(100), Some(70), Some(0)]);
        let (counts, index) = counted(&q, None, typed(Some(32), &[30]));
        assert_eq!((counts.missing, index), (2, Some(("93.75".into(), "100".into()))));
        // Nothing keyed at all.
        let (_, index) = counted(&q, None, Stated::default());
        assert_eq!(index, Some(("0".into(), "100".into())));
    }

    #[test]
    fn non_answers_fill_the_number_but_stay_out_of_the_index() {
        let q = questionnaire(&[Some(100), Some(70), None]);
        // 2 × 100, 1 × 70, one without value, one blank, one refused: 270 ÷ 3 = 90 of 6 forms.
        let (counts, index) = counted(&q, None, typed(Some(6), &[2, 1, 1, 1, 0, 1]));
        assert_eq!((counts.n(), counts.missing, index), (4, 0, Some(both("90"))));
        let (counts, index) = counted(&q, None, typed(Some(2), &[0, 0, 0, 2]));
        assert_eq!((counts.n(), index), (0, None));
        assert_eq!(counts.percent(0, Rounding::default()), None);
    }

    #[test]
    fn forms_count_before_typed_totals() {
        let q = questionnaire(&[Some(100), Some(0)]);
        let mut forms = Responses::default();
        forms.set(1, "Q1", Some("1"));
        forms.set(2, "Q1", Some("blank"));
        forms.set(3, "Q1", Some("2"));
        forms.set(3, "invalid", Some("twice the same"));
        let (counts, index) = counted(&q, Some(&forms), typed(None, &[0, 5]));
        assert_eq!((counts.basis, counts.n(), counts.missing), (Basis::Forms, 1, 0));
        assert!(counts.disagrees);
        assert_eq!(index, Some(both("100")));
        assert!(!counted(&q, Some(&forms), typed(None, &[1, 0, 1])).0.disagrees);
        // Five returned, one of the keyed ones invalid: two more to come.
        let stated = Stated { returned: Some(5), ..Stated::default() };
        assert_eq!(counted(&q, Some(&forms), stated).0.missing, 2);
    }
}
