-- Stands before every script of this folder: the names of the keys, the clock, and settle.
--
-- KEYS  1 prefix of all other keys, 2 ready, 3 processing, 4 inflight, 5 lease, 6 dlq (one hash tag: one slot)
-- ARGV  1 how many places a mailbox has unless `limits` names another number
--
-- An id begins with its mailbox (10 characters). A body begins with its class: l live, b backfill; L and B are the same for
-- discovery pointers. `active` counts a mailbox's ids in ready, processing, in flight and suspects.
local call, sub, find, match = redis.call, string.sub, string.find, string.match
local PREFIX, READY, PROCESSING, INFLIGHT, LEASE, DLQ = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local BODY, ACTIVE, HELD, LIMITS, LANE = PREFIX .. 'body', PREFIX .. 'active', PREFIX .. 'held', PREFIX .. 'limits', PREFIX .. 'lane:'
local DEFAULT_LIMIT = tonumber(ARGV[1])

-- A hash of up to 512 small fields is a list that Redis scans. One value of 65 bytes makes it a real hash from the start.
local SENTINEL = '-----------------------------------------------------------------'

local function micros()
  local t = call('TIME')
  return t[1] * 1000000 + t[2]
end

local function millis()
  return math.floor(micros() / 1000)
end

local function mailbox_of(id)
  return sub(id, 1, 10)
end

local function lane_of(id, body)
  local class = body and sub(body, 1, 1)
  if class == 'b' or class == 'B' then
    return LANE .. mailbox_of(id) .. ':backfill'
  end
  return LANE .. mailbox_of(id)
end

local function is_discovery(body)
  local class = body and sub(body, 1, 1)
  return class == 'L' or class == 'B'
end

-- Since the queue began; a rate is what two readings differ by. One command a script, and never its first write.
local function count(what, pointers)
  call('HINCRBY', PREFIX .. 'stats', what, pointers)
end

local touched, change, refilled, claimable = {}, {}, {}, {}

-- So many of the mailbox came to (or left) the places that count as active.
local function occupy(mailbox, places)
  local sum = change[mailbox]
  if sum then
    change[mailbox] = sum + places
  else
    change[mailbox] = places
    touched[#touched + 1] = mailbox
  end
end

-- The mailbox's lane grew, its hold ended or its limit changed.
local function refill(mailbox)
  occupy(mailbox, 0)
  refilled[mailbox] = true
end

-- Puts ids at the front of their lanes; the first of them comes out first.
local function to_front(ids)
  local bodies = call('HMGET', BODY, unpack(ids))
  for i = #ids, 1, -1 do
    call('LPUSH', lane_of(ids[i], bodies[i]), ids[i])
    refill(mailbox_of(ids[i]))
  end
end

local function pop_lane(lane, places)
  local ids = call('LPOP', lane, places)
  if not ids then
    return places
  end
  for i = 1, #ids do
    claimable[#claimable + 1] = ids[i]
  end
  return places - #ids
end

-- Holds and limits of these mailboxes, or false where there is none at all.
local function bounds(mailboxes)
  if call('EXISTS', HELD, LIMITS) == 0 then
    return false, false
  end
  return call('EXISTS', HELD) == 1 and call('ZMSCORE', HELD, unpack(mailboxes)),
    call('EXISTS', LIMITS) == 1 and call('HMGET', LIMITS, unpack(mailboxes))
end

-- Ends every script: writes `active` once, and fills each touched mailbox up to its limit from its lanes. Holds the invariant
-- that a mailbox which is not held and below its limit has empty lanes. A mailbox that was below its limit before and whose
-- lanes nobody touched has empty ones already, unless two processes run with different default limits: one EXISTS finds that.
local function settle()
  local n = #touched
  if n == 0 then
    return
  end
  local before = call('HMGET', ACTIVE, unpack(touched))
  local held, limits = bounds(touched)
  local places, doubtful = {}, {}
  for i = 1, n do
    local mailbox = touched[i]
    local was = tonumber(before[i] or 0)
    local now = was + change[mailbox]
    local limit = tonumber(limits and limits[i] or DEFAULT_LIMIT)
    before[i], places[i] = was, now
    if now < limit and not (held and held[i]) then
      if was >= limit or refilled[mailbox] then
        local free = pop_lane(LANE .. mailbox, limit - now)
        if free > 0 then
          free = pop_lane(LANE .. mailbox .. ':backfill', free)
        end
        places[i] = limit - free
      else
        local k = #doubtful
        doubtful[k + 1], doubtful[k + 2] = LANE .. mailbox, LANE .. mailbox .. ':backfill'
        doubtful[mailbox] = limit
      end
    end
  end
  if #doubtful > 0 and call('EXISTS', unpack(doubtful)) > 0 then
    for i = 1, n do
      local limit = doubtful[touched[i]]
      if limit then
        local free = pop_lane(LANE .. touched[i], limit - places[i])
        if free > 0 then
          free = pop_lane(LANE .. touched[i] .. ':backfill', free)
        end
        places[i] = limit - free
      end
    end
  end
  local gone, kept = {}, {}
  for i = 1, n do
    if places[i] ~= before[i] then
      if places[i] > 0 then
        kept[#kept + 1] = touched[i]
        kept[#kept + 1] = string.format('%d', places[i])
      else
        gone[#gone + 1] = touched[i]
      end
    end
  end
  if #gone > 0 then
    call('HDEL', ACTIVE, unpack(gone))
  end
  if #kept > 0 then
    call('HSET', ACTIVE, '', SENTINEL, unpack(kept))
  end
  if #claimable > 0 then
    call('LPUSH', READY, unpack(claimable))
  end
end
