package dev.waybill.devstack.imap;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a good server answers, to one client: as much of IMAP4rev1 (RFC 3501) as clients that read mail speak. */
final class UsualAnswers {
    private final ScriptedImapServer.Options options;
    private final ScriptedAccounts accounts;
    private @Nullable String user;
    private @Nullable ScriptedFolder open;
    private int told;

    UsualAnswers(ScriptedImapServer.Options options, ScriptedAccounts accounts) {
        this.options = options;
        this.accounts = accounts;
    }

    void greet(ImapConversation with) throws IOException {
        with.say("* OK [CAPABILITY " + options.capabilities() + "] ready");
    }

    ScriptedFolder open() {
        ScriptedFolder folder = open;
        if (folder == null) {
            throw new IllegalStateException("the client has no folder open");
        }
        return folder;
    }

    void letIn(String known) {
        user = known;
    }

    void answer(String tag, String command, ImapConversation with) throws IOException {
        ImapWords words = new ImapWords(command);
        String verb = words.next().toUpperCase(Locale.ROOT);
        switch (verb) {
            case "CAPABILITY" -> with.say("* CAPABILITY " + capabilities(), tag + " OK done");
            case "NOOP", "CHECK" -> done(tag, with);
            case "ID" -> with.say("* ID NIL", tag + " OK done");
            case "LOGOUT" -> {
                with.say("* BYE bye", tag + " OK out");
                with.hangUp();
            }
            case "STARTTLS" -> {
                with.say(tag + " OK begin");
                with.encrypt(options.tlsContext());
            }
            case "LOGIN" -> enter(tag, new ScriptedLogin("LOGIN", words.next(), words.next()), with);
            case "AUTHENTICATE" -> authenticate(tag, words, with);
            default -> answerInside(tag, verb, words, with);
        }
    }

    private String capabilities() {
        return user == null ? options.capabilities() : options.capabilitiesInside();
    }

    private void authenticate(String tag, ImapWords words, ImapConversation with) throws IOException {
        String mechanism = words.next().toUpperCase(Locale.ROOT);
        String initial = words.next();
        if (initial.isEmpty()) {
            with.say("+ ");
            initial = with.hear();
        }
        try {
            enter(tag, SaslResponse.parse(mechanism, initial), with);
        } catch (IllegalArgumentException e) {
            with.say(tag + " BAD " + e.getMessage());
        }
    }

    private void enter(String tag, ScriptedLogin login, ImapConversation with) throws IOException {
        if (accounts.accepts(login)) {
            user = login.user();
            with.say(tag + " OK [CAPABILITY " + options.capabilitiesInside() + "] in");
            return;
        }
        String challenge = SaslResponse.challenge(login.mechanism());
        if (!challenge.isEmpty()) {
            with.say("+ " + challenge);
            with.hear();
        }
        with.say(tag + " NO [AUTHENTICATIONFAILED] wrong user or secret");
    }

    private void answerInside(String tag, String verb, ImapWords words, ImapConversation with) throws IOException {
        String inside = user;
        if (inside == null) {
            with.say(tag + " BAD log in first");
            return;
        }
        switch (verb) {
            case "LIST", "LSUB" -> list(tag, inside, words, with);
            case "CREATE" -> {
                var _ = accounts.folder(inside, words.next());
                done(tag, with);
            }
            case "STATUS" -> status(tag, inside, words.next(), with);
            case "EXAMINE", "SELECT" -> open(tag, verb, inside, words.next(), with);
            default -> answerOpened(tag, verb, inside, words, with);
        }
    }

    private void list(String tag, String inside, ImapWords words, ImapConversation with) throws IOException {
        String reference = words.next();
        String pattern = reference + words.next();
        for (String name : accounts.names(inside)) {
            if (pattern.contains("*") || pattern.contains("%") || pattern.equalsIgnoreCase(name)) {
                with.say("* LIST () \"/\" " + ImapWords.quote(name));
            }
        }
        done(tag, with);
    }

