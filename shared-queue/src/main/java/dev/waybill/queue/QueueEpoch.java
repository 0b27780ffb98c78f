package dev.waybill.queue;

/**
 * What one Redis of the queue remembers. Read again later, it tells whether Redis lost something in between: another id (it was wiped),
 * another server (it was restarted, or a failover took place), or totals that fell.
 *
 * @param id made up when the queue had none
 * @param server the run of the server; empty if it does not tell
 */
public record QueueEpoch(String id, String server, QueueTotals totals) {}
