//! A house to look around in: `serve --demo` and `serve --open-demo` (decision D17).

use std::net::SocketAddr;

use accounts::operator::Operator;
use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::middleware::{self, Next};
use axum::response::IntoResponse as _;
use chassis::address::Address;
use chassis::host::House;
use chassis::http::caller::NOT_ALLOWED;
use http::{HeaderMap, HeaderValue, Method, header};

use crate::cli::Flags;
use crate::exit::Exit;
use crate::settings::Server;

/// Why there can be no open demo: others than this machine could reach it.
pub(crate) fn fault(flags: &Flags, server: &Server) -> Option<String> {
    if !flags.open_demo {
        return None;
    }
    let loopback = server.listen.parse::<SocketAddr>().is_ok_and(|at| at.ip().is_loopback());
    let wrong = [
        (server.public_url.is_some(), "server.public_url is set"),
        (!server.trusted_proxies.is_empty(), "server.trusted_proxies is set"),
        (!loopback, "server.listen is not an address of this machine alone, such as 127.0.0.1:8080"),
        (server.internal.is_some(), "server.internal is set"),
    ];
    let (_, why) = wrong.iter().find(|(so, _)| *so)?;
    Some(format!(
        "--open-demo lets whoever asks write without signing in, so it answers this machine only, and {why}. Leave \
         that out, or use --demo."
    ))
}

/// Fills the house where it was asked for; the passwords of its members are printed.
///
/// # Errors
/// As any statement.
pub(crate) async fn fill(flags: &Flags, house: &House) -> Result<(), Exit> {
    if !flags.demo && !flags.open_demo {
        return Ok(());
    }
    let Some(operator) = operator(house)? else {
        println!("The accounts of this house are in another process: start that one with --demo");
        return Ok(());
    };
    if !operator.open_demo().await? {
        println!(
            "This house is a demo already; `marquee admin reset-link` makes a new way in for its members"
        );
    }
    Ok(())
}

fn operator(house: &House) -> Result<Option<Operator>, Exit> {
    let accounts = house.db(contracts::accounts::SERVICE);
    Ok(accounts.map(|db| Operator::new(house.host(), db)).transpose()?)
}

/// Opens the doors of an open demo: whoever sits at this machine is taken for the user whom the classic path names,
/// unless they say who they are; everybody else is turned away.
///
/// # Errors
/// When the configuration of accounts is wrong.
pub(crate) fn doors(flags: &Flags, house: &House, address: &Address, router: Router) -> Result<Router, Exit> {
    if !flags.open_demo {
        return Ok(router);
    }
    let (operator, address) = (operator(house)?, address.clone());
    let guard = move |ConnectInfo(peer): ConnectInfo<SocketAddr>, request: Request, next: Next| {
        let (operator, address) = (operator.clone(), address.clone());
        async move {
            if !address.is_local(peer.ip(), request.headers()) {
                let why = "This is an open demo: it answers its own machine only.";
                return NOT_ALLOWED.because(why).into_response();
            }
            next.run(named(operator.as_ref(), request).await).await
        }
    };
    Ok(router.layer(middleware::from_fn(guard)))
}

/// The request with a pass of the user whom its path names, where it needs one and has none.
async fn named(operator: Option<&Operator>, mut request: Request) -> Request {
    let user = user_of(request.method(), request.uri().path());
    if let (Some(operator), Some(number), false) = (operator, user, says_who(request.headers()))
        && let Ok(Some(pass)) = operator.pass_of(number).await
        && let Ok(value) = HeaderValue::from_str(&format!("Bearer {pass}"))
    {
        request.headers_mut().insert(header::AUTHORIZATION, value);
    }
    request
}

fn says_who(headers: &HeaderMap) -> bool {
    headers.contains_key(header::AUTHORIZATION) || headers.contains_key(header::COOKIE)
}

/// The user whom a write at a classic path names: `PUT /users/{id}` and `PUT /users/{id}/password`.
fn user_of(method: &Method, path: &str) -> Option<i64> {
    let rest = path.strip_prefix("/users/")?;
    let number = rest.strip_suffix("/password").unwrap_or(rest);
    if method == Method::PUT { number.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(change: impl Fn(&mut Server)) -> Server {
        let mut server = Server::default();
        change(&mut server);
        server
    }

    #[test]
    fn an_open_demo_is_for_this_machine_alone() {
        let open = Flags { open_demo: true, ..Flags::default() };
        assert!(fault(&open, &Server::default()).is_none());
        let reachable: [fn(&mut Server); 5] = [
            |s| s.public_url = Some("https://marquee.example".into()),
            |s| s.trusted_proxies = vec!["127.0.0.1".into()],
            |s| s.listen = "0.0.0.0:8080".into(),
            |s| s.listen = "192.168.1.5:8080".into(),
            |s| s.internal = Some("127.0.0.1:9090".into()),
        ];
        for change in reachable {
            assert!(fault(&open, &server(change)).is_some());
            assert!(fault(&Flags { demo: true, ..Flags::default() }, &server(change)).is_none());
        }
    }

    #[test]
    fn only_writes_that_had_no_login_name_somebody() {
        assert_eq!(user_of(&Method::PUT, "/users/7"), Some(7));
        assert_eq!(user_of(&Method::PUT, "/users/7/password"), Some(7));
        for (method, path) in [
            (Method::GET, "/users/7"),
            (Method::POST, "/users"),
            (Method::PUT, "/users/"),
            (Method::PUT, "/users/7/role"),
            (Method::PUT, "/api/v1/accounts/users/7"),
            (Method::DELETE, "/users/7"),
        ] {
            assert_eq!(user_of(&method, path), None, "{method} {path}");
        }
    }
}
