//! Lets telemetry read its settings here. It knows nothing of this module, so that it can be lifted out.

use super::reader::{Reader, Refusal};
use crate::telemetry::settings as telemetry;

impl telemetry::Source for Reader {
    fn optional<T>(&mut self, name: &'static str, parse: impl FnOnce(&str) -> Result<T, telemetry::Refusal>) -> Option<T> {
        Self::optional(self, name, |text| parse(text).map_err(Refusal::from))
    }

    fn conflict(&mut self, names: &[&'static str], refusal: telemetry::Refusal) {
        Self::conflict(self, names, refusal.into());
    }
}

impl From<telemetry::Refusal> for Refusal {
    fn from(refusal: telemetry::Refusal) -> Self {
        Self { what: refusal.what, help: refusal.help }
    }
}

#[cfg(test)]
mod tests {
    use super::super::known::KNOWN;
    use super::*;
    use crate::telemetry::Settings;
    use crate::telemetry::semantic_conventions::Emit;
    use crate::telemetry::settings::{Environment, Protocol, Sampling};
    use std::time::Duration;

    fn read(environment: &[(&str, &str)]) -> Result<Settings, Vec<String>> {
        let environment = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let mut reader = Reader::new(environment, None);
        let settings = Settings::read(&mut reader);
        reader.finish().map(|_| settings).map_err(|errors| errors.0.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn without_settings_telemetry_has_its_defaults_and_is_off() {
        let settings = read(&[]).unwrap();
        assert_eq!(settings, Settings::default());
        assert!(!settings.enabled);
    }

    #[test]
    fn the_table_tells_the_defaults_that_are_used() {
        let written: Vec<_> = KNOWN.iter().map(|setting| (setting.name, setting.default)).collect();
        assert_eq!(read(&written).unwrap(), Settings::default());
    }

    #[test]
    fn disabling_the_sdk_beats_enabling_telemetry() {
        assert!(read(&[("OTEL_ENABLED", "true")]).unwrap().enabled);
        assert!(!read(&[("OTEL_ENABLED", "true"), ("OTEL_SDK_DISABLED", "true")]).unwrap().enabled);
    }

    #[test]
    fn the_name_of_the_service_beats_the_attribute_of_the_resource() {
        let attributes =
            ("OTEL_RESOURCE_ATTRIBUTES", "service.name=b,team=x%20y,service.version=9,deployment.environment=development");
        let resource = read(&[attributes, ("OTEL_SERVICE_NAME", "a")]).unwrap().resource;
        assert_eq!((resource.service_name.as_str(), resource.service_version.as_str()), ("a", "9"));
        assert_eq!(resource.environment, Environment::Development);
        assert_eq!(resource.attributes, [("team".to_owned(), "x y".to_owned())]);
        assert_eq!(read(&[attributes]).unwrap().resource.service_name, "b");
        assert_eq!(read(&[attributes, ("ENVIRONMENT", "production")]).unwrap().resource.environment, Environment::Production);
    }

    #[test]
    fn the_rate_beats_the_sampler() {
        let sampler = ("OTEL_TRACES_SAMPLER", "parentbased_always_off");
        assert_eq!(read(&[sampler]).unwrap().sampling, Sampling::ParentBasedAlwaysOff);
        assert_eq!(read(&[sampler, ("OTEL_TRACE_SAMPLE_RATE", "1.0")]).unwrap().sampling, Sampling::AlwaysOn);
        assert_eq!(read(&[("OTEL_TRACE_SAMPLE_RATE", "0.1")]).unwrap().sampling, Sampling::ParentBasedTraceIdRatio(0.1));
        let ratio = [("OTEL_TRACES_SAMPLER", "traceidratio"), ("OTEL_TRACES_SAMPLER_ARG", "0.5")];
        assert_eq!(read(&ratio).unwrap().sampling, Sampling::TraceIdRatio(0.5));
        assert_eq!(read(&ratio[..1]).unwrap().sampling, Sampling::TraceIdRatio(1.0));
    }

    #[test]
    fn the_endpoint_is_completed_for_http_only_where_the_specification_says_so() {
        let endpoint = |environment: &[(&str, &str)]| read(environment).unwrap().exporter.endpoint;
        let http = ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        let general = ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318/");
        assert_eq!(endpoint(&[]), "http://localhost:4317");
        assert_eq!(endpoint(&[http]), "http://localhost:4318/v1/traces");
        assert_eq!(endpoint(&[http, general]), "http://collector:4318/v1/traces");
        assert_eq!(endpoint(&[http, ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c/otlp")]), "http://c/otlp/v1/traces");
        assert_eq!(endpoint(&[http, general, ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://t/x")]), "http://t/x");
        assert_eq!(endpoint(&[general]), "http://collector:4318");
    }

    #[test]
    fn what_is_for_spans_beats_what_is_for_all() {
        let exporter = read(&[
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
            ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/protobuf"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "a=1"),
            ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "b=2"),
            ("OTEL_EXPORTER_OTLP_TIMEOUT", "1"),
            ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "3000"),
            ("OTEL_BSP_EXPORT_TIMEOUT", "2000"),
        ]);
        let exporter = exporter.unwrap().exporter;
        assert_eq!(exporter.protocol, Protocol::HttpProtobuf);
        assert_eq!(exporter.headers.0, [("b".to_owned(), "2".to_owned())]);
        assert_eq!(exporter.timeout, Duration::from_secs(2), "the smaller of both counts");
    }

    #[test]
    fn instrumentation_has_a_switch_for_all_and_one_each() {
        let one = read(&[("OTEL_INSTRUMENTATION_SQL_ENABLED", "false")]).unwrap().instrumentation;
        assert!(one.http_server && one.http_client && !one.sql && one.redis);
        let all = read(&[("OTEL_AUTO_INSTRUMENTATION", "false"), ("OTEL_INSTRUMENTATION_SQL_ENABLED", "true")]);
        let all = all.unwrap().instrumentation;
        assert!(!all.http_server && !all.http_client && !all.sql && !all.redis);
    }

    #[test]
    fn conventions_are_opted_into() {
        let conventions = read(&[("OTEL_SEMCONV_STABILITY_OPT_IN", "http/dup,database")]).unwrap().conventions;
        assert_eq!((conventions.http, conventions.database), (Emit::Both, Emit::Stable));
    }

    #[test]
    fn every_bad_value_is_refused_with_the_way_out() {
        for (name, value, message) in [
            (
                "OTEL_TRACE_SAMPLE_RATE",
                "1.5",
                "is \"1.5\", which is no number from 0 to 1; write 1 for all traces, 0.1 for every tenth, 0 for none",
            ),
            (
                "OTEL_TRACE_SAMPLE_RATE",
                "NaN",
                "is \"NaN\", which is no number from 0 to 1; write 1 for all traces, 0.1 for every tenth, 0 for none",
            ),
            (
                "OTEL_PROPAGATORS",
                "b3",
                "is \"b3\", which has the propagator \"b3\" that is not known here; write a list of tracecontext and baggage, or none",
            ),
            (
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "localhost:4317",
                "is \"localhost:4317\", which has no scheme; write http:// or https:// before it; write an address such as http://localhost:4317",
            ),
            (
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://c:4318/v1/traces",
                "is \"http://c:4318/v1/traces\", which has a path, which gRPC does not use; remove the path, or set OTEL_EXPORTER_OTLP_PROTOCOL to http/protobuf",
            ),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http", "is \"http\", which is not known; write grpc or http/protobuf"),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json", "is \"http/json\", which is not supported; write grpc or http/protobuf"),
            (
                "OTEL_EXPORTER_OTLP_HEADERS",
                "a=%zz",
                "is a value that is not shown, which is not rightly percent-encoded in its pair 1; write key=value,key2=value2 and encode commas, spaces and percent signs in values as %2C, %20 and %25",
            ),
            ("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip", "is \"gzip\", which is not supported; remove it, or write none"),
            (
                "OTEL_EXPORTER_OTLP_TIMEOUT",
                "0",
                "is \"0\", which is no number of milliseconds; write a whole number from 1 to 86400000",
            ),
            ("OTEL_BSP_MAX_QUEUE_SIZE", "0", "is \"0\", which is no count; write a whole number from 1 to 1000000"),
            (
                "OTEL_TRACES_SAMPLER",
                "jaeger_remote",
                "is \"jaeger_remote\", which is not known; write always_on, always_off, traceidratio, parentbased_always_on, parentbased_always_off or parentbased_traceidratio",
            ),
            (
                "OTEL_RESOURCE_ATTRIBUTES",
                "telemetry.sdk.name=x",
                "is \"telemetry.sdk.name=x\", which has \"telemetry.sdk.name\", which says what the SDK is; remove it",
            ),
            ("ENVIRONMENT", "staging", "is \"staging\", which is not known; write production or development"),
            ("LOG_LEVEL", "loud", "is \"loud\", which is not known; write debug, info, warning, error, critical or off"),
            ("OTEL_ENABLED", "yes", "is \"yes\", which is no boolean; write true or false"),
        ] {
            assert_eq!(read(&[(name, value)]), Err(vec![format!("{name} (environment) {message}")]));
        }
    }

    #[test]
    fn a_batch_has_to_fit_into_the_queue() {
        let errors = read(&[("OTEL_BSP_MAX_QUEUE_SIZE", "100"), ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "200")]).unwrap_err();
        let expected = "OTEL_BSP_MAX_EXPORT_BATCH_SIZE (environment) is more than the 100 spans that the queue holds; make it smaller, or OTEL_BSP_MAX_QUEUE_SIZE larger";
        assert_eq!(errors, [expected]);
        let small = read(&[("OTEL_BSP_MAX_QUEUE_SIZE", "100")]).unwrap().batch;
        assert_eq!(small.max_export_batch_size, 100, "the default gives way");
    }

    #[test]
    fn headers_are_not_shown_by_debug() {
        let settings = read(&[("OTEL_EXPORTER_OTLP_HEADERS", "authorization=hunter2")]).unwrap();
        let shown = format!("{settings:?}");
        assert!(shown.contains("authorization") && !shown.contains("hunter2"), "{shown}");
    }
}
