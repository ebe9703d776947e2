//! Data sources as rules see them.

use serde_json::Value;

use super::query::{Asked, Language, Owner, QueryView};
use crate::diag::Pointer;
use crate::grafana::datasource::links::{TracesToLogsV2, TracesToMetrics};
use crate::grafana::datasource::{Datasource, DatasourceFile, JsonData};
use crate::grafana::json::Json;
use crate::plan::Source;
use crate::rules::catalog::{Datasources, KnownDatasource, Meant};
use crate::rules::scalar::{Scalar, boolean, integer};
use crate::rules::stored::{Eaten, stored};

/// A data source file.
#[derive(Debug)]
pub struct DatasourceFileView<'a> {
    /// The file's value as it is written.
    pub written: &'a Value,
    /// What Grafana takes from it; `None` where it is no object.
    pub file: Option<DatasourceFile>,
    /// The strings of which Grafana eats a part; none in the legacy form, which it does not expand.
    pub eaten: Vec<Eaten>,
}

/// A data source.
#[derive(Debug)]
pub struct DatasourceView<'a> {
    /// Where it stands.
    pub at: Pointer,
    /// The data source as it is written.
    pub written: &'a Value,
    /// What Grafana takes from it. Texts are what Grafana holds; what comes from the environment is in `extra`.
    pub datasource: &'a Datasource,
}

impl<'a> DatasourceFileView<'a> {
    /// Reads the file's value.
    #[must_use]
    pub fn new(written: &'a Value) -> Self {
        let (meaning, mut eaten) = stored(written.clone());
        let file = DatasourceFile::from_json(meaning).ok();
        // The legacy form is not expanded.
        if file.as_ref().and_then(|file| file.api_version).is_none_or(|version| version <= 0) {
            eaten.clear();
        }
        Self { written, file, eaten }
    }

    /// What `file` says, before it is written.
    #[must_use]
    pub fn of_model(file: &DatasourceFile) -> Self {
        Self { written: &Value::Null, file: Some(file.clone()), eaten: Vec::new() }
    }

    /// Its data sources.
    #[must_use]
    pub fn datasources(&self) -> Vec<DatasourceView<'_>> {
        let list = Pointer::root().key("datasources");
        let datasources = self.file.as_ref().and_then(|file| file.datasources.as_deref()).unwrap_or_default();
        let entries = datasources.iter().enumerate().map(|(index, datasource)| DatasourceView {
            at: list.index(index),
            written: &self.written["datasources"][index],
            datasource,
        });
        entries.collect()
    }

    /// What others can refer to.
    #[must_use]
    pub fn known(&self, source: &Source) -> Vec<KnownDatasource> {
        self.datasources().iter().map(|view| view.known(source)).collect()
    }
}

impl<'a> DatasourceView<'a> {
    /// What others can refer to.
    #[must_use]
    pub fn known(&self, source: &Source) -> KnownDatasource {
        let name = self.datasource.name.clone().unwrap_or_default();
        let uid = match &self.datasource.uid {
            None if self.datasource.extra.contains_key("uid") => None,
            written => KnownDatasource::uid_of(&name, written.as_deref()),
        };
        let time_interval = match &self.datasource.json_data {
            Some(JsonData::Prometheus(settings)) => settings.time_interval.clone(),
            _ => None,
        };
        KnownDatasource {
            uid,
            kind: self.datasource.r#type.clone().unwrap_or_default(),
            org_id: self.org_id(),
            is_default: self.is_default(),
            time_interval,
            place: source.place(&self.at),
            name,
        }
    }

    /// Its organisation; 0 where that comes from the environment or is none.
    #[must_use]
    pub fn org_id(&self) -> i64 {
        let written = match (self.datasource.org_id, Scalar::of(self.datasource.extra.get("orgId"))) {
            (Some(org), _) => Some(org),
            (None, Scalar::Missing) => Some(1),
            (None, Scalar::Word(word)) => integer(&word),
            (None, Scalar::Environment | Scalar::Nested) => return 0,
        };
        written.map_or(0, |org| if org == 0 { 1 } else { org })
    }

    fn is_default(&self) -> bool {
        match Scalar::of(self.datasource.extra.get("isDefault")) {
            Scalar::Word(word) => boolean(&word) == Some(true),
            _ => self.datasource.is_default == Some(true),
        }
    }

    /// Where its settings stand.
    #[must_use]
    pub fn json_data_at(&self) -> Pointer {
        self.at.key("jsonData")
    }

    /// Its links from spans to metrics.
    #[must_use]
    pub fn traces_to_metrics(&self) -> Option<&'a TracesToMetrics> {
        match self.datasource.json_data.as_ref()? {
            JsonData::Jaeger(settings) => settings.traces_to_metrics.as_ref(),
            JsonData::Tempo(settings) => settings.traces_to_metrics.as_ref(),
            _ => None,
        }
    }

    /// Its links from spans to logs.
    #[must_use]
    pub fn traces_to_logs_v2(&self) -> Option<&'a TracesToLogsV2> {
        match self.datasource.json_data.as_ref()? {
            JsonData::Jaeger(settings) => settings.traces_to_logs_v2.as_ref(),
            JsonData::Tempo(settings) => settings.traces_to_logs_v2.as_ref(),
            _ => None,
        }
    }

    /// The queries of its links.
    #[must_use]
    pub fn queries<'v>(&'v self, datasources: &'v Datasources) -> Vec<QueryView<'v>> {
        let mut found = Vec::new();
        if let Some(links) = self.traces_to_metrics() {
            let at = self.json_data_at().key("tracesToMetrics").key("queries");
            let source = linked(links.datasource_uid.as_deref(), "prometheus", datasources);
            for (index, query) in links.queries.iter().flatten().enumerate() {
                let asked = query.query.as_deref().and_then(|text| Asked::new("query", text, Language::PromQl));
                found.extend(asked.map(|asked| QueryView::new(Owner::TracesToMetrics(index), at.index(index), source, asked)));
            }
        }
        if let Some(links) = self.traces_to_logs_v2().filter(|links| links.custom_query == Some(true)) {
            let at = self.json_data_at().key("tracesToLogsV2");
            let source = linked(links.datasource_uid.as_deref(), "loki", datasources);
            let asked = links.query.as_deref().and_then(|text| Asked::new("query", text, Language::LogQl));
            let asked = asked.filter(|_| source.plugin() == Some("loki"));
            found.extend(asked.map(|asked| QueryView::new(Owner::TracesToLogs, at, source, asked)));
        }
        found
    }
}

/// What a link's `datasourceUid` means; where it can't be told, the plugin that such links usually lead to.
fn linked<'a>(uid: Option<&str>, usual: &'a str, datasources: &'a Datasources) -> Meant<'a> {
    match uid.and_then(|uid| datasources.find(uid)) {
        Some(known) => Meant::Known(known),
        None => Meant::Plugin(usual),
    }
}
