package dev.waybill.cli.supervisor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waybill.cli.supervisor.PortPlan.Use;
import dev.waybill.devstack.MailServer;
import dev.waybill.devstack.gmail.GmailSimulator;
import dev.waybill.devstack.gmail.PushPlan;
import dev.waybill.devstack.graph.GraphSimulator;
import dev.waybill.devstack.graph.NotificationPlan;
import dev.waybill.devstack.oauth.TokenServer;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * Simulators of Microsoft Graph and Gmail, each with a demo mailbox, and of the token endpoint of both, in the supervisor's own process.
 * What arrives at the demo mail server for these mailboxes is theirs. They forget everything when they end.
 */
final class DemoClouds implements AutoCloseable {
    /** .localhost never leaves the machine (RFC 6761 §6.3). */
    static final String GRAPH_ADDRESS = "demo@graph.localhost";

    static final String GMAIL_ADDRESS = "demo@gmail.localhost";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TENANT = "demo";
    private static final String CLIENT = "waybill-demo";
    private static final String PUSHER = "push@waybill-demo.example";
    private static final String GMAIL_SCOPE = "https://www.googleapis.com/auth/gmail.modify";

    private final TokenServer tokens;
    private final GraphSimulator graph;
    private final GmailSimulator gmail;
    private final String secret;

    private DemoClouds(TokenServer tokens, GraphSimulator graph, GmailSimulator gmail, String secret) {
        this.tokens = tokens;
        this.graph = graph;
        this.gmail = gmail;
        this.secret = secret;
    }

    static DemoClouds start(PortPlan ports, String secret) {
        InstantSource clock = InstantSource.system();
        TokenServer tokens = TokenServer.start(ports.of(Use.TOKENS), clock);
        tokens.directory().addTenant(TENANT);
        tokens.directory().addApplication(CLIENT, secret);
        GraphSimulator graph =
                GraphSimulator.start(ports.of(Use.GRAPH), tokens.directory(), clock, NotificationPlan.reliable());
        GmailSimulator gmail = GmailSimulator.start(
                ports.of(Use.GMAIL), tokens.directory(), clock, PushPlan.to(pushEndpoint(ports), PUSHER));
        graph.mailbox(GRAPH_ADDRESS);
        gmail.mailbox(GMAIL_ADDRESS);
        return new DemoClouds(tokens, graph, gmail, secret);
    }

    private static URI pushEndpoint(PortPlan ports) {
        return URI.create(ingress(ports) + "/webhooks/google");
    }

    private static String ingress(PortPlan ports) {
        return "http://127.0.0.1:" + ports.of(Use.INGRESS);
    }

    /** What tells the services of them. */
    static Map<String, String> environment(PortPlan ports) {
        return Map.of(
                "WAYBILL_MAILBOX_GRAPH_BASE_URL",
                "http://127.0.0.1:" + ports.of(Use.GRAPH) + "/v1.0",
                "WAYBILL_MAILBOX_GMAIL_ROOT_URL",
                "http://127.0.0.1:" + ports.of(Use.GMAIL) + "/",
                "WAYBILL_INGRESS_PUBLIC_URL",
                ingress(ports),
                "WAYBILL_INGRESS_GOOGLE_AUDIENCES",
                pushEndpoint(ports).toString(),
                "WAYBILL_INGRESS_GOOGLE_SERVICE_ACCOUNTS",
                PUSHER,
                "WAYBILL_INGRESS_GOOGLE_TOPIC",
                GmailSimulator.TOPIC,
                "WAYBILL_INGRESS_GOOGLE_JWKS_URL",
                "http://127.0.0.1:" + ports.of(Use.GMAIL) + "/oauth2/v3/certs");
    }

    void receiveFrom(MailServer mail) {
        mail.forward(GRAPH_ADDRESS, raw -> graph.mailbox(GRAPH_ADDRESS).deliver(raw));
        mail.forward(GMAIL_ADDRESS, raw -> gmail.mailbox(GMAIL_ADDRESS).deliver(raw));
    }

    /** What the admin API is asked to connect. Each start has consent of its own, so that an older one is of no use. */
    List<ObjectNode> mailboxes() {
        ObjectNode ofGraph = mailbox(GRAPH_ADDRESS, "graph", "inbox");
        ofGraph.putObject("oauth")
                .put("provider", "microsoft")
                .put("authority", tokens.authority().toString())
                .put("tenant", TENANT)
                .put("clientId", CLIENT)
                .put("clientSecret", secret);
        ObjectNode ofGmail = mailbox(GMAIL_ADDRESS, "gmail", "INBOX");
        ofGmail.putObject("oauth")
                .put("provider", "google")
                .put("tokenUrl", tokens.google().toString())
                .put("scope", GMAIL_SCOPE)
                .put("clientId", CLIENT)
                .put("clientSecret", secret)
                .put("refreshToken", tokens.directory().signIn(CLIENT, GMAIL_ADDRESS));
        return List.of(ofGraph, ofGmail);
    }

    private static ObjectNode mailbox(String address, String provider, String folder) {
        ObjectNode mailbox = JSON.createObjectNode().put("address", address).put("since", "all");
        mailbox.putArray("folders").add(folder);
        mailbox.putObject(provider);
        return mailbox;
    }

    @Override
    public void close() {
        graph.close();
        gmail.close();
        tokens.close();
    }
}
