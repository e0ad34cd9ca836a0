package dev.rigger.graval;

import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.catalogue.GpuCatalogue;
import dev.rigger.gpv1.catalogue.GpuClass;
import dev.rigger.gpv1.catalogue.ProofClass;
import dev.rigger.gpv1.catalogue.ProofClasses;
import java.util.List;
import java.util.Optional;

/**
 * The work that a validator means that names none: the full proof of this host's GPUs, by their class in the catalogue.
 * Never less, because less would prove nothing of them.
 */
final class DefaultProfile {
    private final GpuBackend backend;

    DefaultProfile(GpuBackend backend) {
        this.backend = backend;
    }

    /** @throws HttpRefusal 400 where the GPUs have no such proof: simulated ones, of several classes, or of one that has none */
    Profile orRefuse() {
        List<String> classes = backend.devices().stream()
                .map(GpuIdentity::name)
                .map(name -> GpuCatalogue.shipped()
                        .byDeviceName(name)
                        .map(GpuClass::shortRef)
                        .orElse(name))
                .distinct()
                .toList();
        Optional<ProofClass> full = backend.name().equals(ProverBackend.CPU) || classes.size() != 1
                ? Optional.empty()
                : ProofClasses.shipped().byShortRef(classes.getFirst());
        return full.map(ProofClass::profile)
                .orElseThrow(() -> new HttpRefusal(
                        400,
                        "The request names no profile, and GPUs of " + backend.name() + " of " + classes
                                + " have none of their own.",
                        ProofRefusal.PROFILE_MISSING.name(),
                        "Name the profile, or spell it out: n, t, gs and rows or pct."));
    }
}
