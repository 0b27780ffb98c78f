package dev.waybill.consumer.resolve;

import dev.waybill.consumer.process.RawMail;
import dev.waybill.mailbox.GmailMail;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.queue.Locator;
import java.io.IOException;
import java.util.Optional;

/** Mails of Gmail. Its ids never change, so one that is not found is deleted. */
public final class GmailSource implements MailSource {
    /** {@code messages.get}, since May 2026. */
    private static final int UNITS = 20;

    private final GmailMail mails;

    public GmailSource(GmailMail mails) {
        this.mails = mails;
    }

    @Override
    public int cost() {
        return UNITS;
    }

    @Override
    public Fetched fetch(Mailbox mailbox, Locator locator, Keep keep) throws MailboxAccessException, IOException {
        if (!(locator instanceof Locator.Gmail(String messageId))) {
            throw new IllegalArgumentException(locator.kind() + " is no pointer to a mail of Gmail");
        }
        Optional<GmailMail.RawMail> opened = mails.open(mailbox, messageId, keep.maxBytes());
        if (opened.isEmpty()) {
            return new Fetched.Missing();
        }
        try (GmailMail.RawMail mail = opened.get()) {
            RawMail raw = keep.read(mail.content());
            GmailMail.Facts facts = mail.facts();
            return facts.labels().contains("DRAFT")
                    ? new Fetched.NoMail("draft")
                    : new Fetched.Mail(raw, facts.receivedAt().orElse(null));
        }
    }

    @Override
    public Optional<Locator> elsewhere(Mailbox mailbox, Locator locator) {
        return Optional.empty();
    }
}
