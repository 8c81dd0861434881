//! What those not asked may answer: the chance of each band of a curve.
//!
//! One of the two files of the survey layer that may use floats: chances are never points.
//!
//! # The model
//!
//! Those who answered are taken for a random sample. Before any answer, every choice is given the
//! same small weight ([`Prior`]); after n answers with counts c the shares are Dirichlet(c + weight).
//! If the population N is known, only the N − n people not asked are open, and their answers follow
//! the Dirichlet-multinomial distribution: with a weight of 1 that is Bayes' rule for the
//! multivariate hypergeometric distribution with all compositions of the population equally likely
//! beforehand. If N is unknown it is taken as without limit, and the shares themselves are open.
//!
//! Source: Gelman and others, Bayesian Data Analysis, 3.4; Ghosh and Meeden, Bayesian Methods for
//! Finite Population Sampling (the Pólya posterior); Perks 1947 for the weight of 1 ÷ choices.
//!
//! A question with few people left is computed exactly, by going through all compositions, and so
//! is one of two choices; everything else is drawn, with a fixed seed, so that the same answers give
//! the same chances on every machine.

use std::sync::Arc;

use rand_distr::{Binomial, Distribution, Gamma};
use rand_pcg::Pcg64;
use rand_pcg::rand_core::SeedableRng;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use statrs::function::gamma::ln_gamma;

use super::irrational::{beta_below, decimal};
use crate::scheme::indicator::Band;

/// The seed of everything that is drawn.
pub const SEED: u64 = 20_231_231;
/// How often the answers of those not asked are drawn.
pub const DRAWS: usize = 4_000;
/// Most compositions that are gone through one by one.
const COMPOSITIONS: u64 = 50_000;
/// Indexes closer than this to an edge stand on it.
const SNAP: f64 = 1e9;

/// What every choice weighs before any answer is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Prior {
    /// One form in all, shared equally by the choices (Perks). It moves the index little.
    #[default]
    OneForm,
    /// One form for each choice: all compositions equally likely (Bayes, Laplace). With many
    /// choices and few answers it pulls the index strongly towards the middle of the scale.
    Uniform,
}

impl Prior {
    #[expect(clippy::cast_precision_loss, reason = "a question has few choices")]
    fn weight(self, choices: usize) -> f64 {
        match self {
            Self::OneForm => 1.0 / (choices.max(1) as f64),
            Self::Uniform => 1.0,
        }
    }
}

/// A question as a part of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its weight in the index.
    pub weight: Decimal,
    /// Worth and count of each choice.
    pub choices: Vec<(Decimal, u64)>,
    /// How many could answer it, if that is known; not fewer than did.
    pub population: Option<u64>,
    /// Its place on the paper: the stream of chances it is drawn from, beginning with [`SEED`].
    pub stream: u64,
}

/// Draws made before, so that a change of one question draws that question only.
#[derive(Debug, Clone, Default)]
pub struct Draws {
    kept: Vec<(Part, Prior, Arc<[f64]>)>,
}

impl Draws {
    fn of(&mut self, part: &Part, prior: Prior) -> Option<Arc<[f64]>> {
        let same = |(kept, by, _): &&(Part, Prior, Arc<[f64]>)| {
            kept.choices == part.choices
                && kept.population == part.population
                && kept.stream == part.stream
                && *by == prior
        };
        if let Some((.., drawn)) = self.kept.iter().find(same) {
            return Some(Arc::clone(drawn));
        }
        let drawn: Arc<[f64]> = draw(part, prior)?.into();
        // What the question had answered before is of no use any more.
        self.kept.retain(|(kept, by, _)| kept.stream != part.stream || *by != prior);
        self.kept.push((part.clone(), prior, Arc::clone(&drawn)));
        Some(drawn)
    }
}

impl Part {
    fn n(&self) -> u64 {
        self.choices.iter().map(|(_, n)| n).sum()
    }

    fn left(&self) -> Option<u64> {
        self.population.map(|all| all.saturating_sub(self.n()))
    }
}

