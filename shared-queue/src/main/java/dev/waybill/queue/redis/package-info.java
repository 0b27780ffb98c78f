/**
 * The pointer queue on Redis: {@link dev.waybill.queue.redis.RedisQueue} makes the adapters of all ports; the transitions are
 * Lua scripts beside this package, in {@code dev/waybill/queue/lua}.
 */
@NullMarked
package dev.waybill.queue.redis;

import org.jspecify.annotations.NullMarked;
