//! TLS: which library does the cryptography.

/// Makes ring what rustls uses in this process. Several libraries bring rustls along without saying with which cryptography; each client
/// that is built after this call finds one. Does nothing where one is chosen already.
pub fn install() {
    // An error says that there is one already, which is what is wanted.
    let _ = rustls::crypto::ring::default_provider().install_default();
}
