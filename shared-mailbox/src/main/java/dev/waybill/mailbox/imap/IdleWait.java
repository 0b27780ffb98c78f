package dev.waybill.mailbox.imap;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.angus.mail.iap.ConnectionException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.jspecify.annotations.Nullable;

/**
 * One IDLE (RFC 2177). It reads on a virtual thread of its own, while the caller waits where time and interrupts reach it: a read from a
 * socket ends by neither. DONE is sent once, by the reader when there are news or by the caller when the time is over.
 */
final class IdleWait {
    /** How an IDLE ended. */
    enum End {
        /** We said DONE: because of news, or because the time was over. */
        DONE,
        /** The server ended it, as some do after a while, without saying why. */
        BY_SERVER,
        /** The server refused the command that it had announced. */
        REFUSED
    }

    private final ImapWire wire;
    private final MailSocket socket;
    private final Duration patience;
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean started;
    private boolean stopping;
    private boolean saidDone;
    private volatile End end = End.BY_SERVER;
    private volatile @Nullable Exception failure;

    /** Makes one; {@code patience} is how long the server may take to answer DONE. */
    IdleWait(ImapWire wire, MailSocket socket, Duration patience) {
        this.wire = wire;
        this.socket = socket;
        this.patience = patience;
    }

    /** Returns when there are news, when the server ends it, or after the time. After an exception the connection is of no use. */
    End await(Duration time) throws IOException, ProtocolException, InterruptedException {
        Thread.ofVirtual().name("imap-idle").start(this::read);
        try {
            if (!ended.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                stop();
                if (!ended.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                    socket.cut();
                    throw new SocketTimeoutException("no answer to DONE");
                }
            }
        } catch (InterruptedException e) {
            socket.cut();
            throw e;
        }
        switch (failure) {
            case null -> {}
            case IOException e -> throw e;
            case ProtocolException e -> throw e;
            case RuntimeException e -> throw e;
            case Exception e -> throw new IllegalStateException(e);
        }
        return end;
    }

    private void read() {
        try {
            String tag = wire.writeCommand("IDLE", null);
            while (true) {
                Response response = wire.readResponse();
                if (response.isTagged() && tag.equals(response.getTag())) {
                    finish(response);
                    return;
                }
                if (response.isBYE()) {
                    throw new ConnectionException(wire, response);
                }
                heard(response);
            }
        } catch (IOException | ProtocolException | RuntimeException e) {
            failure = e;
        } finally {
            ended.countDown();
        }
    }

    private synchronized void heard(Response response) throws IOException {
        if (response.isContinuation() && !started) {
            started = true;
            wire.endless(true);
        }
        if (started && (stopping || wire.news().any())) {
            sayDone();
        }
    }

    private synchronized void stop() throws IOException {
        stopping = true;
        if (started) {
            sayDone();
        }
    }

    private void sayDone() throws IOException {
        if (!saidDone) {
            saidDone = true;
            wire.limitReads(patience);
            wire.idleAbort();
        }
    }

    private synchronized void finish(Response response) throws IOException {
        wire.endless(false);
        if (!response.isOK()) {
            end = End.REFUSED;
        } else if (saidDone) {
            end = End.DONE;
        }
        // From here on a DONE would be taken for a command.
        started = false;
        saidDone = true;
    }
}
