-- What no retry can heal and no skip may hide goes into the DLQ.
--
-- ARGV     2 token, 3 id, 4 reason, 5 detail
-- returns  1, or 0 if stale
-- crash    sent again, it is stale
local consumer = holder_of(ARGV[2])
local mine = take(ARGV[2], { ARGV[3] })
if #mine == 0 then
  return 0
end
bury(ARGV[3], millis(), ARGV[4], ARGV[5], consumer)
settle()
return 1
