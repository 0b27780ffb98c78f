package dev.waybill.cli.bench;

import dev.waybill.devstack.RedisServer;
import java.util.Map;

/** One measured situation of the queue, on a Redis of its own; its figures have the names that {@code --json} prints. */
interface QueueScenario {
    String name();

    /** What the figures hold for, in a few words. */
    String conditions();

    default RedisServer.Options redis() {
        return RedisServer.Options.inMemory();
    }

    /** Runs once. {@code before}: what other scenarios measured in this round, by scenario and figure. */
    Map<String, Double> run(BenchRedis redis, Map<String, Map<String, Double>> before);
}
