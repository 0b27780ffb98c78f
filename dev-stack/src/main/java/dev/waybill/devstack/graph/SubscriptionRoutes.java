package dev.waybill.devstack.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waybill.devstack.http.Reply;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /subscriptions}: made after a real validation call, renewed, listed, ended. */
final class SubscriptionRoutes {
    /** Outlook messages without resource data: under seven days. */
    private static final Duration LONGEST = Duration.ofDays(7);

    private static final Duration SHORTEST = Duration.ofMinutes(45);
    private static final int LONGEST_CLIENT_STATE = 128;
    private static final Set<String> CHANGE_TYPES = Set.of("created", "updated", "deleted");
    private static final Set<String> FIELDS = Set.of(
            "changeType",
            "notificationUrl",
            "lifecycleNotificationUrl",
            "resource",
            "expirationDateTime",
            "clientState",
            "latestSupportedTlsVersion");
    private static final Pattern RESOURCE = Pattern.compile(
            "/?users(?:/|\\(')([^/'()]+)(?:'\\))?(?:/mailfolders(?:/|\\(')([^/'()]+)(?:'\\))?)?/messages",
            Pattern.CASE_INSENSITIVE);

    private final SubscriptionStore store;
    private final MailboxFinder mailboxes;
    private final NotificationSender sender;
    private final InstantSource clock;

    SubscriptionRoutes(
            SubscriptionStore store, MailboxFinder mailboxes, NotificationSender sender, InstantSource clock) {
        this.store = store;
        this.mailboxes = mailboxes;
        this.sender = sender;
        this.clock = clock;
    }

    Reply answer(GraphRequest request, Deque<String> path) throws GraphFailure {
        if (path.isEmpty()) {
            return switch (request.method()) {
                case "GET" -> list(request);
                case "POST" -> create(request);
                default -> throw methodNotAllowed();
            };
        }
        GraphSubscription found = store.find(path.poll()).orElseThrow(() -> GraphFailure.notFound("ResourceNotFound"));
        if (!path.isEmpty()) {
            if (path.poll().equals("reauthorize") && request.method().equals("POST")) {
                return Reply.empty(204);
            }
            throw methodNotAllowed();
        }
        return switch (request.method()) {
            case "GET" -> Reply.json(200, found.json(false));
            case "PATCH" -> renew(request, found);
            case "DELETE" -> {
                store.remove(found.id());
                yield Reply.empty(204);
            }
            default -> throw methodNotAllowed();
        };
    }

    private Reply list(GraphRequest request) throws GraphFailure {
        request.refuseQueryBut(Set.of());
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode value = body.putArray("value");
        store.all().forEach(s -> value.add(s.json(false)));
        return Reply.json(200, body);
    }

    private Reply create(GraphRequest request) throws GraphFailure {
        JsonNode body = request.json();
        onlyKnown(body);
        String resource = text(body, "resource");
        Matcher named = RESOURCE.matcher(resource);
        if (!named.matches()) {
            throw invalid(
                    "The resource '" + resource + "' is not one that can be subscribed to with these permissions.");
        }
        GraphMailbox mailbox = mailboxes.find(named.group(1), request);
        String folder = named.group(2) == null
                ? ""
                : mailbox.folder(named.group(2)).orElseThrow(() -> GraphFailure.notFound("ErrorItemNotFound"));
        Set<String> changeTypes =
                Set.of(text(body, "changeType").toLowerCase(Locale.ROOT).split(",", -1));
        if (!CHANGE_TYPES.containsAll(changeTypes)) {
            throw invalid("The changeType has to be of created, updated and deleted.");
        }
        String clientState = body.path("clientState").asText("");
        if (clientState.length() > LONGEST_CLIENT_STATE) {
            throw invalid("The clientState may have " + LONGEST_CLIENT_STATE + " characters.");
        }
        GraphSubscription made = new GraphSubscription(
                UUID.randomUUID(),
                mailbox.address(),
                folder,
                resource,
                changeTypes,
                url(body, "notificationUrl").orElseThrow(() -> invalid("The notificationUrl is missing.")),
                url(body, "lifecycleNotificationUrl").orElse(null),
                clientState,
                expiry(body),
                request.immutableIds());
        if (store.hasSame(made)) {
            throw new GraphFailure(
                    409, "ExtensionError", "A subscription of this application to this resource exists already.");
        }
        validate(made.notificationUrl());
        validate(made.lifecycleNotificationUrl());
        store.add(made);
        return Reply.json(201, made.json(true));
    }

    private Reply renew(GraphRequest request, GraphSubscription found) throws GraphFailure {
        JsonNode body = request.json();
        for (String name : (Iterable<String>) body::fieldNames) {
            if (!Set.of("expirationDateTime", "notificationUrl").contains(name)) {
                throw invalid("The property '" + name + "' cannot be changed.");
            }
        }
        GraphSubscription renewed = found.until(expiry(body));
        store.add(renewed);
        return Reply.json(200, renewed.json(false));
    }

    private void validate(@Nullable URI url) throws GraphFailure {
        if (url != null && !sender.validates(url)) {
            throw new GraphFailure(
                    400, "InvalidRequest", "Subscription validation request failed. Response must exactly match it.");
        }
    }

    private static void onlyKnown(JsonNode body) throws GraphFailure {
        for (String name : (Iterable<String>) body::fieldNames) {
            if (!FIELDS.contains(name)) {
                throw invalid("The property '" + name + "' is not supported by this simulator.");
            }
        }
    }

    /** HTTPS, as there; only this machine itself may be told over HTTP here. */
    private static Optional<URI> url(JsonNode body, String field) throws GraphFailure {
        String text = body.path(field).asText("");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI url = URI.create(text);
            boolean here = List.of("127.0.0.1", "localhost", "[::1]").contains(String.valueOf(url.getHost()));
            if ("https".equals(url.getScheme()) || ("http".equals(url.getScheme()) && here)) {
                return Optional.of(url);
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw invalid("The " + field + " has to be an https URL.");
    }

    private Instant expiry(JsonNode body) throws GraphFailure {
        Instant now = clock.instant();
        Instant wanted;
        try {
            wanted = OffsetDateTime.parse(text(body, "expirationDateTime")).toInstant();
        } catch (DateTimeException e) {
            throw invalid("The expirationDateTime is not a date and time.");
        }
        if (wanted.isBefore(now) || wanted.isAfter(now.plus(LONGEST))) {
            throw invalid(
                    "Subscription expiration can only be up to " + LONGEST.toMinutes() + " minutes in the future.");
        }
        Instant least = now.plus(SHORTEST);
        return wanted.isBefore(least) ? least : wanted;
    }

    private static String text(JsonNode body, String field) throws GraphFailure {
        String text = body.path(field).asText("");
        if (text.isEmpty()) {
            throw invalid("The " + field + " is missing.");
        }
        return text;
    }

    private static GraphFailure invalid(String message) {
        return new GraphFailure(400, "InvalidRequest", message);
    }

    private static GraphFailure methodNotAllowed() {
        return new GraphFailure(405, "BadRequest", "The method is not allowed here.");
    }
}
