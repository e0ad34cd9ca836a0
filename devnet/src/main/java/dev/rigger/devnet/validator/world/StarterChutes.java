package dev.rigger.devnet.validator.world;

import dev.rigger.devnet.validator.platform.ChuteJob;
import dev.rigger.devnet.validator.platform.ChuteOrder;
import java.util.ArrayList;
import java.util.List;

/** A small world's chutes: different GPU needs, so that every kind of server has something to win and to lose. */
public final class StarterChutes {
    private static final String LEGACY_SOURCE = """
            from chutes.chute import Chute

            chute = Chute(username="acme", name="whisper-classic", image="acme/chutes-whisper-classic:1.1")
            """;

    /** Chutes that come later are called so, and a number. */
    static final String NEWCOMER = "newcomer-";

    static final int KINDS = 5;
    static final ChuteOrder UNCHANGED = ChuteOrder.of("", 0, 0).with(order -> {
        order.name = null;
        order.gpuCount = null;
        order.minVramGb = null;
        order.include = null;
    });

    private StarterChutes() {}

    /** All of them, and one that does jobs. */
    static List<ChuteOrder> ofTheWorld() {
        List<ChuteOrder> orders = new ArrayList<>(all());
        orders.add(withJobs("lora-trainer"));
        return orders;
    }

    /** One that comes later; private ones and such with jobs are among them. */
    static ChuteOrder newcomer(String name, int kind) {
        return switch (kind) {
            case 0 -> ChuteOrder.of(name, 1, 48, "l40s", "a100").wanting(2);
            case 1 -> ChuteOrder.of(name, 2, 80, "a100", "h200").wanting(2);
            case 2 -> ChuteOrder.of(name, 1, 140, "h200").wanting(2);
            case 3 ->
                ChuteOrder.of(name, 1, 48, "l40s", "a100").with(order -> {
                    order.open = false;
                    order.maxInstances = 2;
                    order.target = 0;
                });
            default -> withJobs(name);
        };
    }

    /** One that does jobs beside serving. */
    static ChuteOrder withJobs(String name) {
        return ChuteOrder.of(name, 1, 48, "l40s", "a100").with(order -> {
            order.jobs = List.of(new ChuteJob("train", List.of()));
            order.target = 1;
        });
    }

    public static List<ChuteOrder> all() {
        return List.of(
                ChuteOrder.of("tiny-embedder", 1, 24, "l40s", "a100").wanting(2),
                ChuteOrder.of("llama-8b", 1, 48, "l40s", "a100", "h200").wanting(2),
                ChuteOrder.of("mixtral-8x22b", 2, 80, "a100", "h200").wanting(1),
                ChuteOrder.of("qwen-vision", 1, 140, "h200").wanting(2),
                ChuteOrder.of("flux-images", 1, 80, "a100", "h200").wanting(1),
                ChuteOrder.of("whisper-classic", 1, 48, "l40s")
                        .legacy("0.3.55", LEGACY_SOURCE)
                        .wanting(1),
                ChuteOrder.of("video-maker", 2, 48, "l40s").wanting(1),
                ChuteOrder.of("llama-70b", 4, 80, "a100", "h200").wanting(1),
                ChuteOrder.of("rerank-batch", 4, 48, "l40s").wanting(1),
                ChuteOrder.of("deep-reasoner", 8, 140, "h200").wanting(1),
                ChuteOrder.of("giant-moe", 8, 80, "a100").wanting(1),
                ChuteOrder.of("code-assistant", 2, 140, "h200").wanting(1));
    }
}
