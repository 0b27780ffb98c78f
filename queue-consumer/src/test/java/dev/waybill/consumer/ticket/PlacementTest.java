package dev.waybill.consumer.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.consumer.blob.ContentHash;
import dev.waybill.consumer.ledger.Mails;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlacementTest {
    @Test
    void inReplyToGoesBeforeReferencesAndTheLastReferenceBeforeTheFirst() {
        // Given
        ThreadIds ids = ThreadIds.of(Mails.mail("own", List.of("parent"), List.of("root", "middle", "parent")));

        // Then
        assertThat(ids.parents().stream().map(p -> p.id().value() + " " + p.header()))
                .containsExactly("parent in_reply_to", "middle references", "root references");
        assertThat(because(ids, known("root", 1, true, "middle", 2, true))).isEqualTo("2 references");
        assertThat(because(ids, known("root", 1, true, "middle", 2, true, "parent", 3, false)))
                .isEqualTo("3 in_reply_to");
    }

    @Test
    void aLateParentJoinsTheTicketOfItsReply() {
        ThreadIds ids = ThreadIds.of(Mails.mail("own", List.of(), List.of()));
        assertThat(because(ids, known("own", 5, false))).isEqualTo("5 referred_to_before");
    }

    @Test
    void aReusedMessageIdProvesNothingButAReferenceStillDoes() {
        ThreadIds alone = ThreadIds.of(Mails.mail("own", List.of(), List.of()));
        ThreadIds reply = ThreadIds.of(Mails.mail("own", List.of("parent"), List.of()));

        assertThat(because(alone, known("own", 5, true))).isEqualTo("new message_id_reused");
        assertThat(because(reply, known("own", 5, true, "parent", 6, true))).isEqualTo("6 in_reply_to");
    }

    @Test
    void nothingKnownOpensATicket() {
        assertThat(because(ThreadIds.of(Mails.mail(null, List.of(), List.of())), Map.of()))
                .isEqualTo("new no_reference");
        assertThat(because(ThreadIds.of(Mails.mail("own", List.of("x"), List.of())), Map.of()))
                .isEqualTo("new references_unknown");
    }

    @Test
    void aMailThatRefersToItselfIsNotItsOwnParent() {
        ThreadIds ids = ThreadIds.of(Mails.mail("own", List.of("own"), List.of("own", "other", " ")));
        assertThat(ids.parents().stream().map(p -> p.id().value())).containsExactly("other");
    }

    private static String because(ThreadIds ids, Map<ContentHash, Placement.Known> known) {
        return switch (Placement.of(ids, known)) {
            case Placement.NewTicket fresh -> "new " + fresh.because();
            case Placement.Joins joins -> joins.ticket() + " " + joins.because();
        };
    }

    private static Map<ContentHash, Placement.Known> known(Object... triples) {
        Map<ContentHash, Placement.Known> known = new HashMap<>();
        for (int i = 0; i < triples.length; i += 3) {
            ThreadId id = ThreadId.of((String) triples[i]).orElseThrow();
            known.put(id.hash(), new Placement.Known((Integer) triples[i + 1], (Boolean) triples[i + 2]));
        }
        return known;
    }
}
