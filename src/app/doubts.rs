//! What an entry leaves in doubt: said at once, never in its way.

use chrono::NaiveDate;

use crate::i18n::{Lang, notice};
use crate::scheme::FieldKind;
use crate::score::{self, Notice, NoticeKind};

use super::work::Work;

/// The doubts about rows that there are now.
pub(super) fn of_rows(work: &Work) -> Vec<Notice> {
    let of_row = |n: &&Notice| matches!(n.kind, NoticeKind::Row { .. });
    work.card.notices.iter().filter(of_row).cloned().collect()
}

/// The first doubt about a row that was not there before, in words.
pub(super) fn new_one(work: &Work, before: &[Notice], lang: Lang) -> Option<String> {
    let found = of_rows(work).into_iter().find(|n| !before.contains(n))?;
    Some(notice::message(lang, &work.scheme, &found))
}

/// The first date among the entries that lies after today.
pub(super) fn future(work: &Work, sets: &[(String, Option<String>)], today: NaiveDate) -> Option<String> {
    sets.iter().find_map(|(path, value)| {
        let date = value.as_ref()?;
        let is_date = work.scheme.field(path).is_some_and(|f| f.kind == FieldKind::Date);
        (is_date && score::is_future(date, today)).then(|| date.clone())
    })
}
