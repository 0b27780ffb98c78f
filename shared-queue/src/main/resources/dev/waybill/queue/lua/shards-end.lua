-- Ends a change of the number of shards, if nobody took it away.
--
-- ARGV     2 what begin made of control.shards, 3 the number from now on
-- returns  1, or 0 if it was taken away
-- crash    sent again, it answers 0
if call('HGET', PREFIX .. 'control', 'shards') ~= ARGV[2] then
  return 0
end
call('HSET', PREFIX .. 'control', 'shards', ARGV[3])
return 1
