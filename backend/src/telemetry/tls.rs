//! Which cryptography TLS uses.

use std::sync::Once;

static INSTALLED: Once = Once::new();

/// Makes ring what rustls uses where it is not told otherwise. To be called before a client of reqwest is made: ours are built without a
/// provider, since a second one in the program (reqwest's own default is aws-lc-rs) makes rustls refuse to choose. Called
/// again it does nothing; a provider that was installed before it stays.
pub fn install_ring() {
    INSTALLED.call_once(|| {
        // An error is the provider that is there already, and any will do.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_can_be_made_after_it_however_often_it_is_called() {
        install_ring();
        install_ring();
        assert!(rustls::crypto::CryptoProvider::get_default().is_some());
        assert!(reqwest::Client::builder().build().is_ok());
    }
}
