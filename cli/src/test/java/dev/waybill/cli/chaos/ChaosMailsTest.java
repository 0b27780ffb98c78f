package dev.waybill.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChaosMailsTest {
    private static final List<String> DESKS = new Cast(1, 1, 2).addresses();

    @Test
    void eachMailHasATokenOfItsOwnAndIsTheSameForTheSameSeed() {
        // Given
        ChaosMails one = new ChaosMails(42, DESKS, 500);
        ChaosMails again = new ChaosMails(42, DESKS, 500);
        Set<String> tokens = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            // When
            ChaosMails.Composed mail = one.mail(i);
            // Then
            String token = mail.sent().token();
            assertThat(tokens.add(token)).isTrue();
            assertThat(token).matches(ChaosMails.TOKEN);
            assertThat(again.mail(i).sent()).isEqualTo(mail.sent());
            assertThat(new String(mail.raw().bytes(), StandardCharsets.UTF_8))
                    .contains("Message-ID: <" + token + "@", "[" + token + "]");
        }
        assertThat(new ChaosMails(43, DESKS, 1).mail(0).sent().token()).isNotIn(tokens);
    }

    @Test
    void repliesAnswerOpeningMailsOfTheirMailboxBeforeAndBehindThem() {
        // Given
        ChaosMails mails = new ChaosMails(7, DESKS, 500);
        Map<String, SentMail> all = new HashMap<>();
        for (int i = 0; i < 500; i++) {
            all.put(mails.mail(i).sent().token(), mails.mail(i).sent());
        }
        // When
        List<SentMail> replies =
                all.values().stream().filter(mail -> !mail.answers().isEmpty()).toList();
        // Then
        assertThat(replies).hasSizeBetween(50, 150).allSatisfy(reply -> {
            SentMail parent = all.get(reply.answers());
            assertThat(parent.address()).isEqualTo(reply.address());
            assertThat(parent.answers()).isEmpty();
        });
        assertThat(replies).anyMatch(reply -> reply.answers().compareTo(reply.token()) < 0);
        assertThat(replies).anyMatch(reply -> reply.answers().compareTo(reply.token()) > 0);
    }
}
