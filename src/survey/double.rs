//! Second keying: which forms are keyed again, how the two keyings compare, and how many answers
//! of the first are wrong.
//!
//! Every answer of the second keying stands beside that of the first; neither is lost. A form is
//! compared once the second person has filed it, so that nothing is told while it is keyed. Where
//! the two differ somebody decides: the answer that was decided on becomes the form's, what the
//! first keying said is kept beside it. Pure: who keyed what is known to the ledger alone.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::{Decimal, MathematicalOps, RoundingStrategy};

use super::bound;
use super::validity;
use super::{INVALID, Responses};
use crate::scheme::Questionnaire;
use crate::scheme::field::NON_ANSWERS;

/// Key under which a second keying says that the form was filed.
pub const FILED: &str = "filed";
/// What it says there.
pub const YES: &str = "yes";

/// How forms are chosen for the second keying.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Every form.
    All,
    /// So many, each as likely as any other.
    Random,
    /// So many, the likeliest to be wrong first.
    Risk,
}

impl Way {
    /// All ways, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::All, Self::Random, Self::Risk];

    /// The word it is recorded as.
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Random => "random",
            Self::Risk => "risk",
        }
    }

    /// The way recorded as this word.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|w| w.name() == name)
    }
}

/// Which forms are to be keyed again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draw {
    /// How they were chosen.
    pub way: Way,
    /// The forms in the order they are keyed in; empty for [`Way::All`].
    pub forms: Vec<u32>,
}

impl Draw {
    /// The forms to key again: those drawn that are still there and not invalid.
    pub fn forms<'a>(&'a self, first: &'a Responses) -> Box<dyn Iterator<Item = u32> + 'a> {
        match self.way {
            Way::All => Box::new(valid_forms(first)),
            _ => Box::new(self.forms.iter().copied().filter(|n| counts(first, *n))),
        }
    }

    /// How many forms are to be keyed again.
    pub fn len(&self, first: &Responses) -> usize {
        if self.way == Way::All { valid(first) } else { self.forms(first).count() }
    }
}

/// The forms that count: only their slips matter.
pub fn valid_forms(first: &Responses) -> impl Iterator<Item = u32> {
    first.numbers().filter(|n| counts(first, *n))
}

/// How many count.
pub fn valid(first: &Responses) -> usize {
    first.len() - first.invalid()
}

fn counts(first: &Responses, form: u32) -> bool {
    first.contains(form) && first.get(form, INVALID).is_none()
}

/// `k` of `forms` at random, ascending: those with the smallest keys, the key of a form being
/// a hash of its number and the seed. So the same seed gives the same forms on every machine, and a
/// larger sample holds the smaller one. The hash is `SplitMix64` (Steele, Lea and Flood 2014).
pub fn at_random(forms: impl Iterator<Item = u32>, k: usize, seed: u64) -> Vec<u32> {
    let mut keyed: Vec<(u64, u32)> = forms.map(|n| (mixed(seed, n), n)).collect();
    keyed.sort_unstable();
    keyed.truncate(k);
    let mut drawn: Vec<u32> = keyed.into_iter().map(|(_, n)| n).collect();
    drawn.sort_unstable();
    drawn
}

fn mixed(seed: u64, form: u32) -> u64 {
    const STEP: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut z = seed.wrapping_add(STEP.wrapping_mul(u64::from(form).wrapping_add(1)));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// How odd a form is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Risk {
    /// Which form.
    pub form: u32,
    /// Bits of surprise.
    pub bits: Decimal,
}

/// Bits added for a form that says the same throughout, or was keyed very fast: as much as an
/// answer that one form in sixteen gives.
const ODD: Decimal = Decimal::from_parts(4, 0, 0, false, 0);
/// Answers alike from which a form is odd, where the scheme says nothing.
const ALIKE: usize = 5;
/// A form is very fast below this part of the median time.
const FAST_PART: u32 = 3;

