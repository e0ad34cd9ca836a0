package dev.rigger.gpv1.lies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.gpv1.lies.Server.Missing;
import dev.rigger.gpv1.verifier.Verdict.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of lies: each is tried, and the table that this writes is the one in the documentation. */
class LiesTest {
    private static final int TIMES = 3;
    private static final Path TABLE = Path.of("target", "lies.md");
    private static final Path DOCUMENT = Path.of("..", "docs", "gpu-proof.md");

    static List<Lie> lies() {
        return new Lies().all();
    }

    @ParameterizedTest
    @MethodSource("lies")
    void everyLieMeetsItsVerdict(Lie lie) {
        for (int time = 0; time < TIMES; time++) {
            assertThat(lie.verdict().get()).as(lie.name() + ": " + lie.how()).isEqualTo(lie.expected());
        }
    }

    @Test
    void theTableInTheDocumentationIsTheOneThatWasTried() throws IOException {
        String table = lies().stream()
                .map(lie -> String.join(" | ", "| " + lie.name(), lie.how(), code(lie), lie.rule(), lie.odds() + " |"))
                .collect(Collectors.joining("\n", """
                        | Lie | How | Verdict | Rule | Odds of getting away |
                        | --- | --- | --- | --- | --- |
                        """, "\n"));
        Files.createDirectories(TABLE.toAbsolutePath().getParent());
        Files.writeString(TABLE, table);
        assertThat(DOCUMENT)
                .content()
                .as("copy gpv1/target/lies.md into docs/gpu-proof.md")
                .contains(table);
    }

    /** Speeds a fifth above and below the class's, pings up to 100 ms. */
    @Test
    void noHonestServerOfTenThousandIsRefusedForItsTimes() {
        Random random = new Random(3);
        for (int draw = 0; draw < 10_000; draw++) {
            Server server = Lies.server(1, Chip.H200.faster(0.8 + 0.4 * random.nextDouble()), Missing.MAKE_UP);
            Duration ping = Duration.ofMillis(random.nextInt(101));
            assertThat(server.workTime().plus(ping)).isBetween(Examiner.TERMS.earliest(), Examiner.TERMS.latest());
            assertThat(server.scanTime().multipliedBy(16).plus(ping))
                    .isLessThanOrEqualTo(Examiner.TERMS.auditDue(ping));
        }
    }

    @Test
    void anHonestServerOfEightIsProven() {
        Server server = new Server(
                Examiner.h200s(8),
                List.of(Chip.H200, Chip.H200, Chip.H200, Chip.H200, Chip.H200, Chip.H200, Chip.H200, Chip.H200),
                Examiner.H200.profile(),
                1,
                Missing.MAKE_UP);
        assertThat(new Examiner(4).examine(server, new Examiner.Wire() {}).code())
                .isEqualTo(Code.PROVEN);
    }

    /** What the table's odds are reckoned by. */
    @ParameterizedTest
    @CsvSource({"0.5,16,0.0000153", "0.75,16,0.01", "0.9,16,0.185", "0.95,16,0.44", "0.9,32,0.034", "0.95,32,0.194"})
    void theOddsAreThoseOfDrawingRows(double held, int rows, double expected) {
        assertThat(new Odds(5).drawn(held, rows)).isCloseTo(expected, Offset.offset(0.01));
    }

    private static String code(Lie lie) {
        return lie.expected().equals("PROVEN") ? "**not seen**" : "`" + lie.expected() + "`";
    }
}
