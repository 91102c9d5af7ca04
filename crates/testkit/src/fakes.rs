//! Neighbours that stand in for services, so that each service is tested alone.

use std::sync::Arc;

use chassis::args;
use chassis::db::migrate::Migration;
use chassis::db::{Db, Exec as _, OwnSql};
use chassis::host::{Host, Opened, Service};
use chassis::http::{Credential, Face, Routes};
use chassis::link::{Request, Response, Status, async_trait};
use chassis::transact;
use contracts::accounts::v1::{AddressReply, AddressRequest};
use contracts::accounts::{Accounts, AccountsServer, SERVICE};
use kit::{Event, Result, Who};
use uuid::Uuid;

use crate::{Browser, World};

const PEOPLE: &[Migration] = &[Migration {
    name: "0001_people",
    text: "-- up
create table accounts.people(id uuid primary key, version bigint not null);
-- down
drop table accounts.people;",
}];

static NEXT_VERSION: OwnSql = OwnSql::new(
    "insert into {s}.people(id, version) values($1, 1) on conflict(id) do update set version = people.version + 1 returning version",
);

/// What a member may do; sorted.
const MEMBER: [&str; 3] = ["accounts.self", "notify.read", "todos.own"];
/// What whoever runs the house may do; sorted.
const STAFF: [&str; 9] = [
    "accounts.administer",
    "accounts.self",
    "games.import",
    "games.keep",
    "house.audit",
    "house.operate",
    "notify.read",
    "search.rebuild",
    "todos.own",
];
/// The last byte of the id of somebody who reads German.
const GERMAN: u8 = 0xde;
/// Before the id in the session cookie of somebody who is only a member.
const ONLY: &str = "member-";

/// Accounts without people: whoever holds a session cookie that is a UUID is that user, may do everything
/// that members and staff may (`member-` before it: only what members may), and is written to at `<id>@example.org`.
#[must_use]
pub fn accounts() -> Service {
    let face = Face::none;
    Service { name: SERVICE, needs: &[], migrations: PEOPLE, face, open: |host, db| Box::pin(open(host, db)) }
}

#[expect(clippy::unused_async, reason = "the signature that every service has")]
async fn open(host: Host, _: Db) -> Result<Opened> {
    host.link(SERVICE).join(AccountsServer::new(Nobody));
    host.door().ask(Arc::new(|credential| Box::pin(async move { Ok(identify(&credential)) })));
    Ok(Opened::new(Routes::new(host.door()).done(())))
}

fn identify(credential: &Credential) -> Option<Who> {
    let Credential::Session(text) = credential else { return None };
    let (id, rights) = match text.strip_prefix(ONLY) {
        Some(id) => (id, MEMBER.as_slice()),
        None => (text.as_str(), STAFF.as_slice()),
    };
    let user: Uuid = id.parse().ok()?;
    let rights = rights.iter().map(|right| (*right).to_owned()).collect();
    Some(Who { user, number: 1, session: user, proved_at: kit::Time::default(), rights })
}

struct Nobody;

#[async_trait]
impl Accounts for Nobody {
    async fn address(&self, request: Request<AddressRequest>) -> Result<Response<AddressReply>, Status> {
        let user = Uuid::from_slice(&request.into_inner().user).unwrap_or_default();
        let email = format!("{user}@example.org");
        let locale = if user.as_bytes()[15] == GERMAN { "de" } else { "en" };
        Ok(Response::new(AddressReply { email, name: "Ira".into(), locale: locale.into() }))
    }
}

impl World {
    /// A browser in which this user is signed in as a member, where [`accounts`] stands in.
    #[must_use]
    pub fn browser_of_member(&self, user: Uuid) -> Browser {
        let mut browser = self.browser();
        browser.hold("marquee_8080", &format!("{ONLY}{user}"));
        browser
    }

    /// A browser in which this user is signed in with all rights, where [`accounts`] stands in.
    #[must_use]
    pub fn browser_of(&self, user: Uuid) -> Browser {
        let mut browser = self.browser();
        browser.hold("marquee_8080", &user.to_string());
        browser
    }

    /// A new user's id, of somebody who reads English where [`accounts`] stands in.
    #[must_use]
    pub fn somebody(&self) -> Uuid {
        self.reader(0)
    }

    /// The same of somebody who reads German.
    #[must_use]
    pub fn somebody_german(&self) -> Uuid {
        self.reader(GERMAN)
    }

    fn reader(&self, last: u8) -> Uuid {
        let mut bytes = chassis::random::uuid(self.clock.clock().now()).into_bytes();
        bytes[15] = last;
        Uuid::from_bytes(bytes)
    }

    /// Publishes an event in the name of [`accounts`].
    ///
    /// # Panics
    /// When it cannot be written.
    pub async fn accounts_tells<E: Event>(&self, event: &E) {
        let db = self.db(SERVICE);
        let told: Result<()> = transact!(db, |tx| {
            let (version,): (i64,) = tx.one(NEXT_VERSION.of(SERVICE), args![event.aggregate()]).await?;
            tx.publish(version, None, event).await?;
            Ok(())
        });
        told.expect("the event is written");
    }
}
