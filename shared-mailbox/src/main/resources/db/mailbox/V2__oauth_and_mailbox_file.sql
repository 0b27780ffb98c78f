-- Refresh tokens change when they are used, and mailboxes may come from a watched file.

alter table mailbox_credential
  -- rises with every change: who exchanged a token stores the new one only over the one that was exchanged
  add column generation    bigint      not null default 1,
  -- who is exchanging it now, and until when at most: a token that is used twice ends the grant at some providers
  add column claimed_until timestamptz,
  add column claimed_by    uuid;

alter table mailbox
  -- whose word counts: a person's through the API, or the watched file's
  add column origin      text    not null default 'api' check (origin in ('api', 'file')),
  -- the file's entry as it was applied last: a digest, encrypted, because a digest of a weak password gives it away
  add column file_mark   bytea,
  -- the entry was taken out: the mailbox counts as paused until it comes back or a person decides
  add column file_absent boolean not null default false check (origin = 'file' or not file_absent);

-- One row: which replica watches the file, and what became of it when it was applied last.
create table mailbox_file (
  one         boolean     primary key default true check (one),
  holder      uuid,
  held_until  timestamptz,
  report      jsonb,
  reported_at timestamptz
);
insert into mailbox_file (one) values (true);
