package dev.waybill.ingress;

import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.Provider;
import dev.waybill.mailbox.RegistryCopy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Finds the mailboxes that an authenticated caller named, in this process's copy of the registry. A mailbox of a tenant that is not
 * the caller's is as unknown as one that there is not. A paused mailbox is found: its pointers wait.
 */
final class MailboxLookup {
    private final RegistryCopy registry;

    MailboxLookup(RegistryCopy registry) {
        this.registry = registry;
    }

    Found find(Caller caller, List<ImapPush.Mail> mails) {
        Map<String, Answer> asked = new HashMap<>();
        List<UUID> mailboxes = new ArrayList<>(mails.size());
        List<FieldError> unknown = new ArrayList<>();
        for (int i = 0; i < mails.size(); i++) {
            String named = mails.get(i).mailbox();
            switch (asked.computeIfAbsent(named, name -> ask(caller, name))) {
                case Known known -> mailboxes.add(known.id());
                case NotThere notThere ->
                    unknown.add(new FieldError("pointers[" + i + "].mailbox", notThere.problem()));
            }
        }
        return unknown.isEmpty() ? new All(mailboxes) : new Unknown(unknown);
    }

    private Answer ask(Caller caller, String named) {
        return named.indexOf('@') > 0 ? byAddress(caller, named) : byId(caller, UUID.fromString(named));
    }

    private Answer byId(Caller caller, UUID id) {
        return registry.find(id)
                .filter(mailbox -> caller.mayName(mailbox.tenant()))
                .map(MailboxLookup::imapOnly)
                .orElseGet(() -> new NotThere(
                        registry.isRemoved(id) && caller.tenant().isEmpty() ? "was removed" : "is not connected"));
    }

    /** An address may be connected by several tenants; guessing would tell one of another. */
    private Answer byAddress(Caller caller, String address) {
        List<Mailbox> found = registry.all().stream()
                .filter(mailbox -> mailbox.address().equalsIgnoreCase(address) && caller.mayName(mailbox.tenant()))
                .limit(2)
                .toList();
        return switch (found.size()) {
            case 0 -> new NotThere("is not connected");
            case 1 -> imapOnly(found.getFirst());
            default -> new NotThere("is connected by several tenants; name the mailbox by its UUID");
        };
    }

    private static Answer imapOnly(Mailbox mailbox) {
        return mailbox.provider() == Provider.IMAP
                ? new Known(mailbox.id())
                : new NotThere("is not an IMAP mailbox; it is watched at its provider");
    }

    private sealed interface Answer {}

    private record Known(UUID id) implements Answer {}

    private record NotThere(String problem) implements Answer {}

    /** What the lookup came to. */
    sealed interface Found {}

    /** The mailbox of each mail, in their order. */
    record All(List<UUID> mailboxes) implements Found {
        public All {
            mailboxes = List.copyOf(mailboxes);
        }
    }

    record Unknown(List<FieldError> errors) implements Found {
        public Unknown {
            errors = List.copyOf(errors);
        }
    }
}
