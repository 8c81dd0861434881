//! When a form of a questionnaire is suspect. Rules only raise the question; people answer it.

use rust_decimal::Decimal;

use super::{Condition, Label, Place};

/// A rule that makes forms suspect.
#[derive(Debug, Clone)]
pub struct Validity {
    /// What is looked at.
    pub check: Check,
    /// Where it stands in the scheme's files.
    pub place: Place,
}

/// What makes a form suspect.
#[derive(Debug, Clone, PartialEq)]
pub enum Check {
    /// More than this share of the questions without a readable answer, 0 to 1.
    Blank {
        /// The share above which a form is suspect.
        over: Decimal,
    },
    /// The same code on all of the questions, if at least so many are answered.
    Straight {
        /// Fewest answers that say anything, from 2.
        least: usize,
        /// Which questions; all that have choices if empty.
        questions: Vec<usize>,
    },
    /// The same serial number as an earlier valid form.
    Duplicate {
        /// The question that tells forms apart; without one, the number printed on the paper.
        question: Option<usize>,
    },
    /// Answered in less than so many seconds.
    Fast {
        /// Seconds below which a form is suspect.
        seconds: u32,
        /// The question that holds the seconds; without one, the time its keying took.
        question: Option<usize>,
    },
    /// Answers that cannot all be meant.
    Contradiction {
        /// What holds on such a form.
        when: Condition,
        /// What is wrong with it.
        reason: Label,
    },
}
