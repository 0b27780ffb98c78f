package dev.waybill.consumer;

import dev.waybill.consumer.afterwards.Afterwards;
import dev.waybill.consumer.afterwards.PostgresOwedChanges;
import dev.waybill.consumer.answer.Answers;
import dev.waybill.consumer.answer.HoldKeeper;
import dev.waybill.consumer.answer.MailboxTroubles;
import dev.waybill.consumer.blob.BlobStore;
import dev.waybill.consumer.blob.BlobSweeper;
import dev.waybill.consumer.blob.DirectoryBlobStore;
import dev.waybill.consumer.blob.PostgresBlobReferences;
import dev.waybill.consumer.blob.PostgresBlobStore;
import dev.waybill.consumer.database.Database;
import dev.waybill.consumer.database.DatabaseGate;
import dev.waybill.consumer.database.SchemaProbe;
import dev.waybill.consumer.ledger.DeadLetterRecorder;
import dev.waybill.consumer.ledger.PostgresDeadRows;
import dev.waybill.consumer.ledger.PostgresLedger;
import dev.waybill.consumer.ledger.ProcessedLedger;
import dev.waybill.consumer.loop.Handler;
import dev.waybill.consumer.loop.Journal;
import dev.waybill.consumer.loop.LoopCrew;
import dev.waybill.consumer.loop.QueueLink;
import dev.waybill.consumer.observe.MeasuredClaims;
import dev.waybill.consumer.observe.ObservedJournal;
import dev.waybill.consumer.observe.ProcessGauges;
import dev.waybill.consumer.observe.QueueGauges;
import dev.waybill.consumer.observe.QueueSafety;
import dev.waybill.consumer.observe.RedisMeters;
import dev.waybill.consumer.pace.Pace;
import dev.waybill.consumer.pace.Rhythm;
import dev.waybill.consumer.pace.SystemPace;
import dev.waybill.consumer.process.MailProcessor;
import dev.waybill.consumer.resolve.Download;
import dev.waybill.consumer.resolve.ImapResolver;
import dev.waybill.consumer.resolve.MailboxChanger;
import dev.waybill.consumer.resolve.MailboxLookup;
import dev.waybill.consumer.resolve.PointerHandler;
import dev.waybill.consumer.resolve.SessionPool;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.FolderMarks;
import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.ImapSessions;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxDoctor;
import dev.waybill.mailbox.MailboxRegistry;
import dev.waybill.mailbox.RegistryCopy;
import dev.waybill.mailbox.credential.Keysets;
import dev.waybill.mailbox.credential.PostgresRefreshTokens;
import dev.waybill.mailbox.credential.SecretBox;
import dev.waybill.mailbox.credential.TinkCredentials;
import dev.waybill.mailbox.file.FileApplication;
import dev.waybill.mailbox.file.FileMailboxes;
import dev.waybill.mailbox.file.MailboxFile;
import dev.waybill.mailbox.imap.AngusImapSessions;
import dev.waybill.mailbox.imap.ImapDoctor;
import dev.waybill.mailbox.imap.TrustedCertificates;
import dev.waybill.mailbox.registry.PollingRegistryCopy;
import dev.waybill.mailbox.registry.PostgresFileMailboxes;
import dev.waybill.mailbox.registry.PostgresFolderMarks;
import dev.waybill.mailbox.registry.PostgresHealthLog;
import dev.waybill.mailbox.registry.PostgresMailboxRegistry;
import dev.waybill.mailbox.registry.RegistrySchema;
import dev.waybill.mailbox.token.CachedAccessTokens;
import dev.waybill.mailbox.token.HttpTokenEndpoints;
import dev.waybill.mailbox.token.TokenEndpoints;
import dev.waybill.message.MailReader;
import dev.waybill.message.Mime4jMailReader;
import dev.waybill.message.reading.MailInterpreter;
import dev.waybill.message.reading.ReadingSettings;
import dev.waybill.queue.DeadLetters;
import dev.waybill.queue.Holds;
import dev.waybill.queue.PointerQueue;
import dev.waybill.queue.QueueControl;
import dev.waybill.queue.QueueEvents;
import dev.waybill.queue.QueueFit;
import dev.waybill.queue.redis.RedisQueue;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.redis.client.RedisClientName;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The whole object graph of this service, and the only class that names its adapters. */
@Singleton
final class ConsumerWiring {
    private static final Duration UNTIL_MIGRATED = Duration.ofMillis(500);
    private static final Duration SESSION_SWEEP = Duration.ofSeconds(10);

    private final ConsumerConfig config;
    private final MailboxConfig mailboxes;
    private final AgroalDataSource dataSource;
    private final Pace pace = new SystemPace();

