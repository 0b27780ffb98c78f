package dev.waybill.message;

import dev.waybill.message.ParsedMail.Address;
import dev.waybill.message.ParsedMail.Attachment;
import dev.waybill.message.header.AddressParser;
import dev.waybill.message.header.DateHeader;
import dev.waybill.message.header.EncodedWords;
import dev.waybill.message.header.HeaderFields;
import dev.waybill.message.header.MessageIds;
import dev.waybill.message.mime.PartHeader;
import dev.waybill.message.mime.PartVisitor;
import dev.waybill.message.mime.PrefixedStream;
import dev.waybill.message.text.CleanText;
import dev.waybill.message.text.EnrichedText;
import dev.waybill.message.text.FlowedText;
import dev.waybill.message.text.HtmlCleaner;
import dev.waybill.message.text.TextDecoding;
import dev.waybill.message.tnef.TnefReader;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One mail being read: collects its text and attachments part by part, then tells what the mail says. */
final class MailReading implements PartVisitor {
    private static final int TNEF_HEAD = 4;

    private final ReadLimits limits;
    private final Warnings warnings;
    private final TextIntake texts;
    private final AttachmentIntake attachments;
    private final ReportIntake reports = new ReportIntake();
    /** The pieces of each multipart being read; the mail's own at the bottom. */
    private final Deque<List<BodyPiece>> pieces = new ArrayDeque<>();

    private HeaderFields header = new HeaderFields(List.of());
    private boolean headerSeen;

    MailReading(ReadLimits limits, AttachmentSink sink, Warnings warnings) {
        this.limits = limits;
        this.warnings = warnings;
        this.texts = new TextIntake(limits.textBytes(), warnings);
        this.attachments = new AttachmentIntake(sink);
        pieces.push(new ArrayList<>());
    }

    @Override
    public void startMultipart(PartHeader part) {
        see(part);
        pieces.push(new ArrayList<>());
    }

    @Override
    public void endMultipart(PartHeader part, byte[] lost) {
        if (lost.length > 0) {
            addPlain(joined(CleanText.lines(part.stray()), CleanText.lines(TextDecoding.decode(lost, part.charset()))));
        }
        List<BodyPiece> closed = pieces.pop();
        if (!closed.isEmpty()) {
            add(new BodyPiece.Group(part.subtype().equals("alternative"), closed));
        }
    }

    @Override
    public void leaf(PartHeader part, InputStream content) throws IOException {
        see(part);
        String stray = CleanText.lines(part.stray());
        PartRole role = PartRole.of(part);
        switch (role) {
            case PLAIN ->
                addPlain(joined(
                        stray,
                        flowed(part, decoded(part, new UuencodedFiles(content, texts, new UuencodedIntake()).read()))));
            case ENRICHED -> addPlain(joined(stray, EnrichedText.toPlain(decoded(part, texts.read(content)))));
            case HTML -> {
                addPlain(stray);
                add(new BodyPiece.Html(
                        bounded(CleanText.lines(TextDecoding.decodeHtml(texts.read(content), part.charset())))));
            }
            case ATTACHMENT -> {
                addPlain(stray);
                attach(part, content);
            }
            case LEFT_OUT -> {}
        }
    }

    ParsedMail mail() {
        if (header.fields().isEmpty()) {
            warnings.add("The mail has no header");
        }
        BodyPiece body = new BodyPiece.Group(false, pieces.getLast());
        List<String> documents = BodyText.hasHtml(body) ? BodyText.html(body) : List.of();
        String text = BodyText.text(body);
        String html = documents.isEmpty() ? null : cleaned(documents);
        Set<String> shown = ContentIds.in(documents);
        List<Attachment> attached = attachments.attachments(shown);
        List<Address> sender = addresses("Sender");
        return new ParsedMail(
                header.fields(),
                addresses("From"),
                sender.isEmpty() ? null : sender.getFirst(),
                addresses("Reply-To"),
                addresses("To"),
                addresses("Cc"),
                CleanText.line(EncodedWords.decode(header.firstFilled("Subject"))),
                date(),
                MessageIds.first(header.firstFilled("Message-ID")).orElse(null),
                MessageIds.all(header.firstFilled("In-Reply-To")),
                MessageIds.all(String.join(" ", header.all("References"))),
                text,
                html,
                html != null && !BodyText.hasPlain(body),
                attached,
                reports.reports(),
                warnings.list());
    }

