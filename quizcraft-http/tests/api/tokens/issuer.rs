use std::sync::{Arc, LazyLock};

use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair,
};
use futures_util::FutureExt;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey};
use quizcraft_core::Timestamp;
use quizcraft_identity::{BearerToken, Claims, KeySet, Refusal, TokenFault, TokenVerifier};
use serde_json::{Value, json};

use crate::support::NOW;

pub(crate) const ISSUER: &str = "https://id.example.org/";
pub(crate) const AUDIENCE: &str = "https://quiz.example.org";

/// An issuer with a private key, its algorithm and its id.
#[derive(Clone)]
pub(crate) struct Issuer {
    key: Arc<EncodingKey>,
    algorithm: Algorithm,
    id: &'static str,
    /// The bytes of the private key, to search for them where they must not be.
    private: Arc<[u8]>,
    public: Arc<[u8]>,
}

fn public<'a>(key: &impl AsDer<PublicKeyX509Der<'a>>) -> Vec<u8> {
    key.as_der().unwrap().as_ref().to_vec()
}

impl Issuer {
    /// Signs by RS256. All tests share one key, because creating it is slow.
    pub(crate) fn rsa() -> Self {
        static KEY: LazyLock<Issuer> = LazyLock::new(|| Issuer::new_rsa("rsa-1"));
        KEY.clone()
    }

    pub(crate) fn new_rsa(id: &'static str) -> Self {
        /// The prefix of the key in a PKCS #8 document of a key of this size.
        const PKCS8_HEADER: usize = 26;
        let pair = aws_lc_rs::rsa::KeyPair::generate(KeySize::Rsa2048).unwrap();
        let der: aws_lc_rs::encoding::Pkcs8V1Der<'_> = pair.as_der().unwrap();
        let der = &der.as_ref()[PKCS8_HEADER..];
        let key = EncodingKey::from_rsa_der(der);
        Self::with(key, Algorithm::RS256, id, [der, &public(pair.public_key())])
    }

    /// Signs by ES256.
    pub(crate) fn ec(id: &'static str) -> Self {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
        let der = pair.to_pkcs8v1().unwrap();
        let key = EncodingKey::from_ec_der(der.as_ref());
        let public = public(pair.public_key());
        Self::with(key, Algorithm::ES256, id, [der.as_ref(), &public])
    }

    /// Signs by `EdDSA`.
    pub(crate) fn ed(id: &'static str) -> Self {
        let pair = Ed25519KeyPair::generate().unwrap();
        let der = pair.to_pkcs8v1().unwrap();
        let key = EncodingKey::from_ed_der(der.as_ref());
        let public = public(pair.public_key());
        Self::with(key, Algorithm::EdDSA, id, [der.as_ref(), &public])
    }

    fn with(
        key: EncodingKey,
        algorithm: Algorithm,
        id: &'static str,
        [private, public]: [&[u8]; 2],
    ) -> Self {
        Self {
            key: Arc::new(key),
            algorithm,
            id,
            private: private.into(),
            public: public.into(),
        }
    }

    /// The public key in DER.
    pub(crate) fn public_der(&self) -> Vec<u8> {
        self.public.to_vec()
    }

    /// The secret parts of the key, in base64.
    pub(crate) fn key_material(&self) -> Vec<String> {
        let jwk = self.jwk();
        let public = ["n", "x", "y"].iter().filter_map(|name| jwk[name].as_str());
        let private = [base64(&self.private)];
        public.map(str::to_owned).chain(private).collect()
    }

    /// The public key as a JSON Web Key.
    pub(crate) fn jwk(&self) -> Value {
        let jwk = Jwk::from_encoding_key(&self.key, self.algorithm).unwrap();
        let mut jwk = serde_json::to_value(jwk).unwrap();
        jwk["kid"] = json!(self.id);
        jwk["use"] = json!("sig");
        jwk
    }

    /// The header of the tokens that it signs.
    pub(crate) fn header(&self) -> Value {
        json!({"alg": self.algorithm, "typ": "JWT", "kid": self.id})
    }

    /// Signs any header and claims.
    pub(crate) fn sign(&self, header: &Value, claims: &Value) -> String {
        self.sign_raw(&header.to_string(), &claims.to_string())
    }

    pub(crate) fn sign_raw(&self, header: &str, claims: &str) -> String {
        self.sign_message(&format!("{}.{}", base64(header), base64(claims)))
    }

