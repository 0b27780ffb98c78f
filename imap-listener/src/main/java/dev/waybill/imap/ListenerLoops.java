package dev.waybill.imap;

/** What runs from start to stop: one loop reads the registry, one brings the watchers in line with it. */
record ListenerLoops(SteadyLoop registry, SteadyLoop fleet) {}
