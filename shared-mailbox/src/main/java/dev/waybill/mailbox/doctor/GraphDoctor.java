package dev.waybill.mailbox.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waybill.mailbox.AccessToken;
import dev.waybill.mailbox.AccessTokens;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Examination;
import dev.waybill.mailbox.Examination.Mark;
import dev.waybill.mailbox.GraphMail;
import dev.waybill.mailbox.GraphSubscriptions;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.MailboxDoctor;
import dev.waybill.mailbox.doctor.Findings.Finding;
import dev.waybill.mailbox.graph.GraphServers;
import dev.waybill.mailbox.graph.SdkGraphMail;
import dev.waybill.mailbox.graph.SdkGraphSubscriptions;
import dev.waybill.mailbox.http.ProviderHttp;
import dev.waybill.mailbox.push.UrlCheck;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Examines mailboxes of Microsoft 365: token, roles, mailbox, folders, subscriptions, push. Reads only. */
public final class GraphDoctor implements MailboxDoctor {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> READING = Set.of("Mail.Read", "Mail.ReadWrite");
    private static final String WRITING = "Mail.ReadWrite";

    private final ProviderHttp http;
    private final GraphServers servers;
    private final InstantSource clock;
    private final PushSteps push;

    public GraphDoctor(
            ProviderHttp http, GraphServers servers, PushRecords records, UrlCheck check, InstantSource clock) {
        this.http = http;
        this.servers = servers;
        this.clock = clock;
        this.push = new PushSteps(records, check, clock);
    }

    @Override
    public Examination examine(Subject subject, AccessTokens tokens) {
        Findings findings = new Findings();
        Optional<AccessToken> token = TokenStep.run(subject, tokens, findings);
        if (token.isPresent() && subject.connection() instanceof Connection.Graph at) {
            findings.add("roles", roles(token.get(), subject.afterProcessing()));
            GraphMail mail = new SdkGraphMail(id -> subject.secret(), tokens, http, servers, clock);
            Mailbox mailbox = TokenStep.mailbox(subject);
            if (findings.step("mailbox", () -> {
                mail.folder(mailbox, "inbox");
                return Finding.ok("Microsoft Graph opens the mailbox of " + at.user() + " in the cloud "
                        + at.cloud().id());
            })) {
                folders(subject, at, mailbox, mail, tokens, findings);
            }
        }
        return findings.examination();
    }

    private void folders(
            Subject subject,
            Connection.Graph at,
            Mailbox mailbox,
            GraphMail mail,
            AccessTokens tokens,
            Findings findings) {
        boolean found = true;
        for (String folder : subject.folders()) {
            found &= findings.step("folder", () -> {
                mail.folder(mailbox, folder);
                return Finding.ok("the folder '" + folder + "' is there");
            });
        }
        if (found && subject.afterProcessing() instanceof AfterProcessing.Move(String target)) {
            found = findings.step("after_processing", () -> {
                mail.folder(mailbox, target);
                return Finding.ok("processed mails can be moved to '" + target + "'");
            });
        }
        if (found) {
            GraphSubscriptions subscriptions =
                    new SdkGraphSubscriptions(id -> subject.secret(), tokens, http, servers, clock);
            PushRecords.Known known = push.known(subject);
            Set<String> addresses = new TreeSet<>();
            if (findings.step(
                    "subscription", () -> subscriptions(subject, at, mailbox, mail, subscriptions, known, addresses))) {
                push.ofGraph(known, addresses, findings);
            }
        }
    }

    private static Finding subscriptions(
            Subject subject,
            Connection.Graph at,
            Mailbox mailbox,
            GraphMail mail,
            GraphSubscriptions subscriptions,
            PushRecords.Known known,
            Set<String> addresses)
            throws MailboxAccessException {
        var all = subscriptions.list(mailbox);
        int told = 0;
        for (String named : subject.folders()) {
            GraphMail.Folder folder = mail.folder(mailbox, named);
            List<String> own = all.stream()
                    .filter(s -> s.isTo(at, folder))
                    .map(GraphSubscriptions.Subscribed::notificationUrl)
                    .toList();
            addresses.addAll(own);
            told += own.isEmpty() ? 0 : 1;
        }
        int folders = subject.folders().size();
        if (told == folders) {
            return Finding.ok("Graph tells of new mail in every watched folder");
        }
        String some = "Graph tells of new mail in " + told + " of " + folders + " watched folders; ";
        return known.trouble()
                .map(words -> new Finding(Mark.FAILED, some + "the others cannot be subscribed to: " + words))
                .orElse(Finding.warn(some + "the others are polled until their subscriptions are made"));
    }

    /** A token is only looked into to give advice: whether it is taken, Graph decides. */
    private static Finding roles(AccessToken token, AfterProcessing after) {
        Set<String> granted = granted(token.value());
        if (granted.isEmpty()) {
            return Finding.ok("the token does not say what it opens; the next steps show it");
        }
        String seen = "the token opens " + String.join(", ", granted);
        if (granted.stream().noneMatch(READING::contains)) {
            return new Finding(
                    Mark.WARN,
                    seen
                            + "; grant the application Mail.Read with an administrator's consent, or an RBAC scope"
                            + " that holds the mailbox");
        }
        boolean writes = !(after instanceof AfterProcessing.Keep);
        return writes && !granted.contains(WRITING)
                ? new Finding(Mark.WARN, seen + "; after_processing needs Mail.ReadWrite too")
                : Finding.ok(seen);
    }

    private static Set<String> granted(String token) {
        Set<String> granted = new TreeSet<>();
        String[] parts = token.split("\\.", -1);
        if (parts.length == 3) {
            try {
                JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
                claims.path("roles").forEach(role -> granted.add(role.asText()));
                for (String scope : claims.path("scp").asText("").split(" ", -1)) {
                    if (!scope.isEmpty()) {
                        granted.add(scope);
                    }
                }
            } catch (IOException | IllegalArgumentException opaque) {
                return Set.of();
            }
        }
        return granted;
    }
}
