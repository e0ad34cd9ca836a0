package dev.rigger.app.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rigger.app.StartRefused;
import dev.rigger.devnet.local.Loopback;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ChildTest {
    private final StringWriter said = new StringWriter();
    private final Terminal terminal = new Terminal(new PrintWriter(said), Clock.systemUTC());

    @TempDir
    Path directory;

    private StateFolder folder;

    @BeforeEach
    void take() throws Exception {
        folder = StateFolder.take(directory, false);
    }

    @AfterEach
    void leave() throws Exception {
        folder.close();
    }

    @Test
    @Timeout(120)
    void aKilledProcessIsStartedAgainAndAToldOneEnds() throws Exception {
        try (Child child = Child.start(devnet(), folder, terminal)) {
            child.ready().get(60, TimeUnit.SECONDS);
            ProcessHandle first = process();

            first.destroyForcibly();
            first.onExit().join();
            ProcessHandle second = awaitAnother(first);

            assertThat(said.toString()).contains("devnet ended with 137; it is started again in 1 s");
            child.close();
            assertThat(second.isAlive()).isFalse();
        }
    }

    @Test
    @Timeout(120)
    void aProcessWhoseSettingsAreWrongIsNotStartedAgain() throws Exception {
        ChildPlan untold = new ChildPlan("untold", List.of("run"), Map.of("PORT", "eight"), "64m");

        try (Child child = Child.start(untold, folder, terminal)) {
            assertThatThrownBy(() -> child.ready().get(60, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(StartRefused.class)
                    .hasMessageContaining("untold does not start")
                    .hasMessageContaining("MINER_SEED is missing")
                    .hasMessageContaining("PORT=eight is wrong")
                    .hasMessageContaining("PROCESS_DOES_NOT_START");
        }
    }

    private ChildPlan devnet() throws Exception {
        return new ChildPlan(
                "devnet",
                List.of(
                        "devnet",
                        "--state",
                        directory.resolve("devnet").toString(),
                        "--cluster-port",
                        freePort(),
                        "--validator-port",
                        freePort(),
                        "--socket-port",
                        freePort()),
                Map.of(),
                "128m");
    }

    private ProcessHandle process() throws Exception {
        String pid = Files.readString(folder.pids().resolve("devnet")).split(" ")[0];
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private ProcessHandle awaitAnother(ProcessHandle first) throws Exception {
        Path ready = folder.pids().resolve("devnet.ready");
        while (!Files.exists(ready) || Files.readString(ready).equals(Long.toString(first.pid()))) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return process();
    }

    private static String freePort() {
        return Integer.toString(Loopback.port(0));
    }
}
