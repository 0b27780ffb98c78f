package dev.waybill.message.bounce;

/** Who wrote a mail that may be a notice. */
enum NoticeAuthor {
    /** A mail system, by its local part or name: nobody else bears it. */
    DAEMON,
    /** A program, or the person behind it: {@code postmaster}. */
    ROLE,
    /** An address without a name, or none at all: many programs, and some people. */
    NAMELESS,
    /** Somebody with a name. */
    NAMED
}
