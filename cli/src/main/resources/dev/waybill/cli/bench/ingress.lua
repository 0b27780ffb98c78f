-- Requests for `waybill bench ingress`. Every notification is a new one: what coalesces costs less.
local kind = os.getenv("BENCH_KIND")
local batch = tonumber(os.getenv("BENCH_BATCH"))
local rate = tonumber(os.getenv("BENCH_RATE"))
local run = os.getenv("BENCH_RUN")
local mailboxes = tonumber(os.getenv("BENCH_MAILBOXES"))
local number = 0
local headers = { ["Content-Type"] = "application/json" }
if kind == "google" then
  headers["Authorization"] = "Bearer " .. os.getenv("BENCH_TOKEN")
end

local digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
local function base64(text)
  local out = {}
  for i = 1, #text, 3 do
    local a, b, c = text:byte(i, i + 2)
    local n = a * 65536 + (b or 0) * 256 + (c or 0)
    for j = 3, 0, -1 do
      local six = math.floor(n / 64 ^ j) % 64
      local filled = j > 1 or (j == 1 and b) or (j == 0 and c)
      out[#out + 1] = filled and digits:sub(six + 1, six + 1) or "="
    end
  end
  return table.concat(out)
end

local element = '{"id":"n","subscriptionId":"00000000-0000-4000-8000-%012d",'
  .. '"subscriptionExpirationDateTime":"2030-01-01T00:00:00Z","clientState":"state-%037d","changeType":"created",'
  .. '"resource":"Users/7c/Messages/%s","tenantId":"84bd8158-6d4d-4958-8b9f-9d6445542f95",'
  .. '"resourceData":{"@odata.type":"#Microsoft.Graph.Message","@odata.id":"Users/7c/Messages/%s",'
  .. '"@odata.etag":"W/\\"CQAAABYAAAD\\"","id":"%s"}}'

local function graph()
  local elements = {}
  for i = 1, batch do
    number = number + 1
    local mailbox = number % mailboxes
    local id = "AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0AfB-" .. run .. "-" .. number .. "=="
    elements[i] = element:format(mailbox, mailbox, id, id, id)
  end
  return '{"value":[' .. table.concat(elements, ",") .. "]}"
end

local function google()
  number = number + 1
  local data = '{"emailAddress":"m' .. (number % mailboxes) .. '@bench.example.com","historyId":' .. number .. "}"
  return '{"message":{"data":"' .. base64(data) .. '","messageId":"' .. number
    .. '","publishTime":"2030-01-01T00:00:00Z"},"subscription":"projects/p/subscriptions/s"}'
end

function request()
  return wrk.format("POST", nil, headers, kind == "google" and google() or graph())
end

-- At a given rate requests begin at moments of their own, as those of unrelated senders do, and not when the one before was answered: a
-- fixed pause would send those of all connections at once. What finds no connection free begins as soon as there is one.
local ffi = require("ffi")
ffi.cdef("typedef struct { long seconds; long nanos; } bench_time; int clock_gettime(int, bench_time *);")
local MONOTONIC = 1
local clock = ffi.new("bench_time")
local function millis()
  ffi.C.clock_gettime(MONOTONIC, clock)
  return tonumber(clock.seconds) * 1000 + tonumber(clock.nanos) / 1e6
end

if rate > 0 then
  local due
  function delay()
    local now = millis()
    due = (due or now) - math.log(1 - math.random()) * 1000 / rate
    return math.max(0, math.floor(due - now + 0.5))
  end
end

local threads = {}
function setup(thread)
  threads[#threads + 1] = thread
end

refused = 0
unavailable = 0
function response(status)
  if status ~= 202 then
    refused = refused + 1
  end
  if status == 503 then
    unavailable = unavailable + 1
  end
end

function done(summary, latency)
  local others = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  local away = 0
  for _, thread in ipairs(threads) do
    others = others + thread:get("refused")
    away = away + thread:get("unavailable")
  end
  local figures = { requests = summary.requests, micros = summary.duration, p50 = latency:percentile(50),
    p99 = latency:percentile(99), p999 = latency:percentile(99.9), max = latency.max, refused = others, unavailable = away }
  local fields = {}
  for name, value in pairs(figures) do
    fields[#fields + 1] = string.format('"%s":%d', name, value)
  end
  io.write("BENCH {", table.concat(fields, ","), "}\n")
end
