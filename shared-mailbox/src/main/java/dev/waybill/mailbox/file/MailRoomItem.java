package dev.waybill.mailbox.file;

/** What one part of the file turned out to be: a mailbox, or a problem with its line. */
public sealed interface MailRoomItem permits MailRoomEntry, MailRoomItem.Problem {
    /** Where it begins, from 1. */
    int line();

    /** A part that is not imported. The sentence names the key and what to do; it quotes no secret. */
    record Problem(int line, String sentence) implements MailRoomItem {
        @Override
        public String toString() {
            return "line " + line + ": " + sentence;
        }
    }
}
