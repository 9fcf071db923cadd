//! The text of HTML pages. It is no complete parser of HTML: it finds the paragraphs of articles, in time that is
//! linear in the size of the page.

mod entities;
mod tokens;

use tokens::{Tag, Token, Tokens};

pub(super) use entities::decoded;

/// The maximum size of the text, in bytes. The rest of the page is not read.
const MAX_BYTES: usize = 256 * 1024;

/// Elements without an end tag.
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// Elements whose content is no text of a paragraph.
const SKIPPED: [&str; 25] = [
    "aside",
    "audio",
    "button",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "math",
    "nav",
    "object",
    "picture",
    "rp",
    "select",
    "svg",
    "table",
    "template",
    "video",
];

/// Classes of elements whose content is no text of a paragraph: references, links to edit, and what is not printed.
const SKIPPED_CLASSES: [&str; 7] = [
    "hatnote",
    "metadata",
    "mw-editsection",
    "mw-ref",
    "navbox",
    "noprint",
    "reference",
];

/// Elements that end a paragraph, because a paragraph cannot contain them.
const BLOCKS: [&str; 14] = [
    "article",
    "blockquote",
    "body",
    "dd",
    "div",
    "dl",
    "dt",
    "hr",
    "li",
    "main",
    "ol",
    "pre",
    "section",
    "ul",
];

/// Returns the text of the paragraphs of a page, one a line, without headings, tables, lists, references, scripts and
/// hidden elements.
pub(super) fn paragraphs(html: &str) -> String {
    let mut text = Paragraphs::default();
    for token in Tokens::of(html) {
        text.read(token);
        if text.lines.len() > MAX_BYTES {
            break;
        }
    }
    text.lines
}

/// Returns the target of the first `<link>` with this relation.
pub(super) fn link(html: &str, relation: &str) -> Option<String> {
    Tokens::of(html).find_map(|token| match token {
        Token::Start(tag) if tag.name == "link" && tag.attribute("rel") == Some(relation) => {
            tag.attribute("href").map(decoded)
        }
        _ => None,
    })
}

#[derive(Default)]
struct Paragraphs {
    lines: String,
    is_open: bool,
    skipped: Option<Skipped>,
    superscript: bool,
}

/// A skipped element, and how many elements of its name are open.
struct Skipped {
    name: String,
    depth: usize,
}

impl Paragraphs {
    fn read(&mut self, token: Token<'_>) {
        match (token, &mut self.skipped) {
            (Token::Start(tag), Some(skipped)) => skipped.open(&tag),
            (Token::End(name), Some(skipped)) => {
                if skipped.close(&name) {
                    self.skipped = None;
                }
            }
            (Token::Start(tag), None) => self.start(&tag),
            (Token::End(name), None) => self.end(&name),
            (Token::Text(text), None) if self.is_open => self.push(&decoded(text)),
            (Token::Text(_), _) => (),
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        if is_skipped(tag) {
            self.skip(tag);
        } else if tag.name == "p" {
            self.close();
            self.is_open = true;
        } else if BLOCKS.contains(&tag.name.as_str()) {
            self.close();
        } else if tag.name == "br" {
            self.push(" ");
        }
        self.superscript = tag.name == "sup" && self.skipped.is_none();
    }

    fn skip(&mut self, tag: &Tag<'_>) {
        // A sentence without its formula would be wrong, so the formula leaves a mark.
        if tag.name == "math" && self.is_open {
            self.push("…");
        }
        if !VOID.contains(&tag.name.as_str()) && !tag.is_empty() {
            let (name, depth) = (tag.name.clone(), 1);
            self.skipped = Some(Skipped { name, depth });
        }
    }

    fn end(&mut self, name: &str) {
        if name == "p" || BLOCKS.contains(&name) {
            self.close();
        }
        self.superscript = false;
    }

    fn close(&mut self) {
        if self.is_open && !self.lines.is_empty() && !self.lines.ends_with('\n') {
            self.lines.push('\n');
        }
        self.is_open = false;
    }

    /// Appends a text with single spaces.
    fn push(&mut self, text: &str) {
        // "10" with an exponent of 6 is not 106.
        if std::mem::take(&mut self.superscript)
            && text.starts_with(|first: char| first.is_ascii_digit() || "-−+".contains(first))
        {
            self.lines.push('^');
        }
        for character in text.chars() {
            if !character.is_whitespace() {
                self.lines.push(character);
            } else if !self.lines.is_empty() && !self.lines.ends_with([' ', '\n']) {
                self.lines.push(' ');
            }
        }
    }
}

impl Skipped {
    fn open(&mut self, tag: &Tag<'_>) {
        if tag.name == self.name && !tag.is_empty() {
            self.depth = self.depth.saturating_add(1);
        }
    }

    /// Returns whether the end tag ends the skipped element.
    fn close(&mut self, name: &str) -> bool {
        if name == self.name {
            self.depth = self.depth.saturating_sub(1);
        }
        self.depth == 0
    }
}

fn is_skipped(tag: &Tag<'_>) -> bool {
    let class = tag.attribute("class").unwrap_or_default();
    let mut classes = class.split_ascii_whitespace();
    let style = tag.attribute("style").unwrap_or_default();
    let is_hidden = tag.attribute("hidden").is_some()
        || style.contains("display:none")
        || style.contains("display: none");
    SKIPPED.contains(&tag.name.as_str())
        || is_hidden
        || classes.any(|class| SKIPPED_CLASSES.contains(&class))
}
