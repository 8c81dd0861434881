//! All figures of a questionnaire that follow from its counts, question by question, group by
//! group and as a whole.

use rust_decimal::Decimal;

use super::interval::{Interval, MeanOf, at_most, share};
use super::rates::{Response, item_nonresponse, printed_sum};
use super::sample::{Net, Sample, net};
use crate::scheme::{Question, Questionnaire, Rounding};
use crate::survey::{Counts, Index, Tabulation};

/// Everything that counts give.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// Forms out, back and valid.
    pub response: Response,
    /// Answers to the question that has most of them.
    pub answers: u64,
    /// One per question.
    pub questions: Vec<QuestionFigures>,
    /// One per declared group.
    pub groups: Vec<IndexFigures>,
    /// All scored questions together.
    pub whole: IndexFigures,
}

/// The figures of a question.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct QuestionFigures {
    /// Per choice: the interval of its share among respondents, 0 to 1.
    pub shares: Vec<Option<Interval>>,
    /// The sum of the percentages as printed; `None` where they need not add up.
    pub printed_sum: Option<Decimal>,
    /// Blank, unreadable or refused among all answers, 0 to 1.
    pub nonresponse: Option<Decimal>,
    /// How many could have answered, if that is known and not contradicted by the answers.
    pub population: Option<u64>,
    /// The number of people recorded, of use here or not.
    pub stated: Option<u64>,
    /// The worth of the answers; `None` unless the question is scored and has answers.
    pub scale: Option<Scale>,
    /// The ratings themselves, where the choices are 0 to 10.
    pub ratings: Option<Scale>,
}

/// Figures of answers on a scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    /// Answers with a value: the denominator of what follows.
    pub n: u64,
    /// Mean; for worth on the hundred scale this is the index.
    pub mean: Decimal,
    /// Standard deviation with n − 1.
    pub deviation: Option<Decimal>,
    /// Interval of the mean.
    pub interval: Option<Interval>,
    /// How many gave the best value.
    pub top: u64,
    /// How many gave one of the two best; `None` on scales of two.
    pub top_two: Option<u64>,
    /// Best less worst.
    pub net: Option<Net>,
    /// What intervals of several questions are made from.
    pub mean_of: MeanOf,
}

/// An index of several questions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IndexFigures {
    /// Questions that count, by their place on the paper.
    pub questions: Vec<usize>,
    /// The mean of their indexes by their weights; `None` if one of them has none.
    pub index: Option<Index>,
    /// Its interval, at most as wide as this.
    pub interval: Option<Interval>,
}

/// The figures of a questionnaire; `rates` is how percentages are printed.
pub fn summary(questionnaire: &Questionnaire, tabulation: &Tabulation, rates: Rounding) -> Summary {
    let population = tabulation.stated.population;
    let pairs = questionnaire.questions.iter().zip(&tabulation.questions);
    let questions: Vec<QuestionFigures> = pairs.map(|(q, c)| question(q, c, population, rates)).collect();
    let of = |group: Option<usize>| {
        let is_in = |q: &Question| q.is_scored() && group.is_none_or(|g| q.group == Some(g));
        let all = questionnaire.questions.iter().enumerate();
        let chosen: Vec<usize> = all.filter(|(_, q)| is_in(q)).map(|(n, _)| n).collect();
        let parts: Option<Vec<(Decimal, MeanOf)>> = chosen
            .iter()
            .map(|n| Some((questionnaire.questions[*n].weight, questions[*n].scale.as_ref()?.mean_of)))
            .collect();
        let interval = parts.as_deref().and_then(at_most);
        IndexFigures { index: index(questionnaire, tabulation, &chosen), questions: chosen, interval }
    };
    let groups = (0..questionnaire.groups.len()).map(|g| of(Some(g))).collect();
    let answers = tabulation.questions.iter().map(Counts::answers).max().unwrap_or(0);
    Summary { response: Response::of(tabulation), answers, groups, whole: of(None), questions }
}

/// The mean of the indexes of some questions by their weights; `None` if one of them has none.
pub fn index(questionnaire: &Questionnaire, tabulation: &Tabulation, questions: &[usize]) -> Option<Index> {
    let (mut low, mut high, mut weights) = (Decimal::ZERO, Decimal::ZERO, Decimal::ZERO);
    for n in questions {
        let question = questionnaire.questions.get(*n)?;
        let index = tabulation.questions.get(*n)?.index(question)?;
        low = low.checked_add(index.low.checked_mul(question.weight)?)?;
        high = high.checked_add(index.high.checked_mul(question.weight)?)?;
        weights = weights.checked_add(question.weight)?;
    }
    Some(Index { low: low.checked_div(weights)?, high: high.checked_div(weights)? })
}

/// Of so many people, those who could be among `n`: all but those whose answer is known to be
/// none of them. `None` if that is not known (a question that only some are asked) or fewer than
/// `n`, so that the number recorded must be wrong.
pub fn reachable(question: &Question, counts: &Counts, n: u64, population: Option<u64>) -> Option<u64> {
    let others = counts.answers().saturating_sub(n);
    let left = population?.checked_sub(others)?;
    (left >= n && question.show_if.is_none()).then_some(left)
}

fn question(
    question: &Question,
    counts: &Counts,
    population: Option<u64>,
    rates: Rounding,
) -> QuestionFigures {
    let n = counts.n();
    let among = reachable(question, counts, n, population);
    let sample = question.is_scored().then(|| Sample::of(question, counts)).filter(|s| s.n() > 0);
    let ratings = if question.attribute { None } else { Sample::of_ratings(question, counts) };
    let scale_of = |sample: Sample, is_rating: bool| {
        let valued = reachable(question, counts, sample.n(), population);
        scale(&sample, valued, is_rating)
    };
    QuestionFigures {
        shares: counts.choices.iter().map(|count| share((*count).min(n), n, among)).collect(),
        printed_sum: if question.is_multiple() { None } else { printed_sum(counts, rates) },
        nonresponse: item_nonresponse(counts),
        population: among,
        stated: population,
        scale: sample.and_then(|s| scale_of(s, false)),
        ratings: ratings.filter(|s| s.n() > 0).and_then(|s| scale_of(s, true)),
    }
}

fn scale(sample: &Sample, population: Option<u64>, is_rating: bool) -> Option<Scale> {
    let (n, mean, variance) = (sample.n(), sample.mean()?, sample.variance());
    let mean_of = MeanOf { mean, variance, n, population, ends: sample.ends()? };
    Some(Scale {
        n,
        mean,
        deviation: sample.deviation(),
        interval: mean_of.interval(),
        top: sample.top(1),
        top_two: (sample.levels() > 2).then(|| sample.top(2)),
        net: net(sample, is_rating),
        mean_of,
    })
}
