//! Clients of the systems before us work unchanged: rows S1-20 to S1-22, S2-32, S2-36 to S2-39, S3-05 to S3-09, S3-45,
//! S3-46, S4-14 to S4-18, S4-37, S5-02 to S5-11; contradictions C01 to C09, C12, C28, C35, C45, C46.

use std::time::Duration;

use http::Method;
use serde_json::{Value, json};
use testkit::both_engines;

use crate::*;

/// A client of those systems: no origin, no cookies but what it was given.
fn client(world: &World) -> Browser {
    world.browser().with("origin", "")
}

fn bearer(world: &World, body: &Value) -> Browser {
    let token = body["access_token"].as_str().or(body["token"].as_str()).unwrap();
    client(world).with("authorization", &format!("Bearer {token}"))
}

/// The claims of a token, without looking at its mark.
fn claims(token: &str) -> Value {
    use base64::Engine as _;
    let body = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(body).unwrap()).unwrap()
}

both_engines! {
    /// S1-20, S1-21, S1-22, C02, C08.
    async fn signup_login_me(engine) {
        let world = world(engine).await;
        let new = json!({ "username": "ira", "email": "ira@example.org", "password": "12345678" });
        let got = client(&world).post("/signup", new.clone()).await.expect(201);
        assert_eq!(got["token_type"], "bearer");
        let me = bearer(&world, &got).get("/me").await.expect(200);
        assert_eq!(me, json!({ "username": "ira", "email": "ira@example.org" }));
        let again = client(&world).post("/signup", new).await.expect(409);
        assert_eq!(again, json!({ "detail": "Username already taken" }));
        let other = json!({ "username": "irma", "email": "IRA@example.org", "password": "12345678" });
        assert_eq!(client(&world).post("/signup", other).await.expect(409), json!({ "detail": "Email already registered" }));
        let short = json!({ "username": "ab", "email": "x", "password": "1" });
        let wrong = client(&world).post("/signup", short).await.expect(422);
        assert_eq!(wrong["detail"].as_array().unwrap().len(), 3);
        assert_eq!(wrong["detail"][0]["loc"][0], "body");
        let login = json!({ "email": "ira@example.org", "password": "12345678" });
        assert_eq!(client(&world).post("/login", login).await.expect(200)["token_type"], "bearer");
        let bad = json!({ "email": "ira@example.org", "password": "12345679" });
        assert_eq!(client(&world).post("/login", bad).await.expect(401), json!({ "detail": "Invalid email or password" }));
        assert_eq!(client(&world).get("/me").await.status, 401);
    }

    /// S3-05 to S3-07, S3-45, S3-46, C01, C04, C05; D12.
    async fn auth_of_the_to_do_system(engine) {
        let world = world(engine).await;
        let new = json!({ "email": "ira@example.org", "password": "12345678" });
        let got = client(&world).post("/auth/register", new.clone()).await.expect(201);
        let claims = claims(got["access_token"].as_str().unwrap());
        assert_eq!((&claims["sub"], &claims["typ"]), (&json!("1"), &json!("access")));
        assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 3600);
        assert_eq!((&claims["auth_user"], &claims["user_id"]), (&json!("ira@example.org"), &json!(1)));
        assert_eq!(bearer(&world, &got).get("/auth/me").await.expect(200), json!({ "user": "1" }));
        assert_eq!(client(&world).post("/auth/register", new.clone()).await.expect(409), json!({ "detail": "email already registered" }));
        let login = client(&world).post("/auth/login", new).await.expect(200);
        assert_eq!((&login["token_type"], &login["message"]), (&json!("bearer"), &json!("Login success")));
        let bad = client(&world).post("/auth/login", json!({ "email": "ira@example.org", "password": "no no no" })).await.expect(401);
        assert_eq!(bad, json!({ "detail": "invalid credentials" }));
        assert_eq!(client(&world).get("/auth/me").await.expect(401), json!({ "detail": "missing credentials" }));
        let nonsense = client(&world).with("authorization", "Bearer nonsense").get("/auth/me").await.expect(401);
        assert_eq!(nonsense, json!({ "detail": "invalid token" }));
        let refresh = json!({ "refresh_token": login["refresh_token"] });
        let next = client(&world).post("/auth/refresh", refresh.clone()).await.expect(200);
        assert_eq!(bearer(&world, &next).get("/auth/me").await.status, 200);
        let reused = client(&world).post("/auth/refresh", refresh).await.expect(401);
        assert_eq!(reused, json!({ "detail": "invalid or expired refresh token" }));
        assert_eq!(bearer(&world, &next).get("/auth/me").await.status, 401);
    }

    /// S5-02 to S5-04, S5-06, S5-07, S5-11, C01, C06, C28, C35.
    async fn auth_of_the_booking_system(engine) {
        let world = world(engine).await;
        let new = json!({ "email": "ira@example.org", "name": "Ira", "password": "12345678" });
        let made = client(&world).post("/auth/", new.clone()).await.expect(201);
        assert_eq!((&made["email"], &made["name"]), (&json!("ira@example.org"), &json!("Ira")));
        assert!(made["id"].as_str().unwrap().parse::<uuid::Uuid>().is_ok());
        assert_eq!(client(&world).post("/auth", new).await.expect(400), json!({ "detail": "User already registered" }));
        let _ = client(&world).post("/auth/signup", json!({ "email": "jonas@example.org", "password": "12345678" })).await.expect(201);
        let mut browser = client(&world);
        let answer = browser.post("/auth/login", json!({ "email": "ira@example.org", "password": "12345678" })).await;
        let cookie = answer.headers.get_all("set-cookie").iter().find(|c| c.to_str().unwrap().starts_with("access_token="));
        let cookie = cookie.unwrap().to_str().unwrap();
        assert!(cookie.contains("HttpOnly; SameSite=Lax; Max-Age=3600"), "{cookie}");
        assert_eq!(answer.json()["id"], made["id"]);
        assert_eq!(browser.get("/auth/user_details").await.expect(200), made);
        assert_eq!(client(&world).get("/auth/user_details").await.expect(401), json!({ "detail": "Not authorised" }));
        let token = browser.cookies()["access_token"].clone();
        // Also when the token has run out meanwhile: what it belongs to must not live on.
        let refresh = json!({ "refresh_token": answer.json()["refresh_token"] });
        world.clock.advance(Duration::from_secs(3700));
        assert_eq!(browser.post("/auth/logout", json!({})).await.expect(200), json!({ "message": "Logged out successfully" }));
        assert!(!browser.cookies().contains_key("access_token"));
        browser.hold("access_token", &token);
        assert_eq!(browser.get("/auth/user_details").await.expect(401), json!({ "detail": "Invalid token" }));
        assert_eq!(client(&world).post("/auth/refresh", refresh).await.status, 401);
    }

    /// S2-32, S2-36 to S2-38, C03, C08, C46.
    async fn users_of_the_store(engine) {
        let world = world(engine).await;
        let new = json!({ "username": "ira", "email": "ira@example.org", "password": "12345678" });
        let made = client(&world).post("/api/users/register", new.clone()).await.expect(200);
        assert_eq!(made, json!({ "message": "User registered successfully", "username": "ira" }));
        let again = client(&world).post("/api/users/register", new).await;
        let again = again.expect(accounts::problems::REGISTERED.status);
        assert!(again["error"].is_string() && again.get("details").is_some());
        let wrong = client(&world).post("/api/users/register", json!({ "username": "x" })).await.expect(400);
        assert!(wrong["error"].is_string() && wrong.get("details").is_some());
        for login in ["ira@example.org", "ira"] {
            let got = client(&world).post("/api/users/login", json!({ "email": login, "password": "12345678" })).await.expect(200);
            assert_eq!(got["message"], "Login successful");
            let out = client(&world).post("/api/users/logout", json!({ "token": got["token"] })).await.expect(200);
            assert_eq!(out, json!({ "message": "Logout successful" }));
            let again = client(&world).post("/api/users/login", json!({ "email": login, "password": "12345678" })).await.expect(200);
            let out = bearer(&world, &again).send(Method::POST, "/api/users/logout", None, &[("content-type", "")]).await;
            assert_eq!((out.status.as_u16(), bearer(&world, &again).get("/me").await.status.as_u16()), (200, 401));
            assert_eq!(bearer(&world, &got).get("/me").await.status, 401);
        }
        let bad = client(&world).post("/api/users/login", json!({ "email": "ira", "password": "12345679" })).await.expect(401);
        assert_eq!(bad, json!({ "error": "Invalid credentials" }));
        let none = client(&world).post("/api/users/logout", json!({ "token": "nonsense" })).await;
        let none = none.expect(accounts::problems::NO_TOKEN.status);
        assert!(none["error"].is_string() && none["details"]["token"].is_string());
    }

    /// S2-39, D14.
    async fn a_store_user_changes_everything_at_once_with_a_fresh_token(engine) {
        let world = world(engine).await;
        let new = json!({ "username": "ira", "email": "ira@example.org", "password": "12345678" });
        let _ = client(&world).post("/api/users/register", new).await.expect(200);
        let login = json!({ "email": "ira", "password": "12345678" });
        let old = client(&world).post("/api/users/login", login.clone()).await.expect(200);
        world.clock.advance(Duration::from_secs(301));
        let change = json!({ "username": "ira.rao", "email": "rao@example.org", "password": "violet-harbour-9" });
        let path = "/api/users/1";
        assert!(bearer(&world, &old).put(path, change.clone()).await.expect(403)["error"].is_string());
        let mut cookie = client(&world);
        let _ = cookie.post("/auth/login", login.clone()).await.expect(200);
        let by_cookie = cookie.put(path, change.clone()).await.status;
        assert_eq!(by_cookie, accounts::problems::FRESH_TOKEN_NEEDED.status, "never by cookie");
        let fresh = client(&world).post("/api/users/login", login).await.expect(200);
        assert_eq!(bearer(&world, &fresh).put("/api/users/2", change.clone()).await.expect(404), json!({ "error": "User not found" }));
        let done = bearer(&world, &fresh).put(path, change).await.expect(200);
        assert_eq!(done, json!({ "message": "Profile updated successfully" }));
        assert_eq!(bearer(&world, &fresh).get("/me").await.status, 401);
        let _ = client(&world).post("/login", json!({ "email": "rao@example.org", "password": "violet-harbour-9" })).await.expect(200);
        world.check_promises().await;
    }

    /// S4-14 to S4-18, S4-37, S4-40, C12, C43, C45.
    async fn users_of_the_trading_system(engine) {
        let world = world(engine).await;
        let new = |email: &str| json!({ "name": "Ira", "email": email, "password": "12345678", "street_address": "Hauptstraße 1" });
        let made = client(&world).post("/users", new("ira@example.org")).await.expect(201);
        assert_eq!((&made["id"], &made["street_address"]), (&json!(1), &json!("Hauptstraße 1")));
        let link = json!({ "rel": "self", "href": "http://127.0.0.1:8080/users/1", "method": "GET" });
        assert_eq!(made["links"]["self"], link);
        assert_eq!(client(&world).post("/users", new("ira@example.org")).await.expect(400), json!({ "detail": "Email already registered" }));
        let wrong = client(&world).post("/users", json!({ "name": "", "email": "x", "password": "1", "street_address": "" })).await.expect(422);
        assert_eq!((&wrong["error"], &wrong["status_code"]), (&json!("Validation Error"), &json!(422)));
        assert_eq!(wrong["errors"][0]["field"], "body -> name");
        let jonas = client(&world).post("/users", new("jonas@example.org")).await.expect(201)["id"].clone();
        let stranger = client(&world).get("/users/1").await.expect(200);
        assert_eq!((&stranger["name"], &stranger["email"], &stranger["street_address"]), (&json!("Ira"), &json!(""), &json!("")));
        assert_eq!(client(&world).get("/users/99").await.expect(404), json!({ "detail": "User not found" }));
        let listed = client(&world).get("/users?skip=0&limit=1").await.expect(200);
        assert_eq!(listed["items"].as_array().unwrap().len(), 1);
        assert_eq!(listed["links"]["next"]["href"], "http://127.0.0.1:8080/users?skip=1&limit=1");
        assert!(listed["links"].get("prev").is_none());
        let token = client(&world).post("/login", json!({ "email": "ira@example.org", "password": "12345678" })).await.expect(200);
        let mut ira = bearer(&world, &token);
        let changed = ira.put("/users/1", json!({ "name": "Ira Rao" })).await.expect(200);
        assert_eq!((&changed["name"], &changed["email"]), (&json!("Ira Rao"), &json!("ira@example.org")));
        assert_eq!(ira.put(&format!("/users/{jonas}"), json!({ "name": "No" })).await.status, 403);
        assert_eq!(ira.put("/users/99", json!({ "name": "No" })).await.status, 404);
        assert_eq!(client(&world).put("/users/1", json!({ "name": "No" })).await.status, 401);
        let blind = ira.put("/users/1/password", json!({ "new_password": "violet-harbour-9" })).await.expect(422);
        assert_eq!(blind["errors"][0]["field"], "body -> current_password");
        let both = json!({ "current_password": "12345678", "new_password": "violet-harbour-9" });
        assert_eq!(ira.put("/users/1/password", both).await.expect(200)["id"], 1);
        assert_eq!(world.count_events("accounts.password.changed.v1").await, 1);
        assert_eq!(ira.get("/me").await.status, 401);
    }

    async fn with_a_mail_server_lists_tell_of_no_unproved_mailbox(engine) {
        let world = world_with_mail(engine).await;
        let _ = world.browser().post("/api/v1/accounts/users", form("ira@example.org")).await.expect(202);
        assert_eq!(client(&world).get("/users").await.expect(200)["items"], json!([]));
        assert_eq!(client(&world).get("/users/1").await.status, 404);
    }

    async fn an_operator_can_switch_them_off(engine) {
        let setting = Setting { mail: false, config: "[accounts]\nclassic = false" };
        let world = World::open(engine, &[accounts::service()], setting).await;
        let new = json!({ "username": "ira", "email": "ira@example.org", "password": "12345678" });
        let off = client(&world).post("/signup", new.clone()).await;
        assert_eq!(off.status, accounts::problems::CLASSIC_OFF.status);
        assert_eq!(client(&world).post("/auth/login", new).await.status, 404);
        assert_eq!(client(&world).get("/users").await.status, 404);
    }

    /// Nothing that a page of another site can make a browser send counts with a cookie (C03, SEC-12).
    async fn another_site_cannot_use_the_cookie(engine) {
        let world = world(engine).await;
        let mut browser = client(&world);
        let _ = browser.post("/auth/", json!({ "email": "ira@example.org", "name": "Ira", "password": "12345678" })).await.expect(201);
        let _ = browser.post("/auth/login", json!({ "email": "ira@example.org", "password": "12345678" })).await.expect(200);
        let body = Some(json!({ "name": "Evil" }).to_string());
        let foreign = browser.send(Method::PUT, "/users/1", body.clone(), &[("origin", "https://evil.example")]).await;
        assert_eq!(foreign.status, 403);
        let fetched = browser.send(Method::PUT, "/users/1", body, &[("sec-fetch-site", "cross-site")]).await;
        assert_eq!(fetched.status, 403);
    }
}
