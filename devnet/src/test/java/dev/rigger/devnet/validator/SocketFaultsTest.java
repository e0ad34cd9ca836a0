package dev.rigger.devnet.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rigger.devnet.validator.faults.Fault;
import dev.rigger.devnet.validator.faults.FaultKind;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SocketFaultsTest {
    private static final Duration HEARTBEAT = Duration.ofMillis(200);

    private static DevnetValidator validator;
    private static MinerSide miner;

    private SocketSide side;

    @BeforeAll
    static void start() {
        validator = DevnetValidator.builder().heartbeat(HEARTBEAT, HEARTBEAT).start();
        miner = new MinerSide(validator, "11".repeat(32));
    }

    @BeforeEach
    void connect() {
        side = SocketSide.authenticated(validator, miner);
    }

    @AfterEach
    void takeBack() {
        validator.faults().clear();
        side.close();
    }

    @AfterAll
    static void stop() {
        validator.close();
    }

    private static void announce(int... numbers) {
        for (int number : numbers) {
            validator.sockets().broadcast("bounty_change", Map.of("n", number));
        }
    }

    private static void tell(int number) {
        validator.sockets().tell(miner.hotkey.ss58(), "instance_deleted", Map.of("n", number));
    }

    @Test
    void aDroppedEventNeverComes() {
        validator.faults().add(Fault.of(FaultKind.SOCKET_DROP).times(2));
        announce(1, 2, 3);
        assertThat(side.numbersUntil(3)).containsExactly(3);
    }

    @Test
    void aFaultMayHitOnlyEventsOfOneReason() {
        validator.faults().add(Fault.of(FaultKind.SOCKET_DROP).on("instance_"));
        announce(1);
        tell(2);
        announce(3);
        assertThat(side.numbersUntil(3)).containsExactly(1, 3);
    }

    @Test
    void aShareOfTheEventsIsLost() {
        validator.faults().add(Fault.of(FaultKind.SOCKET_DROP).share(0.5));
        announce(IntStream.range(0, 100).toArray());
        validator.faults().clear();
        announce(100);
        assertThat(side.numbersUntil(100)).hasSizeBetween(30, 70);
    }

    @Test
    void aDelayedEventIsOvertaken() {
        validator.faults().add(Fault.of(FaultKind.SOCKET_DELAY).times(1).delay(Duration.ofMillis(100)));
        announce(1, 2);
        assertThat(side.numbersUntil(1)).containsExactly(2, 1);
    }

    @Test
    void aDuplicatedEventComesTwice() {
        validator.faults().add(Fault.of(FaultKind.SOCKET_DUPLICATE).times(1));
        announce(1, 2);
        assertThat(side.numbersUntil(2)).containsExactly(1, 1, 2);
    }

    @Test
    void reorderedEventsChangePlacesAndNoneIsLost() {
        validator.faults().add(Fault.of(FaultKind.SOCKET_REORDER).times(3).delay(Duration.ofMillis(100)));
        announce(1, 2, 3);
        assertThat(side.numbersUntil(3)).containsExactly(2, 1, 3);
    }

    @Test
    void aSilentSocketKeepsItsHeartbeatAndSaysNothingElse() {
        validator.faults().add(Fault.of(FaultKind.SOCKET_SILENCE));
        announce(1);
        try (SocketSide another = SocketSide.connect(validator)) {
            another.authenticate(miner);
            another.await("2");
            another.await("2");
            assertThat(another.frames).noneMatch(frame -> frame.startsWith("42"));
        }
        side.await("2");
        validator.faults().clear();
        announce(2);
        assertThat(side.numbersUntil(2)).containsExactly(2);
    }

    @Test
    void aHalfOpenConnectionStaysOpenAndCarriesNothingForEver() {
        side.await("2");
        validator.faults().add(Fault.of(FaultKind.SOCKET_HALF_OPEN));
        announce(1);
        Struck.await(validator);
        validator.faults().clear();
        side.frames.clear();
        announce(2);

        try (SocketSide fresh = SocketSide.authenticated(validator, miner)) {
            for (int beat = 0; beat < 4; beat++) {
                fresh.await("2");
            }
            assertThat(side.frames).isEmpty();
            assertThat(side.ended).isNotDone();
            announce(3);
            assertThat(fresh.numbersUntil(3)).containsExactly(3);
        }
    }

    @Test
    void theFirstConnectionsAreRefused() throws IOException {
        validator.faults().add(Fault.of(FaultKind.SOCKET_REFUSE).times(2));
        for (int i = 0; i < 2; i++) {
            // By hand, because the client above tries again by itself.
            try (Socket refused = new Socket(
                    validator.socketUri().getHost(), validator.socketUri().getPort())) {
                assertThatThrownBy(() -> refused.getInputStream().read())
                        .isInstanceOf(SocketException.class)
                        .hasMessageContaining("reset");
            }
        }
        SocketSide.connect(validator).close();
        assertThat(validator.faults().all()).isEmpty();
    }

    @Test
    void aStolenSessionHearsWhatIsForAllAndNotWhatIsForItUntilItAuthenticatesAgain() {
        validator.faults().add(Fault.of(FaultKind.SOCKET_STEAL));
        tell(1);
        announce(2);
        assertThat(side.numbersUntil(2)).containsExactly(2);

        side.authenticate(miner);
        side.await("42[\"auth_success\"");
        tell(3);
        assertThat(side.numbersUntil(3)).containsExactly(3);
    }

    @Test
    void everyKindOfTheSocketHasATestHere() {
        List<FaultKind> tested = List.of(
                FaultKind.SOCKET_DROP,
                FaultKind.SOCKET_DELAY,
                FaultKind.SOCKET_DUPLICATE,
                FaultKind.SOCKET_REORDER,
                FaultKind.SOCKET_SILENCE,
                FaultKind.SOCKET_HALF_OPEN,
                FaultKind.SOCKET_REFUSE,
                FaultKind.SOCKET_STEAL);
        assertThat(FaultKind.values())
                .filteredOn(kind -> kind.side() == FaultKind.Side.SOCKET)
                .containsExactlyInAnyOrderElementsOf(tested);
    }
}
