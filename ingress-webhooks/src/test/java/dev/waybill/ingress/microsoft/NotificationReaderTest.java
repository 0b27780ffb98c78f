package dev.waybill.ingress.microsoft;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NotificationReaderTest {
    private final NotificationReader reader = new NotificationReader();

    private Optional<List<Notification>> read(String body) {
        return reader.read(body.getBytes(UTF_8));
    }

    private Notification only(String element) {
        return read("{\"value\":[" + element + "]}").orElseThrow().getFirst();
    }

    @Test
    void elementIsReadAndTheRestPassedOver() {
        assertThat(only(GraphBody.created("Sub-1", "secret", "AAMk=_-Q")))
                .isEqualTo(new Notification("Sub-1", "secret", "created", "AAMk=_-Q", "", true));
    }

    @Test
    void namesAreTakenInAnyCaseAndIdsAsTheyAre() {
        // When
        Notification read = only("""
            {"SubscriptionID":"aBc","ClientState":"S","ChangeType":"CREATED","ResourceData":{"ID":"xYz"}}\
            """);

        // Then
        assertThat(read).isEqualTo(new Notification("aBc", "S", "created", "xYz", "", true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Users/u/Messages/AAk=",
                "users/u/messages/AAk=",
                "Users('u')/Messages('AAk=')",
                "users('u')/mailFolders('f')/messages('AAk=')"
            })
    void idIsFoundInThePathOfAnySpellingIfItStandsNowhereElse(String resource) {
        assertThat(only("{\"subscriptionId\":\"s\",\"resource\":\"" + resource + "\"}")
                        .messageId())
                .isEqualTo("AAk=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"clientState\":7}",
                "{\"clientState\":\"a\",\"ClientState\":\"b\"}",
                "{\"resourceData\":\"x\"}",
                "{\"resourceData\":{\"id\":{\"a\":[1]}}}"
            })
    void fieldOfAnotherTypeOrTwiceMakesTheElementIncomplete(String element) {
        assertThat(only(element).whole()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{}",
                "{\"value\":{}}",
                "{\"value\":[1]}",
                "{\"value\":[]} x",
                "{\"value\":[],\"Value\":[]}",
                "{\"value\":[{\"a\":",
                "\u001f\u008b\b"
            })
    void everythingElseIsMalformed(String body) {
        assertThat(read(body)).isEmpty();
    }

    @Test
    void deepJsonAndLongNamesAreMalformed() {
        assertThat(read("{\"x\":" + "[".repeat(100_000))).isEmpty();
        assertThat(read("{\"value\":[{\"x\":" + "{\"a\":".repeat(20) + "1" + "}".repeat(20) + "}]}"))
                .isEmpty();
        assertThat(read("{\"" + "n".repeat(10_000) + "\":1}")).isEmpty();
        assertThat(read("{\"value\":[{\"clientState\":\"" + "s".repeat(10_000) + "\"}]}"))
                .isEmpty();
    }

    @Test
    void moreThanABatchOfTheQueueIsMalformed() {
        assertThat(read("{\"value\":[" + String.join(",", Collections.nCopies(1_000, "{}")) + "]}"))
                .hasValueSatisfying(all -> assertThat(all).hasSize(1_000));
        assertThat(read("{\"value\":[" + String.join(",", Collections.nCopies(1_001, "{}")) + "]}"))
                .isEmpty();
    }
}
