"""The environment of every check."""

from collections.abc import Callable
from dataclasses import dataclass

from harness.articles import Article, Articles
from harness.scripted import Behaviour, ScriptedModel

from .proxy import Proxy
from .quizcraft import Quizcraft, Settings
from .transcript import Transcript

Source = tuple[str, str | None, str | None]


@dataclass(frozen=True)
class Encyclopedia:
    """A collection of articles behind a proxy, which counts its requests."""

    proxy: Proxy
    # The options of the program that name it.
    research: tuple[str, ...]
    # Returns the URL of an article.
    page: Callable[[Article], str]
    license: str

    def source(self, article: Article) -> Source:
        return (article.title, self.page(article), self.license)


@dataclass(frozen=True)
class World:
    articles: Articles
    transcript: Transcript
    quizcraft: Quizcraft
    model: ScriptedModel
    kiwix: Encyclopedia
    wiki: Encyclopedia
    # The same wiki without the extension for plain text.
    plain_wiki: Encyclopedia

    @property
    def encyclopedias(self) -> tuple[Encyclopedia, ...]:
        return (self.kiwix, self.wiki, self.plain_wiki)

    def with_model(self, encyclopedia: Encyclopedia, behaviour: Behaviour) -> Settings:
        """Returns settings of the scripted model, which behaves like this from now on."""
        self.model.behave(behaviour)
        for each in self.encyclopedias:
            each.proxy.forget()
            each.proxy.failures.clear()
        return Settings(self.model.api, encyclopedia.research)


# A check with its name.
Check = tuple[str, Callable[[World], None]]
