package dev.waybill.mailbox.http;

import java.io.IOException;
import java.net.URI;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/** Lets requests go to one server only, and takes no redirect from it: a link in an answer must not carry a token elsewhere. */
final class OneServer implements Interceptor {
    private final HttpUrl server;

    OneServer(URI server) {
        HttpUrl url = HttpUrl.get(server);
        if (url == null) {
            throw new IllegalArgumentException(server + " is no address of an HTTP server");
        }
        this.server = url;
    }

    /** What was asked for, or answered, leads to another server. */
    static final class LeavesServer extends IOException {
        LeavesServer(String what) {
            super(what);
        }
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        if (!isHere(request.url())) {
            throw new LeavesServer("a link leads to " + request.url().host() + ", which is not the configured server");
        }
        Response response = chain.proceed(request);
        if (response.isRedirect()) {
            response.close();
            throw new LeavesServer("it redirects to another address, which is not followed");
        }
        return response;
    }

    private boolean isHere(HttpUrl url) {
        return url.scheme().equals(server.scheme()) && url.host().equals(server.host()) && url.port() == server.port();
    }
}
