"""Writes a book of the articles for kiwix-serve: `python -m models.book FILE`.

It is a process of its own, because the library prints its progress.
"""

import html
import sys
import urllib.parse
from pathlib import Path

from harness.articles import LICENSE, Article, Articles
from libzim.writer import Creator, Hint, Item, StringProvider

BOOK = "invented"
# Where the pages of the book say that they are from.
ORIGINAL = "https://encyclopedia.example/wiki/"


def original(article: Article) -> str:
    """Returns the URL of the page that an article of the book is a copy of."""
    return ORIGINAL + urllib.parse.quote(article.path)


class Page(Item):  # type: ignore[misc]
    def __init__(self, article: Article) -> None:
        super().__init__()
        self._article = article

    def get_path(self) -> str:
        return self._article.path

    def get_title(self) -> str:
        return self._article.title

    def get_mimetype(self) -> str:
        return "text/html"

    def get_hints(self) -> dict[Hint, int]:
        return {Hint.FRONT_ARTICLE: True}

    def get_contentprovider(self) -> StringProvider:
        title = html.escape(self._article.title)
        link = f'<link rel="canonical" href="{original(self._article)}">'
        text = "".join(f"<p>{html.escape(paragraph)}</p>\n" for paragraph in self._article.paragraphs)
        head = f'<head><meta charset="utf-8"><title>{title}</title>{link}</head>'
        return StringProvider(f"<!DOCTYPE html>\n<html>{head}<body><h1>{title}</h1>\n{text}</body></html>")


def _write(book: Path, articles: Articles) -> None:
    creator = Creator(str(book)).config_indexing(True, "eng").config_verbose(False)
    creator.config_nbworkers(1)
    with creator:
        creator.set_mainpath(articles.lighthouse.path)
        for article in articles:
            creator.add_item(Page(article))
        hints = {Hint.FRONT_ARTICLE: True}
        creator.add_redirection("Old_Tvinnoy_Light", "Old Tvinnoy Light", articles.lighthouse.path, hints)
        stated = {"Name": BOOK, "Title": "Invented", "Language": "eng", "Date": "2026-11-01", "License": LICENSE}
        for name, value in {**stated, "Description": "Tests", "Creator": "Tests", "Publisher": "Tests"}.items():
            creator.add_metadata(name, value)


if __name__ == "__main__":
    _write(Path(sys.argv[1]), Articles.read())
