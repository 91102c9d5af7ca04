//! One follower of a log: what it hears and what it does about it.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use kit::{Envelope, Event, Result, Time};
use uuid::Uuid;

use super::log::Row;
use crate::db::sql::own_sql;
use crate::db::{Db, Exec, Tx};
use crate::{args, transact};

own_sql! {
    HEARD = "insert into {s}.inbox(consumer, event_id, at) values($1, $2, $3) on conflict do nothing";
    PARK = "insert into {s}.parked(consumer, source, pos, event_id, aggregate, version, type, happened_at, actor, body, reason, at) values($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing";
    IS_PARKED = "select 1 from {s}.parked where consumer = $1 and source = $2 and aggregate = $3 limit 1";
    /// What is parked of one thing, the oldest first.
    PARKED = "select pos, event_id, aggregate, version, type, happened_at, actor, body from {s}.parked where consumer = $1 and source = $2 and aggregate = $3 order by pos limit 1000";
    UNPARK = "delete from {s}.parked where consumer = $1 and source = $2 and pos = $3";
    MOVE_ON = "update {s}.cursors set pos = $1 where consumer = $2 and source = $3 and pos = $4";
}

/// An event that arrived: the fact, and what the log says about it.
#[derive(Clone, Debug)]
pub struct Heard<E> {
    /// The fact.
    pub event: E,
    /// Its id in the log; a key for whatever it sets off.
    pub event_id: Uuid,
    /// The version that its aggregate had then.
    pub version: i64,
    /// When it happened.
    pub at: Time,
    /// Who caused it.
    pub actor: Option<Uuid>,
}

type Apply<P, E> = Box<dyn for<'t> Fn(&'t Tx, Heard<E>, P) -> BoxFuture<'t, Result<()>> + Send + Sync>;
type Prepare<P, E> = Box<dyn Fn(Heard<E>) -> BoxFuture<'static, Result<Option<P>>> + Send + Sync>;

/// Follows one type of event under a name of its own, such as `library.grant`.
#[derive(Clone)]
pub struct Consumer {
    /// `<service>.<verb>`; the cursor and the inbox are kept under it.
    pub name: &'static str,
    /// The service whose log it follows.
    pub source: &'static str,
    /// The type of event that it wants.
    pub kind: &'static str,
    steps: Arc<dyn Steps>,
}

/// A consumer that still has to be told what to do.
pub struct Unprepared<E> {
    name: &'static str,
    event: std::marker::PhantomData<fn() -> E>,
}

/// A consumer that has its first step.
pub struct Prepared<P, E> {
    name: &'static str,
    prepare: Prepare<P, E>,
}

impl Consumer {
    /// Begins the declaration of a consumer of `E`.
    #[must_use]
    pub fn on<E: Event>(name: &'static str) -> Unprepared<E> {
        Unprepared { name, event: std::marker::PhantomData }
    }
}

impl<E: Event + Clone> Unprepared<E> {
    /// Asks outside of a transaction for what the effect needs. `None` means that the event concerns nobody any more.
    #[must_use]
    pub fn prepare<P: Send + Sync + Clone + 'static>(
        self,
        ask: impl Fn(Heard<E>) -> BoxFuture<'static, Result<Option<P>>> + Send + Sync + 'static,
    ) -> Prepared<P, E> {
        Prepared { name: self.name, prepare: Box::new(ask) }
    }

    /// Writes the effect; nothing has to be asked before.
    #[must_use]
    pub fn apply(
        self,
        write: impl for<'t> Fn(&'t Tx, Heard<E>) -> BoxFuture<'t, Result<()>> + Send + Sync + 'static,
    ) -> Consumer {
        self.prepare(|_| Box::pin(async { Ok(Some(())) })).apply(move |tx, heard, ()| write(tx, heard))
    }
}

impl<P: Send + Sync + Clone + 'static, E: Event + Clone> Prepared<P, E> {
    /// Writes the effect, in the transaction that also remembers the event.
    #[must_use]
    pub fn apply(
        self,
        write: impl for<'t> Fn(&'t Tx, Heard<E>, P) -> BoxFuture<'t, Result<()>> + Send + Sync + 'static,
    ) -> Consumer {
        let steps =
            TwoSteps { name: self.name, prepare: self.prepare, apply: Box::new(write) as Apply<P, E> };
        Consumer { name: self.name, source: E::source(), kind: E::TYPE, steps: Arc::new(steps) }
    }
}

