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

    /**
     * A mailbox of Microsoft 365.
     *
     * @param user its address (user principal name), or the object id of its user
     */
    record Graph(GraphCloud cloud, String user) implements Connection {
        public Graph {
            requireUser(user);
        }

        @Override
        public Provider provider() {
            return Provider.GRAPH;
        }
    }

    /** A mailbox of Gmail or Google Workspace. {@code user} is its address: with a token of somebody else Gmail refuses it. */
    record Gmail(String user) implements Connection {
        public Gmail {
            requireUser(user);
        }

        @Override
        public Provider provider() {
            return Provider.GMAIL;
        }
    }

    private static void requireUser(String user) {
        if (!user.matches("[^\\s/?#%\\\\\"'()<>,;:]{1,320}")) {
            throw new IllegalArgumentException("the user must be an address or an id, without blanks and slashes");
        }
    }

    /** How the connection is encrypted. {@code NONE} is for servers on the same machine. */
    enum Security {
        TLS,
        STARTTLS,
        NONE
    }
}
