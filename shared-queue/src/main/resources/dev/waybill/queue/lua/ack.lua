-- Done: forgets these pointers. What came again during its flight goes to the back of its lane with fresh counts.
--
-- ARGV     2 token, then ids
-- returns  the stale ids
-- crash    sent again, what was acked is stale: unknown to the caller, not failed
local mine, stale, again = take(ARGV[2], ids_from(3))
if #mine > 0 then
  local gone = {}
  for i = 1, #mine do
    local id = mine[i]
    if again[id] then
      call('RPUSH', lane_of(id, call('HGET', BODY, id)), id)
      refill(mailbox_of(id))
    else
      gone[#gone + 1] = id
    end
  end
  if #gone > 0 then
    call('HDEL', BODY, unpack(gone))
  end
  if call('EXISTS', PREFIX .. 'attempts', PREFIX .. 'crashes', PREFIX .. 'history') > 0 then
    call('HDEL', PREFIX .. 'attempts', unpack(mine))
    call('HDEL', PREFIX .. 'crashes', unpack(mine))
    call('HDEL', PREFIX .. 'history', unpack(mine))
  end
  settle()
  count('acked', #mine)
end
return stale
