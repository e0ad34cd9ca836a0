package dev.rigger.app.bench.faults;

import static dev.rigger.app.bench.system.Await.await;

import dev.rigger.app.bench.system.ControlPlaneProcess;
import dev.rigger.app.bench.system.Shape;
import dev.rigger.app.bench.system.WholeSystem;
import dev.rigger.devnet.validator.DevnetValidator;
import dev.rigger.devnet.validator.faults.Fault;
import dev.rigger.devnet.validator.faults.FaultKind;
import dev.rigger.devnet.validator.platform.ChuteDefinition;
import dev.rigger.devnet.validator.platform.ChuteOrder;
import dev.rigger.devnet.validator.platform.Instance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The same changes at two validators of one miner, of which one can be heard and the other is silent on its socket, although
 * it answers whoever asks. In the end both fleets must be the same.
 */
public final class SilentHour {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int MOST_CHUTES = 24;
    private static final int GPUS_A_FLEET = 40;
    /**
     * Chutes that nobody changes or wants a copy of, because a validator has hundreds: of a handful, a few that vanish
     * between two looks would be too large a share to be believed.
     */
    private static final int STANDING = 150;

    private static final String STANDING_NAME = "standing-";

    private final int timeFactor;
    private final int changes;
    private final Duration lasting;
    private final SplittableRandom dice;

    /**
     * @param timeFactor every period of the control plane is divided by it
     * @param changes chutes created, changed, deleted, wanted more or less often, bounties
     * @param lasting over which the changes are spread, on the clock on the wall
     */
    public SilentHour(int timeFactor, int changes, Duration lasting, long seed) {
        this.timeFactor = timeFactor;
        this.changes = changes;
        this.lasting = lasting;
        this.dice = new SplittableRandom(seed);
    }

    /**
     * What each fleet serves in the end: copies by chute; and what must never happen.
     *
     * @param settled from the last change until both fleets served what is wanted
     * @param why what is known of chutes that are not served rightly; empty when all is well
     */
    public record Outcome(
            Map<String, Integer> wanted,
            Map<String, Integer> heard,
            Map<String, Integer> silent,
            Duration settled,
            String why,
            List<String> incidents) {
        public boolean isSame() {
            return heard.equals(wanted) && silent.equals(wanted);
        }
    }

    public Outcome run(Path directory) throws Exception {
        Shape shape = Shape.bigFleet(GPUS_A_FLEET * 2, timeFactor).withValidators(2);
        try (WholeSystem system = WholeSystem.start(directory, shape)) {
            createStanding(system.validators());
            return run(system, directory);
        }
    }

    private Outcome run(WholeSystem system, Path directory) throws Exception {
        try (ControlPlaneProcess controlPlane = system.startControlPlane()) {
            DevnetValidator heard = system.validators().get(0);
            DevnetValidator silent = system.validators().get(1);
            silent.faults().add(Fault.of(FaultKind.SOCKET_DROP));
            for (int n = 0; n < changes; n++) {
                change(n, List.of(heard, silent));
                Thread.sleep(lasting.dividedBy(changes));
            }
            Map<String, Integer> wanted = wanted(heard);
            String why = "";
            long changed = System.nanoTime();
            try {
                await(
                        "both fleets to serve what is wanted",
                        PATIENCE,
                        () -> wanted.equals(served(system, heard)) && wanted.equals(served(system, silent)));
            } catch (AssertionError late) {
                why = late.getMessage() + ": " + story(system, heard, wanted) + "; " + story(system, silent, wanted);
            }
            Duration settled = Duration.ofNanos(System.nanoTime() - changed);
            if (!controlPlane.isAlive()) {
                throw new IllegalStateException("The control plane ended by itself; its log is in " + directory);
            }
            return new Outcome(wanted, served(system, heard), served(system, silent), settled, why, system.incidents());
        }
    }

