package dev.waybill.message.thread;

import dev.waybill.message.ParsedMail;
import dev.waybill.message.text.CleanText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * By what a mail can be joined to others, best first: ids, then what Outlook keeps where it drops them. All of it is the sender's word.
 *
 * @param messageId without angle brackets, or null
 * @param parents the ids of the mails that it answers, nearest first: the end of {@code References}, {@code In-Reply-To}, the rest
 * @param conversation the first 22 bytes of Outlook's {@code Thread-Index} in hex, the same for a whole conversation, or null
 * @param topic {@code Thread-Topic}: the subject without its prefixes; empty when there is none
 * @param providerThreadId Gmail's {@code X-GM-THRID}, where the mail was exported with it, or null
 */
public record ThreadKeys(
        @Nullable String messageId,
        List<String> parents,
        @Nullable String conversation,
        String topic,
        @Nullable String providerThreadId) {
    public ThreadKeys {
        parents = List.copyOf(parents);
    }

    public static ThreadKeys of(ParsedMail mail) {
        return new ThreadKeys(
                mail.messageId(),
                parents(mail),
                ThreadIndex.conversation(mail.header("Thread-Index").orElse("")).orElse(null),
                CleanText.line(mail.header("Thread-Topic").orElse("")),
                mail.header("X-GM-THRID")
                        .map(CleanText::token)
                        .filter(ThreadKeys::isNumber)
                        .orElse(null));
    }

    private static List<String> parents(ParsedMail mail) {
        Set<String> parents = new LinkedHashSet<>();
        List<String> references = mail.references();
        if (!references.isEmpty()) {
            parents.add(references.getLast());
        }
        parents.addAll(mail.inReplyTo());
        parents.addAll(references.reversed());
        parents.remove(mail.messageId());
        return new ArrayList<>(parents);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= 20 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
