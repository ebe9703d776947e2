use super::*;
use std::collections::BTreeSet;
use tokio::task::JoinSet;

on_both!(
    many_tasks_lose_nothing_and_double_nothing,
    of_many_that_close_due_batches_each_batch_goes_to_one,
    of_many_that_store_the_same_event_one_does,
    of_many_that_take_lost_work_each_goes_to_one,
);

const CAMERAS: usize = 3;
const IMAGES: usize = 120;
const PER_IMAGE: usize = 2;

/// Every image is dealt with by two tasks at once, as after a redelivery, while a third closes batches by time. Two storages stand for two
/// processes.
async fn many_tasks_lose_nothing_and_double_nothing(database: &TestDatabase) {
    let storages = [database.storage().await, database.storage().await];
    let mut tasks = JoinSet::new();
    for number in 0..IMAGES {
        let storage = storages[number % 2].clone();
        let other = storages[(number + 1) % 2].clone();
        tasks.spawn(async move {
            let id = format!("image {number}");
            storage.accept_image(&new_image(&id, &format!("camera {}", number % CAMERAS)), 1).await.unwrap();
            let one = tokio::spawn({
                let id = id.clone();
                async move { other.store_detections(&id, &found(PER_IMAGE), 7, 10).await.unwrap() }
            });
            let two = storage.store_detections(&id, &found(PER_IMAGE), 7, 10).await.unwrap();
            let one = one.await.unwrap();
            assert!(one.stored != two.stored, "an image is stored by one of two");
            [one.closed, two.closed].into_iter().flatten().map(|batch| batch.id).collect::<Vec<_>>()
        });
    }
    let timer = storages[0].clone();
    tasks.spawn(async move {
        let mut closed = Vec::new();
        for _ in 0..20 {
            closed.extend(timer.close_due_batches(100, 50).await.unwrap().into_iter().map(|batch| batch.id));
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        closed
    });
    let mut closed: Vec<String> = tasks.join_all().await.into_iter().flatten().collect();
    closed.extend(storages[1].close_due_batches(1000, 0).await.unwrap().into_iter().map(|batch| batch.id));
    let distinct: BTreeSet<_> = closed.iter().cloned().collect();
    assert_eq!(distinct.len(), closed.len(), "a batch was closed twice");
    let mut detections = 0;
    for id in &distinct {
        let loaded = storages[0].load_batch(id).await.unwrap();
        assert_eq!(i64::try_from(loaded.detections.len()).unwrap(), loaded.batch.detection_count);
        assert!(loaded.detections.iter().all(|detection| detection.camera_id == loaded.batch.camera_id));
        detections += loaded.detections.len();
    }
    assert_eq!(detections, IMAGES * PER_IMAGE);
    let counts = storages[0].counts().await.unwrap();
    let expected = Counts { images_accepted: 0, batches_open: 0, batches_closed: i64::try_from(distinct.len()).unwrap() };
    assert_eq!(counts, expected);
}

async fn of_many_that_close_due_batches_each_batch_goes_to_one(database: &TestDatabase) {
    let storage = database.storage().await;
    for number in 0..20 {
        let id = format!("image {number}");
        storage.accept_image(&new_image(&id, &format!("camera {number}")), 1).await.unwrap();
        storage.store_detections(&id, &found(1), 10, 1).await.unwrap();
    }
    let mut tasks = JoinSet::new();
    for _ in 0..8 {
        let storage = storage.clone();
        tasks.spawn(async move { storage.close_due_batches(100, 10).await.unwrap() });
    }
    let closed: Vec<_> = tasks.join_all().await.into_iter().flatten().map(|batch| batch.id).collect();
    assert_eq!(closed.len(), 20);
    assert_eq!(closed.iter().collect::<BTreeSet<_>>().len(), 20);
}

async fn of_many_that_store_the_same_event_one_does(database: &TestDatabase) {
    let storage = database.storage().await;
    let batch = closed_batch(&storage, "front", &["a"]).await;
    let mut tasks = JoinSet::new();
    for _ in 0..8 {
        let (storage, id) = (storage.clone(), batch.id.clone());
        tasks.spawn(async move { storage.store_event(&id, &new_event(), 50).await.unwrap() });
    }
    let stored = tasks.join_all().await;
    assert_eq!(stored.iter().filter(|event| event.stored).count(), 1);
    assert_eq!(stored.iter().map(|event| event.event.id).collect::<BTreeSet<_>>().len(), 1);
}

async fn of_many_that_take_lost_work_each_goes_to_one(database: &TestDatabase) {
    const LOST: i64 = 300;
    let storages = [database.storage().await, database.storage().await];
    for number in 0..LOST {
        storages[0].accept_image(&new_image(&format!("image {number}"), "front"), number).await.unwrap();
    }
    let together = Arc::new(tokio::sync::Barrier::new(8));
    let mut tasks = JoinSet::new();
    for task in 0..8 {
        let (storage, together) = (storages[task % 2].clone(), Arc::clone(&together));
        tasks.spawn(async move {
            together.wait().await;
            storage.take_lost_images(LOST, LOST * 2, LOST).await.unwrap()
        });
    }
    let mut taken: Vec<_> = tasks.join_all().await.into_iter().flatten().map(|work| work.id).collect();
    taken.extend(storages[0].take_lost_images(LOST, LOST * 2, LOST).await.unwrap().into_iter().map(|work| work.id));
    assert_eq!(taken.iter().collect::<BTreeSet<_>>().len(), 300);
    assert_eq!(taken.len(), 300, "something was taken twice");
}
