//! A start that cannot be: what is in the way, without a password.

use crate::backend::{Backend, settings};
use nemotron_backend::service::{DatabaseUrl, SecretUrl};
use nemotron_backend::telemetry::message;
use url::Url;

async fn refusal(change: impl FnOnce(&mut nemotron_backend::service::Settings)) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = settings(folder.path(), "http://localhost:1/");
    change(&mut settings);
    let error = Backend::try_start(&settings).await.err().unwrap();
    let said = message(&error);
    for text in [&said, &format!("{error:?}"), &format!("{settings:?}")] {
        assert!(!text.contains("geheim"), "{text}");
    }
    said
}

/// An address where nobody listens.
fn nobody() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_not_there_is_named() {
    let url = Url::parse(&format!("postgres://hsi:geheim@127.0.0.1:{}/hsi", nobody())).unwrap();
    let said = refusal(|settings| settings.database = DatabaseUrl::Postgres(SecretUrl::new(url.clone()))).await;
    let port = url.port().unwrap();
    assert!(said.contains(&format!("127.0.0.1:{port}")) && said.contains("did not answer within"), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_that_is_not_there_is_named() {
    let said = refusal(|settings| settings.database = DatabaseUrl::Sqlite("/nowhere/at/all/backend.db".into())).await;
    assert!(said.contains("/nowhere/at/all/backend.db") && said.contains("cannot be opened"), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_no_database_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("letter.txt");
    std::fs::write(&path, "Dear Sir or Madam, this is no database.".repeat(100)).unwrap();
    let said = refusal(|settings| settings.database = DatabaseUrl::Sqlite(path.clone())).await;
    assert!(said.contains("letter.txt"), "{said}");
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("Dear Sir"), "and it is left as it was");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_redis_that_is_not_there_is_named() {
    let url = Url::parse(&format!("redis://:geheim@127.0.0.1:{}/0", nobody())).unwrap();
    let said = refusal(|settings| settings.redis = Some(SecretUrl::new(url.clone()))).await;
    let port = url.port().unwrap();
    assert!(said.contains(&format!("127.0.0.1:{port}")) && said.contains("did not answer within"), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_is_taken_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let said = refusal(|settings| settings.listen = address).await;
    assert!(said.starts_with(&format!("cannot listen on {address}: ")), "{said}");
}
