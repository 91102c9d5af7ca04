//! Which services this process runs, what it does for them, and where the others are.

use std::collections::BTreeMap;

use chassis::host::{Away, Service};
use chassis::link::{Pass, Peer};
use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::cli::Flags;
use crate::exit::Exit;
use crate::services;

/// `[peers]` in the configuration. For each service that runs in another process the internal address of that
/// process, such as `search = "http://10.0.0.7:9100"`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub(crate) struct Peers(pub(crate) BTreeMap<String, String>);

/// What a process does for its services.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Answers requests.
    Http,
    /// Hears events, does jobs, sends mails.
    Work,
}

/// The part of a house that one process is.
pub(crate) struct Shape {
    /// The services that run here.
    pub(crate) here: Vec<Service>,
    /// Those that run elsewhere.
    away: Vec<(Service, String)>,
    /// Whether requests are answered.
    pub(crate) http: bool,
    /// Whether work is done.
    pub(crate) work: bool,
}

impl Shape {
    /// Chooses by the flags, and finds the others in `[peers]`, which names each service's internal address.
    pub(crate) fn choose(flags: &Flags, peers: &BTreeMap<String, String>) -> Result<Self, Exit> {
        let all = services::all();
        let names: Vec<&str> = all.iter().map(|service| service.name).collect();
        for name in flags.only.iter().chain(&flags.without).chain(peers.keys()) {
            if !names.contains(&name.as_str()) {
                let known = names.join(", ");
                return Err(Exit::configuration(format!("there is no service '{name}'; there are {known}")));
            }
        }
        let wanted = |service: &Service| {
            let named = |list: &[String]| list.iter().any(|name| name == service.name);
            (flags.only.is_empty() || named(&flags.only)) && !named(&flags.without)
        };
        let (here, others): (Vec<Service>, Vec<Service>) = all.into_iter().partition(wanted);
        if here.is_empty() {
            return Err(Exit::configuration("no service is left to run: look at --only and --without"));
        }
        let place = |service: Service| peers.get(service.name).map(|url| (service, url.clone()));
        let role = |role: Role| flags.roles.is_empty() || flags.roles.contains(&role);
        let away = others.into_iter().filter_map(place).collect();
        Ok(Self { here, away, http: role(Role::Http), work: role(Role::Work) })
    }

    /// Whether this process is a part of a house that has others.
    pub(crate) fn is_part(&self) -> bool {
        !self.away.is_empty()
    }

    /// Whether every service runs here.
    pub(crate) fn is_whole(&self) -> bool {
        self.here.len() == services::all().len()
    }

    /// What roles need that this configuration does not have.
    pub(crate) fn check_roles(&self, on_postgres: bool) -> Result<(), Exit> {
        if self.http && self.work {
            return Ok(());
        }
        if !on_postgres {
            return Err(Exit::configuration(
                "--roles needs PostgreSQL: on SQLite one process holds the files of a service, so that it does \
                 everything. Set database.url, or leave --roles out.",
            ));
        }
        if self.here.iter().any(|service| service.name == contracts::search::SERVICE) {
            return Err(Exit::configuration(
                "search keeps its index in its own folder, so that the process that answers is the one that \
                 writes it: run search elsewhere with both roles, leave it out here with --without search, and say \
                 in peers.search where it runs.",
            ));
        }
        Ok(())
    }

    /// The services elsewhere, and how to reach them.
    pub(crate) fn away(&self, pass: &Pass) -> Result<Vec<Away>, Exit> {
        let reach = |(service, url): &(Service, String)| {
            let peer = Peer::new(url, pass.clone());
            let peer =
                peer.map_err(|error| Exit::configuration(format!("peers.{}: {error}", service.name)))?;
            Ok(Away { service: *service, peer })
        };
        self.away.iter().map(reach).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choose(only: &[&str], without: &[&str], roles: &[Role], peers: &[&str]) -> Result<Shape, Exit> {
        let text = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let roles = roles.to_vec();
        let flags = Flags { only: text(only), without: text(without), roles, ..Flags::default() };
        let peers = peers.iter().map(|name| ((*name).to_owned(), "http://127.0.0.1:1".to_owned()));
        Shape::choose(&flags, &peers.collect())
    }

    fn names(shape: &Shape) -> Vec<&str> {
        shape.here.iter().map(|service| service.name).collect()
    }

    #[test]
    fn one_process_is_everything() {
        let shape = choose(&[], &[], &[], &[]).unwrap();
        assert_eq!(shape.here.len(), services::all().len());
        assert!(shape.http && shape.work && !shape.is_part());
    }

    #[test]
    fn peers_of_what_runs_here_are_not_asked() {
        let shape = choose(&["notify", "accounts"], &[], &[], &["accounts", "search"]).unwrap();
        assert_eq!(names(&shape), ["accounts", "notify"]);
        assert_eq!(shape.away.iter().map(|(service, _)| service.name).collect::<Vec<_>>(), ["search"]);
        let rest = choose(&[], &["accounts", "notify"], &[], &["accounts"]).unwrap();
        assert_eq!(names(&rest), ["search", "games", "todos"]);
    }

    #[test]
    fn what_does_not_exist_is_named() {
        for refused in [
            choose(&["acounts"], &[], &[], &[]),
            choose(&[], &["acounts"], &[], &[]),
            choose(&[], &[], &[], &["acounts"]),
        ] {
            assert!(format!("{:?}", refused.err().unwrap()).contains("acounts"));
        }
        assert!(choose(&["accounts"], &["accounts"], &[], &[]).is_err());
    }

    #[test]
    fn one_role_alone_needs_what_several_processes_can_share() {
        let shape = choose(&[], &["search"], &[Role::Http], &[]).unwrap();
        assert!(shape.http && !shape.work);
        assert!(shape.check_roles(false).is_err() && shape.check_roles(true).is_ok());
        assert!(choose(&[], &[], &[Role::Work], &[]).unwrap().check_roles(true).is_err());
        assert!(choose(&[], &[], &[Role::Work, Role::Http], &[]).unwrap().check_roles(false).is_ok());
    }
}
