use super::*;
use crate::risk::RiskLevel;

on_both!(an_event_is_stored_once_and_given_back_the_second_time, a_batch_that_is_open_or_unknown_has_no_event);

async fn an_event_is_stored_once_and_given_back_the_second_time(database: &TestDatabase) {
    let storage = database.storage().await;
    let closed = closed_batch(&storage, "front", &["a"]).await;
    let first = storage.store_event(&closed.id, &new_event(), 50).await.unwrap();
    assert!(first.stored);
    let expected = Event {
        id: first.event.id,
        batch_id: closed.id.clone(),
        camera_id: "front".to_owned(),
        risk_score: 80,
        risk_level: RiskLevel::High,
        summary: "It's \"bad\"".to_owned(),
        model: "nemotron".to_owned(),
        started_at: 10,
        ended_at: 10,
        created_at: 50,
    };
    assert_eq!(first.event, expected);
    let other = NewEvent { risk_score: 1, ..new_event() };
    let second = storage.store_event(&closed.id, &other, 60).await.unwrap();
    assert_eq!(second, StoredEvent { event: expected, stored: false });
}

async fn a_batch_that_is_open_or_unknown_has_no_event(database: &TestDatabase) {
    let storage = database.storage().await;
    storage.accept_image(&new_image("a", "front"), 1).await.unwrap();
    storage.store_detections("a", &found(1), 5, 10).await.unwrap();
    let page = storage.detections(&PageQuery { limit: 1, ..PageQuery::default() }).await.unwrap();
    let open = &page.items[0].batch_id;
    assert!(matches!(storage.store_event(open, &new_event(), 20).await, Err(StorageError::NotClosed { .. })));
    assert!(matches!(storage.load_batch(open).await, Err(StorageError::NotClosed { .. })));
    assert!(matches!(storage.store_event("no", &new_event(), 20).await, Err(StorageError::NotFound { .. })));
}
