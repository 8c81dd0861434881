//! What follows from the record beyond scores, without a screen: signatures against later
//! changes, who may sign, contradictions in registers, coverage, the lock.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use chrono::DateTime;
use jiping::dossier::{self, Dossier, Kind, Mark, Objection, RemarkKind, Signing, Standing, Track};
use jiping::format::{self, SourceFile};
use jiping::ledger::{Ledger, Stamp};
use jiping::scheme::signoff::State;
use jiping::scheme::{Fault, Register, Scheme};
use jiping::score;
use jiping::store;

fn stamp(actor: &str) -> Stamp {
    Stamp { at: DateTime::parse_from_rfc3339("2024-09-01T09:00:00+08:00").unwrap(), actor: actor.to_owned() }
}

/// The shipped case as it was recorded.
fn case() -> (Scheme, Ledger) {
    let loaded = format::load(store::SHIPPED, &store::shipped());
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let mut ledger = Ledger::new([3; 16]);
    ledger.open_with(loaded.facts, &stamp("开户"));
    (loaded.scheme, ledger)
}

/// The day on which everything here is recorded.
fn day() -> chrono::NaiveDate {
    stamp("").at.date_naive()
}

fn set(ledger: &mut Ledger, actor: &str, path: &str, value: &str) {
    assert!(!ledger.record(vec![(path.to_owned(), Some(value.to_owned()))], None, &stamp(actor)).is_empty());
}

fn sets(state: State, name: &str, date: &str) -> Vec<(String, Option<String>)> {
    vec![(state.path("name"), Some(name.to_owned())), (state.path("date"), Some(date.to_owned()))]
}

/// Signs the states up to and including `last`, each by its own person.
fn sign_up_to(scheme: &Scheme, ledger: &mut Ledger, last: State) {
    for state in State::ALL.into_iter().filter(|s| *s <= last) {
        let name = format!("人{}", state.place());
        let sets = sets(state, &name, "2024-09-01");
        dossier::admit(scheme, ledger, &sets, None, day()).unwrap();
        ledger.record(sets, None, &stamp("录入"));
    }
}

fn reopened(ledger: &Ledger) -> Vec<&'static str> {
    Signing::of(ledger).reopened().map(|(state, _)| state.id()).collect()
}

fn dossier_of(scheme: &Scheme, ledger: &Ledger) -> Dossier {
    let readings = score::readings(scheme, ledger.facts());
    let card = score::compute(scheme, &readings, None);
    Dossier::of(scheme, ledger, &readings, &card)
}

#[test]
fn each_kind_of_change_touches_its_states_and_no_others() {
    let (scheme, ledger) = case();
    let cases: [(&str, &str, &[&str]); 6] = [
        ("inspection.planned", "4", &["scored", "drafted", "review-1"]),
        ("inspection@note", "核对", &["scored", "drafted", "review-1"]),
        ("finding.1.text", "改写", &["drafted", "review-1"]),
        ("document.1.title", "改写", &["drafted", "review-1"]),
        ("sign.scored.opinion", "无", &[]),
        ("sign.fieldwork.date", "2024-08-31", &["scored", "drafted", "review-1"]),
    ];
    for (path, value, expected) in cases {
        let mut ledger = ledger.clone();
        sign_up_to(&scheme, &mut ledger, State::FirstReview);
        assert_eq!(reopened(&ledger), [""; 0]);
        set(&mut ledger, "录入", path, value);
        assert_eq!(reopened(&ledger), expected, "{path}");
        ledger.undo(&stamp("录入"));
        assert_eq!(reopened(&ledger), [""; 0], "{path} taken back");
    }
    // A change of the rules touches everything.
    let mut ledger = ledger;
    sign_up_to(&scheme, &mut ledger, State::Agreed);
    set(&mut ledger, "录入", "scheme/scheme.toml", "");
    assert_eq!(reopened(&ledger), ["planned", "agreed"]);
}

#[test]
fn taking_back_what_a_review_had_seen_reopens_it_and_signing_anew_closes_it() {
    let (scheme, mut ledger) = case();
    set(&mut ledger, "录入", "inspection.planned", "4");
    let changed = ledger.events().last().unwrap().seq;
    // The undo comes while signing is under way: the signatures before it cover the 4.
    sign_up_to(&scheme, &mut ledger, State::Scored);
    set(&mut ledger, "录入", "inspection.planned", "12");
    let signing = Signing::of(&ledger);
    let Standing::Reopened(why) = &signing.get(State::Scored).standing else { panic!("still stands") };
    assert_eq!(
        (why.path.as_str(), why.old.as_deref(), why.new.as_deref()),
        ("inspection.planned", Some("4"), Some("12"))
    );
    assert_eq!((why.seq, why.others), (ledger.events().last().unwrap().seq, 0));
    assert!(why.seq > changed);
    let upto = ledger.events().len().to_string();
    set(&mut ledger, "录入", "sign.scored.upto", &upto);
    assert_eq!(Signing::of(&ledger).get(State::Scored).standing, Standing::Stands);
}

