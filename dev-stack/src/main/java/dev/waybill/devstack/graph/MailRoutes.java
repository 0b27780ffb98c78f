package dev.waybill.devstack.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waybill.devstack.http.Reply;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** {@code /users/{id}/…}: folders, lists, single messages and their MIME. */
final class MailRoutes {
    private static final int USUAL_PAGE = 10;
    private static final int LARGEST_PAGE = 1_000;
    private static final int MOST_TRANSLATED = 1_000;
    private static final Set<String> LIST_QUERY =
            Set.of("$filter", "$select", "$top", "$orderby", "$skiptoken", "$count");

    private final DeltaRoutes delta;
    private final Map<String, Rest> pages = new ConcurrentHashMap<>();

    MailRoutes(DeltaRoutes delta) {
        this.delta = delta;
    }

    /** What a list has not shown yet. */
    private record Rest(List<GraphMessage> messages, Set<String> selected, boolean immutable, int pageSize) {}

    Reply answer(GraphRequest request, GraphMailbox mailbox, Deque<String> path) throws GraphFailure {
        if (path.isEmpty()) {
            return Reply.json(
                    200,
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("id", mailbox.id().toString())
                            .put("userPrincipalName", mailbox.address())
                            .put("mail", mailbox.address()));
        }
        return switch (path.poll()) {
            case "mailFolders", "mailfolders" -> folders(request, mailbox, path);
            case "messages" -> messages(request, mailbox, "", path);
            case "translateExchangeIds" -> translate(request, mailbox);
            default -> throw unknown();
        };
    }

