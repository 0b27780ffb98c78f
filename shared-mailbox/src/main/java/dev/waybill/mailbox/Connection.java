package dev.waybill.mailbox;

/** How to reach a mailbox; one shape a provider. */
public sealed interface Connection {
    Provider provider();

    /** An IMAP server and the user to log in as. */
    record Imap(String host, int port, Security security, String username) implements Connection {
        public Imap {
            if (host.isBlank()) {
                throw new IllegalArgumentException("the IMAP host is empty");
            }
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("the IMAP port is " + port + "; 1 to 65535 are allowed");
            }
            if (username.isBlank()) {
                throw new IllegalArgumentException("the IMAP user name is empty");
            }
        }

        @Override
        public Provider provider() {
            return Provider.IMAP;
        }
    }

    /** How the connection is encrypted. {@code NONE} is for servers on the same machine. */
    enum Security {
        TLS,
        STARTTLS,
        NONE
    }
}
