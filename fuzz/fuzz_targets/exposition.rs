//! Whatever a program exposes is read or refused in words, and the contract that begins with it says what it should.

#![no_main]

use libfuzzer_sys::fuzz_target;
use spanboard::import::{begin, read};
use spanboard::yaml;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(exposition) = read("metrics.txt", bytes) {
        let begun = begin("service", &exposition);
        assert_eq!(yaml::from_str(&begun.text), Ok(begun.spec));
    }
});