    private Reply folders(GraphRequest request, GraphMailbox mailbox, Deque<String> path) throws GraphFailure {
        if (path.isEmpty()) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            ArrayNode value = body.putArray("value");
            GraphMailbox.WELL_KNOWN.forEach(folder -> value.add(folder(mailbox, folder)));
            return Reply.json(200, body);
        }
        String folder = mailbox.folder(path.poll()).orElseThrow(() -> GraphFailure.notFound("ErrorItemNotFound"));
        if (path.isEmpty()) {
            return Reply.json(200, folder(mailbox, folder));
        }
        if (!path.poll().equals("messages")) {
            throw unknown();
        }
        return messages(request, mailbox, folder, path);
    }

    private static ObjectNode folder(GraphMailbox mailbox, String folder) {
        List<GraphMessage> inside = mailbox.list(folder);
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", mailbox.folderId(folder))
                .put("displayName", folder)
                .put("totalItemCount", inside.size())
                .put("unreadItemCount", inside.stream().filter(m -> !m.read()).count());
    }

    private Reply messages(GraphRequest request, GraphMailbox mailbox, String folder, Deque<String> path)
            throws GraphFailure {
        if (path.isEmpty()) {
            return list(request, mailbox, folder);
        }
        String id = path.poll();
        // Functions without parameters may be written either way (OData 4.01, Part 2, §4.4).
        if (id.equals("delta") || id.equals("delta()")) {
            if (folder.isEmpty()) {
                throw GraphFailure.badRequest("Delta is supported on the messages of a folder only.");
            }
            return delta.answer(request, mailbox, folder);
        }
        if (!id.matches("[A-Za-z0-9_=-]{20,400}")) {
            throw new GraphFailure(400, "ErrorInvalidIdMalformed", "Id is malformed.");
        }
        GraphMessage message = mailbox.find(id, request.immutableIds())
                .filter(m -> folder.isEmpty() || m.folder().equals(folder))
                .orElseThrow(() -> GraphFailure.notFound("ErrorItemNotFound"));
        return path.isEmpty() ? single(request, mailbox, message) : behind(request, mailbox, message, path.poll());
    }

    private Reply single(GraphRequest request, GraphMailbox mailbox, GraphMessage message) throws GraphFailure {
        switch (request.method()) {
            case "GET" -> request.refuseQueryBut(Set.of("$select", "$expand"));
            case "PATCH" ->
                mailbox.setRead(
                        message.immutableId(), request.json().path("isRead").asBoolean());
            case "DELETE" -> {
                mailbox.move(message.immutableId(), "deleteditems");
                return Reply.empty(204);
            }
            default -> throw unknown();
        }
        String expand = request.query("$expand");
        if (!expand.isEmpty() && !expand.equals(GraphMessage.EXPANDS_SIZE)) {
            throw GraphFailure.badRequest("This simulator expands the size of a message only.");
        }
        return shown(request, mailbox, message.immutableId(), 200);
    }

    private Reply behind(GraphRequest request, GraphMailbox mailbox, GraphMessage message, String what)
            throws GraphFailure {
        return switch (request.method() + " " + what) {
            case "GET $value" -> Reply.text(200, message.raw().bytes());
            case "POST move" -> {
                String target = mailbox.folder(
                                request.parameter("destinationId").asText(""))
                        .orElseThrow(() -> GraphFailure.notFound("ErrorItemNotFound"));
                mailbox.move(message.immutableId(), target);
                yield shown(request, mailbox, message.immutableId(), 201);
            }
            default -> throw unknown();
        };
    }

    private static Reply shown(GraphRequest request, GraphMailbox mailbox, String immutableId, int status)
            throws GraphFailure {
        GraphMessage now =
                mailbox.find(immutableId, true).orElseThrow(() -> GraphFailure.notFound("ErrorItemNotFound"));
        ObjectNode json = now.json(request.selected(), request.immutableIds(), mailbox.folderId(now.folder()));
        return Reply.json(status, request.query("$expand").isEmpty() ? json : now.withSize(json));
    }

    private Reply list(GraphRequest request, GraphMailbox mailbox, String folder) throws GraphFailure {
        String token = request.query("$skiptoken");
        if (!token.isEmpty()) {
            Rest rest = pages.remove(token);
            if (rest == null) {
                throw GraphFailure.badRequest("The skip token is not valid.");
            }
            return page(request, mailbox, folder, rest);
        }
        request.refuseQueryBut(LIST_QUERY);
        String filter = request.query("$filter");
        Predicate<GraphMessage> wanted = MessageFilter.of(filter, "ge gt le lt");
        List<GraphMessage> found = mailbox.list(folder).stream().filter(wanted).toList();
        found = switch (request.query("$orderby")) {
            case "", "receivedDateTime desc", "receivedDateTime DESC" -> found;
            case "receivedDateTime", "receivedDateTime asc", "receivedDateTime ASC" ->
                found.stream()
                        .sorted(Comparator.comparing(GraphMessage::receivedAt))
                        .toList();
            default -> throw new GraphFailure(400, "InefficientFilter", "The sort order is too complex.");
        };
        return page(
                request,
                mailbox,
                folder,
                new Rest(
                        found, request.selected(), request.immutableIds(), request.pageSize(USUAL_PAGE, LARGEST_PAGE)));
    }

    private Reply page(GraphRequest request, GraphMailbox mailbox, String folder, Rest rest) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode value = body.putArray("value");
        int shown = Math.min(rest.pageSize(), rest.messages().size());
        rest.messages()
                .subList(0, shown)
                .forEach(m -> value.add(m.json(rest.selected(), rest.immutable(), mailbox.folderId(m.folder()))));
        if (shown < rest.messages().size()) {
            String token = UUID.randomUUID().toString();
            pages.put(
                    token,
                    new Rest(
                            rest.messages().subList(shown, rest.messages().size()),
                            rest.selected(),
                            rest.immutable(),
                            rest.pageSize()));
            String where = folder.isEmpty() ? "" : "/mailFolders/" + folder;
            body.put(
                    "@odata.nextLink",
                    request.base() + "/users/" + mailbox.address() + where + "/messages?$skiptoken=" + token);
        }
        return Reply.json(200, body);
    }

    private static Reply translate(GraphRequest request, GraphMailbox mailbox) throws GraphFailure {
        JsonNode ids = request.parameter("inputIds");
        if (!ids.isArray() || ids.size() > MOST_TRANSLATED) {
            throw GraphFailure.badRequest("inputIds has to be an array of at most " + MOST_TRANSLATED + " ids.");
        }
        boolean toImmutable = switch (request.parameter("targetIdType").asText("")) {
            case "restImmutableEntryId" -> true;
            case "restId" -> false;
            default -> throw GraphFailure.badRequest("The targetIdType is not supported.");
        };
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode value = body.putArray("value");
        for (JsonNode id : ids) {
            mailbox.find(id.asText(), !toImmutable)
                    .ifPresent(
                            m -> value.addObject().put("sourceId", id.asText()).put("targetId", m.id(toImmutable)));
        }
        return Reply.json(200, body);
    }

    private static GraphFailure unknown() {
        return GraphFailure.badRequest("Resource not found for the segment.");
    }
}
