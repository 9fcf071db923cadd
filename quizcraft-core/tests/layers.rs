//! The modules of this crate form layers. A module uses only its own layer and those below it.

#![cfg(test)]

use std::fs;
use std::path::{Path, PathBuf};

/// From the bottom to the top.
const LAYERS: [&str; 5] = ["value", "question", "game", "gateway", "quiz"];

#[test]
fn each_module_uses_only_its_own_layer_and_those_below_it() {
    let mut files = 0;
    for (level, layer) in LAYERS.iter().enumerate() {
        let allowed = &LAYERS[..=level];
        for file in sources(&source_root().join(layer)) {
            files += 1;
            for used in used_modules(&fs::read_to_string(&file).unwrap()) {
                let place = file.display();
                assert!(
                    allowed.contains(&used.as_str()),
                    "{place} uses crate::{used}; the layer {layer} may use {allowed:?}"
                );
            }
        }
    }
    assert!(
        files > 20,
        "expected more than 20 source files, found {files}"
    );
}

#[test]
fn every_module_belongs_to_a_layer() {
    let root = source_root();
    let modules = fs::read_dir(&root).unwrap();
    let names = modules.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    for name in names.filter(|name| name != "lib.rs") {
        assert!(
            LAYERS.contains(&name.as_str()),
            "{name} belongs to no layer"
        );
    }
}

#[test]
fn paths_in_code_are_found_and_paths_in_comments_are_not() {
    let code = "use crate::game::{Game, Play};\n/// [`X`](crate::X)\nlet x = crate::quiz::f();";
    assert_eq!(used_modules(code), ["game", "quiz"]);
    assert_eq!(used_modules("use crate::Game;"), ["Game"]);
    assert_eq!(used_modules("use crate::{Game, Play};"), ["{Game, Play};"]);
}

fn source_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = paths.partition(|path| path.is_dir());
    let below = folders.iter().flat_map(|folder| sources(folder));
    files.into_iter().chain(below).collect()
}

/// Returns the module after each `crate::` in code. Links in comments do not count.
fn used_modules(code: &str) -> Vec<String> {
    let lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let uses = lines.flat_map(|line| line.split("crate::").skip(1));
    uses.map(first_segment).collect()
}

fn first_segment(path: &str) -> String {
    let is_part_of_name = |c: &char| c.is_alphanumeric() || *c == '_';
    let name: String = path.chars().take_while(is_part_of_name).collect();
    if name.is_empty() {
        path.to_owned()
    } else {
        name
    }
}
