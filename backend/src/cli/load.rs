//! Images that keep coming: from a rate and a number of cameras to requests, and what became of them.

use bytes::Bytes;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::{Instant, MissedTickBehavior};

/// Cameras, as they would be named.
const PLACES: [&str; 8] = ["front_door", "garden", "garage", "driveway", "back_door", "hall", "cellar", "gate"];

/// How many images were sent and what became of them.
#[derive(Debug, Default)]
pub struct Sent {
    pub accepted: AtomicU64,
    pub refused: AtomicU64,
}

/// Sends images to the API of a service until it is aborted.
pub fn start(
    service: String,
    per_second: f64,
    cameras: u32,
    seed: u64,
    sent: Arc<Sent>,
) -> Result<JoinHandle<()>, reqwest::Error> {
    let client = reqwest::Client::builder().timeout(Duration::from_secs(30)).build()?;
    Ok(tokio::spawn(async move {
        let mut random = StdRng::seed_from_u64(seed);
        let mut ticks = tokio::time::interval_at(Instant::now(), Duration::from_secs_f64(1.0 / per_second));
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            let camera = camera(random.random_range(0..cameras));
            let url = format!("{service}/api/images?camera_id={camera}");
            let request = client.post(url).header("content-type", "image/jpeg").body(image(&mut random));
            let sent = Arc::clone(&sent);
            // The next image does not wait for the answer to this one.
            tokio::spawn(async move {
                let accepted = request.send().await.is_ok_and(|answer| answer.status().is_success());
                let counter = if accepted { &sent.accepted } else { &sent.refused };
                counter.fetch_add(1, Ordering::Relaxed);
            });
        }
    }))
}

fn camera(number: u32) -> String {
    let place = PLACES[number as usize % PLACES.len()];
    match number as usize / PLACES.len() {
        0 => place.to_owned(),
        further => format!("{place}_{}", further + 1),
    }
}

/// Something that begins as a JPEG does. The stand-in for RT-DETR makes its detections from the bytes and does not look at the picture.
fn image(random: &mut StdRng) -> Bytes {
    let mut content = vec![0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x10, b'J', b'F', b'I', b'F', 0x00];
    content.extend((0..4096).map(|_| random.random::<u8>()));
    Bytes::from(content)
}
