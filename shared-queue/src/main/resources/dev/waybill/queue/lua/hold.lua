-- Holds a mailbox. A hold never shortens one.
--
-- ARGV     2 mailbox, 3 duration in ms, or '+inf' for "until resumed", 4 reason
-- returns  1, or 0 if it is held as long already
-- crash    sent again, it changes nothing or lasts a little longer
--
-- ZREM first, so that it passes at maxmemory. What is in ready or in flight goes on; claim diverts what it meets.
local mailbox, duration = ARGV[2], ARGV[3]
local until_now = call('ZSCORE', HELD, mailbox)
local due = duration == '+inf' and duration or millis() + tonumber(duration)
if until_now and (until_now == 'inf' or (due ~= '+inf' and tonumber(until_now) >= due)) then
  return 0
end
call('ZREM', HELD, mailbox)
call('ZADD', HELD, due, mailbox)
call('HSET', PREFIX .. 'held:reason', mailbox, ARGV[4])
return 1
