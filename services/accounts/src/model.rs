//! The nouns of accounts and their pure rules.

use std::fmt;

use kit::Result;
use kit::error::Checks;
use utoipa::ToSchema;

use crate::db::Profile;

/// A person with an account; the type behind its id.
#[derive(Debug)]
pub enum User {}

/// A browser that is signed in; the type behind its id.
#[derive(Debug)]
pub enum Session {}

/// The linear role of an account (row C11); the greater one may do more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum Role {
    /// A member.
    User,
    /// Keeps content in order.
    Moderator,
    /// Runs the house.
    Admin,
    /// Runs the house and appoints those who do.
    SuperAdmin,
}

/// What each role may do; a greater role also has all of the lesser ones.
const RIGHTS: [(Role, &[&str]); 4] = [
    (Role::User, &["accounts.self", "notify.read", "todos.own"]),
    (Role::Moderator, &["games.keep"]),
    (Role::Admin, &["accounts.administer", "games.import", "house.audit", "house.operate", "search.rebuild"]),
    (Role::SuperAdmin, &["accounts.appoint"]),
];

/// Sets of rights that can be granted in a scope (decision D15).
pub(crate) const SETS: [(&str, &[&str]); 1] = [("catalogue", &["games.import", "games.keep"])];

impl Role {
    /// All roles, the least first.
    const ALL: [Self; 4] = [Self::User, Self::Moderator, Self::Admin, Self::SuperAdmin];

    /// The role of this name, if there is one.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == word)
    }

    /// The roles that somebody with this one stands above and may give: the strictly lower ones. A super
    /// administrator also stands above others of the same rank; below an administrator nobody appoints.
    #[must_use]
    pub fn below(self) -> Vec<Self> {
        if self < Self::Admin {
            return Vec::new();
        }
        Self::ALL.into_iter().filter(|role| *role < self || self == Self::SuperAdmin).collect()
    }

    /// The names of [`Role::below`], as they are stored.
    pub(crate) fn names_below(self) -> Vec<&'static str> {
        self.below().into_iter().map(Self::name).collect()
    }

    /// The word that is stored and shown.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Moderator => "moderator",
            Self::Admin => "admin",
            Self::SuperAdmin => "super_admin",
        }
    }

    /// Reads the word that is stored and shown.
    #[must_use]
    pub fn read(word: &str) -> Self {
        Self::named(word).unwrap_or(Self::User)
    }

    /// What somebody with this role and these granted sets may do; sorted, each once.
    pub fn rights<'s>(self, sets: impl Iterator<Item = &'s str>) -> Vec<String> {
        let by_role = RIGHTS.iter().filter(|(role, _)| *role <= self).flat_map(|(_, rights)| *rights);
        let by_set =
            sets.filter_map(|set| SETS.iter().find(|(name, _)| *name == set)).flat_map(|(_, rights)| *rights);
        let mut rights: Vec<String> = by_role.chain(by_set).map(|right| (*right).to_owned()).collect();
        rights.sort_unstable();
        rights.dedup();
        rights
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The form in which addresses and user names are compared: trimmed and in lower case. Accents stay, since
/// they make another mailbox.
#[must_use]
pub fn key(text: &str) -> String {
    text.trim().to_lowercase()
}

/// Notes what is wrong with an e-mail address, in words for whoever typed it.
pub fn check_email(checks: &mut Checks, email: &str) {
    let email = email.trim();
    let (local, domain) = email.rsplit_once('@').unwrap_or(("", ""));
    let fault = if email.is_empty() {
        Some("An e-mail address is needed.")
    } else if local.is_empty() || domain.is_empty() {
        Some("An address has a name, an @ and a place, such as ira@example.org.")
    } else if email.chars().count() > 320 || local.chars().count() > 64 {
        Some("This address is longer than any mailbox can be.")
    } else if email.chars().any(|c| c.is_whitespace() || c.is_control() || "<>()[],;:\\\"".contains(c)) {
        Some("This address holds a character that no mailbox has.")
    } else if !domain.contains('.')
        || domain.starts_with('.')
        || domain.ends_with('.')
        || domain.contains("..")
    {
        Some("This address has no ending, such as .org.")
    } else if local.contains('@') {
        Some("An address has one @.")
    } else {
        None
    };
    checks.need(fault.is_none(), "email", fault.unwrap_or_default());
}

/// Checks what an owner wants to change of a profile.
///
/// # Errors
/// `request/invalid` (422) with all that is wrong.
pub(crate) fn check_profile(new: &Profile<'_>) -> Result<()> {
    let mut checks = Checks::default();
    check_name(&mut checks, new.name);
    if let Some(name) = new.name {
        checks.need(!name.trim().is_empty(), "name", "A name has at least one character.");
    }
    if let Some(username) = new.username {
        check_username(&mut checks, username);
    }
    if let Some(locale) = new.locale {
        check_locale(&mut checks, locale);
    }
    if let Some(zone) = new.zone {
        let fine = jiff::tz::TimeZone::get(zone).is_ok();
        checks.need(fine, "zone", "A zone is named as in Europe/Berlin or Asia/Kolkata.");
    }
    if let Some(address) = new.street_address {
        check_street(&mut checks, address);
    }
    checks.done()
}

/// Notes what is wrong with a user name.
pub(crate) fn check_username(checks: &mut Checks, username: &str) {
    let length = username.chars().count();
    checks.need((3..=50).contains(&length), "username", "A user name has 3 to 50 characters.");
    let fine = username.chars().all(|c| c.is_alphanumeric() || "._-".contains(c));
    checks.need(fine, "username", "A user name has letters, digits, dots, dashes and underscores.");
}

/// Notes what is wrong with a street address.
pub(crate) fn check_street(checks: &mut Checks, address: &str) {
    let fine = address.chars().count() <= 200 && !address.chars().any(char::is_control);
    checks.need(fine, "street_address", "An address has one line of at most 200 characters.");
}

/// The languages that pages and mails come in (decision D34); the first stands until somebody chooses.
pub const LOCALES: [&str; 2] = ["en", "de"];

/// Notes that a language is not spoken here.
pub(crate) fn check_locale(checks: &mut Checks, locale: &str) {
    let fine = LOCALES.contains(&locale);
    checks.need(fine, "locale", format!("The languages here are: {}.", LOCALES.join(", ")));
}

/// Notes what is wrong with a name to show.
pub(crate) fn check_name(checks: &mut Checks, name: Option<&str>) {
    let name = name.unwrap_or("fine");
    checks.need(name.chars().count() <= 100, "name", "A name has at most 100 characters.");
    checks.need(!name.chars().any(char::is_control), "name", "A name has no line breaks.");
}

/// The name to show for an address whose owner gave none: what stands before the @.
#[must_use]
pub fn name_of(email: &str) -> String {
    let local = email.trim().split('@').next().unwrap_or_default();
    let mut letters = local.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).take(100).collect()).unwrap_or_default()
}

