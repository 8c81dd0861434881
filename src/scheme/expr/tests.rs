use super::*;

fn resolve(name: &str) -> Option<ValueRef> {
    let part = match name {
        "a" | "巡检" | "inspection-rate" => ValuePart::Whole,
        "log.count" => ValuePart::Count,
        "lines.actual" => ValuePart::Column(1),
        "lines.维修-费.actual" => ValuePart::Cell(0, 1),
        _ => return None,
    };
    Some(ValueRef { measure: 0, part })
}

fn shown(text: &str) -> String {
    let expr = parse(text, &resolve).unwrap_or_else(|f| panic!("{text}: {f:?}"));
    expr.show(&|e| match e {
        Expr::Value(r) => Some(format!("{:?}", r.part)),
        _ => None,
    })
}

fn fault(text: &str) -> (usize, usize, ExprFaultKind) {
    let fault = parse(text, &resolve).expect_err(text);
    (fault.start, fault.end, fault.kind)
}

#[test]
fn binds_as_on_paper() {
    assert_eq!(shown("1+2*3"), "1 + 2 × 3");
    assert_eq!(shown("(1+2)*3"), "(1 + 2) × 3");
    assert_eq!(shown("8 - (3 - 2)"), "8 − (3 − 2)");
    assert_eq!(shown("8 - 3 - 2"), "8 − 3 − 2");
    assert_eq!(shown("8 / (4 / 2)"), "8 ÷ (4 ÷ 2)");
    assert_eq!(shown("-a * 2"), "(−Whole) × 2");
    assert_eq!(shown("not a > 1 and a < 3 or a == 2"), "not Whole > 1 and Whole < 3 or Whole = 2");
    assert_eq!(shown("not (a > 1 and a < 3)"), "not (Whole > 1 and Whole < 3)");
    assert_eq!(
        shown("if(a >= 68.5%, round(a, 1), abs(-a))"),
        "if(Whole ≥ 68.5 %, round(Whole, 1), abs(−Whole))"
    );
}

#[test]
fn a_hyphen_belongs_to_the_name_unless_spaced() {
    assert_eq!(shown("inspection-rate"), "Whole");
    assert_eq!(shown("a - a"), "Whole − Whole");
    assert_eq!(shown("a -a"), "Whole − Whole");
    assert_eq!(shown("lines.维修-费.actual - log.count"), "Cell(0, 1) − Count");
    assert_eq!(fault("a-b"), (0, 3, ExprFaultKind::UnknownName("a-b".into())));
}

#[test]
fn full_width_signs_mean_the_same() {
    assert_eq!(parse("（巡检＋１）×２÷３－４％≥０", &resolve), parse("(巡检+1)*2/3-4%>=0", &resolve));
    assert_eq!(parse("a ≠ 1", &resolve), parse("a != 1", &resolve));
    assert_eq!(parse("max（a，1）", &resolve), parse("max(a,1)", &resolve));
}

#[test]
fn percent_is_a_hundredth() {
    let value = Decimal::new(68, 2);
    assert_eq!(parse("68%", &resolve), Ok(Expr::Number { value, percent: true }));
}

#[test]
fn faults_say_where_and_what() {
    use ExprFaultKind as K;
    assert_eq!(fault("  "), (0, 2, K::Empty));
    assert_eq!(fault("1 + # 2"), (4, 5, K::UnknownCharacter('#')));
    assert_eq!(fault("巡检 + 巡"), (9, 12, K::UnknownName("巡".into())));
    assert_eq!(fault("1 +"), (3, 3, K::EndTooSoon));
    assert_eq!(fault("1 2"), (2, 3, K::Unexpected("2".into())));
    assert_eq!(fault("(1 + 2"), (0, 6, K::Unclosed));
    assert_eq!(fault("sum(lines.actual"), (3, 16, K::Unclosed));
    assert_eq!(fault("1)"), (1, 2, K::Unexpected(")".into())));
    assert_eq!(fault("median(a)"), (0, 6, K::UnknownFunction("median".into())));
    assert_eq!(fault("lines.actual"), (0, 12, K::ColumnOutsideAggregate("lines.actual".into())));
    assert_eq!(fault("sum(lines.actual + 1)").2, K::ColumnOutsideAggregate("lines.actual".into()));
    assert_eq!(fault("sum((lines.actual))").2, K::ColumnOutsideAggregate("lines.actual".into()));
    assert_eq!(fault("abs(lines.actual)").2, K::ColumnOutsideAggregate("lines.actual".into()));
    assert_eq!(fault("if(a > 1, 2)").2, K::WrongArgumentCount { function: "if", given: 2 });
    assert_eq!(fault("sum()").2, K::WrongArgumentCount { function: "sum", given: 0 });
    assert_eq!(fault("round(a, a)"), (9, 10, K::BadPlaces));
    assert_eq!(fault("round(a, 13)"), (9, 11, K::BadPlaces));
    assert_eq!(fault("(a > 1) + 1"), (0, 7, K::NumberWanted));
    assert_eq!(fault("1 < a < 3").2, K::NumberWanted);
    assert_eq!(fault("a and a > 1"), (0, 1, K::ConditionWanted));
    assert_eq!(fault("if(a, 1, 2)"), (3, 4, K::ConditionWanted));
    assert_eq!(fault("if(a > 1, a, a > 2)"), (13, 18, K::NumberWanted));
    assert_eq!(fault(&"9".repeat(40)).2, K::NumberTooLong);
}

#[test]
fn depth_is_limited_whichever_way_it_grows() {
    assert_eq!(fault(&("(".repeat(100_000) + "1")).2, ExprFaultKind::TooDeep);
    assert_eq!(fault(&("-".repeat(100_000) + "1")).2, ExprFaultKind::TooDeep);
    assert_eq!(fault(&("1+".repeat(100_000) + "1")).2, ExprFaultKind::TooDeep);
    assert_eq!(shown(&("1+".repeat(100) + "1")).len(), 100 * 4 + 1);
}

#[test]
fn refs_are_in_reading_order() {
    let expr = parse("log.count / a + sum(lines.actual, a)", &resolve).unwrap();
    let parts: Vec<ValuePart> = expr.refs().into_iter().map(|r| r.part).collect();
    assert_eq!(parts, [ValuePart::Count, ValuePart::Whole, ValuePart::Column(1), ValuePart::Whole]);
}
