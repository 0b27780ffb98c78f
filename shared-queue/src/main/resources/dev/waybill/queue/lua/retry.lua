-- The mail failed: one attempt more, and back after the delay; at the maximum into the DLQ.
-- A discovery pointer is never dead-lettered: it goes on being delayed.
--
-- ARGV     2 token, 3 id, 4 delay in ms, 5 reason, 6 detail, 7 maximum of attempts
-- returns  'delayed' | 'dead' | 'stale'
-- crash    sent again, it is stale
local token, id, reason, detail = ARGV[2], ARGV[3], ARGV[5], ARGV[6]
local consumer = holder_of(token)
local mine = take(token, { id })
if #mine == 0 then
  return 'stale'
end
local now = millis()
local attempts = call('HINCRBY', ATTEMPTS, id, 1)
local dies = attempts >= tonumber(ARGV[7]) and not is_discovery(call('HGET', BODY, id))
if dies then
  bury(id, now, reason, detail, consumer)
else
  local history = history_of(id, now)
  add_error(history, reason .. ': ' .. detail)
  call('HSET', HISTORY, id, cjson.encode(history))
  call('ZADD', PREFIX .. 'delayed', now + tonumber(ARGV[4]), id)
  count('retried', 1)
end
settle()
return dies and 'dead' or 'delayed'
