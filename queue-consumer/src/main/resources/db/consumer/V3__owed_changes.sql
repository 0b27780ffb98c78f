-- What after_processing still has to do in a mailbox. A row is written in the transaction of the mail's effects and goes when the change
-- is made. What is to be done is read from the mailbox's configuration at that time, so that "keep" stops what was not done yet.
create table owed_change (
  mailbox_id  uuid        not null,
  message_key text        not null,
  tenant      text        not null,
  created_at  timestamptz not null default now(),
  -- a consumer that takes the row moves this on, so that another one takes it when that consumer died
  due_at      timestamptz not null default now(),
  attempts    int         not null default 0,
  last_error  text        not null default '',
  primary key (mailbox_id, message_key)
);
create index on owed_change (due_at);
