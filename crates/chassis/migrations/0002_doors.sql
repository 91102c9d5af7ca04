-- up
-- The first answer to a request that carried an Idempotency-Key (decision D22); status 0 while it is made.
create table {s}.answers(
    who uuid not null,
    route text not null,
    key text not null,
    hash bytea not null,
    status bigint not null,
    body text not null,
    at timestamptz not null,
    primary key(who, route, key)
);
create index answers_in_time on {s}.answers(at);
-- Work that is done by itself: once for a key, or again and again. run_at is when it is due, and while it runs,
-- when the lease of whoever runs it is over; the fence names who that is.
create table {s}.jobs(
    id uuid primary key,
    kind text not null,
    key uuid not null,
    body text not null,
    state text not null,
    attempts bigint not null,
    fence bigint not null,
    run_at timestamptz not null,
    every_seconds bigint,
    error text,
    created_at timestamptz not null,
    done_at timestamptz,
    unique(kind, key)
);
create index jobs_due on {s}.jobs(run_at) where state in ('waiting', 'running');
create index jobs_by_age on {s}.jobs(created_at, id);
create index audit_of_an_actor on {s}.audit(actor, at);
-- down
-- loses data
drop index {s}.audit_of_an_actor;
drop table {s}.jobs;
drop table {s}.answers;
