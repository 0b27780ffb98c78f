package dev.waybill.consumer;

import dev.waybill.consumer.afterwards.Afterwards;
import dev.waybill.consumer.afterwards.ApiChanges;
import dev.waybill.consumer.afterwards.PostgresOwedChanges;
import dev.waybill.consumer.answer.Answers;
import dev.waybill.consumer.answer.HoldKeeper;
import dev.waybill.consumer.answer.MailboxTroubles;
import dev.waybill.consumer.blob.BlobStore;
import dev.waybill.consumer.blob.BlobSweeper;
import dev.waybill.consumer.blob.PostgresBlobReferences;
import dev.waybill.consumer.database.Database;
import dev.waybill.consumer.database.DatabaseGate;
import dev.waybill.consumer.database.SchemaProbe;
import dev.waybill.consumer.discover.GmailDiscovery;
import dev.waybill.consumer.discover.HistoryCursors;
import dev.waybill.consumer.discover.PostgresHistoryCursors;
import dev.waybill.consumer.ledger.DeadLetterRecorder;
import dev.waybill.consumer.ledger.PostgresDeadRows;
import dev.waybill.consumer.ledger.ProcessedLedger;
import dev.waybill.consumer.loop.Handler;
import dev.waybill.consumer.loop.Journal;
import dev.waybill.consumer.loop.LoopCrew;
import dev.waybill.consumer.loop.QueueLink;
import dev.waybill.consumer.observe.MeasuredClaims;
import dev.waybill.consumer.observe.ObservedJournal;
import dev.waybill.consumer.observe.ProcessGauges;
import dev.waybill.consumer.observe.QueueGauges;
import dev.waybill.consumer.observe.QueueRates;
import dev.waybill.consumer.observe.QueueSafety;
import dev.waybill.consumer.pace.Pace;
import dev.waybill.consumer.pace.Rhythm;
import dev.waybill.consumer.pace.SystemPace;
import dev.waybill.consumer.process.MailProcessor;
import dev.waybill.consumer.rate.RateBudget;
import dev.waybill.consumer.reconcile.Reconciler;
import dev.waybill.consumer.resolve.ApiResolver;
import dev.waybill.consumer.resolve.Discoverer;
import dev.waybill.consumer.resolve.Download;
import dev.waybill.consumer.resolve.GmailSource;
import dev.waybill.consumer.resolve.GraphSource;
import dev.waybill.consumer.resolve.ImapFolders;
import dev.waybill.consumer.resolve.ImapResolver;
import dev.waybill.consumer.resolve.MailboxChanger;
import dev.waybill.consumer.resolve.MailboxLookup;
import dev.waybill.consumer.resolve.PointerHandler;
import dev.waybill.consumer.resolve.Resolvers;
import dev.waybill.consumer.resolve.SessionPool;
import dev.waybill.consumer.retention.Erasure;
import dev.waybill.consumer.retention.PostgresErasure;
import dev.waybill.consumer.retention.PostgresLedgerAging;
import dev.waybill.consumer.retention.Retention;
import dev.waybill.consumer.retention.RetentionRule;
import dev.waybill.mailbox.GmailMail;
import dev.waybill.mailbox.GraphMail;
import dev.waybill.mailbox.MailboxRegistry;
import dev.waybill.mailbox.RegistryCopy;
import dev.waybill.mailbox.registry.PollingRegistryCopy;
import dev.waybill.mailbox.registry.PostgresHealthLog;
import dev.waybill.mailbox.token.CachedAccessTokens;
import dev.waybill.message.MailReader;
import dev.waybill.message.Mime4jMailReader;
import dev.waybill.queue.DeadLetters;
import dev.waybill.queue.Holds;
import dev.waybill.queue.PointerQueue;
import dev.waybill.queue.QueueControl;
import dev.waybill.queue.QueueEvents;
import dev.waybill.queue.redis.RedisQueue;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** What is done with a mail, from its claim to its effects; the rest of the object graph is in the other wirings. */
@Singleton
final class ConsumerWiring {
    private static final Duration SESSION_SWEEP = Duration.ofSeconds(10);

    private final ConsumerConfig config;
    private final Pace pace = new SystemPace();

    ConsumerWiring(ConsumerConfig config) {
        this.config = config;
    }

