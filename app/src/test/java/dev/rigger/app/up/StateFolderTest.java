package dev.rigger.app.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rigger.app.StartRefused;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
    @TempDir
    Path directory;

    @Test
    void aSecondUpIsRefusedAndTheFirstOnesProcessIsNamed() throws IOException {
        try (StateFolder first = StateFolder.take(directory, false)) {
            assertThatThrownBy(() -> StateFolder.take(directory, false))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining("ALREADY_UP")
                    .hasMessageContaining(first.root().toString());
        }
        StateFolder.take(directory, false).close();
    }

    @Test
    void whatAKilledRunLeftRunningIsEndedByTheNext() throws Exception {
        Process leftover = new ProcessBuilder("sleep", "600").start();
        Path pids = Files.createDirectories(directory.resolve("pids"));
        PidFile.write(pids.resolve("sleeper"), leftover.toHandle());

        StateFolder.take(directory, false).close();

        assertThat(leftover.isAlive()).isFalse();
        assertThat(pids.resolve("sleeper")).doesNotExist();
    }

    @Test
    void aProcessThatOnlyGotTheSamePidIsLeftAlone() throws Exception {
        Process other = new ProcessBuilder("sleep", "600").start();
        Path pids = Files.createDirectories(directory.resolve("pids"));
        Files.writeString(pids.resolve("sleeper"), other.pid() + " 2001-01-01T00:00:00Z");

        StateFolder.take(directory, false).close();

        assertThat(other.isAlive()).isTrue();
        other.destroyForcibly().waitFor();
    }

    @Test
    void aFreshStartForgetsEverything() throws IOException {
        Path old = Files.createDirectories(directory.resolve("devnet")).resolve("state.json");
        Files.writeString(old, "{}");

        StateFolder.take(directory, false).close();
        assertThat(old).exists();

        StateFolder.take(directory, true).close();
        assertThat(old).doesNotExist();
    }

    @Test
    void aKeyIsMadeOnceAndOnlyItsOwnerCanReadIt() throws IOException {
        Path file = directory.resolve("keys/miner");

        ThrowawayKey made = ThrowawayKey.in(file);

        assertThat(ThrowawayKey.in(file)).isEqualTo(made);
        assertThat(made.toString()).isEqualTo(made.hotkey().ss58()).doesNotContain(made.seed());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aTakenPortGivesTheNextFreeOneAndSaysSo() throws IOException {
        StringWriter said = new StringWriter();
        Ports ports = new Ports(new Terminal(new PrintWriter(said), Clock.systemUTC()));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = ports.next("REST", taken.getLocalPort());

            assertThat(port).isGreaterThan(taken.getLocalPort());
            assertThat(said.toString())
                    .contains("Port " + taken.getLocalPort() + " is taken, so REST listens on " + port);
        }
    }

    @Test
    void noTwoServersGetTheSamePort() throws IOException {
        Ports ports = new Ports(new Terminal(new PrintWriter(new StringWriter()), Clock.systemUTC()));
        int first;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            first = free.getLocalPort();
        }

        assertThat(ports.next("one", first)).isNotEqualTo(ports.next("another", first));
    }
}
