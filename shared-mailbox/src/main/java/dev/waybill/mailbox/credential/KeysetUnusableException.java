package dev.waybill.mailbox.credential;

/** The keyset is missing or is none, or does not open a credential. */
public final class KeysetUnusableException extends Exception {
    private final String sentence;

    KeysetUnusableException(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    /** Says which keyset, why, and what to do; it quotes nothing of it. */
    public String sentence() {
        return sentence;
    }
}
