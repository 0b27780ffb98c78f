package dev.waybill.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a Dovecot 2.3 reads: everything of it, its sockets and its mails lie in one directory. Root's Dovecot
 * drops to Debian's users {@code dovecot} and {@code dovenull} and keeps mails as {@code nobody}; an ordinary user's runs
 * wholly as that user, without chroot.
 *
 * @param tokenInfo where access tokens are checked, which are appended to it; empty: none are taken
 */
record DovecotConfiguration(Path directory, int port, int tlsPort, boolean tls, String tokenInfo) {

    private static final AtomicInteger DELIVERED = new AtomicInteger();

    private static final String TEMPLATE = """
        instance_name = waybill-@PORT@
        base_dir = @DIR@/run
        state_dir = @DIR@/state
        log_path = @DIR@/dovecot.log
        protocols = imap
        listen = 127.0.0.1
        disable_plaintext_auth = no
        auth_mechanisms = plain login
        auth_failure_delay = 0
        mail_location = maildir:@DIR@/mail/%u
        mail_max_userip_connections = 1000
        first_valid_uid = 1
        first_valid_gid = 1
        mailbox_list_index = yes
        passdb {
          driver = passwd-file
          args = scheme=PLAIN username_format=%u @DIR@/users
        }
        userdb {
          driver = static
          args = uid=@MAIL_UID@ gid=@MAIL_GID@ home=@DIR@/mail/%u
        }
        service imap-login {
          inet_listener imap {
            port = @PORT@
          }
          inet_listener imaps {
            port = @TLS_PORT@
            ssl = yes
          }
          service_count = 0
          client_limit = 2000
        }
        service imap {
          process_limit = 1000
        }
        service anvil {
          client_limit = 4000
        }
        service auth {
          client_limit = 4000
        }
        """;

    private static final String TLS = """
        ssl = yes
        ssl_cert = <@DIR@/tls.crt
        ssl_key = <@DIR@/tls.key
        """;

    private static final String TOKENS = """
        auth_mechanisms = plain login xoauth2 oauthbearer
        passdb {
          driver = oauth2
          mechanisms = xoauth2 oauthbearer
          args = @DIR@/oauth2.conf
        }
        """;

    private static final String ORDINARY_USER = """
        default_internal_user = @USER@
        default_internal_group = @GROUP@
        default_login_user = @USER@
        service imap-login {
          chroot =
        }
        service anvil {
          chroot =
        }
        service stats {
          chroot =
        }
        """;

    Path file() {
        return directory.resolve("dovecot.conf");
    }

    void write(Map<String, String> users) throws IOException {
        Files.createDirectories(directory.resolve("mail"));
        boolean root = Unprivileged.isRoot();
        UserPrincipal mailOwner = root
                ? directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody")
                : Files.getOwner(directory);
        if (root) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
            Files.setOwner(directory.resolve("mail"), mailOwner);
        }
        if (tls) {
            SelfSigned.in(directory);
        }
        Files.writeString(directory.resolve("users"), passwords(users));
        Files.setPosixFilePermissions(
                directory.resolve("users"), PosixFilePermissions.fromString(root ? "rw-r--r--" : "rw-------"));
        if (!tokenInfo.isEmpty()) {
            Files.writeString(
                    directory.resolve("oauth2.conf"),
                    "tokeninfo_url = " + tokenInfo + "\nusername_attribute = email\n");
        }
        Path mail = directory.resolve("mail");
        String text = (TEMPLATE
                        + (tls ? TLS : "ssl = no\n")
                        + (tokenInfo.isEmpty() ? "" : TOKENS)
                        + (root ? "" : ORDINARY_USER))
                .replace("@DIR@", directory.toString())
                .replace("@PORT@", Integer.toString(port))
                .replace("@TLS_PORT@", Integer.toString(tlsPort))
                .replace("@MAIL_UID@", id(mail, "unix:uid"))
                .replace("@MAIL_GID@", id(mail, "unix:gid"))
                .replace("@USER@", Files.getOwner(mail).getName())
                .replace("@GROUP@", attribute(mail, "posix:group"));
        Files.writeString(file(), text);
    }

    private static String passwords(Map<String, String> users) {
        return users.entrySet().stream()
                .map(user -> user.getKey() + ":" + user.getValue() + "::::::\n")
                .collect(Collectors.joining());
    }

    private static String id(Path mail, String which) throws IOException {
        String id = attribute(mail, which);
        // A gid of root is refused for mails; nobody's own is the group of the same number.
        return id.equals("0") ? attribute(mail, "unix:uid") : id;
    }

    private static String attribute(Path file, String which) throws IOException {
        return Files.getAttribute(file, which, LinkOption.NOFOLLOW_LINKS).toString();
    }

    /** A file in {@code tmp} that is moved to {@code new} is a mail (maildir(5)). */
    void deliver(String user, byte[] rfc822) throws IOException {
        Path maildir = directory.resolve("mail").resolve(user);
        UserPrincipal owner = Files.getOwner(directory.resolve("mail"));
        for (Path made : List.of(maildir, maildir.resolve("cur"), maildir.resolve("new"), maildir.resolve("tmp"))) {
            if (!Files.exists(made)) {
                Files.createDirectories(made);
                Files.setOwner(made, owner);
            }
        }
        String name = "%d.%06d.waybill".formatted(System.currentTimeMillis() / 1_000, DELIVERED.incrementAndGet());
        Path draft = maildir.resolve("tmp").resolve(name);
        Files.write(draft, rfc822);
        Files.setOwner(draft, owner);
        Files.move(draft, maildir.resolve("new").resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes what names the identity of the mails in a maildir: the next look makes it anew. */
    static void forgetUids(Path maildir) throws IOException {
        remove(maildir, false);
    }

    /** Removes the mails of a maildir too. */
    static void empty(Path maildir) throws IOException {
        remove(maildir, true);
    }

    private static void remove(Path maildir, boolean mails) throws IOException {
        try (Stream<Path> files = Files.walk(maildir, 2)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                boolean inside = maildir.relativize(file).getNameCount() == 1;
                String name = file.getFileName().toString();
                if (inside ? name.startsWith("dovecot.index") || name.equals("dovecot-uidlist") : mails) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
