package dev.waybill.cli.supervisor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waybill.cli.stack.Home;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The mailboxes of the demo, connected through the admin API like any other. That of the mail server is connected anew when the
 * server's port or the keyset is another one than when it was connected; those of the simulators at each start.
 */
final class DemoMailbox {

    /** Its address; .localhost never leaves the machine (RFC 6761 §6.3). */
    static final String ADDRESS = "demo@waybill.localhost";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TIMEOUT_MILLIS = 20_000;
    private static final int LONGEST_ANSWER = 4 << 10;

    private final String api;
    private final String token;
    private final Path note;

    DemoMailbox(Home home, String console, Path tokenFile) throws IOException {
        this.api = console + "/v1/mailboxes";
        this.token = Files.readString(tokenFile).strip();
        this.note = home.data().resolve("demo-mailbox");
    }

    /** Connects it; returns what happened, for a person. */
    String connect(int imapPort, String password, String keyset) throws IOException {
        String connectedAs = imapPort + " " + keyset;
        boolean sameAsBefore = Files.exists(note) && Files.readString(note).equals(connectedAs);
        Answer added = post(imapPort, password);
        if (added.status() == HttpURLConnection.HTTP_CONFLICT && !sameAsBefore) {
            // Connected at another port or under another keyset: what is stored leads nowhere.
            request("DELETE", api + "/" + ADDRESS, "");
            added = post(imapPort, password);
        }
        if (added.status() / 100 == 2) {
            Files.writeString(note, connectedAs);
            return "demo mailbox " + ADDRESS + " connected";
        }
        if (added.status() == HttpURLConnection.HTTP_CONFLICT) {
            return "demo mailbox " + ADDRESS + " is connected since an earlier start";
        }
        throw new IOException("HTTP " + added.status() + ": " + added.body());
    }

    /** Connects one of a simulator, anew where an earlier start did: the simulator has forgotten it, and its subscriptions. */
    String connect(ObjectNode mailbox) throws IOException {
        String address = mailbox.path("address").asText();
        Answer answer = request("POST", api, JSON.writeValueAsString(mailbox));
        if (answer.status() == HttpURLConnection.HTTP_CONFLICT) {
            request("DELETE", api + "/" + address, "");
            answer = request("POST", api, JSON.writeValueAsString(mailbox));
        }
        if (answer.status() / 100 != 2) {
            throw new IOException("HTTP " + answer.status() + ": " + answer.body());
        }
        return "demo mailbox " + address + " connected";
    }

    private Answer post(int imapPort, String password) throws IOException {
        ObjectNode mailbox = JSON.createObjectNode();
        mailbox.put("address", ADDRESS);
        mailbox.putArray("folders").add("INBOX");
        mailbox.put("since", "all");
        mailbox.putObject("imap")
                .put("host", "127.0.0.1")
                .put("port", imapPort)
                .put("security", "none")
                .put("username", ADDRESS);
        mailbox.put("password", password);
        return request("POST", api, JSON.writeValueAsString(mailbox));
    }

    private record Answer(int status, String body) {}

    private Answer request(String method, String url, String body) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setRequestMethod(method);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        if (!body.isEmpty()) {
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setDoOutput(true);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body.getBytes(StandardCharsets.UTF_8));
            }
        }
        int status = connection.getResponseCode();
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            String said = in == null ? "" : new String(in.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
            return new Answer(status, said.replaceAll("\\s+", " "));
        }
    }
}
