//! Recording: what is asked before, refused, said and laid out again after an act.

use super::dialog::AskFor;
use super::work::Work;
use super::{App, Cx, Effect, doubts, edit, sheet};
use crate::dossier::{self, Objection, Remark};
use crate::i18n::{dossier as dossier_words, label, table, trace};
use crate::scheme::field::Amount;
use crate::score;

impl App {
    /// Records one fact and what goes along with it. A plan on record changes only with a reason,
    /// and an item does not apply only with one, which is asked for first; what is not taken stays
    /// where it was typed.
    ///
    /// # Errors
    /// Where it is not taken, or not yet: the selection stays.
    pub(in crate::app) fn set_fact(
        &mut self,
        path: &str,
        value: Option<String>,
        cx: &Cx,
    ) -> Result<Vec<Effect>, ()> {
        let old = self
            .work
            .as_ref()
            .and_then(|w| dossier::replaced_plan(&w.scheme, w.ledger.facts(), path, value.as_deref()));
        let mut sets = vec![(path.to_owned(), value)];
        // Asking for a reason comes before asking whether the act may be at all.
        if let Some(why) = self.objection(&sets, old.as_deref()) {
            self.keep_typed(path, sets[0].1.as_deref(), why);
            return Err(());
        }
        if let Some(old) = old {
            let new = sets.remove(0).1;
            self.ask(AskFor::PlanReason { path: path.to_owned(), old, new }, "");
            return Ok(Vec::new());
        }
        if let Some(note) = self.work.as_ref().and_then(|w| w.exempts(&sets[0])) {
            self.ask(AskFor::ExemptItem(path.to_owned()), &note);
            return Err(());
        }
        sets.extend(self.along(&sets[0]));
        Ok(self.record(sets, None, cx))
    }

    /// Records one act and lays the sheet out again. What it leaves in doubt is said, not refused.
    pub(in crate::app) fn record(
        &mut self,
        sets: Vec<(String, Option<String>)>,
        reason: Option<&str>,
        cx: &Cx,
    ) -> Vec<Effect> {
        let stamp = self.stamp(cx);
        if self.work.as_ref().is_some_and(|w| w.read_only.is_some()) {
            return self.refuse_read_only();
        }
        if let Some(why) = self.objection(&sets, reason) {
            self.say(why, true);
            return Vec::new();
        }
        let lang = self.lang();
        let Some(work) = &mut self.work else { return Vec::new() };
        work.view.incomplete = None;
        let future = doubts::future(work, &sets, cx.now.date_naive());
        let on_form = doubts::keys_form(&sets);
        let doubtful = doubts::at_hand(work, on_form);
        work.note_corrections(&sets);
        let before = std::mem::take(&mut work.dossier.remarks);
        let effects = work.record(sets, reason, &stamp);
        let doubt = future.map(|date| table::future(lang, &date));
        let doubt = doubt.or_else(|| doubts::new_one(work, &doubtful, &doubts::at_hand(work, on_form), lang));
        if effects.is_empty() {
            work.dossier.remarks = before;
        } else {
            let is_new = |r: &&Remark| r.kind.is_contradiction() && !before.contains(r);
            let warning = work.dossier.remarks.iter().find(is_new).map(|r| dossier_words::remark(lang, r));
            if let Some(warning) = warning {
                self.say(warning, true);
            } else if let Some(doubt) = doubt {
                self.say(doubt, false);
            }
        }
        self.fresh = !effects.is_empty();
        self.rebuild();
        effects
    }

    /// Says what an amount in another unit became, before whatever doubt it raises: a wrong
    /// magnitude raises one.
    pub(in crate::app) fn say_converted(&mut self, from: Option<&Amount>, path: &str, value: Option<&str>) {
        let (Some(from), Some(value), Some(work)) = (from, value, &self.work) else { return };
        let Some(field) = work.scheme.field(path) else { return };
        let lang = self.lang();
        let became = label::converted(lang, from, &field.kind, value);
        let (text, urgent) = match self.notice.take() {
            Some(doubt) => (trace::then(lang, &became, &doubt.text), doubt.urgent),
            None => (became, false),
        };
        self.say(text, urgent);
    }

    /// Why this act is not recorded, in words, where other records have a say in it.
    fn objection(&self, sets: &[(String, Option<String>)], reason: Option<&str>) -> Option<String> {
        let work = self.work.as_ref()?;
        let objection = dossier::admit(&work.scheme, &work.ledger, sets, reason, work.today).err()?;
        // Ticks come one by one; they are held against their constraint once one goes on.
        if matches!(objection, Objection::Constraint { is_ticks: true, .. }) {
            return None;
        }
        // What the paper says besides makes the message plain.
        if let Objection::Constraint { message: Some(message), path, .. } = &objection
            && let Some(keyed) = work.keyed(path)
        {
            return Some(keyed.wording(self.lang(), message));
        }
        Some(dossier_words::objection(self.lang(), &objection))
    }

    /// What is recorded along with the first fact of an opened row.
    fn along(&mut self, set: &(String, Option<String>)) -> Option<(String, Option<String>)> {
        let sheet = self.work.as_mut().map(|w| &mut w.view.sheet)?;
        let (path, value) = sheet.along.clone()?;
        let row = path.rsplit_once('.').map_or("", |(row, _)| row);
        let same = set.0.starts_with(&format!("{row}.")) && set.0 != path && set.1.is_some();
        if same || set.0 == path {
            sheet.along = None;
        }
        same.then_some((path, Some(value)))
    }

    /// Puts back into its field what was typed and not taken, and says why.
    fn keep_typed(&mut self, path: &str, value: Option<&str>, why: String) {
        let kept = self.sheet_mut(|sheet| {
            let converted = sheet.converted.take();
            let typed = converted.as_ref().map(|c| c.typed.as_str()).or(value).map(edit::LineEdit::new);
            sheet.refusal = Some(why.clone());
            let words = sheet
                .cell()
                .is_some_and(|c| c.path == path && !matches!(c.kind, crate::scheme::FieldKind::Code(_)));
            if let Some(edit) = typed.filter(|_| words) {
                sheet.typing = Some(sheet::Typing { edit, chain: false });
            }
        });
        if kept.is_none() {
            self.say(why, true);
        }
    }
}

impl Work {
    /// The note there is so far on a checklist item that is about to count as not applicable.
    pub fn exempts(&self, (path, value): &(String, Option<String>)) -> Option<String> {
        let note = score::reason_path(&self.scheme, path, value.as_deref())?;
        Some(self.ledger.facts().get(&note).unwrap_or_default().to_owned())
    }
}
