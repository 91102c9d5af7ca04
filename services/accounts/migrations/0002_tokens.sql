-- up
alter table accounts.users add column name_key text collate "C" not null default '';
alter table accounts.users add column street_address text collate "C" not null default '';
alter table accounts.users add column password_changed_at timestamptz;
-- When a mailbox of this account was proved for the first time; a later change of address does not take it away.
alter table accounts.users add column known_at timestamptz;
alter table accounts.users add column suspended_at timestamptz;
alter table accounts.users add column suspended_reason text collate "C";
update accounts.users set known_at = confirmed_at, password_changed_at = created_at, name_key = username_key;
create index users_by_age on accounts.users(created_at, id);
create index users_by_name on accounts.users(name_key);
-- A session is a browser with its cookie, or a family of tokens with the number of the newest refresh token.
alter table accounts.sessions add column kind text collate "C" not null default 'browser';
alter table accounts.sessions add column counter bigint not null default 0;
alter table accounts.sessions add column rotated_at timestamptz;
alter table accounts.sessions add column token_minutes bigint not null default 0;
-- The browser or program that it began in, by the hash of a cookie of its own.
alter table accounts.sessions add column device bytea;
create index sessions_of_a_device on accounts.sessions(user_id, device) where device is not null;
create index sessions_that_are_over on accounts.sessions(expires_at);
create index sessions_that_were_ended on accounts.sessions(ended_at) where ended_at is not null;
create index proofs_by_age on accounts.proofs(expires_at);
-- The address that a link would bring back, and that nobody else gets meanwhile.
alter table accounts.proofs add column address text collate "C";
alter table accounts.proofs add column address_key text collate "C";
create index proofs_that_hold_an_address on accounts.proofs(address_key) where address_key is not null and used_at is null;
-- down
-- loses data
drop index accounts.proofs_that_hold_an_address;
alter table accounts.proofs drop column address_key;
alter table accounts.proofs drop column address;
drop index accounts.proofs_by_age;
drop index accounts.sessions_that_were_ended;
drop index accounts.sessions_that_are_over;
drop index accounts.sessions_of_a_device;
alter table accounts.sessions drop column device;
alter table accounts.sessions drop column token_minutes;
alter table accounts.sessions drop column rotated_at;
alter table accounts.sessions drop column counter;
alter table accounts.sessions drop column kind;
drop index accounts.users_by_name;
drop index accounts.users_by_age;
alter table accounts.users drop column suspended_reason;
alter table accounts.users drop column suspended_at;
alter table accounts.users drop column known_at;
alter table accounts.users drop column password_changed_at;
alter table accounts.users drop column street_address;
alter table accounts.users drop column name_key;
