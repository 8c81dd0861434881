//! On which day an answer of a form was keyed, as far as the record says.
//!
//! Reads events; what depends on the day is held by others.

use chrono::NaiveDate;

use super::{BatchEntry, Event, Kind, Ledger};

impl Ledger {
    /// The day on which an answer stood first before whoever held the paper: that of its first
    /// keying, or of the file that the form came from; that of its second keying where the first
    /// gave none. A decision between the two, an undo and a redo give an answer no other day.
    /// `None` if it is not keyed.
    pub fn keyed_on(&self, questionnaire: &str, form: u32, question: &str) -> Option<NaiveDate> {
        let path = |word: &str| format!("{questionnaire}.{word}.{form}.{question}");
        let event = self
            .first_keying(&path("form"), &path("decided"))
            .or_else(|| self.batch_of(questionnaire, form))
            .or_else(|| self.last_event(&path("second")));
        event.map(|event| event.stamp.at.date_naive())
    }

    /// The entry by which an answer was keyed last, decisions apart.
    fn first_keying(&self, path: &str, decided: &str) -> Option<&Event> {
        let last = self.last_event(path)?;
        let is_keying = |event: &Event| matches!(event.kind, Kind::Open | Kind::Record);
        let decision = self.last_event(decided);
        if decision.is_none() && is_keying(last) {
            return Some(last);
        }
        let of_decisions = self.events.iter().filter(|e| e.change.path == decided);
        let steps: Vec<u64> = of_decisions.map(|e| e.step).collect();
        let is_it = |e: &&Event| e.change.path == path && is_keying(e) && !steps.contains(&e.step);
        self.events.iter().rev().find(is_it)
    }

    /// The entry by which the file came in that a form is from.
    fn batch_of(&self, questionnaire: &str, form: u32) -> Option<&Event> {
        let prefix = format!("{questionnaire}.batch.");
        let holds = |value: &str| {
            BatchEntry::parse(value).is_some_and(|b| form >= b.first && form - b.first < b.forms)
        };
        let (path, _) = self.facts.under(&prefix).find(|(_, value)| holds(value))?;
        self.last_event(path)
    }
}
