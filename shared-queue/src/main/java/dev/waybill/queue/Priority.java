package dev.waybill.queue;

/** The lane within a mailbox: what arrives now goes before what a catch-up found. */
public enum Priority {
    LIVE,
    BACKFILL
}
