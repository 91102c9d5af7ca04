//! Reads an uploaded list into the catalogue.

use kit::Result;
use uuid::Uuid;

use super::import::{look, read_list};
use super::upload::uploads;
use crate::db::StoredImport;
use crate::formats::NotAList;
use crate::problems::NOT_A_LIST;
use crate::{App, db};

/// How often it is tried before whoever uploaded the file is told that it failed.
const TRIES: i64 = 10;

/// Reads the file of an import to its end. Safe to repeat and to break off: it goes on behind the last batch that
/// was written.
///
/// # Errors
/// As any statement; then it is to be tried again, unless this was the last `attempt`.
pub(crate) async fn read_import(app: &App, id: Uuid, attempt: i64) -> Result<()> {
    let Some(import) = db::import_by_id(&app.db, id).await? else { return Ok(()) };
    let Some(file) = import.file.clone() else { return Ok(()) };
    let path = uploads(app).join(&file);
    if import.finished_at.is_none() {
        let list = match look(&path).await {
            Ok(list) => list,
            Err(error) => return fail(app, &import, &told(&error)).await,
        };
        db::start_import(&app.db, id, i64::try_from(list.survey.rows)?).await?;
        let folder = app.host.folder(contracts::games::SERVICE);
        match read_list(&app.db, &folder, (import.clone(), list), &path, |_| ()).await {
            Ok(_) => {}
            Err(error) if error.kind() == NOT_A_LIST => {
                return fail(app, &import, error.detail_text().unwrap_or_default()).await;
            }
            Err(error) if attempt >= TRIES => {
                tracing::error!(import = %id, ?error, "an import is given up");
                let why = "It was tried several times and something of this house broke each time. Upload it again: \
                           it goes on where it was.";
                return fail(app, &import, why).await;
            }
            Err(error) => return Err(error),
        }
    }
    db::forget_file(&app.db, id).await?;
    app.untold.notify_one();
    remove(app, &file);
    Ok(())
}

async fn fail(app: &App, import: &StoredImport, why: &str) -> Result<()> {
    db::fail_import(&app.db, import.id, why).await?;
    if let Some(file) = &import.file {
        remove(app, file);
    }
    Ok(())
}

fn told(error: &NotAList) -> String {
    format!("It was not imported: {error}.")
}

/// One that cannot be removed is swept away with what was never finished.
fn remove(app: &App, file: &str) {
    let _: std::io::Result<()> = std::fs::remove_file(uploads(app).join(file));
}
