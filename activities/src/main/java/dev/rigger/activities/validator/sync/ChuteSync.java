package dev.rigger.activities.validator.sync;

import dev.rigger.activities.validator.api.Listed;
import dev.rigger.activities.validator.api.MinerLists;
import dev.rigger.activities.validator.wire.Completeness;
import dev.rigger.activities.validator.wire.Listing;
import dev.rigger.activities.validator.wire.ValidatorUnreachable;
import dev.rigger.inventory.Chute;
import dev.rigger.inventory.Chutes;
import dev.rigger.inventory.Epoch;
import dev.rigger.inventory.RollingUpdates;
import dev.rigger.inventory.Sightings;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what the validator's lists say of chutes. A list may be old: a version that differs from ours, or a chute that we
 * were told is deleted, counts once the validator confirms that very version. Removes nothing.
 */
@Singleton
final class ChuteSync {
    private static final Logger LOG = LoggerFactory.getLogger(ChuteSync.class);
    /** Versions that one pull asks for; the rest waits for the next. */
    private static final int MOST_CONFIRMED = 200;

    private final Chutes chutes;
    private final DemandSync demands;
    private final Sightings sightings;
    private final ListTrust trust;
    private final VanishedChutes vanished;
    private final RollingUpdates rollingUpdates;
    private final Clock clock;

    ChuteSync(
            Chutes chutes,
            DemandSync demands,
            Sightings sightings,
            ListTrust trust,
            VanishedChutes vanished,
            RollingUpdates rollingUpdates,
            Clock clock) {
        this.chutes = chutes;
        this.demands = demands;
        this.sightings = sightings;
        this.trust = trust;
        this.vanished = vanished;
        this.rollingUpdates = rollingUpdates;
        this.clock = clock;
    }

    /** Answers whether anything differs from before. @param platform asked for single versions */
    boolean write(String validator, Lists lists, MinerLists platform) {
        Instant now = clock.instant();
        Map<String, Chute> known = new HashMap<>();
        chutes.ofValidator(validator).forEach(chute -> known.put(chute.chuteId(), chute));
        List<Chute> standing =
                known.values().stream().filter(chute -> !chute.deleted()).toList();
        Map<String, Listed.Chute> listed = new LinkedHashMap<>();
        lists.chutes().items().forEach(chute -> listed.put(chute.chuteId(), chute));
        boolean complete = lists.chutes().complete();
        boolean suspect = complete && trust.suspect(Epoch.CHUTES, validator, standing.size(), listed.size(), now);
        sightings.saveEpoch(new Epoch(Epoch.CHUTES, validator, now, complete, suspect, listed.size()));
        if (!complete) {
            LOG.warn(
                    "The list of chutes is not believed (LIST_INCOMPLETE): {}",
                    lists.chutes().why());
            return false;
        }
        boolean changed = writeDefinitions(validator, listed, lists.images(), known, platform, now);
        changed |= demands.write(validator, listed.values(), lists, now);
        if (suspect) {
            LOG.warn(
                    "The list of chutes is not believed (LIST_SUSPECT): {} are known, {} are listed",
                    standing.size(),
                    listed.size());
        } else if (lists.rollingUpdates().complete()) {
            Set<String> spared = new HashSet<>(listed.keySet());
            rollingUpdates.ofValidator(validator).forEach(update -> spared.add(update.chuteId()));
            vanished.compare(validator, standing, spared, platform);
        }
        return changed;
    }

    private boolean writeDefinitions(
            String validator,
            Map<String, Listed.Chute> listed,
            Listing<Listed.Image> images,
            Map<String, Chute> known,
            MinerLists platform,
            Instant now) {
        Map<String, Listed.Image> byId = new HashMap<>();
        if (images.completeness() == Completeness.WHOLE) {
            images.items().forEach(image -> byId.put(image.imageId(), image));
        }
        List<Chute> rows = new ArrayList<>();
        int asked = 0;
        for (Listed.Chute chute : listed.values()) {
            Chute before = known.get(chute.chuteId());
            boolean doubtful =
                    before != null && (before.deleted() || !before.version().equals(chute.version()));
            if (!ChuteRows.usable(chute) || (doubtful && asked >= MOST_CONFIRMED)) {
                continue;
            }
            if (doubtful) {
                asked++;
                if (!isCurrent(chute, platform)) {
                    continue;
                }
            }
            Chute row = ChuteRows.row(validator, drifted(chute, byId), before, now);
            if (before == null || !ChuteRows.same(row, before)) {
                rows.add(row);
            }
        }
        chutes.saveAll(rows);
        return !rows.isEmpty();
    }

    private static boolean isCurrent(Listed.Chute chute, MinerLists platform) {
        try {
            return platform.chute(chute.chuteId(), chute.version()).isPresent();
        } catch (ValidatorUnreachable unknown) {
            LOG.info("Chute {} keeps its version until the validator confirms another", chute.chuteId(), unknown);
            return false;
        }
    }

    /** An image that was rebuilt has another name before every chute's definition says so. */
    private static Listed.Chute drifted(Listed.Chute chute, Map<String, Listed.Image> images) {
        String imageId = chute.imageId();
        Optional<Listed.Image> image = Optional.ofNullable(imageId).map(images::get);
        return image.isEmpty()
                ? chute
                : chute.with(image.get().reference(), newer(image.get().chutesVersion(), chute.chutesVersion()));
    }

    private static @Nullable String newer(@Nullable String ofImage, @Nullable String ofChute) {
        return ofImage == null ? ofChute : ofImage;
    }
}
