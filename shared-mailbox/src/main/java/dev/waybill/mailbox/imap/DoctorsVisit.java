package dev.waybill.mailbox.imap;

import dev.waybill.mailbox.AccessTokens;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Connection.Security;
import dev.waybill.mailbox.Examination.Mark;
import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.ImapFolder;
import dev.waybill.mailbox.ImapSession.FolderStatus;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.MailboxDoctor.Subject;
import dev.waybill.mailbox.OAuth;
import dev.waybill.mailbox.doctor.Findings;
import dev.waybill.mailbox.doctor.Findings.Finding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.jspecify.annotations.Nullable;

/** One examination of one IMAP mailbox, in the order in which a connection comes about. */
final class DoctorsVisit implements AutoCloseable {
    private static final Duration NAME_LOOKUP = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration SOON = Duration.ofDays(14);
    private static final int MOST_SHOWN = 400;

    private final Subject subject;
    private final Connection.Imap target;
    private final AccessTokens tokens;
    private final Findings findings;
    private final InstantSource clock;
    private final ImapFailures failures;
    private @Nullable MailSocket socket;
    private @Nullable AngusImapSession session;

    DoctorsVisit(Subject subject, Connection.Imap target, AccessTokens tokens, Findings findings, InstantSource clock) {
        this.subject = subject;
        this.target = target;
        this.tokens = tokens;
        this.findings = findings;
        this.clock = clock;
        this.failures = new ImapFailures(target);
    }

    void run(HostPolicy hosts, ImapSettings settings, ScheduledExecutorService timeLimits) {
        if (!findings.step("dns", () -> resolved(hosts))) {
            return;
        }
        Optional<ImapWire> wire = connected(hosts, settings, timeLimits);
        if (wire.isEmpty()) {
            return;
        }
        findings.step("capabilities", () -> capabilities(wire.get()));
        if (!loggedIn(wire.get())) {
            return;
        }
        AngusImapSession opened = new AngusImapSession(wire.get(), socket(), settings, failures);
        session = opened;
        boolean found = true;
        for (String folder : subject.folders()) {
            found &= findings.step("folder", () -> folder(opened, folder));
        }
        if (found) {
            findings.step("idle", () -> idle(opened, settings));
            findings.step("after_processing", () -> afterProcessing(opened, wire.get()));
        }
    }

    private Finding resolved(HostPolicy hosts) {
        try {
            InetAddress[] addresses = CompletableFuture.supplyAsync(this::addresses, Thread::startVirtualThread)
                    .get(NAME_LOOKUP.toMillis(), TimeUnit.MILLISECONDS);
            List<String> refusals = Arrays.stream(addresses)
                    .flatMap(address -> hosts.refusal(target.host(), address).stream())
                    .toList();
            if (addresses.length == 0) {
                return new Finding(
                        Mark.FAILED,
                        "no address is known for the host " + target.host() + "; check its spelling, or the DNS");
            }
            return refusals.isEmpty()
                    ? Finding.ok(target.host() + " is "
                            + Arrays.stream(addresses)
                                    .map(InetAddress::getHostAddress)
                                    .collect(Collectors.joining(", ")))
                    : new Finding(Mark.FAILED, refusals.getFirst());
        } catch (TimeoutException | ExecutionException e) {
            return new Finding(
                    Mark.FAILED,
                    "the DNS did not answer within " + NAME_LOOKUP.toSeconds()
                            + " s; check the resolver of this machine");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Finding(Mark.FAILED, "interrupted");
        }
    }

    private InetAddress[] addresses() {
        try {
            return InetAddress.getAllByName(target.host());
        } catch (UnknownHostException none) {
            return new InetAddress[0];
        }
    }

    /** TCP, TLS and greeting come in one go; how far it came tells which steps went well. */
    private Optional<ImapWire> connected(HostPolicy hosts, ImapSettings settings, ScheduledExecutorService timeLimits) {
        SeenCertificates seen = TrustedCertificates.seeing(settings.caFile());
        Duration limit = settings.connect().plus(settings.read());
        try {
            MailSocket made =
                    new MailSocket(target, hosts, settings.allowPlaintext(), TrustedCertificates.socketFactory(seen));
            socket = made;
            var cut = timeLimits.schedule(made::cut, limit.toMillis(), TimeUnit.MILLISECONDS);
            try {
                return Optional.of(opened(made, seen, settings, timeLimits));
            } finally {
                cut.cancel(false);
            }
        } catch (IOException e) {
            findings.fail("tcp", "no socket could be made: " + e.getMessage());
            return Optional.empty();
        } catch (MailboxAccessException alreadyNoted) {
            return Optional.empty();
        }
    }

    private ImapWire opened(
            MailSocket made, SeenCertificates seen, ImapSettings settings, ScheduledExecutorService timeLimits)
            throws MailboxAccessException {
        boolean startTls = target.security() == Security.STARTTLS;
        String server = target.host() + ":" + target.port();
        boolean greeted = false;
        try {
            ImapWire wire = ImapWire.open(made, target.host(), target.port(), settings, timeLimits);
            findings.add("tcp", Finding.ok("connected to " + server));
            if (!startTls) {
                noteTls(seen);
            }
            findings.add("greeting", Finding.ok("the server says: " + wire.greeting()));
            greeted = true;
            if (startTls) {
                if (wire.isAuthenticated() || !wire.hasCapability("STARTTLS")) {
                    throw failed("tls", failures.noStartTls());
                }
                wire.encrypt();
                noteTls(seen);
            }
            return wire;
        } catch (IOException | ProtocolException | RuntimeException e) {
            MailboxAccessException meaning = failures.connecting(made.phase(), false, e);
            if (greeted) {
                throw failed("tls", withCertificate(meaning, seen));
            }
            switch (made.phase()) {
                case CONNECTING -> throw failed("tcp", meaning);
                case ENCRYPTING -> {
                    findings.add("tcp", Finding.ok("connected to " + server));
                    throw failed("tls", withCertificate(meaning, seen));
                }
                case OPEN -> {
                    findings.add("tcp", Finding.ok("connected to " + server));
                    if (target.security() == Security.TLS) {
                        noteTls(seen);
                    }
                    throw failed("greeting", meaning);
                }
            }
            throw failed("tcp", meaning);
        }
    }

