-- up
create table games.works(
    id uuid primary key,
    number bigint not null unique,
    kind bigint not null,
    parent uuid references games.works(id),
    version_parent uuid references games.works(id),
    version_title text collate "C",
    title text collate "C" not null,
    sort_key text collate "C" not null,
    -- What its releases say of it, summed up: titles, years, companies, lists of names.
    summary jsonb not null,
    merged_into uuid references games.works(id),
    version bigint not null,
    -- The version that search was told of.
    told bigint not null
);
-- number works
create index works_to_tell on games.works(number) where told < version;
-- By what the catalogue is listed and counted; every work that was not merged stands under ('all', '').
create table games.work_facets(
    name text collate "C" not null,
    value text collate "C" not null,
    sort_key text collate "C" not null,
    work uuid not null references games.works(id),
    primary key(name, value, sort_key, work)
);
create index facets_of_a_work on games.work_facets(work, name, value);
create table games.releases(
    id uuid primary key,
    work uuid not null references games.works(id),
    platform text collate "C" not null,
    region text collate "C",
    date text collate "C",
    title text collate "C" not null,
    source text collate "C" not null,
    source_group text collate "C",
    -- The row as its source has it.
    facts jsonb not null
);
create index releases_of_a_work on games.releases(work);
create index releases_of_a_group on games.releases(source, source_group) where source_group is not null;
create table games.external_ids(
    source text collate "C" not null,
    uid text collate "C" not null,
    release uuid not null references games.releases(id),
    primary key(source, uid)
);
-- The titles that a release can be compared by.
create table games.match_keys(
    key text collate "C" not null,
    release uuid not null references games.releases(id),
    primary key(key, release)
);
-- A field that a person set; no import changes it.
create table games.locked_fields(
    work uuid not null references games.works(id),
    field text collate "C" not null,
    locked_by uuid not null,
    locked_at timestamptz not null,
    primary key(work, field)
);
-- down
-- loses data
drop table games.locked_fields;
drop table games.match_keys;
drop table games.external_ids;
drop table games.releases;
drop table games.work_facets;
drop table games.works;
