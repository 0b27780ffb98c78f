-- Counts, in constant time. Each pointer is in one place and has a body, so what is nowhere else waits in a lane.
--
-- returns  {paused, waiting, ready, landing, in flight, delayed, suspects, dead, held mailboxes, active mailboxes, claims,
--           overdue leases, age in ms of the oldest claimable pointer, of the oldest dead one}
local now = millis()
local function without_sentinel(key)
  return call('HLEN', key) - call('HEXISTS', key, '')
end
local ready, landing, suspects = call('LLEN', READY), call('LLEN', PROCESSING), call('LLEN', PREFIX .. 'suspects')
local flying, delayed, dead = without_sentinel(INFLIGHT), call('ZCARD', PREFIX .. 'delayed'), call('ZCARD', DLQ)
local waiting = math.max(call('HLEN', BODY) - ready - landing - suspects - flying - delayed - dead, 0)

local oldest_ready, oldest_dead = 0, 0
local id = call('LINDEX', PROCESSING, -1) or call('LINDEX', READY, -1)
local body = id and call('HGET', BODY, id)
local enqueued = body and match(body, '"enqueuedAt":(%d+)')
if enqueued then
  oldest_ready = math.max(now - tonumber(enqueued), 0)
end
local first = call('ZRANGE', DLQ, 0, 0, 'WITHSCORES')[2]
if first then
  oldest_dead = math.max(now - tonumber(first), 0)
end
return {
  call('HEXISTS', PREFIX .. 'control', 'paused'), waiting, ready, landing, flying, delayed, suspects, dead,
  call('ZCARD', HELD), without_sentinel(ACTIVE), call('ZCARD', LEASE), call('ZCOUNT', LEASE, '-inf', now),
  oldest_ready, oldest_dead,
}
