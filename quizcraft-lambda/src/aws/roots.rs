use std::fs;
use std::io;

use aws_smithy_http_client::tls::TrustStore;

/// The roots of Amazon Trust Services, from which all certificates of AWS come.
const AMAZON: &str = include_str!("amazon_roots.pem");

/// The certificates that are trusted.
pub(super) struct Roots(pub(super) TrustStore);

/// Why a file of certificates will not do.
#[derive(Debug, thiserror::Error)]
pub(super) enum RootsError {
    #[error("names a file that cannot be read: {0}")]
    Unreadable(#[from] io::Error),
    #[error("names a file without a certificate in it")]
    NoCertificate,
}

/// Amazon's own.
pub(super) fn of_amazon() -> Roots {
    Roots(TrustStore::empty().with_pem_certificate(AMAZON))
}

/// Those in a file.
pub(super) fn of_file(path: &str) -> Result<Roots, RootsError> {
    let pem = fs::read_to_string(path)?;
    if !pem.contains("-----BEGIN CERTIFICATE-----") {
        return Err(RootsError::NoCertificate);
    }
    Ok(Roots(TrustStore::empty().with_pem_certificate(pem)))
}