    private void status(String tag, String inside, String name, ImapConversation with) throws IOException {
        ScriptedFolder folder = accounts.find(inside, name).orElse(null);
        if (folder == null) {
            with.say(tag + " NO [NONEXISTENT] no such folder");
            return;
        }
        with.say(
                "* STATUS " + ImapWords.quote(name) + " (MESSAGES " + folder.count() + " UIDNEXT " + folder.uidNext()
                        + " UIDVALIDITY " + folder.uidValidity() + ")",
                tag + " OK done");
    }

    private void open(String tag, String verb, String inside, String name, ImapConversation with) throws IOException {
        ScriptedFolder folder = accounts.find(inside, name).orElse(null);
        open = folder;
        if (folder == null) {
            with.say(tag + " NO [NONEXISTENT] no such folder");
            return;
        }
        told = folder.happened();
        with.say(
                "* " + folder.count() + " EXISTS",
                "* 0 RECENT",
                "* OK [UIDVALIDITY " + folder.uidValidity() + "] valid",
                "* OK [UIDNEXT " + folder.uidNext() + "] next",
                tag + " OK [" + (verb.equals("SELECT") ? "READ-WRITE" : "READ-ONLY") + "] open");
    }

    private void answerOpened(String tag, String verb, String inside, ImapWords words, ImapConversation with)
            throws IOException {
        ScriptedFolder folder = open;
        if (folder == null) {
            with.say(tag + " BAD no folder is open, or the command is unknown");
            return;
        }
        switch (verb) {
            case "IDLE" -> idle(tag, folder, with);
            case "CLOSE", "UNSELECT" -> {
                open = null;
                with.say(tag + " OK closed");
            }
            case "EXPUNGE" -> {
                FolderChanges.expunge(folder, "1:*");
                done(tag, with);
            }
            case "UID" -> answerUid(tag, folder, inside, words, with);
            case "FETCH" -> {
                FolderFetch.answer(folder, UidRanges.ofSequences(folder, words.next()), words, with);
                done(tag, with);
            }
            case "STORE" -> {
                FolderChanges.store(folder, UidRanges.ofSequences(folder, words.next()), words, with);
                done(tag, with);
            }
            default -> with.say(tag + " BAD unknown command");
        }
    }

    private void answerUid(String tag, ScriptedFolder folder, String inside, ImapWords words, ImapConversation with)
            throws IOException {
        switch (words.next().toUpperCase(Locale.ROOT)) {
            case "SEARCH" -> with.say(FolderSearch.answer(folder, words));
            case "FETCH" -> FolderFetch.answer(folder, words.next(), words, with);
            case "STORE" -> FolderChanges.store(folder, words.next(), words, with);
            case "COPY", "MOVE" -> {
                boolean moved = words.text().toUpperCase(Locale.ROOT).startsWith("UID MOVE");
                String set = words.next();
                ScriptedFolder target = accounts.find(inside, words.next()).orElse(null);
                if (target == null) {
                    with.say(tag + " NO [TRYCREATE] no such folder");
                    return;
                }
                FolderChanges.copy(folder, set, target, moved);
            }
            case "EXPUNGE" -> FolderChanges.expunge(folder, words.next());
            default -> {
                with.say(tag + " BAD unknown command");
                return;
            }
        }
        done(tag, with);
    }

    private void idle(String tag, ScriptedFolder folder, ImapConversation with) throws IOException {
        with.say("+ idling");
        folder.beginIdle(with, told);
        try {
            while (!with.hear().equalsIgnoreCase("DONE")) {
                // Anything else has no meaning here.
            }
        } finally {
            told = folder.endIdle(with);
        }
        with.say(tag + " OK done");
    }

    /** Ends a command well, after the news of the open folder. */
    private void done(String tag, ImapConversation with) throws IOException {
        ScriptedFolder folder = open;
        if (folder != null) {
            var news = folder.since(told);
            told += news.size();
            with.say(news.toArray(String[]::new));
        }
        with.say(tag + " OK done");
    }
}
