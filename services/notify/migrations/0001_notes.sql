-- up
create table notify.notes(
    id uuid primary key,
    user_id uuid not null,
    kind text collate "C" not null,
    params jsonb not null,
    at timestamptz not null,
    read_at timestamptz
);
create index notes_of_a_user on notify.notes(user_id, at, id);
create index unread_notes on notify.notes(user_id) where read_at is null;
-- A mail on its way. `proof` is sealed, and gone once the mail is.
create table notify.mails(
    id uuid primary key,
    user_id uuid not null,
    letter text collate "C" not null,
    proof text collate "C",
    state text collate "C" not null,
    tries bigint not null,
    due_at timestamptz not null,
    created_at timestamptz not null,
    sent_at timestamptz
);
create index mails_due on notify.mails(due_at) where state = 'queued';
-- down
-- loses data
drop table notify.mails;
drop table notify.notes;
