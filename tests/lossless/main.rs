//! Files that others wrote survive being read into the models and written back.

mod dashboards;
mod provisioning;
