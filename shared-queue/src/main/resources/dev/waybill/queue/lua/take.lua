-- Stands before the scripts that settle claimed pointers: the fencing rule, once.

-- Takes ids out of flight for the holder of the token. First write: a removal, so that it passes at maxmemory.
-- Returns the ids that the token holds, those that it does not hold (stale), and which of the first came again meanwhile.
local function take(token, ids)
  local marks = call('HMGET', INFLIGHT, unpack(ids))
  local again_mark = token .. '+'
  local mine, stale, again, seen = {}, {}, {}, {}
  for i = 1, #ids do
    local id, mark = ids[i], marks[i]
    if not seen[id] then
      seen[id] = true
      if mark == token or mark == again_mark then
        mine[#mine + 1] = id
        if mark == again_mark then
          again[id] = true
        end
      else
        stale[#stale + 1] = id
      end
    end
  end
  if #mine > 0 then
    call('HDEL', INFLIGHT, unpack(mine))
    if call('HINCRBY', PREFIX .. 'claims', token, -#mine) <= 0 then
      call('HDEL', PREFIX .. 'claims', token)
      call('DEL', PREFIX .. 'claim:' .. token)
      call('ZREM', LEASE, token)
    end
    for i = 1, #mine do
      occupy(mailbox_of(mine[i]), -1)
    end
  end
  return mine, stale, again
end

-- The ids from this argument on.
local function ids_from(first)
  local ids = {}
  for i = first, #ARGV do
    ids[#ids + 1] = ARGV[i]
  end
  return ids
end
