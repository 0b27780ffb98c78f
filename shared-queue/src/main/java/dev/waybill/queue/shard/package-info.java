/**
 * One queue out of several, each of which holds its own mailboxes: the same ports, routed by mailbox. Knows no Redis. A shard that is
 * away counts as the queue being away, as with one shard: nobody has to reason about half a queue.
 */
@NullMarked
package dev.waybill.queue.shard;

import org.jspecify.annotations.NullMarked;
