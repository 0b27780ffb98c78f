package dev.waybill.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ShardKeysTest {
    @Test
    void oneShardHasTheQueuesOwnKeys() {
        KeyNames named = KeyNames.defaults().withReady("{email:inbound:unified:pointer}:r");
        assertThat(ShardKeys.of(named, 1)).containsExactly(named);
    }

    @Test
    void severalHaveTagsOfTheirOwnThatLieEvenlyOverTheSlots() {
        for (int shards : List.of(2, 3, 5, 16, 64)) {
            // When
            List<KeyNames> keys = ShardKeys.of(KeyNames.defaults(), shards);

            // Then
            for (int shard = 0; shard < shards; shard++) {
                KeyNames names = keys.get(shard);
                assertThat(names.prefix())
                        .startsWith("{email:inbound:unified:pointer:" + shards + "." + shard + ".")
                        .endsWith("}:");
                assertThat(ShardKeys.slot(names.hashTag()) * shards / 16_384).isEqualTo(shard);
            }
        }
    }

    @Test
    void slotsAreThoseOfRedis() {
        // Redis Cluster specification, appendix A: the CRC16 of 123456789 is 31C3.
        assertThat(ShardKeys.slot("123456789")).isEqualTo(0x31C3 % 16_384);
    }

    @Test
    void keysNamedOneByOneAndShardsContradictEachOther() {
        KeyNames named = KeyNames.defaults().withReady("{email:inbound:unified:pointer}:r");
        assertThatThrownBy(() -> QueueSettings.defaults().withKeys(named).withShards(3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name only waybill.queue.keys.prefix");
    }
}
