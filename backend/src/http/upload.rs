//! From the parts of an upload to an image that can be accepted, or the problem that it has.

use super::problem::Problem;
use axum::http::{HeaderMap, StatusCode, header};
use bytes::Bytes;

/// The longest id of a camera, in characters.
pub const LONGEST_CAMERA_ID: usize = 64;

/// A format of images that RT-DETR takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageFormat {
    /// `image/jpeg`
    Jpeg,
    /// `image/png`
    Png,
    /// `image/webp`
    Webp,
}

impl ImageFormat {
    const ALL: [Self; 3] = [Self::Jpeg, Self::Png, Self::Webp];

    /// The media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
        }
    }

    /// Whether a file of this format begins like this.
    fn begins(self, content: &[u8]) -> bool {
        match self {
            Self::Jpeg => content.starts_with(&[0xFF, 0xD8, 0xFF]),
            Self::Png => content.starts_with(b"\x89PNG\r\n\x1a\n"),
            Self::Webp => content.starts_with(b"RIFF") && content.get(8..12) == Some(b"WEBP"),
        }
    }

    /// The format that a header `Content-Type` names; its parameters do not matter.
    fn of_header(headers: &HeaderMap) -> Result<Self, Problem> {
        let Some(value) = headers.get(header::CONTENT_TYPE) else {
            return Err(unsupported("the header Content-Type is missing"));
        };
        let media_type = value.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
        Self::ALL
            .into_iter()
            .find(|format| format.media_type().eq_ignore_ascii_case(media_type))
            .ok_or_else(|| unsupported("the content type is none that is taken"))
    }
}

fn unsupported(what: &str) -> Problem {
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, format!("{what}; send an image as image/jpeg, image/png or image/webp"))
}

/// The id of a camera: letters, digits, `-`, `_` and `.`, so that it can stand in labels, paths and logs.
pub fn camera_id(text: &str) -> Result<&str, Problem> {
    let fits = !text.is_empty()
        && text.len() <= LONGEST_CAMERA_ID
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_.".contains(letter));
    if fits {
        return Ok(text);
    }
    Err(Problem::bad_request(format!(
        "camera_id has to be 1 to {LONGEST_CAMERA_ID} letters, digits, `-`, `_` or `.`, such as `front_door`"
    )))
}

/// The format of an upload, whose content has to be what its header says.
pub fn format(headers: &HeaderMap, content: &Bytes) -> Result<ImageFormat, Problem> {
    let format = ImageFormat::of_header(headers)?;
    if content.is_empty() {
        return Err(Problem::bad_request("the body is empty; send the bytes of the image as the body"));
    }
    if !format.begins(content) {
        return Err(unsupported(&format!("the body does not begin as {} does", format.media_type())));
    }
    Ok(format)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn headers(content_type: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(content_type))])
    }

    #[test]
    fn an_image_whose_content_is_what_its_header_says_is_taken() {
        let jpeg = Bytes::from_static(&[0xFF, 0xD8, 0xFF, 0xE0, 0, 16]);
        assert_eq!(format(&headers("image/jpeg"), &jpeg), Ok(ImageFormat::Jpeg));
        assert_eq!(format(&headers("Image/JPEG; q=1"), &jpeg), Ok(ImageFormat::Jpeg));
        assert_eq!(format(&headers("image/png"), &Bytes::from_static(b"\x89PNG\r\n\x1a\n....")), Ok(ImageFormat::Png));
        assert_eq!(format(&headers("image/webp"), &Bytes::from_static(b"RIFF\0\0\0\0WEBPVP8 ")), Ok(ImageFormat::Webp));
    }

    #[test]
    fn a_wrong_or_missing_content_type_is_415_and_an_empty_body_400() {
        let text = Bytes::from_static(b"hello");
        assert_eq!(format(&HeaderMap::new(), &text).unwrap_err().status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
        assert_eq!(format(&headers("text/plain"), &text).unwrap_err().status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
        assert_eq!(format(&headers("image/jpeg"), &text).unwrap_err().status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
        assert_eq!(format(&headers("image/jpeg"), &Bytes::new()).unwrap_err().status(), StatusCode::BAD_REQUEST);
    }

    #[test]
    fn an_id_of_a_camera_cannot_leave_its_place() {
        for good in ["front_door", "cam-1.garden", "A"] {
            assert_eq!(camera_id(good), Ok(good));
        }
        for bad in ["", "a/b", "a b", "tür", "a\nb", "a|b", &"x".repeat(65)] {
            assert_eq!(camera_id(bad).unwrap_err().status(), StatusCode::BAD_REQUEST, "{bad:?}");
        }
    }
}
