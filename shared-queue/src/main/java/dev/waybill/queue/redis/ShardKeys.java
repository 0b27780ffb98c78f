package dev.waybill.queue.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;

/**
 * The keys of each shard. One shard has the queue's own names. Of several, each has a hash tag of its own, made from the queue's and the
 * number of shards, so that processes with different numbers never write into each other's lists. The tags are chosen such that the
 * shards lie evenly over a Redis Cluster's slots: three shards on three nodes are one on each.
 */
final class ShardKeys {
    private static final int SLOTS = 16_384;

    private ShardKeys() {}

    static List<KeyNames> of(KeyNames keys, int shards) {
        if (shards == 1) {
            return List.of(keys);
        }
        List<KeyNames> all = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
            all.add(KeyNames.withPrefix(prefix(keys, shards, shard)));
        }
        return all;
    }

    /** In the middle half of its part of the slots: nodes seldom share them to the slot. */
    private static String prefix(KeyNames keys, int shards, int shard) {
        int part = SLOTS / shards;
        for (int variant = 0; ; variant++) {
            String tag = keys.hashTag() + ":" + shards + "." + shard + "." + variant;
            int within = slot(tag) - shard * part;
            if (within >= part / 4 && within < part - part / 4) {
                return keys.prefix().replace("{" + keys.hashTag() + "}", "{" + tag + "}");
            }
        }
    }

    /** CRC16 (XMODEM) modulo 16384, as the specification of Redis Cluster says. */
    static int slot(String tag) {
        int crc = 0;
        for (byte b : tag.getBytes(US_ASCII)) {
            crc ^= (b & 0xff) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ 0x1021;
            }
            crc &= 0xffff;
        }
        return crc % SLOTS;
    }
}
