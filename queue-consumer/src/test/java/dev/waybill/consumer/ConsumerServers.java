package dev.waybill.consumer;

import dev.waybill.devstack.MailServer;
import dev.waybill.devstack.PostgresServer;
import dev.waybill.devstack.RedisServer;
import dev.waybill.mailbox.credential.Keysets;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A PostgreSQL, a Redis and a mail server of their own for the consumer under test: these tests stop and restart them. */
public final class ConsumerServers implements QuarkusTestResourceLifecycleManager {
    private static PostgresServer postgres;
    private static RedisServer redis;
    private static MailServer mail;
    private static TestImap imap;

    @Override
    public Map<String, String> start() {
        postgres = PostgresServer.start(PostgresServer.Options.temporary());
        redis = RedisServer.start(RedisServer.Options.durable());
        mail = MailServer.start();
        imap = new GreenMailImap(mail);
        return Map.ofEntries(
                Map.entry("quarkus.datasource.jdbc.url", postgres.jdbcUrl()),
                Map.entry("quarkus.datasource.username", postgres.user()),
                Map.entry("quarkus.datasource.password", postgres.password()),
                Map.entry("quarkus.redis.hosts", redis.uri().toString()),
                Map.entry("waybill.keyset", Keysets.generate()),
                Map.entry("waybill.mailbox.allow-private-hosts", "true"),
                Map.entry("waybill.mailbox.imap.allow-plaintext", "true"),
                Map.entry("waybill.consumer.retry-delay", "100ms"),
                Map.entry("waybill.consumer.max-mail-size", "2M"),
                Map.entry("waybill.consumer.dead-letter-pass", "1s"),
                Map.entry("waybill.reading.own-markers", "waybill-story"),
                Map.entry("waybill.reading.own-addresses", "answers@example.com"));
    }

    @Override
    public void stop() {
        mail.close();
        redis.close();
        postgres.close();
    }

    static PostgresServer postgres() {
        return postgres;
    }

    static RedisServer redis() {
        return redis;
    }

    static TestImap mail() {
        return imap;
    }
}
