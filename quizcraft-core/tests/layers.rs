//! The modules of this crate form layers: each uses those below it only.

#![cfg(test)]

use std::fs;
use std::path::{Path, PathBuf};

/// From the bottom to the top.
const LAYERS: [&str; 5] = ["value", "question", "game", "gateway", "quiz"];

#[test]
fn each_module_uses_the_layers_below_it_only() {
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
    assert!(files > 20, "only {files} files were found");
}

#[test]
fn every_module_belongs_to_a_layer() {
    let root = source_root();
    let modules = fs::read_dir(&root).unwrap();
    let names = modules.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    for name in names.filter(|name| name != "lib.rs") {
        assert!(LAYERS.contains(&name.as_str()), "{name} is in no layer");
    }
}

#[test]
fn a_use_of_another_module_is_found() {
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

/// What follows `crate::` in code, which documentation may refer to freely.
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
