use quick_xml::Reader;
use quick_xml::events::Event;

use crate::http::HttpError;
use crate::http::html::decoded;

/// An item of a feed.
#[derive(Default)]
pub(super) struct Item {
    pub(super) title: String,
    pub(super) link: String,
}

/// Returns the items of a feed.
pub(super) fn items(xml: &str) -> Result<Vec<Item>, HttpError> {
    let mut reader = Reader::from_str(xml);
    let mut feed = Feed::default();
    loop {
        let event = reader.read_event();
        match event.map_err(|_| HttpError::malformed("not XML"))? {
            Event::Start(start) => feed.open.push(start.name().as_ref().to_owned()),
            Event::End(_) => feed.close(),
            Event::Text(text) => feed.push(&text),
            Event::CData(text) => feed.push(&text),
            Event::GeneralRef(name) => feed.push(&decoded(&format!("&{};", &*name))),
            Event::Eof => return Ok(feed.items),
            _ => (),
        }
    }
}

#[derive(Default)]
struct Feed {
    /// The names of the open elements, from the outermost on.
    open: Vec<String>,
    current: Item,
    items: Vec<Item>,
}

impl Feed {
    /// Appends a text to the title or the link of the current item. Other elements within an item, such as its book,
    /// can have a title, too.
    fn push(&mut self, text: &str) {
        match self.open.as_slice() {
            [.., item, name] if item == "item" && name == "title" => {
                self.current.title.push_str(text);
            }
            [.., item, name] if item == "item" && name == "link" => {
                self.current.link.push_str(text);
            }
            _ => (),
        }
    }

    fn close(&mut self) {
        if self.open.pop().is_some_and(|name| name == "item") {
            self.items.push(std::mem::take(&mut self.current));
        }
    }
}
