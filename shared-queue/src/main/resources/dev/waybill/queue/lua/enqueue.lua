-- Puts a batch into the queue, and moves a position with it.
--
-- ARGV     2 position's field or '', 3 expected position, 4 next position, then id, body (class and JSON) by turns
-- returns  {'accepted', queued, coalesced, again, dead} or nothing written and {'mismatch', current position}
--          or {'closed'}: the queue has another number of shards now
-- crash    Redis runs it whole or not at all; sent again, everything coalesces and the position is refused
--
-- Its first write is one that Redis refuses at maxmemory (HSET), so a full Redis refuses the whole batch.
local POSITIONS, META = PREFIX .. 'positions', PREFIX .. 'dlq:meta'
if call('HEXISTS', PREFIX .. 'control', 'closed') == 1 then
  return { 'closed' }
end
local field = ARGV[2]
if field ~= '' then
  local current = call('HGET', POSITIONS, field) or ''
  if current ~= ARGV[3] then
    return { 'mismatch', current }
  end
end

-- Lua's numbers are doubles: decimals are compared as strings.
local function less(a, b)
  a, b = match(a, '^0*(%d+)$'), match(b, '^0*(%d+)$')
  if #a ~= #b then
    return #a < #b
  end
  return a < b
end

-- The old body with the better of both hints: the highest historyId, the earliest since. The codec writes each of them once,
-- and no text can hold the pattern, because quotes in a text are escaped.
local function merge(old, new)
  if not is_discovery(old) then
    return old
  end
  local from, to, a = find(old, '"historyId":"(%d+)"')
  local b = match(new, '"historyId":"(%d+)"')
  if a and b and less(a, b) then
    return sub(old, 1, from - 1) .. '"historyId":"' .. b .. '"' .. sub(old, to + 1)
  end
  from, to, a = find(old, '"since":(%d+)')
  b = match(new, '"since":(%d+)')
  if a and b and less(b, a) then
    return sub(old, 1, from - 1) .. '"since":' .. b .. sub(old, to + 1)
  end
  return old
end

local queued, coalesced, again, dead = 0, 0, 0, 0
local fresh, slot = {}, {}      -- id and body by turns, as HSET takes them; id to the place of its body
local known, merged = {}, {}    -- ids that the queue has, in order; id to its body after this batch

local function add(id, body)
  fresh[#fresh + 1] = id
  fresh[#fresh + 1] = body
  slot[id] = #fresh
  queued = queued + 1
end

local ids = {}
for i = 5, #ARGV, 2 do
  ids[#ids + 1] = ARGV[i]
end
if #ids > 0 then
  local stored = call('HMGET', BODY, unpack(ids))
  for i = 1, #ids do
    local id, body = ids[i], ARGV[2 * i + 4]
    if slot[id] then
      fresh[slot[id]] = merge(fresh[slot[id]], body)
      coalesced = coalesced + 1
    elseif merged[id] then
      merged[id] = merge(merged[id], body)
      coalesced = coalesced + 1
    elseif stored[i] then
      known[#known + 1] = id
      merged[id] = merge(stored[i], body)
      stored[id] = stored[i]
    else
      add(id, body)
    end
  end

  local marks, changed, revived = {}, {}, {}
  if #known > 0 then
    local flights = call('HMGET', INFLIGHT, unpack(known))
    local graves = call('EXISTS', DLQ) == 1 and call('ZMSCORE', DLQ, unpack(known))
    for i = 1, #known do
      local id = known[i]
      if graves and graves[i] and is_discovery(merged[id]) then
        revived[#revived + 1] = id
        add(id, merged[id])
      else
        if graves and graves[i] then
          dead = dead + 1
        elseif flights[i] then
          again = again + 1
          if sub(flights[i], -1) ~= '+' then
            marks[#marks + 1] = id
            marks[#marks + 1] = flights[i] .. '+'
          end
        else
          coalesced = coalesced + 1
        end
        if merged[id] ~= stored[id] then
          changed[#changed + 1] = id
          changed[#changed + 1] = merged[id]
        end
      end
    end
  end
  if #marks > 0 then
    call('HSET', INFLIGHT, unpack(marks))
  end
  if #changed > 0 then
    call('HSET', BODY, unpack(changed))
  end
  if #fresh > 0 then
    call('HSET', BODY, unpack(fresh))
  end
  if #revived > 0 then
    call('ZREM', DLQ, unpack(revived))
    call('HDEL', META, unpack(revived))
  end
end

-- Below the limit into ready, else into the lane, whose length nobody needs to know: below the limit it is empty.
-- A lane that gets one id is the usual case and needs no table.
if queued > 0 then
  local lanes, mailboxes, first, more = {}, {}, {}, {}
  for i = 1, #fresh, 2 do
    local id = fresh[i]
    local mailbox = mailbox_of(id)
    local class = sub(fresh[i + 1], 1, 1)
    local lane = (class == 'b' or class == 'B') and mailbox .. ':backfill' or mailbox
    if not first[lane] then
      first[lane] = id
      lanes[#lanes + 1] = lane
      mailboxes[#mailboxes + 1] = mailbox
    elseif more[lane] then
      more[lane][#more[lane] + 1] = id
    else
      more[lane] = { first[lane], id }
    end
  end
  local before = call('HMGET', ACTIVE, unpack(mailboxes))
  local held, limits = bounds(mailboxes)
  local now, written = {}, {}
  for i = 1, #lanes do
    local lane, mailbox = lanes[i], mailboxes[i]
    local list = more[lane]
    local count = list and #list or 1
    local active = now[mailbox] or tonumber(before[i] or 0)
    local limit = tonumber(limits and limits[i] or DEFAULT_LIMIT)
    local places = (held and held[i]) and 0 or math.min(math.max(limit - active, 0), count)
    if places > 0 then
      if list then
        for j = 1, places do
          claimable[#claimable + 1] = list[j]
        end
      else
        claimable[#claimable + 1] = first[lane]
      end
      now[mailbox] = active + places
      written[#written + 1] = mailbox
      written[#written + 1] = string.format('%d', active + places)
    end
    if places < count then
      if list then
        call('RPUSH', LANE .. lane, unpack(list, places + 1, count))
      else
        call('RPUSH', LANE .. lane, first[lane])
      end
    end
  end
  if #written > 0 then
    call('HSET', ACTIVE, '', SENTINEL, unpack(written))
    call('LPUSH', READY, unpack(claimable))
  end
  count('enqueued', queued)
end
if field ~= '' then
  call('HSET', POSITIONS, field, ARGV[4])
end
return { 'accepted', queued, coalesced, again, dead }
