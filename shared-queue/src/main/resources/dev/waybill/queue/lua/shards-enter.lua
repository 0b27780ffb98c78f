-- Asks whether this queue has so many shards; a queue that knows no number yet is given this one. Runs on the keys of a queue of one
-- shard, wherever its pointers lie.
--
-- ARGV     2 number of shards of the caller
-- returns  {'entered', last attempt to change the number} | {'other', number of shards}
-- crash    sent again, it answers the same
--
-- control.shards is the number, or `number>next#attempt` while somebody changes it: that is given up here, and so taken from him.
-- First write: a removal, so that it passes at maxmemory.
local CONTROL = PREFIX .. 'control'
local known = call('HGET', CONTROL, 'shards')
if known and find(known, '>', 1, true) then
  known = match(known, '^(%d+)')
  call('HDEL', CONTROL, 'shards')
  call('HSET', CONTROL, 'shards', known)
elseif not known then
  known = call('EXISTS', BODY) == 1 and '1' or ARGV[2]
  call('HDEL', CONTROL, 'shards')
  call('HSET', CONTROL, 'shards', known)
end
if known == ARGV[2] then
  return { 'entered', call('HGET', CONTROL, 'attempt') or '0' }
end
return { 'other', known }
