-- The world failed: back after the delay; counts nothing.
--
-- ARGV     2 token, 3 delay in ms, then ids
-- returns  the stale ids
-- crash    sent again, what was deferred is stale
local mine, stale = take(ARGV[2], ids_from(4))
if #mine > 0 then
  local due, entries = millis() + tonumber(ARGV[3]), {}
  for i = 1, #mine do
    entries[2 * i - 1], entries[2 * i] = due, mine[i]
  end
  call('ZADD', PREFIX .. 'delayed', unpack(entries))
  settle()
end
return stale
