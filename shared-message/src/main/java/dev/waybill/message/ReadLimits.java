package dev.waybill.message;

/**
 * Bounds on what one mail may make us do. Past a bound the mail is read as far as it goes, with a warning.
 *
 * @param depth of nested parts
 * @param parts in all
 * @param headers fields in one entity
 * @param headerBytes of one entity's header
 * @param textBytes of decoded text kept from all text parts together
 */
public record ReadLimits(int depth, int parts, int headers, int headerBytes, int textBytes) {
    public static final ReadLimits DEFAULT = new ReadLimits(20, 1_000, 1_000, 256 * 1024, 4 * 1024 * 1024);
}
