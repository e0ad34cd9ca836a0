package dev.rigger.workers.leadership;

import dev.rigger.activities.events.EventArrival;
import dev.rigger.activities.events.EventIntake;
import dev.rigger.activities.events.SocketIoClient;
import dev.rigger.hotkey.RequestSigner;
import dev.rigger.inventory.Inbox;
import dev.rigger.settings.Periods;
import dev.rigger.settings.ValidatorEndpoint;
import dev.rigger.settings.ValidatorSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One socket to each validator. A second one of the same hotkey would steal its events, so only the leader listens. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class ValidatorListening implements LeaderDuty {

    private static final String PURPOSE = "sockets";

    private final ValidatorSettings validators;
    private final RequestSigner signer;
    private final Inbox inbox;
    private final EventArrival arrival;
    private final Periods periods;
    private final InstantSource clock;
    private final ListeningMeters meters;
    private final List<SocketIoClient> sockets = new ArrayList<>();
    private @Nullable ScheduledExecutorService timer;

    ValidatorListening(
            ValidatorSettings validators,
            RequestSigner signer,
            Inbox inbox,
            EventArrival arrival,
            Periods periods,
            InstantSource clock,
            MeterRegistry registry) {
        this.validators = validators;
        this.signer = signer;
        this.inbox = inbox;
        this.arrival = arrival;
        this.periods = periods;
        this.clock = clock;
        this.meters = new ListeningMeters(registry);
    }

    @Override
    public String name() {
        return "validators' sockets";
    }

    @Override
    public synchronized void begin() {
        if (timer != null) {
            return;
        }
        timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("intake-flush").factory());
        for (ValidatorEndpoint validator : validators.supported()) {
            EventIntake intake = new EventIntake(validator.hotkey(), inbox, arrival, clock);
            SocketIoClient socket = new SocketIoClient(
                    validator.socket(),
                    () -> signer.forPurpose(PURPOSE),
                    meters.counting(validator.hotkey(), intake),
                    periods.socketReconnect(),
                    periods.socketReconnectMax(),
                    periods.reconcile());
            sockets.add(socket);
            socket.start();
            // What came while the inbox was away is written by the next event, or by this where none comes.
            timer.scheduleWithFixedDelay(
                    intake::flush,
                    periods.inboxSweep().toMillis(),
                    periods.inboxSweep().toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public synchronized void end() {
        sockets.forEach(SocketIoClient::close);
        sockets.clear();
        meters.ended();
        if (timer != null) {
            timer.close();
            timer = null;
        }
    }
}
