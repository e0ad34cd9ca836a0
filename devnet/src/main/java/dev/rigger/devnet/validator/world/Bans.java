package dev.rigger.devnet.validator.world;

import dev.rigger.devnet.validator.clock.Clockwork;
import dev.rigger.devnet.validator.platform.Platform;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** The platform's people, who now and then ban a rival for an hour or two. Miners that are no rivals are left alone. */
final class Bans {
    private static final Duration APART = Duration.ofHours(18);

    private final Platform platform;
    private final Clockwork clockwork;
    private final List<RivalMiner> rivals;
    private final SplittableRandom dice;
    private final Story story;

    Bans(Platform platform, Clockwork clockwork, List<RivalMiner> rivals, Chance chance, Story story) {
        this.platform = platform;
        this.clockwork = clockwork;
        this.rivals = rivals;
        this.dice = chance.dice("bans");
        this.story = story;
    }

    void begin() {
        clockwork.after(Pace.next(APART, dice), () -> {
            RivalMiner banned = rivals.get(dice.nextInt(rivals.size()));
            platform.blacklist(banned.hotkey(), "strange answers");
            story.tell(banned.name() + " is banned");
            clockwork.after(Duration.ofMinutes(dice.nextInt(60, 120)), () -> {
                platform.forgive(banned.hotkey());
                story.tell(banned.name() + " is forgiven");
            });
            begin();
        });
    }
}
