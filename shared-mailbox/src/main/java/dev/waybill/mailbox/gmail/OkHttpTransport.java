package dev.waybill.mailbox.gmail;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/** Carries the requests of Google's client over the HTTP client that all mailboxes share, with its bounds. */
final class OkHttpTransport extends HttpTransport {
    private final OkHttpClient client;

    OkHttpTransport(OkHttpClient client) {
        this.client = client;
    }

    @Override
    protected LowLevelHttpRequest buildRequest(String method, String url) {
        return new Outgoing(client, method, new Request.Builder().url(url));
    }

    private static final class Outgoing extends LowLevelHttpRequest {
        private final OkHttpClient client;
        private final String method;
        private final Request.Builder request;

        private Outgoing(OkHttpClient client, String method, Request.Builder request) {
            this.client = client;
            this.method = method;
            this.request = request;
        }

        /** Accept-Encoding is left to the client below, which unpacks what it asked for. */
        @Override
        public void addHeader(String name, String value) {
            if (!name.equalsIgnoreCase("Accept-Encoding")) {
                request.addHeader(name, value);
            }
        }

        @Override
        public LowLevelHttpResponse execute() throws IOException {
            var content = getStreamingContent();
            RequestBody body = null;
            if (content != null) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                content.writeTo(bytes);
                if (getContentEncoding() != null) {
                    request.header("Content-Encoding", getContentEncoding());
                }
                String type = getContentType();
                body = RequestBody.create(bytes.toByteArray(), type == null ? null : MediaType.parse(type));
            } else if (method.equals("POST") || method.equals("PUT") || method.equals("PATCH")) {
                body = RequestBody.create(new byte[0], null);
            }
            return new Incoming(
                    client.newCall(request.method(method, body).build()).execute());
        }
    }

    private static final class Incoming extends LowLevelHttpResponse {
        private final Response response;
        private final Headers headers;

        private Incoming(Response response) {
            this.response = response;
            this.headers = response.headers();
        }

        @Override
        public @Nullable InputStream getContent() {
            ResponseBody body = response.body();
            return body == null ? null : body.byteStream();
        }

        @Override
        public @Nullable String getContentEncoding() {
            return headers.get("Content-Encoding");
        }

        @Override
        public long getContentLength() {
            ResponseBody body = response.body();
            return body == null ? -1 : body.contentLength();
        }

        @Override
        public @Nullable String getContentType() {
            return headers.get("Content-Type");
        }

        @Override
        public String getStatusLine() {
            return "HTTP/1.1 " + response.code() + " " + response.message();
        }

        @Override
        public int getStatusCode() {
            return response.code();
        }

        @Override
        public String getReasonPhrase() {
            return response.message();
        }

        @Override
        public int getHeaderCount() {
            return headers.size();
        }

        @Override
        public String getHeaderName(int index) {
            return headers.name(index);
        }

        @Override
        public String getHeaderValue(int index) {
            return headers.value(index);
        }

        @Override
        public void disconnect() {
            response.close();
        }
    }
}
