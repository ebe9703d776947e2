//! The links of a data source to others, as rules see them.

use super::datasource::DatasourceView;
use crate::diag::Pointer;
use crate::grafana::datasource::JsonData;

/// A link of a data source to another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkView<'a> {
    /// What kind of link.
    pub kind: Link,
    /// How it names the other one: by uid, name or id, which Grafana tries in this order.
    pub target: &'a str,
}

/// A kind of link, with its index where there are several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// From spans to logs.
    TracesToLogsV2,
    /// From spans to logs, in the former form; without meaning beside the newer one.
    TracesToLogs,
    /// From spans to metrics.
    TracesToMetrics,
    /// From spans to profiles.
    TracesToProfiles,
    /// To the metrics of Tempo's graph of services.
    ServiceMap,
    /// From log lines.
    DerivedField(usize),
    /// From exemplars to traces.
    Exemplar(usize),
    /// To the Alertmanager that belongs to it.
    Alertmanager,
    /// A correlation.
    Correlation(usize),
}

impl Link {
    /// The setting's name in Grafana.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::TracesToLogsV2 => "tracesToLogsV2",
            Self::TracesToLogs => "tracesToLogs",
            Self::TracesToMetrics => "tracesToMetrics",
            Self::TracesToProfiles => "tracesToProfiles",
            Self::ServiceMap => "serviceMap",
            Self::DerivedField(_) => "derivedFields",
            Self::Exemplar(_) => "exemplarTraceIdDestinations",
            Self::Alertmanager => "alertmanagerUid",
            Self::Correlation(_) => "correlations",
        }
    }
}

impl<'a> DatasourceView<'a> {
    /// Its links that name another data source.
    #[must_use]
    pub fn links(&self) -> Vec<LinkView<'a>> {
        let mut links = Vec::new();
        let mut add = |kind: Link, target: Option<&'a String>| {
            links.extend(target.filter(|target| !target.is_empty()).map(|target| LinkView { kind, target }));
        };
        let settings = self.datasource.json_data.as_ref();
        match settings {
            Some(JsonData::Prometheus(settings)) => {
                for (index, exemplar) in settings.exemplar_trace_id_destinations.iter().flatten().enumerate() {
                    add(Link::Exemplar(index), exemplar.datasource_uid.as_ref());
                }
                add(Link::Alertmanager, settings.alertmanager_uid.as_ref());
            }
            Some(JsonData::Loki(settings)) => {
                for (index, field) in settings.derived_fields.iter().flatten().enumerate() {
                    add(Link::DerivedField(index), field.datasource_uid.as_ref());
                }
                add(Link::Alertmanager, settings.alertmanager_uid.as_ref());
            }
            Some(JsonData::Tempo(settings)) => {
                add(Link::ServiceMap, settings.service_map.as_ref().and_then(|map| map.datasource_uid.as_ref()));
                add(Link::TracesToProfiles, settings.traces_to_profiles.as_ref().and_then(|link| link.datasource_uid.as_ref()));
            }
            _ => {}
        }
        let former = match settings {
            Some(JsonData::Jaeger(settings)) => settings.traces_to_logs.as_ref(),
            Some(JsonData::Tempo(settings)) => settings.traces_to_logs.as_ref(),
            _ => None,
        };
        match self.traces_to_logs_v2() {
            Some(link) => add(Link::TracesToLogsV2, link.datasource_uid.as_ref()),
            None => add(Link::TracesToLogs, former.and_then(|link| link.datasource_uid.as_ref())),
        }
        add(Link::TracesToMetrics, self.traces_to_metrics().and_then(|link| link.datasource_uid.as_ref()));
        for (index, correlation) in self.datasource.correlations.iter().flatten().enumerate() {
            add(Link::Correlation(index), correlation.target_uid.as_ref());
        }
        links
    }

    /// Where a link names its target.
    #[must_use]
    pub fn link_at(&self, link: Link) -> Pointer {
        let setting = |key: &str| self.json_data_at().key(key);
        match link {
            Link::Alertmanager => setting(link.name()),
            Link::DerivedField(index) | Link::Exemplar(index) => setting(link.name()).index(index).key("datasourceUid"),
            Link::Correlation(index) => self.at.key(link.name()).index(index).key("targetUID"),
            _ => setting(link.name()).key("datasourceUid"),
        }
    }
}
