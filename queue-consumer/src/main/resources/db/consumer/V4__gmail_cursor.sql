-- How far the history of each Gmail mailbox was read. It moves when everything up to it is in the queue, never before: after a crash in
-- between, the same history is read again, and its pointers coalesce or are known to the ledger.
create table gmail_cursor (
  mailbox_id  uuid        primary key,
  tenant      text        not null default 'default',
  -- unsigned 64 bit
  history_id  numeric(20) not null check (history_id >= 0),
  -- a list that has to take the history's place goes back to here
  complete_at timestamptz not null default clock_timestamp()
);
