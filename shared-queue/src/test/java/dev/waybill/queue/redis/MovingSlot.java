package dev.waybill.queue.redis;

import dev.waybill.devstack.RedisCluster;
import dev.waybill.devstack.RedisServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A slot of a Redis Cluster on its way from the node that has it to the next one, step by step, as redis-cli reshards. */
final class MovingSlot {
    private final List<RedisServer> nodes;
    private final String slot;
    private final RedisServer from;
    private final RedisServer to;

    MovingSlot(RedisCluster cluster, int slot) {
        this.nodes = cluster.nodes();
        this.slot = Integer.toString(slot);
        int owner = slot * nodes.size() / 16_384;
        this.from = nodes.get(owner);
        this.to = nodes.get((owner + 1) % nodes.size());
    }

    /** From now on the old node has the keys, and sends everybody who asks for one that it has not to the new node. */
    void begin() {
        to.command("CLUSTER", "SETSLOT", slot, "IMPORTING", id(from));
        from.command("CLUSTER", "SETSLOT", slot, "MIGRATING", id(to));
    }

    /** Moves the keys, and tells all nodes. */
    void end() {
        List<String> migrate =
                new ArrayList<>(List.of("MIGRATE", "127.0.0.1", Integer.toString(to.port()), "", "0", "5000", "KEYS"));
        ((List<?>) Objects.requireNonNull(from.command("CLUSTER", "GETKEYSINSLOT", slot, "100")))
                .forEach(key -> migrate.add(key.toString()));
        from.command(migrate.toArray(String[]::new));
        to.command("CLUSTER", "SETSLOT", slot, "NODE", id(to));
        nodes.forEach(node -> node.command("CLUSTER", "SETSLOT", slot, "NODE", id(to)));
    }

    private static String id(RedisServer node) {
        return Objects.requireNonNull(node.command("CLUSTER", "MYID")).toString();
    }

    /** The errors that the two nodes have answered. */
    String refusals() {
        return from.command("INFO", "errorstats") + "; " + to.command("INFO", "errorstats");
    }

    long keysOfNewNode() {
        return (Long) Objects.requireNonNull(to.command("CLUSTER", "COUNTKEYSINSLOT", slot));
    }
}
