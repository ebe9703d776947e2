//! Numbers that look like chance and are not: from a seed and texts to a sequence that is the same on every machine.

/// A sequence of numbers (`SplitMix64`, by Steele, Lea and Flood).
#[derive(Debug, Clone)]
pub(super) struct Chance(u64);

impl Chance {
    /// The sequence of a seed and bytes (FNV-1a, by Fowler, Noll and Vo).
    pub(super) fn of(seed: u64, bytes: &[u8]) -> Self {
        let hash =
            bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
        Self(seed ^ hash)
    }

    /// The next number.
    pub(super) const fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// The next as a number from 0 to below 1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits are those that the type holds")]
    pub(super) fn fraction(&mut self) -> f64 {
        (self.number() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// The next as a number from 0 to below another; 0 where that is 0.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.number().checked_rem(end).unwrap_or_default()
    }

    /// One of several; none of none.
    pub(super) fn one_of<'a, T>(&mut self, several: &'a [T]) -> Option<&'a T> {
        let index = usize::try_from(self.below(several.len() as u64)).unwrap_or_default();
        several.get(index)
    }
}
