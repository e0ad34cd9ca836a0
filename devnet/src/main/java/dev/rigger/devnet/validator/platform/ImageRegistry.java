package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.wire.Refusal;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Images that chutes run in: built, patched, deleted; every miner is told. */
public final class ImageRegistry {
    private static final String UNPATCHED = "initial";

    private final Ledger ledger;
    private final Announcer announcer;
    private final InstantSource clock;

    ImageRegistry(Ledger ledger, Announcer announcer, InstantSource clock) {
        this.ledger = ledger;
        this.announcer = announcer;
        this.clock = clock;
    }

    public ImageRecord create(String username, String name, String tag, String chutesVersion) {
        return ledger.change(state -> {
            ImageRecord image = put(state, username, name, tag, chutesVersion);
            announcer.broadcast("image_created", Map.of("image_id", image.imageId()));
            return image;
        });
    }

    /** A new SDK inside; the chutes in it keep their versions. */
    public ImageRecord patch(String imageId, String patchVersion, String chutesVersion) {
        return ledger.change(state -> {
            ImageRecord old = known(state, imageId);
            ImageRecord image = new ImageRecord(
                    imageId, old.username(), old.name(), old.tag(), patchVersion, chutesVersion, old.createdAt());
            state.images().put(imageId, image);
            List<ChuteDefinition> chutes = state.chutes().values().stream()
                    .filter(chute -> chute.imageId().equals(imageId))
                    .toList();
            chutes.forEach(chute -> state.chutes().put(chute.chuteId(), chute.inImage(image)));
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("image_id", imageId);
            data.put("short_tag", image.shortTag());
            data.put("patch_version", patchVersion);
            data.put("chutes_version", chutesVersion);
            data.put("chute_ids", chutes.stream().map(ChuteDefinition::chuteId).toList());
            data.put("image", image.reference());
            announcer.broadcast("image_updated", data);
            return image;
        });
    }

    /** Refuses with 409 while a chute runs in it. */
    public void delete(String imageId) {
        ledger.change(state -> {
            known(state, imageId);
            if (state.chutes().values().stream()
                    .anyMatch(chute -> chute.imageId().equals(imageId))) {
                throw new Refusal(409, "Image " + imageId + " is in use by a chute: delete the chute first.");
            }
            state.images().remove(imageId);
            announcer.broadcast("image_deleted", Map.of("image_id", imageId));
            return null;
        });
    }

    public List<ImageRecord> all() {
        return ledger.read(state -> List.copyOf(state.images().values()));
    }

    public Optional<ImageRecord> byId(String imageId) {
        return ledger.read(state -> Optional.ofNullable(state.images().get(imageId)));
    }

    /** The image of that name, made when it is not there; nobody is told. */
    ImageRecord put(PlatformState state, String username, String name, String tag, String chutesVersion) {
        String imageId = NamedUuid.of(username + "/" + name + ":" + tag);
        return state.images()
                .computeIfAbsent(
                        imageId,
                        id -> new ImageRecord(id, username, name, tag, UNPATCHED, chutesVersion, clock.instant()));
    }

    private static ImageRecord known(PlatformState state, String imageId) {
        ImageRecord image = state.images().get(imageId);
        if (image == null) {
            throw new Refusal(404, "Image not found: " + imageId);
        }
        return image;
    }
}
