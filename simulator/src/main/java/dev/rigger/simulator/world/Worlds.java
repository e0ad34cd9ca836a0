package dev.rigger.simulator.world;

import dev.rigger.placement.GpuKind;
import dev.rigger.simulator.engine.Dice;
import dev.rigger.simulator.engine.Dice.Of;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Makes worlds. The same scenario and seed give the same world. */
public final class Worlds {
    private static final long SETTLING = TimeUnit.HOURS.toMillis(6);
    private static final long FOR_EVER = Long.MAX_VALUE;

    private static final List<Integer> GPU_COUNTS = List.of(1, 1, 1, 1, 1, 2, 2, 4, 4, 8);

    /** What a copy that is wanted takes of a target: the validator scales up from half busy on. */
    private static final double PLACES_PER_BUSY_COPY = 2.5;

    private static final int LEAST_PUBLIC_COPIES = 2;

    private final Scenario scenario;
    private final Dice dice;

    private Worlds(Scenario scenario, long seed) {
        this.scenario = scenario;
        dice = new Dice(seed);
    }

    public static World make(Scenario scenario, long seed) {
        return new Worlds(scenario, seed).make();
    }

    private World make() {
        List<ServerSpec> servers = new ArrayList<>();
        for (int i = 0; i < scenario.servers(); i++) {
            servers.add(server(i));
        }
        List<ChuteSpec> drafts = new ArrayList<>();
        for (int i = 0; i < scenario.chutes(); i++) {
            drafts.add(chute(i));
        }
        return new World(scenario, dice, servers, withAppetites(drafts), rivalGpus(), SETTLING);
    }

    /** Models are dealt rather than drawn, so that small fleets differ by luck less than by policy. */
    private ServerSpec server(int index) {
        double offset = dice.uniform(Of.SERVER, -1, 0);
        GpuType type = typeAt((index + offset) / scenario.servers());
        boolean tee = type.trusted() && dice.chance(Of.SERVER, index, 1, Scenario.TRUSTED_SERVERS);
        double cost = type.rate() * dice.between(Of.SERVER, index, 2, 0.6, 0.95);
        boolean bad = dice.chance(Of.SERVER, index, 3, Scenario.BAD_SERVERS);
        int gpus = scenario.gpus() / scenario.servers() + (index < scenario.gpus() % scenario.servers() ? 1 : 0);
        int disk = 100 * gpus;
        return new ServerSpec(
                index,
                String.format("server-%03d", index),
                new GpuKind(type.model(), tee),
                gpus,
                Math.round(cost * 100) / 100.0,
                bad,
                disk,
                1_500);
    }

    private static GpuType typeAt(double share) {
        double left = share;
        GpuType last = GpuType.CATALOGUE.getFirst();
        for (GpuType type : GpuType.CATALOGUE) {
            if (type.share() > 0) {
                last = type;
                left -= type.share();
                if (left < 0) {
                    break;
                }
            }
        }
        return last;
    }

    private ChuteSpec chute(int index) {
        int gpus = pick(GPU_COUNTS, index, 0);
        boolean tee = dice.chance(Of.CHUTE, index, 1, Scenario.TRUSTED_CHUTES);
        boolean open = !dice.chance(Of.CHUTE, index, 2, Scenario.PRIVATE_CHUTES);
        int memoryGb = pick(memoryGb(gpus), index, 3);
        List<GpuType> types = GpuType.suiting(memoryGb, tee);
        double base = gpus
                * types.stream().mapToDouble(GpuType::multiplier).min().orElseThrow()
                * scenario.profile().factor(open, tee);
        double size = dice.logNormal(Of.CHUTE, index, 4, 1, 0.4);
        long bornAt = dice.chance(Of.CHUTE, index, 5, 0.1) ? moment(index, 6) : 0;
        long endsAt = bornAt == 0 && dice.chance(Of.CHUTE, index, 7, 0.05) ? moment(index, 8) : FOR_EVER;
        return new ChuteSpec(
                index,
                String.format("chute-%03d", index),
                types.stream().map(GpuType::model).toList(),
                gpus,
                tee,
                open,
                base,
                size,
                10 + 10 * (int) (4 * dice.uniform(Of.CHUTE, index, 9)),
                (int) Math.round(0.7 * memoryGb * gpus * size) + 10,
                dice.logNormal(Of.CHUTE, index, 10, 1, 1),
                14 + 4 * dice.normal(Of.CHUTE, index, 11),
                dice.between(Of.CHUTE, index, 12, 600, 900),
                bornAt,
                endsAt);
    }

    /** Models that need more GPUs need more of each. */
    private static List<Integer> memoryGb(int gpus) {
        return switch (gpus) {
            case 1 -> List.of(16, 20, 24, 24, 32, 48, 48, 80);
            case 2 -> List.of(24, 32, 48, 48, 80, 80);
            case 4 -> List.of(24, 48, 48, 80, 80, 140);
            default -> List.of(48, 80, 80, 140, 140);
        };
    }

    private long moment(int index, int which) {
        return SETTLING
                + (long) (dice.uniform(Of.CHUTE, index, which)
                        * scenario.length().toMillis());
    }

    private <T> T pick(List<T> of, int index, int which) {
        return of.get((int) (dice.uniform(Of.CHUTE, index, which) * of.size()));
    }

    private SortedMap<GpuKind, Integer> rivalGpus() {
        double all = (double) scenario.gpus() * Scenario.RIVALS;
        SortedMap<GpuKind, Integer> gpus = new TreeMap<>();
        for (GpuType type : GpuType.CATALOGUE) {
            int ofModel = (int) Math.round(all * type.share());
            int trusted = type.trusted() ? (int) Math.round(ofModel * Scenario.TRUSTED_SERVERS) : 0;
            gpus.put(new GpuKind(type.model(), false), ofModel - trusted);
            gpus.put(new GpuKind(type.model(), true), trusted);
        }
        gpus.values().removeIf(count -> count == 0);
        return gpus;
    }

    /** Scales what users want until it is the scenario's share of all GPUs. */
    private List<ChuteSpec> withAppetites(List<ChuteSpec> drafts) {
        double wanted = scenario.load() * scenario.gpus() * (1 + Scenario.RIVALS);
        double least = 0;
        double most = 1e6;
        for (int i = 0; i < 60; i++) {
            double middle = (least + most) / 2;
            if (gpusWanted(drafts, middle) < wanted) {
                least = middle;
            } else {
                most = middle;
            }
        }
        double scale = least;
        return drafts.stream()
                .map(chute -> appetite(chute, chute.open() ? chute.appetite() * scale : privateShare()))
                .sorted(Comparator.comparingInt(ChuteSpec::index))
                .toList();
    }

    private double gpusWanted(List<ChuteSpec> chutes, double scale) {
        double sum = 0;
        for (ChuteSpec chute : chutes) {
            double copies = chute.open()
                    ? Math.max(LEAST_PUBLIC_COPIES, PLACES_PER_BUSY_COPY * chute.appetite() * scale)
                    : privateShare();
            sum += copies * chute.gpuCount();
        }
        return sum;
    }

    private double privateShare() {
        return Math.min(0.85, 0.4 * scenario.load());
    }

    private static ChuteSpec appetite(ChuteSpec of, double appetite) {
        return new ChuteSpec(
                of.index(),
                of.id(),
                of.models(),
                of.gpuCount(),
                of.tee(),
                of.open(),
                of.base(),
                of.size(),
                of.diskGib(),
                of.cacheGib(),
                appetite,
                of.peakHour(),
                of.rivalPatience(),
                of.bornAt(),
                of.endsAt());
    }
}
