"""MediaWiki with SQLite, behind PHP's own server."""

import subprocess
import urllib.parse
from pathlib import Path
from types import TracebackType

from harness import processes
from harness.articles import Article, Articles
from harness.loopback import ADDRESS, free_port

from .system import System
from .waits import responds

LICENSE_URL = "https://creativecommons.org/licenses/by-sa/4.0/"
# The short name that the program gives to this license.
LICENSE = "CC BY-SA 4.0"
# Pages that redirect to the first article.
REDIRECT = "Old Tvinnoy Light"

# What a wiki has of its own. The rest is linked from the installation.
_OWN = ("LocalSettings.php", "config", "extensions", "images")

# Appended to the generated settings. Jobs run when the articles are imported, so requests run none.
_SETTINGS = f"""
$wgServer = getenv( 'WIKI_SERVER' );
$wgRightsUrl = '{LICENSE_URL}';
$wgRightsText = 'Creative Commons Attribution-ShareAlike';
$wgJobRunRate = 0;
$wgAllowExternalImages = false;
if ( getenv( 'WIKI_EXTRACTS' ) ) {{
    wfLoadExtension( 'TextExtracts' );
}}
"""


class Wiki:
    """An installed wiki, of which several servers can be started."""

    def __init__(self, folder: Path, system: System, articles: Articles) -> None:
        self._root, self._data, self._texts = (folder / "wiki" / name for name in ("root", "data", "texts"))
        self.folder = folder / "wiki"
        self._system, self._articles = system, articles
        installation = system.mediawiki()
        for part in (self._root, self._data, self._texts):
            part.mkdir(parents=True)
        for entry in installation.iterdir():
            if entry.name not in _OWN:
                (self._root / entry.name).symlink_to(entry)
        # The package links its extensions one by one, with absolute paths.
        (self._root / "extensions").symlink_to(installation / "extensions-core")
        (self._root / "images").mkdir()

    @property
    def php(self) -> str:
        return self._system.program("php")

    @property
    def root(self) -> Path:
        return self._root

    def install(self) -> None:
        """Creates the database, and imports the articles."""
        database = ["--dbtype", "sqlite", "--dbpath", str(self._data), "--dbname", "wiki"]
        site = ["--server", "http://localhost", "--scriptpath", "", "--lang", "en", "--skins", ""]
        account = ["--confpath", str(self._root), "--pass", "a-password-of-the-tests", "Invented", "Tester"]
        self._maintain("install.php", *database, *site, *account)
        with (self._root / "LocalSettings.php").open("a", encoding="utf-8") as settings:
            settings.write(_SETTINGS)
        pages = {article.title: "\n\n".join(article.paragraphs) for article in self._articles}
        pages[REDIRECT] = f"#REDIRECT [[{self._articles.lighthouse.title}]]"
        for title, text in pages.items():
            (self._texts / f"{title}.txt").write_text(text, encoding="utf-8")
        self._maintain("importTextFiles.php", "--user", "Tester", *map(str, self._texts.iterdir()))
        self._maintain("runJobs.php")

    def environment(self, server: str = "http://localhost", extracts: bool = True) -> dict[str, str]:
        settings = self._root / "LocalSettings.php"
        own = {"MW_INSTALL_PATH": str(self._root), "WIKI_SERVER": server, "WIKI_EXTRACTS": "1" if extracts else ""}
        if settings.exists():
            own["MW_CONFIG_FILE"] = str(settings)
        return {**self._system.environment(), **own}

    def _maintain(self, script: str, *arguments: str) -> None:
        command = [self.php, str(self._root / "maintenance" / script), *arguments]
        run = subprocess.run(
            command, env=self.environment(), cwd=self._root, stdin=subprocess.DEVNULL, capture_output=True, timeout=300
        )
        if run.returncode != 0:
            raise RuntimeError(f"{script} failed:\n{(run.stdout + run.stderr).decode(errors='replace')[-2000:]}")


class WikiServer:
    """A server of a wiki, which handles one request at a time."""

    def __init__(self, wiki: Wiki, extracts: bool) -> None:
        self._wiki, self._extracts = wiki, extracts
        self._port = free_port()

    @property
    def url(self) -> str:
        return f"http://{ADDRESS}:{self._port}"

    def __enter__(self) -> "WikiServer":
        # PHP_CLI_SERVER_WORKERS would leave its workers behind.
        command = [self._wiki.php, "-S", f"{ADDRESS}:{self._port}", "-t", str(self._wiki.root)]
        environment = self._wiki.environment(self.url, self._extracts)
        log = self._wiki.folder / f"php-{self._port}.log"
        self._process = processes.start(command, self._wiki.root, environment, log)
        try:
            responds("MediaWiki", f"{self.url}/api.php?action=query&format=json", self._process, log)
        except BaseException:
            processes.end(self._process)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        processes.end(self._process)

    def page(self, article: Article) -> str:
        """Returns the URL of an article."""
        return f"{self.url}/index.php/{urllib.parse.quote(article.path)}"

