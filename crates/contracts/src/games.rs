//! What games tells: its catalogue, and that a list was imported.

use kit::Event;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::search::Document;

/// The service's name.
pub const SERVICE: &str = "games";

/// Works of the catalogue changed; many at a time, since an import changes thousands.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct DocumentsChanged {
    /// What is to be found now.
    pub documents: Vec<Document>,
}
impl Event for DocumentsChanged {
    const TYPE: &'static str = "games.documents.changed.v1";
    /// The catalogue is one thing here; the versions of single works are in the documents.
    fn aggregate(&self) -> Uuid {
        Uuid::nil()
    }
}

/// A list was read to its end.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ImportFinished {
    /// The import.
    pub import: Uuid,
    /// `libretro`, `gamedatabase` or `steamspy`.
    pub source: String,
    /// How many rows it had.
    pub rows: i64,
    /// How many of them were put aside.
    pub bad: i64,
    /// How many works the catalogue has now.
    pub works: i64,
}
impl Event for ImportFinished {
    const TYPE: &'static str = "games.import.finished.v1";
    fn aggregate(&self) -> Uuid {
        self.import
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_samples() {
        let changed: DocumentsChanged =
            serde_json::from_str(include_str!("../samples/games.documents.changed.v1.json")).unwrap();
        assert_eq!(changed.documents[0].names, ["悪魔城ドラキュラ"]);
        assert!(changed.documents[1].gone && changed.documents[1].version == 3);
        let finished: ImportFinished =
            serde_json::from_str(include_str!("../samples/games.import.finished.v1.json")).unwrap();
        assert_eq!((finished.rows, finished.bad, finished.works), (200, 12, 188));
    }
}
