package dev.waybill.consumer.resolve;

import dev.waybill.consumer.answer.Answers;
import dev.waybill.consumer.blob.BlobStore;
import dev.waybill.consumer.loop.Activity;
import dev.waybill.consumer.loop.Flight;
import dev.waybill.consumer.pace.Pace;
import dev.waybill.consumer.process.MailProcessor;
import dev.waybill.consumer.process.RawMail;
import dev.waybill.consumer.process.StagedMail;
import dev.waybill.mailbox.ImapFolder;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.TooLargeException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Downloads what the server announced, and has each mail processed while the next one arrives. The size counts twice: as announced,
 * before a byte is fetched, and as sent, because servers err.
 */
public final class Download {
    private final BlobStore blobs;
    private final MailProcessor processor;
    private final Answers answers;
    private final long maxBytes;
    private final Pace pace;

    public Download(BlobStore blobs, MailProcessor processor, Answers answers, long maxBytes, Pace pace) {
        this.blobs = blobs;
        this.processor = processor;
        this.answers = answers;
        this.maxBytes = maxBytes;
        this.pace = pace;
    }

    /** Returns what was asked for: all that is announced within the limit. */
    SortedSet<Long> run(
            FolderBatch batch,
            ImapFolder folder,
            Map<Long, ImapFolder.Announced> announced,
            Activity activity,
            Tasks tasks)
            throws MailboxAccessException, IOException {
        SortedSet<Long> uids = new TreeSet<>();
        for (ImapFolder.Announced mail : announced.values()) {
            Flight flight = batch.flights().get(mail.uid());
            if (flight != null && mail.size() > maxBytes) {
                tooLarge(batch, flight, "announced", mail.size());
            } else if (flight != null) {
                uids.add(mail.uid());
            }
        }
        if (!uids.isEmpty()) {
            folder.download(uids, maxBytes, (uid, raw) -> {
                ImapFolder.Announced mail = announced.get(uid);
                Flight flight = batch.flights().get(uid);
                if (mail != null && flight != null && !flight.isSettled() && !tasks.has(flight)) {
                    take(batch, mail, flight, raw, activity, tasks);
                }
                activity.progress();
            });
        }
        return uids;
    }

    private void take(
            FolderBatch batch,
            ImapFolder.Announced announced,
            Flight flight,
            InputStream content,
            Activity activity,
            Tasks tasks)
            throws IOException {
        RawMail raw;
        try {
            raw = RawMail.read(content, blobs, activity::progress);
        } catch (TooLargeException e) {
            tooLarge(batch, flight, "sent", maxBytes);
            return;
        }
        StagedMail mail = new StagedMail(raw, announced.internalDate(), pace.now());
        tasks.hand(flight, () -> processor.process(flight, batch.mailbox(), mail));
    }

    private void tooLarge(FolderBatch batch, Flight flight, String how, long size) {
        answers.skip(
                flight,
                batch.mailbox().tenant(),
                "too_large",
                Map.of(how, Long.toString(size), "allowed", Long.toString(maxBytes)));
    }
}
