//! Notify through its doors, on both engines; accounts is a stand-in.

#[path = "it/mails.rs"]
mod mails;
#[path = "it/notes.rs"]
mod notes;

use contracts::accounts::UserRegistered;
use testkit::{Engine, Setting, World, fakes};
use uuid::Uuid;

async fn world(engine: Engine, mail: bool) -> World {
    World::open(engine, &[fakes::accounts(), notify::service()], Setting { mail, config: "" }).await
}

/// Somebody signs up, with this proof in the confirmation link.
async fn sign_up(world: &World, proof: &str) -> Uuid {
    let user = world.somebody();
    let proof = world.house.host().keys().seal(proof).unwrap();
    world.accounts_tells(&UserRegistered { user, proof }).await;
    user
}
