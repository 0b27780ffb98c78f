package dev.waybill.devstack.imap;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** An IMAP client of bare lines. */
final class WireClient implements AutoCloseable {
    private Socket socket;
    private BufferedReader in;
    private OutputStream out;
    private int tag;

    WireClient(ScriptedImapServer server) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), server.port()));
    }

    private WireClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(10_000);
        this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        this.out = socket.getOutputStream();
    }

    static WireClient overTls(ScriptedImapServer server, java.nio.file.Path trusted) throws Exception {
        WireClient client = new WireClient(server);
        client.encrypt(trusted);
        return client;
    }

    void encrypt(java.nio.file.Path trusted) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Only(trusted)}, null);
        SSLSocket encrypted =
                (SSLSocket) context.getSocketFactory().createSocket(socket, "127.0.0.1", socket.getPort(), true);
        encrypted.startHandshake();
        socket = encrypted;
        in = new BufferedReader(new InputStreamReader(encrypted.getInputStream(), StandardCharsets.ISO_8859_1));
        out = encrypted.getOutputStream();
    }

    /** Greeted, logged in, with INBOX open. */
    WireClient inside() throws IOException {
        hear();
        command("LOGIN help secret");
        command("EXAMINE INBOX");
        return this;
    }

    /** Sends a command and returns every line up to its tagged one, which comes without its tag. */
    List<String> command(String text) throws IOException {
        send(++tag + " " + text);
        List<String> lines = new ArrayList<>();
        String end = tag + " ";
        while (true) {
            String line = hear();
            if (line.startsWith(end)) {
                lines.add(line.substring(end.length()));
                return lines;
            }
            lines.add(line);
        }
    }

    void send(String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    String hear() throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new IOException("the server hung up");
        }
        return line;
    }

    void patience(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private record Only(java.nio.file.Path trusted) implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new UnsupportedOperationException("this is a client");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws java.security.cert.CertificateException {
            try (var file = java.nio.file.Files.newInputStream(trusted)) {
                var expected = CertificateFactory.getInstance("X.509").generateCertificate(file);
                if (!expected.equals(chain[0])) {
                    throw new java.security.cert.CertificateException("another certificate");
                }
            } catch (IOException | GeneralSecurityException e) {
                throw new java.security.cert.CertificateException(e);
            }
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