    ConsumerWiring(ConsumerConfig config, MailboxConfig mailboxes, AgroalDataSource dataSource) {
        this.config = config;
        this.mailboxes = mailboxes;
        this.dataSource = dataSource;
    }

    @Produces
    @Singleton
    Pace pace() {
        return pace;
    }

    // PostgreSQL

    @Produces
    @Singleton
    Database database() {
        return new Database(dataSource);
    }

    @Produces
    @Singleton
    SchemaProbe schema() {
        return new SchemaProbe(dataSource, RegistrySchema::migrate);
    }

    @Produces
    @Singleton
    DatabaseGate gate(SchemaProbe schema) {
        return new DatabaseGate(schema);
    }

    @Produces
    @Singleton
    ProcessedLedger ledger(Database database, RegistryCopy registry) {
        return new PostgresLedger(database, mailbox -> changesMails(registry.find(mailbox)));
    }

    @Produces
    @Singleton
    BlobStore blobs(Database database, BlobConfig blobs) {
        return blobs.directory()
                .<BlobStore>map(directory -> new DirectoryBlobStore(directory, InstantSource.system()))
                .orElseGet(() -> new PostgresBlobStore(database));
    }

    private static boolean changesMails(Optional<Mailbox> mailbox) {
        return mailbox.map(m -> !(m.afterProcessing() instanceof AfterProcessing.Keep))
                .orElse(false);
    }

    // Mailboxes

    @Produces
    @Singleton
    SecretBox secrets(
            @ConfigProperty(name = "waybill.keyset") Optional<String> keyset,
            @ConfigProperty(name = "waybill.keyset-file") Optional<Path> keysetFile) {
        return Keysets.open(keyset, keysetFile);
    }

    @Produces
    @Singleton
    HostPolicy hosts() {
        return new HostPolicy(mailboxes.allowPrivateHosts());
    }

    @Produces
    @Singleton
    MailboxRegistry registry(SecretBox secrets, HostPolicy hosts) {
        return new PostgresMailboxRegistry(dataSource, secrets, hosts);
    }

    @Produces
    @Singleton
    PollingRegistryCopy registryCopy(MailboxRegistry registry) {
        return new PollingRegistryCopy(registry, List.of());
    }

    @Produces
    @Singleton
    PostgresHealthLog health() {
        return new PostgresHealthLog(dataSource, InstantSource.system());
    }

    @Produces
    @Singleton
    FolderMarks marks() {
        return new PostgresFolderMarks(dataSource);
    }

    @Produces
    @Singleton
    TinkCredentials credentials(SecretBox secrets) {
        return new TinkCredentials(dataSource, secrets);
    }

    @Produces
    @Singleton
    TokenEndpoints tokenEndpoints(HostPolicy hosts) {
        return new HttpTokenEndpoints(
                hosts,
                TrustedCertificates.context(mailboxes.imap().caFile()),
                mailboxes.tokenSettings(),
                InstantSource.system());
    }

    @Produces
    @Singleton
    CachedAccessTokens tokens(SecretBox secrets, TokenEndpoints endpoints) {
        return new CachedAccessTokens(
                endpoints, new PostgresRefreshTokens(dataSource, secrets), InstantSource.system());
    }

    @Produces
    @Singleton
    FileMailboxes fileMailboxes(SecretBox secrets, HostPolicy hosts) {
        return new PostgresFileMailboxes(dataSource, secrets, hosts);
    }

    @Produces
    @Singleton
    FileWatch fileWatch(SecretBox secrets, HostPolicy hosts, FileMailboxes files, SchemaProbe schema) {
        return new FileWatch(mailboxes
                .file()
                .map(path -> new MailboxFileWatch(
                        new MailboxFile(path, secrets, System::getenv), files, new FileApplication(files, hosts), pace))
                .map(step -> new Rhythm("waybill-mailbox-file", onceMigrated(schema, step)))
                .stream()
                .toList());
    }

    /** None where no file is named. */
    record FileWatch(List<Rhythm> rhythm) {}

    @Produces
    @Singleton
    MailboxDoctor doctor(HostPolicy hosts) {
        return new ImapDoctor(hosts, mailboxes.imapSettings(), InstantSource.system());
    }

    @Produces
    @Singleton
    ImapSessions imap(TinkCredentials credentials, CachedAccessTokens tokens, HostPolicy hosts) {
        return new AngusImapSessions(credentials, tokens, hosts, mailboxes.imapSettings());
    }

    @Produces
    @Singleton
    SessionPool sessions(ImapSessions imap) {
        return new SessionPool(imap, config.imap().sessions(), config.imap().keepSession(), pace);
    }

    // The queue

