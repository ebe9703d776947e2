//! The client of RT-DETR: from an image to the objects on it.
//!
//! The image is sent as the field `image` of a form (HSI document, "Propagation Across Services"). The answer is
//! `{"detections": [{"class": "person", "confidence": 0.93, "bbox": {"x": 10, "y": 20, "width": 30, "height": 40}}]}`; other keys are passed over.

use super::error::{AiError, AiErrorKind, AiService, Malformed};
use super::service::Service;
use super::settings::ServiceSettings;
use crate::telemetry::Tracer;
use crate::telemetry::instrumentation::http_client::HttpClientSettings;
use crate::telemetry::metrics::Metrics;
use bytes::Bytes;
use reqwest::Body;
use reqwest::multipart::{Form, Part};
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use std::sync::Arc;

/// The most detections that an answer may have. The model itself gives 300.
const MOST_DETECTIONS: usize = 1_000;

/// The longest class of an object, in characters. The longest of COCO's 80 has 14.
const LONGEST_CLASS: usize = 64;

/// An object on an image.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Detection {
    /// What it is, as the model names it: `person`.
    #[serde(rename = "class")]
    pub object_class: String,
    /// How sure the model is, 0 to 1.
    pub confidence: f64,
    /// Where it is.
    #[serde(rename = "bbox", deserialize_with = "object")]
    pub bounding_box: BoundingBox,
}

/// A rectangle on an image, in pixels. An object at the image's edge may begin outside of it.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct BoundingBox {
    /// From the left edge to the left side.
    pub x: f64,
    /// From the upper edge to the upper side.
    pub y: f64,
    /// The width, not negative.
    pub width: f64,
    /// The height, not negative.
    pub height: f64,
}

#[derive(Deserialize)]
struct Answer {
    detections: Vec<Object>,
}

/// An object of JSON, whatever is in it.
type Object = Map<String, Value>;

/// Reads an object. On its own serde takes the values of a list for the fields in their order, and a box that some models write as a
/// list of two corners would be read as one with a width and a height.
fn object<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<T, D::Error> {
    let object = Object::deserialize(deserializer)?;
    T::deserialize(Value::Object(object)).map_err(D::Error::custom)
}

/// The client of RT-DETR. Cheap to clone; clones share the circuit breaker.
#[derive(Debug, Clone)]
pub struct Rtdetr {
    service: Arc<Service>,
}

impl Rtdetr {
    /// A client. An error where the address is not one of HTTP.
    pub fn new(
        settings: ServiceSettings,
        tracer: Tracer,
        metrics: &Metrics,
        instrumentation: HttpClientSettings,
    ) -> Result<Self, AiError> {
        let service = Service::new(AiService::Rtdetr, "detect", settings, tracer, metrics, instrumentation)?;
        Ok(Self { service: Arc::new(service) })
    }

    /// Has the objects on an image found, by `POST /detect`. The content type is the image's: `image/jpeg`. An error of any kind there is.
    pub async fn detect(&self, image: &Bytes, content_type: &str) -> Result<Vec<Detection>, AiError> {
        let fill = |request: reqwest::RequestBuilder| {
            let length = u64::try_from(image.len()).unwrap_or(u64::MAX);
            let part = Part::stream_with_length(Body::from(image.clone()), length)
                .file_name("image")
                .mime_str(content_type)
                .map_err(|_| AiErrorKind::Request(format!("`{content_type}` is no content type")))?;
            Ok(request.multipart(Form::new().part("image", part)))
        };
        let body = self.service.post(fill, |_| {}).await?;
        parse(&body).map_err(|malformed| AiError { service: AiService::Rtdetr, kind: malformed.into() })
    }
}

/// Reads the answer of `POST /detect`.
pub(super) fn parse(body: &[u8]) -> Result<Vec<Detection>, Malformed> {
    let mut body = serde_json::Deserializer::from_slice(body);
    let Answer { detections } = object(&mut body)?;
    body.end()?;
    if detections.len() > MOST_DETECTIONS {
        return Err(Malformed::TooMany { count: detections.len(), most: MOST_DETECTIONS });
    }
    let read = |(index, detection)| {
        let detection = serde_json::from_value(Value::Object(detection))?;
        check(index, &detection)?;
        Ok(detection)
    };
    detections.into_iter().enumerate().map(read).collect()
}

fn check(index: usize, detection: &Detection) -> Result<(), Malformed> {
    let length = detection.object_class.chars().count();
    if !(1..=LONGEST_CLASS).contains(&length) {
        return Err(Malformed::ObjectClass { index, length });
    }
    if !(0.0..=1.0).contains(&detection.confidence) {
        return Err(Malformed::Confidence { index, confidence: detection.confidence });
    }
    let BoundingBox { x, y, width, height } = detection.bounding_box;
    let finite = [x, y, width, height].iter().all(|value| value.is_finite());
    if !finite || width < 0.0 || height < 0.0 {
        return Err(Malformed::BoundingBox { index });
    }
    Ok(())
}
