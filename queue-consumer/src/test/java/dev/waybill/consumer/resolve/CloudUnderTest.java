package dev.waybill.consumer.resolve;

import dev.waybill.consumer.answer.Answers;
import dev.waybill.consumer.answer.MailboxTroubles;
import dev.waybill.consumer.answer.SilentHealth;
import dev.waybill.consumer.blob.PostgresBlobStore;
import dev.waybill.consumer.database.ConsumerDatabase;
import dev.waybill.consumer.database.DatabaseGate;
import dev.waybill.consumer.discover.GmailDiscovery;
import dev.waybill.consumer.discover.HistoryCursors;
import dev.waybill.consumer.discover.PostgresHistoryCursors;
import dev.waybill.consumer.ledger.PostgresLedger;
import dev.waybill.consumer.ledger.ProcessedLedger;
import dev.waybill.consumer.loop.Flight;
import dev.waybill.consumer.loop.Journal;
import dev.waybill.consumer.loop.TestCrew;
import dev.waybill.consumer.pace.SteppedPace;
import dev.waybill.consumer.process.MailProcessor;
import dev.waybill.consumer.process.OwnWorld;
import dev.waybill.consumer.reconcile.ApiListing;
import dev.waybill.consumer.reconcile.GmailChunks;
import dev.waybill.consumer.reconcile.GraphChunks;
import dev.waybill.consumer.reconcile.Listings;
import dev.waybill.consumer.reconcile.MailListing;
import dev.waybill.consumer.reconcile.PostgresDeltaLinks;
import dev.waybill.consumer.reconcile.PostgresRowStates;
import dev.waybill.consumer.reconcile.Reconciler;
import dev.waybill.consumer.reconcile.RememberedComparisons;
import dev.waybill.devstack.gmail.GmailMailbox;
import dev.waybill.devstack.gmail.GmailSimulator;
import dev.waybill.devstack.graph.GraphMailbox;
import dev.waybill.devstack.graph.GraphSimulator;
import dev.waybill.devstack.oauth.TokenServer;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.ClientProof;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Credentials;
import dev.waybill.mailbox.GmailMail;
import dev.waybill.mailbox.GraphCloud;
import dev.waybill.mailbox.GraphMail;
import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.OAuth;
import dev.waybill.mailbox.TokenEndpoint;
import dev.waybill.mailbox.gmail.GmailServer;
import dev.waybill.mailbox.gmail.SdkGmailMail;
import dev.waybill.mailbox.graph.GraphServers;
import dev.waybill.mailbox.graph.SdkGraphMail;
import dev.waybill.mailbox.http.HttpSettings;
import dev.waybill.mailbox.http.ProviderHttp;
import dev.waybill.mailbox.token.CachedAccessTokens;
import dev.waybill.mailbox.token.HttpTokenEndpoints;
import dev.waybill.mailbox.token.RefreshTokens;
import dev.waybill.mailbox.token.TokenSettings;
import dev.waybill.message.Mime4jMailReader;
import dev.waybill.queue.InMemoryQueue;
import dev.waybill.queue.Locator;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.Priority;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * One consumer between a queue in memory, whose time is stepped, and a real PostgreSQL, with a mailbox at the simulator of Microsoft
 * Graph and one at that of Gmail.
 */
final class CloudUnderTest implements AutoCloseable {
    static final String GRAPH_ADDRESS = "help@contoso.example";
    static final String GMAIL_ADDRESS = "help@example.org";
    private static final long LARGEST = 200_000;
    private static final String SECRET = "s3cret";

    final InMemoryQueue queue = new InMemoryQueue();
    final SteppedPace pace = new SteppedPace();
    final Queue<Journal.Step> steps = new ConcurrentLinkedQueue<>();
    final SilentHealth health = new SilentHealth();
    final ConsumerDatabase database;
    final TokenServer tokenServer = TokenServer.start();
    final GraphSimulator graphSimulator = GraphSimulator.start(tokenServer.directory());
    final GmailSimulator gmailSimulator = GmailSimulator.start(tokenServer.directory());
    final GraphMailbox graphBox = graphSimulator.mailbox(GRAPH_ADDRESS);
    final GmailMailbox gmailBox = gmailSimulator.mailbox(GMAIL_ADDRESS);
    final Mailbox graph = mailbox(GRAPH_ADDRESS, new Connection.Graph(GraphCloud.GLOBAL, GRAPH_ADDRESS), "inbox");
    final Mailbox gmail = mailbox(GMAIL_ADDRESS, new Connection.Gmail(GMAIL_ADDRESS), "INBOX");
    final Map<UUID, OAuth> credentials = new ConcurrentHashMap<>();
    final HistoryCursors cursors;
    final GmailMail gmailMail;
    final RememberedComparisons comparisons = new RememberedComparisons();
    final Reconciler reconciler;
    volatile Optional<Duration> overRate = Optional.empty();
    /** How lists of ids are answered, of which {@link #lists} are counted; all else is answered as always. */
    volatile Optional<MailboxAccessException> refusal = Optional.empty();

