-- What can be told of these mailboxes without a walk.
--
-- ARGV     2... mailboxes
-- returns  for each: in lanes, active, 1 if held, age in ms of the oldest in its lanes (0 if none, or if that cannot be read)
local now, result = millis(), {}
for i = 2, #ARGV do
  local lane, oldest = LANE .. ARGV[i], 0
  for _, name in ipairs({ lane, lane .. ':backfill' }) do
    local id = call('LINDEX', name, 0)
    local body = id and call('HGET', BODY, id)
    local enqueued = body and match(body, '"enqueuedAt":(%d+)')
    if enqueued then
      oldest = math.max(oldest, now - tonumber(enqueued))
    end
  end
  result[#result + 1] = call('LLEN', lane) + call('LLEN', lane .. ':backfill')
  result[#result + 1] = tonumber(call('HGET', ACTIVE, ARGV[i]) or 0)
  result[#result + 1] = call('ZSCORE', HELD, ARGV[i]) and 1 or 0
  result[#result + 1] = oldest
end
return result
