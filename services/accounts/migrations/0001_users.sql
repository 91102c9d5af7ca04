-- up
create table accounts.users(
    id uuid primary key,
    number bigint not null unique,
    email text collate "C" not null,
    email_key text collate "C" not null unique,
    username text collate "C" not null,
    username_key text collate "C" not null unique,
    name text collate "C" not null,
    role text collate "C" not null,
    password text collate "C" not null,
    confirmed_at timestamptz,
    locale text collate "C" not null,
    zone text collate "C" not null,
    created_at timestamptz not null,
    version bigint not null
);
-- number users
create table accounts.sessions(
    id uuid primary key,
    user_id uuid not null references accounts.users(id),
    secret bytea not null unique,
    agent text collate "C" not null,
    address text collate "C" not null,
    created_at timestamptz not null,
    proved_at timestamptz not null,
    seen_at timestamptz not null,
    expires_at timestamptz not null,
    ended_at timestamptz
);
create index sessions_of_a_user on accounts.sessions(user_id) where ended_at is null;
-- A link that was sent. Without a user it is the one that makes the first administrator.
create table accounts.proofs(
    hash bytea primary key,
    kind text collate "C" not null,
    user_id uuid references accounts.users(id),
    browser bytea,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
);
create index proofs_of_a_user on accounts.proofs(user_id);
create table accounts.grants(
    user_id uuid not null references accounts.users(id),
    right_set text collate "C" not null,
    scope_kind text collate "C" not null,
    scope_id uuid not null,
    granted_at timestamptz not null,
    primary key(user_id, right_set, scope_kind, scope_id)
);
-- Rules over several users are decided by this one row (decision D25).
create table accounts.house(
    one bigint primary key check (one = 1),
    first_administrator uuid
);
insert into accounts.house(one) values(1);
-- down
-- loses data
drop table accounts.house;
drop table accounts.grants;
drop table accounts.proofs;
drop table accounts.sessions;
drop table accounts.users;
