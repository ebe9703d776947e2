use super::*;
use std::collections::BTreeMap;
use std::sync::Mutex;
use tokio::task::JoinSet;

on_both!(of_many_messages_none_is_lost_and_none_doubled, with_workers_that_die_none_is_lost);

const PRODUCERS: usize = 4;
const EACH: usize = 60;

async fn publish_all(queue: &Queue) {
    let mut producers = JoinSet::new();
    for producer in 0..PRODUCERS {
        let queue = queue.clone();
        producers.spawn(async move {
            for number in 0..EACH {
                queue.publish_or_wait(&message(&format!("{producer}-{number}")), LONG * 3, || ()).await.unwrap();
            }
        });
    }
    producers.join_all().await;
}

/// Workers that go on until the queue is closed. `done` says what becomes of a message.
fn work(queue: &Queue, count: usize, dies: fn(&Delivery) -> bool) -> (JoinSet<()>, &'static Mutex<BTreeMap<String, u32>>) {
    let seen: &'static Mutex<BTreeMap<String, u32>> = Box::leak(Box::default());
    let mut workers = JoinSet::new();
    for _ in 0..count {
        let queue = queue.clone();
        workers.spawn(async move {
            while !queue.is_closed() {
                let Some(delivery) = queue.reserve(LONG).await.unwrap() else { continue };
                assert!(queue.depth().await.unwrap() <= queue.options().capacity);
                if dies(&delivery) {
                    continue;
                }
                *seen.lock().unwrap().entry(delivery.message.id.clone()).or_default() += 1;
                queue.ack(&delivery).await.unwrap();
            }
        });
    }
    (workers, seen)
}

async fn finish(queue: &Queue, workers: JoinSet<()>) {
    while queue.depth().await.unwrap() > 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    queue.close();
    workers.join_all().await;
}

async fn of_many_messages_none_is_lost_and_none_doubled(queues: &TestQueues) {
    let queue = queues.queue(|options| options.capacity = 25);
    let (workers, seen) = work(&queue, 5, |_| false);
    publish_all(&queue).await;
    finish(&queue, workers).await;
    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), PRODUCERS * EACH);
    assert!(seen.values().all(|times| *times == 1), "{seen:?}");
}

async fn with_workers_that_die_none_is_lost(queues: &TestQueues) {
    let queue = queues.queue(|options| {
        options.capacity = 1000;
        options.visibility = Duration::from_millis(300);
    });
    // Every third message loses its first worker.
    let (workers, seen) =
        work(&queue, 5, |delivery| delivery.message.attempt == 1 && delivery.message.id.ends_with(['0', '3', '6', '9']));
    publish_all(&queue).await;
    finish(&queue, workers).await;
    assert_eq!(seen.lock().unwrap().len(), PRODUCERS * EACH);
}

/// Two messages and two that wait for them, over and over: each wakes one.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_message_lies_there_while_somebody_waits() {
    let queue = TestQueues::in_process().queue(|_| {});
    let start = std::time::Instant::now();
    for _ in 0..2000 {
        let mut waiting = JoinSet::new();
        for _ in 0..2 {
            let queue = queue.clone();
            waiting.spawn(async move { queue.ack(&next(&queue).await).await.unwrap() });
        }
        for id in ["a", "b"] {
            let queue = queue.clone();
            waiting.spawn(async move { queue.publish(&message(id)).await.is_ok() });
        }
        assert!(waiting.join_all().await.into_iter().all(|done| done));
    }
    assert!(start.elapsed() < LONG, "somebody slept on: {:?}", start.elapsed());
}
