//! From the machine that builds to what the linker is asked for: relocations in their packed form (ADR 0019).
//!
//! A program that may lie anywhere in memory has an entry for each address in its data, which are 24,000 here. The loader goes
//! through them before anything else. Packed, they are a thirtieth as large and take a third of the time.

use std::env;
use std::process::Command;

/// The first version of the GNU C Library that reads packed relocations. (Its NEWS for 2.36: `DT_RELR`.)
const FIRST_TO_READ: (u32, u32) = (2, 36);

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if is_built_for_here() && library_version().is_some_and(|version| version >= FIRST_TO_READ) {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// Whether the program is to run on a system like the one that builds it, and one for which this was tried.
fn is_built_for_here() -> bool {
    let variable = |name| env::var(name).unwrap_or_default();
    variable("HOST") == variable("TARGET") && variable("TARGET") == "x86_64-unknown-linux-gnu"
}

/// The version of this system's C library, where it tells: `glibc 2.36`.
fn library_version() -> Option<(u32, u32)> {
    let told = Command::new("getconf").arg("GNU_LIBC_VERSION").output().ok()?;
    let told = String::from_utf8(told.stdout).ok()?;
    let (major, minor) = told.trim().strip_prefix("glibc ")?.split_once('.')?;
    Some((major.parse().ok()?, minor.split('.').next()?.parse().ok()?))
}
