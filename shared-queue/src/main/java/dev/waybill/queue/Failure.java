package dev.waybill.queue;

/**
 * Why a pointer was retried, deferred or dead-lettered.
 *
 * @param reason from a closed list, lower case, for example {@code parse_failed}
 * @param detail for the operator, at most 500 characters kept; never mail content
 */
public record Failure(String reason, String detail) {
    public Failure {
        Check.text("reason", reason, 100);
        detail = detail.length() > 500 ? detail.substring(0, 500) : detail;
    }
}
