-- Begins to change the number of shards.
--
-- ARGV     2 number now, 3 number wanted
-- returns  {attempt, what control.shards is now}, or {0, ''} if the number is another one meanwhile
-- crash    the next that enters gives the attempt up
local CONTROL = PREFIX .. 'control'
local known = call('HGET', CONTROL, 'shards')
if not known or match(known, '^(%d+)') ~= ARGV[2] then
  return { 0, '' }
end
local attempt = call('HINCRBY', CONTROL, 'attempt', 1)
local moving = ARGV[2] .. '>' .. ARGV[3] .. '#' .. attempt
call('HSET', CONTROL, 'shards', moving)
return { attempt, moving }
