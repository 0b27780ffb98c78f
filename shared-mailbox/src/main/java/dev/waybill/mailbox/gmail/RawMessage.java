package dev.waybill.mailbox.gmail;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.client.http.HttpResponse;
import dev.waybill.mailbox.CappedStream;
import dev.waybill.mailbox.GmailMail;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A message in the format {@code raw}, read from the connection as it comes. */
final class RawMessage implements GmailMail.RawMail {
    private final HttpResponse response;
    private final RawField field;
    private final InputStream content;

    RawMessage(HttpResponse response, long maxBytes) throws IOException {
        this.response = response;
        InputStream json = response.getContent();
        this.field = new RawField(json == null ? InputStream.nullInputStream() : json);
        this.content = new CappedStream(field, maxBytes);
    }

    @Override
    public InputStream content() {
        return content;
    }

    @Override
    public GmailMail.Facts facts() {
        JsonNode rest = field.rest();
        Set<String> labels = new HashSet<>();
        rest.path("labelIds").forEach(label -> labels.add(label.asText()));
        long received = rest.path("internalDate").asLong(0);
        return new GmailMail.Facts(
                received > 0 ? Optional.of(Instant.ofEpochMilli(received)) : Optional.empty(), labels);
    }

    @Override
    public void close() throws IOException {
        response.disconnect();
    }
}
