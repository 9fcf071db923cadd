use std::fs;
use std::io;

use aws_smithy_http_client::tls::TrustStore;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

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
    #[error("names a file in which a certificate cannot be read")]
    Malformed,
}

/// Amazon's own.
pub(super) fn of_amazon() -> Roots {
    Roots(TrustStore::empty().with_pem_certificate(AMAZON))
}

/// Those in a file.
pub(super) fn of_file(path: &str) -> Result<Roots, RootsError> {
    let pem = fs::read(path)?;
    check(&pem)?;
    Ok(Roots(TrustStore::empty().with_pem_certificate(pem)))
}

/// Looks for what the connector takes for granted: it would panic at its first use.
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
