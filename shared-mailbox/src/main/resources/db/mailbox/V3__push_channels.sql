-- How providers tell of mail: Graph's subscriptions, Gmail's watches, and what the upkeep of them has to remember.

-- As registry_version: a writer holds this row's lock until it commits, so that no reader misses a change.
create table push_version (
  one     boolean primary key default true check (one),
  version bigint  not null
);
insert into push_version (version) values (0);

-- One row for each subscription that was ever asked for. It is written before the provider is asked: a notification may arrive before
-- the answer does, and what a crash leaves at the provider is found again by the row's id, which stands in the notification's URL.
create table push_channel (
  id           uuid        primary key,
  mailbox      uuid        not null references mailbox,
  tenant       text        not null default 'default',
  -- Graph: the folder as the mailbox names it; Gmail: empty, a watch is of the whole mailbox
  folder       text        not null default '',
  -- the provider's id, case-sensitive; null until it is known
  subscription text,
  -- SHA-256 of the secret that Graph repeats in each notification. 256 random bits need no salt and no slow hash, and whoever reads
  -- this table can forge nothing. Null: Gmail
  secret_hash  bytea       check (octet_length(secret_hash) = 32),
  -- as the provider said it, never as it was asked for
  expires_at   timestamptz,
  last_push_at timestamptz,
  created_at   timestamptz not null default now(),
  removed_at   timestamptz,
  version      bigint      not null default 0
);
create unique index push_channel_live on push_channel (mailbox, folder) where removed_at is null;
create unique index push_channel_subscription on push_channel (subscription) where removed_at is null;
create index push_channel_version on push_channel (version);

create function push_next_version() returns trigger language plpgsql as $$
begin
  update push_version set version = version + 1 returning version into strict new.version;
  return new;
end
$$;
create trigger push_channel_added before insert on push_channel
  for each row execute function push_next_version();
-- When the last push came is nobody's news: it changes every few seconds.
create trigger push_channel_changed before update on push_channel
  for each row when (old.subscription is distinct from new.subscription
    or old.secret_hash is distinct from new.secret_hash
    or old.removed_at is distinct from new.removed_at)
  execute function push_next_version();

-- One row a mailbox: whether it relies on push, and how that goes.
create table push_state (
  mailbox       uuid        primary key references mailbox,
  tenant        text        not null default 'default',
  mode          text        not null default 'push' check (mode in ('push', 'polling')),
  reason        text        not null default '',
  since         timestamptz not null default now(),
  -- looks in a row that found mail which no push had told of
  silent_looks  int         not null default 0,
  -- how far the mailbox was listed
  listed_until  timestamptz,
  failures      int         not null default 0,
  last_error    text        not null default '',
  failing_since timestamptz,
  next_try      timestamptz
);

-- One row: which replica keeps subscriptions alive. Every write of its asks here whether it leads still.
create table push_upkeep (
  one        boolean     primary key default true check (one),
  holder     uuid,
  held_until timestamptz
);
insert into push_upkeep (one) values (true);
