//! Stories of the dossier: documents, interviews, findings, suggestions, coverage, signatures.

use super::stage::Stage;
use jiping::i18n::Lang;

#[test]
fn a_document_is_keyed_field_after_field_and_found_again_by_its_title() {
    let mut stage = Stage::empty(Lang::Zh, 80, 24);
    stage.press(
        "7<down><enter>n关于下达运维经费的通知<enter>某市财政局<enter>某财预〔2023〕7号<enter>2023-01-05<enter>3",
    );
    assert_eq!(stage.fact("document.1.title").as_deref(), Some("关于下达运维经费的通知"));
    assert_eq!(stage.fact("document.1.number").as_deref(), Some("某财预〔2023〕7号"));
    assert_eq!(stage.fact("document.1.kind").as_deref(), Some("approval"));
    assert!(stage.said().contains("种类 = 批复") && !stage.said().contains("0→1"), "{}", stage.said());
    stage.press("<esc>1/yunwei<enter>");
    assert!(stage.text().contains("卷宗 · 文件"), "{}", stage.text());
    assert!(stage.text().contains("某财预〔2023〕7号"), "{}", stage.text());
}

#[test]
fn a_document_can_be_removed_as_a_whole_and_brought_back() {
    let mut stage = Stage::empty(Lang::Zh, 120, 40);
    stage.press("7<down><enter>n甲文件<enter>某局<enter><esc><up><ctrl-d>");
    assert_eq!(stage.fact("document.1.title"), None);
    assert_eq!(stage.fact("document.1.issuer"), None);
    stage.press("<ctrl-z>");
    assert_eq!(stage.fact("document.1.issuer").as_deref(), Some("某局"));
}

#[test]
fn a_number_in_wrong_brackets_is_taken_and_said_at_once() {
    let mut stage = Stage::empty(Lang::Zh, 120, 40);
    stage.press("7<down><enter>n办法<enter>某部<enter>某预[2020]10号<enter>");
    assert_eq!(stage.fact("document.1.number").as_deref(), Some("某预[2020]10号"));
    assert!(stage.said().contains("六角括号"), "{}", stage.said());
    stage.press("2021-03-01<enter><esc>");
    assert!(stage.text().contains("文号是 2020 年，日期却是 2021-03-01"), "{}", stage.text());
    // Listed in the overview until it is mended, with the way there.
    stage.press("<esc>1");
    assert!(stage.text().contains("文件 1：文号的年份应当用六角括号"), "{}", stage.text());
}

#[test]
fn a_deduction_becomes_a_finding_and_the_finding_a_suggestion_with_links_both_ways() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.find("资金使用合规性").press("p");
    assert!(stage.text().contains("卷宗 · 问题"), "{}", stage.text());
    assert_eq!(stage.fact("finding.4.indicators"), None, "nothing is recorded before something is typed");
    stage.press("支出不规范的具体事项没有列出<enter><esc>");
    assert_eq!(stage.fact("finding.4.indicators").as_deref(), Some("fund-use-compliance"));
    assert!(stage.text().contains("−1.00 分"), "the deduction stands beside it\n{}", stage.text());
    stage.press("<up><up><ctrl-g>列明事项并整改<enter>");
    assert_eq!(stage.fact("suggestion.4.findings").as_deref(), Some("4"));
    stage.press("<esc>");
    assert!(stage.text().contains("问题 4  支出不规范"), "{}", stage.text());
    // Back the way one came: from the suggestion to the finding, from there to the indicator.
    stage.press("<esc><down><down><down>");
    assert!(stage.text().contains("建议 4  列明事项"), "{}", stage.text());
    stage.press("<esc>");
    assert!(stage.text().contains("核查 · 资金使用合规性"), "{}", stage.text());
    assert!(stage.text().contains("问题 4"), "{}", stage.text());
    // One act each: text and link came together.
    stage.press("uu");
    assert_eq!(stage.fact("finding.4.indicators"), None);
}

