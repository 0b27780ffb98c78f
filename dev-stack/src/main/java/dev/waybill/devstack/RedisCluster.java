package dev.waybill.devstack;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** A Redis Cluster of three masters on loopback that share the slots. */
public final class RedisCluster implements AutoCloseable {

    private static final int SIZE = 3;
    private static final int SLOTS = 16_384;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A node's bus listens 10,000 above its port. */
    private static final int BUS = 10_000;

    private final List<RedisServer> nodes = new ArrayList<>();

    private RedisCluster() {}

    /** Starts three nodes on free ports and waits until each of them says that the cluster is well. */
    public static RedisCluster start() {
        RedisCluster cluster = new RedisCluster();
        try {
            for (int i = 0; i < SIZE; i++) {
                cluster.nodes.add(RedisServer.start(RedisServer.Options.inMemory()
                        .withPort(freePort())
                        .withArguments("--cluster-enabled", "yes", "--cluster-node-timeout", "2000")));
            }
            cluster.join();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static int freePort() {
        for (int tries = 0; tries < 200; tries++) {
            int port = FreePorts.firstFrom(ThreadLocalRandom.current().nextInt(15_000, 30_000), Set.of());
            if (FreePorts.isFree(port + BUS)) {
                return port;
            }
        }
        throw new ServerStartException("No two free ports " + BUS + " apart were found for a node of a Redis Cluster.");
    }

    private void join() {
        for (int i = 0; i < SIZE; i++) {
            List<String> slots = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
            for (int slot = i * SLOTS / SIZE; slot < (i + 1) * SLOTS / SIZE; slot++) {
                slots.add(Integer.toString(slot));
            }
            nodes.get(i).command(slots.toArray(String[]::new));
            nodes.get(i).command("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
        }
        for (RedisServer node : nodes.subList(1, SIZE)) {
            nodes.getFirst().command("CLUSTER", "MEET", "127.0.0.1", Integer.toString(node.port()));
        }
        awaitWell();
    }

    /** Waits until each node knows all of them and serves. */
    public void awaitWell() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!nodes.stream().allMatch(RedisCluster::isWell)) {
            if (System.nanoTime() > deadline) {
                throw new ServerStartException("The Redis Cluster was not well within " + PATIENCE.toSeconds() + " s. "
                        + LogTail.quote(nodes.getFirst().log(), 15));
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static boolean isWell(RedisServer node) {
        String info = Objects.toString(node.command("CLUSTER", "INFO"));
        return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + SIZE);
    }

    /** Returns the nodes, in the order of their slots. */
    public List<RedisServer> nodes() {
        return List.copyOf(nodes);
    }

    /** Returns where the nodes are. */
    public List<URI> uris() {
        return nodes.stream().map(RedisServer::uri).toList();
    }

    @Override
    public void close() {
        nodes.forEach(RedisServer::close);
    }
}
