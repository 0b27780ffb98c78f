package dev.waybill.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waybill.devstack.FreePorts;
import dev.waybill.devstack.RedisServer;
import dev.waybill.devstack.gmail.GmailSimulator;
import dev.waybill.devstack.gmail.PushPlan;
import dev.waybill.devstack.graph.GraphSimulator;
import dev.waybill.devstack.http.Fault;
import dev.waybill.devstack.oauth.TokenServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The packaged queue-consumer and ingress-webhooks between simulators of both providers, with a Redis and a PostgreSQL of their own. */
final class PushStage implements AutoCloseable {
    private static final String TENANT = "bench";
    private static final String CLIENT = "bench-app";
    private static final String SECRET = "the secret of a benchmark";
    private static final String ACCOUNT = "push@bench.iam.gserviceaccount.com";
    private static final String GRAPH_DOMAIN = "@graph.bench.example.com";
    private static final String GMAIL_DOMAIN = "@gmail.bench.example.com";
    private static final Duration UNTIL_PUSHED = Duration.ofMinutes(10);

    private final List<AutoCloseable> started = new ArrayList<>();
    private final RedisServer redis;
    private final BenchPostgres postgres;
    private final TokenServer tokens;
    private final GraphSimulator graph;
    private final GmailSimulator gmail;
    private final BenchService consumer;
    private final List<String> addresses;

    /** {@code mailboxes} of each provider, all of them subscribed to or watched when this returns. */
    PushStage(Path directory, int mailboxes) {
        this.addresses = IntStream.range(0, mailboxes)
                .boxed()
                .flatMap(i -> Stream.of("m" + i + GRAPH_DOMAIN, "m" + i + GMAIL_DOMAIN))
                .toList();
        try {
            redis = keep(RedisServer.start(RedisServer.Options.durable()));
            postgres = keep(BenchPostgres.quick());
            tokens = keep(TokenServer.start());
            tokens.directory().addTenant(TENANT);
            tokens.directory().addApplication(CLIENT, SECRET);
            graph = keep(GraphSimulator.start(tokens.directory()));
            gmail = keep(GmailSimulator.start(tokens.directory()));
            int port = FreePorts.any();
            URI pushes = URI.create("http://127.0.0.1:" + port + "/webhooks/google");
            gmail.pushTo(PushPlan.to(pushes, ACCOUNT));
            Map<String, String> environment = environment(port, pushes);
            consumer = keep(new BenchService("queue-consumer", directory, List.of(), environment));
            BenchService ingress = keep(new BenchService("ingress-webhooks", port, directory, environment));
            consumer.awaitReady();
            ingress.awaitReady();
            connect();
            ingress.await(UNTIL_PUSHED, "looks after every mailbox", this::isPushed);
            consumer.await(UNTIL_PUSHED, "has compared every new mailbox", this::isCompared);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T keep(T what) {
        started.add(what);
        return what;
    }

    private Map<String, String> environment(int port, URI pushes) {
        Map<String, String> all = new HashMap<>(postgres.environment(redis.uri().toString()));
        all.put("WAYBILL_MAILBOX_GRAPH_BASE_URL", graph.baseUrl().toString());
        all.put("WAYBILL_MAILBOX_GMAIL_ROOT_URL", gmail.rootUrl().toString());
        all.put("WAYBILL_INGRESS_PUBLIC_URL", "http://127.0.0.1:" + port);
        all.put("WAYBILL_INGRESS_GOOGLE_AUDIENCES", pushes.toString());
        all.put("WAYBILL_INGRESS_GOOGLE_SERVICE_ACCOUNTS", ACCOUNT);
        all.put("WAYBILL_INGRESS_GOOGLE_TOPIC", GmailSimulator.TOPIC);
        all.put("WAYBILL_INGRESS_GOOGLE_JWKS_URL", gmail.jwksUrl().toString());
        return all;
    }

    private void connect() {
        try (AdminApi api = new AdminApi(consumer.port(), BenchSecrets.ADMIN_TOKEN)) {
            addresses.forEach(address -> api.connect(address, connection(address)));
        }
    }

    private ObjectNode connection(String address) {
        ObjectNode mailbox =
                new ObjectMapper().createObjectNode().put("address", address).put("since", "all");
        ObjectNode oauth = mailbox.putObject("oauth").put("clientId", CLIENT).put("clientSecret", SECRET);
        if (isGraph(address)) {
            graph.mailbox(address);
            mailbox.putArray("folders").add("inbox");
            mailbox.putObject("graph");
            oauth.put("provider", "microsoft")
                    .put("authority", tokens.authority().toString())
                    .put("tenant", TENANT);
        } else {
            gmail.mailbox(address);
            mailbox.putArray("folders").add("INBOX");
            mailbox.putObject("gmail");
            oauth.put("provider", "google")
                    .put("tokenUrl", tokens.google().toString())
                    .put("scope", "https://www.googleapis.com/auth/gmail.modify")
                    .put("refreshToken", tokens.directory().signIn(CLIENT, address));
        }
        return mailbox;
    }

    private boolean isPushed() {
        return postgres.number("select count(*) from push_channel where expires_at is not null and removed_at is null")
                >= addresses.size();
    }

    /** Comparisons of new mailboxes would be measured as well. */
    private boolean isCompared() {
        return postgres.number("select count(*) from reconciliation where last_whole_at is not null")
                >= addresses.size();
    }

    static boolean isGraph(String address) {
        return address.endsWith(GRAPH_DOMAIN);
    }

    /** Of both providers by turns. */
    List<String> addresses() {
        return addresses;
    }

    void deliver(PushMail mail) {
        if (mail.isGraph()) {
            graph.mailbox(mail.address()).deliver(mail.raw());
        } else {
            gmail.mailbox(mail.address()).deliver(mail.raw());
        }
    }

    /** Every request about these is answered 429 with {@code Retry-After} from now on, or as usual again. */
    void throttle(Collection<String> throttled, boolean on) {
        @Nullable Fault fault = on ? new Fault.Answer(429, "tooManyRequests", "5") : null;
        for (String address : throttled) {
            if (isGraph(address)) {
                graph.failEvery(address, fault);
            } else {
                gmail.failEvery(address, fault);
            }
        }
    }

    /** How many mails have their effect. */
    long processed() {
        return postgres.number("select count(*) from email_processed_messages where outcome = 'processed'");
    }

    /** When each mail had its effect, by its Message-ID. */
    Map<String, Instant> effects() {
        return postgres.read(
                "select rfc_message_id, processed_at from email_processed_messages where outcome = 'processed'",
                rows -> {
                    Map<String, Instant> all = new HashMap<>();
                    while (rows.next()) {
                        all.put(
                                rows.getString(1).replaceAll("[<>]", ""),
                                rows.getObject(2, OffsetDateTime.class).toInstant());
                    }
                    return all;
                });
    }

    @Override
    public void close() {
        for (AutoCloseable one : started.reversed()) {
            try {
                one.close();
            } catch (Exception e) {
                System.getLogger(PushStage.class.getName())
                        .log(System.Logger.Level.WARNING, "could not be stopped: " + one, e);
            }
        }
        started.clear();
    }
}