#[test]
fn the_case_shows_its_two_deductions_without_a_finding() {
    let stage = Stage::full(Lang::Zh, 120, 40);
    let work = stage.app.work.as_ref().unwrap();
    let names: Vec<&str> =
        work.dossier.links.without_finding.iter().map(|&n| work.scheme.indicators[n].id.as_str()).collect();
    assert_eq!(names, ["labour-payment", "fund-use-compliance"]);
    assert!(stage.text().contains("扣分而未列问题 2 项，其中 1 项"), "{}", stage.text());
}

/// The five wrong payments are a bare total in the report; the other deduction is an answer.
#[test]
fn a_deduction_that_rests_on_a_total_not_described_says_so_in_the_list() {
    for (lang, named, words) in
        [(Lang::Zh, "劳务人员支出合规性", "未描述 5"), (Lang::En, "labour pay", "5 not described")]
    {
        let mut stage = Stage::full(lang, 80, 24);
        stage.press("<alt-7><esc><home><down><down><down><enter><end><end>");
        let text = stage.text();
        let line = text.lines().find(|l| l.contains("−2.50")).unwrap_or_else(|| panic!("{text}"));
        assert!(line.contains(words), "{named}: {text}");
        let line = text.lines().find(|l| l.contains("−1.00")).unwrap_or_else(|| panic!("{text}"));
        assert!(!line.contains(words), "{text}");
    }
}

#[test]
fn a_reference_to_nothing_is_refused_in_place_and_a_broken_one_is_listed() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.press("7<down><down><down><down><enter><home><down>9");
    stage.press("<enter>");
    assert!(stage.said().contains("没有“9”；有 1, 2, 3"), "{}", stage.said());
    assert!(stage.text().contains(" 9"), "what was typed is gone");
    stage.press("<esc>");
    assert_eq!(stage.fact("suggestion.1.findings").as_deref(), Some("1"));
    // Removing the finding leaves the suggestion with a reference to nothing.
    stage.press("<esc><up><enter><home><ctrl-d>");
    assert_eq!(stage.fact("finding.1.text"), None);
    stage.press("<esc>1");
    assert!(stage.text().contains("建议 1：“针对问题”提到的 1 不存在"), "{}", stage.text());
}

#[test]
fn references_are_also_chosen_from_a_list() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.press("7<down><down><down><down><enter><home><down><enter>");
    assert!(!stage.app.dialogs.is_empty());
    stage.press("培训计划<enter>");
    assert_eq!(stage.fact("suggestion.1.findings").as_deref(), Some("1,2"));
    stage.press("<enter><enter>");
    assert_eq!(stage.fact("suggestion.1.findings").as_deref(), Some("2"));
}

#[test]
fn coverage_leads_to_the_gap_and_back_within_two_keys() {
    let mut stage = Stage::full(Lang::Zh, 80, 24);
    stage.press("7<enter>");
    assert!(stage.text().contains("佐证一览"), "{}", stage.text());
    let first = {
        let work = stage.app.work.as_ref().unwrap();
        let row = &work.dossier.coverage.rows[0];
        work.scheme.indicators[row.leaf].name.text.clone()
    };
    stage.press("<enter>");
    let away = stage.text();
    assert!(away.contains(&format!("核查 · {first}")), "{away}");
    stage.press("<esc>");
    let back = stage.text();
    assert!(back.contains("佐证一览 ·") && back.contains(&first), "{back}");
}

/// Every kind of evidence is two keys from the indicator: the list, and a digit.
#[test]
fn every_kind_of_evidence_is_two_keys_from_its_indicator_and_back() {
    let kinds = jiping::dossier::Kind::all().len();
    for digit in 1..=kinds {
        let mut stage = Stage::full(Lang::Zh, 120, 40);
        stage.find("信息维护人员培训").press("<home>");
        let before = stage.text();
        stage.press(&format!("<ctrl-r>{digit}"));
        assert_ne!(stage.text(), before, "{digit} led nowhere");
        let place = stage.app.work.as_ref().unwrap().ledger.events().len();
        stage.press("<esc><esc>");
        assert_eq!(
            stage.app.work.as_ref().unwrap().ledger.events().len(),
            place,
            "{digit} recorded something"
        );
        assert!(stage.text().contains("核查 · 信息维护人员培训完成率"), "{digit}:\n{}", stage.text());
    }
}

