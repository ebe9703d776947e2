//! Progress of long work: a line on the standard error when it takes longer than a second.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// How long work is silent, and how often progress is told from then on.
const INTERVAL: Duration = Duration::from_secs(1);

/// So few files are done before anybody would ask, and the thread that tells would take a part of their time.
const FEW: usize = 50;

/// Does `work` on so many `files`, and tells each second how many of `total` are `done`. Of few files nothing is told.
pub(super) fn watch<T>(files: usize, done: &AtomicUsize, total: &AtomicUsize, work: impl FnOnce() -> T) -> T {
    if files < FEW {
        return work();
    }
    let (finished, watching) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || tell(done, total, &watching));
        let result = work();
        drop(finished);
        result
    })
}

fn tell(done: &AtomicUsize, total: &AtomicUsize, watching: &mpsc::Receiver<()>) {
    let mut told = false;
    let terminal = io::stderr().is_terminal();
    while let Err(RecvTimeoutError::Timeout) = watching.recv_timeout(INTERVAL) {
        let (done, total) = (done.load(Ordering::Relaxed), total.load(Ordering::Relaxed));
        let (begin, end) = if terminal { ("\r", "") } else { ("", "\n") };
        // Progress that can't be shown is not worth failing for.
        let _ = write!(io::stderr(), "{begin}generate: {done} of {total} files{end}");
        told = true;
    }
    if told && terminal {
        let _ = writeln!(io::stderr());
    }
}
