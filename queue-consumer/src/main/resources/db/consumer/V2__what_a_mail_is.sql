-- What of a comment is new. Rows from before have none of it: then the whole text is shown.
alter table comment
  add column visible   text,
  add column quoted    text,
  add column signature text,
  -- an automatic answer: shown as one, and nobody waits for an answer to it
  add column automatic boolean not null default false;

-- Addresses that mail did not reach. A row is there from the first permanent failure on; bouncing while bouncing_since is set.
create table contact (
  tenant         text        not null,
  -- lower case
  address        text        not null,
  bouncing_since timestamptz,
  -- of the last failure: reason of the closed list, enhanced status code, what the server said, and which mail told it
  reason         text        not null,
  status         text,
  diagnostic     text        not null,
  mailbox_id     uuid        not null,
  message_key    text        not null,
  -- by a later genuine mail from it ('mail') or by a person ('person'); failures from before that moment do not set it again
  cleared_at     timestamptz,
  cleared_by     text        check (cleared_by in ('mail', 'person')),
  primary key (tenant, address)
);
create index on contact (tenant, bouncing_since) where bouncing_since is not null;