/// Signs the next state as somebody.
fn sign(stage: &mut Stage, name: &str) {
    name.clone_into(&mut stage.app.prefs.actor);
    stage.press("<home>");
    let work = stage.app.work.as_mut().unwrap();
    let sheet = &mut work.view.sheet;
    let line = |l: &jiping::app::sheet::Line| {
        matches!(l, jiping::app::sheet::Line::New { add: jiping::app::sheet::Add::Sign(_), .. })
    };
    sheet.cursor.at = sheet.lines.iter().position(line).expect("a state to sign");
    stage.press("<enter>");
}

/// The case with these persons' signatures, one state each.
fn signed(names: &[&str]) -> Stage {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    stage.press("7<end><enter>");
    for name in names {
        sign(&mut stage, name);
    }
    stage
}

const TEAM: [&str; 12] = ["甲", "乙", "丙", "丁", "甲", "戊", "己", "庚", "甲", "甲", "辛", "辛"];

#[test]
fn states_are_signed_in_order_by_different_persons() {
    let mut stage = signed(&TEAM[..5]);
    assert_eq!(stage.fact("sign.drafted.name").as_deref(), Some("甲"));
    assert_eq!(stage.fact("sign.scored.role").as_deref(), Some("评价人员"));
    sign(&mut stage, "丁");
    assert_eq!(stage.fact("sign.review-1.name"), None);
    assert!(stage.said().contains("丁已签“评分”"), "{}", stage.said());
    sign(&mut stage, "戊");
    assert_eq!(stage.fact("sign.review-1.name").as_deref(), Some("戊"));
    // Typed into a field of a later state, a name is refused where it stands.
    stage.app.work.as_mut().unwrap().view.sheet.select("sign.quality.name");
    stage.press("<enter>庚<enter>");
    assert!(stage.said().contains("“组长复核”还没有签署"), "{}", stage.said());
    assert!(stage.text().contains('庚'), "what was typed is gone");
}

#[test]
fn whoever_recorded_facts_cannot_review_them() {
    let mut stage = Stage::full(Lang::Zh, 120, 40);
    "戊".clone_into(&mut stage.app.prefs.actor);
    stage.find("培训完成率").press("n2023-11-08<enter><esc><esc>7<end><enter>");
    for name in &TEAM[..5] {
        sign(&mut stage, name);
    }
    sign(&mut stage, "戊");
    assert_eq!(stage.fact("sign.review-1.name"), None);
    assert!(stage.said().contains("戊录入过评分事实"), "{}", stage.said());
}

#[test]
fn a_later_change_reopens_what_it_touches_and_undoing_it_lets_it_stand_again() {
    let mut stage = signed(&TEAM[..7]);
    "丁".clone_into(&mut stage.app.prefs.actor);
    stage.press("<esc>").find("定期巡检完成率").press("<home><enter><ctrl-u>4<enter>预案调整<enter>");
    assert_eq!(stage.fact("inspection.planned").as_deref(), Some("4"));
    let first = stage.text().lines().next().unwrap().to_owned();
    assert!(first.contains("评分已重开"), "{first}");
    stage.press("<esc>1");
    let overview = stage.text();
    assert!(overview.contains("4 个签署因后来的改动重开"), "{overview}");
    assert!(overview.contains("12 次 → 4 次"), "{overview}");
    let work = stage.app.work.as_ref().unwrap();
    let reopened: Vec<&str> = work.dossier.signing.reopened().map(|(s, _)| s.id()).collect();
    assert_eq!(reopened, ["scored", "drafted", "review-1", "review-2"], "fieldwork and before stand");
    stage.press("u");
    assert!(!stage.text().contains("已重开"), "{}", stage.text());
    // A finding touches the draft and after, not the scores.
    stage.press("7<home><down><down><down><enter><home><enter>改<enter>");
    let work = stage.app.work.as_ref().unwrap();
    assert_eq!(work.dossier.signing.reopened().next().map(|(s, _)| s.id()), Some("drafted"));
}

