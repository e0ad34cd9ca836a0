package dev.rigger.graval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rigger.gpv1.InvalidChallengeException;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.prover.OutOfGpuMemoryException;
import dev.rigger.gpv1.work.InfoChallenge;
import dev.rigger.hotkey.RequestVerifier;
import dev.rigger.hotkey.SignedRequest;
import dev.rigger.hotkey.Verdict;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port at which a validator verifies this host's GPUs by itself, in the shape of the bootstrap server:
 * {@code GET /ping}, {@code GET /devices}, {@code GET /info?challenge=}, {@code POST /prove}; GPV1's {@code POST /audit},
 * {@code /open} and {@code /release}; and, for the miner, {@code GET /telemetry}.
 *
 * <p>Errors: 400 what was asked makes no sense, 401 signature, 404, 405, 409 the GPUs are busy, 410 the work is not in memory
 * any more, 413 body too large, 503 this host is stopping, 507 a GPU has too little memory.
 */
final class VerificationServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VerificationServer.class);
    private static final String PURPOSE = "graval";
    private static final int MAX_BODY_BYTES = 1 << 20;
    private static final int STOP_SECONDS = 2;

    private final GpuBackend backend;
    private final ProofDesk desk;
    private final NvidiaSmi telemetry;
    private final KernelLog kernelLog;
    private final RequestVerifier miner;
    private final RequestVerifier validators;
    private final ProveRequest proofs;
    private final HeldWorkRequests heldWork;
    private final BootstrapAnswers answers;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean stopping;

    /**
     * Binds at once, and answers from {@link #start()} on.
     *
     * @param miner admits the miner's own signature
     * @param validators admits the configured validators' signatures
     */
    VerificationServer(
            InetSocketAddress address,
            GpuBackend backend,
            GpuSlots slots,
            HeldProof held,
            NvidiaSmi telemetry,
            KernelLog kernelLog,
            RequestVerifier miner,
            RequestVerifier validators,
            InstantSource clock)
            throws IOException {
        ObjectMapper json = new ObjectMapper();
        this.backend = backend;
        this.telemetry = telemetry;
        this.kernelLog = kernelLog;
        this.miner = miner;
        this.validators = validators;
        this.proofs = new ProveRequest(new RequestJson(json), new DefaultProfile(backend)::orRefuse);
        this.heldWork = new HeldWorkRequests(new RequestJson(json));
        this.answers = new BootstrapAnswers(json);
        this.desk = new ProofDesk(backend, slots, held, answers, clock);
        this.server = HttpServer.create(address, 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
    }

    void start() {
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        stopping = true;
        server.stop(STOP_SECONDS);
        threads.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Reply reply = reply(exchange);
            byte[] body = reply.body();
            exchange.getResponseHeaders().set("Content-Type", reply.contentType());
            exchange.sendResponseHeaders(reply.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Reply reply(HttpExchange exchange) throws IOException {
        try {
            return routed(exchange);
        } catch (HttpRefusal e) {
            return error(e.status(), e.what(), e.code(), e.next());
        } catch (InvalidChallengeException e) {
            return error(400, e.what(), ProofRefusal.MALFORMED_CHALLENGE.name(), "Correct the request.");
        } catch (OutOfGpuMemoryException e) {
            return Reply.json(507, answers.outOfMemory(e));
        } catch (CancellationException e) {
            return error(503, "This host is stopping.", "HOST_STOPPING", "Ask again in a minute.");
        } catch (RuntimeException e) {
            LOG.error(
                    "{} {} broke",
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    e);
            return error(500, "The proof broke.", "PROOF_BROKE", "See this worker's log.");
        }
    }

    private Reply routed(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        return switch (path) {
            case "/ping" -> {
                require(exchange, "GET");
                yield Reply.text("pong");
            }
            case "/devices" -> {
                require(exchange, "GET");
                admit(miner, exchange, new byte[0]);
                yield Reply.json(200, answers.devices(backend.devices()));
            }
            case "/info" -> {
                require(exchange, "GET");
                admit(validators, exchange, new byte[0]);
                yield Reply.text(InfoChallenge.answer(challengeParameter(exchange), backend.devices()));
            }
            case "/telemetry" -> {
                require(exchange, "GET");
                admit(miner, exchange, new byte[0]);
                yield Reply.json(200, answers.telemetry(telemetry.read(), kernelLog));
            }
            case "/prove" -> Reply.json(200, desk.prove(proofs.read(validatorsBody(exchange)), new UntilStopped()));
            case "/audit" -> Reply.json(200, desk.audit(heldWork.audit(validatorsBody(exchange))));
            case "/open" -> Reply.json(200, desk.open(heldWork.open(validatorsBody(exchange))));
            case "/release" -> Reply.json(200, desk.release(heldWork.release(validatorsBody(exchange))));
            default -> throw new HttpRefusal(404, "There is no " + path + " here.", "NOT_FOUND", "Ask for /ping.");
        };
    }

    private static void admit(RequestVerifier verifier, HttpExchange exchange, byte[] body) {
        Verdict verdict = verifier.verify(new SignedRequest(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                exchange.getRequestHeaders()::getFirst,
                body,
                PURPOSE));
        if (verdict instanceof Verdict.Refused refused) {
            throw new HttpRefusal(401, refused.detail(), refused.refusal().name(), refused.next());
        }
    }

    private static void require(HttpExchange exchange, String method) {
        if (!exchange.getRequestMethod().equals(method)) {
            throw new HttpRefusal(
                    405, "This answers to " + method + " only.", "METHOD_NOT_ALLOWED", "Use " + method + ".");
        }
    }

    private byte[] validatorsBody(HttpExchange exchange) throws IOException {
        require(exchange, "POST");
        byte[] body = body(exchange);
        admit(validators, exchange, body);
        return body;
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES) {
            throw new HttpRefusal(
                    413, "The body has more than " + MAX_BODY_BYTES + " bytes.", "BODY_TOO_LARGE", "Send less.");
        }
        return body;
    }

    private static String challengeParameter(HttpExchange exchange) {
        String query = exchange.getRequestURI().getQuery();
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                if (pair.startsWith("challenge=")) {
                    return pair.substring("challenge=".length());
                }
            }
        }
        throw new InvalidChallengeException("query parameter challenge is missing");
    }

    private Reply error(int status, String what, String code, String next) {
        return Reply.json(status, answers.error(what, code, next));
    }

    private final class UntilStopped implements ProofWatch {
        @Override
        public void done(double share) {}

        @Override
        public boolean cancelled() {
            return stopping;
        }
    }

    private record Reply(int status, String contentType, byte[] body) {
        static Reply text(String text) {
            return new Reply(200, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
        }

        static Reply json(int status, JsonNode node) {
            return new Reply(status, "application/json", node.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
