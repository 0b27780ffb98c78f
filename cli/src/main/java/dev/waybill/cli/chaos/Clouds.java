package dev.waybill.cli.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waybill.devstack.ClientKeys;
import dev.waybill.devstack.gmail.GmailSimulator;
import dev.waybill.devstack.gmail.PushPlan;
import dev.waybill.devstack.graph.GraphSimulator;
import dev.waybill.devstack.graph.GraphSubscription;
import dev.waybill.devstack.graph.NotificationPlan;
import dev.waybill.devstack.http.Fault;
import dev.waybill.devstack.oauth.TokenServer;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Microsoft 365 and Gmail of a run: the simulators, the mailboxes at them, and what can go wrong there. */
final class Clouds implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TENANT = "chaos";
    private static final String CLIENT = "waybill-chaos";
    private static final String CLIENT_WITH_CERTIFICATE = "waybill-chaos-certificate";
    static final String PUSHER = "push@waybill-chaos.example";

    private final TokenServer tokens;
    private final GraphSimulator graph;
    private final GmailSimulator gmail;
    private final URI pushEndpoint;
    private volatile String secret = "the secret of a run";
    private volatile ClientKeys keys = ClientKeys.make();

    Clouds(int ingressPort) {
        InstantSource clock = InstantSource.system();
        this.pushEndpoint = URI.create("http://127.0.0.1:" + ingressPort + "/webhooks/google");
        this.tokens = TokenServer.start(0, clock);
        tokens.directory().addTenant(TENANT);
        tokens.directory().addApplication(CLIENT, secret);
        tokens.directory().addApplication(CLIENT_WITH_CERTIFICATE, keys.certificate());
        this.graph = GraphSimulator.start(0, tokens.directory(), clock, NotificationPlan.reliable());
        this.gmail = GmailSimulator.start(0, tokens.directory(), clock, PushPlan.to(pushEndpoint, PUSHER));
    }

    int graphPort() {
        return graph.baseUrl().getPort();
    }

    int gmailPort() {
        return gmail.rootUrl().getPort();
    }

    /** What tells the services of them, who reach them through proxies on these ports. */
    Map<String, String> environment(int ingressPort, int graphProxy, int gmailProxy) {
        return Map.of(
                "WAYBILL_MAILBOX_GRAPH_BASE_URL",
                "http://127.0.0.1:" + graphProxy + graph.baseUrl().getPath(),
                "WAYBILL_MAILBOX_GMAIL_ROOT_URL",
                "http://127.0.0.1:" + gmailProxy + "/",
                "WAYBILL_INGRESS_PUBLIC_URL",
                "http://127.0.0.1:" + ingressPort,
                "WAYBILL_INGRESS_GOOGLE_AUDIENCES",
                pushEndpoint.toString(),
                "WAYBILL_INGRESS_GOOGLE_SERVICE_ACCOUNTS",
                PUSHER,
                "WAYBILL_INGRESS_GOOGLE_TOPIC",
                GmailSimulator.TOPIC,
                "WAYBILL_INGRESS_GOOGLE_JWKS_URL",
                gmail.jwksUrl().toString());
    }

    /** What the admin API is asked to connect a mailbox by: with secrets as they are now, and a person's new consent. */
    ObjectNode connection(String address) {
        ObjectNode mailbox = JSON.createObjectNode().put("address", address).put("since", "all");
        if (Provider.of(address) == Provider.GRAPH) {
            graph.mailbox(address);
            mailbox.putArray("folders").add("inbox");
            mailbox.putObject("graph");
            ObjectNode oauth = mailbox.putObject("oauth")
                    .put("provider", "microsoft")
                    .put("authority", tokens.authority().toString())
                    .put("tenant", TENANT);
            if (provesByCertificate(address)) {
                oauth.put("clientId", CLIENT_WITH_CERTIFICATE)
                        .put("certificate", keys.certificatePem())
                        .put("privateKey", keys.privateKeyPem());
            } else {
                oauth.put("clientId", CLIENT).put("clientSecret", secret);
            }
        } else {
            gmail.mailbox(address);
            mailbox.putArray("folders").add("INBOX");
            mailbox.putObject("gmail");
            mailbox.putObject("oauth")
                    .put("provider", "google")
                    .put("tokenUrl", tokens.google().toString())
                    .put("scope", "https://www.googleapis.com/auth/gmail.modify")
                    .put("clientId", CLIENT)
                    .put("clientSecret", secret)
                    .put("refreshToken", tokens.directory().signIn(CLIENT, address));
        }
        return mailbox;
    }

    /** Every second mailbox of Microsoft 365 does, the others by a secret. */
    private static boolean provesByCertificate(String address) {
        return address.matches("[a-z]+[0-9]*[02468]@.*");
    }

    void deliver(String address, byte[] mail) {
        if (Provider.of(address) == Provider.GRAPH) {
            graph.mailbox(address).deliver(mail);
        } else {
            gmail.mailbox(address).deliver(mail);
        }
    }

    /** From now on these shares of the notifications are dropped, and come twice. */
    void notifications(double dropped, double doubled, long seed) {
        graph.notifyBy(NotificationPlan.reliable().losing(dropped, doubled, seed));
        gmail.pushTo(PushPlan.to(pushEndpoint, PUSHER).losing(dropped, doubled, seed));
    }

    /** The mailbox's subscription ends with a word or without one, or a word comes that notifications were missed; a watch just ends. */
    String losePush(String address, Random random) {
        if (Provider.of(address) == Provider.GMAIL) {
            gmail.endWatch(address);
            return "watch ended";
        }
        List<GraphSubscription> own = graph.subscriptions().stream()
                .filter(subscription -> subscription.mailbox().equals(address))
                .toList();
        if (own.isEmpty()) {
            return "no subscription to lose";
        }
        GraphSubscription victim = own.getFirst();
        switch (random.nextInt(3)) {
            case 0 -> graph.loseSubscription(victim.id());
            case 1 -> graph.lifecycle(victim.id(), "subscriptionRemoved");
            default -> {
                graph.lifecycle(victim.id(), "missed");
                return "told that notifications were missed";
            }
        }
        return "subscription ended";
    }

    /** Gmail's cursors and Graph's delta tokens up to now lead nowhere. */
    void expire(String gmailAddress) {
        gmail.mailbox(gmailAddress).expireHistory();
        graph.expireDeltaTokens();
    }

    /** A provider is out of order from now on, until null. */
    void outOfOrder(Provider provider, @Nullable Fault every) {
        if (provider == Provider.GRAPH) {
            graph.failAll(every);
        } else {
            gmail.failAll(every);
        }
    }

    /** The next requests about the mailbox fail in all ways that heal. */
    void fail(String address, Random random) {
        List<Fault> faults = new ArrayList<>(List.of(
                new Fault.Answer(503, "serviceUnavailable", ""),
                new Fault.Answer(503, "serviceUnavailable", "2"),
                new Fault.Answer(429, "tooManyRequests", "3"),
                new Fault.Delay(Duration.ofSeconds(2)),
                new Fault.Cut()));
        Collections.shuffle(faults, random);
        Fault[] next = faults.toArray(Fault[]::new);
        if (Provider.of(address) == Provider.GRAPH) {
            graph.failNext(address, next);
        } else {
            gmail.failNext(address, next);
        }
    }

    /** The application gets another secret, and what the first one opened is closed. */
    void rollSecret(String next) {
        secret = next;
        tokens.directory().addApplication(CLIENT, next);
        tokens.directory().forgetAccessTokens();
    }

    /** A second certificate is good beside the first one, until {@link #endFirstCertificate}. */
    void addCertificate() {
        ClientKeys next = ClientKeys.make();
        tokens.directory().addApplication(CLIENT_WITH_CERTIFICATE, keys.certificate(), next.certificate());
        keys = next;
    }

    /** Only the newest certificate is good, and what the others opened is closed. */
    void endFirstCertificate() {
        tokens.directory().addApplication(CLIENT_WITH_CERTIFICATE, keys.certificate());
        tokens.directory().forgetAccessTokens();
    }

    /** A person takes the consent back. */
    void revoke(String address) {
        tokens.directory().revoke(address);
    }

    /** Google signs its pushes with another key. */
    void rollPushKey() {
        gmail.idTokens().rotate();
    }

    /** Pushes come from another service account. */
    void pushAs(String account) {
        gmail.pushTo(PushPlan.to(pushEndpoint, account));
    }

    @Override
    public void close() {
        graph.close();
        gmail.close();
        tokens.close();
    }
}
