-- up
-- Where a mail goes that is not, or will not be, for the account's address; sealed.
alter table notify.mails add column mailbox text collate "C";
-- down
-- loses data
alter table notify.mails drop column mailbox;
