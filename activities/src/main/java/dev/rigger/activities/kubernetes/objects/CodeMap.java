package dev.rigger.activities.kubernetes.objects;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The code of chutes whose SDK still reads it from a file. */
public final class CodeMap {
    private CodeMap() {}

    /** Empty where the chute brings its code with it, and always for chutes and servers of the trusted kind. */
    public static Optional<ConfigMap> of(WorkloadSpec spec) {
        if (!spec.needsCodeMap()) {
            return Optional.empty();
        }
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("chutes/chute-id", spec.chute().chuteId());
        labels.put("chutes/version", spec.version());
        labels.put("chutes/code", "true");
        return Optional.of(new ConfigMapBuilder()
                .withNewMetadata()
                .withName(WorkloadNames.codeMap(spec.chute().chuteId(), spec.version()))
                .withLabels(labels)
                // Whoever needs it changes it, so that nobody deletes it who has not seen that.
                .addToAnnotations("rigger/needed-by", spec.deploymentId())
                .endMetadata()
                .withData(Map.of(spec.chute().filename(), spec.chute().code()))
                .build());
    }
}