/// How chances were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Computed.
    Exactly,
    /// Drawn so often, beginning with [`SEED`].
    Drawn(usize),
}

/// The chance of each band, in its order, 0 to 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chances {
    /// If the answers of one person to different questions have nothing to do with each other.
    pub apart: Vec<Decimal>,
    /// If whoever answers one question better answers all better; the same for one question.
    pub tied: Vec<Decimal>,
    /// How they were found.
    pub found: Found,
}

/// The chance that the index of the whole population lies in each of `bands`; `None` without
/// answers to one of the questions, without weights, or where values are beyond all measure.
pub fn chances(parts: &[Part], bands: &[Band], prior: Prior, draws: &mut Draws) -> Option<Chances> {
    if parts.is_empty() || parts.iter().any(|p| p.n() == 0) {
        return None;
    }
    let bands = Bands::new(bands)?;
    if let [part] = parts
        && let Some(exact) = exactly(part, &bands, prior)
    {
        let chances = finish(&exact)?;
        return Some(Chances { apart: chances.clone(), tied: chances, found: Found::Exactly });
    }
    let indexes: Vec<Arc<[f64]>> = parts.iter().map(|part| draws.of(part, prior)).collect::<Option<_>>()?;
    from_draws(parts, &indexes, &bands)
}

#[expect(clippy::cast_precision_loss, reason = "draws are few")]
fn from_draws(parts: &[Part], drawn: &[Arc<[f64]>], bands: &Bands) -> Option<Chances> {
    let weights: Vec<f64> = parts.iter().map(|p| p.weight.to_f64()).collect::<Option<_>>()?;
    let all: f64 = weights.iter().sum();
    let mut apart = vec![0.0; bands.0.len()];
    for n in 0..DRAWS {
        let sum: f64 = drawn.iter().zip(&weights).filter_map(|(d, w)| Some(d.get(n)? * w)).sum();
        bands.add(&mut apart, sum / all, 1.0 / DRAWS as f64);
    }
    let apart = finish(&apart)?;
    if drawn.len() == 1 {
        return Some(Chances { tied: apart.clone(), apart, found: Found::Drawn(DRAWS) });
    }
    // Tied: the worst of every question come together, the next worst, and so on.
    let mut sums = vec![0.0; DRAWS];
    for (drawn, weight) in drawn.iter().zip(&weights) {
        let mut drawn = drawn.to_vec();
        drawn.sort_by(f64::total_cmp);
        for (sum, one) in sums.iter_mut().zip(drawn) {
            *sum += one * weight;
        }
    }
    let mut tied = vec![0.0; bands.0.len()];
    for sum in sums {
        bands.add(&mut tied, sum / all, 1.0 / DRAWS as f64);
    }
    Some(Chances { apart, tied: finish(&tied)?, found: Found::Drawn(DRAWS) })
}

fn finish(chances: &[f64]) -> Option<Vec<Decimal>> {
    chances.iter().map(|c| decimal(c.clamp(0.0, 1.0))).collect()
}

/// Ends of bands as floats: place and whether the place belongs to it.
struct Bands(Vec<[Option<(f64, bool)>; 2]>);

impl Bands {
    fn new(bands: &[Band]) -> Option<Self> {
        let end = |edge: Option<crate::scheme::indicator::Edge>| match edge {
            None => Some(None),
            Some(edge) => Some(Some((edge.at.to_f64()?, edge.inclusive))),
        };
        bands.iter().map(|b| Some([end(b.low)?, end(b.high)?])).collect::<Option<_>>().map(Self)
    }

    /// Adds `chance` to the band that holds `index`.
    fn add(&self, chances: &mut [f64], index: f64, chance: f64) {
        // Sums of products miss an edge by less than that.
        let index = (index * SNAP).round() / SNAP;
        let at = |at: f64| index.total_cmp(&at);
        let holds = |[low, high]: &[Option<(f64, bool)>; 2]| {
            low.is_none_or(|(e, own)| at(e).is_gt() || (own && at(e).is_eq()))
                && high.is_none_or(|(e, own)| at(e).is_lt() || (own && at(e).is_eq()))
        };
        if let Some(band) = self.0.iter().position(holds)
            && let Some(sum) = chances.get_mut(band)
        {
            *sum += chance;
        }
    }
}