    private void see(PartHeader part) {
        if (!headerSeen) {
            headerSeen = true;
            header = part.fields();
        }
    }

    private void add(BodyPiece piece) {
        pieces.element().add(piece);
    }

    private void addPlain(String text) {
        if (!text.isEmpty()) {
            add(new BodyPiece.Plain(text));
        }
    }

    private final class UuencodedIntake implements UuencodedFiles.Files {
        @Override
        public void file(String name, InputStream content) throws IOException {
            String clean = AttachmentNames.clean(name);
            String type = "application/octet-stream";
            String made = clean.isEmpty() ? AttachmentNames.madeUp(type, attachments.count() + 1) : clean;
            attachments.take(made, type, false, Optional.empty(), attachments.absorb(content));
        }

        @Override
        public boolean takesMore() {
            return attachments.count() < limits.parts();
        }
    }

    private void attach(PartHeader part, InputStream content) throws IOException {
        byte[] head = isWinmail(part) ? content.readNBytes(TNEF_HEAD) : new byte[0];
        InputStream whole = head.length == 0 ? content : new PrefixedStream(head, 0, content);
        if (TnefReader.isTnef(head)) {
            boolean wantsBody = pieces.stream().allMatch(BodyText::isBlank);
            WinmailIntake winmail = new WinmailIntake(attachments, texts, limits, wantsBody);
            new TnefReader(winmail, warnings).read(whole);
            if (!winmail.body().isEmpty()) {
                add(new BodyPiece.Group(true, winmail.body()));
            }
            return;
        }
        String name = AttachmentNames.of(part, attachments.count() + 1);
        boolean inline = part.disposition().value().equals("inline");
        attachments.take(
                name, part.mimeType(), inline, part.contentId(), attachments.absorb(reports.peek(part, whole)));
    }

    /** Outlook's own packing, also where its type was lost on the way. */
    private static boolean isWinmail(PartHeader part) {
        return part.mimeType().equals("application/ms-tnef")
                || part.mimeType().equals("application/vnd.ms-tnef")
                || part.fileNames().stream().anyMatch(name -> name.equalsIgnoreCase("winmail.dat"));
    }

    private static String decoded(PartHeader part, byte[] bytes) {
        return CleanText.lines(TextDecoding.decode(bytes, part.charset()));
    }

    private static String flowed(PartHeader part, String text) {
        boolean flowed = part.contentType().parameter("format").orElse("").equalsIgnoreCase("flowed");
        boolean delsp = part.contentType()
                .parameter("delsp")
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .equals("yes");
        return flowed ? FlowedText.unflow(text, delsp) : text;
    }

    private static String joined(String stray, String text) {
        return stray.isEmpty() ? text : text.isEmpty() ? stray : stray + "\n" + text;
    }

    private String bounded(String html) {
        String lean = html.length() > HtmlCleaner.MOST ? HtmlCleaner.withoutInlineData(html) : html;
        if (lean.length() > HtmlCleaner.MOST) {
            warnings.add("The HTML is longer than " + HtmlCleaner.MOST + " characters; the rest is left out");
        }
        return CleanText.atMost(lean, HtmlCleaner.MOST);
    }

    private String cleaned(List<String> documents) {
        StringBuilder html = new StringBuilder();
        int room = HtmlCleaner.MOST;
        for (String document : documents) {
            if (document.length() > room) {
                warnings.add("The HTML parts together are longer than " + HtmlCleaner.MOST
                        + " characters; the rest is left out");
                break;
            }
            room -= document.length();
            html.append(html.isEmpty() ? "" : "\n").append(HtmlCleaner.clean(document));
        }
        return html.toString();
    }

    /** Recipients and repliers may be spread over several fields; a second author is a forger's. */
    private List<Address> addresses(String field) {
        boolean one = field.equals("From") || field.equals("Sender");
        String value = one ? header.firstFilled(field) : String.join(", ", header.all(field));
        return value.isBlank() ? List.of() : AddressParser.parse(field, value, warnings);
    }

    private @Nullable Instant date() {
        String raw = header.firstFilled("Date");
        Instant date = DateHeader.parse(raw).orElse(null);
        if (date == null && !raw.isEmpty()) {
            warnings.add("The Date field is no date; the mail counts as undated");
        }
        return date;
    }
}
