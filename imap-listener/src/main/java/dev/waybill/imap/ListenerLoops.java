package dev.waybill.imap;

/** What runs from start to stop: one loop reads the registry, one renews this listener's share, one brings the watchers in line. */
record ListenerLoops(SteadyLoop registry, SteadyLoop share, SteadyLoop fleet) {}
