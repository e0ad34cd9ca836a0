package dev.rigger.activities.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.devnet.local.Loopback;
import dev.rigger.devnet.validator.DevnetValidator;
import dev.rigger.devnet.validator.faults.Fault;
import dev.rigger.devnet.validator.faults.FaultKind;
import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.RequestSigner;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SocketIoClientTest {
    private static final Hotkey MINER = Hotkey.fromSeed("11".repeat(32));

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private final class Ear implements SocketListener {
        @Override
        public void authenticated() {
            heard.add("authenticated");
        }

        @Override
        public void refused(String error) {
            heard.add("refused");
        }

        @Override
        public void disconnected(String why) {
            heard.add("disconnected");
        }

        @Override
        public void event(String name, JsonNode data) {
            heard.add(name + " " + data.path("reason").asText() + " "
                    + data.path("data").path("n").asText());
        }
    }

    private SocketIoClient client(URI server) {
        RequestSigner signer = new RequestSigner(MINER, Clock.systemUTC());
        SocketIoClient client = new SocketIoClient(
                server,
                () -> signer.forPurpose("sockets"),
                new Ear(),
                Duration.ofMillis(100),
                Duration.ofMillis(200),
                Duration.ofMillis(300));
        client.start();
        return client;
    }

    /** Waits for that; what comes before it is let go. */
    private void await(String wanted) throws InterruptedException {
        @Nullable String next = "";
        while (!wanted.equals(next)) {
            next = heard.poll(30, TimeUnit.SECONDS);
            assertThat(next).as("waiting for " + wanted).isNotNull();
        }
    }

    @Test
    void broadcastsAndWordsForUsAloneAreHeardInOrder() throws InterruptedException {
        try (DevnetValidator validator =
                        DevnetValidator.builder().registered(MINER.ss58()).start();
                SocketIoClient client = client(validator.socketUri())) {
            await("authenticated");
            validator.sockets().broadcast("chute_created", Map.of("n", 1));
            validator.sockets().tell("5SomebodyElse", "gpu_verified", Map.of("n", 2));
            validator.sockets().tell(MINER.ss58(), "gpu_verified", Map.of("n", 3, "filler", "x".repeat(60_000)));
            validator.sockets().broadcast("unheard_of", Map.of("n", 4));

            assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("miner_broadcast chute_created 1");
            assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("miner_broadcast gpu_verified 3");
            assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("miner_broadcast unheard_of 4");
        }
    }

    @Test
    void aDroppedConnectionIsMadeAgain() throws InterruptedException {
        try (DevnetValidator validator =
                        DevnetValidator.builder().registered(MINER.ss58()).start();
                SocketIoClient client = client(validator.socketUri())) {
            await("authenticated");
            assertThat(validator.sockets().dropAll()).isEqualTo(1);
            await("disconnected");
            await("authenticated");
            validator.sockets().broadcast("chute_created", Map.of("n", 9));
            await("miner_broadcast chute_created 9");
        }
    }

    @Test
    void aServerThatComesLaterIsFound() throws InterruptedException {
        int port = Loopback.port(0);
        try (SocketIoClient client = client(URI.create("ws://127.0.0.1:" + port))) {
            await("disconnected");
            try (DevnetValidator validator = DevnetValidator.builder()
                    .registered(MINER.ss58())
                    .ports(0, port)
                    .start()) {
                await("authenticated");
            }
        }
    }

    @Test
    void aRefusedSignatureIsTriedAgainUntilItCounts() throws InterruptedException {
        try (DevnetValidator validator = DevnetValidator.builder().start();
                SocketIoClient client = client(validator.socketUri())) {
            await("refused");
            await("refused");
            validator.gate().register(MINER.ss58());
            await("authenticated");
        }
    }

    @Test
    void aServerThatGoesSilentIsLeft() throws InterruptedException, IOException {
        try (SilentServer server = new SilentServer(Duration.ofMillis(100), Duration.ofMillis(100));
                SocketIoClient client = client(server.uri())) {
            await("disconnected");
            await("disconnected");
            assertThat(server.sessions()).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void aConnectionThatCarriesNothingAnyMoreIsLeft() throws InterruptedException {
        try (DevnetValidator validator = hasty();
                SocketIoClient client = client(validator.socketUri())) {
            await("authenticated");
            validator.faults().add(Fault.of(FaultKind.SOCKET_HALF_OPEN));
            await("disconnected");
            await("authenticated");
        }
    }

    @Test
    void theFirstTwentyRefusalsAreSurvived() throws InterruptedException {
        try (DevnetValidator validator = hasty()) {
            validator.faults().add(Fault.of(FaultKind.SOCKET_REFUSE).times(20));
            try (SocketIoClient client = client(validator.socketUri())) {
                for (int refusal = 0; refusal < 5; refusal++) {
                    await("disconnected");
                }
                await("authenticated");
                validator.sockets().broadcast("chute_created", Map.of("n", 21));
                await("miner_broadcast chute_created 21");
            }
        }
    }

    @Test
    void wordsForUsAloneComeBackFromAnotherSessionOfTheSameHotkey() throws InterruptedException {
        try (DevnetValidator validator = hasty();
                SocketIoClient client = client(validator.socketUri())) {
            await("authenticated");
            validator.faults().add(Fault.of(FaultKind.SOCKET_STEAL));
            @Nullable String next = null;
            for (int n = 0; next == null || !next.startsWith("miner_broadcast"); n++) {
                assertThat(n).as("told so often in vain").isLessThan(300);
                validator.sockets().tell(MINER.ss58(), "gpu_verified", Map.of("n", n));
                next = heard.poll(100, TimeUnit.MILLISECONDS);
            }
        }
    }

    @Test
    void whatComesTwiceOrOutOfOrderIsHeardSo() throws InterruptedException {
        try (DevnetValidator validator = hasty();
                SocketIoClient client = client(validator.socketUri())) {
            await("authenticated");
            validator.faults().add(Fault.of(FaultKind.SOCKET_DUPLICATE).times(1));
            validator.sockets().broadcast("chute_created", Map.of("n", 1));
            await("miner_broadcast chute_created 1");
            await("miner_broadcast chute_created 1");
            validator.faults().add(Fault.of(FaultKind.SOCKET_REORDER).times(1));
            validator.sockets().broadcast("chute_created", Map.of("n", 2));
            validator.sockets().broadcast("chute_created", Map.of("n", 3));
            await("miner_broadcast chute_created 3");
            await("miner_broadcast chute_created 2");
        }
    }

    private static DevnetValidator hasty() {
        return DevnetValidator.builder()
                .registered(MINER.ss58())
                .heartbeat(Duration.ofMillis(300), Duration.ofMillis(300))
                .start();
    }
}
