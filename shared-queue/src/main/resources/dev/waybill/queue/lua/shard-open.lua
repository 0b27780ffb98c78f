-- Opens a shard that an attempt up to this one closed; a later attempt stands.
--
-- ARGV     2 attempt
-- returns  1 if it was closed
-- crash    sent again, it answers 0
local closed = call('HGET', PREFIX .. 'control', 'closed')
if closed and tonumber(closed) <= tonumber(ARGV[2]) then
  return call('HDEL', PREFIX .. 'control', 'closed')
end
return 0
