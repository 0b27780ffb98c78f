package dev.waybill.ingress;

/**
 * What is wrong with one field of a request.
 *
 * @param field its path, for example {@code pointers[3].uid}; empty for the whole body
 */
record FieldError(String field, String problem) {}