    final AtomicInteger lists = new AtomicInteger();
    private final TestCrew crew = new TestCrew(queue, steps::add, pace);
    private final ProviderHttp http = new ProviderHttp(
            new HttpSettings(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(5), Optional.empty()));
    private final HttpTokenEndpoints endpoints;
    private final PointerHandler handler;
    private final GmailDiscovery discovery;

    CloudUnderTest(ConsumerDatabase database) throws Exception {
        this.database = database;
        this.cursors = new PostgresHistoryCursors(database.database());
        this.endpoints = new HttpTokenEndpoints(
                new HostPolicy(true), SSLContext.getDefault(), TokenSettings.defaults(), InstantSource.system());
        var tokens = new CachedAccessTokens(endpoints, new EnteredOnly(), InstantSource.system());
        register();
        Credentials opened = id -> credentials.get(id);
        GraphMail graphMail = new SdkGraphMail(
                opened, tokens, http, new GraphServers(graphSimulator.baseUrl()), InstantSource.system());
        gmailMail = new SdkGmailMail(
                opened, tokens, http, new GmailServer(gmailSimulator.rootUrl()), InstantSource.system());
        DatabaseGate gate = new DatabaseGate(() -> {});
        gate.tryOpen();
        ProcessedLedger ledger = new PostgresLedger(database.database());
        PostgresBlobStore blobs = new PostgresBlobStore(database.database());
        MailboxTroubles troubles = new MailboxTroubles(queue.holds(), health, steps::add, pace);
        Answers answers = new Answers(crew.settler(), troubles, ledger, gate);
        MailProcessor processor = new MailProcessor(
                blobs,
                new MailProcessor.Readers(new Mime4jMailReader(), OwnWorld.UNKNOWN),
                ledger,
                answers,
                crew.watch(),
                new Semaphore(8));
        ApiResolver.Stage stage = new ApiResolver.Stage(blobs, processor, crew.watch(), LARGEST, pace);
        Resolver none = (mailbox, arrivals, tasks) -> {
            throw new AssertionError("there is no IMAP mailbox here");
        };
        discovery = new GmailDiscovery(gmailMail, cursors, queue.producer(), (m, cost) -> overRate, pace);
        MailListing noImap = (mailbox, since) -> {
            throw new AssertionError("there is no IMAP mailbox here");
        };
        reconciler = new Reconciler(
                new Listings(
                        noImap,
                        new ApiListing(
                                refusable(new GraphChunks(graphMail, new PostgresDeltaLinks(database.database()))),
                                comparisons,
                                pace),
                        new ApiListing(refusable(new GmailChunks(gmailMail)), comparisons, pace)),
                new PostgresRowStates(database.database()),
                queue.control(),
                queue.producer(),
                comparisons,
                (m, cost) -> overRate,
                pace);
        Resolvers resolvers = new Resolvers(
                none,
                new ApiResolver(
                        new GraphSource(graphMail), stage, answers, troubles, (m, cost) -> overRate, queue.producer()),
                new ApiResolver(
                        new GmailSource(gmailMail), stage, answers, troubles, (m, cost) -> overRate, queue.producer()),
                new Discoverer(discovery, answers, troubles, crew.watch(), answers::lookFailed),
                new Discoverer(reconciler, answers, troubles, crew.watch(), reconciler.failures(answers)));
        FewMailboxes registry = new FewMailboxes(graph, gmail);
        handler = new PointerHandler(
                ledger, new MailboxLookup(registry, registry, queue.holds()), resolvers, answers, pace);
        queue.holds().setLimit(graph.id(), 3);
        queue.holds().setLimit(gmail.id(), 5);
        database.forgetMails();
        database.run("truncate gmail_cursor, graph_delta");
    }

    private ApiListing.Chunks refusable(ApiListing.Chunks chunks) {
        return new ApiListing.Chunks() {
            @Override
            public int cost() {
                return chunks.cost();
            }

            @Override
            public ApiListing.Chunk list(Mailbox mailbox, String folder, Instant since, Optional<String> next)
                    throws MailboxAccessException {
                if (refusal.isPresent()) {
                    lists.incrementAndGet();
                    throw refusal.get();
                }
                return chunks.list(mailbox, folder, since, next);
            }
        };
    }

