package dev.waybill.cli.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.waybill.devstack.http.MailBytes;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The mails of a run, the same for the same seed: opening ones, some with a file, and replies to one that came shortly before or comes
 * shortly after, so that threading is at work too.
 */
final class ChaosMails {
    /** A token, wherever it stands. */
    static final Pattern TOKEN = Pattern.compile("c[0-9a-z]{1,7}-[0-9]{6}");

    private static final double REPLIES = 0.2;
    private static final double FILES = 0.08;
    private static final int NEARBY = 12;

    private final long seed;
    private final String run;
    private final List<String> addresses = new ArrayList<>();
    private final List<@Nullable Integer> answers = new ArrayList<>();

    /** A mail to be sent, and what it says. */
    record Composed(SentMail sent, MailBytes raw) {}

    ChaosMails(long seed, List<String> mailboxes, int count) {
        this.seed = seed;
        this.run = "c" + Long.toString(seed & 0xFF_FFFF, 36);
        Random random = new Random(seed);
        Map<String, List<Integer>> opening = new HashMap<>();
        List<Boolean> reply = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String address = mailboxes.get(random.nextInt(mailboxes.size()));
            addresses.add(address);
            reply.add(random.nextDouble() < REPLIES);
            if (!reply.getLast()) {
                opening.computeIfAbsent(address, a -> new ArrayList<>()).add(i);
            }
        }
        for (int i = 0; i < count; i++) {
            List<Integer> roots = opening.getOrDefault(addresses.get(i), List.of());
            answers.add(reply.get(i) && !roots.isEmpty() ? near(roots, i, random) : null);
        }
    }

    private static int near(List<Integer> roots, int i, Random random) {
        int at = java.util.Collections.binarySearch(roots, i);
        int wanted = (at < 0 ? -at - 1 : at) - NEARBY / 2 + random.nextInt(NEARBY);
        return roots.get(Math.clamp(wanted, 0, roots.size() - 1));
    }

    int count() {
        return addresses.size();
    }

    Composed mail(int i) {
        Random random = new Random(seed * 1_000_003 + i);
        Integer parent = answers.get(i);
        String token = token(i);
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        line(raw, "From: Person " + i + " <person" + i + "@customer.example>");
        line(raw, "To: <" + addresses.get(i) + ">");
        line(raw, "Subject: " + (parent == null ? "" : "Re: ") + "The printer is broken [" + token + "]");
        line(raw, "Date: Sat, 28 Nov 2026 10:00:00 +0000");
        line(raw, "Message-ID: <" + token + "@customer.example>");
        if (parent != null) {
            line(raw, "In-Reply-To: <" + token(parent) + "@customer.example>");
        }
        line(raw, "MIME-Version: 1.0");
        String file = "";
        if (random.nextDouble() < FILES) {
            byte[] content = new byte[2_000 + random.nextInt(60_000)];
            random.nextBytes(content);
            file = sha256(content);
            withFile(raw, text(i, random), content);
        } else {
            line(raw, "Content-Type: text/plain; charset=utf-8");
            line(raw, "");
            line(raw, text(i, random));
        }
        byte[] bytes = raw.toByteArray();
        return new Composed(
                new SentMail(token, addresses.get(i), parent == null ? "" : token(parent), sha256(bytes), file),
                new MailBytes(bytes));
    }

    private String token(int i) {
        return run + "-%06d".formatted(i);
    }

    private static String text(int i, Random random) {
        StringBuilder text = new StringBuilder("Since this morning nothing comes out of printer " + i + ".");
        for (int words = random.nextInt(60); words > 0; words--) {
            text.append(words % 12 == 0 ? "\r\n" : " ").append("error").append(random.nextInt(1_000));
        }
        return text.toString();
    }

    private static void withFile(ByteArrayOutputStream raw, String text, byte[] content) {
        line(raw, "Content-Type: multipart/mixed; boundary=\"=_part\"");
        line(raw, "");
        line(raw, "--=_part");
        line(raw, "Content-Type: text/plain; charset=utf-8");
        line(raw, "");
        line(raw, text);
        line(raw, "--=_part");
        line(raw, "Content-Type: application/octet-stream; name=log.bin");
        line(raw, "Content-Disposition: attachment; filename=log.bin");
        line(raw, "Content-Transfer-Encoding: base64");
        line(raw, "");
        raw.writeBytes(Base64.getMimeEncoder().encode(content));
        line(raw, "");
        line(raw, "--=_part--");
    }

    private static void line(ByteArrayOutputStream raw, String line) {
        raw.writeBytes((line + "\r\n").getBytes(UTF_8));
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
