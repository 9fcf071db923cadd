"""Programs of the system: installed ones, or those that `run` unpacked."""

import os
import shutil
import sysconfig
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class System:
    """The folder below which packages may be unpacked."""

    unpacked: Path

    def program(self, name: str) -> str:
        found = shutil.which(name, path=self._path())
        if found is None:
            raise RuntimeError(f"missing tool: {name}")
        return found

    def mediawiki(self) -> Path:
        """Returns the folder of MediaWiki."""
        places = (self.unpacked / "usr/share/mediawiki", Path("/usr/share/mediawiki"))
        for place in places:
            if (place / "extensions-core").is_dir():
                return place
        raise RuntimeError("missing tool: mediawiki")

    def environment(self) -> dict[str, str]:
        """Returns the variables that unpacked programs need. Installed ones ignore them."""
        own = {"PATH": self._path()}
        if self.unpacked.is_dir():
            triplet = sysconfig.get_config_var("MULTIARCH") or ""
            own["LD_LIBRARY_PATH"] = str(self.unpacked / "usr/lib" / triplet)
        if (self.unpacked / "php.d").is_dir():
            own["PHP_INI_SCAN_DIR"] = str(self.unpacked / "php.d")
        return own

    def _path(self) -> str:
        return os.pathsep.join((os.environ["PATH"], str(self.unpacked / "usr/bin")))
