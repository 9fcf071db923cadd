use reqwest::Certificate;
use webpki_root_certs::TLS_SERVER_ROOT_CERTS;

/// Returns the root certificates of the public certificate authorities.
pub(super) fn certificates() -> Result<Vec<Certificate>, reqwest::Error> {
    let roots = TLS_SERVER_ROOT_CERTS.iter();
    roots.map(|root| Certificate::from_der(root)).collect()
}
