//! What can go wrong between a service and its database.

use std::sync::Arc;

use kit::Error as Problem;
use rusqlite::ErrorCode;
use tokio_postgres::error::SqlState;

/// A failed statement, transaction or connection.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// A `UNIQUE` or primary key constraint refused the row; the text names it or its columns.
    #[error("conflict on {0}")]
    Conflict(String),
    /// Two transactions met; running it again is right (40001, 40P01, busy).
    #[error("transactions met: {0}")]
    Again(String),
    /// The database cannot be reached, is full, or did not make a batch durable.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// A transaction was still open after its time, and was rolled back.
    #[error("the transaction took longer than {0:?}")]
    TooLong(std::time::Duration),
    /// A row that had to be there is not.
    #[error("no row")]
    NoRow,
    /// A column holds something else than the program expects.
    #[error("column {column}: {reason}")]
    Column {
        /// Its place in the select list, from 0.
        column: usize,
        /// What was found.
        reason: String,
    },
    /// A migration cannot be applied or taken back; says which and why.
    #[error("{0}")]
    Migration(String),
    /// A statement that the database refuses.
    #[error("{message}, in: {sql}")]
    Statement {
        /// The database's words.
        message: String,
        /// The statement.
        sql: String,
    },
    /// Several tasks share one failure: that of their common commit.
    #[error("{0}")]
    Shared(Arc<Error>),
}

impl Error {
    /// Whether the same transaction may succeed when it is run again.
    #[must_use]
    pub fn again(&self) -> bool {
        match self {
            Self::Again(_) => true,
            Self::Shared(error) => error.again(),
            _ => false,
        }
    }

    /// Whether a unique constraint over `column` refused the row.
    #[must_use]
    pub fn conflict_on(&self, column: &str) -> bool {
        matches!(self, Self::Conflict(what) if what.contains(column))
    }

    pub(crate) fn sqlite(error: &rusqlite::Error, sql: &str) -> Self {
        let message = error.to_string();
        match error {
            rusqlite::Error::QueryReturnedNoRows => Self::NoRow,
            rusqlite::Error::SqliteFailure(code, _) => match (code.code, code.extended_code) {
                (
                    _,
                    rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE | rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY,
                ) => Self::Conflict(message),
                (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => Self::Again(message),
                (
                    ErrorCode::DiskFull
                    | ErrorCode::SystemIoFailure
                    | ErrorCode::CannotOpen
                    | ErrorCode::ReadOnly
                    | ErrorCode::DatabaseCorrupt
                    | ErrorCode::OutOfMemory
                    | ErrorCode::OperationInterrupted,
                    _,
                ) => Self::Unavailable(message),
                _ => Self::Statement { message, sql: sql.to_owned() },
            },
            _ => Self::Statement { message, sql: sql.to_owned() },
        }
    }

    pub(crate) fn postgres(error: &tokio_postgres::Error, sql: &str) -> Self {
        let Some(db) = error.as_db_error() else {
            return if error.is_closed()
                || std::error::Error::source(error).is_some_and(<dyn std::error::Error>::is::<std::io::Error>)
            {
                Self::Unavailable(error.to_string())
            } else {
                let why = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
                Self::Statement { message: format!("{error}: {why}"), sql: sql.to_owned() }
            };
        };
        match db.code() {
            &SqlState::UNIQUE_VIOLATION => Self::Conflict(db.constraint().unwrap_or("?").to_owned()),
            &SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED => {
                Self::Again(db.message().to_owned())
            }
            code if code.code().starts_with("08")
                || code.code().starts_with("57")
                || code.code().starts_with("53") =>
            {
                Self::Unavailable(db.message().to_owned())
            }
            code => Self::Statement {
                message: format!("{} ({})", db.message(), code.code()),
                sql: sql.to_owned(),
            },
        }
    }
}

/// Turns a failure of the data layer into the problem that the caller gets.
///
/// `?` makes every such failure a plain 500; [`crate::transact`], links, consumers and the HTTP edge ask
/// this function, so that a database that is away is a 503 with a hint to come back.
#[must_use]
pub fn problem(error: Problem) -> Problem {
    if is_away(&error) {
        let cause = error.chain().unwrap_or_default();
        return away().caused_by(cause);
    }
    error
}

/// Whether an error is one of a database that cannot be had at the moment.
#[must_use]
pub fn is_away(error: &Problem) -> bool {
    fn unavailable(error: &Error) -> bool {
        match error {
            Error::Unavailable(_) | Error::Again(_) | Error::TooLong(_) => true,
            Error::Shared(inner) => unavailable(inner),
            _ => false,
        }
    }
    error.kind() == kit::error::INTERNAL && error.cause::<Error>().is_some_and(unavailable)
}

/// What a caller is told when a database cannot be had. Whether the last step was done may not be known.
pub(crate) fn away() -> Problem {
    kit::error::UNAVAILABLE
        .because("This could not be finished. Look whether it was done before you do it again, in a moment.")
        .retry_after(2)
}
