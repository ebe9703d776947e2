//! The queue within the process against the plainest thing that could be one.

use super::super::state::State;
use super::*;
use proptest::prelude::*;
use std::time::Instant;

const VISIBILITY: Duration = Duration::from_secs(10);
const CAPACITY: usize = 6;

#[derive(Debug, Clone)]
enum Step {
    Publish,
    Reserve,
    /// Of the deliveries that were handed out, old ones too, the one at this place from the end.
    Ack(usize),
    Release(usize, u64),
    Extend(usize),
    Bury(usize),
    Wait(u64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => Just(Step::Publish),
        5 => Just(Step::Reserve),
        2 => (0_usize..4).prop_map(Step::Ack),
        2 => ((0_usize..4), (0_u64..15)).prop_map(|(which, delay)| Step::Release(which, delay)),
        1 => (0_usize..4).prop_map(Step::Extend),
        1 => (0_usize..4).prop_map(Step::Bury),
        3 => (0_u64..12).prop_map(Step::Wait),
    ]
}

/// Where a message is, by seconds since the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    From(u64),
    HeldUntil(u64),
    Done,
    Dead,
}

#[derive(Debug, Clone, Copy)]
struct Item {
    place: Place,
    attempt: u32,
}

impl Item {
    fn available(self, now: u64) -> bool {
        match self.place {
            Place::From(at) | Place::HeldUntil(at) => at <= now,
            Place::Done | Place::Dead => false,
        }
    }

    fn is_inside(self) -> bool {
        !matches!(self.place, Place::Done | Place::Dead)
    }

    fn is_held_as(self, delivery: &Delivery) -> bool {
        matches!(self.place, Place::HeldUntil(_)) && self.attempt == delivery.message.attempt
    }
}

fn number(delivery: &Delivery) -> usize {
    delivery.message.id.parse().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn nothing_is_lost_and_nothing_is_handed_out_twice_except_after_its_time(steps in prop::collection::vec(step(), 1..120)) {
        let options = Options { capacity: CAPACITY, visibility: VISIBILITY, ..Options::new("model") };
        let mut state = State::new(options);
        let start = Instant::now();
        let mut now = 0;
        let mut items: Vec<Item> = Vec::new();
        let mut deliveries: Vec<Delivery> = Vec::new();
        for step in steps {
            let at = start + Duration::from_secs(now);
            let given = |which: usize| deliveries.len().checked_sub(which + 1).map(|place| deliveries[place].clone());
            match step {
                Step::Wait(seconds) => now += seconds,
                Step::Publish => {
                    let room = items.iter().filter(|item| item.is_inside()).count() < CAPACITY;
                    prop_assert_eq!(state.publish(message(&items.len().to_string())), room);
                    if room {
                        items.push(Item { place: Place::From(now), attempt: 0 });
                    }
                }
                Step::Reserve => match state.reserve(at) {
                    None => prop_assert!(!items.iter().any(|item| item.available(now)), "one was there"),
                    Some(delivery) => {
                        let item = &mut items[number(&delivery)];
                        prop_assert!(item.available(now), "it was not there: {:?}", item);
                        item.attempt += 1;
                        item.place = Place::HeldUntil(now + VISIBILITY.as_secs());
                        prop_assert_eq!(delivery.message.attempt, item.attempt);
                        deliveries.push(delivery);
                    }
                },
                Step::Ack(which) => if let Some(delivery) = given(which) {
                    let item = &mut items[number(&delivery)];
                    let held = item.is_held_as(&delivery);
                    prop_assert_eq!(state.ack(&delivery), held);
                    if held { item.place = Place::Done }
                },
                Step::Release(which, delay) => if let Some(delivery) = given(which) {
                    let item = &mut items[number(&delivery)];
                    let held = item.is_held_as(&delivery);
                    prop_assert_eq!(state.release(&delivery, Duration::from_secs(delay), at), held);
                    if held { item.place = Place::From(now + delay) }
                },
                Step::Extend(which) => if let Some(delivery) = given(which) {
                    let item = &mut items[number(&delivery)];
                    let held = item.is_held_as(&delivery);
                    prop_assert_eq!(state.extend(&delivery, at), held);
                    if held { item.place = Place::HeldUntil(now + VISIBILITY.as_secs()) }
                },
                Step::Bury(which) => if let Some(delivery) = given(which) {
                    let item = &mut items[number(&delivery)];
                    let held = item.is_held_as(&delivery);
                    prop_assert_eq!(state.bury(&delivery, "no"), held);
                    if held { item.place = Place::Dead }
                },
            }
            prop_assert_eq!(state.depth(), items.iter().filter(|item| item.is_inside()).count());
        }
        // Whatever is left comes out in the end, each once.
        let end = start + Duration::from_secs(now + 1000);
        let mut left: Vec<usize> = std::iter::from_fn(|| state.reserve(end)).map(|delivery| number(&delivery)).collect();
        left.sort_unstable();
        let expected: Vec<usize> = (0..items.len()).filter(|place| items[*place].is_inside()).collect();
        prop_assert_eq!(left, expected);
        let dead = items.iter().filter(|item| item.place == Place::Dead).count();
        prop_assert_eq!(state.dead_letters(usize::MAX).len(), dead);
    }
}
