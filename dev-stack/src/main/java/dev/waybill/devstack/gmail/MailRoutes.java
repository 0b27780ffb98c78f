package dev.waybill.devstack.gmail;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waybill.devstack.http.Call;
import dev.waybill.devstack.http.Reply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** {@code profile}, {@code labels} and {@code messages} of one user. */
final class MailRoutes {
    private static final int USUAL_PAGE = 100;
    private static final int LARGEST_PAGE = 500;
    private static final Set<String> SCOPES_THAT_READ = Set.of(
            "https://mail.google.com/",
            "https://www.googleapis.com/auth/gmail.modify",
            "https://www.googleapis.com/auth/gmail.readonly");

    private final Random order = new Random(7);

    Reply answer(Call call, GmailMailbox mailbox, GmailUnits units, Set<String> scopes, Deque<String> path)
            throws GmailFailure {
        String first = String.valueOf(path.poll());
        if (first.equals("profile") && path.isEmpty()) {
            units.spend(1);
            return profile(mailbox);
        }
        if (first.equals("labels") && path.isEmpty()) {
            units.spend(1);
            return labels(mailbox);
        }
        if (!first.equals("messages")) {
            throw GmailFailure.notFound();
        }
        if (path.isEmpty()) {
            units.spend(5);
            return list(call, mailbox, scopes);
        }
        String id = path.poll();
        if (path.isEmpty() && call.method().equals("GET")) {
            units.spend(20);
            return get(call, mailbox, scopes, id);
        }
        if ("modify".equals(path.poll()) && call.method().equals("POST")) {
            units.spend(5);
            return modify(call, mailbox, scopes, id);
        }
        throw GmailFailure.notFound();
    }

    private static Reply profile(GmailMailbox mailbox) {
        return Reply.json(
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("emailAddress", mailbox.address())
                        .put("messagesTotal", mailbox.all().size())
                        .put("historyId", Long.toString(mailbox.historyId())));
    }

    private static Reply labels(GmailMailbox mailbox) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode labels = body.putArray("labels");
        mailbox.labels().stream()
                .sorted()
                .forEach(label -> labels.addObject()
                        .put("id", label)
                        .put("name", label)
                        .put("type", GmailMailbox.SYSTEM_LABELS.contains(label) ? "system" : "user"));
        return Reply.json(200, body);
    }

    private Reply list(Call call, GmailMailbox mailbox, Set<String> scopes) throws GmailFailure {
        String query = call.query("q");
        if (!query.isEmpty() && Collections.disjoint(scopes, SCOPES_THAT_READ)) {
            throw GmailFailure.forbidden("Metadata scope does not support 'q' parameter");
        }
        List<String> labelIds = call.query().getOrDefault("labelIds", List.of());
        for (String label : labelIds) {
            if (!mailbox.hasLabel(label)) {
                throw GmailFailure.invalid("Invalid label: " + label);
            }
        }
        boolean hidden = call.query("includeSpamTrash").equals("true");
        SearchQuery search = SearchQuery.of(query);
        List<GmailMessage> found = new ArrayList<>(mailbox.all().reversed().stream()
                .filter(m -> m.labels().containsAll(labelIds) && search.matches(m))
                .filter(m ->
                        hidden || search.asksForHidden() || Collections.disjoint(m.labels(), Set.of("SPAM", "TRASH")))
                .toList());
        disorder(found);
        int from = Paging.position(call.query("pageToken"));
        int to = Math.min(found.size(), from + Paging.size(call, USUAL_PAGE, LARGEST_PAGE));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (from < to) {
            ArrayNode messages = body.putArray("messages");
            found.subList(from, to).forEach(m -> messages.add(m.ids()));
        }
        if (to < found.size()) {
            body.put("nextPageToken", Paging.token(to));
        }
        return Reply.json(200, body.put("resultSizeEstimate", found.size()));
    }

    /** Newest first, but not strictly. The same disorder for every page of a list. */
    private void disorder(List<GmailMessage> found) {
        order.setSeed(7);
        for (int i = 1; i < found.size(); i++) {
            if (order.nextInt(4) == 0) {
                Collections.swap(found, i - 1, i);
            }
        }
    }

    private static Reply get(Call call, GmailMailbox mailbox, Set<String> scopes, String id) throws GmailFailure {
        if (!id.matches("[0-9a-f]{16}")) {
            throw GmailFailure.invalid("Invalid id value");
        }
        String format = call.query("format");
        boolean body = !Set.of("minimal", "metadata").contains(format);
        if (body && Collections.disjoint(scopes, SCOPES_THAT_READ)) {
            throw GmailFailure.forbidden(
                    "Metadata scope doesn't allow format " + format.toUpperCase(java.util.Locale.ROOT));
        }
        GmailMessage message = mailbox.find(id).orElseThrow(GmailFailure::notFound);
        return switch (format) {
            case "raw" -> Reply.json(200, message.whole());
            case "minimal" -> Reply.json(200, message.minimal());
            default -> throw GmailFailure.invalid("This simulator gives the formats raw and minimal.");
        };
    }

    private static Reply modify(Call call, GmailMailbox mailbox, Set<String> scopes, String id) throws GmailFailure {
        if (Collections.disjoint(
                scopes, Set.of("https://mail.google.com/", "https://www.googleapis.com/auth/gmail.modify"))) {
            throw GmailFailure.forbidden("Request had insufficient authentication scopes.");
        }
        if (mailbox.find(id).isEmpty()) {
            throw GmailFailure.notFound();
        }
        String[] added = labels(call, "addLabelIds");
        String[] removed = labels(call, "removeLabelIds");
        Set<String> unknown = new HashSet<>(List.of(added));
        unknown.addAll(List.of(removed));
        unknown.removeAll(mailbox.labels());
        if (!unknown.isEmpty()) {
            throw GmailFailure.invalid("Invalid label: " + unknown);
        }
        if (added.length > 0) {
            mailbox.addLabels(id, added);
        }
        if (removed.length > 0) {
            mailbox.removeLabels(id, removed);
        }
        return Reply.json(
                200, mailbox.find(id).orElseThrow(GmailFailure::notFound).withLabels());
    }

    private static String[] labels(Call call, String field) throws GmailFailure {
        List<String> names = new ArrayList<>();
        Paging.json(call).path(field).forEach(label -> names.add(label.asText()));
        return names.toArray(String[]::new);
    }
}