    @Produces
    @Singleton
    Pace pace() {
        return pace;
    }

    @Produces
    @Singleton
    MailReader reader() {
        return new Mime4jMailReader();
    }

    @Produces
    @Singleton
    MailProcessor.Readers readers(MailReader reader, ReadingConfig reading) {
        return new MailProcessor.Readers(reader, reading.ownWorld());
    }

    @Produces
    @Singleton
    Journal journal(MeterRegistry meters, Tracer tracer) {
        return new ObservedJournal(new QueueEvents(), meters, tracer, pace);
    }

    @Produces
    @Singleton
    MailboxTroubles troubles(Holds holds, PostgresHealthLog health, Journal journal) {
        return new MailboxTroubles(holds, health, journal, pace);
    }

    @Produces
    @Singleton
    MailboxLookup lookup(RegistryCopy copy, MailboxRegistry registry, Holds holds) {
        return new MailboxLookup(copy, registry, holds);
    }

    @Produces
    @Singleton
    Stores stores(ProcessedLedger ledger, BlobStore blobs, DatabaseGate gate) {
        return new Stores(ledger, blobs, gate);
    }

    @Produces
    @Singleton
    LoopCrew crew(
            RedisQueue redis,
            QueueConfig queue,
            QueueLink link,
            Stores stores,
            MailProcessor.Readers readers,
            Journal journal,
            MailboxTroubles troubles,
            MailboxLookup lookup,
            Providers providers,
            MeterRegistry meters) {
        LoopCrew crew = new LoopCrew(
                new LoopCrew.Queue(new MeasuredClaims(redis.claims(), meters), redis.doorbell(), redis.upkeep(), link),
                stores.gate()::tryOpen,
                hands -> handler(hands, stores, readers, troubles, lookup, providers),
                journal,
                config.loopSettings(queue),
                pace);
        ProcessGauges.register(meters, crew, link, stores.gate());
        return crew;
    }

    @Produces
    @Singleton
    DeadLetterRecorder deadLetterRecorder(DeadLetters letters, Database database) {
        return new DeadLetterRecorder(letters, new PostgresDeadRows(database), config.deadLetterPass());
    }

    @Produces
    @Singleton
    Chores chores(
            PollingRegistryCopy registry,
            PostgresHealthLog health,
            CachedAccessTokens tokens,
            HoldKeeper holds,
            DeadLetterRecorder recorder,
            BlobSweeper sweeper,
            SessionPool sessions,
            QueueGauges gauges,
            QueueRates rates,
            QueueSafety safety,
            SchemaProbe schema,
            DatabaseGate gate,
            MailboxWiring.FileWatch file,
            ReconcileWiring.Comparing comparing,
            BlobConfig blobs,
            Retention retention,
            Afterwards afterwards) {
        Rhythm dead = new Rhythm("waybill-dead-letters", new OnceMigrated(schema, recorder));
        recorder.onHeard(dead::hurry);
        List<Rhythm> all = new ArrayList<>(file.rhythm());
        all.addAll(comparing.rhythms());
        all.addAll(List.of(
                new Rhythm("waybill-registry", new OnceMigrated(schema, () -> {
                    registry.refresh();
                    if (!registry.fresh()) {
                        // No handler tells an idle consumer that PostgreSQL is away.
                        gate.check();
                    }
                    health.flush();
                    tokens.flush();
                    return config.registryInterval();
                })),
                new Rhythm("waybill-blob-sweep", new OnceMigrated(schema, () -> {
                    sweeper.sweep();
                    return blobs.sweepInterval();
                })),
                new Rhythm("waybill-retention", new OnceMigrated(schema, retention)),
                dead,
                new Rhythm("waybill-holds", holds),
                new Rhythm("waybill-afterwards", new OnceMigrated(schema, afterwards)),
                new Rhythm("waybill-gauges", gauges),
                new Rhythm("waybill-rates", rates),
                new Rhythm("waybill-queue-safety", safety),
                new Rhythm("waybill-idle-sessions", () -> {
                    sessions.closeIdle();
                    return SESSION_SWEEP;
                })));
        return new Chores(all);
    }

