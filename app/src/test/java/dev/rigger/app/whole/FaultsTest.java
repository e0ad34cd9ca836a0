package dev.rigger.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.app.bench.faults.FaultTable;
import dev.rigger.app.bench.faults.FaultTable.Lane;
import dev.rigger.app.bench.faults.FleetState;
import dev.rigger.app.bench.faults.Verdict;
import dev.rigger.devnet.validator.faults.FaultKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every fault of the devnet validator once on a fleet that launches, and on an idle and a serving one a sample of them, with
 * the lists that would take a whole fleet down always among it. The table that {@code bench faults} makes whole is left in
 * {@code target/faults}.
 */
class FaultsTest {
    private static final int TIME_FACTOR = 40;
    private static final int LAUNCHING_LANES = 6;
    private static final int SERVING = 40;
    private static final int SAMPLE = 4;
    private static final List<FaultKind> WRONG_LISTS =
            List.of(FaultKind.NO_ITEMS, FaultKind.EMPTY_LIST, FaultKind.PARTIAL_LIST);

    @TempDir
    Path directory;

    @Test
    void noFaultRemovesWhatServesOrLeaksOrDoublesAnythingAndAllIsRightTwoPassesAfterIt() throws Exception {
        List<FaultKind> faults = new ArrayList<>(Arrays.asList(FaultKind.values()));
        Collections.shuffle(faults, new Random(20));
        List<Lane> lanes = new ArrayList<>(IntStream.range(0, LAUNCHING_LANES)
                .mapToObj(lane -> new Lane(
                        FleetState.LAUNCHING,
                        0,
                        IntStream.range(0, faults.size())
                                .filter(n -> n % LAUNCHING_LANES == lane)
                                .mapToObj(faults::get)
                                .toList()))
                .toList());
        lanes.add(new Lane(FleetState.IDLE, 0, faults.subList(0, SAMPLE)));
        lanes.add(new Lane(
                FleetState.SERVING,
                SERVING,
                Stream.concat(WRONG_LISTS.stream(), faults.subList(SAMPLE, 2 * SAMPLE).stream())
                        .distinct()
                        .toList()));

        FaultTable.Result result = new FaultTable(lanes, TIME_FACTOR, verdict -> {}).run(directory);

        result.write(Path.of("target", "faults"));
        assertThat(result.brokenOff()).isEmpty();
        assertThat(result.incidents()).isEmpty();
        assertThat(result.verdicts())
                .filteredOn(verdict -> verdict.fleet() == FleetState.LAUNCHING)
                .extracting(Verdict::fault)
                .containsExactly(FaultKind.values());
        assertThat(result.verdicts()).filteredOn(verdict -> !verdict.isGood()).isEmpty();
    }
}
