package dev.waybill.message.header;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the Date field: RFC 5322 with its obsolete forms (names of zones, two-digit years, no seconds), and the orders in the wild
 * ({@code ctime}, ISO 8601, dashes). Without a zone it is UTC.
 */
public final class DateHeader {
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    /** Minutes east of UTC. RFC 5322 §4.3, and the European and Asian names that mailers write; military letters mean nothing there. */
    private static final Map<String, Integer> ZONES = Map.ofEntries(
            Map.entry("UT", 0),
            Map.entry("UTC", 0),
            Map.entry("GMT", 0),
            Map.entry("Z", 0),
            Map.entry("WET", 0),
            Map.entry("EST", -300),
            Map.entry("EDT", -240),
            Map.entry("CST", -360),
            Map.entry("CDT", -300),
            Map.entry("MST", -420),
            Map.entry("MDT", -360),
            Map.entry("PST", -480),
            Map.entry("PDT", -420),
            Map.entry("BST", 60),
            Map.entry("WEST", 60),
            Map.entry("CET", 60),
            Map.entry("MET", 60),
            Map.entry("MEZ", 60),
            Map.entry("CEST", 120),
            Map.entry("MEST", 120),
            Map.entry("MESZ", 120),
            Map.entry("EET", 120),
            Map.entry("SAST", 120),
            Map.entry("EEST", 180),
            Map.entry("MSK", 180),
            Map.entry("MSD", 240),
            Map.entry("HKT", 480),
            Map.entry("SGT", 480),
            Map.entry("AWST", 480),
            Map.entry("JST", 540),
            Map.entry("KST", 540),
            Map.entry("AEST", 600),
            Map.entry("AEDT", 660),
            Map.entry("NZST", 720),
            Map.entry("NZDT", 780),
            Map.entry("AKST", -540),
            Map.entry("AKDT", -480),
            Map.entry("HST", -600));

    private int day = -1;
    private int month = -1;
    private int year = -1;
    private int hour = -1;
    private int minute;
    private int second;
    private int zoneMinutes;
    private boolean zoned;

    private DateHeader() {}

    /** Empty when no day, month and year can be made out, or they are no date. */
    public static Optional<Instant> parse(String raw) {
        DateHeader date = new DateHeader();
        String text = EncodedWords.decode(raw.length() > 200 ? raw.substring(0, 200) : raw);
        for (String token : withoutComments(text).replaceAll("\\s*:\\s*", ":").split("[\\s,;]+", 40)) {
            if (!token.isEmpty()) {
                date.take(token);
            }
        }
        return date.instant();
    }

    private void take(String token) {
        char first = token.charAt(0);
        if (token.indexOf(':') > 0 && Character.isDigit(first)) {
            if (!iso(token)) {
                time(token);
            }
        } else if ((first == '+' || first == '-') && token.length() > 2) {
            zone(token);
        } else if (Character.isDigit(first)) {
            number(token);
        } else {
            word(token);
        }
    }

    /** {@code 2024-05-01T10:20:30Z}. */
    private boolean iso(String token) {
        int t = token.indexOf('T');
        if (t != 10) {
            return false;
        }
        number(token.substring(0, t));
        time(token.substring(t + 1));
        return true;
    }

    private void time(String token) {
        int end = 0;
        while (end < token.length()
                && (Character.isDigit(token.charAt(end)) || token.charAt(end) == ':' || token.charAt(end) == '.')) {
            end++;
        }
        String[] parts = token.substring(0, end).split(":", 4);
        if (hour >= 0 || parts.length < 2) {
            return;
        }
        hour = small(parts[0]);
        minute = small(parts[1]);
        if (parts.length > 2) {
            int dot = parts[2].indexOf('.');
            // A leap second is told as the second before it.
            second = Math.min(59, small(dot < 0 ? parts[2] : parts[2].substring(0, dot)));
        }
        if (end < token.length()) {
            take(token.substring(end));
        }
    }

    private void zone(String token) {
        String digits = token.substring(1).replace(":", "");
        if (hour < 0 || zoned || digits.length() > 4 || !digits.chars().allMatch(Character::isDigit)) {
            return;
        }
        int value = Integer.parseInt(digits);
        int minutes = digits.length() <= 2 ? value * 60 : value / 100 * 60 + value % 100;
        // More than 18 hours from UTC is no zone on earth.
        zoneMinutes = minutes > 18 * 60 ? 0 : token.charAt(0) == '-' ? -minutes : minutes;
        zoned = true;
    }

    private void number(String token) {
        String[] parts = token.split("[-/.]", 4);
        if (parts.length == 3) {
            if (parts[0].length() == 4) {
                year = small(parts[0]);
                month = small(parts[1]);
                day = small(parts[2]);
            } else if (monthOf(parts[1]) > 0) {
                day = small(parts[0]);
                month = monthOf(parts[1]);
                year(parts[2]);
            }
            return;
        }
        int digits = 0;
        while (digits < token.length() && Character.isDigit(token.charAt(digits))) {
            digits++;
        }
        String number = token.substring(0, digits);
        if (day < 0 && number.length() <= 2) {
            day = small(number);
        } else if (year < 0 && (month > 0 || number.length() == 4)) {
            year(number);
        }
    }

    private void year(String digits) {
        int value = small(digits);
        // RFC 5322 §4.3.
        year = switch (digits.length()) {
            case 1, 2 -> value < 50 ? value + 2000 : value + 1900;
            case 3 -> value + 1900;
            default -> value;
        };
    }

    private void word(String token) {
        int sign = Math.max(token.indexOf('+'), token.indexOf('-'));
        String name = (sign > 0 ? token.substring(0, sign) : token).toUpperCase(Locale.ROOT);
        if (month < 0 && monthOf(token) > 0) {
            month = monthOf(token);
        } else if (name.equals("PM") || name.equals("AM")) {
            meridiem(name.equals("PM"));
        } else if (hour >= 0 && !zoned && ZONES.containsKey(name)) {
            if (sign > 0) {
                zone(token.substring(sign));
            } else {
                zoneMinutes = ZONES.getOrDefault(name, 0);
                zoned = true;
            }
        }
    }

    private void meridiem(boolean afternoon) {
        if (afternoon && hour >= 1 && hour < 12) {
            hour += 12;
        } else if (!afternoon && hour == 12) {
            hour = 0;
        }
    }

    private Optional<Instant> instant() {
        try {
            LocalDateTime local = LocalDateTime.of(year, month, day, Math.max(hour, 0), minute, second);
            boolean plausible = year >= 1900 && year <= 9998;
            return plausible
                    ? Optional.of(local.toInstant(ZoneOffset.ofTotalSeconds(zoneMinutes * 60)))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static int monthOf(String token) {
        boolean word = token.length() >= 3 && token.chars().limit(3).allMatch(Character::isLetter);
        return word ? MONTHS.indexOf(token.substring(0, 3).toLowerCase(Locale.ROOT)) + 1 : 0;
    }

    private static int small(String digits) {
        boolean number =
                !digits.isEmpty() && digits.length() <= 4 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Integer.parseInt(digits) : -1;
    }

    private static String withoutComments(String text) {
        StringBuilder bare = new StringBuilder(text.length());
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth = Math.max(0, depth - 1);
                bare.append(' ');
            } else if (depth == 0) {
                bare.append(c);
            }
        }
        return bare.toString();
    }
}
