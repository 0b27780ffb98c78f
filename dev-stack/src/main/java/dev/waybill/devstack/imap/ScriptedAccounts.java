package dev.waybill.devstack.imap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Who may log in, and everybody's folders. Unless the server was told otherwise, everybody may, by any means. */
final class ScriptedAccounts {
    private final Map<String, Map<String, ScriptedFolder>> folders = new ConcurrentHashMap<>();
    private final Queue<ScriptedLogin> logins = new ConcurrentLinkedQueue<>();
    private final AtomicLong uidValidities = new AtomicLong(7);
    private final ScriptedLogin.Check check;

    ScriptedAccounts(ScriptedLogin.Check check) {
        this.check = check;
    }

    boolean accepts(ScriptedLogin login) {
        logins.add(login);
        return check.accepts(login);
    }

    List<ScriptedLogin> logins() {
        return List.copyOf(logins);
    }

    /** The folder; it is made where there is none yet. */
    ScriptedFolder folder(String user, String name) {
        return of(user).computeIfAbsent(canonical(name), made -> new ScriptedFolder(uidValidities.getAndIncrement()));
    }

    Optional<ScriptedFolder> find(String user, String name) {
        return Optional.ofNullable(of(user).get(canonical(name)));
    }

    List<String> names(String user) {
        return List.copyOf(of(user).keySet());
    }

    private Map<String, ScriptedFolder> of(String user) {
        return folders.computeIfAbsent(user, made -> {
            Map<String, ScriptedFolder> own = new ConcurrentHashMap<>();
            own.put("INBOX", new ScriptedFolder(uidValidities.getAndIncrement()));
            return own;
        });
    }

    /** INBOX is the one name whose case does not matter (RFC 9051 §5.1). */
    private static String canonical(String name) {
        return name.equalsIgnoreCase("INBOX") ? "INBOX" : name;
    }
}
