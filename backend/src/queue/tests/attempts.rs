use super::*;
use std::time::Instant;

on_both!(
    what_is_released_comes_again_after_its_delay_and_not_before,
    what_a_dead_worker_held_comes_again_after_its_time,
    one_that_asks_for_more_time_keeps_its_message,
    what_was_tried_too_often_is_exhausted_and_buried,
    released_and_lost_tries_are_counted_together,
    two_messages_that_are_the_same_stay_two,
    only_so_many_dead_letters_are_kept,
);

async fn what_is_released_comes_again_after_its_delay_and_not_before(queues: &TestQueues) {
    let queue = queues.queue(|_| {});
    queue.publish(&message("a")).await.unwrap();
    let first = next(&queue).await;
    let start = Instant::now();
    assert!(queue.release(&first, Duration::from_millis(400)).await.unwrap());
    nothing(&queue).await;
    assert_eq!(queue.depth().await.unwrap(), 1);
    let second = next(&queue).await;
    assert!(start.elapsed() >= Duration::from_millis(390) && start.elapsed() < Duration::from_secs(4), "{:?}", start.elapsed());
    assert_eq!(second.message, Message { attempt: 2, ..message("a") });
    assert!(!queue.ack(&first).await.unwrap());
    assert!(queue.release(&second, Duration::ZERO).await.unwrap());
    assert_eq!(next(&queue).await.message.attempt, 3);
}

async fn what_a_dead_worker_held_comes_again_after_its_time(queues: &TestQueues) {
    let queue = queues.queue(|options| options.visibility = Duration::from_secs(1));
    queue.publish(&message("a")).await.unwrap();
    let dead = next(&queue).await;
    nothing(&queue).await;
    let again = next(&queue).await;
    assert_eq!(again.message, Message { attempt: 2, ..message("a") });
    assert!(!queue.ack(&dead).await.unwrap(), "it is not the first worker's any more");
    assert!(!queue.release(&dead, Duration::ZERO).await.unwrap());
    assert!(queue.ack(&again).await.unwrap());
    assert_eq!(queue.depth().await.unwrap(), 0);
}

async fn one_that_asks_for_more_time_keeps_its_message(queues: &TestQueues) {
    let visibility = Duration::from_millis(1500);
    let queue = queues.queue(|options| options.visibility = visibility);
    queue.publish(&message("a")).await.unwrap();
    let delivery = next(&queue).await;
    for _ in 0..4 {
        tokio::time::sleep(visibility / 3).await;
        assert!(queue.extend(&delivery).await.unwrap());
        nothing(&queue).await;
    }
    assert!(queue.ack(&delivery).await.unwrap());
}

async fn what_was_tried_too_often_is_exhausted_and_buried(queues: &TestQueues) {
    let queue = queues.queue(|options| options.max_attempts = 2);
    queue.publish(&message("a")).await.unwrap();
    let first = next(&queue).await;
    assert!(!first.is_last());
    queue.release(&first, Duration::ZERO).await.unwrap();
    let second = next(&queue).await;
    assert!(second.is_last() && !second.exhausted());
    queue.release(&second, Duration::ZERO).await.unwrap();
    let third = next(&queue).await;
    assert!(third.exhausted());
    assert!(queue.bury(&third, "no 'answer'").await.unwrap());
    nothing(&queue).await;
    assert_eq!(queue.depth().await.unwrap(), 0);
    let expected = DeadMessage { message: Message { attempt: 3, ..message("a") }, error: "no 'answer'".to_owned() };
    assert_eq!(queue.dead_letters(9).await.unwrap(), [expected]);
}

async fn released_and_lost_tries_are_counted_together(queues: &TestQueues) {
    let visibility = Duration::from_millis(700);
    let queue = queues.queue(|options| options.visibility = visibility);
    queue.publish(&message("a")).await.unwrap();
    for attempt in [1, 3, 5] {
        let lost = next(&queue).await;
        assert_eq!(lost.message.attempt, attempt);
        tokio::time::sleep(visibility + Duration::from_millis(20)).await;
        let delivery = next(&queue).await;
        assert_eq!(delivery.message.attempt, attempt + 1);
        assert!(queue.release(&delivery, Duration::ZERO).await.unwrap());
    }
}

async fn two_messages_that_are_the_same_stay_two(queues: &TestQueues) {
    let queue = queues.queue(|_| {});
    for _ in 0..2 {
        queue.publish(&message("a")).await.unwrap();
    }
    for _ in 0..2 {
        queue.release(&next(&queue).await, Duration::from_millis(50)).await.unwrap();
    }
    assert_eq!(queue.depth().await.unwrap(), 2);
    for _ in 0..2 {
        assert_eq!(next(&queue).await.message.attempt, 2);
    }
}

async fn only_so_many_dead_letters_are_kept(queues: &TestQueues) {
    // Redis drops whole pieces of a stream, of a hundred entries by default.
    let queue = queues.queue(|options| options.dead_letters = 100);
    for number in 0..350 {
        queue.publish(&message(&number.to_string())).await.unwrap();
        queue.bury(&next(&queue).await, "no").await.unwrap();
    }
    let letters = queue.dead_letters(1000).await.unwrap();
    assert!((100..=200).contains(&letters.len()), "{}", letters.len());
    assert_eq!(letters[0].message.id, "349");
    assert_eq!(queue.dead_letters(3).await.unwrap().len(), 3);
}
