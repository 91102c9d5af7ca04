-- up
create table games.imports(
    id uuid primary key,
    hash bytea not null unique,
    name text collate "C" not null,
    source text collate "C" not null,
    rows bigint not null,
    -- How far the file was read; moves in the transaction that writes what was read.
    read_bytes bigint not null,
    read_lines bigint not null,
    taken bigint not null,
    known bigint not null,
    bad bigint not null,
    started_at timestamptz not null,
    finished_at timestamptz,
    version bigint not null
);
create table games.rejects(
    import uuid not null references games.imports(id),
    line bigint not null,
    reason text collate "C" not null,
    text text collate "C" not null,
    primary key(import, line)
);
-- Pairs of works that stay apart and may be one.
create table games.doubts(
    work_a uuid not null references games.works(id),
    work_b uuid not null references games.works(id),
    reason text collate "C" not null,
    primary key(work_a, work_b)
);
-- Raised by whatever changes the catalogue: one import at a time, and caches know when to look again.
create table games.house(
    one bigint primary key check (one = 1),
    version bigint not null
);
insert into games.house(one, version) values(1, 0);
-- down
-- loses data
drop table games.house;
drop table games.doubts;
drop table games.rejects;
drop table games.imports;
