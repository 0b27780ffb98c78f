package dev.waybill.consumer.ticket;

import dev.waybill.message.ParsedMail;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The ids by which a mail belongs to a thread.
 *
 * @param own its Message-ID, or null
 * @param parents what it refers to, in the order in which they are asked: In-Reply-To first, then References from the last (the
 *     parent) to the first (the root); without its own id, each once, at most 100
 */
public record ThreadIds(@Nullable ThreadId own, List<Parent> parents) {
    private static final int MAX_PARENTS = 100;

    public ThreadIds {
        parents = List.copyOf(parents);
    }

    /** An id that the mail refers to, and in which header. */
    public record Parent(ThreadId id, String header) {}

    public static ThreadIds of(ParsedMail mail) {
        Optional<ThreadId> own = ThreadId.of(mail.messageId());
        Map<ThreadId, String> parents = new LinkedHashMap<>();
        mail.inReplyTo().forEach(id -> ThreadId.of(id).ifPresent(t -> parents.putIfAbsent(t, "in_reply_to")));
        mail.references()
                .reversed()
                .forEach(id -> ThreadId.of(id).ifPresent(t -> parents.putIfAbsent(t, "references")));
        own.ifPresent(parents::remove);
        List<Parent> asked = new ArrayList<>();
        parents.forEach((id, header) -> asked.add(new Parent(id, header)));
        return new ThreadIds(own.orElse(null), asked.subList(0, Math.min(asked.size(), MAX_PARENTS)));
    }

    /** Own id first, then the parents. */
    public List<ThreadId> all() {
        List<ThreadId> all = new ArrayList<>(parents.size() + 1);
        ThreadId mine = own;
        if (mine != null) {
            all.add(mine);
        }
        parents.forEach(p -> all.add(p.id()));
        return all;
    }

    /** A reply and its parent have at least one of these in common, and so meet one after the other. */
    public List<Long> lockKeys(UUID mailbox) {
        return all().stream().map(id -> id.lockKey(mailbox)).toList();
    }
}
