-- Closes an empty shard to producers: theirs is another number of shards now.
--
-- ARGV     2 attempt
-- returns  0, or how many pointers lie in it, and it stays open
-- crash    sent again, it does the same
local pointers = call('HLEN', BODY)
if pointers == 0 then
  call('HSET', PREFIX .. 'control', 'closed', ARGV[2])
end
return pointers
