package dev.waybill.ingress.push;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;

/** What the guard of all requests has received whole, before routing. */
public final class ReceivedBody {
    private static final byte[] EMPTY = {};

    private ReceivedBody() {}

    /** The bytes as sent. */
    public static byte[] bytes(RoutingContext request) {
        Buffer received = request.body().buffer();
        return received == null ? EMPTY : received.getBytes();
    }

    /** Whether the sender calls it JSON, with whatever parameters. */
    public static boolean isJson(RoutingContext request) {
        String type = request.request().getHeader("Content-Type");
        if (type == null) {
            return false;
        }
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end))
                .strip()
                .toLowerCase(Locale.ROOT)
                .equals("application/json");
    }
}