fn exactly(part: &Part, bands: &Bands, prior: Prior) -> Option<Vec<f64>> {
    match part.left() {
        Some(left) if compositions(left, part.choices.len())? <= COMPOSITIONS => {
            enumerate(part, left, bands, prior)
        }
        None if part.choices.len() == 2 => two_choices(part, bands, prior),
        _ => None,
    }
}

/// How many ways there are for `left` people to spread over choices: C(left + k − 1, k − 1).
fn compositions(left: u64, choices: usize) -> Option<u64> {
    let mut ways: u64 = 1;
    for k in 1..u64::try_from(choices).ok()? {
        ways = ways.checked_mul(left.checked_add(k)?)? / k;
        if ways > COMPOSITIONS * 1000 {
            return None;
        }
    }
    Some(ways)
}

/// Two choices, population without limit: the share of the better one is Beta.
fn two_choices(part: &Part, bands: &Bands, prior: Prior) -> Option<Vec<f64>> {
    let mut choices = part.choices.clone();
    choices.sort_unstable_by_key(|(worth, _)| *worth);
    let [(low, few), (high, many)] = choices.as_slice() else { return None };
    let weight = decimal(prior.weight(2))?;
    let (a, b) = (Decimal::from(*many) + weight, Decimal::from(*few) + weight);
    let (low, high) = (low.to_f64()?, high.to_f64()?);
    if high <= low {
        let mut chances = vec![0.0; bands.0.len()];
        bands.add(&mut chances, low, 1.0);
        return Some(chances);
    }
    let below = |index: f64| beta_below(decimal((index - low) / (high - low))?, a, b)?.to_f64();
    let chance = |[from, to]: &[Option<(f64, bool)>; 2]| {
        let under = from.map_or(Some(0.0), |(e, _)| below(e))?;
        Some((to.map_or(Some(1.0), |(e, _)| below(e))? - under).max(0.0))
    };
    bands.0.iter().map(chance).collect()
}

/// Goes through all compositions of those left.
fn enumerate(part: &Part, left: u64, bands: &Bands, prior: Prior) -> Option<Vec<f64>> {
    let weight = prior.weight(part.choices.len());
    let mut walk =
        Walk { choices: Vec::new(), all: float(part.n() + left), bands, chances: vec![0.0; bands.0.len()] };
    let (mut sum, mut alphas) = (0.0, 0.0);
    for (worth, n) in &part.choices {
        let (worth, alpha) = (worth.to_f64()?, float(*n) + weight);
        sum += worth * float(*n);
        alphas += alpha;
        // Chances of 0 … left people more: a table, since each is met many times.
        let ways = |x: u64| ln_gamma(alpha + float(x)) - ln_gamma(alpha) - ln_gamma(float(x) + 1.0);
        walk.choices.push((worth, (0..=left).map(ways).collect()));
    }
    let all = ln_gamma(float(left) + 1.0) + ln_gamma(alphas) - ln_gamma(alphas + float(left));
    walk.go(0, usize::try_from(left).ok()?, sum, all);
    Some(walk.chances)
}

#[expect(clippy::cast_precision_loss, reason = "counts of people are far below 2⁵³")]
fn float(n: u64) -> f64 {
    n as f64
}

/// A walk through all compositions.
struct Walk<'a> {
    /// Worth of each choice, and the logarithm of what so many people more contribute.
    choices: Vec<(f64, Vec<f64>)>,
    /// The population.
    all: f64,
    bands: &'a Bands,
    chances: Vec<f64>,
}

