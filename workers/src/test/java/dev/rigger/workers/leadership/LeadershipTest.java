package dev.rigger.workers.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.devnet.local.LocalPostgres;
import dev.rigger.inventory.Leases;
import dev.rigger.settings.Periods;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LeadershipTest {

    /** The shortest lease there is: 2 s. */
    private static final Periods PERIODS = Periods.DEFAULTS.dividedBy(1_000);

    private static LocalPostgres postgres;
    private static ApplicationContext context;
    private final AtomicInteger leaders = new AtomicInteger();
    private final AtomicInteger mostAtATime = new AtomicInteger();

    @BeforeAll
    static void start() {
        postgres = LocalPostgres.startTemporary();
        context = database();
    }

    @AfterAll
    static void stop() {
        context.close();
        postgres.close();
    }

    @Test
    void onlyOneOfTwoLeadsAndTheOtherFollowsAtOnceWhenItEnds() throws InterruptedException {
        Duty first = new Duty();
        Leadership one = leadership(context, first);
        one.start();
        first.awaitBegun();
        Duty second = new Duty();
        Leadership other = leadership(context, second);
        other.start();
        assertThat(other.isLeading()).isFalse();

        one.stop();

        second.awaitBegun();
        assertThat(one.isLeading()).isFalse();
        other.stop();
        assertThat(mostAtATime).hasValue(1);
        assertThat(leaders).hasValue(0);
    }

    @Test
    void aKilledLeaderIsFollowedWithinTenSecondsAndInProportionWhenPeriodsAreShorter() {
        assertThat(Leadership.longestTakeover(Periods.DEFAULTS.leaderLease())).isEqualTo(Duration.ofSeconds(9));
        assertThat(Leadership.longestTakeover(Periods.DEFAULTS.dividedBy(2).leaderLease()))
                .isEqualTo(Duration.ofMillis(4_500));
        assertThat(Leadership.longestTakeover(PERIODS.leaderLease())).isEqualTo(Duration.ofMillis(2_250));
    }

    /** What a killed process leaves behind is its lease and nothing else. */
    @Test
    void aKilledLeaderIsFollowedOnceItsLeaseIsOver() throws InterruptedException {
        Leases leases = context.getBean(Leases.class);
        assertThat(leases.hold(Leadership.LEASE, "killed", PERIODS.leaderLease()))
                .isTrue();
        Duty duty = new Duty();
        Leadership follower = leadership(context, duty);

        follower.start();

        duty.awaitBegun();
        assertThat(leases.hold(Leadership.LEASE, "killed", PERIODS.leaderLease()))
                .isFalse();
        follower.stop();
    }

    @Test
    void aLeaderThatCannotRenewEndsItsDutiesBeforeAnotherBegins() throws InterruptedException {
        ApplicationContext cutOff = database();
        Duty first = new Duty();
        Leadership one = leadership(cutOff, first);
        one.start();
        first.awaitBegun();
        Duty second = new Duty();
        Leadership other = leadership(context, second);
        other.start();

        cutOff.close();

        second.awaitBegun();
        assertThat(first.ended.getCount()).isZero();
        assertThat(mostAtATime).hasValue(1);
        other.stop();
        one.stop();
    }

    @Test
    void aDutyThatFailsToBeginDoesNotKeepTheOthersFromIt() throws InterruptedException {
        Duty sound = new Duty();
        LeaderDuty broken = new LeaderDuty() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public void begin() {
                throw new IllegalStateException("broken on purpose");
            }

            @Override
            public void end() {}
        };
        Leadership leadership = new Leadership(
                context.getBean(Leases.class), List.of(broken, sound), PERIODS, new SimpleMeterRegistry());

        leadership.start();

        sound.awaitBegun();
        leadership.stop();
    }

    private static Leadership leadership(ApplicationContext database, LeaderDuty duty) {
        return new Leadership(database.getBean(Leases.class), List.of(duty), PERIODS, new SimpleMeterRegistry());
    }

    private static ApplicationContext database() {
        return ApplicationContext.run(postgres.asDataSource("datasources.default.maximum-pool-size", 2));
    }

    /** Counts how many lead at a time. */
    private final class Duty implements LeaderDuty {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public void begin() {
            mostAtATime.accumulateAndGet(leaders.incrementAndGet(), Math::max);
            begun.countDown();
        }

        @Override
        public void end() {
            leaders.decrementAndGet();
            ended.countDown();
        }

        void awaitBegun() throws InterruptedException {
            assertThat(begun.await(Duration.ofSeconds(60).toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
    }
}
