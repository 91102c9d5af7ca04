-- up
-- Since when this house is there to be looked around in; nothing for every other house.
alter table accounts.house add column demo_at timestamptz;
-- down
-- loses data
alter table accounts.house drop column demo_at;
