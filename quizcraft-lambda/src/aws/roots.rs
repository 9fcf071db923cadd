use std::fs;
use std::io;

use aws_smithy_http_client::tls::TrustStore;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

/// The root certificates of Amazon Trust Services, which issues the certificates of AWS.
const AMAZON: &str = include_str!("amazon_roots.pem");

/// The trusted root certificates.
pub(super) struct Roots(pub(super) TrustStore);

/// A file of root certificates is unusable.
#[derive(Debug, thiserror::Error)]
pub(super) enum RootsError {
    #[error("cannot read the file: {0}")]
    Unreadable(#[from] io::Error),
    #[error("the file contains no certificate")]
    NoCertificate,
    #[error("the file contains a malformed certificate")]
    Malformed,
}

/// Returns the roots of Amazon Trust Services.
pub(super) fn amazon() -> Roots {
    Roots(TrustStore::empty().with_pem_certificate(AMAZON))
}

/// Reads the roots from a file in PEM.
///
/// # Errors
///
/// Returns [`RootsError`] if the file cannot be read, or has no certificate or a malformed one.
pub(super) fn from_file(path: &str) -> Result<Roots, RootsError> {
    let pem = fs::read(path)?;
    check(&pem)?;
    Ok(Roots(TrustStore::empty().with_pem_certificate(pem)))
}

/// Checks that every certificate can be parsed. The HTTP client does not check: it panics at its first
/// use.
fn check(pem: &[u8]) -> Result<(), RootsError> {
    let mut store = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let certificate = certificate.map_err(|_| RootsError::Malformed)?;
        let added = store.add(certificate);
        added.map_err(|_| RootsError::Malformed)?;
    }
    if store.is_empty() {
        return Err(RootsError::NoCertificate);
    }
    Ok(())
}
