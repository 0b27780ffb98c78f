package dev.waybill.cli.inspect;

import dev.waybill.cli.Plain;
import dev.waybill.message.authentication.AuthenticationTrust;
import dev.waybill.message.reading.ReadingSettings;
import dev.waybill.message.reply.ReplyTextReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code waybill inspect}: shows what the pipeline would make of mails; needs no server and changes nothing. */
@Command(
        name = "inspect",
        description = "Shows what the pipeline would make of mails: kind, addresses, new words of a reply, attachments,"
                + " failed recipients. Needs no server, changes nothing. Folders are walked. A file that cannot be"
                + " read is named on standard error, the others go on, and the exit status is 1.",
        mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {
    /** A body of this many bytes is no reply that somebody typed. */
    private static final int LARGEST_BODY = 16 << 20;

    @Parameters(
            paramLabel = "FILE|DIR|-",
            arity = "1..*",
            description = "Mails, folders of mails, or - for standard input.")
    private List<String> named = List.of();

    @Option(
            names = {"--jsonl", "--json"},
            description = "Print one JSON object a mail, each on a line; docs/inspect.md explains the fields.")
    private boolean jsonl;

    @Option(
            names = "--text",
            description =
                    "The files are bare reply bodies in UTF-8, not mails: only the file and its reply are filled.")
    private boolean text;

    @Option(
            names = "--authserv-id",
            paramLabel = "NAME",
            description = "Believe Authentication-Results of this receiving server (RFC 8601), such as mx.google.com;"
                    + " may be given more than once. Without it nothing is believed.")
    private List<String> authservIds = List.of();

    @Option(
            names = "--exchange",
            description = "Believe the topmost Authentication-Results without a server's name: the mails are Exchange"
                    + " Online's.")
    private boolean exchange;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (named.stream().filter(MailInputs.STANDARD_INPUT::equals).count() > 1) {
            throw new ParameterException(spec.commandLine(), "- is standard input, which can be read once only");
        }
        PrintWriter out = spec.commandLine().getOut();
        Run run = new Run(out, spec.commandLine().getErr(), new MailInspector(settings()));
        new MailInputs(System.in, run).readAll(named);
        out.flush();
        return run.failed ? 1 : 0;
    }

    private ReadingSettings settings() {
        if (exchange && !authservIds.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--exchange and --authserv-id exclude each other: Exchange stamps no name");
        }
        AuthenticationTrust trust = exchange
                ? new AuthenticationTrust.Exchange()
                : authservIds.isEmpty()
                        ? new AuthenticationTrust.Nobody()
                        : new AuthenticationTrust.Servers(new HashSet<>(authservIds));
        return new ReadingSettings(trust, Set.of(), Set.of(), ReadingSettings.MOST_HOPS);
    }

    /** One run over all inputs: results to standard output as they come, complaints to standard error. */
    private final class Run implements MailInputs.Reader {
        private final PrintWriter out;
        private final PrintWriter err;
        private final MailInspector inspector;
        private final ReplyTextReader replies = new ReplyTextReader();
        private final InspectJson json = new InspectJson();
        private final InspectPage page;
        private boolean failed;

        Run(PrintWriter out, PrintWriter err, MailInspector inspector) {
            this.out = out;
            this.err = err;
            this.inspector = inspector;
            this.page = new InspectPage(Paint.of(System.getenv()), out);
        }

        @Override
        public void read(String name, InputStream content) throws IOException {
            if (text) {
                readBody(name, content);
                return;
            }
            Inspection inspection = inspector.inspect(name, content);
            if (jsonl) {
                json.write(inspection, out);
            } else {
                page.print(inspection);
            }
        }

        private void readBody(String name, InputStream content) throws IOException {
            byte[] bytes = content.readNBytes(LARGEST_BODY + 1);
            if (bytes.length > LARGEST_BODY) {
                unreadable(
                        name,
                        "it is larger than " + LARGEST_BODY + " bytes, which is no reply; leave --text out for a mail");
                return;
            }
            String body = new String(bytes, StandardCharsets.UTF_8);
            var reply = replies.read(body.startsWith("\ufeff") ? body.substring(1) : body);
            if (jsonl) {
                json.write(name, reply, out);
            } else {
                page.print(name, reply);
            }
        }

        @Override
        public void unreadable(String name, String why) {
            failed = true;
            out.flush();
            err.println(Plain.line(name + " is not read: " + why));
            err.flush();
        }

        /** {@code checkError} flushes: each mail is there as soon as it is read. */
        @Override
        public boolean done() {
            boolean gone = out.checkError();
            failed |= gone;
            return gone;
        }
    }
}
