"""Writes the code blocks of a guide as a package: its Rust blocks as examples, its `[dependencies]` as the manifest."""

import re
import sys
import tomllib
from pathlib import Path


def blocks(page: str, language: str) -> list[str]:
    """Returns the contents of the code blocks in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def merged(tables: list[str]) -> dict[str, str]:
    """Returns the dependencies of all `[dependencies]` blocks; a later line replaces an earlier one."""
    dependencies = {}
    for table in tables:
        lines = table.removeprefix("[dependencies]\n").splitlines()
        tomllib.loads(table)
        dependencies.update(line.split(" = ", 1) for line in lines if line)
    return dependencies


def manifest(dependencies: dict[str, str], workspace: Path) -> str:
    """Returns the manifest. The crates of the workspace are taken from it, since they are not published."""
    own = (workspace / "Cargo.toml").read_text()
    edition = tomllib.loads(own)["workspace"]["package"]["edition"]
    crates = sorted(path.parent.name for path in workspace.glob("quizcraft-*/Cargo.toml"))
    lines = ["[package]", 'name = "embedding"', f'edition = "{edition}"', "", "[workspace]", "", "[dependencies]"]
    lines += [f"{name} = {value}" for name, value in dependencies.items()]
    lines += ["", "[patch.crates-io]"]
    lines += [f'{crate} = {{ path = "{workspace / crate}" }}' for crate in crates]
    # With the profiles of the workspace, crates that it has built are not built again.
    return "\n".join(lines) + "\n\n" + own[own.index("[profile.dev]") :]


def main(guide: Path, package: Path) -> None:
    page = guide.read_text()
    tables = [block for block in blocks(page, "toml") if block.startswith("[dependencies]")]
    programs = blocks(page, "rust")
    if not tables or not programs:
        sys.exit(f"{guide} has no dependencies or no programs")
    (package / "Cargo.toml").write_text(manifest(merged(tables), Path.cwd()))
    (package / "src").mkdir()
    (package / "src/lib.rs").write_text("")
    (package / "examples").mkdir()
    for number, program in enumerate(programs, start=1):
        (package / f"examples/program_{number}.rs").write_text(program)


main(Path(sys.argv[1]), Path(sys.argv[2]))
