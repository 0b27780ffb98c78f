package dev.waybill.consumer.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContactsTest {
    private static AdminDatabase database;

    private ContactsResource contacts;

    @BeforeAll
    static void connect() {
        database = AdminDatabase.fresh();
    }

    @BeforeEach
    void wire() {
        database.sql("truncate contact");
        contacts = new ContactsResource(database.database);
    }

    @Test
    void thoseThatBounceAreListedInPagesWithWhatTheServerSaid() {
        // Given
        bouncing("default", "b@example.org");
        bouncing("default", "a@example.org");
        bouncing("other", "c@example.org");
        cleared("d@example.org");

        // When
        ContactView.Page first = contacts.list(null, "1", null);
        ContactView.Page second = contacts.list(null, "2", first.next());

        // Then
        assertThat(first.contacts()).extracting(ContactView::address).containsExactly("a@example.org");
        assertThat(first.contacts().getFirst().reason()).isEqualTo("user_unknown");
        assertThat(first.contacts().getFirst().diagnostic()).isEqualTo("550 no such user");
        assertThat(second.contacts()).extracting(ContactView::address).containsExactly("b@example.org");
        assertThat(second.next()).isNull();
        assertThat(contacts.list("other", null, null).contacts())
                .extracting(ContactView::address)
                .containsExactly("c@example.org");
    }

    @Test
    void aPersonClearsOneOnceAndADryRunNothing() {
        // Given
        bouncing("default", "a@example.org");
        bouncing("other", "a@example.org");

        // When
        Change would = contacts.clear(body("{\"address\":\"A@Example.org\"}"), "true");
        long before = flags();
        Change did = contacts.clear(body("{\"address\":\"A@Example.org\"}"), null);
        Change again = contacts.clear(body("{\"address\":\"a@example.org\"}"), null);

        // Then
        assertThat(would.message()).isEqualTo("would clear the flag of a@example.org");
        assertThat(before).isEqualTo(2);
        assertThat(did.changed()).isTrue();
        assertThat(again.changed()).isFalse();
        assertThat(flags()).isEqualTo(1);
        assertThat(database.text("select cleared_by from contact where tenant = 'default'"))
                .isEqualTo("person");
    }

    @Test
    void whatIsNoRequestIsRefused() {
        assertThatThrownBy(() -> contacts.clear(body("{}"), null)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> contacts.clear(body("{\"address\":\"a@b\",\"all\":true}"), null))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> contacts.list(null, "0", null)).isInstanceOf(Refusal.class);
    }

    private static InputStream body(String json) {
        return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
    }

    private static long flags() {
        return database.number("select count(*) from contact where bouncing_since is not null");
    }

    private static void bouncing(String tenant, String address) {
        database.sql("""
            insert into contact (tenant, address, bouncing_since, reason, status, diagnostic, mailbox_id, message_key)
            values (?, ?, now(), 'user_unknown', '5.1.1', '550 no such user', ?, 'k')
            """, tenant, address, UUID.randomUUID());
    }

    private static void cleared(String address) {
        bouncing("default", address);
        database.sql("update contact set bouncing_since = null, cleared_by = 'mail' where address = ?", address);
    }
}
