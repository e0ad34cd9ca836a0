package dev.rigger.devnet.cluster.programs;

import java.util.LinkedHashMap;
import java.util.Map;

/** Which program an image stands for, by a part of the image's name. */
public final class Programs {
    private final Map<String, Program> byImagePart = new LinkedHashMap<>();
    private final Program otherwise;

    public Programs(Program otherwise) {
        this.otherwise = otherwise;
    }

    public Programs with(String imagePart, Program program) {
        byImagePart.put(imagePart, program);
        return this;
    }

    public Program of(String image) {
        return byImagePart.entrySet().stream()
                .filter(entry -> image.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(otherwise);
    }
}
