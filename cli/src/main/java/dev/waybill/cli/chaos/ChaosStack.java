package dev.waybill.cli.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waybill.cli.stack.Home;
import dev.waybill.cli.supervisor.Secrets;
import dev.waybill.devstack.FreePorts;
import dev.waybill.devstack.PostgresServer;
import dev.waybill.devstack.RedisServer;
import dev.waybill.devstack.proxy.TcpProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Everything that a run consists of, on ports of its own: servers, simulators, the packaged services as processes, and a proxy on each
 * way between them.
 */
final class ChaosStack implements AutoCloseable {
    private static final Duration UNTIL_READY = Duration.ofMinutes(4);
    /** Below the ports that connections get: what is started again needs its own port back. */
    private static final int FIRST_PORT = 20_000;

    private static final int PORTS = 8_000;

    private final Cast cast;
    private final Home home;
    private final Function<String, Path> jars;
    private final Set<Integer> taken = new HashSet<>();
    private final int firstPort = FIRST_PORT + ThreadLocalRandom.current().nextInt(PORTS);
    private final List<AutoCloseable> started = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, TcpProxy> links = new LinkedHashMap<>();
    private final Map<String, ChaosService> services = new LinkedHashMap<>();
    private final RedisServer redis;
    private final PostgresServer postgres;
    private final PostOffice mail;
    private final Clouds clouds;
    private final ConsumerApi api;

    /**
     * Starts all of it in a directory, and connects the mailboxes.
     *
     * @param jars the jar of each packaged service, by its name
     */
    static ChaosStack start(Cast cast, Path directory, Function<String, Path> jars, Map<String, String> environment)
            throws InterruptedException {
        ChaosStack stack = new ChaosStack(cast, directory, jars);
        try {
            stack.launch(environment);
            return stack;
        } catch (RuntimeException | InterruptedException e) {
            stack.close();
            throw e;
        }
    }

    private ChaosStack(Cast cast, Path directory, Function<String, Path> jars) {
        this.cast = cast;
        this.jars = jars;
        this.home = new Home(directory);
        home.prepare();
        redis = keep(RedisServer.start(RedisServer.Options.durable().withPort(port())));
        postgres = keep(PostgresServer.start(PostgresServer.Options.temporary().withPort(port())));
        mail = keep(PostOffice.open(cast.addresses(Provider.IMAP)));
        int ingress = port();
        clouds = keep(new Clouds(ingress));
        link("imap", mail.port());
        link("graph", clouds.graphPort());
        link("gmail", clouds.gmailPort());
        List<Integer> consumers = new ArrayList<>();
        Secrets secrets = new Secrets(home);
        ServiceEnvironment environment = new ServiceEnvironment(
                secrets,
                postgres,
                clouds.environment(ingress, way("graph").port(), way("gmail").port()));
        for (String name : cast.services()) {
            int port = name.equals(Cast.INGRESS) ? ingress : name.startsWith("consumer") ? port() : 0;
            if (name.startsWith("consumer")) {
                consumers.add(port);
            }
            add(name, port, environment);
        }
        api = keep(new ConsumerApi(consumers, read(secrets.adminToken())));
    }

    private int port() {
        int port = FreePorts.firstFrom(firstPort, taken);
        taken.add(port);
        return port;
    }

    private <T extends AutoCloseable> T keep(T what) {
        started.add(what);
        return what;
    }

    private int link(String name, int target) {
        TcpProxy proxy = keep(TcpProxy.before(target));
        links.put(name, proxy);
        return proxy.port();
    }

    private void add(String name, int port, ServiceEnvironment environment) {
        String program = name.equals(Cast.INGRESS)
                ? "ingress-webhooks"
                : name.startsWith("consumer") ? "queue-consumer" : "imap-listener";
        Path jar = jars.apply(program);
        if (!Files.isReadable(jar)) {
            throw new ChaosFailure(jar + " is missing; run this as ./waybill bench chaos, which builds it");
        }
        int management = port();
        int redisProxy = link(Cast.redisLink(name), redis.port());
        int postgresProxy = link(Cast.postgresLink(name), postgres.port());
        services.put(
                name,
                new ChaosService(
                        name,
                        jar,
                        home.log(name),
                        management,
                        environment.of(name, port, management, redisProxy, postgresProxy)));
    }

    private void launch(Map<String, String> environment) throws InterruptedException {
        for (ChaosService service : services.values()) {
            keep(service).start(environment);
        }
        long deadline = System.nanoTime() + UNTIL_READY.toNanos();
        for (ChaosService service : services.values()) {
            while (!service.isReady()) {
                if (System.nanoTime() > deadline || service.starts() > 5) {
                    throw new ChaosFailure(service.name() + " did not become ready; its log is " + service.log());
                }
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
        for (String address : cast.addresses()) {
            api.connect(connection(address));
        }
    }

    private JsonNode connection(String address) {
        if (Provider.of(address) != Provider.IMAP) {
            return clouds.connection(address);
        }
        ObjectNode mailbox =
                new ObjectMapper().createObjectNode().put("address", address).put("since", "all");
        mailbox.putArray("folders").add(mail.folder());
        mailbox.putObject("imap")
                .put("host", "127.0.0.1")
                .put("port", way("imap").port())
                .put("security", "none")
                .put("username", address);
        return mailbox.put("password", PostOffice.PASSWORD);
    }

    Cast cast() {
        return cast;
    }

    RedisServer redis() {
        return redis;
    }

    PostgresServer postgres() {
        return postgres;
    }

    PostOffice mail() {
        return mail;
    }

    Clouds clouds() {
        return clouds;
    }

    ConsumerApi api() {
        return api;
    }

    /** The proxy on a way of the cast. */
    TcpProxy way(String name) {
        TcpProxy proxy = links.get(name);
        if (proxy == null) {
            throw new IllegalArgumentException("there is no way " + name);
        }
        return proxy;
    }

    ChaosService service(String name) {
        ChaosService service = services.get(name);
        if (service == null) {
            throw new IllegalArgumentException("there is no service " + name);
        }
        return service;
    }

    /** Ends whatever fault is not over. */
    void heal() throws InterruptedException {
        links.values().forEach(TcpProxy::heal);
        clouds.notifications(0, 0, 0);
        for (ChaosService service : services.values()) {
            service.signal("CONT");
            service.clock().wrongBy(Duration.ZERO);
            service.up();
        }
    }

    boolean isReady() {
        return services.values().stream().allMatch(ChaosService::isReady);
    }

    EvidenceReader reader() {
        return new EvidenceReader(postgres, redis, api, cast.addresses());
    }

    void deliver(String address, byte[] raw) {
        if (Provider.of(address) == Provider.IMAP) {
            mail.deliver(address, raw);
        } else {
            clouds.deliver(address, raw);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new ChaosFailure(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Ends everything that was started, the services first. */
    @Override
    public void close() {
        List<AutoCloseable> backwards;
        synchronized (started) {
            backwards = new ArrayList<>(started);
            started.clear();
        }
        Collections.reverse(backwards);
        for (AutoCloseable one : backwards) {
            try {
                one.close();
            } catch (Exception e) {
                System.getLogger(ChaosStack.class.getName())
                        .log(System.Logger.Level.WARNING, "could not be stopped: " + one, e);
            }
        }
    }
}
