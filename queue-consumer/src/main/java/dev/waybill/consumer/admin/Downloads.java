package dev.waybill.consumer.admin;

import dev.waybill.consumer.blob.BlobStore;
import dev.waybill.consumer.blob.BlobUnavailableException;
import dev.waybill.consumer.blob.ContentHash;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Answers that hold what strangers sent. It is only ever saved: a browser is told a neutral type, not to guess another, and to run
 * nothing.
 */
@Singleton
final class Downloads {
    private final BlobStore blobs;

    Downloads(BlobStore blobs) {
        this.blobs = blobs;
    }

    /** Streams a blob under a name; 404 when it is not kept any more. */
    Response of(String sha256, String name, @Nullable Long size) {
        Response.ResponseBuilder response = Response.ok(open(sha256), MediaType.APPLICATION_OCTET_STREAM_TYPE)
                .header("Content-Disposition", disposition(name))
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Cache-Control", "private, no-store");
        if (size != null) {
            response.header("Content-Length", size);
        }
        return response.build();
    }

    private InputStream open(String sha256) {
        try {
            return blobs.open(new ContentHash(sha256))
                    .orElseThrow(() -> Refusal.notFound("the bytes are not kept any more (SHA-256 " + sha256 + ")"));
        } catch (BlobUnavailableException e) {
            throw Refusal.unavailable("the blob store does not answer: " + e.getMessage() + ". Try again later", e);
        }
    }

    /** RFC 6266 §4.3: a plain name for old clients, the true one in UTF-8. */
    static String disposition(String name) {
        StringBuilder plain = new StringBuilder();
        name.codePoints().forEach(c -> plain.append(isPlain(c) ? (char) c : '_'));
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || ".-_ ()".indexOf(c) >= 0;
    }
}