    /// Signs two parts of a token as they are.
    pub(crate) fn sign_message(&self, message: &str) -> String {
        let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &self.key, self.algorithm);
        format!("{message}.{}", signature.unwrap())
    }

    /// A token with these claims.
    pub(crate) fn token(&self, claims: &Value) -> String {
        self.sign(&self.header(), claims)
    }

    /// A token with one claim changed; `null` removes it.
    pub(crate) fn token_with(&self, name: &str, value: &Value) -> String {
        self.token(&claims_with(name, value))
    }
}

/// The claims of a valid token.
pub(crate) fn claims() -> Value {
    json!({
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "auth0|5f7c8ec7c33c6c004bbafe82",
        "iat": NOW - 10,
        "nbf": NOW - 10,
        "exp": NOW + 3600,
        "email": "ada@example.org",
        "email_verified": true,
    })
}

/// Valid claims with one changed; `null` removes it.
pub(crate) fn claims_with(name: &str, value: &Value) -> Value {
    let mut claims = claims();
    claims[name] = value.clone();
    if value.is_null() {
        claims.as_object_mut().unwrap().remove(name);
    }
    claims
}

/// The key set of these issuers.
pub(crate) fn key_set(issuers: &[&Issuer]) -> KeySet {
    let keys: Vec<_> = issuers.iter().map(|issuer| issuer.jwk()).collect();
    KeySet::from_jwks(json!({"keys": keys}).to_string()).unwrap()
}

pub(crate) fn verifier(keys: KeySet) -> TokenVerifier {
    TokenVerifier::new(ISSUER, AUDIENCE, Arc::new(keys))
}

/// Verifies a token with a key set, at the time of the tests.
pub(crate) fn verify(keys: &KeySet, token: &str) -> Result<Claims, TokenFault> {
    let token = BearerToken::new(token).map_err(fault)?;
    verify_at(keys, &token, NOW).map_err(fault)
}

/// Verifies a token with a key set at a given second. Does not wait, since the keys are available.
pub(crate) fn verify_at(keys: &KeySet, token: &BearerToken, at: u64) -> Result<Claims, Refusal> {
    let verifier = verifier(keys.clone());
    let verified = verifier.verify(token, Timestamp::from_secs(at));
    verified.now_or_never().unwrap()
}

/// Returns the fault of a rejected token.
#[track_caller]
pub(crate) fn fault(refusal: Refusal) -> TokenFault {
    match refusal {
        Refusal::InvalidToken(fault) => fault,
        other => panic!("{other}"),
    }
}

/// Checks that a token is rejected for this fault.
#[track_caller]
pub(crate) fn refused(keys: &KeySet, name: &str, token: &str, fault: TokenFault) {
    assert_eq!(verify(keys, token).err(), Some(fault), "{name}");
}

/// The three parts of a token.
pub(crate) fn parts(token: &str) -> [&str; 3] {
    let parts: Vec<_> = token.split('.').collect();
    parts.try_into().unwrap()
}

/// Encodes base64url without padding.
pub(crate) fn base64(bytes: impl AsRef<[u8]>) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let encode = |chunk: &[u8]| {
        let padded = [0, 1, 2].map(|n| u32::from(chunk.get(n).copied().unwrap_or(0)));
        let bits = padded[0] << 16 | padded[1] << 8 | padded[2];
        let digit = move |n: usize| char::from(ALPHABET[(bits >> (18 - 6 * n) & 63) as usize]);
        (0..=chunk.len()).map(digit).collect::<String>()
    };
    bytes.as_ref().chunks(3).map(encode).collect()
}

/// Decodes base64url without padding.
pub(crate) fn from_base64(text: &str) -> Vec<u8> {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let digits = text.chars().map(|digit| ALPHABET.find(digit).unwrap());
    let digits: Vec<_> = digits.collect();
    let bytes = digits.chunks(4).flat_map(|chunk| {
        let bits = chunk.iter().fold(0, |bits, digit| bits << 6 | digit);
        let whole = bits << (6 * (4 - chunk.len()));
        let bytes = [whole >> 16, whole >> 8, whole].map(|byte| u8::try_from(byte & 0xff).unwrap());
        bytes.into_iter().take(chunk.len() - 1)
    });
    bytes.collect()
}