/// The forms by how likely they are to hold a slip, the likeliest first, equal ones by number.
///
/// A slip of the finger mostly gives an answer that is rare. So a form scores the surprise of its
/// answers, Σ −log₂ p, where p is the share of forms that give the same answer to the same question
/// ((count + ½) ÷ (all + ½ · choices), so that a first answer is not infinitely odd), and
/// 4 bits more for a form with one code throughout and for one keyed in less than a third of the
/// median time. To re-ask the answers that a model of the others finds least likely is the idea of
/// USHER (Chen, Chen, Conway, Hellerstein and Parikh, UIST 2010 and TKDE 23, 2011); its model learns
/// how questions depend on each other, this one takes each question alone.
///
/// `seconds` says how long a form took, where that is known.
pub fn riskiest_first(
    questionnaire: &Questionnaire,
    first: &Responses,
    seconds: &dyn Fn(u32) -> Option<u32>,
) -> Vec<Risk> {
    let surprise = surprises(questionnaire, first);
    let mut times: Vec<u32> = valid_forms(first).filter_map(seconds).collect();
    times.sort_unstable();
    let fast = times.get(times.len() / 2).map_or(0, |median| median / FAST_PART);
    let mut risks: Vec<Risk> = valid_forms(first)
        .map(|form| {
            let mut bits: Decimal =
                first.answers(form).filter_map(|answer| surprise.get(&answer)).copied().sum();
            if validity::straight(questionnaire, first, form) >= ALIKE {
                bits += ODD;
            }
            if seconds(form).is_some_and(|s| s < fast) {
                bits += ODD;
            }
            Risk { form, bits }
        })
        .collect();
    risks.sort_by_key(|r| (std::cmp::Reverse(r.bits), r.form));
    risks
}

/// Bits of surprise of every (question, code).
fn surprises<'a>(
    questionnaire: &'a Questionnaire,
    first: &Responses,
) -> HashMap<(&'a str, &'a str), Decimal> {
    let half = Decimal::new(5, 1);
    let two = Decimal::TWO.ln();
    let mut bits = HashMap::new();
    for question in questionnaire.questions.iter().filter(|q| !q.choices.is_empty()) {
        let codes: Vec<&str> = question.choices.iter().map(|c| c.code.as_str()).chain(NON_ANSWERS).collect();
        let counts: Vec<u32> = codes.iter().map(|code| first.tally(&question.id, code)).collect();
        let all = Decimal::from(counts.iter().map(|n| u64::from(*n)).sum::<u64>());
        let whole = all + half * Decimal::from(codes.len());
        for (code, count) in codes.into_iter().zip(counts) {
            let share = (Decimal::from(count) + half) / whole;
            bits.insert((question.id.as_str(), code), -share.ln() / two);
        }
    }
    bits
}

/// What was decided about an answer on which the two keyings differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The answer that counts.
    pub chosen: String,
    /// What the first keying said, where it was replaced; `Some(None)` if it said nothing.
    pub replaced: Option<Option<String>>,
}

/// What was decided, by form and question.
pub type Decisions = BTreeMap<(u32, usize), Decision>;

/// An answer on which the two keyings differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// Which form.
    pub form: u32,
    /// Which question.
    pub question: usize,
    /// What the first keying said.
    pub first: Option<String>,
    /// What the second says.
    pub second: Option<String>,
    /// What was decided, if anything was.
    pub decided: Option<String>,
}

/// How an answer of the two keyings compares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The second keying of the form is not filed yet.
    NotYet,
    /// Both say nothing: there is nothing to compare.
    Nothing,
    /// Both say the same.
    Equal,
    /// They differ, or did until it was decided.
    Differs(Mismatch),
}

/// One form keyed twice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Compared {
    answers: u64,
    mismatches: Vec<Mismatch>,
}

/// The two keyings side by side, kept up form by form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    forms: BTreeMap<u32, Compared>,
    /// Answers compared.
    pub answers: u64,
    /// Answers on which the keyings differ.
    pub differing: u64,
    /// Of these, how many are decided.
    pub decided: u64,
    /// Answers of the first keying that are wrong, or stand undecided.
    pub errors: u64,
}

impl Comparison {
    /// Forms keyed twice.
    pub fn forms(&self) -> usize {
        self.forms.len()
    }

    /// Answers on which the keyings differ and nobody has decided.
    pub fn undecided(&self) -> u64 {
        self.differing - self.decided
    }

    /// All answers on which the keyings differ, in order of form and question.
    pub fn mismatches(&self) -> impl Iterator<Item = &Mismatch> {
        self.forms.values().flat_map(|f| &f.mismatches)
    }