impl Walk<'_> {
    fn go(&mut self, choice: usize, left: usize, sum: f64, log: f64) {
        let Some((worth, ways)) = self.choices.get(choice) else { return };
        let worth = *worth;
        if choice + 1 == self.choices.len() {
            let Some(last) = ways.get(left) else { return };
            let chance = (log + last).exp();
            self.bands.add(&mut self.chances, (sum + worth * float(left as u64)) / self.all, chance);
            return;
        }
        for x in 0..=left {
            let way = self.choices[choice].1[x];
            self.go(choice + 1, left - x, sum + worth * float(x as u64), log + way);
        }
    }
}

/// The index of a question, drawn [`DRAWS`] times.
fn draw(part: &Part, prior: Prior) -> Option<Vec<f64>> {
    let mut rng = Pcg64::seed_from_u64(SEED.wrapping_add(part.stream));
    let weight = prior.weight(part.choices.len());
    let mut sum = 0.0;
    let mut choices = Vec::with_capacity(part.choices.len());
    for (worth, n) in &part.choices {
        let worth = worth.to_f64()?;
        sum += worth * float(*n);
        choices.push((worth, Gamma::new(float(*n) + weight, 1.0).ok()?));
    }
    let (left, all) = (part.left(), float(part.n() + part.left().unwrap_or(0)));
    let mut shares = vec![0.0; choices.len()];
    let mut one = || {
        for (share, (_, gamma)) in shares.iter_mut().zip(&choices) {
            *share = gamma.sample(&mut rng);
        }
        let total: f64 = shares.iter().sum();
        let Some(mut left) = left else {
            let index: f64 = shares.iter().zip(&choices).map(|(s, (worth, _))| s * worth).sum();
            return index / total;
        };
        // The people left choose one after the other choice, each with its share of what remains.
        let (mut sum, mut total) = (sum, total);
        for (share, (worth, _)) in shares.iter().zip(&choices) {
            let p = if total > 0.0 { (share / total).clamp(0.0, 1.0) } else { 1.0 };
            let x = Binomial::new(left, p).map_or(0, |b| b.sample(&mut rng));
            sum += worth * float(x);
            left -= x.min(left);
            total -= share;
        }
        // Rounding may leave someone over: the last choice is theirs.
        sum += choices.last().map_or(0.0, |(worth, _)| worth * float(left));
        sum / all
    };
    Some((0..DRAWS).map(|_| one()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scheme::Place;
    use crate::scheme::indicator::Edge;

    /// 95 and more, 90 to below 95, 85 to below 90, the rest.
    fn bands() -> Vec<Band> {
        let edge = |at: i64, inclusive| Some(Edge { at: Decimal::from(at), inclusive });
        let band =
            |low, high, points: i64| Band { low, high, points: points.into(), place: Place::default() };
        vec![
            band(edge(95, true), None, 5),
            band(edge(90, true), edge(95, false), 4),
            band(edge(85, true), edge(90, false), 3),
            band(None, edge(85, false), 0),
        ]
    }

    fn part(choices: &[(i64, u64)], population: Option<u64>) -> Part {
        let choices = choices.iter().map(|(w, n)| (Decimal::from(*w), *n)).collect();
        Part { weight: Decimal::ONE, choices, population, stream: 0 }
    }

    fn close(chances: &[Decimal], expected: &[f64], within: f64) {
        for (chance, expected) in chances.iter().zip(expected) {
            let off = (chance.to_f64().unwrap() - expected).abs();
            assert!(off <= within, "{chances:?} against {expected}");
        }
    }

    /// 31 × 100, 1 × 70 of 40 people; expected by a sum over all compositions in Python with
    /// `math.lgamma`, and for two choices `scipy.stats.betabinom(18, 32, 2)`.
    #[test]
    fn few_people_left_are_gone_through() {
        let exact = |part: &Part| {
            chances(std::slice::from_ref(part), &bands(), Prior::Uniform, &mut Draws::default()).unwrap()
        };
        let three = exact(&part(&[(100, 31), (70, 1), (0, 0)], Some(40)));
        assert_eq!(three.found, Found::Exactly);
        close(&three.apart[..2], &[0.965_389_353_579, 0.033_965_896_097], 1e-9);
        let five = exact(&part(&[(100, 29), (80, 3), (60, 0), (20, 0), (0, 0)], Some(40)));
        close(&five.apart[..2], &[0.893_170_894_458, 0.104_674_406_254], 1e-9);
        // 31 + x of 50 reach 95 % from x = 17 on, which takes at least 48 of 50.
        let two = exact(&part(&[(100, 31), (0, 1)], Some(50)));
        close(&two.apart[..2], &[0.718_367_346_939, 0.264_902_112_556], 1e-9);
    }

    /// Drawn chances against exact ones: 68 people left are drawn and gone through.
    #[test]
    fn what_is_drawn_comes_near_what_is_exact() {
        let sample = part(&[(100, 31), (70, 1), (0, 0)], Some(100));
        let exact =
            chances(std::slice::from_ref(&sample), &bands(), Prior::Uniform, &mut Draws::default()).unwrap();
        close(&exact.apart, &[0.794_932_360, 0.182_887_405, 0.020_144_450, 0.002_035_785], 1e-8);
        let drawn: Arc<[f64]> = draw(&sample, Prior::Uniform).unwrap().into();
        let drawn = from_draws(&[sample], &[drawn], &Bands::new(&bands()).unwrap()).unwrap();
        // Four standard errors of 4,000 draws.
        close(&drawn.apart, &[0.794_932_360, 0.182_887_405, 0.020_144_450, 0.002_035_785], 0.026);
    }

    /// Without a limit to the population. Expected: 4,000,000 draws of `numpy.random.dirichlet`;
    /// for two choices `scipy.stats.beta(32, 2)`: 1 − 0.503650 and 0.503650 − 0.144215.
    #[test]
    fn without_a_population_the_shares_themselves_are_open() {
        let of = |choices: &[(i64, u64)]| {
            chances(&[part(choices, None)], &bands(), Prior::Uniform, &mut Draws::default()).unwrap()
        };
        let two = of(&[(100, 31), (0, 1)]);
        assert_eq!(two.found, Found::Exactly);
        close(&two.apart[..2], &[0.496_350_140, 0.359_435_139], 1e-8);
        let three = of(&[(100, 31), (70, 1), (0, 0)]);
        assert_eq!(three.found, Found::Drawn(DRAWS));
        close(&three.apart, &[0.6513, 0.2920, 0.0485, 0.0082], 0.026);
        close(
            &of(&[(100, 29), (80, 3), (60, 0), (20, 0), (0, 0)]).apart,
            &[0.1817, 0.5665, 0.2075, 0.0443],
            0.018,
        );
    }

    #[test]
    fn a_census_leaves_nothing_to_chance() {
        let asked = [part(&[(100, 31), (70, 1)], Some(32)), part(&[(100, 28), (0, 4)], Some(32))];
        // (99.0625 + 87.5) ÷ 2 = 93.28
        for prior in [Prior::OneForm, Prior::Uniform] {
            let found = chances(&asked, &bands(), prior, &mut Draws::default()).unwrap();
            close(&found.apart, &[0.0, 1.0, 0.0, 0.0], 1e-9);
            assert_eq!(found.apart, found.tied);
        }
        assert_eq!(
            chances(&[part(&[(100, 0), (0, 0)], None)], &bands(), Prior::OneForm, &mut Draws::default()),
            None
        );
    }

    #[test]
    fn the_same_answers_give_the_same_chances() {
        let parts = [part(&[(100, 20), (80, 9), (60, 3)], None), part(&[(100, 25), (80, 7), (60, 0)], None)];
        let once = chances(&parts, &bands(), Prior::OneForm, &mut Draws::default()).unwrap();
        assert_eq!(chances(&parts, &bands(), Prior::OneForm, &mut Draws::default()).unwrap(), once);
        // Tied answers spread wider: the middle band holds less.
        assert!(once.tied[1] < once.apart[1], "{once:?}");
    }
}
