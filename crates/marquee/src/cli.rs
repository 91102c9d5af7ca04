//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use chassis::keys::Purpose;

use crate::bench::Part;
use crate::openapi::OpenapiFlags;
use crate::shape::Role;

/// Everything that an entertainment venue and its game community need behind one sign-in.
#[derive(Parser, Debug)]
#[command(name = "marquee", version, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    /// What to do; `serve` when it is left out.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

const EXIT_CODES: &str = "Exit codes: 0 done, 1 something unforeseen, 2 the command line is wrong, 3 the configuration \
is wrong, 4 the data folder cannot be used, 5 the address cannot be listened at";

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Opens the house at http://127.0.0.1:8080.
    #[command(
        after_help = "Examples:\n  marquee serve\n  marquee serve --listen 127.0.0.1:0 --data /srv/marquee\n  \
                            marquee serve --demo\n  MARQUEE_SERVER__LISTEN=0.0.0.0:8080 marquee serve\n  \
                            marquee serve --only accounts,notify --internal 10.0.0.7:9100"
    )]
    Serve(Flags),
    /// Changes the schema of the data, or tells how it stands.
    #[command(
        after_help = "Examples:\n  marquee migrate status\n  marquee migrate down --service accounts --force"
    )]
    Migrate {
        /// Which way.
        #[command(subcommand)]
        way: Way,
        #[command(flatten)]
        flags: Flags,
    },
    /// Reads lists into the house.
    Import {
        /// What to read.
        #[command(subcommand)]
        what: Import,
    },
    /// Makes accounts and links for people who cannot get in.
    Admin {
        /// What to do.
        #[command(subcommand)]
        what: Admin,
    },
    /// Copies the whole house as it is at one instant, whether it is open or not.
    #[command(
        after_help = "Examples:\n  marquee backup /backups/monday --passphrase-file passphrase.txt\n  \
                            marquee backup /backups/monday.tar --passphrase-stdin < passphrase.txt\n\nThe keys of the house \
                            are encrypted with the passphrase; the rest is not."
    )]
    Backup {
        /// A folder that is not there yet, or a file that ends in .tar.
        to: PathBuf,
        #[command(flatten)]
        secret: Secret,
        #[command(flatten)]
        flags: Flags,
    },
    /// Fills an empty data folder from a backup.
    #[command(
        after_help = "Example:\n  marquee restore /backups/monday --data /srv/marquee --passphrase-file passphrase.txt\n\n\
                            Whoever was signed in has to sign in again, links that were mailed before are worth nothing, and mails \
                            that waited are not sent."
    )]
    Restore {
        /// What `marquee backup` made.
        set: PathBuf,
        #[command(flatten)]
        secret: Secret,
        #[command(flatten)]
        flags: Flags,
    },
    /// Tells how the house is, open or not, and what to do about it.
    #[command(
        after_help = "Examples:\n  marquee doctor\n  marquee doctor --json\n  marquee doctor --reconcile\n\nThe exit \
                            code is 1 when something is broken; warnings do not count."
    )]
    Doctor(DoctorFlags),
    /// Lists the keys of the house, makes newer ones, takes old ones away.
    #[command(
        after_help = "Examples:\n  marquee keys list\n  marquee keys rotate signing\n  marquee keys revoke signing 1"
    )]
    Keys {
        /// What to do.
        #[command(subcommand)]
        what: KeyWish,
        #[command(flatten)]
        flags: Flags,
    },
    /// Prints what a shell needs to complete these commands.
    #[command(after_help = "Example:\n  marquee completions bash > /etc/bash_completion.d/marquee")]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Tells what is set, what can be set, and what is wrong with it. Opens nothing.
    #[command(
        after_help = "Examples:\n  marquee config check --copies 3\n  marquee config print --config /etc/marquee.toml\n  \
                            marquee config example > marquee.toml"
    )]
    Config {
        /// What to tell.
        #[command(subcommand)]
        what: ConfigCommand,
    },
    /// Prints what this program describes for other programs: OpenAPI, AsyncAPI, Postman, problems, routes.
    #[command(
        after_help = "Examples:\n  marquee openapi > openapi.json\n  marquee openapi --service todos\n  \
                            marquee openapi --postman > marquee.postman_collection.json\n  marquee openapi --into specs"
    )]
    Openapi(OpenapiFlags),
    /// Measures this program on this machine, beside the bare parts it is made of.
    #[command(after_help = "Examples:\n  marquee bench\n  marquee bench --only P1,P7 --seconds 5\n  \
                            marquee bench --postgres postgres://user:password@host/database")]
    Bench(BenchFlags),
    /// Kills this program while it is written to, again and again, and looks whether anything is lost or doubled.
    #[command(
        after_help = "Examples:\n  marquee chaos\n  marquee chaos --kills 20 --postgres postgres://user:password@host/database\n  \
                            marquee chaos --long\n\nIt works in a folder of its own, which is kept when something was broken."
    )]
    Chaos(ChaosFlags),
    /// A server that `bench` measures.
    #[command(hide = true)]
    BenchPart(Part),
}

