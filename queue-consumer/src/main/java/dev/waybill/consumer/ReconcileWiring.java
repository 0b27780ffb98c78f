package dev.waybill.consumer;

import dev.waybill.consumer.database.Database;
import dev.waybill.consumer.database.SchemaProbe;
import dev.waybill.consumer.pace.Pace;
import dev.waybill.consumer.pace.Rhythm;
import dev.waybill.consumer.reconcile.Agenda;
import dev.waybill.consumer.reconcile.Comparison;
import dev.waybill.consumer.reconcile.CountedReconcileLog;
import dev.waybill.consumer.reconcile.LossWatch;
import dev.waybill.consumer.reconcile.PostgresAgenda;
import dev.waybill.consumer.reconcile.PostgresLossLog;
import dev.waybill.consumer.reconcile.PostgresReconcileLog;
import dev.waybill.consumer.reconcile.ReconcileGauges;
import dev.waybill.consumer.reconcile.ReconcileLog;
import dev.waybill.consumer.reconcile.ReconcileSchedule;
import dev.waybill.consumer.reconcile.ReconcileStates;
import dev.waybill.consumer.reconcile.Reconciler;
import dev.waybill.queue.PointerQueue;
import dev.waybill.queue.redis.RedisQueue;
import io.micrometer.core.instrument.MeterRegistry;
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
    ReconcileLog log(MeterRegistry meters) {
        return new CountedReconcileLog(new PostgresReconcileLog(database), meters);
    }

    @Produces
    @Singleton
    ReconcileStates states() {
        return new PostgresReconcileLog(database);
    }

    @Produces
    @Singleton
    Comparison comparison(Reconciler reconciler) {
        return reconciler::compare;
    }

    @Produces
    @Singleton
    Agenda agenda(ReconcileConfig config) {
        return new PostgresAgenda(
                database, new PostgresAgenda.Rhythms(config.interval(), config.wideInterval(), config.wideWindow()));
    }

    @Produces
    @Singleton
    ReconcileGauges gauges(ReconcileStates states, MeterRegistry meters) {
        return new ReconcileGauges(states, meters);
    }

    @Produces
    @Singleton
    Comparing comparing(ReconcileSchedule schedule, RedisQueue redis, ReconcileGauges gauges, SchemaProbe schema) {
        return new Comparing(List.of(
                new Rhythm("waybill-reconcile", new OnceMigrated(schema, schedule)),
                new Rhythm("waybill-reconcile-gauges", new OnceMigrated(schema, gauges)),
                new Rhythm(
                        "waybill-redis-losses",
                        new OnceMigrated(schema, new LossWatch(redis.epochs(), new PostgresLossLog(database))))));
    }

    @Produces
    @Singleton
    ReconcileSchedule schedule(Agenda agenda, PointerQueue queue, Pace pace) {
        return new ReconcileSchedule(agenda, queue, pace);
    }

    /** What goes on beside the pointers. */
    record Comparing(List<Rhythm> rhythms) {}
}
