-- What can be told of a mailbox without a walk.
--
-- ARGV     2 mailbox
-- returns  {in lanes, active, 1 if held}
local lane = LANE .. ARGV[2]
return {
  call('LLEN', lane) + call('LLEN', lane .. ':backfill'),
  tonumber(call('HGET', ACTIVE, ARGV[2]) or 0),
  call('ZSCORE', HELD, ARGV[2]) and 1 or 0,
}
