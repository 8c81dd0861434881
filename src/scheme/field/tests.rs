//! What fields take and what they make of it.

use super::*;

/// What a field takes as it stands is what the long way makes of it.
#[test]
fn canonical_values_are_borrowed_and_no_others() {
    let spec = |decimals, max: Option<i64>| NumberSpec {
        decimals,
        max: max.map(Decimal::from),
        ..NumberSpec::default()
    };
    let long = |spec: &NumberSpec, typed: &str| accept_number(spec, &fold_width(typed));
    let typed = [
        "0",
        "7",
        "12",
        "012",
        "00",
        "0.5",
        "0.50",
        "1.00",
        "12.340",
        "77893.34",
        "1,000",
        "-0",
        "-1",
        "+1",
        "1.",
        ".5",
        "１２",
        "1e3",
        "101",
        "99999999999999999999999999999999",
        "1 000",
        "",
        "1.2.3",
    ];
    for spec in [spec(0, None), spec(2, None), spec(2, Some(100))] {
        for text in typed {
            let taken = FieldKind::Number(spec.clone()).take(text);
            if let Ok(Cow::Borrowed(same)) = taken {
                assert_eq!(long(&spec, text).as_deref(), Ok(same), "{text}");
            } else if !text.is_empty() {
                assert_eq!(taken.map(Cow::into_owned), long(&spec, text), "{text}");
            }
        }
    }
    assert!(matches!(FieldKind::Number(spec(2, None)).take(" 77893.34 "), Ok(Cow::Borrowed("77893.34"))));
    for text in
        ["2023-05", "2023-02-28", "2023-02-29", "2023-13", "1899-01", "2023-5-1", "2023-05-1", "2023/05"]
    {
        let taken = FieldKind::Date.take(text);
        if let Ok(Cow::Borrowed(same)) = taken {
            assert_eq!(accept_date(text).as_deref(), Ok(same), "{text}");
        } else {
            assert_eq!(taken.map(Cow::into_owned), accept_date(text), "{text}");
        }
    }
    assert!(matches!(FieldKind::Date.take("2024-02-28"), Ok(Cow::Borrowed(_))));
}

fn ticks() -> FieldKind {
    let codes = |all: &[&str]| all.iter().map(|c| (*c).to_owned()).collect();
    FieldKind::Ticks { codes: codes(&["1", "2", "3", "9"]), exclusive: codes(&["9"]) }
}

#[test]
fn ticks_are_taken_in_any_order_and_kept_in_that_of_the_paper() {
    for (typed, kept) in [
        ("1", "1"),
        ("31", "1 3"),
        ("3,1", "1 3"),
        ("３、１　２", "1 2 3"),
        ("1 1 3", "1 3"),
        (" 9 ", "9"),
        ("refused", "refused"),
    ] {
        assert_eq!(ticks().accept(typed).as_deref(), Ok(kept), "{typed}");
    }
    assert!(matches!(ticks().take("1 3"), Ok(Cow::Borrowed("1 3"))));
    assert_eq!(
        ticks().accept("14"),
        Err(Refusal::NotACode(["1", "2", "3", "9"].map(str::to_owned).to_vec()))
    );
    assert_eq!(ticks().accept("91"), Err(Refusal::NotTogether("9".to_owned())));
    assert_eq!(ticks().accept(" , "), Err(Refusal::Empty));
    // Codes of several characters do not stand side by side.
    let long = FieldKind::Ticks { codes: vec!["1".into(), "10".into()], exclusive: Vec::new() };
    assert_eq!(long.accept("10,1").as_deref(), Ok("1 10"));
    assert!(long.accept("110").is_err());
}

#[test]
fn open_answers_are_taken_as_they_are_or_not_at_all() {
    let age = NumberSpec { min: Decimal::from(12), max: Some(Decimal::from(110)), ..NumberSpec::default() };
    let age = FieldKind::Answer(Box::new(FieldKind::Number(age)));
    assert_eq!(age.accept("４０").as_deref(), Ok("40"));
    assert_eq!(age.accept("blank").as_deref(), Ok("blank"));
    assert_eq!(age.accept("8"), Err(Refusal::TooSmall(Decimal::from(12))));
    let day = FieldKind::Answer(Box::new(FieldKind::Date));
    assert_eq!(day.accept("2023年5月4日").as_deref(), Ok("2023-05-04"));
    assert_eq!(day.accept("unreadable").as_deref(), Ok("unreadable"));
}

/// Of all first bytes of control characters one begins others, too: U+00B1 beside U+0085.
#[test]
fn texts_take_every_character_but_controls() {
    for text in ["±0.5", "第二次\n培训", "naïve", "。"] {
        assert_eq!(FieldKind::Text.take(text).as_deref(), Ok(text));
    }
    for text in ["a\tb", "a\u{85}b", "a\u{7f}b", "中\u{0}", "中\u{9f}文"] {
        assert_eq!(FieldKind::Text.take(text), Err(Refusal::ControlCharacter), "{text:?}");
    }
}

