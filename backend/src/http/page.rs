//! Lists that are handed out page by page.

use super::problem::Problem;
use crate::storage;
use serde::Deserialize;
use utoipa::IntoParams;

/// The largest page.
const LARGEST: u32 = 500;

/// Which page of a list is asked for.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// How many, 1 to 500; 50 where nothing is said.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u32>,
    /// Where the page before ended: its `next_cursor`.
    cursor: Option<String>,
    /// Only those of this camera.
    camera_id: Option<String>,
}

impl PageQuery {
    /// Checks it.
    pub fn page(&self) -> Result<storage::PageQuery, Problem> {
        let limit = self.limit.unwrap_or(50);
        if limit == 0 || limit > LARGEST {
            return Err(Problem::bad_request(format!("limit is a number from 1 to {LARGEST}")));
        }
        let cursor = match self.cursor.as_deref().map(str::parse) {
            None => None,
            Some(Ok(id)) => Some(id),
            Some(Err(_)) => return Err(Problem::bad_request("cursor is the next_cursor of the page before, and nothing else")),
        };
        let camera_id = self.camera_id.as_deref().map(super::upload::camera_id).transpose()?.map(str::to_owned);
        Ok(storage::PageQuery { camera_id, cursor, limit: i64::from(limit) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(limit: Option<u32>, cursor: Option<&str>, camera_id: Option<&str>) -> PageQuery {
        PageQuery { limit, cursor: cursor.map(str::to_owned), camera_id: camera_id.map(str::to_owned) }
    }

    #[test]
    fn a_page_has_50_and_begins_at_the_end_of_the_one_before() {
        assert_eq!(query(None, None, None).page(), Ok(storage::PageQuery { limit: 50, cursor: None, camera_id: None }));
        assert_eq!(
            query(Some(500), Some("17"), Some("garden")).page(),
            Ok(storage::PageQuery { limit: 500, cursor: Some(17), camera_id: Some("garden".to_owned()) })
        );
    }

    #[test]
    fn what_is_no_page_is_400() {
        for wrong in [
            query(Some(0), None, None),
            query(Some(501), None, None),
            query(None, Some("x' OR 1"), None),
            query(None, None, Some("a/b")),
        ] {
            assert_eq!(wrong.page().unwrap_err().status(), axum::http::StatusCode::BAD_REQUEST);
        }
    }
}
