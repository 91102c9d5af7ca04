//! Every way in which accounts says no.

use kit::Kind;

/// Somebody has an account with this address already. Only told where no mail server is set (decision D13).
pub const EMAIL_TAKEN: Kind = Kind::new(409, "accounts/email-taken", "There is an account with this address");
/// A house with people in it is filled for looking around by its first administrator alone (decision D17).
pub const DEMO_CLOSED: Kind =
    Kind::new(403, "accounts/demo-closed", "This house is not filled for looking around");
/// Somebody has this user name.
pub const USERNAME_TAKEN: Kind = Kind::new(409, "accounts/username-taken", "Somebody has this user name");
/// Login or password is wrong; which of them is never told.
pub const BAD_CREDENTIALS: Kind = Kind::new(401, "accounts/bad-credentials", "Login or password is wrong");
/// A refresh token that is not ours, was used, or belongs to a family that is over.
pub const BAD_REFRESH: Kind = Kind::new(401, "accounts/bad-refresh-token", "This refresh token is not good");
/// A link that is unknown, used or too old.
pub const LINK_SPENT: Kind = Kind::new(410, "accounts/link-spent", "This link does not work any more");
/// The link is fine, but this browser has to show that it belongs to the account.
pub const PASSWORD_NEEDED: Kind = Kind::new(403, "accounts/password-needed", "A password is needed as well");
/// The proof of who somebody is has to be fresh, and shown by a token in the `Authorization` header (decision D14).
pub const FRESH_TOKEN_NEEDED: Kind =
    Kind::new(403, "accounts/fresh-token-needed", "Sign in again before you change this");
/// The account is suspended. Told only to whoever knows its password.
pub const SUSPENDED: Kind = Kind::new(403, "accounts/suspended", "This account is suspended");
/// Only somebody with a strictly higher role may do that to this account, and nobody to the own one.
pub const NOT_ABOVE: Kind =
    Kind::new(403, "accounts/not-above", "Your role is not above that of this account");
/// There is no account behind this address.
pub const NO_SUCH_USER: Kind = Kind::new(404, "accounts/no-such-user", "There is no such account");
/// The session is over already, or somebody else's.
pub const NO_SUCH_SESSION: Kind = Kind::new(404, "accounts/no-such-session", "There is no such session");
/// There is no such account, or not any more. Crosses to whoever asks for an address.
pub const GONE: Kind = Kind::new(410, "accounts/gone", "This account is gone");
/// The operator has switched the classic doors off.
pub const CLASSIC_OFF: Kind = Kind::new(404, "accounts/classic-off", "This house has no classic sign-in");
/// Classic paths say with 400 that an address is taken (row C08).
pub const REGISTERED: Kind = Kind::new(400, "accounts/already-registered", "This address has an account");
/// A classic sign-out that names no token of ours.
pub const NO_TOKEN: Kind = Kind::new(400, "accounts/no-token", "There is no such token");
