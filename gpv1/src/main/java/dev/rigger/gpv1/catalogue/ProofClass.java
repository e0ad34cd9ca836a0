package dev.rigger.gpv1.catalogue;

import dev.rigger.gpv1.Profile;
import java.time.Duration;

/**
 * The full proof of one class of GPUs.
 *
 * @param shortRef the platform's name for the class
 * @param profile fills 95 % of the memory
 * @param estimate how long honest work takes
 * @param auditStep what one scan of the whole memory may take: twice what the memory's own speed allows
 */
public record ProofClass(String shortRef, Profile profile, Duration estimate, Duration auditStep) {}
