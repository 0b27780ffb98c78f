package dev.waybill.mailbox.http;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/** Ends answers that are larger than any of theirs should be: a whole answer lies in memory. */
final class BoundedAnswer implements Interceptor {
    private static final long MOST = 16L << 20;

    private final boolean mails;

    /** {@code mails}: answers that succeed are mails and have bounds of their own. */
    BoundedAnswer(boolean mails) {
        this.mails = mails;
    }

    /** The answer was cut. */
    static final class TooMuch extends IOException {
        TooMuch() {
            super("its answer has more than " + (MOST >> 20) + " MB");
        }
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        ResponseBody body = response.body();
        if (body == null || (mails && response.isSuccessful())) {
            return response;
        }
        if (body.contentLength() > MOST) {
            response.close();
            throw new TooMuch();
        }
        return response.newBuilder().body(new Bounded(body)).build();
    }

    private static final class Bounded extends ResponseBody {
        private final ResponseBody body;
        private final BufferedSource source;

        private Bounded(ResponseBody body) {
            this.body = body;
            this.source = Okio.buffer(new ForwardingSource(body.source()) {
                private long read;

                @Override
                public long read(Buffer sink, long byteCount) throws IOException {
                    long got = super.read(sink, byteCount);
                    read += Math.max(0, got);
                    if (read > MOST) {
                        throw new TooMuch();
                    }
                    return got;
                }
            });
        }

        @Override
        public @Nullable MediaType contentType() {
            return body.contentType();
        }

        @Override
        public long contentLength() {
            return body.contentLength();
        }

        @Override
        public BufferedSource source() {
            return source;
        }
    }
}
