//! Algorithms that do not belong to the key.

use jsonwebtoken::{Algorithm, EncodingKey};
use quizcraft_identity::TokenFault;

use super::{Fixture, Forgery};

pub(super) fn forgeries(fixture: &Fixture) -> Vec<Forgery> {
    let kinds = [
        unsigned(fixture),
        by_public_keys(fixture),
        of_others(fixture),
    ];
    kinds.into_iter().flatten().collect()
}

/// Tokens without a signature.
fn unsigned(fixture: &Fixture) -> Vec<Forgery> {
    let spellings = [
        "none", "None", "NONE", "nOnE", " none", "", "eddsa", "EdDSA ", "HS1", "ES256K",
    ];
    let both = |algorithm: &str| {
        let signed = fixture.with_header(algorithm, "ed-1");
        let (message, _) = signed.rsplit_once('.').unwrap();
        let unsigned = format!("{message}.");
        [("signed", signed), ("unsigned", unsigned)].map(|(how, token)| {
            let name = format!("alg {algorithm:?}, {how}");
            Forgery::new(name, token, TokenFault::Header)
        })
    };
    spellings.into_iter().flat_map(both).collect()
}

/// Tokens signed by HMAC with a public key as the secret.
fn by_public_keys(fixture: &Fixture) -> Vec<Forgery> {
    let (ed, rsa) = (fixture.ed.jwk(), fixture.rsa.jwk());
    let text = |text: &str| text.as_bytes().to_vec();
    let (x, n) = (ed["x"].as_str().unwrap(), rsa["n"].as_str().unwrap());
    let (rsa_der, ed_der) = (fixture.rsa.public_der(), fixture.ed.public_der());
    [
        ("the Ed25519 key in base64", text(x), "ed-1"),
        ("the Ed25519 key as DER", ed_der.clone(), "ed-1"),
        ("the Ed25519 key as PEM", text(&pem(&ed_der)), "ed-1"),
        ("the Ed25519 key as JWK", text(&ed.to_string()), "ed-1"),
        ("the modulus in base64", text(n), "rsa-1"),
        ("the RSA key as DER", rsa_der.clone(), "rsa-1"),
        ("the RSA key as PEM", text(&pem(&rsa_der)), "rsa-1"),
        (
            "the RSA key as PEM, trimmed",
            text(pem(&rsa_der).trim()),
            "rsa-1",
        ),
        ("the RSA key as JWK", text(&rsa.to_string()), "rsa-1"),
        ("nothing", Vec::new(), "ed-1"),
    ]
    .into_iter()
    .map(|(name, secret, key)| {
        let token = by_hmac(fixture, &secret, key);
        let name = format!("HS256 with {name} as the secret");
        Forgery::new(name, token, TokenFault::Algorithm)
    })
    .collect()
}

/// Tokens with another algorithm than that of the named key.
fn of_others(fixture: &Fixture) -> Vec<Forgery> {
    let algorithms = [
        ("RS256", "ed-1"),
        ("ES256", "ed-1"),
        ("EdDSA", "ec-1"),
        ("EdDSA", "rsa-1"),
        ("PS256", "rsa-1"),
        ("RS384", "rsa-1"),
        ("RS512", "rsa-1"),
        ("ES384", "ec-1"),
        ("HS512", "rsa-1"),
    ];
    let forge = |(algorithm, key)| {
        let name = format!("{algorithm} with the key {key}");
        Forgery::new(
            name,
            fixture.with_header(algorithm, key),
            TokenFault::Algorithm,
        )
    };
    algorithms.into_iter().map(forge).collect()
}

/// Valid claims signed by HMAC with a public value.
fn by_hmac(fixture: &Fixture, secret: &[u8], key: &str) -> String {
    let unsigned = fixture.with_header("HS256", key);
    let (message, _) = unsigned.rsplit_once('.').unwrap();
    let secret = EncodingKey::from_secret(secret);
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &secret, Algorithm::HS256);
    format!("{message}.{}", signature.unwrap())
}

/// A public key in PEM.
fn pem(der: &[u8]) -> String {
    let base64 = super::base64(der).replace('-', "+").replace('_', "/");
    let padding = "=".repeat((4 - base64.len() % 4) % 4);
    let text = base64 + &padding;
    let lines: Vec<_> = text
        .as_bytes()
        .chunks(64)
        .map(String::from_utf8_lossy)
        .collect();
    let lines = lines.join("\n");
    format!("-----BEGIN PUBLIC KEY-----\n{lines}\n-----END PUBLIC KEY-----\n")
}
