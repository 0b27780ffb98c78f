package dev.waybill.message.reply;

import dev.waybill.message.reply.HeaderLabels.Found;
import dev.waybill.message.reply.HeaderLabels.Label;
import dev.waybill.message.reply.HeaderLabels.Role;
import java.util.EnumMap;
import java.util.Map;

/** The fields of a header block as far as they are read, and the languages that all of them are in. */
final class HeaderFields {
    private static final Role[] ROLES = Role.values();

    private final HeaderLabels labels;
    private final Map<Role, String> values = new EnumMap<>(Role.class);
    private long languages = HeaderLabels.ANY_LANGUAGE;
    private boolean stopped;

    HeaderFields(HeaderLabels labels) {
        this.labels = labels;
    }

    /** A field came that the block has already: another block begins. */
    boolean stopped() {
        return stopped;
    }

    /** Whether a line begins with a field in a language of this block. */
    boolean accepts(String folded) {
        Found found = labels.at(folded);
        return found != null && (found.label().inAnyRole() & languages) != 0;
    }

    /** Takes the fields of a line: one, or several whose line breaks were lost. */
    boolean take(String folded) {
        Found found = labels.at(folded);
        if (found == null || !takeOne(found)) {
            return false;
        }
        int at = labels.next(folded, folded.indexOf(':') + 1);
        while (at > 0) {
            String rest = folded.substring(at);
            Found inner = labels.at(rest);
            if (inner == null || !takeOne(inner)) {
                return true;
            }
            at = labels.next(folded, at + rest.indexOf(':') + 1);
        }
        return true;
    }

    /**
     * Whether the fields prove a block: a sender and a date, and an address or a subject.
     *
     * @param announced something else says that there is one
     */
    boolean coherent(boolean announced) {
        if (!values.containsKey(Role.FROM)) {
            return false;
        }
        if (announced) {
            return values.size() >= 2;
        }
        Evidence date = Evidence.of(values.getOrDefault(Role.DATE, ""));
        if (!date.date() && !date.time()) {
            return false;
        }
        return Evidence.of(values.getOrDefault(Role.FROM, "")).address()
                || (values.containsKey(Role.SUBJECT) && values.size() >= 3);
    }

    private boolean takeOne(Found found) {
        Label label = found.label();
        for (Role role : ROLES) {
            boolean free = role == Role.CC || role == Role.OTHER || !values.containsKey(role);
            if (free && (label.in(role) & languages) != 0) {
                values.putIfAbsent(role, found.value());
                languages &= label.inAnyRole();
                return true;
            }
        }
        stopped |= (label.inAnyRole() & languages) != 0;
        return false;
    }
}
