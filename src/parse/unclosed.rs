//! Lists and inline tables that are opened on a line and never closed. The parser, which may not guess, reads on and
//! complains of every line below; an editor means the line on which the bracket stands.

/// A bracket that is left open.
pub(super) struct Unclosed<'t> {
    /// Where it stands.
    pub(super) at: usize,
    /// The bracket.
    pub(super) bracket: char,
    /// The key whose value it begins.
    pub(super) key: &'t str,
}

impl Unclosed<'_> {
    /// The bracket that is missing.
    pub(super) fn closing(&self) -> char {
        closing(self.bracket)
    }
}

fn closing(bracket: char) -> char {
    if bracket == '[' { ']' } else { '}' }
}

/// The brackets that are open at the end of a line whose next line is a key or header of its own.
pub(super) fn lines(text: &str) -> Vec<Unclosed<'_>> {
    let mut found = Vec::new();
    let mut open: Option<Unclosed<'_>> = None;
    let mut from = 0;
    for line in text.split_inclusive('\n') {
        let is_blank = line.trim().is_empty() || line.starts_with('#');
        if begins_anew(line) {
            found.extend(open.take());
        }
        if open.is_none() && !is_blank {
            open = key_of(line).and_then(|key| still_open(line, from, key));
        } else if open.is_some() && closes(line) {
            open = None;
        }
        from += line.len();
    }
    found.extend(open);
    found
}

/// Whether a line, from its first column, is a key with a value or a header.
fn begins_anew(line: &str) -> bool {
    key_of(line).is_some() || (line.starts_with('[') && line.trim_end().ends_with(']'))
}

fn key_of(line: &str) -> Option<&str> {
    let end = line.find(|c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c))?;
    (end > 0 && line[end..].trim_start().starts_with('=')).then(|| &line[..end])
}

/// The innermost bracket of a line that is not closed in it.
fn still_open<'t>(line: &str, from: usize, key: &'t str) -> Option<Unclosed<'t>> {
    let open = brackets(line).into_iter().fold(Vec::new(), |mut open: Vec<(usize, char)>, (at, c)| {
        if "[{".contains(c) {
            open.push((at, c));
        } else if open.last().is_some_and(|(_, bracket)| closing(*bracket) == c) {
            open.pop();
        }
        open
    });
    open.last().map(|(at, bracket)| Unclosed { at: from + at, bracket: *bracket, key })
}

/// Whether a line closes more than it opens.
fn closes(line: &str) -> bool {
    let all = brackets(line);
    let closed = all.iter().filter(|(_, c)| "]}".contains(*c)).count();
    closed * 2 > all.len()
}

/// The brackets of a line that stand outside its strings and comment.
fn brackets(line: &str) -> Vec<(usize, char)> {
    let mut found = Vec::new();
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        match (quote, c) {
            (Some('"'), '\\') if !escaped => {
                escaped = true;
                continue;
            }
            (Some(open), c) if c == open && !escaped => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '#') => break,
            (None, '[' | ']' | '{' | '}') => found.push((at, c)),
            _ => {}
        }
        escaped = false;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_that_leaves_a_bracket_open_is_found() {
        let open = |text| lines(text).iter().map(|one| (one.key.to_owned(), one.at)).collect::<Vec<_>>();
        assert_eq!(open("a = [\"x\"\nb = 1\n"), [("a".to_owned(), 4)]);
        assert_eq!(open("a = { b = [1] \n\n[[c]]\nd = 1\n"), [("a".to_owned(), 4)]);
        assert_eq!(open("a = [\n  \"x\",\n  { b = 1 },\n]\nb = 1\n"), []);
        assert_eq!(open("a = \"[\"\nb = '[' # [\nc = [1, # one\n  2]\n"), []);
    }
}
