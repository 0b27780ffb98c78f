package dev.waybill.message.tnef;

/** The Windows code pages of TNEF, as charset labels. */
final class CodePage {
    private CodePage() {}

    static String label(long number) {
        int page = (int) Math.min(number, Integer.MAX_VALUE);
        return switch (page) {
            case 0 -> "";
            case 932 -> "shift_jis";
            case 936 -> "gbk";
            case 949 -> "ks_c_5601-1987";
            case 950 -> "big5";
            case 1200 -> "utf-16le";
            case 20127 -> "us-ascii";
            case 20866 -> "koi8-r";
            case 21866 -> "koi8-u";
            case 50220, 50221, 50222 -> "iso-2022-jp";
            case 51932 -> "euc-jp";
            case 51949 -> "euc-kr";
            case 54936 -> "gb18030";
            case 65000 -> "utf-7";
            case 65001 -> "utf-8";
            default -> page > 28590 && page <= 28606 ? "iso-8859-" + (page - 28590) : "cp" + page;
        };
    }
}
