//! XML as text, an element a line. Feeds are most of the files of a site: the events of a writer that could write any
//! document cost three times as much.

use quick_xml::escape::escape;

/// A document while it is written. Names are those of a vocabulary; all values and texts are escaped.
pub(super) struct Xml {
    text: String,
    /// How many elements are open.
    depth: usize,
}

type Attributes<'a> = [(&'static str, &'a str)];

impl Default for Xml {
    fn default() -> Self {
        Self { text: "<?xml version=\"1.0\" encoding=\"utf-8\"?>".to_owned(), depth: 0 }
    }
}

impl Xml {
    /// Opens an element that holds others.
    pub(super) fn open(&mut self, name: &str, attributes: &Attributes<'_>) {
        self.begin(name, attributes);
        self.text.push('>');
        self.depth += 1;
    }

    /// Closes the innermost element that is open.
    pub(super) fn close(&mut self, name: &str) {
        self.depth -= 1;
        self.line();
        self.end(name);
    }

    /// An element that holds text.
    pub(super) fn text(&mut self, name: &str, content: &str) {
        self.text_with(name, &[], content);
    }

    /// The same with attributes.
    pub(super) fn text_with(&mut self, name: &str, attributes: &Attributes<'_>, content: &str) {
        self.begin(name, attributes);
        self.text.push('>');
        self.text.push_str(&escape(content));
        self.end(name);
    }

    /// An element that holds nothing.
    pub(super) fn empty(&mut self, name: &str, attributes: &Attributes<'_>) {
        self.begin(name, attributes);
        self.text.push_str("/>");
    }

    /// The whole document.
    pub(super) fn finish(mut self) -> String {
        self.text.push('\n');
        self.text
    }

    fn begin(&mut self, name: &str, attributes: &Attributes<'_>) {
        self.line();
        self.text.push('<');
        self.text.push_str(name);
        for (name, value) in attributes {
            for part in [" ", name, "=\"", &*escape(*value), "\""] {
                self.text.push_str(part);
            }
        }
    }

    fn end(&mut self, name: &str) {
        for part in ["</", name, ">"] {
            self.text.push_str(part);
        }
    }

    fn line(&mut self) {
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n(' ', self.depth));
    }
}