#[test]
fn an_issued_report_is_locked_until_it_is_unlocked_with_a_reason() {
    let mut stage = signed(&TEAM);
    assert!(stage.text().lines().next().unwrap().contains("已锁定"), "{}", stage.text());
    let locked = stage.app.work.as_ref().unwrap().ledger.events().len();
    stage.press("<esc>").find("定期巡检完成率").press("<home>4");
    assert!(stage.said().contains("项目已锁定"), "{}", stage.said());
    stage.press("<esc>u");
    assert!(stage.said().contains("项目已锁定"), "{}", stage.said());
    assert_eq!(stage.app.work.as_ref().unwrap().ledger.events().len(), locked);
    stage.press("7<end><enter><home><enter><enter>");
    assert!(!stage.app.dialogs.is_empty(), "an empty reason must not be taken");
    stage.press("主管部门来函要求更正<enter>");
    let work = stage.app.work.as_ref().unwrap();
    let last = work.ledger.events().last().unwrap();
    assert_eq!(
        (last.change.path.as_str(), last.reason.as_deref()),
        ("lock.released", Some("主管部门来函要求更正"))
    );
    stage.press("<esc>").find("定期巡检完成率").press("<home><enter><ctrl-u>4<enter>预案调整<enter>");
    assert_eq!(stage.fact("inspection.planned").as_deref(), Some("4"));
}

#[test]
fn a_register_lists_the_indicators_that_nothing_supports_and_adds_a_row_for_one() {
    let mut stage = Stage::full(Lang::Zh, 80, 24);
    stage.press("7<down><down><enter>");
    // Of those without any support the one with most points stands first.
    assert!(stage.text().contains("还没有佐证的指标 4 项"), "{}", stage.text());
    stage.press("<home><down><enter>2024-08-01<enter>");
    let leaf = {
        let work = stage.app.work.as_ref().unwrap();
        assert_eq!(work.ledger.facts().get("interview.1.date"), Some("2024-08-01"), "{}", stage.text());
        work.ledger.facts().get("interview.1.facts").unwrap().to_owned()
    };
    assert_eq!(leaf, "allocation-rationality", "{}", stage.text());
    stage.press("<esc>");
    assert!(stage.text().contains("还没有佐证的指标 3 项"), "{}", stage.text());
}

#[test]
fn findings_without_a_suggestion_are_listed_where_suggestions_are_made() {
    let mut stage = Stage::full(Lang::Zh, 80, 24);
    stage.press("7<down><down><down><down><enter><home><ctrl-d>");
    assert!(stage.text().contains("没有建议的问题 1 条"), "{}", stage.text());
    stage.press("<end><end><enter>办一次培训<enter>");
    assert_eq!(stage.fact("suggestion.4.findings").as_deref(), Some("1"), "{}", stage.text());
}

#[test]
fn at_80_columns_the_parts_of_the_dossier_are_seen_below_their_list() {
    let mut stage = Stage::full(Lang::Zh, 80, 24);
    for (keys, seen) in [("7", "劳务人员支出合规性"), ("<down>", "中发〔2018〕34号"), ("<end>", "方案草拟")]
    {
        stage.press(keys);
        let text = stage.text();
        assert!(text.contains("签审") && text.contains(seen), "{text}");
    }
    // With few rows the list keeps all of them to itself.
    let mut stage = Stage::full(Lang::Zh, 80, 18);
    stage.press("7");
    assert!(!stage.text().contains("劳务人员支出合规性"), "{}", stage.text());
}
