package dev.rigger.devnet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRedisTest {
    @TempDir
    Path directory;

    @Test
    void whatWasWrittenSurvivesAStopAndANewStart() throws IOException {
        try (LocalRedis redis = LocalRedis.start(directory, 0)) {
            assertThat(ask(redis, "SET word kept")).isEqualTo("+OK");
            redis.stop();
            redis.restart();
            assertThat(ask(redis, "STRLEN word")).isEqualTo(":4");
        }
    }

    @Test
    void aServerThatAKilledRunLeftBehindIsEndedBeforeTheNextStarts() throws Exception {
        KilledRun.leaveBehind("redis", directory);
        long pid = Long.parseLong(
                Files.readString(directory.resolve("data/redis.pid")).strip());
        ProcessHandle orphan = ProcessHandle.of(pid).orElseThrow();

        try (LocalRedis next = LocalRedis.start(directory, 0)) {
            assertThat(orphan.isAlive()).isFalse();
            assertThat(ask(next, "PING")).isEqualTo("+PONG");
        }
    }

    @Test
    void aTemporaryServerAnswersUntilClosed() throws IOException {
        LocalRedis redis = LocalRedis.startTemporary();
        assertThat(ask(redis, "PING")).isEqualTo("+PONG");
        redis.close();
        assertThatThrownBy(() -> ask(redis, "PING")).isInstanceOf(IOException.class);
    }

    private static String ask(LocalRedis redis, String command) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", redis.port());
                var answer =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return answer.readLine();
        }
    }
}
