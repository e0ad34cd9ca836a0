package dev.rigger.devnet.validator;

import dev.rigger.devnet.validator.platform.ChuteOrder;
import java.util.List;

/** A small world's chutes: different GPU needs, so that every kind of server has something to win and to lose. */
final class StarterChutes {
    private static final String LEGACY_SOURCE = """
            from chutes.chute import Chute

            chute = Chute(username="acme", name="whisper-classic", image="acme/chutes-whisper-classic:1.1")
            """;

    private StarterChutes() {}

    static List<ChuteOrder> all() {
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
