package dev.waybill.queue.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The scripts, one transition each, with the fragments that stand before them. */
enum Script {
    ENQUEUE("enqueue"),
    CLAIM("claim"),
    EXTEND("extend"),
    ACK("take ack"),
    RETRY("take history retry"),
    DEFER("take defer"),
    DEAD_LETTER("take history dead-letter"),
    RELEASE("take release"),
    RECLAIM("history reclaim"),
    PROMOTE("promote"),
    HOLD("hold"),
    RESUME("resume"),
    SET_LIMIT("set-limit"),
    HOLDS("holds"),
    REPLAY("history replay"),
    DROP("drop"),
    DEAD_LETTERS("dead-letters"),
    DEAD_PAGE("dead-page"),
    PAUSE("pause"),
    UNPAUSE("unpause"),
    STATS("stats"),
    MAILBOX("mailbox"),
    MAILBOXES("mailboxes"),
    HOLDERS("holders"),
    PLACES("places"),
    SHARDS_ENTER("shards-enter"),
    SHARDS_BEGIN("shards-begin"),
    SHARDS_END("shards-end"),
    SHARD_CLOSE("shard-close"),
    SHARD_OPEN("shard-open"),
    SHARE("share"),
    LEAVE("leave"),
    HOLDER("holder"),
    EPOCH("epoch");

    private final String parts;

    Script(String parts) {
        this.parts = parts;
    }

    /** As metrics show it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The files that make this script, in order. */
    List<String> files() {
        List<String> files = new ArrayList<>();
        files.add("preamble");
        files.addAll(List.of(parts.split(" ", -1)));
        return files;
    }
}