    /// Those of one form.
    pub fn of_form(&self, form: u32) -> &[Mismatch] {
        self.forms.get(&form).map_or(&[], |f| &f.mismatches)
    }

    /// The share of answers that the first keying got wrong, 0 to 1; `None` before any is
    /// compared. Undecided answers count as wrong until they are decided.
    pub fn rate(&self) -> Option<Decimal> {
        Decimal::from(self.errors).checked_div(Decimal::from(self.answers))
    }

    /// The largest share that the record allows, one-sided at 95 %; see [`bound::upper`].
    pub fn upper(&self) -> Option<Decimal> {
        (self.answers > 0).then(|| bound::upper_95(self.errors, self.answers))
    }

    /// Compares one form again after one of its keyings or a decision on it changed. Costs one pass
    /// over its questions.
    pub fn update(
        &mut self,
        questionnaire: &Questionnaire,
        (first, second): (&Responses, &Responses),
        decisions: &Decisions,
        form: u32,
    ) {
        if let Some(old) = self.forms.remove(&form) {
            self.count(&old, false);
        }
        if !is_filed(second, form) {
            return;
        }
        let mut new = Compared::default();
        for question in 0..questionnaire.questions.len() {
            match verdict(questionnaire, (first, second), decisions, (form, question)) {
                Verdict::NotYet | Verdict::Nothing => {}
                Verdict::Equal => new.answers += 1,
                Verdict::Differs(mismatch) => {
                    new.answers += 1;
                    new.mismatches.push(mismatch);
                }
            }
        }
        self.count(&new, true);
        self.forms.insert(form, new);
    }

    fn count(&mut self, form: &Compared, add: bool) {
        let decided = form.mismatches.iter().filter(|m| m.decided.is_some()).count() as u64;
        // Kept as it was: the slip was the second's.
        let kept = form.mismatches.iter().filter(|m| m.decided.is_some() && m.decided == m.first);
        let differing = form.mismatches.len() as u64;
        let errors = differing - kept.count() as u64;
        for (sum, n) in [
            (&mut self.answers, form.answers),
            (&mut self.differing, differing),
            (&mut self.decided, decided),
            (&mut self.errors, errors),
        ] {
            *sum = if add { *sum + n } else { *sum - n };
        }
    }
}

/// A share of errors as people read it: percent with two decimals, half up, without the sign.
/// Schemes print their rates as they like; error rates are small and keep their decimals.
pub fn percent(share: Decimal) -> String {
    let rounded = share * Decimal::ONE_HUNDRED;
    let rounded = rounded.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    format!("{rounded:.2}")
}

/// Whether the second keying of a form is filed.
pub fn is_filed(second: &Responses, form: u32) -> bool {
    second.get(form, FILED) == Some(YES)
}

/// How one answer compares. Nothing is told of a form before its second keying is filed.
pub fn verdict(
    questionnaire: &Questionnaire,
    (first, second): (&Responses, &Responses),
    decisions: &Decisions,
    (form, question): (u32, usize),
) -> Verdict {
    if !is_filed(second, form) {
        return Verdict::NotYet;
    }
    let id = &questionnaire.questions[question].id;
    let now = first.get(form, id);
    let again = second.get(form, id);
    // A decision holds as long as the form says what was decided.
    let decision = decisions.get(&(form, question)).filter(|d| now == Some(d.chosen.as_str()));
    let was = match decision.and_then(|d| d.replaced.as_ref()) {
        Some(replaced) => replaced.as_deref(),
        None => now,
    };
    match (was, again) {
        (None, None) => Verdict::Nothing,
        (a, b) if a == b => Verdict::Equal,
        _ => Verdict::Differs(Mismatch {
            form,
            question,
            first: was.map(str::to_owned),
            second: again.map(str::to_owned),
            decided: decision.map(|d| d.chosen.clone()),
        }),
    }
}

/// Compares every form that was keyed again and filed.
pub fn compare(
    questionnaire: &Questionnaire,
    keyings: (&Responses, &Responses),
    decisions: &Decisions,
) -> Comparison {
    let mut all = Comparison::default();
    for form in keyings.1.numbers() {
        all.update(questionnaire, keyings, decisions, form);
    }
    all
}
