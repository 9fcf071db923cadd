//! Facts that another writer asks for are not asked again.

#![expect(clippy::unwrap_used, reason = "test helpers may panic")]

#[expect(dead_code, reason = "every test file uses some of the helpers")]
mod common;

use std::collections::HashSet;

use common::brief;
use futures_util::FutureExt;
use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};
use quizcraft_core::{Draft, DraftFingerprint, Kinds};
use quizcraft_generator::FactWriter;

fn write(writer: &FactWriter, brief: &Brief) -> Result<Vec<Draft>, WriteError> {
    let drafts = writer.write(brief).now_or_never().unwrap()?;
    Ok(drafts.iter().cloned().collect())
}

fn fingerprints(drafts: &[Draft]) -> HashSet<DraftFingerprint> {
    drafts.iter().map(Draft::fingerprint).collect()
}

#[test]
fn no_fact_of_a_written_draft_is_asked() {
    let writer = FactWriter::new();
    for keywords in [&["Napoleon"][..], &["capitals", "Europe"], &["chemistry"]] {
        for kinds in [Kinds::default(), Kinds::ALL] {
            for seed in 0..5 {
                let whole = brief(keywords, seed, 20).with_kinds(kinds);
                let first = write(&writer, &brief(keywords, seed, 10).with_kinds(kinds)).unwrap();
                let rest = whole.after(first.clone()).unwrap();
                let second = write(&writer, &rest).unwrap();
                assert!(second.len() <= 20 - first.len());
                let (first, second) = (fingerprints(&first), fingerprints(&second));
                assert!(first.is_disjoint(&second), "{keywords:?} {kinds:?}");
            }
        }
    }
}

#[test]
fn what_a_writer_has_not_asked_is_asked() {
    let towns = [
        ("Abbenburg", "Quill"),
        ("Brodau", "Rasper"),
        ("Drommen", "Tarn"),
        ("Eschach", "Ulmer"),
    ];
    let rows =
        towns.map(|(town, river)| format!("{town} | {river} | Cakes are baked in {{name}}.\n"));
    let file = format!(
        "topic: Towns\ntable: town\ncolumn: river\n  ask: On which river does {{name}} lie?\n  \
         tell: {{Name}} lies on the {{value}}.\nrows: name | river | note\n{}",
        rows.concat()
    );
    let writer = FactWriter::from_files([("towns.txt", file.as_str())]).unwrap();
    let all = write(&writer, &brief(&["towns"], 1, 10)).unwrap();
    assert_eq!(all.len(), 4);
    let rest = brief(&["towns"], 1, 10).after(all[..3].to_vec()).unwrap();
    let last = write(&writer, &rest).unwrap();
    assert_eq!(fingerprints(&last), fingerprints(&all[3..]));

    let rest = brief(&["towns"], 1, 10).after(all).unwrap();
    let none = write(&writer, &rest);
    assert!(matches!(none, Err(WriteError::Impossible(_))), "{none:?}");
}

#[test]
fn a_draft_of_another_writer_changes_nothing_if_it_asks_for_something_else() {
    let writer = FactWriter::new();
    let fact = DraftFingerprint::of(&["another writer"]);
    let other = write(&writer, &brief(&["chess"], 1, 1)).unwrap();
    let other = vec![other[0].clone().with_fingerprint(fact)];
    let rest = brief(&["Napoleon"], 1, 11).after(other).unwrap();
    let expected = write(&writer, &brief(&["Napoleon"], 1, 10)).unwrap();
    assert_eq!(write(&writer, &rest).unwrap(), expected);
}
