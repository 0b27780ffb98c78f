package dev.waybill.consumer;

import dev.waybill.consumer.database.SchemaProbe;
import dev.waybill.consumer.pace.Pace;
import dev.waybill.consumer.pace.Rhythm;
import dev.waybill.consumer.resolve.SessionPool;
import dev.waybill.mailbox.FolderMarks;
import dev.waybill.mailbox.GmailMail;
import dev.waybill.mailbox.GraphMail;
import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.ImapSessions;
import dev.waybill.mailbox.MailboxDoctor;
import dev.waybill.mailbox.MailboxRegistry;
import dev.waybill.mailbox.credential.Keysets;
import dev.waybill.mailbox.credential.PostgresRefreshTokens;
import dev.waybill.mailbox.credential.SecretBox;
import dev.waybill.mailbox.credential.TinkCredentials;
import dev.waybill.mailbox.doctor.DoctorOfProvider;
import dev.waybill.mailbox.doctor.GmailDoctor;
import dev.waybill.mailbox.doctor.GraphDoctor;
import dev.waybill.mailbox.doctor.PushRecords;
import dev.waybill.mailbox.file.FileApplication;
import dev.waybill.mailbox.file.FileMailboxes;
import dev.waybill.mailbox.file.MailboxFile;
import dev.waybill.mailbox.gmail.GmailServer;
import dev.waybill.mailbox.gmail.SdkGmailMail;
import dev.waybill.mailbox.graph.GraphServers;
import dev.waybill.mailbox.graph.SdkGraphMail;
import dev.waybill.mailbox.http.ProviderHttp;
import dev.waybill.mailbox.http.ValidationCall;
import dev.waybill.mailbox.imap.AngusImapSessions;
import dev.waybill.mailbox.imap.ImapDoctor;
import dev.waybill.mailbox.imap.TrustedCertificates;
import dev.waybill.mailbox.push.PushChannels;
import dev.waybill.mailbox.push.PushStates;
import dev.waybill.mailbox.registry.PollingRegistryCopy;
import dev.waybill.mailbox.registry.PostgresFileMailboxes;
import dev.waybill.mailbox.registry.PostgresFolderMarks;
import dev.waybill.mailbox.registry.PostgresHealthLog;
import dev.waybill.mailbox.registry.PostgresMailboxRegistry;
import dev.waybill.mailbox.registry.PostgresPushChannels;
import dev.waybill.mailbox.registry.PostgresPushStates;
import dev.waybill.mailbox.token.CachedAccessTokens;
import dev.waybill.mailbox.token.HttpTokenEndpoints;
import dev.waybill.mailbox.token.TokenEndpoints;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Mailboxes: who they are, their credentials, and how to reach them. */
@Singleton
final class MailboxWiring {
    private final ConsumerConfig config;
    private final MailboxConfig mailboxes;
    private final AgroalDataSource dataSource;
    private final Pace pace;

    MailboxWiring(ConsumerConfig config, MailboxConfig mailboxes, AgroalDataSource dataSource, Pace pace) {
        this.config = config;
        this.mailboxes = mailboxes;
        this.dataSource = dataSource;
        this.pace = pace;
    }

    @Produces
    @Singleton
    SecretBox secrets(
            @ConfigProperty(name = "waybill.keyset") Optional<String> keyset,
            @ConfigProperty(name = "waybill.keyset-file") Optional<Path> keysetFile) {
        return Keysets.open(keyset, keysetFile);
    }

    @Produces
    @Singleton
    HostPolicy hosts() {
        return new HostPolicy(mailboxes.allowPrivateHosts());
    }

    @Produces
    @Singleton
    MailboxRegistry registry(SecretBox secrets, HostPolicy hosts) {
        return new PostgresMailboxRegistry(dataSource, secrets, hosts);
    }

    @Produces
    @Singleton
    PollingRegistryCopy registryCopy(MailboxRegistry registry) {
        return new PollingRegistryCopy(registry, List.of());
    }

