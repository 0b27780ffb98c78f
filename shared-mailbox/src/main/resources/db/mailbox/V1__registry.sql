-- The mailboxes that Waybill reads, their credentials, their states, and how complete each folder is.

-- One row: the newest version of any mailbox's configuration. Readers ask "what changed after version N" and must never miss a change.
-- A sequence would not do: a transaction may draw 7, another draw 8 and commit first; who reads then goes on from 8 and never sees 7.
-- Here a writer holds this row's lock until it commits, so that versions become visible in their order.
create table registry_version (
  one     boolean primary key default true check (one),
  version bigint  not null
);
insert into registry_version (version) values (0);

create table mailbox (
  id               uuid        primary key,
  tenant           text        not null default 'default' check (length(tenant) between 1 and 64),
  address          text        not null,
  provider         text        not null check (provider in ('imap', 'graph', 'gmail')),
  -- by provider; imap: {"host", "port", "security", "username"}
  connection       jsonb       not null,
  -- the first one is watched by IDLE
  folders          text[]      not null check (cardinality(folders) > 0),
  -- mail received before this is never processed
  start_at         timestamptz not null,
  paused           boolean     not null default false,
  after_processing text        not null default 'keep' check (after_processing in ('keep', 'mark_seen', 'move', 'delete')),
  move_to          text        check ((after_processing = 'move') = (move_to is not null)),
  -- watchers connect anew when the credential was replaced
  credential_at    timestamptz not null default now(),
  created_at       timestamptz not null default now(),
  -- the row stays, so that a pointer to a removed mailbox can be told from one to an unknown mailbox
  removed_at       timestamptz,
  version          bigint      not null default 0
);
create unique index mailbox_address on mailbox (tenant, lower(address)) where removed_at is null;
create index mailbox_version on mailbox (version);

create function mailbox_next_version() returns trigger language plpgsql as $$
begin
  update registry_version set version = version + 1 returning version into strict new.version;
  return new;
end
$$;
create trigger mailbox_added before insert on mailbox
  for each row execute function mailbox_next_version();
create trigger mailbox_changed before update on mailbox
  for each row when (old.* is distinct from new.*) execute function mailbox_next_version();

create table mailbox_credential (
  mailbox    uuid        primary key references mailbox,
  tenant     text        not null default 'default',
  kind       text        not null,
  ciphertext bytea       not null,
  -- the key of the keyset that encrypted it, so that a lost key can be named
  key_id     bigint      not null,
  updated_at timestamptz not null default now()
);

create table mailbox_health (
  mailbox    uuid        primary key references mailbox,
  tenant     text        not null default 'default',
  state      text        not null check (state in ('active', 'paused', 'auth_failed', 'unreachable', 'quota')),
  since      timestamptz not null,
  last_error text        not null default '',
  next_try   timestamptz,
  noted_at   timestamptz not null
);

-- One row for each UIDVALIDITY that a folder ever had: UIDs mean nothing under another one (RFC 9051 §2.3.1.1).
create table folder_mark (
  mailbox        uuid        not null references mailbox,
  tenant         text        not null default 'default',
  folder         text        not null,
  uid_validity   bigint      not null,
  start_uid      bigint      not null,
  complete_until bigint      not null,
  -- when a watcher last opened the folder under it: the newest one is the current one
  seen_at        timestamptz not null default clock_timestamp(),
  primary key (mailbox, folder, uid_validity)
);
