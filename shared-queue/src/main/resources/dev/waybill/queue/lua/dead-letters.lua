-- Dead pointers with their histories.
--
-- ARGV     2 'range', 3 offset, 4 count: oldest first; or 2 'ids', then ids
-- returns  {ids, times of death in ms, histories, bodies}; a time is nil for an id that is not dead
local ids, times = {}, {}
if ARGV[2] == 'range' then
  local entries = call('ZRANGE', DLQ, ARGV[3], ARGV[3] + ARGV[4] - 1, 'WITHSCORES')
  for i = 1, #entries, 2 do
    ids[#ids + 1], times[#times + 1] = entries[i], entries[i + 1]
  end
else
  for i = 3, #ARGV do
    ids[#ids + 1] = ARGV[i]
  end
  times = call('ZMSCORE', DLQ, unpack(ids))
end
if #ids == 0 then
  return { {}, {}, {}, {} }
end
return { ids, times, call('HMGET', PREFIX .. 'dlq:meta', unpack(ids)), call('HMGET', BODY, unpack(ids)) }
