//! Every way in which accounts says no.

use kit::Kind;

/// Somebody has an account with this address already. Only told where no mail server is set (decision D13).
pub const EMAIL_TAKEN: Kind = Kind::new(409, "accounts/email-taken", "There is an account with this address");
/// Login or password is wrong; which of them is never told.
pub const BAD_CREDENTIALS: Kind = Kind::new(401, "accounts/bad-credentials", "Login or password is wrong");
/// A link that is unknown, used or too old.
pub const LINK_SPENT: Kind = Kind::new(410, "accounts/link-spent", "This link does not work any more");
/// The link is fine, but this browser has to show that it belongs to the account.
pub const PASSWORD_NEEDED: Kind = Kind::new(403, "accounts/password-needed", "A password is needed as well");
/// There is no such account, or not any more. Crosses to whoever asks for an address.
pub const GONE: Kind = Kind::new(410, "accounts/gone", "This account is gone");
