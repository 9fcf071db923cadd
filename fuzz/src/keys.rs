use std::sync::LazyLock;

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::HeaderValue;
use quizcraft_identity::KeySet;

/// The issuer's public keys, one of every kind. The private keys of `rsa` and `ec` do not exist, so
/// a token that one of them verifies is forged. The private key of `ed` is in [`OUR_PAIR`].
const KEYS: &str = include_str!("../keys.json");

/// The id of the only key that signs tokens.
pub(crate) const OURS: &str = "ed";

/// The seed of the key that signs tokens. It is not secret.
static OUR_PAIR: LazyLock<Ed25519KeyPair> = LazyLock::new(|| pair([1; 32]));
static ANOTHER_PAIR: LazyLock<Ed25519KeyPair> = LazyLock::new(|| pair([2; 32]));

/// Returns an `Authorization` value with a token of these two parts, signed by the issuer.
pub(crate) fn signed_by_issuer(header: &[u8], claims: &[u8]) -> Option<HeaderValue> {
    signed(&OUR_PAIR, header, claims)
}

/// Returns the same, signed with a key that the issuer does not publish.
pub(crate) fn signed_by_unknown_key(header: &[u8], claims: &[u8]) -> Option<HeaderValue> {
    signed(&ANOTHER_PAIR, header, claims)
}

fn signed(pair: &Ed25519KeyPair, header: &[u8], claims: &[u8]) -> Option<HeaderValue> {
    let parts = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part));
    let message = parts.join(".");
    let signature = URL_SAFE_NO_PAD.encode(pair.sign(message.as_bytes()));
    HeaderValue::try_from(format!("Bearer {message}.{signature}")).ok()
}

/// Returns whether the issuer signed this, verified with its key pair instead of the key set.
pub(crate) fn is_signed_by_issuer(message: &str, signature: &[u8]) -> bool {
    let key = UnparsedPublicKey::new(&ED25519, OUR_PAIR.public_key().as_ref());
    key.verify(message.as_bytes(), signature).is_ok()
}

pub(crate) fn key_set() -> KeySet {
    let keys = KeySet::from_jwks(KEYS).expect("keys.json is a key set");
    assert_eq!(keys.len(), 3, "all keys of keys.json are used");
    keys
}

fn pair(seed: [u8; 32]) -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&seed).expect("any 32 bytes are a seed")
}
