package dev.waybill.imap;

/**
 * What runs from start to stop: one loop reads the registry, one renews this listener's share, one brings the watchers in line,
 * one takes back troubles that are over.
 */
record ListenerLoops(SteadyLoop registry, SteadyLoop share, SteadyLoop fleet, SteadyLoop troubles) {}
