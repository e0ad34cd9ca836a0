package dev.rigger.devnet.validator.world;

import dev.rigger.devnet.validator.clock.Clockwork;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.traffic.InvocationLog;
import dev.rigger.devnet.validator.traffic.PodCalls;
import dev.rigger.devnet.validator.wire.MinerGate;
import java.time.Duration;

/**
 * Everything that happens by itself behind the devnet. What happens is decided by the seed, when by the devnet's clock; the
 * same seed tells the same story as long as nobody interferes.
 */
public final class World implements AutoCloseable {
    private final Clockwork clockwork;
    private final Duration pace;
    private final Demand demand;
    private final Story story;
    private final PodProbe pods;
    private final Rivals rivals;
    private final Watchtower watchtower;
    private final Autoscaler autoscaler;
    private final Callers callers;
    private final Authors authors;
    private final JobUsers jobUsers;
    private final Bans bans;

    /**
     * @param validator SS58 address of the platform's own hotkey
     * @param pace between two of the authors' and users' steps; the starter chutes take one each
     */
    public World(
            Platform platform,
            Clockwork clockwork,
            MinerGate gate,
            Demand demand,
            Wishes wishes,
            InvocationLog log,
            PodCalls calls,
            String validator,
            long seed,
            Duration pace) {
        this.clockwork = clockwork;
        this.pace = pace;
        this.demand = demand;
        this.story = new Story(platform::now);
        Chance chance = new Chance(seed);
        this.pods = new PodProbe(platform, calls, validator);
        wishes.watched();
        this.rivals = new Rivals(platform, clockwork, gate, chance, story, pods);
        this.watchtower = new Watchtower(platform, rivals, wishes, story, pods::forgetAllBut);
        this.callers = new Callers(platform, log, chance);
        this.autoscaler = new Autoscaler(platform, demand, wishes, story);
        this.authors = new Authors(platform, clockwork, chance, story);
        this.jobUsers = new JobUsers(platform, clockwork, chance, story);
        this.bans = new Bans(platform, clockwork, rivals.miners(), chance, story);
    }

    public void begin() {
        authors.begin(pace);
        clockwork.every(Demand.EVERY, demand::measure);
        clockwork.every(Callers.EVERY, callers::call);
        clockwork.every(Autoscaler.SOFT_EVERY, autoscaler::soft);
        clockwork.every(Autoscaler.FULL_EVERY, autoscaler::full);
        clockwork.every(Watchtower.EVERY, watchtower::look);
        rivals.begin();
        jobUsers.begin();
        bans.begin();
    }

    public Story story() {
        return story;
    }

    @Override
    public void close() {
        pods.close();
    }
}
