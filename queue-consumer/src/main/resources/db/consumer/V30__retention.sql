-- Originals and details go by age or with a person's data; the key and the outcome of a mail stay, so that it never comes back.
alter table email_processed_messages
  -- since when no original is kept; the hash stays, because it tells a mail that comes again
  add column original_gone_at timestamptz;
-- Old rows by the time they were settled.
create index on email_processed_messages (processed_at);

alter table comment
  -- when its content went with the data of a person
  add column erased_at timestamptz;

-- How far each rule of retention has come: it works on from there, so that a pass costs what is new, not what there is.
create table retention_mark (
  rule       text        primary key,
  done_until timestamptz not null
);
