package dev.rigger.placement.stored;

import static dev.rigger.placement.Fleets.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rigger.placement.Action;
import dev.rigger.placement.BidPrice;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.Fleets;
import dev.rigger.placement.GpuKind;
import dev.rigger.placement.Plan;
import dev.rigger.placement.RandomFleets;
import dev.rigger.placement.Rule;
import dev.rigger.placement.Verdict;
import dev.rigger.placement.stored.StoredFormException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StoredFormTest {
    private static final Plan PLAN = new Plan(
            NOW,
            "test/1",
            List.of(
                    new Action.Claim("llama", 100, 1.25, 3.5, List.of("first")),
                    new Action.Evict("a", List.of("d1"), "llama", 0.5, List.of()),
                    new Action.Launch(
                            "llama", "v1", "a", List.of("a-0"), Action.Motive.BOUNTY, List.of("d1"), 2.5, List.of("x")),
                    new Action.Wait("qwen", NOW.plus(Duration.ofMillis(1)), 0, List.of("later"))),
            List.of(
                    new Verdict.Placed("llama", "a", 2.5, null, 0),
                    new Verdict.Refused("qwen", Rule.CHUTE_NOT_BACKED_OFF, "a", 1.5)),
            new Plan.Quality(10, 12, 42, false),
            List.of(new BidPrice(new GpuKind("h200", true), 0.1)));

    private final StoredForm form = new StoredForm();

    @Test
    void whatIsStoredComesBackTheSame() {
        for (long seed = 0; seed < 300; seed++) {
            FleetSnapshot snapshot = RandomFleets.of(seed, (int) (seed % 7), (int) (seed % 23));
            byte[] packed = form.packed(snapshot);

            assertThat(form.snapshot(packed)).as("seed %d", seed).isEqualTo(snapshot);
            assertThat(form.packed(form.snapshot(packed))).isEqualTo(packed);
            assertThat(form.snapshot(form.json(snapshot).getBytes(UTF_8))).isEqualTo(snapshot);
        }
        assertThat(form.plan(form.packed(PLAN))).isEqualTo(PLAN);
        assertThat(form.plan(form.json(PLAN).getBytes(UTF_8))).isEqualTo(PLAN);
    }

    @Test
    void evenWhatWillBeRefusedCanBeStored() {
        FleetSnapshot bad = Fleets.fleet(List.of(Fleets.server("a", 1, "h200", Double.NaN)), List.of());

        assertThat(form.snapshot(form.packed(bad))).isEqualTo(bad);
    }

    /** When this fails, the form has changed: raise the version, convert the first one, and keep these files as they are. */
    @Test
    void theFirstVersionStaysReadable() throws IOException {
        FleetSnapshot snapshot = form.snapshot(resource("snapshot-1.json"));
        Plan plan = form.plan(resource("plan-1.json"));

        assertThat(plan).isEqualTo(PLAN);
        assertThat(form.json(snapshot)).isEqualTo(new String(resource("snapshot-1.json"), UTF_8).strip());
        assertThat(form.json(plan)).isEqualTo(new String(resource("plan-1.json"), UTF_8).strip());
    }

    @Test
    void whatIsNewerIsRefused() {
        String newer = form.json(PLAN).replaceFirst("\"version\":1", "\"version\":2");

        refused(Code.STORED_FORM_NEWER, newer.getBytes(UTF_8));
    }

    @Test
    void whatIsSomethingElseIsRefused() {
        refused(Code.STORED_FORM_OTHER, form.packed(Fleets.fleet(List.of(), List.of())));
        refused(Code.STORED_FORM_OTHER, "[1]".getBytes(UTF_8));
        refused(Code.STORED_FORM_OTHER, "{\"form\":\"rigger/plan\",\"content\":{}}".getBytes(UTF_8));
        refused(Code.STORED_FORM_OTHER, "{\"form\":\"rigger/plan\",\"version\":1}".getBytes(UTF_8));
    }

    @Test
    void whatIsDamagedIsRefused() {
        byte[] packed = form.packed(PLAN);
        String json = form.json(PLAN);

        refused(Code.STORED_FORM_DAMAGED, Arrays.copyOf(packed, packed.length / 2));
        refused(Code.STORED_FORM_DAMAGED, json.substring(0, json.length() / 2).getBytes(UTF_8));
        refused(
                Code.STORED_FORM_DAMAGED,
                json.replace("\"cutShort\":false", "\"cutShort\":null").getBytes(UTF_8));
        refused(
                Code.STORED_FORM_DAMAGED,
                json.replace(",\"cutShort\":false", "").getBytes(UTF_8));
        refused(
                Code.STORED_FORM_DAMAGED,
                json.replace("\"victims\"", "\"casualties\"").getBytes(UTF_8));
        refused(Code.STORED_FORM_DAMAGED, json.replace("BOUNTY", "WHIM").getBytes(UTF_8));
        refused(Code.STORED_FORM_DAMAGED, (json + "{}").getBytes(UTF_8));
    }

    private void refused(Code code, byte[] stored) {
        assertThatExceptionOfType(StoredFormException.class)
                .isThrownBy(() -> form.plan(stored))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code))
                .withMessageContaining("(" + code + "). ");
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = StoredFormTest.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
