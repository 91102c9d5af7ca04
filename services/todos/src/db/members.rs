//! Statements over `members`.

use chassis::db::{Error, Exec};
use chassis::{args, sql};
use uuid::Uuid;

/// Makes everybody else who changes something of this member wait until the transaction ends; answers the number of
/// this turn. Nothing for somebody who has no row yet.
pub(crate) async fn take_turn(on: &impl Exec, user: Uuid) -> Result<Option<i64>, Error> {
    let turn: Option<(i64,)> = on
        .opt(
            sql!("update todos.members set turns = turns + 1 where user_id = $1 returning turns"),
            args![user],
        )
        .await?;
    Ok(turn.map(|(turn,)| turn))
}

/// Inserts a member; false when somebody was faster.
pub(crate) async fn insert(on: &impl Exec, user: Uuid) -> Result<bool, Error> {
    let inserted = on
        .exec(
            sql!("insert into todos.members(user_id, turns) values($1, 1) on conflict do nothing"),
            args![user],
        )
        .await?;
    Ok(inserted == 1)
}
