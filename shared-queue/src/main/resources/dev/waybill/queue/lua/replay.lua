-- Moves dead pointers to the back of their lanes, with fresh counts and their history kept.
--
-- ARGV     2... ids
-- returns  the ids that were moved
-- crash    sent again, it moves nothing more; two at once move each id once
local moved = {}
for i = 2, #ARGV do
  local id = ARGV[i]
  if call('ZREM', DLQ, id) == 1 then
    local stored = call('HGET', META, id)
    local old = stored and cjson.decode(stored) or {}
    local history = { first = old.first or millis(), replays = (old.replays or 0) + 1, errors = old.errors }
    if old.reason then
      add_error(history, old.reason .. ': ' .. (old.detail or ''))
    end
    call('HDEL', META, id)
    call('HSET', HISTORY, id, cjson.encode(history))
    call('RPUSH', lane_of(id, call('HGET', BODY, id)), id)
    refill(mailbox_of(id))
    moved[#moved + 1] = id
  end
end
settle()
return moved
