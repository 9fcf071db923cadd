"""A wiki on loopback with the articles, which responds as MediaWiki with the extension for plain text."""

import json
from urllib.parse import parse_qsl, quote, urlsplit

from harness.articles import Article, Articles
from harness.loopback import Handler, Loopback, Request

from .client import Json

LICENSE_URL = "https://creativecommons.org/licenses/by-sa/4.0/"
# The short name that the worker gives to this license.
LICENSE = "CC BY-SA 4.0"

# Separates titles, instead of a character that a title may contain.
_SEPARATOR = "\x1f"


class Wiki(Loopback):
    def __init__(self, articles: Articles) -> None:
        super().__init__()
        self._articles = {article.title: article for article in articles}

    @property
    def base(self) -> str:
        """The URL below which `api.php` and `rest.php` are."""
        return f"{self.url}/w/"

    def source(self, article: Article) -> Json:
        """Returns the source of a question about an article, as the API shows it."""
        return {"title": article.title, "url": self._page(article), "license": LICENSE}

    def respond(self, request: Request, handler: Handler) -> None:
        url = urlsplit(request.path)
        parameters = dict(parse_qsl(url.query))
        match url.path:
            case "/w/rest.php/v1/search/page":
                _send(handler, {"pages": [{"title": title} for title in self._named(parameters["q"])]})
            case "/w/api.php" if "titles" in parameters:
                _send(handler, self._queried(parameters["titles"].removeprefix(_SEPARATOR)))
            case "/w/api.php" if parameters.get("list") == "search":
                _send(handler, {"query": {"search": []}})
            case _:
                handler.respond(404, {}, b"")

    def _named(self, words: str) -> list[str]:
        """Returns the titles that contain all words."""
        wanted = words.casefold().split()
        return [title for title in self._articles if set(wanted) <= set(title.casefold().split())]

    def _queried(self, title: str) -> Json:
        article = self._articles.get(title)
        page = {"title": title, "missing": True} if article is None else self._described(article)
        rights = {"url": LICENSE_URL, "text": "Creative Commons Attribution-ShareAlike"}
        return {"batchcomplete": True, "query": {"pages": [page], "rightsinfo": rights}}

    def _described(self, article: Article) -> Json:
        return {
            "title": article.title,
            "canonicalurl": self._page(article),
            "extract": "\n".join(article.paragraphs),
            "revisions": [{"revid": 1}],
        }

    def _page(self, article: Article) -> str:
        return f"{self.url}/wiki/{quote(article.path)}"


def _send(handler: Handler, document: Json) -> None:
    handler.respond(200, {"content-type": "application/json"}, json.dumps(document).encode())
