package dev.rigger.devnet.validator.world;

import dev.rigger.devnet.validator.clock.Clockwork;
import dev.rigger.devnet.validator.platform.ChuteDefinition;
import dev.rigger.devnet.validator.platform.ChuteOrder;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.platform.Platform.ChuteStanding;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Those who deploy chutes. First the starter chutes appear, one at each step; after that users ask for one that nobody
 * runs, and in hours rather than minutes chutes get new versions, images get patched, chutes come and go.
 */
final class Authors {
    private static final Duration UPDATES_APART = Duration.ofHours(4);
    private static final Duration PATCHES_APART = Duration.ofHours(8);
    private static final Duration NEW_ONES_APART = Duration.ofHours(6);
    private static final Duration DELETIONS_APART = Duration.ofHours(12);

    private final Platform platform;
    private final Clockwork clockwork;
    private final SplittableRandom users;
    private final SplittableRandom dice;
    private final Story story;
    private int patches;
    private int newcomers;

    Authors(Platform platform, Clockwork clockwork, Chance chance, Story story) {
        this.platform = platform;
        this.clockwork = clockwork;
        this.users = chance.dice("users");
        this.dice = chance.dice("authors");
        this.story = story;
    }

    void begin(Duration pace) {
        clockwork.every(pace, this::step);
        sometimes(UPDATES_APART, this::update);
        sometimes(PATCHES_APART, this::patch);
        sometimes(NEW_ONES_APART, this::deploy);
        sometimes(DELETIONS_APART, this::delete);
    }

    /** One thing happens, or nothing. */
    private void step() {
        Set<String> known =
                platform.chutes().all().stream().map(ChuteDefinition::name).collect(Collectors.toSet());
        List<ChuteOrder> missing = StarterChutes.ofTheWorld().stream()
                .filter(order -> !known.contains(order.name()))
                .toList();
        if (!missing.isEmpty()) {
            platform.chutes().create(missing.getFirst());
            story.tell("chute " + missing.getFirst().name() + " appears");
        } else if (users.nextInt(3) == 0) {
            askForOneThatNobodyRuns();
        }
    }

    private void askForOneThatNobodyRuns() {
        List<ChuteStanding> cold = platform.standings().stream()
                .filter(standing -> standing.instances() == 0 && standing.scalable())
                .toList();
        if (!cold.isEmpty()) {
            ChuteDefinition chute = cold.get(users.nextInt(cold.size())).chute();
            if (platform.bounties().offer(chute.chuteId())) {
                story.tell("users ask for " + chute.name() + ", which nobody runs");
            }
        }
    }

    private void update() {
        one(chute -> true, chute -> {
            platform.chutes().update(chute.chuteId(), StarterChutes.UNCHANGED);
            story.tell("chute " + chute.name() + " gets a new version");
        });
    }

    private void patch() {
        one(chute -> true, chute -> {
            platform.images().patch(chute.imageId(), "patch-" + ++patches, "0.6." + (10 + patches));
            story.tell("the image of " + chute.name() + " is patched");
        });
    }

    private void deploy() {
        String name = StarterChutes.NEWCOMER + ++newcomers;
        boolean known = platform.chutes().byIdOrName(name).isPresent();
        if (!known) {
            platform.chutes().create(StarterChutes.newcomer(name, dice.nextInt(StarterChutes.KINDS)));
            story.tell("chute " + name + " appears");
        }
    }

    private void delete() {
        one(chute -> chute.name().startsWith(StarterChutes.NEWCOMER), chute -> {
            platform.chutes().delete(chute.chuteId());
            story.tell("chute " + chute.name() + " is deleted");
        });
    }

    private void one(Predicate<ChuteDefinition> fits, Consumer<ChuteDefinition> act) {
        int draw = dice.nextInt(Integer.MAX_VALUE);
        List<ChuteDefinition> fitting =
                platform.chutes().all().stream().filter(fits).toList();
        if (!fitting.isEmpty()) {
            act.accept(fitting.get(draw % fitting.size()));
        }
    }

    private void sometimes(Duration apart, Runnable act) {
        clockwork.after(Pace.next(apart, dice), () -> {
            act.run();
            sometimes(apart, act);
        });
    }
}
