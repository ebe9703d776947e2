//! The two readers of YAML say the same of any text, and neither panics.

#![no_main]

use libfuzzer_sys::fuzz_target;
use spanboard::yaml;

fuzz_target!(|text: &str| {
    // What only the reader of the whole language was asked for need not be asked again.
    if let Ok(value) = yaml::parse(text) {
        assert_eq!(yaml::parse_whole(text), Ok(value));
    }
    let _ = yaml::parse_all(text);
});
