//! From the sign-up to the first administrator.

use serde_json::json;
use testkit::every_shape;

use crate::*;

const CONFIRM: &str = "/api/v1/accounts/confirmations";

every_shape! {
    async fn a_newcomer_signs_up_confirms_and_becomes_administrator(shape) {
        let world = house(shape, false).await;
        let mut browser = world.browser();
        assert_eq!(sign_up(&mut browser, "ira@example.org").await["confirmed"], false);
        world.settle().await;
        let token = world.terminal.token("Confirm ira@example.org");
        assert_eq!(browser.post(CONFIRM, json!({ "token": token })).await.expect(200)["confirmed"], true);
        let token = world.terminal.token("First administrator");
        let setup = json!({ "token": token, "password": PASSWORD });
        assert_eq!(browser.post("/api/v1/accounts/setup", setup).await.expect(200)["role"], "super_admin");
        world.settle().await;
        let notes = browser.get("/api/v1/notify/notes").await.expect(200);
        assert_eq!(notes["unread"], 3);
        world.check_promises().await;
    }

    async fn with_a_mail_server_the_way_in_is_the_mailbox(shape) {
        let world = house(shape, true).await;
        let mut browser = world.browser();
        assert_eq!(sign_up(&mut browser, "ira@example.org").await, json!({ "state": "mail_sent" }));
        world.settle().await;
        let mail = world.office.to("ira@example.org").pop().unwrap();
        let token = mail.text.split_once("/confirm#").unwrap().1.split_whitespace().next().unwrap();
        let mut elsewhere = world.browser();
        let asked = elsewhere.post(CONFIRM, json!({ "token": token })).await;
        assert!(asked.is_problem(403, "accounts/password-needed"));
        assert_eq!(browser.post(CONFIRM, json!({ "token": token })).await.expect(200)["confirmed"], true);
        assert_eq!(browser.get("/api/v1/accounts/me").await.status, 200);
        world.check_promises().await;
    }
}
