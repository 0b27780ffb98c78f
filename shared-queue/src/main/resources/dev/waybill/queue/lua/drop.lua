-- Forgets dead pointers.
--
-- ARGV     2... ids
-- returns  the ids that were dropped
-- crash    sent again, it drops nothing more
local dropped = {}
for i = 2, #ARGV do
  if call('ZREM', DLQ, ARGV[i]) == 1 then
    dropped[#dropped + 1] = ARGV[i]
  end
end
if #dropped > 0 then
  call('HDEL', BODY, unpack(dropped))
  call('HDEL', PREFIX .. 'dlq:meta', unpack(dropped))
end
return dropped