#[test]
fn signatures_followed_entry_by_entry_are_worth_what_the_whole_ledger_says() {
    let (_, mut ledger) = case();
    let mut track = Track::default();
    let mut follow = |ledger: &Ledger| {
        let signing = track.follow(ledger);
        assert_eq!(signing, Signing::of(ledger), "after entry {}", ledger.events().len());
        signing
    };
    follow(&ledger);
    for state in State::ALL.into_iter().filter(|s| *s <= State::Drafted) {
        let name = format!("人{}", state.place());
        ledger.record(sets(state, &name, "2024-09-01"), None, &stamp("录入"));
        assert_eq!(follow(&ledger).get(state).standing, Standing::Stands);
    }
    let last = ledger.events().len();
    // Changed, changed back by hand, changed again and taken back.
    for value in ["4", "12", "5"] {
        set(&mut ledger, "甲", "inspection.planned", value);
        follow(&ledger);
    }
    ledger.undo(&stamp("甲"));
    follow(&ledger);
    set(&mut ledger, "甲", "indicator.basis-sufficiency.na", "没有这项工作");
    let signing = follow(&ledger);
    let drafted = signing.get(State::Drafted);
    assert_eq!(drafted.covers, last as u64);
    // A signature that is taken away and given anew covers what was changed before.
    ledger.record(vec![(State::Drafted.path("name"), None)], None, &stamp("甲"));
    assert_eq!(follow(&ledger).get(State::Drafted).standing, Standing::Open);
    set(&mut ledger, "甲", "inspection.planned", "7");
    follow(&ledger);
    set(&mut ledger, "甲", &State::Drafted.path("name"), "乙");
    let signing = follow(&ledger);
    assert_eq!(signing.get(State::Drafted).standing, Standing::Stands);
    assert!(matches!(signing.get(State::Scored).standing, Standing::Reopened(_)));
}

#[test]
fn what_differs_since_a_signature_is_kept_by_what_it_belongs_to_and_not_form_by_form() {
    let (scheme, mut ledger) = case();
    sign_up_to(&scheme, &mut ledger, State::Drafted);
    let mut track = Track::default();
    track.follow(&ledger);
    for form in 1..=200 {
        let answer = |question: usize| (format!("staff.form.{form}.Q{question}"), Some("1".to_owned()));
        ledger.record((1..=7).map(answer).collect(), None, &stamp("录入"));
        let signing = track.follow(&ledger);
        let scored = signing.get(State::Scored);
        // Seven answers a form; all of them belong to one questionnaire, however many they are.
        assert_eq!(scored.differing, ["staff"]);
        let Standing::Reopened(why) = &scored.standing else { panic!("still stands") };
        assert_eq!((why.path.as_str(), why.others), ("staff.form.1.Q1", 7 * form - 1));
    }
}

#[test]
fn four_states_are_signed_by_four_persons_in_order() {
    let (scheme, mut ledger) = case();
    let early = dossier::admit(&scheme, &ledger, &sets(State::Scored, "甲", "2024-09-01"), None, day());
    assert_eq!(early, Err(Objection::Before(State::Planned)));
    sign_up_to(&scheme, &mut ledger, State::Drafted);
    // The same name, however it is spaced.
    let same =
        dossier::admit(&scheme, &ledger, &sets(State::FirstReview, " 人　3", "2024-09-02"), None, day());
    assert_eq!(same, Err(Objection::SamePerson { name: "人3".to_owned(), holds: State::Scored }));
    let date = dossier::admit(&scheme, &ledger, &sets(State::FirstReview, "乙", "2024-08-31"), None, day());
    assert_eq!(date, Err(Objection::TooEarly { before: State::Drafted, date: "2024-09-01".to_owned() }));
    // A month is as early as its last day: nothing is known against it.
    dossier::admit(&scheme, &ledger, &sets(State::FirstReview, "乙", "2024-09"), None, day()).unwrap();
    // Whoever keys a fact that is scored is a scorer, who came along with the opening is not.
    dossier::admit(&scheme, &ledger, &sets(State::FirstReview, "开户", "2024-09-02"), None, day()).unwrap();
    set(&mut ledger, "乙", "received", "300001");
    let seq = ledger.events().last().unwrap().seq;
    ledger.undo(&stamp("录入"));
    let scorer = dossier::admit(&scheme, &ledger, &sets(State::FirstReview, "乙", "2024-09-02"), None, day());
    assert_eq!(scorer, Err(Objection::Scorer { name: "乙".to_owned(), seq }));
}

