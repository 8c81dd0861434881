//! Rust source split into code, comments, strings and tests, as far as the rules need it.

/// A source file seen as code without comments, strings and unit tests, and as its strings.
pub struct Scan {
    /// Code with everything else blanked out, byte for byte.
    code: String,
    /// Strings outside of tests: line and text.
    strings: Vec<(usize, String)>,
}

impl Scan {
    /// Reads `source`.
    pub fn new(source: &str) -> Self {
        let mut code: Vec<u8> = source.bytes().collect();
        let mut strings = Vec::new();
        let mut at = 0;
        while at < source.len() {
            let piece = piece(&source[at..]);
            let end = at + piece.len();
            if piece.is_blank() {
                blank(&mut code[at..end]);
            }
            if let Piece::String(_) = piece {
                strings.push((at, source[at..end].to_owned()));
            }
            at = end;
        }
        let tests = tests(&code);
        for &(start, end) in &tests {
            blank(&mut code[start..end]);
        }
        let strings = strings
            .into_iter()
            .filter(|(at, _)| !tests.iter().any(|(s, e)| (s..e).contains(&at)))
            .map(|(at, text)| (line(source, at), text))
            .collect();
        Self { code: String::from_utf8_lossy(&code).into_owned(), strings }
    }

    /// Lines whose code holds `name` as a whole word.
    pub fn lines_with<'a>(&'a self, name: &'a str) -> impl Iterator<Item = usize> + 'a {
        let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        self.code.match_indices(name).filter_map(move |(at, _)| {
            let (before, after) = (&self.code[..at], &self.code[at + name.len()..]);
            let begins = !word(name.chars().next()) || !word(before.chars().next_back());
            let ends = !word(name.chars().next_back()) || !word(after.chars().next());
            (begins && ends).then(|| line(&self.code, at))
        })
    }

    /// String literals outside of tests, with their lines.
    pub fn strings(&self) -> impl Iterator<Item = (usize, &str)> {
        self.strings.iter().map(|(line, text)| (*line, text.as_str()))
    }
}

/// A piece of source and its length in bytes.
enum Piece {
    Code(usize),
    Comment(usize),
    String(usize),
    Char(usize),
}

impl Piece {
    fn len(&self) -> usize {
        match self {
            Self::Code(n) | Self::Comment(n) | Self::String(n) | Self::Char(n) => *n,
        }
    }

    fn is_blank(&self) -> bool {
        !matches!(self, Self::Code(_))
    }
}

/// The piece that `rest` begins with.
fn piece(rest: &str) -> Piece {
    if rest.starts_with("//") {
        return Piece::Comment(rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return Piece::Comment(block_comment(rest));
    }
    if let Some(n) = raw_string(rest) {
        return Piece::String(n);
    }
    if rest.starts_with('"') {
        return Piece::String(quoted(rest, '"'));
    }
    if let Some(n) = char_literal(rest) {
        return Piece::Char(n);
    }
    // A whole word at once, so that its last letter is not taken for the prefix of a string.
    let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    Piece::Code(word.max(rest.chars().next().map_or(1, char::len_utf8)))
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// Length of `r"…"`, `r#"…"#`, `br"…"` at the start of `rest`.
fn raw_string(rest: &str) -> Option<usize> {
    let body = rest.strip_prefix("br").or_else(|| rest.strip_prefix('r'))?;
    let hashes = body.len() - body.trim_start_matches('#').len();
    let open = rest.len() - body.len() + hashes;
    rest[open..].starts_with('"').then_some(())?;
    let close = format!("\"{}", "#".repeat(hashes));
    let inner = rest[open + 1..].find(&close)?;
    Some(open + 1 + inner + close.len())
}

/// Length of a literal between quotes, escapes included.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

/// Length of a character literal; a lifetime is none.
fn char_literal(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('\'')?;
    let first = inner.chars().next()?;
    let closed = inner[first.len_utf8()..].starts_with('\'');
    (first == '\\' || closed).then(|| quoted(rest, '\''))
}

/// Stretches of items under `#[cfg(test)]`.
fn tests(code: &[u8]) -> Vec<(usize, usize)> {
    const MARK: &[u8] = b"#[cfg(test)]";
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(n) = code[at..].windows(MARK.len()).position(|w| w == MARK) {
        let start = at + n;
        let end = item_end(code, start + MARK.len());
        found.push((start, end));
        at = end;
    }
    found
}

/// One past the end of the item at `start`: its closing brace, or a semicolon before any brace.
fn item_end(code: &[u8], start: usize) -> usize {
    let mut depth = 0;
    for (at, byte) in code.iter().enumerate().skip(start) {
        match byte {
            b'{' => depth += 1,
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            b';' if depth == 0 => return at + 1,
            _ => {}
        }
    }
    code.len()
}

fn blank(bytes: &mut [u8]) {
    bytes.iter_mut().filter(|b| **b != b'\n').for_each(|b| *b = b' ');
}

fn line(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}
