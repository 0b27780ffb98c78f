package dev.waybill.ingress.microsoft;

/**
 * One element of {@code value}, as it came; what is missing is empty. Nothing of it is trusted before its subscription and client
 * state are known to belong together.
 *
 * @param whole false if a field came twice or is of another type than it should be
 */
record Notification(
        String subscriptionId,
        String clientState,
        String changeType,
        String messageId,
        String lifecycleEvent,
        boolean whole) {}
