-- Up to where the changes of each folder at Microsoft 365 were read. The link moves when every mail up to it has its row, never before: after a
-- crash in between, the same changes are read again, and what they tell of is known. Without a row the folder is read from its beginning.
create table graph_delta (
  mailbox_id uuid        not null,
  tenant     text        not null default 'default',
  -- immutable id of the folder; another folder under the same name is read anew
  folder_id  text        not null,
  -- as Graph gave it: opaque
  link       text        not null check (length(link) <= 8192),
  taken_at   timestamptz not null default clock_timestamp(),
  primary key (mailbox_id, folder_id)
);
