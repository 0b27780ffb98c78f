package dev.waybill.consumer;

import dev.waybill.consumer.database.Database;
import dev.waybill.consumer.database.SchemaProbe;
import dev.waybill.consumer.pace.Pace;
import dev.waybill.consumer.pace.Rhythm;
import dev.waybill.consumer.reconcile.Agenda;
import dev.waybill.consumer.reconcile.LossWatch;
import dev.waybill.consumer.reconcile.PostgresAgenda;
import dev.waybill.consumer.reconcile.PostgresLossLog;
import dev.waybill.consumer.reconcile.PostgresReconcileLog;
import dev.waybill.consumer.reconcile.ReconcileSchedule;
import dev.waybill.queue.PointerQueue;
import dev.waybill.queue.redis.RedisQueue;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** When mailboxes are compared with the ledger, and what is remembered of it. */
@Singleton
final class ReconcileWiring {
    private final Database database;

    ReconcileWiring(Database database) {
        this.database = database;
    }

    @Produces
    @Singleton
    PostgresReconcileLog log() {
        return new PostgresReconcileLog(database);
    }

    @Produces
    @Singleton
    Agenda agenda(ReconcileConfig config) {
        return new PostgresAgenda(
                database, new PostgresAgenda.Rhythms(config.interval(), config.wideInterval(), config.wideWindow()));
    }

    @Produces
    @Singleton
    Comparing comparing(Agenda agenda, PointerQueue queue, RedisQueue redis, SchemaProbe schema, Pace pace) {
        return new Comparing(List.of(
                new Rhythm("waybill-reconcile", new OnceMigrated(schema, new ReconcileSchedule(agenda, queue, pace))),
                new Rhythm(
                        "waybill-redis-losses",
                        new OnceMigrated(schema, new LossWatch(redis.epochs(), new PostgresLossLog(database))))));
    }

    /** What goes on beside the pointers. */
    record Comparing(List<Rhythm> rhythms) {}
}
