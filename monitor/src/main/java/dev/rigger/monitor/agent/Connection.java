package dev.rigger.monitor.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is said between an agent and one control plane, and what its answers mean. */
final class Connection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final Duration LISTING = Duration.ofSeconds(10);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int GONE = 410;

    private final ControlPlane controlPlane;
    private final WatchedObjects objects;
    private boolean refusedChange;

    Connection(ControlPlane controlPlane, WatchedObjects objects) {
        this.controlPlane = controlPlane;
        this.objects = objects;
    }

    /** The control plane knows no server of the cluster's name. */
    static final class NotAServer extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** A first word, whatever the control plane remembers. */
    void register() throws IOException, InterruptedException {
        ObjectNode everything = everything();
        int status = controlPlane.register(everything);
        if (status == CONFLICT) {
            controlPlane.unregister();
            status = controlPlane.register(everything());
        }
        expect(OK, status, "registering");
    }

    /** Everything anew, for a control plane that may have forgotten us. */
    void resync() throws IOException, InterruptedException, NotAServer {
        int status = controlPlane.set(everything());
        if (status == NOT_FOUND) {
            throw new NotAServer();
        }
        if (status == GONE) {
            register();
        } else {
            expect(OK, status, "telling everything");
        }
        refusedChange = false;
    }

    /** Tells that we are here; what the control plane has lost or doubts is told anew. */
    void heartbeat() throws IOException, InterruptedException, NotAServer {
        if (refusedChange) {
            resync();
        }
        int status = controlPlane.heartbeat();
        if (status == NOT_FOUND || status == CONFLICT) {
            resync();
            status = controlPlane.heartbeat();
        }
        expect(OK, status, "a heartbeat");
    }

    /** Tells changes as they come, for so long. One that is refused is part of everything at the next heartbeat. */
    void tellChanges(Duration until) throws IOException, InterruptedException {
        long end = System.nanoTime() + until.toNanos();
        for (long left = until.toNanos(); left > 0; left = end - System.nanoTime()) {
            for (WatchedObjects.Change change : objects.next(Duration.ofNanos(left))) {
                int status = controlPlane.tell(change.type(), change.object());
                if (status != OK && !refusedChange) {
                    LOG.warn("The control plane answers {} to a change; everything is told anew soon", status);
                    refusedChange = true;
                }
            }
        }
    }

    void unregister() throws IOException, InterruptedException {
        int status = controlPlane.unregister();
        expect(OK, status, "unregistering");
    }

    private ObjectNode everything() throws IOException, InterruptedException {
        List<String> unlisted = objects.unlisted(LISTING);
        if (!unlisted.isEmpty()) {
            throw new IOException("the cluster's own API server does not list " + String.join(", ", unlisted)
                    + "; check that it runs, and that the agent may list and watch them");
        }
        return objects.everything();
    }

    private static void expect(int wanted, int status, String what) throws IOException {
        if (status != wanted) {
            throw new IOException("the control plane answers " + status + " to " + what);
        }
    }

    @Override
    public void close() {
        controlPlane.close();
    }
}
