use super::*;

fn key(name: &str) -> Msg {
    Msg::Key(Key::parse(name).unwrap())
}

/// What `bytes` mean, sent in one piece, and the same sent byte by byte.
fn read(bytes: &[u8]) -> String {
    let mut decoder = Decoder::default();
    let whole = format!("{:?}", decoder.take(bytes, false));
    let mut decoder = Decoder::default();
    let single: Vec<Msg> = bytes.iter().flat_map(|b| decoder.take(&[*b], true)).collect();
    if bytes != [ESC] {
        assert_eq!(format!("{single:?}"), whole, "{bytes:?} byte by byte");
    }
    whole
}

fn means(bytes: &[u8], messages: &[Msg]) {
    assert_eq!(read(bytes), format!("{messages:?}"), "{:?}", String::from_utf8_lossy(bytes));
}

#[test]
fn keys_are_read_as_terminals_send_them() {
    let keys: [(&[u8], &str); 44] = [
        (b"a", "a"),
        ("网".as_bytes(), "网"),
        (b"\r", "enter"),
        (b"\t", "tab"),
        (b"\x7f", "backspace"),
        (b"\x10", "ctrl-p"),
        (b"\x00", "ctrl-space"),
        (b"\x1b", "esc"),
        (b"\x1b3", "alt-3"),
        // xterm, plain and in application mode.
        (b"\x1b[A", "up"),
        (b"\x1b[B", "down"),
        (b"\x1b[C", "right"),
        (b"\x1b[D", "left"),
        (b"\x1b[H", "home"),
        (b"\x1b[F", "end"),
        (b"\x1bOA", "up"),
        (b"\x1bOH", "home"),
        (b"\x1bOP", "f1"),
        (b"\x1bOS", "f4"),
        (b"\x1b[15~", "f5"),
        (b"\x1b[17~", "f6"),
        (b"\x1b[21~", "f10"),
        (b"\x1b[23~", "f11"),
        (b"\x1b[24~", "f12"),
        (b"\x1b[3~", "delete"),
        (b"\x1b[5~", "pageup"),
        (b"\x1b[6~", "pagedown"),
        (b"\x1b[1~", "home"),
        (b"\x1b[4~", "end"),
        (b"\x1b[Z", "backtab"),
        // Modifiers: 1 and the sum of Shift 1, Alt 2, Ctrl 4.
        (b"\x1b[1;5A", "ctrl-up"),
        (b"\x1b[1;5B", "ctrl-down"),
        (b"\x1b[1;3C", "alt-right"),
        (b"\x1b[3;5~", "ctrl-delete"),
        (b"\x1b[1;2P", "f1"),
        // rxvt and the Linux console.
        (b"\x1b[7~", "home"),
        (b"\x1b[8~", "end"),
        (b"\x1b[11~", "f1"),
        (b"\x1b[[A", "f1"),
        (b"\x1b[[E", "f5"),
        // Terminals that spell keys out.
        (b"\x1b[112;5u", "ctrl-p"),
        (b"\x1b[27u", "esc"),
        (b"\x1b[9;2u", "backtab"),
        (b"\x1b[49;3u", "alt-1"),
    ];
    for (bytes, name) in keys {
        means(bytes, &[key(name)]);
    }
}

#[test]
fn several_keys_in_one_piece_stay_several() {
    means(b"ab\r", &[key("a"), key("b"), key("enter")]);
    means(b"\x1b\x1b[A", &[key("esc"), key("up")]);
    means(b"\r\x1b[Bx", &[key("enter"), key("down"), key("x")]);
    let twice = Decoder::default().take(b"\x1b\x1b", false);
    assert_eq!(format!("{twice:?}"), format!("{:?}", [key("esc"), key("esc")]));
}

#[test]
fn the_mouse_is_read_in_all_three_ways_of_telling() {
    let three: [&[u8]; 3] = [b"\x1b[<0;11;6M", b"\x1b[32;11;6M", &[ESC, b'[', b'M', 32, 32 + 11, 32 + 6]];
    for bytes in three {
        means(bytes, &[Msg::Click(10, 5)]);
    }
    means(b"\x1b[<64;11;6M", &[Msg::Scroll(10, 5, -WHEEL)]);
    means(b"\x1b[<65;11;6M", &[Msg::Scroll(10, 5, WHEEL)]);
    // Released, dragged, the right button.
    means(b"\x1b[<0;11;6m\x1b[<32;11;6M\x1b[<2;11;6M", &[]);
}

#[test]
fn what_nobody_knows_is_passed_over_and_the_next_key_counts() {
    means(b"\x1b[?1;2cx", &[key("x")]);
    means(b"\x1b[12;40Rx", &[key("x")]);
    means(b"\x1b[99~x", &[key("x")]);
    means(b"\xff\xfex", &[key("x")]);
    // An end without a beginning, as after a paste that was given up.
    means(b"\x1b[201~x", &[key("x")]);
    let mut endless = b"\x1b[".to_vec();
    endless.extend([b'1'; LONGEST]);
    endless.push(b'x');
    assert!(read(&endless).ends_with(&format!("{:?}]", key("x"))));
}

#[test]
fn a_paste_is_one_text_whatever_is_in_it() {
    let paste = |text: &str| Msg::Paste(text.to_owned());
    means(
        "\x1b[200~网络\t1\n\x1b[A\x1b[201\x1b[201~x".as_bytes(),
        &[paste("网络\t1\n\x1b[A\x1b[201"), key("x")],
    );
    means(b"\x1b[200~\x1b[201~", &[paste("")]);
}

#[test]
fn a_paste_that_never_ends_gives_what_came_and_the_keyboard_back() {
    let mut decoder = Decoder::default();
    assert!(decoder.take(b"\x1b[200~2023-11-08", false).is_empty());
    assert!(decoder.take(b"q\x1b[2", false).is_empty());
    assert!(decoder.is_pasting());
    let cut = decoder.rest();
    assert!(matches!(&cut, Some(Msg::PasteCut(text)) if text == "2023-11-08q\x1b[2"), "{cut:?}");
    assert!(!decoder.is_pasting());
    assert_eq!(format!("{:?}", decoder.take(b"x", false)), format!("{:?}", [key("x")]));
}

#[test]
fn an_endless_paste_takes_no_more_memory_than_the_screen_would_take() {
    let mut decoder = Decoder::default();
    decoder.take(PASTE_BEGINS, false);
    decoder.take(&vec![b'1'; LARGEST * 3], false);
    let all = decoder.take(PASTE_ENDS, false);
    assert!(matches!(all.as_slice(), [Msg::Paste(text)] if text.len() == LARGEST));
}

#[test]
fn what_was_begun_and_not_finished_counts_as_it_is() {
    let mut decoder = Decoder::default();
    assert!(decoder.take(b"\x1b[", false).is_empty());
    assert!(decoder.is_waiting());
    assert_eq!(format!("{:?}", decoder.rest()), format!("{:?}", Some(key("alt-["))));
    assert!(!decoder.is_waiting());
    assert!(decoder.take(&"网".as_bytes()[..2], false).is_empty());
    assert!(decoder.rest().is_none());
}
