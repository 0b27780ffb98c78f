package dev.waybill.message.header;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.waybill.message.ParsedMail.Address;
import dev.waybill.message.Warnings;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AddressParserTest {
    private final Warnings warnings = new Warnings();

    private List<Address> parse(String raw) {
        return AddressParser.parse("To", raw, warnings);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        a@example.org                                  | ~~               | a@example.org
        <a@example.org>                                | ~~               | a@example.org
        Alice <a@example.org>                          | Alice            | a@example.org
        "Alice, A." <a@example.org>                    | Alice, A.        | a@example.org
        "Al \\"x\\" ice" <a@example.org>               | Al "x" ice       | a@example.org
        Alice A. Example <a@example.org>               | Alice A. Example | a@example.org
        a@example.org (Alice)                          | Alice            | a@example.org
        <a@example.org> (Alice)                        | Alice            | a@example.org
        Alice (comment (nested)) <a@example.org>       | Alice            | a@example.org
        Alice<a@example.org>                           | Alice            | a@example.org
        <@relay.org,@other.org:a@example.org>          | ~~               | a@example.org
        "a b"@example.org                              | ~~               | "a b"@example.org
        a @ example.org                                | ~~               | a@example.org
        first . last @ example . org                   | ~~               | first.last@example.org
        a@[192.0.2.1]                                  | ~~               | a@[192.0.2.1]
        a@[IPv6:2001:db8::1]                           | ~~               | a@[IPv6:2001:db8::1]
        =?utf-8?Q?=C3=84?= <a@example.org>             | Ä                | a@example.org
        "=?utf-8?Q?=C3=84?=" <a@example.org>           | Ä                | a@example.org
        =?utf-8?Q?a:b,c?= <a@example.org>              | a:b,c            | a@example.org
        =?utf-8?Q?A?= =?utf-8?Q?B?= <a@example.org>    | AB               | a@example.org
        O'Brien <a@example.org>                        | O'Brien          | a@example.org
        Zoë <zoë@exämple.org>                          | Zoë              | zoë@exämple.org
        """)
    void wellFormedAddressIsReadWithoutWarning(String raw, String name, String address) {
        assertThat(parse(raw)).containsExactly(new Address(name, address));
        assertThat(warnings.list()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        Alice a@example.org                            | Alice            | a@example.org
        Alice <a@example.org                           | Alice            | a@example.org
        Doe, John <a@example.org>                      | Doe, John        | a@example.org
        undisclosed recipients                         | ~~               | undisclosed recipients
        Alice <>                                       | Alice            | ~~
        <no-domain@>                                   | ~~               | no-domain@
        "a@example.org"                                | ~~               | a@example.org
        """)
    void brokenAddressIsReadWithAWarning(String raw, String name, String address) {
        assertThat(parse(raw)).containsExactly(new Address(name, address));
        assertThat(warnings.list()).hasSize(1);
    }

    @Test
    void groupsGiveTheirMembers() {
        assertThat(parse("Team: a@example.org, Bob <b@example.org>; c@example.org"))
                .extracting(Address::address)
                .containsExactly("a@example.org", "b@example.org", "c@example.org");
        assertThat(parse("undisclosed-recipients:;")).isEmpty();
        assertThat(parse("(Empty list)(start)Undisclosed recipients :(nobody(that I know)) ;"))
                .isEmpty();
    }

    @Test
    void semicolonsAndSpacesSeparateToo() {
        assertThat(parse("a@example.org; b@example.org"))
                .extracting(Address::address)
                .containsExactly("a@example.org", "b@example.org");
        assertThat(parse("a@example.org b@example.org"))
                .extracting(Address::address)
                .containsExactly("a@example.org", "b@example.org");
    }

    @Test
    void nothingComesFromNothing() {
        assertThat(parse(" , ,; ")).isEmpty();
        assertThat(warnings.list()).isEmpty();
    }

    @Test
    void controlAndBidiCharactersAreGone() {
        assertThat(parse("\"Ev\u202Eil\u0007\" <a\u200B@example.org>"))
                .containsExactly(new Address("Evil", "a@example.org"));
    }

    @Test
    void encodedWordCannotSmuggleASecondAddress() {
        // When
        List<Address> addresses = parse("=?utf-8?Q?boss=40example.com=3E,_x?= <evil@example.org>");
        // Then
        assertThat(addresses).containsExactly(new Address("boss@example.com>, x", "evil@example.org"));
    }

    /** Every quote behind a backslash looks like a beginning once the first is found to have no end. */
    @Test
    void escapedQuotesWithoutAnEndDoNotCostTheirSquare() {
        // Given
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        String raw = "\"" + "\\\"".repeat(20_000);
        parse(raw);

        // When
        long before = threads.getCurrentThreadAllocatedBytes();
        parse(raw);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // Then
        assertThat(allocated).isLessThan(2_000L * raw.length());
    }
}
