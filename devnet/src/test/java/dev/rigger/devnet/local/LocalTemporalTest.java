package dev.rigger.devnet.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalTemporalTest {
    @TempDir
    Path directory;

    @Test
    void theServerAndItsUiAreThereWhenStartReturnsAndAgainAfterAPowerCut() throws Exception {
        try (LocalTemporal temporal =
                LocalTemporal.start(directory, TemporalPorts.free(), LocalTemporal.Keeps.THROUGH_KILLS)) {
            long before = temporal.pid();
            assertThat(status(temporal.uiUrl())).isEqualTo(200);

            temporal.kill();
            temporal.restart();

            assertThat(temporal.pid()).isNotEqualTo(before);
            assertThat(status(temporal.uiUrl())).isEqualTo(200);
            assertThat(directory.resolve("data/temporal.db")).isNotEmptyFile();
        }
    }

    @Test
    void aServerThatAKilledRunLeftBehindIsEndedBeforeTheNextStarts() throws Exception {
        KilledRun.leaveBehind("temporal", directory);
        long pid = Long.parseLong(java.nio.file.Files.readString(directory.resolve("data/temporal.pid"))
                .strip());
        ProcessHandle orphan = ProcessHandle.of(pid).orElseThrow();

        try (LocalTemporal next =
                LocalTemporal.start(directory, TemporalPorts.free(), LocalTemporal.Keeps.THROUGH_KILLS)) {
            assertThat(orphan.isAlive()).isFalse();
            assertThat(status(next.uiUrl())).isEqualTo(200);
        }
    }

    private static int status(URI url) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