    @Produces
    @Singleton
    PostgresHealthLog health() {
        return new PostgresHealthLog(dataSource, InstantSource.system());
    }

    @Produces
    @Singleton
    PushStates pushStates() {
        return PostgresPushStates.readOnly(dataSource);
    }

    @Produces
    @Singleton
    PushChannels pushChannels() {
        return new PostgresPushChannels(dataSource);
    }

    @Produces
    @Singleton
    FolderMarks marks() {
        return new PostgresFolderMarks(dataSource);
    }

    @Produces
    @Singleton
    TinkCredentials credentials(SecretBox secrets) {
        return new TinkCredentials(dataSource, secrets);
    }

    @Produces
    @Singleton
    TokenEndpoints tokenEndpoints(HostPolicy hosts) {
        return new HttpTokenEndpoints(
                hosts,
                TrustedCertificates.context(mailboxes.imap().caFile()),
                mailboxes.tokenSettings(),
                InstantSource.system());
    }

    @Produces
    @Singleton
    CachedAccessTokens tokens(SecretBox secrets, TokenEndpoints endpoints) {
        return new CachedAccessTokens(
                endpoints, new PostgresRefreshTokens(dataSource, secrets), InstantSource.system());
    }

    @Produces
    @Singleton
    FileMailboxes fileMailboxes(SecretBox secrets, HostPolicy hosts) {
        return new PostgresFileMailboxes(dataSource, secrets, hosts);
    }

    @Produces
    @Singleton
    FileWatch fileWatch(SecretBox secrets, HostPolicy hosts, FileMailboxes files, SchemaProbe schema) {
        return new FileWatch(mailboxes
                .file()
                .map(path -> new MailboxFileWatch(
                        new MailboxFile(path, secrets, System::getenv), files, new FileApplication(files, hosts), pace))
                .map(step -> new Rhythm("waybill-mailbox-file", new OnceMigrated(schema, step)))
                .stream()
                .toList());
    }

    /** None where no file is named. */
    record FileWatch(List<Rhythm> rhythm) {}

    @Produces
    @Singleton
    MailboxDoctor doctor(HostPolicy hosts, ProviderHttp http, PushStates states, PushChannels channels) {
        InstantSource clock = InstantSource.system();
        PushRecords push = new PushRecords(states, channels);
        return new DoctorOfProvider(
                new ImapDoctor(hosts, mailboxes.imapSettings(), clock),
                new GraphDoctor(http, new GraphServers(mailboxes.graph().baseUrl()), push, new ValidationCall(), clock),
                new GmailDoctor(http, new GmailServer(mailboxes.gmail().rootUrl()), push, clock));
    }

    @Produces
    @Singleton
    ImapSessions imap(TinkCredentials credentials, CachedAccessTokens tokens, HostPolicy hosts) {
        return new AngusImapSessions(credentials, tokens, hosts, mailboxes.imapSettings());
    }

    @Produces
    @Singleton
    SessionPool sessions(ImapSessions imap) {
        return new SessionPool(imap, config.imap().sessions(), config.imap().keepSession(), pace);
    }

    @Produces
    @Singleton
    ProviderHttp http() {
        return new ProviderHttp(mailboxes.httpSettings());
    }

    @Produces
    @Singleton
    GraphMail graph(TinkCredentials credentials, CachedAccessTokens tokens, ProviderHttp http) {
        return new SdkGraphMail(
                credentials, tokens, http, new GraphServers(mailboxes.graph().baseUrl()), InstantSource.system());
    }

    @Produces
    @Singleton
    GmailMail gmail(TinkCredentials credentials, CachedAccessTokens tokens, ProviderHttp http) {
        return new SdkGmailMail(
                credentials, tokens, http, new GmailServer(mailboxes.gmail().rootUrl()), InstantSource.system());
    }
}
