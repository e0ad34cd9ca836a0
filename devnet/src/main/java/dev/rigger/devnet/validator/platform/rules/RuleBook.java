package dev.rigger.devnet.validator.platform.rules;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** All known rules, read from {@code protocol-rules.json}: one set a profile, with the day from which it held. */
public final class RuleBook {
    private static final String RESOURCE = "/dev/rigger/devnet/validator/protocol-rules.json";
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .addModule(new SimpleModule()
                    .addDeserializer(Duration.class, new DurationReader())
                    .addDeserializer(LocalDate.class, new DateReader()))
            .build();

    private final List<ProtocolRules> sets;

    private RuleBook(List<ProtocolRules> sets) {
        this.sets = sets;
    }

    public static RuleBook standard() {
        try (InputStream in = RuleBook.class.getResourceAsStream(RESOURCE)) {
            return new RuleBook(
                    MAPPER.readValue(Objects.requireNonNull(in), new TypeReference<List<ProtocolRules>>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException("The rules in " + RESOURCE + " cannot be read", e);
        }
    }

    public List<ProtocolRules> all() {
        return sets;
    }

    public ProtocolRules of(ProtocolProfile profile) {
        return sets.stream()
                .filter(rules -> rules.profile() == profile)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No rules for " + profile.id()));
    }

    /** The rules that held on that day; empty before the first known day. */
    public Optional<ProtocolRules> on(LocalDate day) {
        return sets.stream()
                .filter(rules -> !rules.validFrom().isAfter(day))
                .max(Comparator.comparing(ProtocolRules::validFrom));
    }

    private static final class DurationReader extends StdDeserializer<Duration> {
        private static final long serialVersionUID = 1;

        DurationReader() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return Duration.parse(json.getText());
        }
    }

    private static final class DateReader extends StdDeserializer<LocalDate> {
        private static final long serialVersionUID = 1;

        DateReader() {
            super(LocalDate.class);
        }

        @Override
        public LocalDate deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return LocalDate.parse(json.getText());
        }
    }
}
