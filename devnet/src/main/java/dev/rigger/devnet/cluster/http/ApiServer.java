package dev.rigger.devnet.cluster.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rigger.devnet.cluster.faults.Faults;
import dev.rigger.devnet.cluster.faults.Incidents;
import dev.rigger.devnet.cluster.kubelet.Kubelet;
import dev.rigger.devnet.cluster.store.ApiRefusal;
import dev.rigger.devnet.cluster.store.ObjectStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cluster's API over plain HTTP on the loopback address. */
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Discovery discovery = new Discovery();
    private final Resources resources;
    private final DevnetRoutes devnet;
    private final Faults faults;
    private final HttpServer server;
    private volatile boolean closing;

    /** Listens at once; port 0 takes a free one. */
    public ApiServer(
            int port, ObjectStore store, Kubelet kubelet, Faults faults, Incidents incidents, InstantSource clock)
            throws IOException {
        this.faults = faults;
        this.resources = new Resources(store, kubelet, clock, () -> closing);
        this.devnet = new DevnetRoutes(faults, incidents, kubelet);
        // Without it small answers wait 40 ms for the client's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange http) throws IOException {
        Exchange exchange = new Exchange(http);
        try {
            if (exchange.path().startsWith("/devnet/")) {
                devnet.serve(exchange);
            } else {
                suffer();
                route(exchange);
            }
        } catch (ApiRefusal refusal) {
            exchange.refuse(refusal);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException clientLeft) {
            LOG.debug("{} {} was not heard to its end", exchange.method(), exchange.path(), clientLeft);
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", exchange.method(), exchange.path(), e);
            exchange.refuse(new ApiRefusal(500, "InternalError", e.toString()));
        } finally {
            http.close();
        }
    }

    private void route(Exchange exchange) throws IOException {
        var about = discovery.answer(exchange.path());
        if (about.isPresent()) {
            exchange.answer(200, about.get());
            return;
        }
        Target target = Target.parse(exchange.path())
                .orElseThrow(() -> new ApiRefusal(404, "NotFound", "the server could not find the requested resource"));
        resources.serve(exchange, target);
    }

    private void suffer() throws InterruptedException {
        Thread.sleep(faults.nextDelay());
        faults.nextError().ifPresent(status -> {
            throw new ApiRefusal(status, "InjectedFault", "an injected fault");
        });
    }

    @Override
    public void close() {
        closing = true;
        server.stop(0);
        threads.shutdownNow();
    }
}
