//! [`Pointer`]: the way from a document's root to one of its values, as RFC 6901 writes it.

use std::fmt;

/// A JSON Pointer (RFC 6901): `/panels/3/title`; the empty pointer is the whole document.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// The whole document.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// Reads a pointer in its written form; `None` where it is neither empty nor begins with `/`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        (text.is_empty() || text.starts_with('/')).then(|| Self(text.to_owned()))
    }

    /// The entry `key` of the object that this pointer leads to.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        let mut entry = self.with_room(1 + key.len());
        entry.push_key(key);
        entry
    }

    /// The element `index` of the list that this pointer leads to, counted from 0.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        let mut element = self.with_room(4);
        element.push_index(index);
        element
    }

    /// Goes on to the entry `key` of the object that this pointer leads to.
    pub fn push_key(&mut self, key: &str) {
        self.0.push('/');
        if key.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
            self.0.push_str(&key.replace('~', "~0").replace('/', "~1"));
        } else {
            self.0.push_str(key);
        }
    }

    /// Goes on to the element `index` of the list that this pointer leads to, counted from 0.
    pub fn push_index(&mut self, index: usize) {
        self.0.push('/');
        self.0.push_str(&index.to_string());
    }

    fn with_room(&self, bytes: usize) -> Self {
        let mut text = String::with_capacity(self.0.len() + bytes);
        text.push_str(&self.0);
        Self(text)
    }

    /// The steps from the root, unescaped.
    pub fn steps(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"))
    }

    /// What this pointer leads into: `/panels/3` for `/panels/3/title`; `None` for the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.rfind('/').map(|end| Self(self.0[..end].to_owned()))
    }

    /// The same way, begun at `base` instead of at the root.
    #[must_use]
    pub fn below(&self, base: &Self) -> Self {
        Self(format!("{}{}", base.0, self.0))
    }

    /// The rest of the way after `base`; `None` where the way does not lead through it.
    #[must_use]
    pub fn after(&self, base: &Self) -> Option<Self> {
        let rest = self.0.strip_prefix(&base.0)?;
        Self::parse(rest)
    }

    /// The written form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Pointer;

    #[test]
    fn a_key_with_a_slash_or_a_tilde_is_escaped_and_comes_back() {
        let pointer = Pointer::root().key("a/b~c").index(2);
        assert_eq!(pointer.as_str(), "/a~1b~0c/2");
        assert_eq!(pointer.steps().collect::<Vec<_>>(), ["a/b~c", "2"]);
    }

    #[test]
    fn the_rest_of_a_way_is_found_only_at_a_step_boundary() {
        let pointer = Pointer::root().key("panels").index(10);
        assert_eq!(pointer.after(&Pointer::root().key("panels").index(1)), None);
        assert_eq!(pointer.after(&Pointer::root().key("panels")), Some(Pointer::root().index(10)));
    }

    #[test]
    fn the_root_has_no_parent() {
        assert_eq!(Pointer::root().parent(), None);
        assert_eq!(Pointer::root().key("a").parent(), Some(Pointer::root()));
    }
}
