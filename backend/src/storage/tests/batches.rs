use super::*;

on_both!(
    detections_are_gathered_until_the_batch_is_full,
    every_camera_has_a_batch_of_its_own,
    an_image_without_detections_goes_into_no_batch,
    the_many_detections_of_one_image_stay_together,
    a_batch_is_closed_when_its_time_is_over,
    a_batch_is_read_with_its_detections_and_the_traces_of_its_other_images,
    a_failed_batch_is_one_dead_letter_and_has_no_event,
    lost_batches_are_taken_once,
);

async fn detections_are_gathered_until_the_batch_is_full(database: &TestDatabase) {
    let storage = database.storage().await;
    for id in ["a", "bb", "ccc"] {
        storage.accept_image(&new_image(id, "front"), 1).await.unwrap();
    }
    assert_eq!(storage.store_detections("a", &found(2), 4, 10).await.unwrap().closed, None);
    let closed = storage.store_detections("bb", &found(3), 4, 20).await.unwrap().closed.unwrap();
    let expected = ClosedBatch {
        id: closed.id.clone(),
        camera_id: "front".to_owned(),
        detection_count: 5,
        trace_context: trace(1),
        opened_at: 10,
        closed_at: 20,
        closed_by: ClosedBy::Size,
    };
    assert_eq!(closed, expected);
    assert_eq!(storage.store_detections("ccc", &found(1), 4, 30).await.unwrap().closed, None);
    assert_eq!(storage.counts().await.unwrap(), Counts { images_accepted: 0, batches_open: 1, batches_closed: 1 });
}

async fn every_camera_has_a_batch_of_its_own(database: &TestDatabase) {
    let storage = database.storage().await;
    for camera in ["front", "back"] {
        storage.accept_image(&new_image(camera, camera), 1).await.unwrap();
        assert_eq!(storage.store_detections(camera, &found(1), 2, 10).await.unwrap().closed, None);
    }
    assert_eq!(storage.counts().await.unwrap().batches_open, 2);
}

async fn an_image_without_detections_goes_into_no_batch(database: &TestDatabase) {
    let storage = database.storage().await;
    storage.accept_image(&new_image("a", "front"), 1).await.unwrap();
    let stored = storage.store_detections("a", &[], 1, 10).await.unwrap();
    assert_eq!(stored, StoredDetections { stored: true, closed: None });
    assert_eq!(storage.counts().await.unwrap(), Counts { images_accepted: 0, batches_open: 0, batches_closed: 0 });
}

async fn the_many_detections_of_one_image_stay_together(database: &TestDatabase) {
    let storage = database.storage().await;
    storage.accept_image(&new_image("a", "front"), 1).await.unwrap();
    let closed = storage.store_detections("a", &found(250), 4, 10).await.unwrap().closed.unwrap();
    assert_eq!(closed.detection_count, 250);
    let loaded = storage.load_batch(&closed.id).await.unwrap();
    let classes: Vec<_> = loaded.detections.iter().map(|detection| detection.object_class.clone()).collect();
    assert_eq!(classes, (0..250).map(|number| format!("class {number}")).collect::<Vec<_>>());
}

async fn a_batch_is_closed_when_its_time_is_over(database: &TestDatabase) {
    let storage = database.storage().await;
    for (id, camera, at) in [("a", "front", 1000), ("b", "back", 1500)] {
        storage.accept_image(&new_image(id, camera), 1).await.unwrap();
        storage.store_detections(id, &found(1), 10, at).await.unwrap();
    }
    assert!(storage.close_due_batches(1999, 1000).await.unwrap().is_empty());
    let closed = storage.close_due_batches(2000, 1000).await.unwrap();
    assert_eq!(closed.len(), 1);
    assert_eq!((closed[0].camera_id.as_str(), closed[0].closed_by, closed[0].closed_at), ("front", ClosedBy::Timeout, 2000));
    assert_eq!(storage.close_due_batches(2500, 1000).await.unwrap()[0].camera_id, "back");
    assert!(storage.close_due_batches(9999, 1000).await.unwrap().is_empty());
}

async fn a_batch_is_read_with_its_detections_and_the_traces_of_its_other_images(database: &TestDatabase) {
    let storage = database.storage().await;
    let closed = closed_batch(&storage, "front", &["a", "bb", "ccc"]).await;
    let loaded = storage.load_batch(&closed.id).await.unwrap();
    assert_eq!(loaded.batch, closed);
    assert!(loaded.waiting);
    assert_eq!(loaded.links, [trace(2), trace(3)]);
    let images: Vec<_> = loaded.detections.iter().map(|detection| detection.image_id.as_str()).collect();
    assert_eq!(images, ["a", "bb", "ccc"]);
    assert_eq!(loaded.detections[0].bounding_box, BoundingBox { x: 1.0, y: 2.5, width: 3.0, height: 4.0 });
    storage.store_event(&closed.id, &new_event(), 50).await.unwrap();
    assert!(!storage.load_batch(&closed.id).await.unwrap().waiting);
    let error = storage.load_batch("nothing").await.unwrap_err();
    assert_eq!(error.to_string(), "there is no batch with the id `nothing`");
}

async fn a_failed_batch_is_one_dead_letter_and_has_no_event(database: &TestDatabase) {
    let storage = database.storage().await;
    let closed = closed_batch(&storage, "front", &["a"]).await;
    assert!(storage.fail_batch(&closed.id, &failure("analysis"), 7).await.unwrap());
    assert!(!storage.fail_batch(&closed.id, &failure("analysis"), 8).await.unwrap());
    assert_eq!(storage.dead_letters(10).await.unwrap().len(), 1);
    let error = storage.store_event(&closed.id, &new_event(), 9).await.unwrap_err();
    assert_eq!(error.to_string(), format!("the batch `{}` is failed and not closed", closed.id));
}

async fn lost_batches_are_taken_once(database: &TestDatabase) {
    let storage = database.storage().await;
    let closed = closed_batch(&storage, "front", &["a"]).await;
    assert!(storage.take_lost_batches(10, 100, 10).await.unwrap().is_empty());
    let lost = storage.take_lost_batches(11, 100, 10).await.unwrap();
    assert_eq!(lost, [WaitingWork { id: closed.id.clone(), trace_context: trace(1) }]);
    assert!(storage.take_lost_batches(11, 100, 10).await.unwrap().is_empty());
    storage.store_event(&closed.id, &new_event(), 200).await.unwrap();
    assert!(storage.take_lost_batches(999, 1000, 10).await.unwrap().is_empty());
}
