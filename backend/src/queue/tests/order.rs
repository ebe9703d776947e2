use super::*;
use std::time::Instant;

on_both!(
    messages_come_in_order_as_they_were_put_in,
    what_is_done_is_gone_and_is_done_once,
    a_full_queue_refuses_until_something_is_done,
    one_that_waits_for_room_gets_it_and_says_that_it_waits,
    one_that_waits_for_a_message_is_woken_by_it,
    without_a_message_the_wait_ends,
    a_closed_queue_takes_and_gives_nothing_but_settles,
);

async fn messages_come_in_order_as_they_were_put_in(queues: &TestQueues) {
    let queue = queues.queue(|_| {});
    for id in ["a", "b", "c"] {
        queue.publish(&message(id)).await.unwrap();
    }
    for id in ["a", "b", "c"] {
        let delivery = next(&queue).await;
        assert_eq!(delivery.message, Message { attempt: 1, ..message(id) });
        assert!(!delivery.exhausted() && !delivery.is_last());
    }
    nothing(&queue).await;
    assert_eq!(queue.depth().await.unwrap(), 3);
}

async fn what_is_done_is_gone_and_is_done_once(queues: &TestQueues) {
    let visibility = Duration::from_secs(1);
    let queue = queues.queue(|options| options.visibility = visibility);
    queue.publish(&message("a")).await.unwrap();
    let delivery = next(&queue).await;
    assert!(queue.ack(&delivery).await.unwrap());
    assert!(!queue.ack(&delivery).await.unwrap());
    assert!(!queue.release(&delivery, Duration::ZERO).await.unwrap());
    assert!(!queue.extend(&delivery).await.unwrap());
    assert!(!queue.bury(&delivery, "late").await.unwrap());
    assert_eq!(queue.depth().await.unwrap(), 0);
    tokio::time::sleep(visibility + SHORT).await;
    nothing(&queue).await;
    assert!(queue.dead_letters(9).await.unwrap().is_empty());
}

async fn a_full_queue_refuses_until_something_is_done(queues: &TestQueues) {
    let queue = queues.queue(|options| options.capacity = 2);
    queue.publish(&message("a")).await.unwrap();
    queue.publish(&message("b")).await.unwrap();
    let full = queue.publish(&message("c")).await.unwrap_err();
    assert_eq!(full.to_string(), format!("the queue `{}` is full: it holds 2 messages", queue.options().name));
    let delivery = next(&queue).await;
    assert!(matches!(queue.publish(&message("c")).await, Err(QueueError::Full { .. })), "what is held counts");
    queue.release(&delivery, LONG).await.unwrap();
    assert!(matches!(queue.publish(&message("c")).await, Err(QueueError::Full { .. })), "what is put off counts");
    queue.ack(&next(&queue).await).await.unwrap();
    queue.publish(&message("c")).await.unwrap();
    assert_eq!(next(&queue).await.message.id, "c");
}

async fn one_that_waits_for_room_gets_it_and_says_that_it_waits(queues: &TestQueues) {
    let queue = queues.queue(|options| options.capacity = 1);
    let mut waited = 0;
    queue.publish_or_wait(&message("a"), LONG, || waited += 1).await.unwrap();
    assert_eq!(waited, 0);
    let result = queue.publish_or_wait(&message("b"), SHORT, || waited += 1).await;
    assert!(matches!(result, Err(QueueError::Full { .. })));
    assert_eq!(waited, 1);
    let other = queue.clone();
    let publishing = tokio::spawn(async move { other.publish_or_wait(&message("b"), LONG, || ()).await });
    tokio::time::sleep(SHORT).await;
    assert!(!publishing.is_finished());
    queue.ack(&next(&queue).await).await.unwrap();
    publishing.await.unwrap().unwrap();
    assert_eq!(next(&queue).await.message.id, "b");
}

async fn one_that_waits_for_a_message_is_woken_by_it(queues: &TestQueues) {
    let queue = queues.queue(|_| {});
    let mut waiting = tokio::task::JoinSet::new();
    for _ in 0..2 {
        let queue = queue.clone();
        waiting.spawn(async move { next(&queue).await.message.id });
    }
    tokio::time::sleep(SHORT).await;
    let start = Instant::now();
    queue.publish(&message("a")).await.unwrap();
    queue.publish(&message("b")).await.unwrap();
    let mut ids = waiting.join_all().await;
    ids.sort();
    assert_eq!(ids, ["a", "b"]);
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
}

async fn without_a_message_the_wait_ends(queues: &TestQueues) {
    let queue = queues.queue(|_| {});
    let start = Instant::now();
    assert_eq!(queue.reserve(SHORT).await.unwrap(), None);
    assert!(start.elapsed() >= SHORT && start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
}

async fn a_closed_queue_takes_and_gives_nothing_but_settles(queues: &TestQueues) {
    let queue = queues.queue(|_| {});
    queue.publish(&message("a")).await.unwrap();
    let held = next(&queue).await;
    let other = queue.clone();
    let waiting = tokio::spawn(async move { other.reserve(LONG * 6).await.unwrap() });
    tokio::time::sleep(SHORT).await;
    let start = Instant::now();
    queue.close();
    assert_eq!(waiting.await.unwrap(), None);
    assert!(start.elapsed() < Duration::from_secs(3));
    assert!(matches!(queue.publish(&message("b")).await, Err(QueueError::Closed { .. })));
    assert!(queue.is_closed());
    assert!(queue.ack(&held).await.unwrap());
}
