package dev.waybill.message.authentication;

/**
 * What the receiving server says of a mail.
 *
 * @param trusted whether it is the word of a server that is configured; if not, all is {@link Verdict#UNKNOWN}
 * @param authorVerified whether the domain of the {@code From} address is proven: by DMARC, or by a DKIM signature of that domain
 */
public record Authentication(Verdict spf, Verdict dkim, Verdict dmarc, boolean trusted, boolean authorVerified) {
    static final Authentication UNKNOWN =
            new Authentication(Verdict.UNKNOWN, Verdict.UNKNOWN, Verdict.UNKNOWN, false, false);
}
