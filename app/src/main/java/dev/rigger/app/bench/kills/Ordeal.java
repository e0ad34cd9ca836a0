package dev.rigger.app.bench.kills;

import dev.rigger.app.bench.system.Shape;

/**
 * What a fleet goes through.
 *
 * @param onboarded whether servers come by the real onboarding, each GPU proven; otherwise they are there from the start
 * @param deployments wanted at any time, of one GPU each
 * @param kills SIGKILLs of the control plane, which is started again each time; before each some chutes go and others come
 * @param podsDeleted by hand
 * @param seed of everything that is left to chance
 */
public record Ordeal(
        Shape.Kubernetes kubernetes,
        int servers,
        int gpusEach,
        boolean onboarded,
        int deployments,
        int kills,
        int apiRestarts,
        int podsDeleted,
        int timeFactor,
        long seed) {}
