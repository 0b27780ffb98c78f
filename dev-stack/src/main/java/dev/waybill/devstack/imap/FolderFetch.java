package dev.waybill.devstack.imap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** FETCH of sizes, dates, flags and whole mails or pieces of them. */
final class FolderFetch {
    private static final Pattern BODY = Pattern.compile("BODY(\\.PEEK)?\\[](?:<(\\d+)\\.(\\d+)>)?");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("dd-MMM-uuuu HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private FolderFetch() {}

    static void answer(ScriptedFolder folder, String set, ImapWords words, ImapConversation with) throws IOException {
        String items = words.next().toUpperCase(Locale.ROOT);
        int[] sequence = {0};
        long[] last = {0};
        UidRanges.each(folder, set, uid -> {
            sequence[0] = last[0] > 0 && folder.next(last[0] + 1) == uid ? sequence[0] + 1 : folder.sequence(uid);
            last[0] = uid;
            with.sayRaw(one(folder, sequence[0], uid, items));
        });
    }

    /** The whole untagged response for one mail. */
    static byte[] one(ScriptedFolder folder, int sequence, long uid, String items) {
        ScriptedMail mail = folder.mail(uid);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringBuilder text = new StringBuilder("* " + sequence + " FETCH (UID " + uid);
        if (items.contains("RFC822.SIZE")) {
            text.append(" RFC822.SIZE ").append(mail.raw().length);
        }
        if (items.contains("INTERNALDATE")) {
            text.append(" INTERNALDATE \"").append(DATE.format(mail.received())).append('"');
        }
        if (items.contains("FLAGS")) {
            text.append(" FLAGS (").append(String.join(" ", mail.flags())).append(')');
        }
        Matcher body = BODY.matcher(items);
        if (body.find()) {
            byte[] bytes = piece(mail.raw(), body);
            String origin = body.group(2) == null ? "" : "<" + body.group(2) + ">";
            text.append(" BODY[]")
                    .append(origin)
                    .append(" {")
                    .append(bytes.length)
                    .append("}\r\n");
            write(out, text.toString().getBytes(StandardCharsets.ISO_8859_1));
            write(out, bytes);
            text.setLength(0);
            if (body.group(1) == null) {
                folder.flag(uid, Set.of("\\Seen"), true);
            }
        }
        write(out, text.append(")\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        return out.toByteArray();
    }

    private static byte[] piece(byte[] raw, Matcher body) {
        if (body.group(2) == null) {
            return raw;
        }
        int from = Math.min(Integer.parseInt(body.group(2)), raw.length);
        int to = (int) Math.min((long) from + Integer.parseInt(body.group(3)), raw.length);
        return Arrays.copyOfRange(raw, from, to);
    }

    private static void write(ByteArrayOutputStream out, byte[] bytes) {
        out.write(bytes, 0, bytes.length);
    }
}
