-- What Waybill remembers of each mail. message_key is the provider's identity, never the sender's Message-ID.
-- Rows 'processed' and 'skipped' are written in the transaction of their effects; a 'dead' row mirrors the DLQ and suppresses nothing.
create table email_processed_messages (
  mailbox_id     uuid        not null,
  message_key    text        not null,
  tenant         text        not null,
  provider       text        not null,
  outcome        text        not null check (outcome in ('processed', 'skipped', 'dead')),
  reason         text        not null default '',
  effect         text        not null default 'none'
                 check (effect in ('ticket', 'comment', 'bounce', 'alert', 'quarantine', 'none')),
  attempts       int         not null default 0,
  crashes        int         not null default 0,
  fence          bigint,
  pointer_id     text        not null,
  -- IMAP: UIDVALIDITY and folder, so that a mail that was moved or re-numbered is told from one that came twice; else empty
  place          text        not null default '',
  rfc_message_id text,
  raw_sha256     bytea,
  size           bigint,
  ticket_id      bigint,
  comment_id     bigint,
  enqueued_at    timestamptz,
  claimed_at     timestamptz,
  resolved_at    timestamptz,
  processed_at   timestamptz not null default now(),
  trace_id       text        not null default '',
  decision       jsonb       not null default '{}',
  primary key (mailbox_id, message_key)
);
create index on email_processed_messages (pointer_id);
-- The hash first: the sweep of unnamed blobs asks for it without a mailbox.
create index on email_processed_messages (raw_sha256, mailbox_id) where raw_sha256 is not null;
create index on email_processed_messages (ticket_id) where ticket_id is not null;
-- Message-IDs have no useful bound in the wild; a hash index has no size limit.
create index on email_processed_messages using hash (rfc_message_id);

create table ticket (
  id                bigint      generated always as identity primary key,
  tenant            text        not null,
  mailbox_id        uuid        not null,
  subject           text        not null,
  requester_name    text        not null,
  requester_address text        not null,
  status            text        not null default 'open' check (status in ('open', 'closed')),
  created_at        timestamptz not null default now(),
  updated_at        timestamptz not null default now()
);
create index on ticket (tenant, updated_at desc);

-- Every mail of a ticket, the opening one included.
create table comment (
  id             bigint      generated always as identity primary key,
  ticket_id      bigint      not null references ticket on delete cascade,
  mailbox_id     uuid        not null,
  message_key    text        not null,
  opening        boolean     not null,
  subject        text        not null,
  author_name    text        not null,
  author_address text        not null,
  -- [{"role": "from|sender|reply_to|to|cc", "name", "address"}]
  participants   jsonb       not null,
  sent_at        timestamptz,
  received_at    timestamptz,
  text           text        not null,
  html           text,
  raw_sha256     bytea       not null,
  created_at     timestamptz not null default now(),
  unique (mailbox_id, message_key)
);
create index on comment (ticket_id, id);

create table attachment (
  id           bigint  generated always as identity primary key,
  comment_id   bigint  not null references comment on delete cascade,
  position     int     not null,
  name         text    not null,
  content_type text    not null,
  size         bigint  not null,
  sha256       bytea   not null,
  inline       boolean not null,
  content_id   text
);
create index on attachment (comment_id, position);
create index on attachment (sha256);

-- Which ticket a Message-ID belongs to. received = false: only referred to so far; its mail joins the ticket when it arrives.
create table thread_key (
  mailbox_id  uuid    not null,
  -- SHA-256 of the Message-ID, which may be long
  id_hash     bytea   not null,
  message_id  text    not null,
  ticket_id   bigint  not null references ticket on delete cascade,
  received    boolean not null,
  primary key (mailbox_id, id_hash)
);
create index on thread_key (ticket_id);

-- Events for the customer's application, written with their effects and published later.
create table outbox (
  id           bigint      generated always as identity primary key,
  tenant       text        not null,
  mailbox_id   uuid        not null,
  event        text        not null,
  payload      jsonb       not null,
  created_at   timestamptz not null default now(),
  published_at timestamptz
);
create index on outbox (id) where published_at is null;

-- Raw mails and attachments by content. A blob is there when its row is there; its chunks come first.
create table blob (
  sha256     bytea       primary key,
  size       bigint      not null,
  storage_id uuid        not null,
  -- when it was last stored, to the hour: a blob that is stored again just before the sweep is not unnamed any more
  created_at timestamptz not null default now()
);
create table blob_chunk (
  storage_id uuid  not null,
  seq        int   not null,
  bytes      bytea not null,
  primary key (storage_id, seq)
);
-- Most of a mail's bytes are base64 of compressed files; trying to compress them again costs more than it saves.
alter table blob_chunk alter column bytes set storage external;

-- Blobs of several chunks that are being written; the row goes with the commit of the blob. What a crash leaves is swept from here.
create table blob_upload (
  storage_id uuid        primary key,
  started_at timestamptz not null default now()
);
