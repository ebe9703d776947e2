use super::*;

on_both!(pages_go_through_everything_once_newest_first, a_page_can_be_of_one_camera, a_limit_is_kept_within_bounds);

async fn pages_go_through_everything_once_newest_first(database: &TestDatabase) {
    let storage = database.storage().await;
    let names: Vec<_> = (0..7).map(|number| format!("image {number}")).collect();
    for name in &names {
        closed_batch(&storage, "front", &[name]).await;
    }
    let mut seen = Vec::new();
    let mut query = PageQuery { limit: 3, ..PageQuery::default() };
    loop {
        let page = storage.detections(&query).await.unwrap();
        seen.extend(page.items.iter().map(|detection| detection.image_id.clone()));
        // What comes in the meantime does not move the pages.
        let late = format!("late {}", seen.len());
        storage.accept_image(&new_image(&late, "front"), 1).await.unwrap();
        storage.store_detections(&late, &found(1), 100, 1).await.unwrap();
        query.cursor = page.next;
        if page.next.is_none() {
            break;
        }
    }
    assert_eq!(seen, names.iter().rev().cloned().collect::<Vec<_>>());
}

async fn a_page_can_be_of_one_camera(database: &TestDatabase) {
    let storage = database.storage().await;
    for (image, camera) in [("a", "front"), ("b", "back"), ("c", "front")] {
        let batch = closed_batch(&storage, camera, &[image]).await;
        storage.store_event(&batch.id, &new_event(), 20).await.unwrap();
    }
    let query = PageQuery { camera_id: Some("front".to_owned()), limit: 2, cursor: None };
    let page = storage.events(&query).await.unwrap();
    assert_eq!(page.items.len(), 2);
    assert!(page.items.iter().all(|event| event.camera_id == "front"));
    assert_eq!(page.next, None);
    let none = PageQuery { camera_id: Some("' OR '1'='1".to_owned()), ..query };
    assert!(storage.events(&none).await.unwrap().items.is_empty());
}

async fn a_limit_is_kept_within_bounds(database: &TestDatabase) {
    let storage = database.storage().await;
    closed_batch(&storage, "front", &["a", "b"]).await;
    for (limit, expected) in [(0, 1), (-5, 1), (i64::MAX, 2)] {
        let page = storage.detections(&PageQuery { limit, ..PageQuery::default() }).await.unwrap();
        assert_eq!(page.items.len(), expected);
    }
}
