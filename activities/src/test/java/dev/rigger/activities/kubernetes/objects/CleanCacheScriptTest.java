package dev.rigger.activities.kubernetes.objects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that a cleanup's Job runs, in a real shell on real files. */
class CleanCacheScriptTest {
    private static final String OLD = "00000000-0000-0000-0000-000000000001";
    private static final String OLD_IN_USE = "00000000-0000-0000-0000-000000000002";
    private static final String FRESH = "00000000-0000-0000-0000-000000000003";
    private static final Duration MONTH = Duration.ofDays(30);
    private static final int MIB = 1 << 20;

    @TempDir
    Path cache;

    @TempDir
    Path elsewhere;

    @Test
    void whatNobodyReadForLongIsRemovedUnlessARunningChuteUsesIt() throws Exception {
        model(OLD, 2 * MIB, MONTH);
        model(OLD_IN_USE, 2 * MIB, MONTH);
        model(FRESH, 2 * MIB, Duration.ofDays(1));

        JsonNode report = clean(7, 500, OLD_IN_USE + ",another");

        assertThat(cache.resolve(OLD)).doesNotExist();
        assertThat(cache.resolve(OLD_IN_USE)).exists();
        assertThat(cache.resolve(FRESH)).exists();
        assertThat(report.path("entries_removed").asInt()).isEqualTo(1);
        assertThat(report.path("bytes_freed").asLong()).isBetween(2L * MIB, 3L * MIB);
        assertThat(report.path("bytes_left").asLong()).isBetween(4L * MIB, 5L * MIB);
    }

    @Test
    void beyondTheSizeTheLargestGoFirstAndWhatIsInUseOrJustReadStays() throws Exception {
        model(OLD, 3 * MIB, Duration.ofDays(2));
        model(OLD_IN_USE, 9 * MIB, Duration.ofDays(2));
        model(FRESH, 6 * MIB, Duration.ZERO);

        JsonNode report = clean(7, 0, OLD_IN_USE);

        assertThat(cache.resolve(OLD)).doesNotExist();
        assertThat(cache.resolve(OLD_IN_USE)).exists();
        assertThat(cache.resolve(FRESH)).exists();
        assertThat(report.path("entries_removed").asInt()).isEqualTo(1);
    }

    @Test
    void whatIsNoChutesFolderIsNobodysBusiness() throws Exception {
        model("hub", MIB, MONTH);

        JsonNode report = clean(7, 0, "");

        assertThat(cache.resolve("hub")).exists();
        assertThat(report.path("bytes_freed").asLong()).isZero();
        assertThat(report.path("entries_removed").asInt()).isZero();
    }

    private void model(String folder, int bytes, Duration unread) throws IOException {
        Path file = Files.createDirectories(cache.resolve(folder).resolve("hub with a space"))
                .resolve("weights");
        Files.write(file, new byte[bytes]);
        FileTime at = FileTime.from(Instant.now().minus(unread));
        Files.getFileAttributeView(file, BasicFileAttributeView.class).setTimes(at, at, null);
    }

    private JsonNode clean(int days, int gib, String keep) throws IOException, InterruptedException {
        Path report = elsewhere.resolve("report");
        ProcessBuilder shell = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        CleanupObject.SCRIPT,
                        "clean-cache",
                        report.toString(),
                        Integer.toString(days),
                        Integer.toString(gib),
                        keep)
                .inheritIO();
        shell.environment().put("HF_HOME", cache.toString());
        assertThat(shell.start().waitFor()).isZero();
        return new ObjectMapper().readTree(report.toFile());
    }
}