impl Default for Command {
    fn default() -> Self {
        Self::Serve(Flags::default())
    }
}

#[derive(Subcommand, Debug)]
pub(crate) enum ConfigCommand {
    /// Reads everything as `serve` would, and says what is wrong, a sentence each.
    Check {
        /// How many processes like this one there are, for the connections that PostgreSQL has to allow.
        #[arg(long, default_value_t = 1)]
        copies: usize,
        #[command(flatten)]
        flags: Flags,
    },
    /// Prints the values in effect, each with where it comes from; secrets are masked.
    Print {
        #[command(flatten)]
        flags: Flags,
    },
    /// Prints a JSON Schema of the configuration file, for editors.
    Schema,
    /// Prints a configuration file in which everything is explained and nothing is set.
    Example,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Import {
    /// Reads lists of games into the catalogue; the house may be open meanwhile.
    #[command(
        after_help = "Example:\n  marquee import games games_console.jsonl game_releases.csv\n\nWhat a file \
                            holds is recognised by its contents. Safe to repeat and to break off."
    )]
    Games {
        /// The files: console JSONL, releases CSV or PC CSV.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        flags: Flags,
    },
    /// Takes people of another system over, with the hashes of their passwords.
    #[command(
        after_help = "Example:\n  marquee import users people.jsonl\n\nA line a person: {\"email\": …, \"username\": …, \"name\": …, \
                            \"street_address\": …, \"password_hash\": …}\nwith a hash of bcrypt ($2b$…), of bcrypt over SHA-256 \
                            (sha256+$2b$…) or of pbkdf2:sha256. Safe to repeat."
    )]
    Users {
        /// The file, a line of JSON a person.
        file: PathBuf,
        #[command(flatten)]
        flags: Flags,
    },
}

#[derive(Subcommand, Debug)]
pub(crate) enum Admin {
    /// Makes an account with a role; its address counts as proved.
    #[command(
        after_help = "Example:\n  marquee admin create-user --email ira@example.org --role admin --password-stdin < password.txt"
    )]
    CreateUser {
        /// The address.
        #[arg(long)]
        email: String,
        /// user, moderator, admin or super_admin.
        #[arg(long, default_value = "user")]
        role: String,
        /// Reads the password from standard input.
        #[arg(long)]
        password_stdin: bool,
        #[command(flatten)]
        flags: Flags,
    },
    /// Prints a link with which somebody sets a new password; hand it over safely.
    #[command(after_help = "Example:\n  marquee admin reset-link --email ira@example.org")]
    ResetLink {
        /// The address of the account.
        #[arg(long)]
        email: String,
        #[command(flatten)]
        flags: Flags,
    },
}

#[derive(Subcommand, Debug, Clone)]
pub(crate) enum Way {
    /// Applies what is missing.
    Up,
    /// Takes the newest migration of a service back.
    Down {
        /// The service.
        #[arg(long)]
        service: String,
        /// Also when that loses data.
        #[arg(long)]
        force: bool,
    },
    /// Tells which migrations are applied.
    #[command(alias = "history")]
    Status,
}

#[derive(Subcommand, Debug)]
pub(crate) enum KeyWish {
    /// Lists them: what for, since when, in use or retired.
    List,
    /// Makes a newer key, which is used from then on; older ones go on opening and verifying.
    Rotate {
        /// What for.
        purpose: PurposeArg,
    },
    /// Takes an older key away, and says what stops working.
    Revoke {
        /// What for.
        purpose: PurposeArg,
        /// Its number.
        id: u64,
        /// Also when people have to set a new password then.
        #[arg(long)]
        force: bool,
    },
}

/// What a key is for.
#[derive(ValueEnum, Debug, Clone, Copy)]
pub(crate) enum PurposeArg {
    /// Access tokens of programs.
    Signing,
    /// Refresh tokens, and browsers that are known.
    Linking,
    /// Links on their way to a mail.
    Sealing,
    /// Mixed into passwords before they are hashed.
    Pepper,
}

