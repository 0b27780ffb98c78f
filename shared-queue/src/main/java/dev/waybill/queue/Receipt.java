package dev.waybill.queue;

/** Proof that a consumer holds a pointer: settles it as long as the token is the current one. */
public record Receipt(Token token, PointerId id) {}
