-- up
-- One row a member. Whoever changes something of a member takes a turn first, so that the changes of one member come
-- one after another (decision D25). `turns` counts them.
create table todos.members(
    user_id uuid primary key,
    turns bigint not null
);
create table todos.lists(
    id uuid primary key,
    user_id uuid not null references todos.members(user_id),
    name text collate "C" not null,
    color text collate "C",
    rank bigint not null,
    is_default boolean not null,
    version bigint not null,
    created_at timestamptz not null,
    unique(user_id, rank)
);
create unique index one_default_list on todos.lists(user_id) where is_default;
-- A due date is what its owner said (date, time, zone) and the three instants that follow from it.
-- `labels` holds each label between line breaks. `turn` is the one in which the item last changed.
create table todos.items(
    id uuid primary key,
    number bigint not null unique,
    user_id uuid not null,
    list_id uuid not null references todos.lists(id),
    rank bigint not null,
    title text collate "C" not null,
    title_key text collate "C" not null,
    note text collate "C" not null,
    completed_at timestamptz,
    due_date text collate "C",
    due_time text collate "C",
    due_zone text collate "C",
    due_at timestamptz,
    day_begins_at timestamptz,
    day_ends_at timestamptz,
    priority bigint not null,
    labels text collate "C" not null,
    repeat jsonb,
    repeat_since text collate "C",
    follows uuid unique,
    trashed_at timestamptz,
    version bigint not null,
    turn bigint not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique(list_id, rank)
);
-- number items
create index items_of_a_member on todos.items(user_id, trashed_at, id);
create index items_in_the_trash on todos.items(trashed_at) where trashed_at is not null;
-- down
-- loses data
drop table todos.items;
drop table todos.lists;
drop table todos.members;
