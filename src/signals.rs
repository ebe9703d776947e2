//! What the code emits.
/// What the code emits, as rules ask for it.
#[derive(Debug)]
pub struct Contract;
