//! What accounts promises: where to write to, and what happened to an account.

use kit::{Event, Sealed};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Generated from `proto/accounts/v1/accounts.proto`.
#[expect(missing_docs, clippy::allow_attributes, reason = "generated")]
pub mod v1 {
    tonic::include_proto!("accounts.v1");
}

pub use v1::accounts_client::AccountsClient;
pub use v1::accounts_server::{Accounts, AccountsServer};

/// The service's name.
pub const SERVICE: &str = "accounts";

/// An e-mail address, as what a seal may hold.
pub struct Email;
/// A proof in a link, as what a seal may hold.
pub struct Token;

/// Somebody signed up.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct UserRegistered {
    /// The account.
    pub user: Uuid,
    /// Proves the mailbox; opened by whoever writes the mail, and by nobody else.
    #[schema(value_type = String)]
    pub proof: Sealed<Token>,
}
impl Event for UserRegistered {
    const TYPE: &'static str = "accounts.user.registered.v1";
    fn aggregate(&self) -> Uuid {
        self.user
    }
}

/// Somebody wants the confirmation link again.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ConfirmationAsked {
    /// The account.
    pub user: Uuid,
    /// The new proof; the old ones are worth nothing now.
    #[schema(value_type = String)]
    pub proof: Sealed<Token>,
}
impl Event for ConfirmationAsked {
    const TYPE: &'static str = "accounts.confirmation.asked.v1";
    fn aggregate(&self) -> Uuid {
        self.user
    }
}

/// Somebody tried to sign up with an address that has an account; its owner is told, and nobody else.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct KnownAddressTried {
    /// The account that has the address.
    pub user: Uuid,
}
impl Event for KnownAddressTried {
    const TYPE: &'static str = "accounts.known_address.tried.v1";
    fn aggregate(&self) -> Uuid {
        self.user
    }
}

/// Somebody asked for a link that sets a new password.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ResetAsked {
    /// The account.
    pub user: Uuid,
    /// Sets the password, once.
    #[schema(value_type = String)]
    pub proof: Sealed<Token>,
}
impl Event for ResetAsked {
    const TYPE: &'static str = "accounts.reset.asked.v1";
    fn aggregate(&self) -> Uuid {
        self.user
    }
}

/// The password of an account was changed.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PasswordChanged {
    /// The account.
    pub user: Uuid,
    /// The address that it had at that moment, which alone is told.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub mailbox: Option<Sealed<Email>>,
    /// Takes the change back.
    #[schema(value_type = String)]
    pub undo: Sealed<Token>,
    /// Confirms the address again, where the change took that away.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub proof: Option<Sealed<Token>>,
}
impl Event for PasswordChanged {
    const TYPE: &'static str = "accounts.password.changed.v1";
    fn aggregate(&self) -> Uuid {
        self.user
    }
}

/// The address of an account was changed.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct EmailChanged {
    /// The account, which is written to at the new address.
    pub user: Uuid,
    /// The address that it had before.
    #[schema(value_type = String)]
    pub old: Sealed<Email>,
    /// Takes the change back; for the old address alone.
    #[schema(value_type = String)]
    pub undo: Sealed<Token>,
    /// Confirms the new address; for that one alone.
    #[schema(value_type = String)]
    pub proof: Sealed<Token>,
}
impl Event for EmailChanged {
    const TYPE: &'static str = "accounts.email.changed.v1";
    fn aggregate(&self) -> Uuid {
        self.user
    }
}

/// The address of an account was proved.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct UserConfirmed {
    /// The account.
    pub user: Uuid,
}
impl Event for UserConfirmed {
    const TYPE: &'static str = "accounts.user.confirmed.v1";
    fn aggregate(&self) -> Uuid {
        self.user
    }
}

/// An account got another role.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct RoleChanged {
    /// The account.
    pub user: Uuid,
    /// `user`, `moderator`, `admin` or `super_admin`.
    pub role: String,
}
impl Event for RoleChanged {
    const TYPE: &'static str = "accounts.role.changed.v1";
    fn aggregate(&self) -> Uuid {
        self.user
    }
}

/// A house is to be looked around in: each service brings what it has for that, once.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct DemoAsked {
    /// The first of the members who were made for it.
    pub user: Uuid,
    /// All of them.
    pub members: Vec<Uuid>,
}
impl Event for DemoAsked {
    const TYPE: &'static str = "accounts.demo.asked.v1";
    fn aggregate(&self) -> Uuid {
        self.user
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Samples are read for ever: an event that was written once must be understood by every later version.
    #[test]
    fn reads_the_samples() {
        fn read<E: Event>(text: &str) -> E {
            serde_json::from_str(text).unwrap_or_else(|e| panic!("{}: {e}", E::TYPE))
        }
        let user = Uuid::from_u128(0x0191_e5a0_0000_7000_8000_0000_0000_0001);
        let registered: UserRegistered = read(include_str!("../samples/accounts.user.registered.v1.json"));
        assert_eq!((registered.user, registered.proof.text()), (user, "1.bm9uY2U.Y2lwaGVy"));
        let asked: ConfirmationAsked = read(include_str!("../samples/accounts.confirmation.asked.v1.json"));
        assert_eq!(asked.aggregate(), user);
        let tried: KnownAddressTried = read(include_str!("../samples/accounts.known_address.tried.v1.json"));
        let confirmed: UserConfirmed = read(include_str!("../samples/accounts.user.confirmed.v1.json"));
        assert_eq!((tried.user, confirmed.user), (user, user));
        let reset: ResetAsked = read(include_str!("../samples/accounts.reset.asked.v1.json"));
        let password: PasswordChanged = read(include_str!("../samples/accounts.password.changed.v1.json"));
        assert_eq!((reset.user, password.user, password.proof.is_none()), (user, user, true));
        let email: EmailChanged = read(include_str!("../samples/accounts.email.changed.v1.json"));
        assert_eq!((email.user, email.old.text()), (user, "1.bm9uY2U.Y2lwaGVy"));
        let raised: RoleChanged = read(include_str!("../samples/accounts.role.changed.v1.json"));
        assert_eq!(raised.role, "super_admin");
        let demo: DemoAsked = read(include_str!("../samples/accounts.demo.asked.v1.json"));
        assert_eq!((demo.aggregate(), demo.members.len()), (user, 2));
    }
}
