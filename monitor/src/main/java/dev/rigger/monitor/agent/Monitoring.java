package dev.rigger.monitor.agent;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's life: whom it pushes to, and how that goes. A control plane that cannot be reached is tried again after 5 s, 10 s
 * and so on to 5 min, with everything at once; nothing that changed meanwhile is lost.
 */
final class Monitoring implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Monitoring.class);

    /** What {@code GET /monitor/status} tells. */
    enum State {
        STOPPED,
        STARTING,
        RUNNING,
        /** The control plane, or the cluster's own API server, cannot be reached at the moment. */
        DEGRADED,
        /** Something that nobody planned; only a new process helps. */
        ERROR;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Is pushing already. */
    static final class AlreadyRunning extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private final UrlFile urlFile;
    private final Function<URI, ControlPlane> controlPlanes;
    private final WatchedObjects objects;
    private final Duration heartbeat;
    private final Duration firstPause;
    private final InstantSource clock;
    private volatile State state = State.STOPPED;
    private volatile @Nullable String error;
    private volatile @Nullable Instant lastHeartbeat;
    private @Nullable Connection connection;
    private @Nullable Thread pusher;

    Monitoring(
            UrlFile urlFile,
            Function<URI, ControlPlane> controlPlanes,
            WatchedObjects objects,
            Duration heartbeat,
            Duration firstPause,
            InstantSource clock) {
        this.urlFile = urlFile;
        this.controlPlanes = controlPlanes;
        this.objects = objects;
        this.heartbeat = heartbeat;
        this.firstPause = firstPause;
        this.clock = clock;
    }

    State state() {
        return state;
    }

    Optional<String> error() {
        return Optional.ofNullable(error);
    }

    Optional<Instant> lastHeartbeat() {
        return Optional.ofNullable(lastHeartbeat);
    }

    /** Goes on with the control plane of the process before this one, if it had one. */
    synchronized void resume() throws IOException {
        Optional<URI> url = urlFile.read();
        if (url.isPresent()) {
            state = State.STARTING;
            push(new Connection(controlPlanes.apply(url.get()), objects), false);
        }
    }

    /**
     * Registers with a control plane and pushes to it from now on.
     *
     * @throws IOException when that failed; it is tried again in the background all the same
     */
    synchronized void start(URI url) throws AlreadyRunning, IOException, InterruptedException {
        if (state == State.RUNNING) {
            throw new AlreadyRunning();
        }
        end();
        urlFile.write(url);
        state = State.STARTING;
        Connection fresh = new Connection(controlPlanes.apply(url), objects);
        boolean registered = false;
        try {
            fresh.register();
            running();
            registered = true;
        } catch (IOException failure) {
            degraded(failure);
            throw failure;
        } finally {
            push(fresh, registered);
        }
    }

    /** Ends pushing and takes the cluster back from the control plane; false when there is nothing to end. */
    synchronized boolean stop() throws IOException, InterruptedException {
        Connection ending = connection;
        if (ending == null) {
            return false;
        }
        interruptPusher();
        urlFile.clear();
        state = State.STOPPED;
        error = null;
        connection = null;
        try (ending) {
            ending.unregister();
        }
        return true;
    }

    @Override
    public synchronized void close() {
        try {
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void push(Connection to, boolean connected) {
        connection = to;
        pusher = Thread.ofPlatform().daemon().name("pusher").start(() -> follow(to, connected));
    }

    private void end() throws InterruptedException {
        interruptPusher();
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    private void interruptPusher() throws InterruptedException {
        if (pusher != null) {
            pusher.interrupt();
            pusher.join();
            pusher = null;
        }
    }

    private void follow(Connection to, boolean registered) {
        try {
            boolean connected = registered;
            Duration pause = registered ? firstPause : Duration.ZERO;
            while (true) {
                try {
                    if (!connected) {
                        Thread.sleep(pause);
                        to.resync();
                        running();
                    }
                    pause = Duration.ZERO;
                    connected = false;
                    keepTelling(to);
                } catch (IOException failure) {
                    degraded(failure);
                    pause = pause.isZero() ? firstPause : longer(pause);
                }
            }
        } catch (Connection.NotAServer gone) {
            LOG.info("The control plane has no server of this name any more; it is told nothing until it asks again");
            forget();
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException unplanned) {
            LOG.error("The agent does not push any more (AGENT_FAILED)", unplanned);
            error = unplanned.toString();
            state = State.ERROR;
        }
    }

    private void keepTelling(Connection to) throws IOException, InterruptedException, Connection.NotAServer {
        while (true) {
            to.heartbeat();
            lastHeartbeat = clock.instant();
            to.tellChanges(heartbeat);
        }
    }

    private void running() {
        state = State.RUNNING;
        error = null;
    }

    private void degraded(IOException failure) {
        if (state != State.DEGRADED) {
            LOG.warn("Pushing is interrupted (CONTROL_PLANE_UNREACHABLE): {}; it is tried again", failure.toString());
        }
        state = State.DEGRADED;
        error = failure.toString();
    }

    private void forget() {
        try {
            urlFile.clear();
            state = State.STOPPED;
            error = null;
        } catch (IOException failure) {
            LOG.error("The control plane's URL cannot be forgotten", failure);
            error = failure.toString();
            state = State.ERROR;
        }
    }

    private Duration longer(Duration pause) {
        Duration longest = firstPause.multipliedBy(60);
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }
}
