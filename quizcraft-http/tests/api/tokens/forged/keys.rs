//! Unknown keys, and keys within tokens.

use quizcraft_identity::TokenFault;
use serde_json::{Value, json};

use super::Forgery;
use crate::tokens::Issuer;
use crate::tokens::issuer::claims;

pub(super) fn forgeries() -> Vec<Forgery> {
    let mut all = vec![nameless(), strangers()];
    all.extend(unknown());
    all.extend(brought_along());
    all
}

/// Tokens without `kid`, which are verified with every key.
fn nameless() -> Forgery {
    let token = Issuer::ed("ed-1").sign(&json!({"alg": "EdDSA"}), &claims());
    Forgery::new("a stranger's key and no kid", token, TokenFault::Signature)
}

fn strangers() -> Forgery {
    let token = Issuer::ed("ed-1").token(&claims());
    let name = "a stranger's key by the name of ours";
    Forgery::new(name, token, TokenFault::Signature)
}

/// Unknown key ids, some of them for path traversal and SQL injection.
fn unknown() -> impl Iterator<Item = Forgery> {
    let ids = [
        "ed-2",
        "",
        "ED-1",
        "ed-1 ",
        "ed-1\0",
        "../ed-1",
        "../../../../dev/null",
        "/dev/null",
        "file:///dev/null",
        "https://evil.example.org/key.pem",
        "' OR '1'='1",
        "x' UNION SELECT 'key';--",
        "ed-1; cat /etc/passwd",
        "$(id)",
    ];
    ids.into_iter().map(|id| {
        let token = Issuer::ed(id).token(&claims());
        Forgery::new(format!("kid {id:?}"), token, TokenFault::UnknownKey)
    })
}

/// Keys of the attacker, or their URLs, in the header of the token.
fn brought_along() -> impl Iterator<Item = Forgery> {
    let theirs = Issuer::ed("ed-1");
    let place = "https://evil.example.org/keys";
    let brought: [(&str, Value); 6] = [
        ("jku", json!(place)),
        ("jwk", theirs.jwk()),
        ("x5u", json!(place)),
        ("x5c", json!(["MIIB"])),
        ("x5t", json!("dGVzdA")),
        ("x5t#S256", json!("dGVzdA")),
    ];
    brought.into_iter().map(move |(name, value)| {
        let mut header = theirs.header();
        header[name] = value;
        let token = theirs.sign(&header, &claims());
        let name = format!("the forger's key by {name}");
        Forgery::new(name, token, TokenFault::Signature)
    })
}
