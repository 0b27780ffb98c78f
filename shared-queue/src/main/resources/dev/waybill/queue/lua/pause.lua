-- No claim succeeds until unpause; what is in flight goes on.
--
-- ARGV     2 who paused it
-- returns  1, or 0 if it was paused already
-- crash    sent again, it answers 0
--
-- HDEL first, so that it passes at maxmemory.
local CONTROL = PREFIX .. 'control'
if call('HEXISTS', CONTROL, 'paused') == 1 then
  return 0
end
call('HDEL', CONTROL, 'paused')
call('HSET', CONTROL, 'paused', ARGV[2])
return 1
