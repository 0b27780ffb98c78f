-- Where these pointers are.
--
-- ARGV     2... ids
-- returns  for each id: '' (not known), 'waiting', 'in_flight', 'delayed' or 'dead'
local ids = {}
for i = 2, #ARGV do
  ids[#ids + 1] = ARGV[i]
end
local bodies, flights = call('HMGET', BODY, unpack(ids)), call('HMGET', INFLIGHT, unpack(ids))
local delayed, dead = call('ZMSCORE', PREFIX .. 'delayed', unpack(ids)), call('ZMSCORE', DLQ, unpack(ids))
local places = {}
for i = 1, #ids do
  places[i] = not bodies[i] and '' or flights[i] and 'in_flight' or delayed[i] and 'delayed' or dead[i] and 'dead' or 'waiting'
end
return places