#[test]
fn white_around_a_text_goes_whatever_stands_next_to_it() {
    for inner in ["a", "年", "一万", "鿿", "㐀", "é", "🙂", "a b", "年 月", "。", "…"] {
        assert_eq!(FieldKind::Text.accept(inner), Ok(inner.to_owned()));
        for white in [" ", "\t", "\u{A0}", "\u{3000}", "\u{2003}", "\u{1680}", "\n"] {
            for typed in
                [format!("{white}{inner}"), format!("{inner}{white}"), format!("{white}{inner}{white}")]
            {
                assert_eq!(FieldKind::Text.accept(&typed), Ok(inner.to_owned()), "{typed:?}");
            }
        }
    }
}

#[test]
fn references_in_their_one_form_are_taken_as_they_stand() {
    let rows =
        |typed| FieldKind::Refs { to: RefTo::Rows(Register::Finding), known: Vec::new() }.accept(typed);
    for (typed, kept) in
        [("1,2,10", "1,2,10"), ("10,2,1", "1,2,10"), ("2,2", "2"), ("1,", "1"), ("1，2", "1,2")]
    {
        assert_eq!(rows(typed), Ok(kept.to_owned()), "{typed}");
    }
}

/// By hand: 72 × 10,000 = 720,000; 1.5 × 100,000,000 = 150,000,000; 720 ÷ 10,000 = 0.072.
/// In thousands: 72 × 10,000 ÷ 1,000 = 720; 5 ÷ 1,000 = 0.005; in millions: 1.5 × 100,000,000 ÷
/// 1,000,000 = 150; 72 × 10,000 ÷ 1,000,000 = 0.72; in full: 3 × 10,000,000 = 30,000,000.
#[test]
fn amounts_are_typed_with_their_unit_and_converted_exactly() {
    let field = |unit: &str, decimals| {
        FieldKind::Number(NumberSpec { unit: Unit(unit.to_owned()), decimals, ..NumberSpec::default() })
    };
    let from = |number: &str, unit: &str| Some(Amount { number: number.to_owned(), unit: unit.to_owned() });
    let taken = [
        ("元", 2, "720", "720", None),
        ("元", 2, "720元", "720", None),
        ("元", 2, "７２０ 元", "720", None),
        ("元", 2, "720 yuan", "720", None),
        ("元", 2, "72万", "720000", from("72", "万元")),
        ("元", 2, "72 万元", "720000", from("72", "万元")),
        ("元", 2, "1,234.5678万元", "12345678", from("1234.5678", "万元")),
        ("元", 2, "0.000123万元", "1.23", from("0.000123", "万元")),
        ("元", 2, "1.5亿", "150000000", from("1.5", "亿元")),
        ("万元", 4, "72万", "72", None),
        ("万元", 4, "72万元", "72", None),
        ("万元", 4, "720元", "0.0720", from("720", "元")),
        ("万元", 4, "1.5亿", "15000", from("1.5", "亿元")),
        ("千元", 2, "72", "72", None),
        ("千元", 2, "72千元", "72", None),
        ("千元", 2, "72万", "720", from("72", "万元")),
        ("千元", 3, "5元", "0.005", from("5", "元")),
        ("百万元", 2, "1.5亿", "150", from("1.5", "亿元")),
        ("百万元", 2, "72万元", "0.72", from("72", "万元")),
        ("元", 2, "3千万", "30000000", from("3", "千万元")),
        ("百分点", 2, "5百分点", "5", None),
        ("人", 0, "12人", "12", None),
        ("人", 0, "1.2万", "12000", from("1.2", "万人")),
        ("%", 2, "95%", "95", None),
    ];
    for (unit, decimals, typed, value, from) in taken {
        let wanted = Typed { value: value.to_owned(), from };
        assert_eq!(field(unit, decimals).accept_typed(typed), Ok(wanted), "{typed} as {unit}");
    }
    let other = |given: &str, own: &str| {
        Refusal::OtherUnit(Box::new(Missing { given: given.to_owned(), known: vec![own.to_owned()] }))
    };
    let refused = [
        ("次", 0, "720元", other("元", "次")),
        ("次", 0, "72万元", other("万元", "次")),
        ("元", 2, "72个", Refusal::NotANumber),
        ("元", 2, "7 2", Refusal::NotANumber),
        ("元", 2, "万元", Refusal::NotANumber),
        ("元", 2, "0.0000001万元", Refusal::TooManyDecimals(2)),
        ("元", 2, "99999999999亿", Refusal::TooLarge(ABSURD)),
        ("万元", 2, "720元", Refusal::TooManyDecimals(2)),
    ];
    for (unit, decimals, typed, why) in refused {
        assert_eq!(field(unit, decimals).accept_typed(typed), Err(why), "{typed} as {unit}");
    }
    // Files take numbers only.
    assert_eq!(field("元", 2).accept("72万"), Err(Refusal::NotANumber));
    assert_eq!(FieldKind::Text.accept_typed("72万").map(|t| t.value).as_deref(), Ok("72万"));
}
