package dev.waybill.mailbox.file;

import dev.waybill.mailbox.file.MailRoomItem.Problem;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/** Collects what is wrong with a part of the file, so that one run shows all of it. */
final class Problems {
    private final List<Problem> found = new ArrayList<>();

    void add(Node at, String sentence) {
        found.add(new Problem(line(at), sentence));
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<Problem> found() {
        return List.copyOf(found);
    }

    static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
