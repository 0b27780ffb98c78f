-- When each mailbox is compared with its provider, and how it went the last time. Goes with its mailbox; without it, a mailbox counts as new.
create table reconciliation (
  mailbox_id    uuid        primary key,
  tenant        text        not null default 'default',

  -- when its next pointer is enqueued: from where it is known complete, and over a long window
  due_at        timestamptz not null default now(),
  wide_due_at   timestamptz not null default now(),
  due_reason    text        not null default 'first',
  -- the last pointer of the schedule
  scheduled_at  timestamptz,
  -- as it was seen last, to notice that the mailbox was resumed, or works again (its state 'active' began)
  paused        boolean     not null default false,
  well_since    timestamptz,

  -- everything that was received before this has its row; of mailboxes without UIDs
  complete_at   timestamptz,
  -- comparisons that began; and the number of the last one that ended, well or not
  begun         bigint      not null default 0,
  ended         bigint      not null default 0,
  started_at    timestamptz,
  reason        text        not null default '',
  -- mails listed so far by the one that runs
  progress      bigint      not null default 0,
  ended_at      timestamptz,
  -- why the last one could not be carried out; empty if it could
  problem       text        not null default '',

  -- the last one that was carried out: {"folders": [{"folder", "found", "known", …}], "missing": [pointer ids, the first 20]}
  last_whole_at timestamptz,
  report        jsonb,
  found         bigint      not null default 0,
  missing       bigint      not null default 0,
  enqueued      bigint      not null default 0
);
create index on reconciliation (due_at);
create index on reconciliation (wide_due_at);

-- By what a Redis that lost something is known: another epoch, another run of its server, or totals below these.
create table queue_epoch (
  -- prefix of the keys of one shard
  queue    text        primary key,
  epoch    text        not null,
  -- empty if it was never told
  server   text        not null,
  enqueued bigint      not null,
  acked    bigint      not null,
  seen_at  timestamptz not null default now(),
  -- when it was found that something was lost
  lost_at  timestamptz
);
