package dev.waybill.mailbox.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.MailboxState;
import dev.waybill.mailbox.Secret;
import dev.waybill.mailbox.registry.RegistryDatabase;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TinkCredentialsTest {
    private static final String KEYSET = Keysets.generate();
    private static RegistryDatabase database;

    @BeforeAll
    static void startPostgres() {
        database = RegistryDatabase.fresh();
    }

    @Test
    void storedCredentialOpens() throws MailboxAccessException {
        // Given
        Mailbox mailbox = database.registry(box(KEYSET)).add(RegistryDatabase.newMailbox("pass"));

        // When
        Secret opened = credentials(KEYSET).open(mailbox.id());

        // Then
        assertThat(opened).isEqualTo(new Secret.Password("pass"));
    }

    @Test
    void replacedCredentialOpensAndTellsTheWatchers() throws MailboxAccessException {
        // Given
        Mailbox mailbox = database.registry(box(KEYSET)).add(RegistryDatabase.newMailbox("old"));

        // When
        boolean replaced = credentials(KEYSET).replace(mailbox.id(), new Secret.Password("new"));

        // Then
        assertThat(replaced).isTrue();
        assertThat(credentials(KEYSET).open(mailbox.id())).isEqualTo(new Secret.Password("new"));
        assertThat(database.registry(box(KEYSET)).find(mailbox.id()))
                .hasValueSatisfying(now -> assertThat(now.version()).isGreaterThan(mailbox.version()));
    }

    @Test
    void lostKeysetFailsTheMailboxAndSaysWhatToDo() {
        // Given
        Mailbox mailbox = database.registry(box(KEYSET)).add(RegistryDatabase.newMailbox("pass"));
        TinkCredentials credentials =
                new TinkCredentials(database.source(), Keysets.open(Optional.empty(), Optional.empty()));

        // Then
        assertUnreadable(() -> credentials.open(mailbox.id()), "WAYBILL_KEYSET_FILE");
    }

    @Test
    void wrongKeysetFailsTheMailboxAndSaysWhatToDo() {
        // Given
        Mailbox mailbox = database.registry(box(KEYSET)).add(RegistryDatabase.newMailbox("pass"));
        TinkCredentials credentials = credentials(Keysets.generate());

        // Then
        assertUnreadable(() -> credentials.open(mailbox.id()), "enter the credential again");
    }

    @Test
    void mailboxWithoutCredentialSaysSo() {
        assertUnreadable(() -> credentials(KEYSET).open(UUID.randomUUID()), "there is none");
    }

    @Test
    void credentialOfARemovedMailboxIsGone() {
        // Given
        Mailbox mailbox = database.registry(box(KEYSET)).add(RegistryDatabase.newMailbox("pass"));

        // When
        database.registry(box(KEYSET)).remove(mailbox.id());

        // Then
        assertUnreadable(() -> credentials(KEYSET).open(mailbox.id()), "there is none");
        assertThat(credentials(KEYSET).replace(mailbox.id(), new Secret.Password("again")))
                .isFalse();
    }

    private static void assertUnreadable(org.assertj.core.api.ThrowableAssert.ThrowingCallable open, String hint) {
        assertThatThrownBy(open)
                .asInstanceOf(type(MailboxAccessException.class))
                .satisfies(failure -> {
                    assertThat(failure.failureClass()).isEqualTo(FailureClass.CREDENTIAL);
                    assertThat(failure.reason()).isEqualTo("credential_unreadable");
                    assertThat(failure.state()).isEqualTo(MailboxState.AUTH_FAILED);
                    assertThat(failure).hasMessageContaining(hint).hasMessageNotContaining("pass");
                });
    }

    private static TinkCredentials credentials(String keyset) {
        return new TinkCredentials(database.source(), box(keyset));
    }

    private static SecretBox box(String keyset) {
        return SecretBoxTest.box(keyset);
    }
}
