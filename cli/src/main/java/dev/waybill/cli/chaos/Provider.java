package dev.waybill.cli.chaos;

/** Where a mailbox of a run lies; .example is nobody's (RFC 6761 §6.5). */
enum Provider {
    IMAP("imap.example"),
    GRAPH("graph.example"),
    GMAIL("gmail.example");

    private final String domain;

    Provider(String domain) {
        this.domain = domain;
    }

    String domain() {
        return domain;
    }

    static Provider of(String address) {
        for (Provider provider : values()) {
            if (address.endsWith("@" + provider.domain)) {
                return provider;
            }
        }
        throw new IllegalArgumentException(address + " is no mailbox of a run");
    }
}
