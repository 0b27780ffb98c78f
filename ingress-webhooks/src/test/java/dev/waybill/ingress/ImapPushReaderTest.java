package dev.waybill.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.queue.Locator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ImapPushReaderTest {
    private static final String ID = "6f1f3f0e-3b7c-4f6f-9d55-0d6c6a6a0001";

    private final ImapPushReader reader = new ImapPushReader();

    private ImapPush read(String body) {
        return reader.read(body.getBytes(UTF_8));
    }

    private static String pointer(String uid) {
        return "{\"mailbox\":\"" + ID + "\",\"folder\":\"INBOX\",\"uidValidity\":7,\"uid\":" + uid + "}";
    }

    private static String push(String... pointers) {
        return "{\"pointers\":[" + String.join(",", pointers) + "]}";
    }

    @Test
    void numbersAndDecimalStringsAreTheSame() {
        // When
        ImapPush push = read(push(pointer("42"), pointer("\"42\"")));

        // Then
        ImapPush.Mail mail = new ImapPush.Mail(ID, new Locator.Imap("INBOX", 7, 42));
        assertThat(push)
                .isInstanceOfSatisfying(
                        ImapPush.Noticed.class,
                        noticed -> assertThat(noticed.mails()).containsExactly(mail, mail));
    }

    @Test
    void addressIsTakenAsSent() {
        // When
        ImapPush push = read(push(pointer("1").replace(ID, "Support@Example.com")));

        // Then
        assertThat(push)
                .isInstanceOfSatisfying(
                        ImapPush.Noticed.class,
                        noticed -> assertThat(noticed.mails())
                                .extracting(ImapPush.Mail::mailbox)
                                .containsExactly("Support@Example.com"));
    }

    @Test
    void thousandPointersAreTakenAndOneMoreIsNot() {
        // Given
        String thousand = IntStream.rangeClosed(1, 1_000)
                .mapToObj(uid -> pointer("" + uid))
                .collect(Collectors.joining(","));

        // When
        ImapPush most = read(push(thousand));
        ImapPush tooMany = read(push(thousand, pointer("1001")));

        // Then
        assertThat(most)
                .isInstanceOfSatisfying(
                        ImapPush.Noticed.class,
                        noticed -> assertThat(noticed.mails()).hasSize(1_000));
        assertThat(tooMany)
                .isInstanceOfSatisfying(
                        ImapPush.Malformed.class,
                        malformed -> assertThat(malformed.errors())
                                .singleElement()
                                .satisfies(error -> {
                                    assertThat(error.field()).isEqualTo("pointers");
                                    assertThat(error.problem()).contains("1001");
                                }));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"pointers":[{"folder":"INBOX","uidValidity":7,"uid":1}]}                                   | pointers[0].mailbox
        {"pointers":[{"mailbox":"x@y.z","uidValidity":7,"uid":1}]}                                  | pointers[0].folder
        {"pointers":[{"mailbox":"x@y.z","folder":"INBOX","uid":1}]}                                 | pointers[0].uidValidity
        {"pointers":[{"mailbox":"x@y.z","folder":"INBOX","uidValidity":7}]}                         | pointers[0].uid
        {"pointers":[{"mailbox":"x@y.z","folder":"INBOX","uidValidity":7,"uid":0}]}                 | pointers[0].uid
        {"pointers":[{"mailbox":"x@y.z","folder":"INBOX","uidValidity":7,"uid":4294967296}]}        | pointers[0].uid
        {"pointers":[{"mailbox":"x@y.z","folder":"INBOX","uidValidity":7,"uid":1.0}]}               | pointers[0].uid
        {"pointers":[{"mailbox":"x@y.z","folder":"INBOX","uidValidity":7,"uid":-1}]}                | pointers[0].uid
        {"pointers":[{"mailbox":"x@y.z","folder":"INBOX","uidValidity":7,"uid":"1e3"}]}             | pointers[0].uid
        {"pointers":[{"mailbox":"x@y.z","folder":"INBOX","uidValidity":"","uid":1}]}                | pointers[0].uidValidity
        {"pointers":[{"mailbox":"x@y.z","folder":"","uidValidity":7,"uid":1}]}                      | pointers[0].folder
        {"pointers":[{"mailbox":"x@y.z","folder":"a\\u0000b","uidValidity":7,"uid":1}]}             | pointers[0].folder
        {"pointers":[{"mailbox":"x@y.z","folder":null,"uidValidity":7,"uid":1}]}                    | pointers[0].folder
        {"pointers":[{"mailbox":"1-1-1-1-1","folder":"INBOX","uidValidity":7,"uid":1}]}             | pointers[0].mailbox
        {"pointers":[{"mailbox":7,"folder":"INBOX","uidValidity":7,"uid":1}]}                       | pointers[0].mailbox
        {"pointers":[{"mailbox":"x@y.z","folder":"INBOX","uidValidity":7,"uid":1,"subject":"hi"}]}  | pointers[0].subject
        {"pointers":[{"mailbox":"x@y.z","folder":"INBOX","uidValidity":7,"uid":1}],"v":1}           | v
        {"pointers":["x"]}                                                                          | pointers[0]
        {"pointers":[]}                                                                             | pointers
        {"pointers":{}}                                                                             | pointers
        {}                                                                                          | pointers
        """)
    void whatDoesNotFitIsNamedByItsField(String body, String field) {
        // When
        ImapPush push = read(body);

        // Then
        assertThat(push)
                .isInstanceOfSatisfying(
                        ImapPush.Malformed.class,
                        malformed -> assertThat(malformed.errors())
                                .extracting(FieldError::field)
                                .containsExactly(field));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "x",
                "[]",
                "null",
                "1",
                "{\"pointers\":[",
                "{} {}",
                "{\"pointers\":1,\"pointers\":2}",
                "{'pointers':[]}"
            })
    void whatIsNotAnObjectOfJsonIsRefusedAsAWhole(String body) {
        // When
        ImapPush push = read(body);

        // Then
        assertThat(push)
                .isInstanceOfSatisfying(
                        ImapPush.Malformed.class,
                        malformed -> assertThat(malformed.errors())
                                .extracting(FieldError::field)
                                .containsExactly(""));
    }

    @Test
    void deepNestingAndEndlessStringsAreRefused() {
        // When
        ImapPush deep = read("[".repeat(100_000));
        ImapPush large = read("{\"pointers\":\"" + "x".repeat(200_000) + "\"}");

        // Then
        assertThat(deep).isInstanceOf(ImapPush.Malformed.class);
        assertThat(large).isInstanceOf(ImapPush.Malformed.class);
    }

    @Test
    void answerNeverHoldsMoreThanTwentyErrorsOrAnEndlessName() {
        // When
        ImapPush push = read("{\"" + "n".repeat(200) + "\":1,\"pointers\":["
                + IntStream.range(0, 500).mapToObj(i -> "{}").collect(Collectors.joining(",")) + "]}");

        // Then
        assertThat(push)
                .isInstanceOfSatisfying(
                        ImapPush.Malformed.class,
                        malformed -> assertThat(malformed.errors())
                                .hasSize(20)
                                .allMatch(error -> error.field().length() < 80));
    }
}
