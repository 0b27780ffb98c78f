package dev.waybill.mailbox.imap;

import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Connection.Security;
import dev.waybill.mailbox.HostPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.UnknownHostException;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * The socket of one IMAP connection, as Angus Mail sees it: a plain one. It checks the address that it connects to, does TLS inside, at
 * once or from STARTTLS on, and can be cut by any thread.
 */
final class MailSocket extends Socket {
    /** How far the connection came, which tells what an exception means. */
    enum Phase {
        CONNECTING,
        ENCRYPTING,
        OPEN
    }

    private final Socket raw = new Socket();
    private final Connection.Imap target;
    private final HostPolicy hosts;
    private final boolean allowPlaintext;
    private final SSLSocketFactory tls;
    private final CountDownLatch cut = new CountDownLatch(1);
    private volatile Socket current = raw;
    private volatile Phase phase = Phase.CONNECTING;

    MailSocket(Connection.Imap target, HostPolicy hosts, boolean allowPlaintext, SSLSocketFactory tls)
            throws SocketException {
        super((SocketImpl) null);
        this.target = target;
        this.hosts = hosts;
        this.allowPlaintext = allowPlaintext;
        this.tls = tls;
    }

    Phase phase() {
        return phase;
    }

    /** Closes the TCP connection at once, without a word to the server; whoever reads gets an exception. */
    void cut() {
        cut.countDown();
        close();
    }

    /** Counted down when it was cut. */
    CountDownLatch whenCut() {
        return cut;
    }

    @Override
    public void connect(SocketAddress endpoint, int timeoutMillis) throws IOException {
        InetSocketAddress address = (InetSocketAddress) endpoint;
        InetAddress ip = address.getAddress();
        if (ip == null) {
            throw new UnknownHostException(target.host());
        }
        String refusal = hosts.refusal(target.host(), ip).orElse("");
        if (!refusal.isEmpty()) {
            throw new RefusedAddressException(refusal);
        }
        if (target.security() == Security.NONE && !allowPlaintext && !ip.isLoopbackAddress()) {
            throw new RefusedAddressException(
                    "the connection to " + target.host() + ":" + target.port()
                            + " would not be encrypted, and everybody between could read password and mail; choose TLS or STARTTLS");
        }
        raw.connect(address, timeoutMillis);
        raw.setTcpNoDelay(true);
        raw.setKeepAlive(true);
        if (target.security() == Security.TLS) {
            encrypt();
        }
        phase = Phase.OPEN;
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
        connect(endpoint, 0);
    }

    /** Does the TLS handshake; the certificate must be trusted and must be the host's. */
    void encrypt() throws IOException {
        phase = Phase.ENCRYPTING;
        SSLSocket encrypted = (SSLSocket) tls.createSocket(raw, target.host(), target.port(), true);
        SSLParameters parameters = encrypted.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        encrypted.setSSLParameters(parameters);
        encrypted.startHandshake();
        current = encrypted;
        phase = Phase.OPEN;
    }

    /** Protocol and cipher, for people. */
    String encryption() {
        return current instanceof SSLSocket encrypted
                ? encrypted.getSession().getProtocol() + ", "
                        + encrypted.getSession().getCipherSuite()
                : "not encrypted";
    }

    /** Reads from whatever the connection is at that moment: plain, or TLS. */
    @Override
    public InputStream getInputStream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return current.getInputStream().read();
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return current.getInputStream().read(buffer, offset, length);
            }
        };
    }

    /** Writes to whatever the connection is at that moment: plain, or TLS. */
    @Override
    public OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                current.getOutputStream().write(b);
            }

            @Override
            public void write(byte[] buffer, int offset, int length) throws IOException {
                current.getOutputStream().write(buffer, offset, length);
            }

            @Override
            public void flush() throws IOException {
                current.getOutputStream().flush();
            }
        };
    }

    /** The TCP connection only: TLS would want to say goodbye, and wait for a writer that hangs. */
    @Override
    public void close() {
        try {
            raw.close();
        } catch (IOException alreadyGone) {
            // Nothing is left to close.
        }
    }

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        raw.setSoTimeout(millis);
    }

    @Override
    public int getSoTimeout() throws SocketException {
        return raw.getSoTimeout();
    }

    @Override
    public boolean isConnected() {
        return raw.isConnected();
    }

    @Override
    public boolean isClosed() {
        return raw.isClosed();
    }

    @Override
    public InetAddress getInetAddress() {
        return raw.getInetAddress();
    }

    @Override
    public int getPort() {
        return raw.getPort();
    }

    @Override
    public InetAddress getLocalAddress() {
        return raw.getLocalAddress();
    }

    @Override
    public int getLocalPort() {
        return raw.getLocalPort();
    }

    @Override
    public String toString() {
        return "MailSocket[" + target.host() + ":" + target.port() + "]";
    }
}