/// Where an event was read, and what is left behind once it is taken.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// In the log of this source, by a cursor that stood here and moves past it.
    Log { cursor: i64, source: &'static str },
    /// Among what was parked of this source, where it does not stand any more then.
    Parked { source: &'static str },
}

trait Steps: Send + Sync {
    fn take<'a>(&'a self, db: &'a Db, envelope: &'a Envelope, place: Place) -> BoxFuture<'a, Result<()>>;
}

struct TwoSteps<P, E> {
    name: &'static str,
    prepare: Prepare<P, E>,
    apply: Apply<P, E>,
}

impl<P: Send + Sync + Clone + 'static, E: Event + Clone> Steps for TwoSteps<P, E> {
    fn take<'a>(&'a self, db: &'a Db, envelope: &'a Envelope, place: Place) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let event: E = serde_json::from_str(&envelope.body)?;
            let (event_id, version) = (envelope.event_id, envelope.version);
            let heard = Heard { event, event_id, version, at: envelope.at, actor: envelope.actor };
            let prepared = (self.prepare)(heard.clone()).await?;
            let schema = db.service();
            transact!(db, |tx| {
                let new = tx.exec(HEARD.of(schema), args![self.name, heard.event_id, tx.now()]).await? == 1;
                if let (true, Some(prepared)) = (new, &prepared) {
                    (self.apply)(tx, heard.clone(), prepared.clone()).await?;
                }
                move_on(tx, self.name, place, envelope.pos).await
            })
        })
    }
}

impl Consumer {
    /// Takes one event: effect, inbox and cursor in one transaction.
    pub(super) async fn take(&self, db: &Db, envelope: &Envelope, place: Place) -> Result<()> {
        self.steps.take(db, envelope, place).await
    }

    /// Whether an earlier event of the same thing waits for somebody to look at it.
    pub(super) async fn is_parked(&self, db: &Db, aggregate: Uuid) -> Result<bool> {
        let args = args![self.name, self.source, aggregate];
        Ok(db.opt::<(i64,)>(IS_PARKED.of(db.service()), args).await?.is_some())
    }

    /// Takes what is parked of one thing, in its order; answers how many. Stops at the first that still cannot be
    /// taken.
    pub(super) async fn replay(&self, db: &Db, aggregate: Uuid) -> Result<u64> {
        let place = Place::Parked { source: self.source };
        let parked: Vec<Row> =
            db.all(PARKED.of(db.service()), args![self.name, self.source, aggregate]).await?;
        let mut taken = 0;
        for Row(envelope) in &parked {
            self.steps.take(db, envelope, place).await?;
            taken += 1;
        }
        Ok(taken)
    }

    /// Puts an event aside with the reason, and moves on.
    pub(super) async fn park(&self, db: &Db, envelope: &Envelope, place: Place, reason: &str) -> Result<()> {
        tracing::error!(consumer = self.name, event = %envelope.event_id, reason, "event parked");
        let schema = db.service();
        transact!(db, |tx| {
            let (pos, id, aggregate) = (envelope.pos, envelope.event_id, envelope.aggregate);
            let (kind, body, now) = (&envelope.kind, &envelope.body, tx.now());
            let (version, happened, actor) = (envelope.version, envelope.at, envelope.actor);
            let who = (self.name, self.source);
            let args =
                args![who.0, who.1, pos, id, aggregate, version, kind, happened, actor, body, reason, now];
            tx.exec(PARK.of(schema), args).await?;
            move_on(tx, self.name, place, envelope.pos).await
        })
    }
}

async fn move_on(tx: &Tx, consumer: &str, place: Place, pos: i64) -> Result<()> {
    let schema = tx.db().service();
    match place {
        Place::Log { cursor, source } => {
            tx.exec(MOVE_ON.of(schema), args![pos, consumer, source, cursor]).await?
        }
        Place::Parked { source } => tx.exec(UNPARK.of(schema), args![consumer, source, pos]).await?,
    };
    Ok(())
}
