package dev.waybill.queue.redis;

import dev.waybill.queue.Doorbell;
import dev.waybill.queue.QueueException;
import dev.waybill.queue.shard.Turn;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One doorbell for all shards: a blocked pop at each, on a connection of its own, because Redis blocks on lists of one slot only and a
 * pop that took a pointer out of Redis would lose it with its caller. The first that rings ends the wait and has its shard claimed first.
 *
 * <p>The other pops go on until they end by themselves. What lands by one of them while nobody waits here is passed on, so that it
 * wakes another consumer instead of lying until this one has a free place.
 */
final class ShardedDoorbell implements Doorbell {
    private final List<RedisDoorbell> bells;
    private final Turn turn;
    private final boolean[] listening;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private long until;
    private boolean isAtTheDoor;
    private boolean rang;
    private @Nullable QueueException failure;

    ShardedDoorbell(List<RedisDoorbell> bells, Turn turn) {
        this.bells = List.copyOf(bells);
        this.turn = turn;
        this.listening = new boolean[bells.size()];
    }

    /** For one thread at a time, as a consumer's loop is. */
    @Override
    public void await(Duration timeout) throws InterruptedException {
        Duration wait = timeout.compareTo(QueueSettings.SHORTEST_BLOCK) < 0 ? QueueSettings.SHORTEST_BLOCK : timeout;
        lock.lockInterruptibly();
        try {
            until = System.nanoTime() + wait.toNanos();
            isAtTheDoor = true;
            rang = false;
            failure = null;
            for (int shard = 0; shard < bells.size(); shard++) {
                listen(shard);
            }
            long left = until - System.nanoTime();
            while (!rang && failure == null && left > 0) {
                left = news.awaitNanos(left);
            }
            if (failure != null && !rang) {
                throw failure;
            }
        } finally {
            isAtTheDoor = false;
            lock.unlock();
        }
    }

    private void listen(int shard) {
        if (!listening[shard]) {
            listening[shard] = true;
            Thread.ofVirtual().name("waybill-bell-" + shard).start(() -> listenWhileSomebodyWaits(shard));
        }
    }

    private void listenWhileSomebodyWaits(int shard) {
        try {
            Duration left = left(shard);
            while (left.isPositive()) {
                if (bells.get(shard).ring(left) && !answered(shard)) {
                    bells.get(shard).passOn();
                }
                left = left(shard);
            }
        } catch (QueueException e) {
            failed(shard, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            left(shard);
        }
    }

    /** How long somebody still waits; with nobody there, this shard's listener ends. */
    private Duration left(int shard) {
        lock.lock();
        try {
            long left = isAtTheDoor && !rang && failure == null ? until - System.nanoTime() : 0;
            listening[shard] = left > 0 && !Thread.currentThread().isInterrupted();
            return listening[shard] ? Duration.ofNanos(left) : Duration.ZERO;
        } finally {
            lock.unlock();
        }
    }

    private boolean answered(int shard) {
        lock.lock();
        try {
            if (!isAtTheDoor || rang) {
                return false;
            }
            rang = true;
            turn.startAt(shard);
            news.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void failed(int shard, QueueException e) {
        lock.lock();
        try {
            listening[shard] = false;
            failure = e;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