/// The user name to try for an address: letters, digits, dot and dash of what stands before the @.
#[must_use]
pub fn username_of(email: &str) -> String {
    let local = email.trim().split('@').next().unwrap_or_default();
    let bare: String = local.chars().filter(|c| c.is_alphanumeric() || "._-".contains(*c)).take(40).collect();
    if bare.chars().count() < 3 { format!("member-{bare}") } else { bare }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(email: &str) -> Option<String> {
        let mut checks = Checks::default();
        check_email(&mut checks, email);
        checks.done().err().map(|error| error.fields()[0].message.clone())
    }

    #[test]
    fn takes_addresses_that_exist() {
        for email in
            ["ira@example.org", " Ira.Rao+x@mail.example.co.uk ", "ирина@пример.рф", "o'neil@example.org"]
        {
            assert_eq!(fault(email), None, "{email}");
        }
    }

    #[test]
    fn says_what_is_wrong_with_an_address() {
        let long = format!("{}@example.org", "a".repeat(65));
        let wrong = [
            ("", "needed"),
            ("ira", "an @"),
            ("@example.org", "an @"),
            ("ira@example", "no ending"),
            ("ira@.org", "no ending"),
            ("i ra@example.org", "character"),
            ("ira\r\nbcc: x@example.org", "character"),
            (&long, "longer"),
        ];
        for (email, words) in wrong {
            assert!(fault(email).is_some_and(|f| f.contains(words)), "{email:?}: {:?}", fault(email));
        }
    }

    #[test]
    fn a_greater_role_may_all_that_a_lesser_one_may() {
        let roles = [Role::User, Role::Moderator, Role::Admin, Role::SuperAdmin];
        for pair in roles.windows(2) {
            let (less, more) = (pair[0].rights([].into_iter()), pair[1].rights([].into_iter()));
            assert!(less.iter().all(|right| more.contains(right)) && more.len() > less.len());
        }
        assert!(roles.iter().all(|role| Role::read(&role.to_string()) == *role));
    }

    #[test]
    fn stands_above_the_strictly_lower_ones() {
        assert!(Role::User.below().is_empty() && Role::Moderator.below().is_empty());
        assert_eq!(Role::Admin.below(), [Role::User, Role::Moderator]);
        assert_eq!(Role::SuperAdmin.below().len(), 4);
    }

    #[test]
    fn grants_add_to_the_role() {
        let rights = Role::User.rights(["catalogue", "unknown"].into_iter());
        assert_eq!(rights, ["accounts.self", "games.import", "games.keep", "notify.read", "todos.own"]);
    }

    #[test]
    fn makes_names_of_addresses() {
        assert_eq!((name_of("ira@x.org").as_str(), username_of("i+ra@x.org").as_str()), ("Ira", "ira"));
        assert_eq!(username_of("a@x.org"), "member-a");
        assert_eq!(key(" IRA@Example.ORG "), "ira@example.org");
    }
}
