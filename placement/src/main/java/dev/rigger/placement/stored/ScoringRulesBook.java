package dev.rigger.placement.stored;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.rigger.placement.ScoringRules;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The rules of scoring of every known profile, each from a day on. A validator that changes its rules is answered by a new
 * entry of {@code scoring-rules.json}, or of a file of the operator's own in the same form.
 */
public final class ScoringRulesBook {

    /** Asked for rules that the book does not have, or made of text that is none. The message names the code. */
    public static final class NoRulesException extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        private NoRulesException(String code, String what, String next) {
            super(what + " (" + code + "). " + next);
        }
    }

    private static final String BUILT_IN = "scoring-rules.json";

    private final Map<String, NavigableMap<LocalDate, ScoringRules>> byProfile = new TreeMap<>();

    private ScoringRulesBook(List<ScoringRules> entries) {
        for (ScoringRules rules : entries) {
            ScoringRules other = byProfile
                    .computeIfAbsent(rules.profile(), profile -> new TreeMap<>())
                    .put(rules.validFrom(), rules);
            if (other != null) {
                throw new NoRulesException(
                        "SCORING_RULES_TWICE",
                        "Profile " + rules.profile() + " has two sets of rules from " + rules.validFrom() + " on",
                        "Leave one of them in the file.");
            }
        }
    }

    /** What is known of the validators' platform. */
    public static ScoringRulesBook builtIn() {
        try (InputStream in = ScoringRulesBook.class.getResourceAsStream(BUILT_IN)) {
            if (in == null) {
                throw new IllegalStateException(BUILT_IN + " is missing from the distribution");
            }
            return of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param json a list of {@link ScoringRules}, with a {@code note} for people where that helps
     * @throws NoRulesException when it is not
     */
    public static ScoringRulesBook of(String json) {
        try {
            return new ScoringRulesBook(mapper().readValue(json, new TypeReference<List<ScoringRules>>() {}));
        } catch (JsonProcessingException e) {
            throw new NoRulesException(
                    "SCORING_RULES_UNREADABLE",
                    "The scoring rules cannot be read: " + e.getOriginalMessage(),
                    "Compare the file with the one that comes with Rigger.");
        }
    }

    /**
     * The rules of a profile on a day: the latest that were valid from that day on or earlier.
     *
     * @throws NoRulesException {@code PROFILE_UNKNOWN} or {@code NO_RULES_YET}
     */
    public ScoringRules rules(String profile, LocalDate day) {
        NavigableMap<LocalDate, ScoringRules> dated = byProfile.get(profile);
        if (dated == null) {
            throw new NoRulesException(
                    "PROFILE_UNKNOWN",
                    "There are no scoring rules of profile " + profile,
                    "Set one of " + String.join(", ", byProfile.keySet()) + ", or add the profile's rules.");
        }
        Map.Entry<LocalDate, ScoringRules> entry = dated.floorEntry(day);
        if (entry == null) {
            throw new NoRulesException(
                    "NO_RULES_YET",
                    "The scoring rules of profile " + profile + " begin on " + dated.firstKey() + ", after " + day,
                    "Set an earlier profile, or correct the clock.");
        }
        return entry.getValue();
    }

    @JsonIgnoreProperties("note")
    private interface Entry {}

    private static JsonMapper mapper() {
        return JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .addMixIn(ScoringRules.class, Entry.class)
                .build();
    }
}
