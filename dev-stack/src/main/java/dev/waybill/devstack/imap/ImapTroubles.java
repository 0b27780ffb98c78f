package dev.waybill.devstack.imap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** The troubles that real servers make, each at the commands that begin with some words ({@code IDLE}, {@code UID FETCH}). */
public final class ImapTroubles {
    private ImapTroubles() {}

    /** The server says BYE, and hangs up. */
    public static ImapScript bye(String on, String text) {
        return at(on, (tag, command, with) -> {
            begin(command, with);
            with.say("* BYE " + text);
            with.hangUp();
        });
    }

    /** IDLE ends by a tagged OK and without a word, the first so many times. */
    public static ImapScript idleEnds(int times) {
        AtomicInteger left = new AtomicInteger(times);
        return (tag, command, with) -> {
            if (!command.equals("IDLE") || left.getAndDecrement() <= 0) {
                return false;
            }
            with.say("+ idling", tag + " OK IDLE completed (timeout)");
            return true;
        };
    }

    /** A black hole: no answer, and no end of the connection. */
    public static ImapScript silence(String on) {
        return at(on, (tag, command, with) -> {
            begin(command, with);
            with.fallSilent();
        });
    }

    /** The usual answer is replaced by bytes that drip, and never end with a line. */
    public static ImapScript drip(String on, int bytesPerSecond) {
        byte[] endless = new byte[100_000];
        Arrays.fill(endless, (byte) '*');
        return at(on, (tag, command, with) -> with.drip(endless, bytesPerSecond));
    }

    /** A tagged answer, such as {@code NO [OVERQUOTA] too much}. */
    public static ImapScript answer(String on, String answer) {
        return at(on, (tag, command, with) -> with.say(tag + " " + answer));
    }

    /** As {@link #answer}, the first so many times. */
    public static ImapScript answer(String on, String answer, int times) {
        AtomicInteger left = new AtomicInteger(times);
        return (tag, command, with) -> {
            if (!command.startsWith(on) || left.getAndDecrement() <= 0) {
                return false;
            }
            with.say(tag + " " + answer);
            return true;
        };
    }

    /** What a good server says, but the tagged OK says that it throttles, as Gmail's does. */
    public static ImapScript throttledOk(String on) {
        return (tag, command, with) -> {
            if (!command.startsWith(on)) {
                return false;
            }
            with.say("* OK [THROTTLED] slow down");
            with.answerAsUsual(tag, command);
            return true;
        };
    }

    /** Nonsense instead of an answer, then silence. */
    public static ImapScript garbage(String on) {
        return at(on, (tag, command, with) -> {
            begin(command, with);
            with.sayRaw("* \0\1 what ] } is this\r\n* (((\r\n".getBytes(StandardCharsets.ISO_8859_1));
            with.fallSilent();
        });
    }

    /** The connection ends without any goodbye: RST, in the middle of TLS where there is TLS. */
    public static ImapScript cut(String on) {
        return at(on, (tag, command, with) -> {
            begin(command, with);
            with.sayRaw("* 1 FE".getBytes(StandardCharsets.US_ASCII));
            with.cut();
        });
    }

    /** The sending side ends by FIN without TLS's goodbye. */
    public static ImapScript truncate(String on) {
        return at(on, (tag, command, with) -> {
            begin(command, with);
            with.truncate();
        });
    }

    /** Mails come with a length that is wrong by so many bytes; the bytes are as they are. */
    public static ImapScript lyingLiteral(int by) {
        return at("UID FETCH", true, (tag, command, with) -> {
            String set = new ImapWords(command.substring("UID FETCH ".length())).next();
            ScriptedFolder folder = with.folder();
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            UidRanges.each(folder, set, uid -> {
                byte[] raw = folder.mail(uid).raw();
                answer.writeBytes(
                        ("* " + folder.sequence(uid) + " FETCH (UID " + uid + " BODY[] {" + (raw.length + by) + "}\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                answer.writeBytes(raw);
                answer.writeBytes(")\r\n".getBytes(StandardCharsets.US_ASCII));
            });
            with.sayRaw(answer.toByteArray());
            with.say(tag + " OK done");
        });
    }

    /** A mail is announced with this length, up to 2 GB, and then nothing comes. */
    public static ImapScript hugeLiteral(String on, long announced) {
        return at(on, (tag, command, with) -> {
            begin(command, with);
            with.sayRaw(("* 1 FETCH (UID 1 BODY[] {" + announced + "}\r\n").getBytes(StandardCharsets.US_ASCII));
            with.fallSilent();
        });
    }

    /** The mails of a fetch are expunged just before it, in front of the client's eyes. */
    public static ImapScript expungedBeforeFetch() {
        return (tag, command, with) -> {
            if (!isBodyFetch(command)) {
                return false;
            }
            String set = new ImapWords(command.substring("UID FETCH ".length())).next();
            UidRanges.each(with.folder(), set, with.folder()::expunge);
            with.answerAsUsual(tag, command);
            return true;
        };
    }

    /** IDLE is offered before the login, and not any more after it. */
    public static ScriptedImapServer.Options idleWithdrawn(ScriptedImapServer.Options options) {
        return options.withCapabilities(
                options.capabilities(),
                options.capabilitiesInside().replaceFirst("\\bIDLE\\b ?", "").strip());
    }

    private static boolean isBodyFetch(String command) {
        return command.startsWith("UID FETCH") && command.contains("BODY");
    }

    /** Says what an IDLE begins with, where the trouble is one of IDLE. */
    private static void begin(String command, ImapConversation with) throws IOException {
        if (command.equals("IDLE")) {
            with.say("+ idling");
        }
    }

    private interface Trouble {
        void make(String tag, String command, ImapConversation with) throws IOException;
    }

    private static ImapScript at(String on, Trouble trouble) {
        return at(on, false, trouble);
    }

    private static ImapScript at(String on, boolean bodyOnly, Trouble trouble) {
        return (tag, command, with) -> {
            if (!command.startsWith(on) || (bodyOnly && !isBodyFetch(command))) {
                return false;
            }
            trouble.make(tag, command, with);
            return true;
        };
    }
}
