-- Stands before the scripts that write down failures. `history` and `dlq:meta` are hashes of id to JSON:
-- first (ms), errors (the last five, oldest first), replays; in the DLQ also reason, detail, attempts, crashes, consumer.
local HISTORY, META = PREFIX .. 'history', PREFIX .. 'dlq:meta'
local ATTEMPTS, CRASHES = PREFIX .. 'attempts', PREFIX .. 'crashes'

-- `crashes` counts all crashes, and in its millions those as the only suspect.
local SOLO = 1000000

local function history_of(id, now)
  local stored = call('HGET', HISTORY, id)
  return stored and cjson.decode(stored) or { first = now, replays = 0 }
end

local function add_error(history, text)
  local errors = history.errors or {}
  errors[#errors + 1] = text
  if #errors > 5 then
    table.remove(errors, 1)
  end
  history.errors = errors
end

-- The consumer that holds a claim, as the claim's first element says behind its flag.
local function holder_of(token)
  local head = call('LINDEX', PREFIX .. 'claim:' .. token, 0)
  return head and sub(head, 2) or ''
end

local function bury(id, now, reason, detail, consumer)
  local history = history_of(id, now)
  history.reason = reason
  history.detail = detail
  history.consumer = consumer
  history.attempts = tonumber(call('HGET', ATTEMPTS, id) or 0)
  history.crashes = tonumber(call('HGET', CRASHES, id) or 0) % SOLO
  call('HDEL', ATTEMPTS, id)
  call('HDEL', CRASHES, id)
  call('HDEL', HISTORY, id)
  call('ZADD', DLQ, now, id)
  call('HSET', META, id, cjson.encode(history))
  count('died', 1)
end
