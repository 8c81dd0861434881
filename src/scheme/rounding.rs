//! Rounding as a declared policy: of what, to how many places, which way.
//!
//! The one place where a number of points loses digits.

use rust_decimal::{Decimal, RoundingStrategy};

/// Which way a number is cut to its places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// 2.125 → 2.13, and -2.125 → -2.13.
    #[default]
    HalfUp,
    /// 2.125 → 2.12, 2.135 → 2.14.
    HalfEven,
    /// Towards zero: 2.129 → 2.12.
    Down,
    /// Away from zero: 2.121 → 2.13.
    Up,
}

impl Mode {
    /// All modes, in the order they are offered.
    pub const ALL: [Self; 4] = [Self::HalfUp, Self::HalfEven, Self::Down, Self::Up];

    /// The name used in scheme files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::HalfUp => "half-up",
            Self::HalfEven => "half-even",
            Self::Down => "down",
            Self::Up => "up",
        }
    }

    /// `value` cut to `places` decimals.
    pub fn round(self, value: Decimal, places: u32) -> Decimal {
        let strategy = match self {
            Self::HalfUp => RoundingStrategy::MidpointAwayFromZero,
            Self::HalfEven => RoundingStrategy::MidpointNearestEven,
            Self::Down => RoundingStrategy::ToZero,
            Self::Up => RoundingStrategy::AwayFromZero,
        };
        value.round_dp_with_strategy(places, strategy)
    }
}

/// What is rounded: the points given, or the points taken off the weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Of {
    /// The score itself.
    #[default]
    Score,
    /// The deduction (weight − score); the score is the weight less the rounded deduction.
    Deduction,
}

/// One declared rounding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rounding {
    /// Score or deduction.
    pub of: Of,
    /// Decimal places kept, 0 to 6.
    pub places: u32,
    /// Which way.
    pub mode: Mode,
}

impl Default for Rounding {
    fn default() -> Self {
        Self { of: Of::Score, places: 2, mode: Mode::HalfUp }
    }
}

impl Rounding {
    /// The name used in scheme files and on the command line: `half-up`, `deduction-down`, …
    pub fn name(self) -> String {
        match self.of {
            Of::Score => self.mode.name().to_owned(),
            Of::Deduction => format!("deduction-{}", self.mode.name()),
        }
    }

    /// The rounding with this name and number of places; `None` for an unknown name.
    pub fn parse(name: &str, places: u32) -> Option<Self> {
        let (of, mode) = match name.strip_prefix("deduction-") {
            Some(rest) => (Of::Deduction, rest),
            None => (Of::Score, name),
        };
        let mode = Mode::ALL.into_iter().find(|m| m.name() == mode)?;
        Some(Self { of, places, mode })
    }

    /// `points` of `max` rounded by this policy.
    pub fn points(self, points: Decimal, max: Decimal) -> Decimal {
        match self.of {
            Of::Score => self.mode.round(points, self.places),
            Of::Deduction => max - self.mode.round(max - points, self.places),
        }
    }

    /// `value` as printed: rounded and padded with zeros to the places.
    pub fn print(self, value: Decimal) -> String {
        let mut rounded = self.mode.round(value, self.places);
        rounded.rescale(self.places);
        rounded.to_string()
    }

    /// A ratio printed as a percentage without the sign: 0.68020113 → `68.02`.
    pub fn percent(self, ratio: Decimal) -> String {
        self.print(ratio * Decimal::ONE_HUNDRED)
    }
}