    private MailboxAccessException failed(String step, MailboxAccessException meaning) {
        findings.fail(step, String.valueOf(meaning.getMessage()));
        return meaning;
    }

    private MailboxAccessException withCertificate(MailboxAccessException meaning, SeenCertificates seen) {
        return seen.described(clock.instant())
                .map(certificate -> new MailboxAccessException(
                        meaning.failureClass(),
                        meaning.reason(),
                        meaning.getMessage() + "; " + certificate,
                        null,
                        meaning))
                .orElse(meaning);
    }

    private void noteTls(SeenCertificates seen) {
        if (target.security() == Security.NONE) {
            findings.add("tls", Finding.warn("the connection is not encrypted, as configured"));
            return;
        }
        Instant now = clock.instant();
        boolean soon = seen.left(now).map(left -> left.compareTo(SOON) < 0).orElse(false);
        String found = socket().encryption() + "; " + seen.described(now).orElse("no certificate was shown");
        findings.add("tls", soon ? Finding.warn(found + "; its owner must renew it soon") : Finding.ok(found));
    }

    private static Finding capabilities(ImapWire wire) {
        String all = wire.getCapabilities().values().stream()
                .filter(name -> !name.startsWith("__"))
                .sorted()
                .collect(Collectors.joining(" "));
        return Finding.ok(ServerWords.quoted(all.length() > MOST_SHOWN ? all.substring(0, MOST_SHOWN) : all));
    }

    private boolean loggedIn(ImapWire wire) {
        if (subject.secret() instanceof OAuth grant
                && !findings.step("token", () -> {
                    tokens.fresh(subject.id(), grant);
                    return Finding.ok("the token endpoint " + grant.endpoint() + " gave an access token"
                            + (grant.endpoint().scope().isEmpty()
                                    ? ""
                                    : " for " + grant.endpoint().scope()));
                })) {
            return false;
        }
        return findings.step("login", () -> {
            ImapLogin.ready(target, subject.id(), subject.secret(), tokens, failures)
                    .logIn(wire);
            return Finding.ok("logged in as " + target.username());
        });
    }

    private static Finding folder(AngusImapSession session, String name) throws MailboxAccessException {
        FolderStatus status = session.examine(name).status();
        return Finding.ok("'" + name + "' holds " + status.messages() + " mails (UIDVALIDITY " + status.uidValidity()
                + ", next UID " + status.uidNext() + ")");
    }

    private Finding idle(AngusImapSession session, ImapSettings settings) throws MailboxAccessException {
        String polled = "; the mailbox is looked at every " + settings.poll().toSeconds() + " s instead";
        if (!session.supportsIdle()) {
            return Finding.warn("the server has no IDLE" + polled);
        }
        ImapFolder first = session.examine(subject.folders().getFirst());
        try {
            first.await(IDLE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.warn("interrupted");
        }
        return session.supportsIdle()
                ? Finding.ok("the server tells of new mail at once")
                : Finding.warn("the server announces IDLE and refuses it" + polled);
    }

    private Finding afterProcessing(AngusImapSession session, ImapWire wire) throws MailboxAccessException {
        boolean uidPlus = wire.hasCapability("UIDPLUS") || wire.hasCapability("IMAP4REV2");
        String one = uidPlus
                ? ""
                : "; without UIDPLUS the server cannot remove one mail alone, so it stays marked as deleted";
        return switch (subject.afterProcessing()) {
            case AfterProcessing.Keep keep ->
                new Finding(Mark.SKIPPED, "processed mail stays as it is (after_processing: keep)");
            case AfterProcessing.MarkSeen seen -> Finding.ok("processed mail is marked as seen; not tried here");
            case AfterProcessing.Delete delete ->
                uidPlus
                        ? Finding.ok("the server has UIDPLUS: processed mail is removed one by one; not tried here")
                        : Finding.warn("processed mail is to be deleted" + one);
            case AfterProcessing.Move(String folder) -> {
                session.status(folder);
                yield wire.hasCapability("MOVE") || wire.hasCapability("IMAP4REV2")
                        ? Finding.ok("the folder '" + folder + "' is there and the server has MOVE; not tried here")
                        : new Finding(
                                uidPlus ? Mark.OK : Mark.WARN,
                                "the folder '" + folder
                                        + "' is there; the server has no MOVE, so mail is copied and removed" + one);
            }
        };
    }

    private MailSocket socket() {
        return java.util.Objects.requireNonNull(socket, "connected before");
    }

    @Override
    public void close() {
        AngusImapSession opened = session;
        MailSocket made = socket;
        if (opened != null) {
            opened.close();
        } else if (made != null) {
            made.cut();
        }
    }
}
