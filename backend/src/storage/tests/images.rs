use super::*;

on_both!(
    an_accepted_image_is_read_back_and_accepting_it_again_changes_nothing,
    a_rejected_image_is_gone_unless_it_was_dealt_with,
    storing_detections_frees_the_image_and_twice_changes_nothing,
    detections_of_an_unknown_image_are_an_error,
    a_failed_image_is_one_dead_letter_and_takes_no_detections,
    lost_images_are_taken_once_and_oldest_first,
);

async fn an_accepted_image_is_read_back_and_accepting_it_again_changes_nothing(database: &TestDatabase) {
    let storage = database.storage().await;
    let new = new_image("a", "front");
    assert!(storage.accept_image(&new, 5).await.unwrap());
    assert!(!storage.accept_image(&NewImage { content: vec![9], ..new.clone() }, 6).await.unwrap());
    let image = storage.load_image("a").await.unwrap().unwrap();
    let expected = Image {
        id: "a".to_owned(),
        camera_id: "front".to_owned(),
        content_type: "image/jpeg".to_owned(),
        content: Some(new.content),
        state: ImageState::Accepted,
        trace_context: new.trace_context,
        attempts: 0,
        created_at: 5,
    };
    assert_eq!(image, expected);
    assert_eq!(storage.load_image("b").await.unwrap(), None);
    assert_eq!(storage.counts().await.unwrap(), Counts { images_accepted: 1, batches_open: 0, batches_closed: 0 });
    storage.ping().await.unwrap();
}

async fn a_rejected_image_is_gone_unless_it_was_dealt_with(database: &TestDatabase) {
    let storage = database.storage().await;
    storage.accept_image(&new_image("a", "front"), 1).await.unwrap();
    assert!(storage.reject_image("a").await.unwrap());
    assert!(!storage.reject_image("a").await.unwrap());
    storage.accept_image(&new_image("b", "front"), 1).await.unwrap();
    storage.store_detections("b", &[], 5, 2).await.unwrap();
    assert!(!storage.reject_image("b").await.unwrap());
    assert!(storage.load_image("b").await.unwrap().is_some());
}

async fn storing_detections_frees_the_image_and_twice_changes_nothing(database: &TestDatabase) {
    let storage = database.storage().await;
    storage.accept_image(&new_image("a", "front"), 1).await.unwrap();
    let first = storage.store_detections("a", &found(2), 2, 3).await.unwrap();
    assert!(first.stored && first.closed.is_some());
    let second = storage.store_detections("a", &found(2), 2, 4).await.unwrap();
    assert_eq!(second, StoredDetections { stored: false, closed: None });
    let image = storage.load_image("a").await.unwrap().unwrap();
    assert_eq!((image.state, image.content), (ImageState::Detected, None));
    let page = storage.detections(&PageQuery { limit: 10, ..PageQuery::default() }).await.unwrap();
    assert_eq!(page.items.len(), 2);
}

async fn detections_of_an_unknown_image_are_an_error(database: &TestDatabase) {
    let storage = database.storage().await;
    let error = storage.store_detections("nothing", &found(1), 2, 3).await.unwrap_err();
    assert_eq!(error.to_string(), "there is no image with the id `nothing`");
}

async fn a_failed_image_is_one_dead_letter_and_takes_no_detections(database: &TestDatabase) {
    let storage = database.storage().await;
    storage.accept_image(&new_image("a", "front"), 1).await.unwrap();
    assert!(storage.fail_image("a", &failure("detection"), 7).await.unwrap());
    assert!(!storage.fail_image("a", &failure("detection"), 8).await.unwrap());
    assert!(!storage.store_detections("a", &found(1), 1, 9).await.unwrap().stored);
    let letters = storage.dead_letters(10).await.unwrap();
    assert_eq!(letters.len(), 1);
    assert_eq!((&letters[0].failure, letters[0].created_at), (&failure("detection"), 7));
    let image = storage.load_image("a").await.unwrap().unwrap();
    assert_eq!((image.state, image.attempts), (ImageState::Failed, 3));
}

async fn lost_images_are_taken_once_and_oldest_first(database: &TestDatabase) {
    let storage = database.storage().await;
    for (id, at) in [("c", 30), ("a", 10), ("b", 20), ("done", 5)] {
        storage.accept_image(&new_image(id, "front"), at).await.unwrap();
    }
    storage.store_detections("done", &[], 1, 6).await.unwrap();
    let ids = |lost: Vec<WaitingWork>| lost.into_iter().map(|work| work.id).collect::<Vec<_>>();
    assert_eq!(ids(storage.take_lost_images(25, 100, 1).await.unwrap()), ["a"]);
    assert_eq!(ids(storage.take_lost_images(25, 100, 10).await.unwrap()), ["b"]);
    assert!(storage.take_lost_images(25, 100, 10).await.unwrap().is_empty());
    let again = storage.take_lost_images(200, 300, 10).await.unwrap();
    assert_eq!(again.len(), 3);
    assert_eq!(again[0].trace_context, trace(1));
}
