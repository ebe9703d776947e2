//! From a command, as it is sent to Redis, to its name and whether it waits.

use redis::{Arg, Cmd, Pipeline};

/// Commands that wait whatever their arguments are.
const BLOCKING: &[&str] = &[
    "BLPOP",
    "BRPOP",
    "BLMOVE",
    "BLMPOP",
    "BRPOPLPUSH",
    "BZPOPMIN",
    "BZPOPMAX",
    "BZMPOP",
    "WAIT",
    "WAITAOF",
    "SUBSCRIBE",
    "MONITOR",
];

/// The name of a command, in capitals, as Redis' documentation writes it.
pub(super) fn name(command: &Cmd) -> String {
    match command.args_iter().next() {
        Some(Arg::Simple(name)) if name.len() <= 32 && name.is_ascii() => String::from_utf8_lossy(name).to_ascii_uppercase(),
        _ => "OTHER".to_owned(),
    }
}

/// The name of a pipeline: `MULTI` where it is a transaction.
pub(super) fn pipeline_name(pipeline: &Pipeline) -> &'static str {
    if pipeline.is_transaction() { "MULTI" } else { "PIPELINE" }
}

/// Whether a command waits until there is something for it: those with a B in front, and reads of streams with the word BLOCK.
pub(super) fn blocks(name: &str, command: &Cmd) -> bool {
    if matches!(name, "XREAD" | "XREADGROUP") {
        return simple(command)
            .take_while(|argument| !argument.eq_ignore_ascii_case(b"STREAMS"))
            .any(|argument| argument.eq_ignore_ascii_case(b"BLOCK"));
    }
    BLOCKING.contains(&name)
}

fn simple(command: &Cmd) -> impl Iterator<Item = &[u8]> {
    command.args_iter().filter_map(|argument| match argument {
        Arg::Simple(bytes) => Some(bytes),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use redis::cmd;

    #[test]
    fn a_command_is_named_by_its_first_word() {
        assert_eq!(name(cmd("xadd").arg("key").arg("*")), "XADD");
        assert_eq!(name(&cmd("ä")), "OTHER");
        assert_eq!(name(&Cmd::new()), "OTHER");
    }

    #[test]
    fn reads_of_streams_block_only_with_the_word() {
        let waits = |command: &Cmd| blocks(&name(command), command);
        assert!(waits(cmd("XREADGROUP").arg("GROUP").arg("g").arg("c").arg("BLOCK").arg(5).arg("STREAMS").arg("k").arg(">")));
        assert!(!waits(cmd("XREADGROUP").arg("GROUP").arg("g").arg("c").arg("STREAMS").arg("block").arg(">")));
        assert!(waits(cmd("BLPOP").arg("k").arg(0)));
        assert!(!waits(cmd("GET").arg("BLOCK")));
    }
}
