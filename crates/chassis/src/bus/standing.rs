//! Where consumers stand, and how one that stopped reads on (decision D2).

use kit::Result;

use super::log::Head;
use super::runner::UNSEEN;
use super::{Following, Runner};
use crate::args;
use crate::db::Exec as _;
use crate::db::sql::own_sql;

own_sql! {
    AT = "select epoch, pos from {s}.cursors where consumer = $1 and source = $2";
    REWIND = "update {s}.cursors set epoch = $1, pos = $2 where consumer = $3 and source = $4 and epoch = $5 and pos = $6";
}

/// Where a consumer stands in the log that it follows.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Who follows.
    pub consumer: &'static str,
    /// Whose log.
    pub source: &'static str,
    /// The epoch and position of its cursor; nothing before it has a place.
    at: Option<(i64, i64)>,
    /// Where the log begins and ends; nothing when whoever has it is away.
    head: Option<Head>,
}

impl Standing {
    /// Whether the log can be asked at all.
    #[must_use]
    pub fn in_reach(&self) -> bool {
        self.head.is_some()
    }

    /// Whether it cannot read on: its cursor is of another epoch, beyond the head or before what is still there.
    #[must_use]
    pub fn stopped(&self) -> bool {
        self.at.zip(self.head).is_some_and(|(at, head)| !fits(at, head))
    }

    /// Whether events were dropped from the log that it never saw.
    #[must_use]
    pub fn has_gap(&self) -> bool {
        let gap = |((epoch, pos), head): ((i64, i64), Head)| epoch == head.epoch && pos < head.first_pos - 1;
        self.at.zip(self.head).is_some_and(gap)
    }

    /// How many positions it is behind.
    #[must_use]
    pub fn behind(&self) -> i64 {
        self.at.zip(self.head).map_or(0, |((_, pos), head)| head.head.saturating_sub(pos).max(0))
    }
}

/// Whether a cursor can be read on from.
pub(super) fn fits((epoch, pos): (i64, i64), head: Head) -> bool {
    epoch == head.epoch && pos <= head.head && pos >= head.first_pos - 1
}

impl Runner {
    /// Where each consumer stands.
    ///
    /// # Errors
    /// As any statement.
    pub async fn standing(&self) -> Result<Vec<Standing>> {
        let mut all = Vec::new();
        for Following { consumer, db, source } in &self.following {
            let head = source.head().await.ok();
            let args = args![consumer.name, consumer.source];
            let at: Option<(i64, i64)> = db.opt(AT.of(db.service()), args).await?;
            let at = at.filter(|(epoch, _)| *epoch != UNSEEN);
            all.push(Standing { consumer: consumer.name, source: consumer.source, at, head });
        }
        Ok(all)
    }

    /// Lets a consumer that stopped read its log again from the beginning. What it has heard is in its inbox and is
    /// not done twice. False when it has moved meanwhile.
    ///
    /// # Errors
    /// As any statement.
    pub async fn rewind(&self, standing: &Standing) -> Result<bool> {
        let (name, source) = (standing.consumer, standing.source);
        let is = |f: &&Following| f.consumer.name == name && f.consumer.source == source;
        let Some(following) = self.following.iter().find(is) else { return Ok(false) };
        let Some(((epoch, pos), head)) = standing.at.zip(standing.head) else { return Ok(false) };
        let (db, to) = (&following.db, head.first_pos - 1);
        let args = args![head.epoch, to, name, source, epoch, pos];
        let moved = db.exec(REWIND.of(db.service()), args).await? == 1;
        following.source.bell().notify_waiters();
        Ok(moved)
    }
}
