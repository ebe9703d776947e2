//! What would be generated, against what is on the disk.

use std::collections::BTreeSet;
use std::path::Path;

use super::{Compared, disk};
use crate::cli::today;
use crate::diag::Sources;
use crate::diff::{self, Content, File, Side};
use crate::foreign::walk;
use crate::output;
use crate::parallel;
use crate::pipeline::{self, Project, Settings};
use crate::spec::loader::Refused;

const BEFORE: &str = "on disk";
const AFTER: &str = "generated";

/// Compares what stands on the disk with what `generate` would write.
pub(super) fn generated(config: &Path) -> Result<Compared, Refused> {
    let project = Project::read(config)?;
    let settings = Settings { today: today::today(), ..Settings::default() };
    let built = pipeline::build(&project, &settings)?;
    let root = if project.folder.as_os_str().is_empty() { Path::new(".") } else { &project.folder };
    let written =
        output::written(root, &built.outputs.manifest).map_err(|diagnostics| Refused { diagnostics, sources: Sources::new() })?;
    let outputs = built.artifacts.iter().map(|artifact| artifact.path.clone());
    let paths: Vec<String> = outputs.chain(written).collect::<BTreeSet<String>>().into_iter().collect();
    // As others show it: from where the command runs.
    let shown = |path: &str| walk::shown(&project.folder.join(path));
    let there: Vec<&String> = paths.iter().filter(|path| root.join(path).exists()).collect();
    let before = parallel::map(&there, |path| disk::file(&root.join(path), shown(path)));
    let after = built.artifacts.into_iter();
    let after = after.map(|artifact| File { path: shown(&artifact.path), content: Content::Bytes(artifact.text.into_bytes()) });
    let before = Side { name: BEFORE.to_owned(), files: before };
    let after = Side { name: AFTER.to_owned(), files: after.collect() };
    Ok(Compared { comparison: diff::compare(&before, &after), before: BEFORE.to_owned(), after: AFTER.to_owned() })
}
