//! Texts of errors, without what they quote: servers repeat in them what they were given.

/// The text with everything in single or double quotes replaced by `?`, except what is known to be a name.
pub(super) fn without_quoted(text: &str, is_name: impl Fn(&str) -> bool) -> String {
    let mut said = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(['"', '\'']) {
        let quote = if rest[start..].starts_with('"') { '"' } else { '\'' };
        let inside = &rest[start + 1..];
        let end = inside.find(quote).unwrap_or(inside.len());
        let inner = &inside[..end];
        said.push_str(&rest[..start]);
        if is_name(inner) {
            said.extend([quote.to_string().as_str(), inner, quote.to_string().as_str()]);
        } else {
            said.push('?');
        }
        rest = inside.get(end + 1..).unwrap_or_default();
    }
    said.push_str(rest);
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_in_messages_are_replaced_and_names_kept() {
        let said = without_quoted(r#"invalid input syntax for type integer: "hunter2""#, |_| false);
        assert_eq!(said, "invalid input syntax for type integer: ?");
        let said =
            without_quoted(r#"duplicate key value violates unique constraint "images_pkey""#, |name| name == "images_pkey");
        assert_eq!(said, r#"duplicate key value violates unique constraint "images_pkey""#);
        assert_eq!(without_quoted("near 'secret", |_| false), "near ?");
    }
}
