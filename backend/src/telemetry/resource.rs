//! The attributes that every span of the service shares.

use super::attribute::attribute;
use super::settings::ResourceSettings;
use super::signals::attributes::{DEPLOYMENT_ENVIRONMENT, SERVICE_NAME, SERVICE_VERSION};
use opentelemetry::KeyValue;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::resource::{ResourceDetector as _, TelemetryResourceDetector};

/// The resource: what the settings say, and `telemetry.sdk.*`. The SDK would read the environment beside that.
pub(super) fn resource(settings: &ResourceSettings) -> Resource {
    let sdk = TelemetryResourceDetector.detect();
    let sdk = sdk.iter().map(|(key, value)| KeyValue::new(key.clone(), value.clone()));
    let further = settings.attributes.iter().map(|(key, value)| KeyValue::new(key.clone(), value.clone()));
    Resource::builder_empty()
        .with_attributes(further)
        .with_attributes(sdk)
        .with_attributes([
            attribute(&SERVICE_NAME, &settings.service_name),
            attribute(&SERVICE_VERSION, &settings.service_version),
            attribute(&DEPLOYMENT_ENVIRONMENT, settings.environment.name()),
        ])
        .build()
}
