package dev.waybill.queue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PointerCodecTest {
    private static final UUID MAILBOX = UUID.fromString("018f0000-0000-7000-8000-00000000000a");
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final Receipt RECEIPT =
            new Receipt(new Token(1), Pointers.imap(MAILBOX, 1).id());

    private static final String IMAP = """
            {"v":1,"kind":"imap","mailbox":"018f0000-0000-7000-8000-00000000000a","folder":"INBOX",\
            "uidValidity":"7","uid":"42","enqueuedAt":1760000000000}""";

    static Stream<Pointer> pointers() {
        return Stream.of(
                        new Locator.Imap("Ablage/Ärger \"neu\" \\ 邮件 😀", 4_294_967_295L, 4_294_967_295L),
                        new Locator.Imap("邮".repeat(255), 1, 1),
                        new Locator.Graph("AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A="),
                        new Locator.Gmail("18c2f0a1b2c3d4e5"),
                        new Locator.GmailHistory("18446744073709551615"),
                        new Locator.Reconcile(Long.MAX_VALUE, "reconnect"))
                .map(locator -> new Pointer(MAILBOX, locator, 1_760_000_000_000L, TRACE));
    }

    @ParameterizedTest
    @MethodSource("pointers")
    void whatIsWrittenIsReadBack(Pointer pointer) {
        byte[] json = PointerCodec.encode(pointer).getBytes(UTF_8);

        assertThat(json).hasSizeLessThanOrEqualTo(PointerCodec.MAX_BYTES);
        assertThat(PointerCodec.decode(json)).isEqualTo(pointer);
        assertThat(PointerCodec.claimed(RECEIPT, json, 2, 1)).isEqualTo(new Claimed.Valid(RECEIPT, pointer, 2, 1));
    }

    @Test
    void theJsonIsCanonical() {
        Pointer pointer = new Pointer(MAILBOX, new Locator.Imap("INBOX", 7, 42), 1_760_000_000_000L, "");

        assertThat(PointerCodec.encode(pointer)).isEqualTo(IMAP);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"v\":1,| {\"v\":1,\"subject\":\"x\",| subject",
                "\"folder\":\"INBOX\"| \"folder\":7| folder",
                "\"folder\":\"INBOX\"| \"folder\":\"\"| folder",
                "\"folder\":\"INBOX\"| \"folder\":\"a\\u0000b\"| folder",
                "\"folder\":\"INBOX\",| | folder",
                "\"uid\":\"42\"| \"uid\":42| uid",
                "\"uid\":\"42\"| \"uid\":\"042\"| uid",
                "\"uid\":\"42\"| \"uid\":\"-1\"| uid",
                "\"uid\":\"42\"| \"uid\":\"0\"| uid",
                "\"uid\":\"42\"| \"uid\":\"4294967296\"| uid",
                "\"uidValidity\":\"7\"| \"uidValidity\":null| uidValidity",
                "\"uidValidity\":\"7\"| \"messageId\":\"7\"| messageId",
                "018f0000-0000| 018F0000-0000| mailbox",
                "018f0000-0000| 18f0000-0000| mailbox",
                "1760000000000| \"1760000000000\"| enqueuedAt",
                "1760000000000| -1| enqueuedAt",
                "1760000000000| 1.5| enqueuedAt",
                "1760000000000}| 1760000000000,\"traceparent\":\"x\"}| traceparent",
                "\"kind\":\"imap\"| \"kind\":\"pop3\"| pointer",
                "\"kind\":\"imap\",| | kind",
                "\"v\":1| \"v\":2| pointer",
                "\"v\":1| \"v\":\"1\"| v",
                "{\"v\":1,| {| v",
            })
    void whatTheSchemaDoesNotAllowIsRefusedWithTheFieldsName(String from, String to, String field) {
        String json = IMAP.replace(from, to == null ? "" : to);

        assertThat(json).isNotEqualTo(IMAP);
        assertThatThrownBy(() -> PointerCodec.decode(json.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        InvalidPointerException.class,
                        e -> assertThat(e.field()).isEqualTo(field));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "7",
                "[]",
                "{",
                "{}",
                "{\"v\":1",
                "{\"v\":1}x",
                "{\"v\":1} {}",
                "{\"v\":1,\"v\":1}",
                "{'v':1}",
                "{\"v\":99999999999999999999}",
                "{\"v\":1,\"a\":[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]}"
            })
    void whatIsNoPointerIsBroken(String text) {
        assertThatThrownBy(() -> PointerCodec.decode(text.getBytes(UTF_8))).isInstanceOf(InvalidPointerException.class);
        assertThat(PointerCodec.claimed(RECEIPT, text.getBytes(UTF_8), 0, 0))
                .isInstanceOfSatisfying(Claimed.Broken.class, broken -> {
                    assertThat(broken.raw()).isEqualTo(text);
                    assertThat(broken.problem()).isNotBlank();
                });
    }

    @Test
    void aKeyThatComesTwiceIsRefused() {
        String json = IMAP.replace("\"uid\":\"42\"", "\"uid\":\"42\",\"uid\":\"43\"");

        assertThatThrownBy(() -> PointerCodec.decode(json.getBytes(UTF_8)))
                .isInstanceOf(InvalidPointerException.class)
                .hasMessageContaining("uid");
    }

    @Test
    void onlyUtf8IsRead() {
        String umlaut = IMAP.replace("INBOX", "Entwürfe");

        assertThat(PointerCodec.decode(umlaut.getBytes(UTF_8)).locator())
                .isEqualTo(new Locator.Imap("Entwürfe", 7, 42));
        assertThatThrownBy(() -> PointerCodec.decode(umlaut.getBytes(ISO_8859_1)))
                .isInstanceOf(InvalidPointerException.class)
                .hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> PointerCodec.decode(umlaut.getBytes(UTF_16)))
                .isInstanceOf(InvalidPointerException.class);
    }

    @Test
    void aPointerHasAtMostOneKibibyte() {
        Pointer tooLong = new Pointer(MAILBOX, new Locator.Graph("é".repeat(500)), 0, "");
        byte[] longJson = (" ".repeat(PointerCodec.MAX_BYTES) + IMAP).getBytes(UTF_8);

        assertThatThrownBy(() -> PointerCodec.encode(tooLong))
                .isInstanceOf(InvalidPointerException.class)
                .hasMessageContaining("1024 are allowed");
        assertThat(PointerCodec.claimed(RECEIPT, longJson, 0, 0))
                .isInstanceOfSatisfying(
                        Claimed.Broken.class, broken -> assertThat(broken.raw()).hasSize(PointerCodec.MAX_BYTES));
    }

    @Test
    void halfASurrogatePairIsRefused() {
        Pointer pointer = new Pointer(MAILBOX, new Locator.Imap("\ud83d", 7, 42), 0, "");

        assertThatThrownBy(() -> PointerCodec.encode(pointer)).isInstanceOf(InvalidPointerException.class);
        assertThatThrownBy(() ->
                        PointerCodec.decode(IMAP.replace("INBOX", "\\ud83d").getBytes(UTF_8)))
                .isInstanceOf(InvalidPointerException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"v\":2,\"enqueuedAt\":17,\"new\":{\"deep\":[1,2]}}",
                "{\"v\":1,\"kind\":\"jmap\",\"enqueuedAt\":17,\"emailId\":\"M1\"}"
            })
    void aPointerOfANewerVersionIsUnknownAndTellsItsAge(String json) {
        assertThat(PointerCodec.claimed(RECEIPT, json.getBytes(UTF_8), 0, 0))
                .isInstanceOfSatisfying(Claimed.Unknown.class, unknown -> {
                    assertThat(unknown.enqueuedAt()).isEqualTo(17);
                    assertThat(unknown.raw()).isEqualTo(json);
                });
    }
}