impl From<PurposeArg> for Purpose {
    fn from(purpose: PurposeArg) -> Self {
        match purpose {
            PurposeArg::Signing => Self::Signing,
            PurposeArg::Linking => Self::Linking,
            PurposeArg::Sealing => Self::Sealing,
            PurposeArg::Pepper => Self::Pepper,
        }
    }
}

/// How much to kill.
#[derive(Args, Debug, Default, Clone)]
pub(crate) struct ChaosFlags {
    /// How often it is killed; 12 times, or as often as fits when --long.
    #[arg(long)]
    pub(crate) kills: Option<usize>,
    /// For how long at most, in seconds; 600, or 3600 when --long.
    #[arg(long)]
    pub(crate) seconds: Option<u64>,
    /// How many write at the same time; 8, or 64 when --long.
    #[arg(long)]
    pub(crate) writers: Option<usize>,
    /// A PostgreSQL server instead of files; a database of its own is made there, and dropped.
    #[arg(long)]
    pub(crate) postgres: Option<String>,
    /// An hour of kills, one every two seconds.
    #[arg(long)]
    pub(crate) long: bool,
}

/// How to look at the house.
#[derive(Args, Debug, Default, Clone)]
pub(crate) struct DoctorFlags {
    /// Lets stopped consumers read on and raises numbers that fell behind; nothing else is changed.
    #[arg(long)]
    pub(crate) reconcile: bool,
    /// Answers in JSON.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) flags: Flags,
}

/// Where the passphrase of a backup comes from; whoever sits at a terminal is asked.
#[derive(Args, Debug, Default, Clone)]
pub(crate) struct Secret {
    /// Reads the passphrase from a file.
    #[arg(long, conflicts_with = "passphrase_stdin")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// Reads the passphrase from standard input.
    #[arg(long)]
    pub(crate) passphrase_stdin: bool,
}

/// What a bench measures and for how long.
#[derive(Args, Debug, Clone)]
pub(crate) struct BenchFlags {
    /// How many seconds each turn of each side takes; a row has six turns a side.
    #[arg(long, default_value_t = 2)]
    pub(crate) seconds: u64,
    /// Only these rows, such as P1,P7.
    #[arg(long, value_delimiter = ',')]
    pub(crate) only: Vec<String>,
    /// A PostgreSQL server; a database of its own is made there, and dropped. MARQUEE_DATABASE__URL when left out.
    #[arg(long)]
    pub(crate) postgres: Option<String>,
}

/// What can be said to every command that opens the house.
#[derive(Args, Debug, Default, Clone)]
pub(crate) struct Flags {
    /// The configuration file; `marquee.toml` is read when it is there.
    #[arg(long, global = true)]
    pub(crate) config: Option<PathBuf>,
    /// The data folder.
    #[arg(long, global = true)]
    pub(crate) data: Option<PathBuf>,
    /// Where to listen, such as 127.0.0.1:8080; port 0 takes a free one.
    #[arg(long)]
    pub(crate) listen: Option<String>,
    /// Where the other processes of this house reach this one, such as 10.0.0.7:9100; for a private network.
    #[arg(long)]
    pub(crate) internal: Option<String>,
    /// Runs these services alone; the table peers of the configuration says where the others are.
    #[arg(long, value_delimiter = ',')]
    pub(crate) only: Vec<String>,
    /// Runs all services but these.
    #[arg(long, value_delimiter = ',')]
    pub(crate) without: Vec<String>,
    /// Answers requests or does the work behind them; both when it is left out.
    #[arg(long, value_enum, value_delimiter = ',')]
    pub(crate) roles: Vec<Role>,
    /// Refuses to start when the schema is older than this program, instead of changing it.
    #[arg(long)]
    pub(crate) no_migrate: bool,
    /// Fills the house for looking around: sixty well-known games, two members and their to-dos. Their passwords
    /// are printed. Safe to repeat.
    #[arg(long)]
    pub(crate) demo: bool,
    /// As --demo, and lets whoever sits at this machine write at the classic `/users/{id}` without signing in, as
    /// the system of that path did. Answers this machine only.
    #[arg(long)]
    pub(crate) open_demo: bool,
    /// How much the log tells; info when it is said nowhere.
    #[arg(long, value_enum)]
    pub(crate) log: Option<Level>,
}

/// How much the log tells.
#[derive(ValueEnum, Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Level {
    /// Only what failed.
    Error,
    /// And what is odd.
    Warn,
    /// And what happens now and then.
    #[default]
    Info,
    /// And every request.
    Debug,
}

impl Level {
    /// As it is said.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
        }
    }
}