#[test]
fn a_locked_project_takes_its_unlocking_with_a_reason_and_nothing_else() {
    let (scheme, mut ledger) = case();
    sign_up_to(&scheme, &mut ledger, State::Issued);
    assert!(ledger.facts().is_locked());
    let change = vec![("received".to_owned(), Some("1".to_owned()))];
    assert_eq!(dossier::admit(&scheme, &ledger, &change, Some("why"), day()), Err(Objection::Locked));
    // Whoever does not ask finds the ledger closed, too.
    assert!(ledger.record(change.clone(), Some("why"), &stamp("录入")).is_empty());
    assert!(ledger.undo(&stamp("录入")).is_empty());
    let unlock = vec![("lock.released".to_owned(), Some("yes".to_owned()))];
    assert_eq!(dossier::admit(&scheme, &ledger, &unlock, None, day()), Err(Objection::ReasonWanted));
    assert_eq!(dossier::admit(&scheme, &ledger, &unlock, Some("  "), day()), Err(Objection::ReasonWanted));
    assert!(ledger.record(unlock.clone(), None, &stamp("录入")).is_empty());
    dossier::admit(&scheme, &ledger, &unlock, Some("更正"), day()).unwrap();
    assert_eq!(ledger.record(unlock, Some("更正"), &stamp("录入")).len(), 1);
    assert_eq!(ledger.record(change, None, &stamp("录入")).len(), 1);
    // Taking the unlocking back locks again.
    ledger.undo(&stamp("录入"));
    ledger.undo(&stamp("录入"));
    assert!(ledger.facts().is_locked());
}

#[test]
fn the_register_of_documents_is_held_against_itself() {
    let (scheme, mut ledger) = case();
    let mut row = |n: u32, title: &str, issuer: &str, number: &str, date: &str| {
        for (column, value) in [("title", title), ("issuer", issuer), ("number", number), ("date", date)] {
            set(&mut ledger, "录入", &Register::Document.path(n, column), value);
        }
    };
    row(21, "甲办法", "甲部", "甲预〔2020〕1号", "2020-03");
    row(22, "乙办法", "甲部", "甲预[2020]1号", "2020-03");
    row(23, "《甲办法》", "乙部", "乙预〔2020〕9号", "2021-03-01");
    row(24, "甲办法", "甲部", "甲预〔2020〕１号", "2020-03");
    row(25, "《丙办法", "丙部", "丙预〔2020〕1号", "2020-01");
    let of = |row| remarks(&scheme, &ledger, Register::Document, row);
    assert_eq!(of(21), [""; 0]);
    // The same number in other brackets is the same number.
    assert_eq!(of(22), ["other-title", "bracket-style"]);
    // 《》 are no part of a title; 2020 is not 2021.
    assert_eq!(of(23), ["other-issuer", "other-year"]);
    assert_eq!(of(24), ["twice", "other-title", "other-issuer"]);
    assert_eq!(of(25), ["unbalanced"]);
}

/// Remarks on a row as their codes.
fn remarks(scheme: &Scheme, ledger: &Ledger, register: Register, row: u32) -> Vec<&'static str> {
    let found = dossier_of(scheme, ledger).remarks;
    found.iter().filter(|r| r.register == register && r.row == row).map(|r| r.kind.code()).collect()
}

#[test]
fn superseded_documents_and_references_to_nothing_are_remarked_on() {
    let (scheme, mut ledger) = case();
    assert_eq!(remarks(&scheme, &ledger, Register::Document, 2), ["other-issuer"]);
    assert!(remarks(&scheme, &ledger, Register::Finding, 3).is_empty());
    set(&mut ledger, "录入", "document.7.status", "superseded");
    assert_eq!(remarks(&scheme, &ledger, Register::Finding, 3), ["superseded"]);
    assert_eq!(remarks(&scheme, &ledger, Register::Document, 7), ["superseded"]);
    let gone: Vec<(String, Option<String>)> =
        ledger.facts().under("finding.2.").map(|(path, _)| (path.to_owned(), None)).collect();
    ledger.record(gone, None, &stamp("录入"));
    assert_eq!(remarks(&scheme, &ledger, Register::Suggestion, 2), ["dangling", "no-finding"]);
    let dangling = dossier_of(&scheme, &ledger).remarks.into_iter().map(|r| r.kind);
    let named = RemarkKind::Dangling { column: "findings".to_owned(), given: "2".to_owned() };
    assert!(dangling.into_iter().any(|kind| kind == named));
}

