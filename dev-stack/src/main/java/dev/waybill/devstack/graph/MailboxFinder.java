package dev.waybill.devstack.graph;

import dev.waybill.devstack.oauth.Directory;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/** Finds the mailbox that a path names, for whoever the token says is asking. */
final class MailboxFinder {
    private static final String APPLICATION = "*";

    private final Map<String, GraphMailbox> mailboxes;
    private final Directory tokens;

    MailboxFinder(Map<String, GraphMailbox> mailboxes, Directory tokens) {
        this.mailboxes = mailboxes;
        this.tokens = tokens;
    }

    /** The caller of the request; throws unless its token is good now. */
    String caller(GraphRequest request) throws GraphFailure {
        String user = request.call().bearer().isEmpty()
                ? ""
                : tokens.userOf(request.call().bearer());
        if (user.isEmpty()) {
            throw new GraphFailure(401, "InvalidAuthenticationToken", "Access token is empty, expired or not valid.");
        }
        return user;
    }

    GraphMailbox find(String named, GraphRequest request) throws GraphFailure {
        String caller = caller(request);
        GraphMailbox found = byName(named);
        if (!caller.equals(APPLICATION) && !caller.equalsIgnoreCase(found.address())) {
            throw GraphFailure.denied();
        }
        found.refuseIfClosed();
        return found;
    }

    /** The mailbox of the person who signed in; an application is nobody. */
    GraphMailbox own(GraphRequest request) throws GraphFailure {
        String caller = caller(request);
        if (caller.equals(APPLICATION)) {
            throw GraphFailure.badRequest("/me request is only valid with delegated authentication flow.");
        }
        return find(caller, request);
    }

    private GraphMailbox byName(String named) throws GraphFailure {
        GraphMailbox byAddress = mailboxes.get(named.toLowerCase(Locale.ROOT));
        if (byAddress != null) {
            return byAddress;
        }
        Collection<GraphMailbox> all = mailboxes.values();
        return all.stream()
                .filter(m -> m.id().toString().equals(named))
                .findFirst()
                .orElseThrow(() -> GraphFailure.notFound("ErrorInvalidUser"));
    }
}
