package dev.waybill.consumer.resolve;

import dev.waybill.mailbox.Mailbox;
import dev.waybill.queue.Locator;
import java.util.ArrayList;
import java.util.List;

/** Sorts an IMAP mailbox's pointers by folder and has each folder's mails fetched together. */
public final class ImapFolders implements Resolver {
    private final ImapResolver imap;
    private final int fetchSet;

    /** {@code fetchSet}: mails fetched by one command at most; a batch of one folder uses a session for each set. */
    public ImapFolders(ImapResolver imap, int fetchSet) {
        this.imap = imap;
        this.fetchSet = fetchSet;
    }

    @Override
    public void resolve(Mailbox mailbox, List<Arrival> arrivals, Tasks tasks) {
        List<FolderBatch.Arrival> mails = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            if (arrival.locator() instanceof Locator.Imap at) {
                mails.add(new FolderBatch.Arrival(arrival.flight(), at));
            }
        }
        for (FolderBatch batch : FolderBatch.of(mailbox, mails, fetchSet)) {
            tasks.start("folder-" + mailbox.id(), () -> imap.resolve(batch, tasks));
        }
    }
}