#[test]
fn deductions_findings_and_suggestions_are_linked_as_in_the_report() {
    let (scheme, ledger) = case();
    let links = dossier_of(&scheme, &ledger).links;
    let id = |n: &usize| scheme.indicators[*n].id.as_str();
    // Six indicators lose 2.5 + 2 + 2 + 1.5 + 1.27 + 1 = 10.27 points: 100 − 89.73.
    let lost: rust_decimal::Decimal = links.deductions.iter().map(|(_, lost)| *lost).sum();
    assert_eq!(lost.to_string(), "10.27");
    assert_eq!(
        links.without_finding.iter().map(id).collect::<Vec<_>>(),
        ["labour-payment", "fund-use-compliance"]
    );
    assert!(links.without_deduction.is_empty() && links.without_suggestion.is_empty());
    let leaves: Vec<Vec<&str>> = links.findings.iter().map(|f| f.leaves.iter().map(id).collect()).collect();
    assert_eq!(
        leaves,
        [vec!["indicator-clarity"], vec!["training-rate"], vec!["budget-soundness", "budget-execution"]]
    );
}

#[test]
fn coverage_tells_what_is_missing_and_puts_most_points_first() {
    let (scheme, mut ledger) = case();
    let mark = |ledger: &Ledger, id: &str, kind: Kind| {
        let dossier = dossier_of(&scheme, ledger);
        let leaf = scheme.indicator(id).unwrap();
        let row = dossier.coverage.rows.iter().find(|r| r.leaf == leaf).unwrap();
        row.marks[Kind::all().iter().position(|k| *k == kind).unwrap()]
    };
    let document = Kind::Register(Register::Document);
    // Five faulty payments are counted, none is described; no finding names them.
    assert_eq!(mark(&ledger, "labour-payment", Kind::Occurrences), Mark::Missing);
    assert_eq!(mark(&ledger, "labour-payment", Kind::Finding), Mark::Missing);
    // Three stated, two listed.
    assert_eq!(mark(&ledger, "indicator-clarity", Kind::Occurrences), Mark::Part);
    assert_eq!(mark(&ledger, "basis-sufficiency", document), Mark::There);
    // Full marks need support as much as deductions do: nothing speaks for this one.
    assert_eq!(mark(&ledger, "allocation-rationality", Kind::Source), Mark::Missing);
    assert_eq!(mark(&ledger, "allocation-rationality", Kind::Finding), Mark::Idle);
    set(&mut ledger, "录入", "interview.1.facts", "allocation.grounded");
    assert_eq!(mark(&ledger, "allocation-rationality", Kind::Register(Register::Interview)), Mark::There);
    assert_eq!(mark(&ledger, "allocation-rationality", Kind::Source), Mark::Spared);
    let stakes: Vec<_> = dossier_of(&scheme, &ledger).coverage.rows.iter().map(|r| r.stake).collect();
    assert!(stakes.windows(2).all(|w| w[0] >= w[1]), "{stakes:?}");
    // Reviews count for an indicator as long as its own facts stand.
    sign_up_to(&scheme, &mut ledger, State::SecondReview);
    assert_eq!(mark(&ledger, "inspection-rate", Kind::Review), Mark::There);
    set(&mut ledger, "录入", "inspection.planned", "4");
    assert_eq!(mark(&ledger, "inspection-rate", Kind::Review), Mark::Missing);
    assert_eq!(mark(&ledger, "training-rate", Kind::Review), Mark::There);
}

#[test]
fn a_scheme_may_not_take_the_name_of_a_register() {
    for id in ["document", "interview", "finding", "suggestion", "sign", "lock"] {
        let text = format!(
            "[scheme]\ntitle = \"x\"\nlevels = [\"x\"]\nfull = 10\n[[grade]]\nname = \"x\"\n[[measure]]\nid = \"{id}\"\n\
             name = \"x\"\nkind = \"number\"\n[[indicator]]\nid = \"a\"\nname = \"x\"\nweight = 10\n\
             rule = {{ value = \"{id}\", curve = \"proportional\", full = 1 }}\n"
        );
        let files = [SourceFile { name: "scheme.toml".to_owned(), bytes: text.into_bytes() }];
        let faults: Vec<Fault> = format::load("x", &files).problems.into_iter().map(|p| p.fault).collect();
        assert!(faults.contains(&Fault::BadId { id: id.to_owned() }), "{id}: {faults:?}");
    }
}