    /** Of the chutes of that validator which are not served once. */
    private static String story(WholeSystem system, DevnetValidator validator, Map<String, Integer> wanted) {
        Story story = new Story(system.inventory(), validator.ss58());
        Map<String, Integer> served = served(system, validator);
        return validator.platform().chutes().all().stream()
                        .filter(chute -> {
                            String name = chute.name().substring(prefix(0).length());
                            return !Objects.equals(wanted.get(name), served.get(name));
                        })
                        .map(chute -> story.of(chute.chuteId()))
                        .collect(Collectors.joining("; "))
                + "; " + story.ofFleet();
    }

    private static void createStanding(List<DevnetValidator> both) {
        for (int n = 0; n < STANDING; n++) {
            String name = STANDING_NAME + n;
            each(
                    both,
                    (validator, prefix) -> validator
                            .platform()
                            .chutes()
                            .create(ChuteOrder.of(prefix + name, 1, 24, "l40s").wanting(0)));
        }
    }

    private void change(int number, List<DevnetValidator> both) {
        List<String> names = names(both.getFirst());
        int what = names.isEmpty() ? 0 : dice.nextInt(10);
        if (names.size() >= MOST_CHUTES) {
            what = 3;
        }
        String name = names.isEmpty() ? "" : names.get(dice.nextInt(names.size()));
        switch (what) {
            case 0, 1, 2 ->
                each(
                        both,
                        (validator, prefix) -> validator
                                .platform()
                                .chutes()
                                .create(ChuteOrder.of(prefix + "c" + number, 1, 24, "l40s")
                                        .wanting(1)));
            case 3, 4 ->
                each(both, (validator, prefix) -> validator.platform().chutes().delete(idOf(validator, prefix + name)));
            case 5 ->
                each(
                        both,
                        (validator, prefix) -> validator.platform().chutes().target(idOf(validator, prefix + name), 1));
            case 6 -> each(both, (validator, prefix) -> end(validator, idOf(validator, prefix + name)));
            default ->
                each(
                        both,
                        (validator, prefix) ->
                                validator.platform().bounties().force(idOf(validator, prefix + name), null));
        }
    }

    private interface Change {
        void at(DevnetValidator validator, String prefix);
    }

    private static void each(List<DevnetValidator> both, Change change) {
        for (int n = 0; n < both.size(); n++) {
            change.at(both.get(n), prefix(n));
        }
    }

    /** No two validators may have a chute of one name, because its id is made of it. */
    private static String prefix(int validator) {
        return "v" + validator + "-";
    }

    /** The validator takes a copy away, as it does when calls fail. */
    private static void end(DevnetValidator validator, String chuteId) {
        validator.platform().instances().all().stream()
                .filter(instance -> instance.chuteId().equals(chuteId))
                .map(Instance::instanceId)
                .forEach(validator.platform().instances()::kill);
    }

    private static String idOf(DevnetValidator validator, String name) {
        return validator.platform().chutes().byIdOrName(name).orElseThrow().chuteId();
    }

    private static List<String> names(DevnetValidator validator) {
        return validator.platform().chutes().all().stream()
                .map(chute -> chute.name().substring(prefix(0).length()))
                .filter(name -> !name.startsWith(STANDING_NAME))
                .sorted()
                .toList();
    }

    private static Map<String, Integer> wanted(DevnetValidator validator) {
        return new TreeMap<>(names(validator).stream().collect(Collectors.toMap(name -> name, name -> 1)));
    }

    /** Copies by chute that everybody agrees on: the validator has them active, and the inventory has as many rows. */
    private static Map<String, Integer> served(WholeSystem system, DevnetValidator validator) {
        Map<String, String> names = validator.platform().chutes().all().stream()
                .collect(Collectors.toMap(
                        ChuteDefinition::chuteId,
                        chute -> chute.name().substring(prefix(0).length())));
        Map<String, Integer> served = new TreeMap<>();
        validator.platform().instances().of(system.minerSs58()).stream()
                .filter(Instance::active)
                .forEach(instance ->
                        served.merge(names.getOrDefault(instance.chuteId(), instance.chuteId()), 1, Integer::sum));
        long rows = system.inventory().count("SELECT count(*) FROM deployments WHERE validator = ?", validator.ss58());
        return rows == served.values().stream().mapToInt(Integer::intValue).sum() ? served : Map.of();
    }
}
