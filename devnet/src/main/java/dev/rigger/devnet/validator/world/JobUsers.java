package dev.rigger.devnet.validator.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.validator.clock.Clockwork;
import dev.rigger.devnet.validator.platform.ChuteDefinition;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.wire.Refusal;
import dev.rigger.devnet.validator.wire.WireJson;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Those who want a job done, at any hour. */
final class JobUsers {
    private static final Duration APART = Duration.ofMinutes(50);

    private final Platform platform;
    private final Clockwork clockwork;
    private final SplittableRandom dice;
    private final Story story;

    JobUsers(Platform platform, Clockwork clockwork, Chance chance, Story story) {
        this.platform = platform;
        this.clockwork = clockwork;
        this.dice = chance.dice("users of jobs");
        this.story = story;
    }

    void begin() {
        clockwork.after(Pace.next(APART, dice), () -> {
            order();
            begin();
        });
    }

    private void order() {
        int draw = dice.nextInt(Integer.MAX_VALUE);
        int disk = dice.nextInt(10, 200);
        List<ChuteDefinition> offering = platform.chutes().all().stream()
                .filter(chute -> !chute.jobs().isEmpty() && !chute.disabled())
                .toList();
        if (offering.isEmpty()) {
            return;
        }
        ChuteDefinition chute = offering.get(draw % offering.size());
        ObjectNode arguments = WireJson.MAPPER.createObjectNode().put("_disk_gb", disk);
        try {
            platform.jobs()
                    .create(
                            "devnet-user",
                            chute.chuteId(),
                            chute.jobs().getFirst().name(),
                            arguments);
            story.tell("somebody wants a job of " + chute.name());
        } catch (Refusal tooMany) {
            story.tell("a job of " + chute.name() + " is refused with " + tooMany.status());
        }
    }
}
