package dev.waybill.message.bounce;

import dev.waybill.message.ParsedMail;
import dev.waybill.message.ParsedMail.Report;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Recipients that a notice does not write as addresses: as a name at the server's own domain, or only in the copy of the original. */
final class LocalNames {
    private LocalNames() {}

    /** AOL and others write a bare name in a line of its own, below a line that ends with a colon. */
    static Optional<String> read(ParsedMail mail, Notice notice) {
        String domain = mail.from().isEmpty()
                ? ""
                : mail.from()
                        .getFirst()
                        .address()
                        .substring(mail.from().getFirst().address().lastIndexOf('@') + 1);
        String before = "";
        for (String line : notice.lines()) {
            String name = line.strip();
            boolean indented = !line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t');
            boolean isName = !name.isEmpty()
                    && name.length() <= 64
                    && name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '-');
            if (indented && isName && before.endsWith(":")) {
                return Optional.of(name + "@" + domain).filter(Addresses::isAddress);
            }
            before = name.isEmpty() ? before : name;
        }
        return Optional.empty();
    }

    /** A notice without any name is about the only recipient of the original; but a list sends to others than it names. */
    static Optional<String> original(ParsedMail mail) {
        Set<String> own =
                mail.to().stream().map(to -> RecipientLines.key(to.address())).collect(Collectors.toSet());
        List<String> to = mail.reports().stream()
                .filter(OriginalMail::isHeader)
                .map(Report::content)
                .flatMap(content -> ReportFields.blocks(content).stream().limit(1))
                .filter(header -> !header.has("list-id") && !header.has("x-beenthere") && !header.has("list-post"))
                .flatMap(header -> Addresses.in(header.get("to"), 2).stream())
                .map(Addresses.Found::address)
                .filter(address -> !own.contains(RecipientLines.key(address)))
                .toList();
        return to.size() == 1 ? Optional.of(to.getFirst()) : Optional.empty();
    }
}
