package dev.waybill.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailboxQuestionsTest {
    @Test
    void whatIsNotAnsweredGetsTheUsualValue() throws Exception {
        // Given
        Answers person = new Answers("help@example.com", "imap.example.com", "", "", "", "s3cret", "", "");

        // When
        var request = new MailboxQuestions(person).ask();

        // Then
        assertThat(request).isEqualTo(Screen.JSON.readTree("""
            {"address":"help@example.com",
             "imap":{"host":"imap.example.com","security":"tls","port":993,"username":"help@example.com"},
             "password":"s3cret","folders":["INBOX"],"since":"now"}
            """));
        assertThat(person.secretPrompts).containsExactly("Password: ");
    }

    @Test
    void microsoftIsAskedForItsApplication() throws Exception {
        // Given
        Answers person = new Answers("help@contoso.com", "microsoft", "contoso.com", "app-1", "s3cret", "", "", "");

        // When
        var request = new MailboxQuestions(person).ask();

        // Then
        assertThat(request).isEqualTo(Screen.JSON.readTree("""
            {"address":"help@contoso.com",
             "oauth":{"provider":"microsoft","tenant":"contoso.com","clientId":"app-1","clientSecret":"s3cret"},
             "folders":["INBOX"],"since":"now"}
            """));
        assertThat(person.secretPrompts).hasSize(2);
    }

    @Test
    void graphIsAskedForItsApplicationAndNoServer() throws Exception {
        // Given
        Answers person = new Answers("help@contoso.com", "graph", "contoso.com", "app-1", "s3cret", "", "", "");

        // When
        var request = new MailboxQuestions(person).ask();

        // Then
        assertThat(request).isEqualTo(Screen.JSON.readTree("""
            {"address":"help@contoso.com","graph":{},
             "oauth":{"provider":"microsoft","tenant":"contoso.com","clientId":"app-1","clientSecret":"s3cret"},
             "folders":["INBOX"],"since":"now"}
            """));
    }

    @Test
    void withoutTlsTheUsualPortIsTheOpenOne() {
        // Given
        Answers person = new Answers("a@b.example", "localhost", "none", "", "", "x", "", "");

        // When
        var request = new MailboxQuestions(person).ask();

        // Then
        assertThat(request.path("imap").path("port").asInt()).isEqualTo(143);
    }

    @Test
    void aMissingAddressEndsTheQuestions() {
        // When, Then
        assertThatThrownBy(() -> new MailboxQuestions(new Answers("")).ask())
                .isInstanceOfSatisfying(
                        VerbFailure.class, e -> assertThat(e.exitCode()).isEqualTo(2))
                .hasMessage("Mail address is needed");
    }

    @Test
    void aPortThatIsNoNumberIsRefused() {
        // When, Then
        assertThatThrownBy(() -> new MailboxQuestions(new Answers("a@b.example", "h", "tls", "imaps")).ask())
                .hasMessage("'imaps' is not a port number");
    }

    private static final class Answers implements MailboxQuestions.Person {
        private final Deque<String> answers;
        private final List<String> secretPrompts = new ArrayList<>();

        private Answers(String... answers) {
            this.answers = new ArrayDeque<>(List.of(answers));
        }

        @Override
        public String answer(String prompt) {
            return answers.removeFirst();
        }

        @Override
        public String secret(String prompt) {
            secretPrompts.add(prompt);
            return answers.removeFirst();
        }
    }
}
