-- Extends the leases of whole claims.
--
-- ARGV     2 lease in ms from now, then tokens
-- returns  the tokens that are lost: reclaimed, or settled to the last pointer
-- crash    sent again, it extends again
--
-- ZREM first, so that it passes at maxmemory.
local due, lost = millis() + tonumber(ARGV[2]), {}
for i = 3, #ARGV do
  if call('ZREM', LEASE, ARGV[i]) == 1 then
    call('ZADD', LEASE, due, ARGV[i])
  else
    lost[#lost + 1] = ARGV[i]
  end
end
return lost
