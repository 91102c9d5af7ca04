-- up
-- The life of the installation in which a session or a link began; in another one it is worth nothing.
alter table accounts.sessions add column epoch bigint not null default 1;
alter table accounts.proofs add column epoch bigint not null default 1;
-- down
-- loses data
alter table accounts.proofs drop column epoch;
alter table accounts.sessions drop column epoch;
