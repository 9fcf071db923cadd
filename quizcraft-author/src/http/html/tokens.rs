/// The tags and texts of a page. Comments, declarations and the content of scripts are left out.
pub(super) struct Tokens<'a> {
    rest: &'a str,
}

pub(super) enum Token<'a> {
    Text(&'a str),
    Start(Tag<'a>),
    /// The name of an end tag, in lower case.
    End(String),
}

/// A start tag.
pub(super) struct Tag<'a> {
    /// The name, in lower case.
    pub(super) name: String,
    attributes: &'a str,
}

/// Elements whose content contains no tags.
const RAW: [&str; 7] = [
    "iframe", "noembed", "noframes", "script", "style", "textarea", "title",
];

impl<'a> Tokens<'a> {
    pub(super) const fn of(html: &'a str) -> Self {
        Self { rest: html }
    }

    /// Returns the text before `end`, and continues after it. If there is no such end, continues at the end of the
    /// page.
    fn until(&mut self, end: &str) -> &'a str {
        let (before, after) = self.rest.split_once(end).unwrap_or((self.rest, ""));
        self.rest = after;
        before
    }

    /// Returns the next tag, if the rest begins with one.
    fn tag(&mut self) -> Option<Token<'a>> {
        let after = self.rest.strip_prefix('<')?;
        if let Some(after) = after.strip_prefix('/') {
            if !after.starts_with(|first: char| first.is_ascii_alphabetic()) {
                return None;
            }
            self.rest = after;
            let name = self.until(">").split(is_name_end).next();
            return Some(Token::End(name.unwrap_or_default().to_ascii_lowercase()));
        }
        if !after.starts_with(|first: char| first.is_ascii_alphabetic()) {
            return None;
        }
        let (name, rest) = split_at(after, after.find(is_name_end));
        let (attributes, rest) = split_at(rest, tag_end(rest));
        self.rest = rest.strip_prefix('>').unwrap_or(rest);
        let name = name.to_ascii_lowercase();
        if RAW.contains(&name.as_str()) {
            self.skip_raw(&name);
        }
        Some(Token::Start(Tag { name, attributes }))
    }

    /// Continues at the end tag of a raw element.
    fn skip_raw(&mut self, name: &str) {
        let is_end = |(start, _): &(usize, &str)| {
            let after = self.rest.get(start.saturating_add(2)..);
            let found = after.and_then(|after| after.get(..name.len()));
            found.is_some_and(|found| found.eq_ignore_ascii_case(name))
        };
        let end = self.rest.match_indices("</").find(is_end);
        (_, self.rest) = split_at(self.rest, end.map(|(start, _)| start));
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if self.rest.is_empty() {
                return None;
            } else if let Some(comment) = self.rest.strip_prefix("<!--") {
                self.rest = comment;
                self.until("-->");
            } else if self.rest.starts_with("<!") || self.rest.starts_with("<?") {
                self.until(">");
            } else if let Some(tag) = self.tag() {
                return Some(tag);
            } else {
                // A `<` that begins no tag is text.
                let after_first = self.rest.char_indices().nth(1).map(|(index, _)| index);
                let (_, after) = split_at(self.rest, after_first);
                let length = self.rest.len().saturating_sub(after.len());
                let end = after.find('<').map(|end| end.saturating_add(length));
                let (text, rest) = split_at(self.rest, end);
                self.rest = rest;
                return Some(Token::Text(text));
            }
        }
    }
}

impl<'a> Tag<'a> {
    /// Returns the value of an attribute, which is not decoded. An attribute without a value has an empty one.
    pub(super) fn attribute(&self, name: &str) -> Option<&'a str> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            let is_end = |c: char| c.is_ascii_whitespace() || c == '=' || c == '/';
            // An equals sign at the start belongs to the name.
            let end = rest.char_indices().skip(1).find(|(_, c)| is_end(*c));
            let (found, after) = split_at(rest, end.map(|(index, _)| index));
            let (value, after) = value(after);
            if found.eq_ignore_ascii_case(name) {
                return Some(value);
            }
            rest = after;
        }
    }

    /// Returns whether the tag ends with a slash.
    pub(super) fn is_empty(&self) -> bool {
        self.attributes.ends_with('/')
    }
}

/// Splits the value from the text after the name of an attribute.
fn value(text: &str) -> (&str, &str) {
    let Some(after) = text.trim_ascii_start().strip_prefix('=') else {
        return ("", text);
    };
    let after = after.trim_ascii_start();
    for quote in ['"', '\''] {
        if let Some(quoted) = after.strip_prefix(quote) {
            return quoted.split_once(quote).unwrap_or((quoted, ""));
        }
    }
    split_at(after, after.find(|c: char| c.is_ascii_whitespace()))
}

/// Returns the index of the `>` that ends a tag: one outside of quotes.
fn tag_end(attributes: &str) -> Option<usize> {
    let mut quote = None;
    let mut bytes = attributes.bytes().enumerate();
    let end = bytes.find(|(_, byte)| match (quote, byte) {
        (None, b'>') => true,
        (None, b'"' | b'\'') => {
            quote = Some(*byte);
            false
        }
        (Some(open), byte) if open == *byte => {
            quote = None;
            false
        }
        _ => false,
    });
    end.map(|(index, _)| index)
}

fn is_name_end(character: char) -> bool {
    character.is_ascii_whitespace() || character == '/' || character == '>'
}

/// Splits a text at an index, or at its end if there is none.
fn split_at(text: &str, index: Option<usize>) -> (&str, &str) {
    let split = index.and_then(|index| text.split_at_checked(index));
    split.unwrap_or((text, ""))
}
