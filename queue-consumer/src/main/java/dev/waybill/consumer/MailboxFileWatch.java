package dev.waybill.consumer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.waybill.consumer.pace.Pace;
import dev.waybill.consumer.pace.Rhythm;
import dev.waybill.mailbox.RegistryUnavailableException;
import dev.waybill.mailbox.file.FileApplication;
import dev.waybill.mailbox.file.FileMailboxes;
import dev.waybill.mailbox.file.FileReport;
import dev.waybill.mailbox.file.MailboxFile;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Applies the mailbox file within a few seconds of a change, in one replica at a time, and reports line by line. */
final class MailboxFileWatch implements Rhythm.Step {
    private static final Logger LOG = Logger.getLogger(MailboxFileWatch.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** A dead replica's turn ends after it. */
    private static final Duration TURN = Duration.ofSeconds(10);

    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    private final MailboxFile file;
    private final FileMailboxes mailboxes;
    private final FileApplication application;
    private final Pace pace;

    MailboxFileWatch(MailboxFile file, FileMailboxes mailboxes, FileApplication application, Pace pace) {
        this.file = file;
        this.mailboxes = mailboxes;
        this.application = application;
        this.pace = pace;
    }

    @Override
    public Duration run() {
        try {
            if (!mailboxes.lead(TURN)) {
                file.again();
            } else if (file.hasChanged()) {
                FileReport report = application.apply(file.path().toString(), file.read(), pace.now());
                log(report);
                mailboxes.report(JSON.writeValueAsString(report));
            }
        } catch (RegistryUnavailableException e) {
            file.again();
            LOG.debugf("The mailbox file waits: %s", e.getMessage());
        } catch (IllegalStateException e) {
            file.again();
            LOG.errorf("The mailbox file is not applied: %s", e.getMessage());
            return TURN;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report always has a JSON form", e);
        }
        return LOOK;
    }

    private static void log(FileReport report) {
        boolean refused = report.outcome().equals("refused");
        LOG.log(refused ? Logger.Level.ERROR : Logger.Level.INFO, report.message());
        for (FileReport.Line line : report.lines()) {
            LOG.logf(
                    line.result().equals("invalid") ? Logger.Level.ERROR : Logger.Level.INFO,
                    "Mailbox file, line %d: %s: %s",
                    line.line(),
                    line.result(),
                    line.message());
        }
    }
}
