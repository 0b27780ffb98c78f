-- Takes back whole expired claims, oldest first, until enough pointers moved. They go to the claimable end of ready with one
-- crash more; what crashed too often as the only suspect goes into the DLQ, a discovery pointer into a long delay instead.
--
-- ARGV     2 pointers after which to stop, 3 crashes alone that kill, 4 delay in ms of a discovery pointer
-- returns  {pointers moved, ids that died, ms until another lease ends, or -1}
-- crash    each call is whole; two at once find different claims
--
-- The token is compared for each id: it may have been settled, and claimed anew by another token.
local CLAIM, now, moved, died = PREFIX .. 'claim:', millis(), 0, {}
while moved < tonumber(ARGV[2]) do
  local token = call('ZRANGEBYSCORE', LEASE, '-inf', now, 'LIMIT', 0, 1)[1]
  if not token then
    break
  end
  call('ZREM', LEASE, token)
  local ids = call('LRANGE', CLAIM .. token, 0, -1)
  call('DEL', CLAIM .. token)
  call('HDEL', PREFIX .. 'claims', token)
  local head = table.remove(ids, 1)
  local mine = {}
  if #ids > 0 then
    local marks = call('HMGET', INFLIGHT, unpack(ids))
    for i = 1, #ids do
      if marks[i] == token or marks[i] == token .. '+' then
        mine[#mine + 1] = ids[i]
      end
    end
  end
  if #mine > 0 then
    call('HDEL', INFLIGHT, unpack(mine))
    local alone = sub(head, 1, 1) == 'S'
    local ready = {}
    for i = #mine, 1, -1 do
      local id = mine[i]
      local crashes = call('HINCRBY', CRASHES, id, alone and SOLO + 1 or 1)
      local solo = math.floor(crashes / SOLO)
      if not alone or solo < tonumber(ARGV[3]) then
        ready[#ready + 1] = id
      else
        occupy(mailbox_of(id), -1)
        if is_discovery(call('HGET', BODY, id)) then
          call('ZADD', PREFIX .. 'delayed', now + tonumber(ARGV[4]), id)
        else
          bury(id, now, 'crash', string.format('its consumer died %d times while it ran alone', solo), sub(head, 2))
          died[#died + 1] = id
        end
      end
    end
    if #ready > 0 then
      call('RPUSH', READY, unpack(ready))
    end
    moved = moved + #mine
  end
end
settle()
local next_end = call('ZRANGE', LEASE, 0, 0, 'WITHSCORES')[2]
return { moved, died, next_end and math.max(tonumber(next_end) - now, 0) or -1 }
