//! What the keys of an installation keep.

use super::*;

struct Token;

#[test]
fn opens_what_it_sealed_also_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let sealed: Sealed<Token> = Keys::open(folder.path()).unwrap().seal("a secret").unwrap();
    assert!(!sealed.text().contains("secret"));
    assert_eq!(Keys::open(folder.path()).unwrap().open_seal(&sealed).unwrap(), "a secret");
}

#[test]
fn knows_its_own_marks() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let keys = Keys::open(one.path()).unwrap();
    let marked = keys.mark(&[b"family", b"7"]).unwrap();
    assert!(keys.is_marked(&marked, &[b"family", b"7"]));
    assert!(!keys.is_marked(&marked, &[b"family", b"8"]) && !keys.is_marked(&marked, &[b"family7", b""]));
    assert!(!keys.is_marked("", &[b"family", b"7"]) && !keys.is_marked("1.", &[b"family", b"7"]));
    assert!(!Keys::open(two.path()).unwrap().is_marked(&marked, &[b"family", b"7"]));
}

#[test]
fn refuses_what_was_changed_or_sealed_elsewhere() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let keys = Keys::open(one.path()).unwrap();
    let sealed: Sealed<Token> = keys.seal("a secret").unwrap();
    let mut text = sealed.text().to_owned();
    text.pop();
    assert!(keys.open_seal(&Sealed::<Token>::from_text(text)).is_err());
    assert!(Keys::open(two.path()).unwrap().open_seal(&sealed).is_err());
}

#[test]
fn a_newer_key_is_used_and_the_older_ones_still_open() {
    let folder = tempfile::tempdir().unwrap();
    let (keys, now) = (Keys::open(folder.path()).unwrap(), Time::from_micros(7_000_000));
    let copy = keys.clone();
    let (sealed, marked): (Sealed<Token>, _) = (keys.seal("a secret").unwrap(), keys.mark(&[b"x"]).unwrap());
    for purpose in Purpose::ALL {
        assert_eq!(keys.rotate(purpose, now).unwrap(), "2");
    }
    assert!(copy.seal::<Token>("another").unwrap().text().starts_with("2."));
    assert!(copy.mark(&[b"x"]).unwrap().starts_with("2.") && copy.is_marked(&marked, &[b"x"]));
    assert_eq!(copy.open_seal(&sealed).unwrap(), "a secret");
    let all = Keys::open(folder.path()).unwrap().all(Purpose::Signing);
    assert_eq!((all[0].retired_at, all[1].made_at, all[1].retired_at), (Some(now), Some(now), None));

    assert_eq!(keys.revoke(Purpose::Linking, "2").unwrap_err().kind(), KEY_IN_USE);
    assert_eq!(keys.revoke(Purpose::Linking, "../1").unwrap_err().kind(), NO_SUCH_KEY);
    keys.revoke(Purpose::Linking, "1").unwrap();
    assert!(!copy.is_marked(&marked, &[b"x"]));
    assert_eq!(keys.rotate(Purpose::Linking, now).unwrap(), "3");
}

#[test]
fn keys_from_elsewhere_are_neither_made_nor_changed() {
    let (own, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let made = Keys::open(own.path()).unwrap();
    fs::copy(own.path().join("keys/sealing-1.key"), other.path().join("sealing-1.key")).unwrap();
    let keys = Keys::of_folder(other.path()).unwrap();
    let sealed: Sealed<Token> = made.seal("a secret").unwrap();
    assert_eq!(keys.open_seal(&sealed).unwrap(), "a secret");
    assert!(keys.need(&[Purpose::Sealing]).is_ok());
    let refused = keys.need(&[Purpose::Sealing, Purpose::Signing]).unwrap_err();
    let told = refused.detail_text().unwrap().to_owned();
    assert!(told.contains("no signing key in") && told.contains("keys/signing-1.key"), "{told}");
    assert_eq!(keys.rotate(Purpose::Sealing, Time::from_micros(0)).unwrap_err().kind(), KEY_IN_USE);
    assert_eq!(fs::read_dir(other.path()).unwrap().count(), 1);
    assert!(Keys::of_folder(&other.path().join("gone")).is_err());
}

#[test]
#[cfg(unix)]
fn nobody_else_can_read_them() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    Keys::open(folder.path()).unwrap();
    let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(folder.path().join("keys")), 0o700);
    assert_eq!(mode(folder.path().join("keys/pepper-1.key")), 0o600);
}

#[test]
fn a_key_that_was_retired_stays_so_when_the_one_after_it_is_taken_away() {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keys::open(folder.path()).unwrap();
    let at = |seconds: i64| Time::from_micros(seconds * 1_000_000);
    keys.rotate(Purpose::Signing, at(4_000_000_000)).unwrap();
    keys.rotate(Purpose::Signing, at(5_000_000_000)).unwrap();
    let retired = |keys: &Keys| keys.all(Purpose::Signing)[0].retired_at;
    assert_eq!(retired(&keys), Some(at(4_000_000_000)));
    keys.revoke(Purpose::Signing, "2").unwrap();
    assert_eq!(retired(&keys), Some(at(4_000_000_000)));
    // And its number is never given again.
    keys.rotate(Purpose::Signing, at(6_000_000_000)).unwrap();
    keys.revoke(Purpose::Signing, "3").unwrap();
    assert_eq!(keys.rotate(Purpose::Signing, at(7_000_000_000)).unwrap(), "5");
}

#[test]
fn a_key_that_rows_need_is_never_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    Keys::open(folder.path()).unwrap();
    std::fs::remove_file(folder.path().join("keys/linking-1.key")).unwrap();
    assert!(Keys::open(folder.path()).is_ok());
    std::fs::remove_file(folder.path().join("keys/pepper-1.key")).unwrap();
    let refused = Keys::open(folder.path()).unwrap_err();
    assert!(refused.detail_text().unwrap().contains("the pepper key is gone"));
    assert!(!folder.path().join("keys/pepper-1.key").exists());
}

#[test]
fn what_another_process_made_is_known_without_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) =
        (Keys::open(folder.path()).unwrap(), Keys::of_folder(&folder.path().join("keys")).unwrap());
    one.rotate(Purpose::Linking, Time::from_micros(1)).unwrap();
    let marked = one.mark(&[b"house"]).unwrap();
    assert!(marked.starts_with("2.") && other.is_marked(&marked, &[b"house"]));
}
