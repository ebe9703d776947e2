//! Many contents from one run of `git cat-file --batch`.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};
use std::thread;

use super::{Entry, RevisionError, strange};

/// Contents longer than this are not read: 64 MiB, as for files on the disk.
pub const LONGEST: u64 = 64 << 20;

const COMMAND: &str = "cat-file --batch";

/// Asks for all entries and reads the answers at the same time: git writes before it has read everything, and would wait for ever
/// for somebody who does not read.
pub(super) fn contents(mut git: Command, entries: &[&Entry]) -> Result<Vec<Option<Vec<u8>>>, RevisionError> {
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    git.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut git = git.spawn().map_err(RevisionError::NoGit)?;
    let (Some(mut input), Some(output)) = (git.stdin.take(), git.stdout.take()) else { return Err(strange(COMMAND)) };
    let wanted: String = entries.iter().flat_map(|entry| [entry.id.as_str(), "\n"]).collect();
    let read = thread::scope(|scope| {
        let asked = scope.spawn(move || input.write_all(wanted.as_bytes()));
        let read = read_all(BufReader::with_capacity(1 << 16, output), entries.len());
        // Where git went away before it was asked everything, what was read says so.
        drop(asked.join());
        read
    });
    let status = git.wait().map_err(RevisionError::NoGit)?;
    match read {
        Ok(contents) if status.success() => Ok(contents),
        Ok(_) => Err(RevisionError::Failed(format!("`git {COMMAND}` ended with {status}"))),
        Err(error) => Err(RevisionError::Failed(format!("`git {COMMAND}`: {error}"))),
    }
}

/// Reads so many answers: `<id> blob <size>`, a line break, the bytes, a line break; or `<id> missing`.
fn read_all(mut output: impl BufRead, number: usize) -> io::Result<Vec<Option<Vec<u8>>>> {
    let bad = |words: &str| io::Error::new(io::ErrorKind::InvalidData, words.to_owned());
    let mut contents = Vec::with_capacity(number);
    for _ in 0..number {
        let mut head = String::new();
        output.read_line(&mut head)?;
        let mut words = head.split_whitespace();
        let size = match (words.next(), words.next(), words.next()) {
            (Some(_), Some("blob"), Some(size)) => size.parse::<u64>().map_err(|_| bad("an answer has no size"))?,
            (Some(id), Some("missing"), _) => return Err(bad(&format!("the object {id} is missing"))),
            _ => return Err(bad("an answer can't be read")),
        };
        if size > LONGEST {
            io::copy(&mut output.by_ref().take(size), &mut io::sink())?;
            contents.push(None);
        } else {
            let mut content = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
            output.by_ref().take(size).read_to_end(&mut content)?;
            if content.len() as u64 != size {
                return Err(bad("an answer ends early"));
            }
            contents.push(Some(content));
        }
        let mut end = [0];
        output.read_exact(&mut end)?;
    }
    Ok(contents)
}

#[cfg(test)]
mod tests {
    use super::read_all;

    #[test]
    fn answers_are_read_one_after_the_other() {
        let output = b"aa blob 3\nx\ny\nbb blob 0\n\n";
        assert_eq!(read_all(&output[..], 2).unwrap(), [Some(b"x\ny".to_vec()), Some(Vec::new())]);
    }

    #[test]
    fn what_is_missing_or_cut_is_an_error() {
        for output in [&b"aa missing\n"[..], b"aa blob 9\nx\n", b"", b"aa tree 0\n\n"] {
            assert!(read_all(output, 1).is_err());
        }
    }
}
