//! From what the model wrote to how a batch is judged.
//!
//! Models wrap the JSON that they are asked for in words and code fences, and sometimes write an example of it before. What is looked for is
//! the first object in the text that is a whole assessment.

use crate::risk::RiskLevel;
use serde_json::{Map, Value};
use thiserror::Error;

/// The longest summary that is kept, in characters.
pub const LONGEST_SUMMARY: usize = 1_000;

/// How much of a text is looked at, in bytes.
const LONGEST_TEXT: usize = 64 << 10;

/// How many places are looked at where an object may begin. It bounds the work on a text of nothing but braces.
const MOST_OBJECTS: usize = 64;

/// How a batch is judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// How much of a risk it is, 0 to 100.
    pub risk_score: u8,
    /// The same as a word.
    pub risk_level: RiskLevel,
    /// What was seen and why that is a risk or none, in a sentence or two. No longer than [`LONGEST_SUMMARY`].
    pub summary: String,
}

/// Why a text is no assessment.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AssessmentError {
    /// There is no object with a risk score in it.
    #[error("no JSON object with a `risk_score` in the completion")]
    NoObject,
    /// The score is not one.
    #[error("`risk_score` is {0}, expected a number from 0 to 100")]
    RiskScore(String),
    /// The level is not one.
    #[error("`risk_level` is {0:?}, expected low, medium, high or critical")]
    RiskLevel(String),
    /// There is no summary.
    #[error("no `summary` in the completion")]
    Summary,
}

/// Finds the assessment in a text. The level may be missing, and is that of the score then. An error is that of the last object with a
/// score.
pub fn parse(text: &str) -> Result<Assessment, AssessmentError> {
    let text = text.get(..text.floor_char_boundary(LONGEST_TEXT)).unwrap_or_default();
    let mut outcome = Err(AssessmentError::NoObject);
    for (start, _) in text.match_indices('{').take(MOST_OBJECTS) {
        let Some(object) = object_at(text, start) else { continue };
        if object.contains_key("risk_score") {
            outcome = read(&object);
        }
        if outcome.is_ok() {
            break;
        }
    }
    outcome
}

/// The object that begins here, whatever follows it.
fn object_at(text: &str, start: usize) -> Option<Map<String, Value>> {
    let values = serde_json::Deserializer::from_str(text.get(start..)?).into_iter::<Map<String, Value>>();
    values.flatten().next()
}

/// The level that a model means, however it writes it.
fn level(word: &str) -> Result<RiskLevel, AssessmentError> {
    let found = RiskLevel::named(&word.trim().to_ascii_lowercase());
    found.ok_or_else(|| AssessmentError::RiskLevel(word.chars().take(32).collect()))
}

fn read(object: &Map<String, Value>) -> Result<Assessment, AssessmentError> {
    let risk_score = risk_score(object.get("risk_score").unwrap_or(&Value::Null))?;
    let risk_level = match object.get("risk_level") {
        None | Some(Value::Null) => RiskLevel::of(risk_score),
        Some(Value::String(word)) => level(word)?,
        Some(other) => return Err(AssessmentError::RiskLevel(told(other))),
    };
    let summary = object.get("summary").and_then(Value::as_str).map(str::trim).filter(|summary| !summary.is_empty());
    let summary = summary.ok_or(AssessmentError::Summary)?.chars().take(LONGEST_SUMMARY).collect();
    Ok(Assessment { risk_score, risk_level, summary })
}

/// A score as a number or as text, rounded.
fn risk_score(value: &Value) -> Result<u8, AssessmentError> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    let score = number.map(f64::round).filter(|score| (0.0..=100.0).contains(score));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is from 0 to 100")]
    score.map(|score| score as u8).ok_or_else(|| AssessmentError::RiskScore(told(value)))
}

fn told(value: &Value) -> String {
    value.to_string().chars().take(32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const GOOD: &str = r#"{"risk_score": 72, "risk_level": "high", "summary": "A person at the back door at night."}"#;

    fn good() -> Assessment {
        Assessment { risk_score: 72, risk_level: RiskLevel::High, summary: "A person at the back door at night.".to_owned() }
    }

    #[test]
    fn an_assessment_is_found_among_words_and_fences_and_examples() {
        for text in [
            GOOD.to_owned(),
            format!("Sure! Here it is:\n```json\n{GOOD}\n```\nLet me know {{if}} more is wanted."),
            format!("{{\"thoughts\": \"hm\"}} {GOOD}"),
            format!("The form is {{\"risk_score\": \"0-100\", \"summary\": \"...\"}}, so: {GOOD}"),
            format!("{{\"answer\": {GOOD}"),
        ] {
            assert_eq!(parse(&text), Ok(good()), "{text}");
        }
    }

    #[test]
    fn a_score_may_be_a_text_or_have_a_fraction_and_a_missing_level_is_that_of_the_score() {
        let assessment = parse(r#"{"risk_score": " 84.6 ", "summary": "x"}"#).expect("an assessment");
        assert_eq!((assessment.risk_score, assessment.risk_level), (85, RiskLevel::Critical));
        assert_eq!(parse(r#"{"risk_score": 0, "risk_level": " LOW ", "summary": "x"}"#).expect("one").risk_level, RiskLevel::Low);
    }

    #[test]
    fn what_is_no_assessment_says_why() {
        let cases = [
            ("", AssessmentError::NoObject),
            ("I cannot judge that.", AssessmentError::NoObject),
            ("{\"risk_score\": 12", AssessmentError::NoObject),
            (r#"{"risk_score": 101, "summary": "x"}"#, AssessmentError::RiskScore("101".to_owned())),
            (r#"{"risk_score": -1, "summary": "x"}"#, AssessmentError::RiskScore("-1".to_owned())),
            (r#"{"risk_score": "NaN", "summary": "x"}"#, AssessmentError::RiskScore("\"NaN\"".to_owned())),
            (r#"{"risk_score": null, "summary": "x"}"#, AssessmentError::RiskScore("null".to_owned())),
            (r#"{"risk_score": 5, "risk_level": "mild", "summary": "x"}"#, AssessmentError::RiskLevel("mild".to_owned())),
            (r#"{"risk_score": 5, "risk_level": 3, "summary": "x"}"#, AssessmentError::RiskLevel("3".to_owned())),
            (r#"{"risk_score": 5, "summary": "  "}"#, AssessmentError::Summary),
        ];
        for (text, error) in cases {
            assert_eq!(parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn a_text_of_braces_takes_no_time() {
        let started = std::time::Instant::now();
        for text in ["{".repeat(1 << 20), "{\"a\":".repeat(1 << 18), "{\"a\":[".repeat(1 << 17)] {
            assert_eq!(parse(&text), Err(AssessmentError::NoObject));
        }
        assert!(started.elapsed().as_secs() < 5);
    }

    proptest! {
        #[test]
        fn any_text_is_an_assessment_or_an_error(text in any::<String>(), cut in 0..200_usize) {
            let _ = parse(&text);
            let mut mixed: String = GOOD.chars().take(cut).collect();
            mixed.push_str(&text);
            if let Ok(assessment) = parse(&mixed) {
                prop_assert!(assessment.risk_score <= 100 && !assessment.summary.is_empty());
            }
        }

        #[test]
        fn any_score_in_bounds_is_read(score in 0..=100_u8) {
            let text = format!("{{\"risk_score\": {score}, \"summary\": \"x\"}}");
            prop_assert_eq!(parse(&text).expect("an assessment").risk_level, RiskLevel::of(score));
        }
    }
}