    @Produces
    @Singleton
    Afterwards afterwards(Database database, RegistryCopy registry, Providers providers, PostgresHealthLog health) {
        return new Afterwards(
                new PostgresOwedChanges(database),
                registry,
                new MailboxChanger(providers.imap()),
                new ApiChanges(providers.graph(), providers.gmail(), providers.rates()),
                health);
    }

    @Produces
    @Singleton
    HoldKeeper holdKeeper(RegistryCopy registry, Holds holds, MailboxTroubles troubles) {
        return new HoldKeeper(registry, holds, troubles, config.limits());
    }

    @Produces
    @Singleton
    BlobSweeper sweeper(BlobStore store, Database database, BlobConfig blobs) {
        return new BlobSweeper(store, new PostgresBlobReferences(database), blobs.sweepAge());
    }

    @Produces
    @Singleton
    Retention retention(Database database, RetentionConfig retention) {
        Map<RetentionRule, Duration> ages = new EnumMap<>(RetentionRule.class);
        retention.originals().ifPresent(age -> ages.put(RetentionRule.ORIGINALS, age));
        retention.details().ifPresent(age -> ages.put(RetentionRule.DETAILS, age));
        return new Retention(ages, new PostgresLedgerAging(database), retention.interval());
    }

    @Produces
    @Singleton
    Erasure erasure(Database database) {
        return new PostgresErasure(database);
    }

    @Produces
    @Singleton
    QueueGauges gauges(QueueControl control, MeterRegistry meters) {
        return new QueueGauges(control, meters);
    }

    @Produces
    @Singleton
    QueueRates rates(QueueControl control, Pace pace) {
        return new QueueRates(control::totals, pace);
    }

    @Produces
    @Singleton
    QueueSafety safety(RedisQueue redis, MeterRegistry meters) {
        return new QueueSafety(() -> redis.safety().check(), meters);
    }

    @Produces
    @Singleton
    Providers providers(
            SessionPool imap,
            GraphMail graph,
            GmailMail gmail,
            Database database,
            RateBudget rates,
            PointerQueue queue,
            Reconciler reconciler) {
        return new Providers(imap, graph, gmail, new PostgresHistoryCursors(database), rates, queue, reconciler);
    }

    /** Where mails come from, what of it is remembered and counted, where what is found goes, and who looks for what was not. */
    record Providers(
            SessionPool imap,
            GraphMail graph,
            GmailMail gmail,
            HistoryCursors cursors,
            RateBudget rates,
            PointerQueue queue,
            Reconciler reconciler) {}

    /** Where a mail is kept: what is known of it, its bytes, and whether both can be reached. */
    record Stores(ProcessedLedger ledger, BlobStore blobs, DatabaseGate gate) {}

    private Handler handler(
            LoopCrew.Hands hands,
            Stores stores,
            MailProcessor.Readers readers,
            MailboxTroubles troubles,
            MailboxLookup lookup,
            Providers providers) {
        Answers answers = new Answers(hands.settler(), troubles, stores.ledger(), stores.gate());
        MailProcessor processor = new MailProcessor(
                stores.blobs(),
                readers,
                stores.ledger(),
                answers,
                hands.watch(),
                new Semaphore(config.workers(), true));
        Download download = new Download(
                stores.blobs(), processor, answers, config.maxMailSize().asLongValue(), pace);
        ImapResolver imap = new ImapResolver(providers.imap(), answers, troubles, hands.watch(), download);
        ApiResolver.Stage stage = new ApiResolver.Stage(
                stores.blobs(), processor, hands.watch(), config.maxMailSize().asLongValue(), pace);
        RateBudget rates = providers.rates();
        PointerQueue queue = providers.queue();
        Resolvers resolvers = new Resolvers(
                new ImapFolders(imap, config.imap().fetchSet()),
                new ApiResolver(new GraphSource(providers.graph()), stage, answers, troubles, rates, queue),
                new ApiResolver(new GmailSource(providers.gmail()), stage, answers, troubles, rates, queue),
                new Discoverer(
                        new GmailDiscovery(providers.gmail(), providers.cursors(), queue, rates, pace),
                        answers,
                        troubles,
                        hands.watch(),
                        answers::lookFailed),
                new Discoverer(
                        providers.reconciler(),
                        answers,
                        troubles,
                        hands.watch(),
                        providers.reconciler().failures(answers)));
        return new PointerHandler(stores.ledger(), lookup, resolvers, answers, pace);
    }
}