    @Produces
    @Singleton
    RedisQueue redis(
            Redis commands, @RedisClientName("doorbell") Redis doorbell, QueueConfig queue, MeterRegistry meters) {
        return new RedisQueue(commands, doorbell, queue.settings(), new RedisMeters(meters));
    }

    @Produces
    @Singleton
    QueueFit queueFit(RedisQueue queue) {
        return queue::refusal;
    }

    @Produces
    @Singleton
    PointerQueue producer(RedisQueue queue) {
        return queue.producer();
    }

    @Produces
    @Singleton
    Holds holds(RedisQueue queue) {
        return queue.holds();
    }

    @Produces
    @Singleton
    DeadLetters deadLetters(RedisQueue queue) {
        return queue.deadLetters();
    }

    @Produces
    @Singleton
    QueueControl control(RedisQueue queue) {
        return queue.control();
    }

    @Produces
    @Singleton
    QueueLink link() {
        return new QueueLink();
    }

    // What is done with a mail

    @Produces
    @Singleton
    MailReader reader() {
        return new Mime4jMailReader();
    }

    @Produces
    @Singleton
    MailProcessor.Readers readers(MailReader reader) {
        return new MailProcessor.Readers(reader, new MailInterpreter(ReadingSettings.NONE));
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
            SessionPool sessions,
            MeterRegistry meters) {
        LoopCrew crew = new LoopCrew(
                new LoopCrew.Queue(new MeasuredClaims(redis.claims(), meters), redis.doorbell(), redis.upkeep(), link),
                stores.gate()::tryOpen,
                hands -> handler(hands, stores, readers, troubles, lookup, sessions),
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
            QueueSafety safety,
            SchemaProbe schema,
            FileWatch file,
            BlobConfig blobs,
            Afterwards afterwards) {
        Rhythm dead = new Rhythm("waybill-dead-letters", onceMigrated(schema, recorder));
        recorder.onHeard(dead::hurry);
        List<Rhythm> all = new ArrayList<>(file.rhythm());
        all.addAll(List.of(
                new Rhythm("waybill-registry", onceMigrated(schema, () -> {
                    registry.refresh();
                    health.flush();
                    tokens.flush();
                    return config.registryInterval();
                })),
                new Rhythm("waybill-blob-sweep", onceMigrated(schema, () -> {
                    sweeper.sweep();
                    return blobs.sweepInterval();
                })),
                dead,
                new Rhythm("waybill-holds", holds),
                new Rhythm("waybill-afterwards", onceMigrated(schema, afterwards)),
                new Rhythm("waybill-gauges", gauges),
                new Rhythm("waybill-queue-safety", safety),
                new Rhythm("waybill-idle-sessions", () -> {
                    sessions.closeIdle();
                    return SESSION_SWEEP;
                })));
        return new Chores(all);
    }

    @Produces
    @Singleton
    Afterwards afterwards(Database database, RegistryCopy registry, SessionPool sessions, PostgresHealthLog health) {
        return new Afterwards(new PostgresOwedChanges(database), registry, new MailboxChanger(sessions), health);
    }

    private static Rhythm.Step onceMigrated(SchemaProbe schema, Rhythm.Step step) {
        return () -> schema.isMigrated() ? step.run() : UNTIL_MIGRATED;
    }

    @Produces
    @Singleton
    HoldKeeper holdKeeper(RegistryCopy registry, Holds holds, MailboxTroubles troubles) {
        return new HoldKeeper(registry, holds, troubles, config.imap().limit());
    }

    @Produces
    @Singleton
    BlobSweeper sweeper(BlobStore store, Database database, BlobConfig blobs) {
        return new BlobSweeper(store, new PostgresBlobReferences(database), blobs.sweepAge());
    }

    @Produces
    @Singleton
    QueueGauges gauges(QueueControl control, MeterRegistry meters) {
        return new QueueGauges(control, meters);
    }

    @Produces
    @Singleton
    QueueSafety safety(RedisQueue redis, MeterRegistry meters) {
        return new QueueSafety(() -> redis.safety().check(), meters);
    }

    /** Where a mail is kept: what is known of it, its bytes, and whether both can be reached. */
    record Stores(ProcessedLedger ledger, BlobStore blobs, DatabaseGate gate) {}

    private Handler handler(
            LoopCrew.Hands hands,
            Stores stores,
            MailProcessor.Readers readers,
            MailboxTroubles troubles,
            MailboxLookup lookup,
            SessionPool sessions) {
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
        ImapResolver imap = new ImapResolver(sessions, answers, troubles, hands.watch(), download);
        return new PointerHandler(
                stores.ledger(), lookup, imap, answers, config.imap().fetchSet(), pace);
    }
}
