//! Stories of the dossier: documents, interviews, findings, suggestions, coverage, signatures.

use super::stage::Stage;
use jiping::i18n::Lang;

#[test]
fn a_document_is_keyed_field_after_field_and_found_again_by_its_title() {
    let mut stage = Stage::empty(Lang::Zh, 80, 24);
    stage.press(
        "7<enter>n关于下达运维经费的通知<enter>某市财政局<enter>某财预〔2023〕7号<enter>2023-01-05<enter>3",
    );
    assert_eq!(stage.fact("document.1.title").as_deref(), Some("关于下达运维经费的通知"));
    assert_eq!(stage.fact("document.1.number").as_deref(), Some("某财预〔2023〕7号"));
    assert_eq!(stage.fact("document.1.kind").as_deref(), Some("approval"));
    assert!(stage.text().contains("批复"), "{}", stage.text());
    stage.press("<esc>1/yunwei<enter>");
    assert!(stage.text().contains("卷宗 · 文件"), "{}", stage.text());
    assert!(stage.text().contains("某财预〔2023〕7号"), "{}", stage.text());
}

#[test]
fn a_document_can_be_removed_as_a_whole_and_brought_back() {
    let mut stage = Stage::empty(Lang::Zh, 120, 40);
    stage.press("7<enter>n甲文件<enter>某局<enter><esc><up><ctrl-d>");
    assert_eq!(stage.fact("document.1.title"), None);
    assert_eq!(stage.fact("document.1.issuer"), None);
    stage.press("<ctrl-z>");
    assert_eq!(stage.fact("document.1.issuer").as_deref(), Some("某局"));
}
