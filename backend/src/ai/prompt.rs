//! From a camera and what was seen on it to the prompt.
//!
//! What the prompt asks for is what [`assessment`](super::assessment) reads.

use super::prompt_versions::PromptVersion;
use std::fmt::Write as _;

/// The most detections that are listed; of more only the number is told.
const MOST_LISTED: usize = 50;

/// The longest text from outside that goes into a prompt, in characters.
const LONGEST_NAME: usize = 64;

/// An object that was seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seen<'a> {
    /// What it is.
    pub object_class: &'a str,
    /// How sure RT-DETR is, 0 to 1.
    pub confidence: f64,
}

/// The prompt for a batch. It has at most some 6,000 characters, however many objects were seen: those that RT-DETR is surest of are listed.
#[must_use]
pub fn build(version: PromptVersion, camera_id: &str, seen: &[Seen<'_>]) -> String {
    let mut prompt = String::from("You watch the cameras of a home. Judge what a camera has seen.\n\n");
    // Writing to a String cannot fail.
    let _ = writeln!(prompt, "Camera: {}", name(camera_id));
    let _ = writeln!(prompt, "Objects seen: {}", seen.len());
    list(&mut prompt, seen);
    prompt.push_str(match version {
        PromptVersion::Second => {
            "\nThink about what the objects may be doing there. Then answer with one JSON object and nothing else:\n\
             {\"risk_score\": a whole number from 0 (no risk) to 100 (act now), \
             \"risk_level\": \"low\" below 30, \"medium\" below 60, \"high\" below 85, else \"critical\", \
             \"summary\": one or two sentences}\n"
        }
        PromptVersion::First => {
            "\nAnswer with JSON only, in this form, with your own values:\n\
             {\"risk_score\": 10, \"risk_level\": \"low\", \"summary\": \"A cat walks by.\"}\n"
        }
    });
    prompt
}

fn list(prompt: &mut String, seen: &[Seen<'_>]) {
    let mut listed = seen.to_vec();
    listed.sort_by(|one, other| other.confidence.total_cmp(&one.confidence));
    for Seen { object_class, confidence } in listed.iter().take(MOST_LISTED) {
        let _ = writeln!(prompt, "- {} (confidence {confidence:.2})", name(object_class));
    }
    if let Some(more) = listed.len().checked_sub(MOST_LISTED).filter(|more| *more > 0) {
        let _ = writeln!(prompt, "- and {more} more");
    }
}

/// A name on one line: it must not be able to continue the prompt in its own words.
fn name(text: &str) -> String {
    text.chars().filter(|character| !character.is_control()).take(LONGEST_NAME).collect()
}

#[cfg(test)]
mod tests {
    use super::super::assessment;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_prompt_lists_the_surest_first_and_says_how_many_more_there_are() {
        let mut seen = vec![Seen { object_class: "cat", confidence: 0.5 }; MOST_LISTED + 2];
        seen.push(Seen { object_class: "person", confidence: 0.987 });
        let prompt = build(PromptVersion::Second, "front_door", &seen);
        assert!(prompt.contains("Camera: front_door\nObjects seen: 53\n- person (confidence 0.99)\n- cat (confidence 0.50)\n"));
        assert!(prompt.contains("\n- and 3 more\n"));
    }

    #[test]
    fn the_versions_differ_and_the_first_shows_an_answer_that_is_one() {
        let (first, second) = (build(PromptVersion::First, "a", &[]), build(PromptVersion::Second, "a", &[]));
        assert_ne!(first, second);
        assert!(assessment::parse(&first).is_ok());
    }

    proptest! {
        #[test]
        fn no_name_adds_a_line_and_no_prompt_is_long(camera in any::<String>(), class in any::<String>(), count in 0..200_usize) {
            let seen = vec![Seen { object_class: &class, confidence: 0.5 }; count];
            let prompt = build(PromptVersion::Second, &camera, &seen);
            let empty = build(PromptVersion::Second, "", &[]);
            let more = count.min(MOST_LISTED) + usize::from(count > MOST_LISTED);
            prop_assert_eq!(prompt.lines().count(), empty.lines().count() + more);
            prop_assert!(prompt.chars().count() < 6_000);
        }
    }
}
