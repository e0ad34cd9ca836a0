package dev.rigger.web.monitor;

import dev.rigger.inventory.Servers;
import dev.rigger.monitor.cache.ClusterCache;
import dev.rigger.monitor.cache.ClusterCache.Outcome;
import dev.rigger.monitor.wire.Push;
import dev.rigger.web.access.RawBody;
import dev.rigger.web.access.Signed;
import dev.rigger.web.answers.Refused;
import dev.rigger.web.answers.WebRole;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.concurrent.Semaphore;

/**
 * What the agents of worker clusters push: everything, then each change, and heartbeats. The answers are what makes an agent
 * tell everything again: 404, 409 and 410.
 */
@WebRole
@Controller("/api/v1/clusters")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
@Tag(name = "monitor")
final class PushController {
    private static final String NULL = "null";
    /** Everything of a cluster takes ten times its size while it is read. */
    private static final int READ_AT_ONCE = 2;

    private final Semaphore reading = new Semaphore(READ_AT_ONCE);
    private final Servers servers;
    private final ClusterCache cache;

    PushController(Servers servers, ClusterCache cache) {
        this.servers = servers;
        this.cache = cache;
    }

    /** Takes a cluster in; 404 unless it is a server's, 409 when it is there already. */
    @Signed(value = Signed.MONITORING, push = true)
    @Post("/{name}")
    String register(@PathVariable String name, HttpRequest<?> request) {
        mustBeServer(name);
        if (!everything(request, body -> cache.register(name, Push.everything(body)))) {
            throw new Refused(
                    HttpStatus.CONFLICT,
                    "Cluster " + name + " is registered already.",
                    "CLUSTER_REGISTERED",
                    "DELETE it first, or PUT its resources.");
        }
        return NULL;
    }

    /** Forgets what a cluster's agent pushed. */
    @Signed(Signed.MONITORING)
    @Delete("/{name}")
    Unregistered unregister(@PathVariable String name) {
        cache.clear(name);
        return new Unregistered("Cluster " + name + " unregistered successfully", name);
    }

    /** Puts these objects in the place of all that were known; 404 unless it is a server's, 410 when it has to register. */
    @Signed(value = Signed.MONITORING, push = true)
    @Put("/{name}/resources")
    String set(@PathVariable String name, HttpRequest<?> request) {
        mustBeServer(name);
        if (!everything(request, body -> cache.set(name, Push.everything(body)))) {
            throw new Refused(
                    HttpStatus.GONE,
                    "Cluster " + name + " is not registered any more.",
                    "CLUSTER_NOT_REGISTERED",
                    "POST it with all of its resources.");
        }
        return NULL;
    }

    /** Takes one change; one that is older than what is known changes nothing. */
    @Signed(value = Signed.MONITORING, push = true)
    @Patch("/{name}/resources")
    Taken change(@PathVariable String name, HttpRequest<?> request) {
        return taken(name, read(request, body -> cache.apply(name, Push.change(body))));
    }

    /** Notes that the agent lives; 404 and 409 ask for everything. The time of arrival counts, not the one in the body. */
    @Signed(Signed.MONITORING)
    @Put("/{name}/health")
    Taken heartbeat(@PathVariable String name, HttpRequest<?> request) {
        return taken(name, read(request, body -> cache.heartbeat(name, Push.heartbeat(body))));
    }

    private static Taken taken(String name, Outcome outcome) {
        return switch (outcome) {
            case DONE, KNOWN -> new Taken("success", name);
            case UNKNOWN_CLUSTER ->
                throw new Refused(
                        HttpStatus.NOT_FOUND,
                        "Cluster " + name + " is not registered.",
                        "CLUSTER_NOT_REGISTERED",
                        "POST it with all of its resources.");
            case RESYNC ->
                throw new Refused(
                        HttpStatus.CONFLICT,
                        "Cluster " + name + " is in an unhealthy state. Resync resources",
                        "CLUSTER_UNHEALTHY",
                        "PUT all of its resources.");
        };
    }

    private void mustBeServer(String name) {
        if (servers.byName(name).isEmpty()) {
            throw new Refused(
                    HttpStatus.NOT_FOUND,
                    "No server is named " + name + ".",
                    "SERVER_UNKNOWN",
                    "Add the server under its cluster's name.");
        }
    }

    private boolean everything(HttpRequest<?> request, Reading<Boolean> reader) {
        reading.acquireUninterruptibly();
        try {
            return read(request, reader);
        } finally {
            reading.release();
        }
    }

    private static <T> T read(HttpRequest<?> request, Reading<T> reader) {
        try {
            return reader.of(RawBody.of(request));
        } catch (Push.Malformed malformed) {
            throw Refused.unprocessable(
                    "The push cannot be read: " + malformed.getMessage() + ".",
                    "The bodies of pushes are described in docs/clusters.md.");
        }
    }

    private interface Reading<T> {
        T of(byte[] body) throws Push.Malformed;
    }

    /** Answer of a deletion, in the protocol's words. */
    @Serdeable(naming = SnakeCaseStrategy.class)
    record Unregistered(String message, String clusterName) {}

    /** Answer to a change or a heartbeat. */
    @Serdeable(naming = SnakeCaseStrategy.class)
    record Taken(String status, String clusterName) {}
}
