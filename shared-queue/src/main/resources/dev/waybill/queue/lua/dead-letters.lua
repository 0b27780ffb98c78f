-- Dead pointers with their histories, by id.
--
-- ARGV     2... ids
-- returns  {ids, times of death in ms, histories, bodies}; a time is nil for an id that is not dead
local ids = {}
for i = 2, #ARGV do
  ids[#ids + 1] = ARGV[i]
end
return { ids, call('ZMSCORE', DLQ, unpack(ids)), call('HMGET', PREFIX .. 'dlq:meta', unpack(ids)), call('HMGET', BODY, unpack(ids)) }
