use reqwest::Certificate;
use webpki_root_certs::TLS_SERVER_ROOT_CERTS;

/// Returns the root certificates of the public certificate authorities.
pub(super) fn certificates() -> Result<Vec<Certificate>, reqwest::Error> {
    let roots = TLS_SERVER_ROOT_CERTS.iter();
    roots.map(|root| Certificate::from_der(root)).collect()
}

#[cfg(test)]
mod tests {
    use reqwest::Client;

    use super::*;

    #[test]
    fn the_roots_of_common_authorities_are_usable() {
        let roots = certificates().unwrap();
        assert!(roots.len() > 50, "{}", roots.len());
        assert!(Client::builder().tls_certs_only(roots).build().is_ok());
        for name in [
            "ISRG Root X1",
            "Amazon Root CA 1",
            "DigiCert Global Root G2",
        ] {
            let has_name =
                |root: &[u8]| root.windows(name.len()).any(|part| part == name.as_bytes());
            let mut roots = TLS_SERVER_ROOT_CERTS.iter();
            assert!(roots.any(|root| has_name(root)), "{name}");
        }
    }
}
