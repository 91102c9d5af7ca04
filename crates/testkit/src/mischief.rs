//! Rows as no house leaves them, so that a test can see whether somebody notices.

use chassis::args;
use chassis::db::{Db, Exec as _, OwnSql, Statement};

static LOSE_EPOCH: OwnSql = OwnSql::new("update {s}.cursors set epoch = 99");
static SET_BACK: OwnSql = OwnSql::new("update {s}.counters set value = 0");
static SET_BACK_SEQUENCE: Statement =
    Statement::new("accounts", "select setval('accounts.users_number', 1, false)", "test");
static END_BEFORE_BEGIN: Statement =
    Statement::new("accounts", "update accounts.sessions set ended_at = $1", "test");
static BEGIN_AFTER_END: Statement =
    Statement::new("accounts", "update accounts.sessions set ended_at = null", "test");
static WAIT: Statement = Statement::new(
    "notify",
    "insert into notify.mails(id, user_id, letter, proof, state, tries, due_at, created_at) values($1, $1, 'confirm', $2, 'queued', 0, $3, $3)",
    "test",
);
static SEND: Statement = Statement::new(
    "notify",
    "update notify.mails set state = 'sent', proof = null where state = 'queued'",
    "test",
);
static AUDITED: OwnSql = OwnSql::new("select count(*) from {s}.audit where action = $1");

/// All consumers of a service stand in an epoch that no log has.
///
/// # Panics
/// When the database cannot be asked; as all of these.
pub async fn lose_epoch(db: &Db) {
    db.exec(LOSE_EPOCH.of(db.service()), args![]).await.expect("cursors");
}

/// The numbers of accounts begin again at 1.
pub async fn set_numbers_back(db: &Db, postgres: bool) {
    if postgres {
        db.rows::<(i64,)>(&SET_BACK_SEQUENCE, args![], 1).await.expect("a sequence");
    } else {
        db.exec(SET_BACK.of(db.service()), args![]).await.expect("counters");
    }
}

/// All sessions ended long before they began, or did not.
pub async fn break_a_promise(db: &Db, broken: bool) {
    if broken {
        let long_ago = kit::Time::from_micros(1);
        db.exec(&END_BEFORE_BEGIN, args![long_ago]).await.expect("sessions");
    } else {
        db.exec(&BEGIN_AFTER_END, args![]).await.expect("sessions");
    }
}

/// A mail with this sealed text in it waits until the end of time, or no longer.
pub async fn let_a_mail_wait(db: &Db, sealed: Option<&str>) {
    if let Some(sealed) = sealed {
        let (id, late) = (chassis::random::uuid(db.now()), kit::Time::from_micros(4_000_000_000_000_000));
        db.exec(&WAIT, args![id, sealed, late]).await.expect("mails");
    } else {
        db.exec(&SEND, args![]).await.expect("mails");
    }
}

/// How often a deed stands in the audit of a service.
pub async fn audited(db: &Db, action: &str) -> i64 {
    db.one::<(i64,)>(AUDITED.of(db.service()), args![action]).await.expect("the audit").0
}
