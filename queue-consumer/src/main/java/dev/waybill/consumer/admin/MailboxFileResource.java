package dev.waybill.consumer.admin;

import dev.waybill.mailbox.credential.EncryptedFile;
import dev.waybill.mailbox.credential.SecretBox;
import dev.waybill.mailbox.file.FileMailboxes;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;

/** {@code /v1/mailboxes/file}: what became of the watched mailbox file, and its encryption. */
@Path("/v1/mailboxes/file")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class MailboxFileResource {
    private static final String NONE =
            "{\"outcome\":\"none\",\"message\":\"no mailbox file was applied yet; name one in"
                    + " waybill.mailbox.file\",\"lines\":[]}";

    private final FileMailboxes mailboxes;
    private final SecretBox box;

    MailboxFileResource(FileMailboxes mailboxes, SecretBox box) {
        this.mailboxes = mailboxes;
        this.box = box;
    }

    /** The last report: outcome, time, message, lines. */
    @GET
    public String report() {
        return mailboxes.lastReport().orElse(NONE);
    }

    /** {@code {"file": text}} in, the same encrypted out. There is no way back through the API. */
    @POST
    @Path("/encrypt")
    @Consumes(MediaType.APPLICATION_JSON)
    public Map<String, String> encrypt(InputStream body) {
        JsonFields fields = new JsonFields(RequestBody.json(body, RequestBody.LARGEST_IMPORT)).only(Set.of("file"));
        if (!fields.raw("file").isTextual()) {
            fields.problem("file", "must be the text of the file");
        }
        fields.refuseIfWrong();
        try {
            return Map.of("file", EncryptedFile.encrypt(fields.raw("file").asText(), box));
        } catch (IllegalStateException e) {
            throw Refusal.unavailable(String.valueOf(e.getMessage()), e);
        }
    }
}
