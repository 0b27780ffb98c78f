package dev.waybill.message.text;

import java.util.Set;

/** The class names and ids by which mail clients mark quoted mail and signatures: the only ones that survive cleaning. */
final class QuoteMarkers {
    static final Set<String> CLASSES = Set.of(
            "gmail_quote",
            "gmail_quote_container",
            "gmail_attr",
            "gmail_extra",
            "gmail_signature",
            "gmail_signature_prefix",
            "moz-cite-prefix",
            "moz-signature",
            "moz-forward-container",
            "moz-email-headers-table",
            "yahoo_quoted",
            "yahoo_quoted_begin",
            "ydp_yahoo_quoted",
            "yahoo-signature",
            "protonmail_quote",
            "protonmail_signature_block",
            "tutanota_quote",
            "zmail_extra",
            "zmail_extra_hr",
            "OutlookMessageHeader",
            "MsoNormal",
            "MsoPlainText",
            "WordSection1",
            "hmmessage",
            "ecxhmmessage",
            "AppleOriginalContents",
            "Apple-interchange-newline",
            "iOSMailSignature",
            "freebirdsignature");
    static final Set<String> IDS = Set.of(
            "appendonsend",
            "divRplyFwdMsg",
            "x_divRplyFwdMsg",
            "stopSpelling",
            "stopSpellingMark",
            "reply-intro",
            "replyBlock",
            "AppleMailSignature",
            "lineBreakAtBeginningOfSignature",
            "Signature",
            "ms-outlook-mobile-signature",
            "ms-outlook-mobile-body-separator-line",
            "mail-editor-reference-message-container",
            "OLK_SRC_BODY_SECTION",
            "isReplyContent",
            "isForwardContent",
            "QuotedMessage",
            "mailcontent",
            "origbody",
            "spark-reply-html",
            "zwchr");

    private QuoteMarkers() {}
}
