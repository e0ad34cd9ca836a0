package dev.rigger.activities.validator.sync;

import dev.rigger.activities.validator.api.Listed;
import dev.rigger.activities.validator.api.MinerLists;
import dev.rigger.activities.validator.wire.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Every list of one pull, fetched side by side, so that one that hangs keeps no other from coming. */
record Lists(
        Listing<Listed.Instance> instances,
        Listing<Listed.ActiveInstance> active,
        Listing<Listed.Chute> chutes,
        Listing<Listed.Image> images,
        Listing<Listed.Utilisation> utilisation,
        Listing<Listed.Bounty> bounties,
        Listing<Listed.RollingUpdate> rollingUpdates,
        Listing<Listed.Job> jobs,
        Listing<Listed.Metrics> metrics,
        Listing<Listed.Server> servers,
        Listing<Listed.Node> nodes) {

    /** @param alive told now and then while lists are on their way; may throw to end the pull */
    static Lists fetch(MinerLists from, Runnable alive) {
        try (Fetching fetching = new Fetching(alive)) {
            Future<Listing<Listed.Instance>> instances = fetching.begin(from::instances);
            Future<Listing<Listed.ActiveInstance>> active = fetching.begin(from::activeInstances);
            Future<Listing<Listed.Chute>> chutes = fetching.begin(from::chutes);
            Future<Listing<Listed.Image>> images = fetching.begin(from::images);
            Future<Listing<Listed.Utilisation>> utilisation = fetching.begin(from::utilisation);
            Future<Listing<Listed.Bounty>> bounties = fetching.begin(from::bounties);
            Future<Listing<Listed.RollingUpdate>> rollingUpdates = fetching.begin(from::rollingUpdates);
            Future<Listing<Listed.Job>> jobs = fetching.begin(from::jobs);
            Future<Listing<Listed.Metrics>> metrics = fetching.begin(from::metrics);
            Future<Listing<Listed.Server>> servers = fetching.begin(from::servers);
            Future<Listing<Listed.Node>> nodes = fetching.begin(from::nodes);
            return new Lists(
                    fetching.await(instances),
                    fetching.await(active),
                    fetching.await(chutes),
                    fetching.await(images),
                    fetching.await(utilisation),
                    fetching.await(bounties),
                    fetching.await(rollingUpdates),
                    fetching.await(jobs),
                    fetching.await(metrics),
                    fetching.await(servers),
                    fetching.await(nodes));
        }
    }

    /** Whether all lists came whole that something is concluded from. */
    boolean complete() {
        return instances.complete()
                && active.complete()
                && chutes.complete()
                && utilisation.complete()
                && bounties.complete()
                && rollingUpdates.complete();
    }

    private static final class Fetching implements AutoCloseable {
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final List<Future<?>> begun = new ArrayList<>();
        private final Runnable alive;

        Fetching(Runnable alive) {
            this.alive = alive;
        }

        <T> Future<T> begin(Callable<T> list) {
            Future<T> future = threads.submit(list);
            begun.add(future);
            return future;
        }

        <T> T await(Future<T> list) {
            while (true) {
                alive.run();
                try {
                    return list.get(1, TimeUnit.SECONDS);
                } catch (TimeoutException stillComing) {
                    continue;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("The pull of the validator's lists was interrupted", e);
                } catch (ExecutionException e) {
                    throw new IllegalStateException("A list failed in a way that nobody planned", e.getCause());
                }
            }
        }

        @Override
        public void close() {
            begun.forEach(list -> list.cancel(true));
            threads.close();
        }
    }
}