    private void register() {
        tokenServer.directory().addTenant("contoso.example");
        tokenServer.directory().addApplication("app-1", SECRET);
        tokenServer.directory().addApplication("app-2", SECRET);
        credentials.put(
                graph.id(),
                new OAuth.ClientCredentials(
                        new TokenEndpoint(
                                tokenServer.microsoft("contoso.example"), "https://graph.microsoft.com/.default"),
                        "app-1",
                        new ClientProof.SharedSecret(SECRET, ClientProof.Placement.BODY)));
        credentials.put(
                gmail.id(),
                OAuth.RefreshToken.entered(
                        new TokenEndpoint(tokenServer.google(), "https://www.googleapis.com/auth/gmail.readonly"),
                        "app-2",
                        new ClientProof.SharedSecret(SECRET, ClientProof.Placement.BODY),
                        tokenServer.directory().signIn("app-2", GMAIL_ADDRESS)));
    }

    private static Mailbox mailbox(String address, Connection connection, String folder) {
        return new Mailbox(
                UUID.randomUUID(),
                "default",
                address,
                connection,
                List.of(folder),
                Instant.EPOCH,
                false,
                new AfterProcessing.Keep(),
                1);
    }

    static byte[] raw(String subject) {
        return ("From: Ann <ann@example.net>\r\nMessage-ID: <" + UUID.randomUUID() + "@example.net>\r\nSubject: "
                        + subject + "\r\n\r\nHello\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    void notice(String graphMessageId) {
        enqueue(graph, new Locator.Graph(graphMessageId));
    }

    void push() {
        enqueue(gmail, new Locator.GmailHistory("1"));
    }

    void enqueue(Mailbox mailbox, Locator locator) {
        queue.producer()
                .enqueue(List.of(new Pointer(mailbox.id(), locator, pace.now().toEpochMilli(), "")), Priority.LIVE);
    }

    /** Looks at the Gmail mailbox without a pointer that says so. */
    void discover() throws MailboxAccessException {
        discovery.look(gmail, new Locator.GmailHistory("1"), () -> {});
    }

    void revokeGmail() {
        tokenServer.directory().revoke(GMAIL_ADDRESS);
        tokenServer.directory().forgetAccessTokens();
        // As if it had lived for a while: a young token is not replaced.
        credentials.computeIfPresent(gmail.id(), (id, grant) -> renamed(grant, "withdrawn"));
    }

    void signInToGmail() {
        credentials.computeIfPresent(
                gmail.id(),
                (id, grant) -> renamed(grant, tokenServer.directory().signIn("app-2", GMAIL_ADDRESS)));
    }

    private static OAuth renamed(OAuth grant, String token) {
        OAuth.RefreshToken refresh = (OAuth.RefreshToken) grant;
        return OAuth.RefreshToken.entered(refresh.endpoint(), refresh.clientId(), refresh.proof(), token);
    }

    /** Handles what is ready now; returns how many pointers that were. */
    int round() throws InterruptedException {
        List<Flight> flights = crew.claimWhatThereIs();
        if (!flights.isEmpty()) {
            handler.handle(flights);
            crew.sendAcks();
        }
        return flights.size();
    }

    /** Handles all that is ready, and what comes of it, without letting time pass. */
    void run() throws InterruptedException {
        while (round() > 0) {
            // Until nothing is ready.
        }
    }

    /** Lets time pass, then handles what is due. */
    void after(Duration time) throws InterruptedException {
        pace.step(time);
        queue.advance(time);
        queue.upkeep().promote(1_000);
        run();
    }

    List<String> subjects() {
        return database.rows("select subject from ticket order by id");
    }

    /** Outcome, or its reason, of every row of the ledger. */
    List<String> outcomes() {
        return database.rows(
                "select coalesce(nullif(reason, ''), outcome) from email_processed_messages order by message_key");
    }

    long dead() {
        return queue.control().stats().dead();
    }

    @Override
    public void close() {
        http.close();
        endpoints.close();
        graphSimulator.close();
        gmailSimulator.close();
        tokenServer.close();
    }

    /** Google's refresh tokens stay what they are. */
    private final class EnteredOnly implements RefreshTokens {
        @Override
        public Claim claim(UUID mailbox, Duration atMost) {
            return credentials.get(mailbox) instanceof OAuth.RefreshToken token
                    ? new Held(mailbox, 1, token)
                    : new Gone();
        }

        @Override
        public boolean store(Held held, OAuth.RefreshToken next) {
            credentials.put(held.mailbox(), next);
            return true;
        }

        @Override
        public void release(Held held) {}
    }
}
