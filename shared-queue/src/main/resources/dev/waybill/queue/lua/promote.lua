-- Moves due pointers to the front of their lanes and ends due holds.
--
-- ARGV     2 the most of each to move
-- returns  {pointers, holds, ms until something else falls due, or -1}
-- crash    each call is whole; two at once find different entries
local DELAYED, now, max = PREFIX .. 'delayed', millis(), ARGV[2]
local ids = call('ZRANGEBYSCORE', DELAYED, '-inf', now, 'LIMIT', 0, max)
if #ids > 0 then
  call('ZREM', DELAYED, unpack(ids))
  to_front(ids)
end
local mailboxes = call('ZRANGEBYSCORE', HELD, '-inf', now, 'LIMIT', 0, max)
if #mailboxes > 0 then
  call('ZREM', HELD, unpack(mailboxes))
  call('HDEL', PREFIX .. 'held:reason', unpack(mailboxes))
  for i = 1, #mailboxes do
    refill(mailboxes[i])
  end
end
settle()

local next_due = math.huge
for _, key in ipairs({ DELAYED, HELD }) do
  local first = call('ZRANGE', key, 0, 0, 'WITHSCORES')[2]
  if first and first ~= 'inf' then
    next_due = math.min(next_due, math.max(tonumber(first) - now, 0))
  end
end
return { #ids, #mailboxes, next_due == math.huge and -1 or next_due }
