package dev.rigger.activities.validator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.RequestSigner;
import dev.rigger.settings.ProtocolProfile;
import dev.rigger.settings.ValidatorCalls;
import dev.rigger.settings.ValidatorEndpoint;
import dev.rigger.settings.ValidatorSettings;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrphanedInstancesTest {
    private static final String VALIDATOR = Hotkey.fromSeed("22".repeat(32)).ss58();
    private static final String INSTANCE = "/instances/chute-1/instance-1";

    /** 404: it is gone already. 503: the next comparison asks again. */
    @ParameterizedTest
    @ValueSource(ints = {200, 404, 503})
    void itIsEndedAtTheValidatorWhateverThatSaysOfIt(int status) {
        try (ScriptedValidator platform = new ScriptedValidator();
                ValidatorClients clients = clients(platform)) {
            platform.answer(INSTANCE, status, "{\"instance_id\":\"instance-1\",\"deleted\":true}");

            new OrphanedInstances(clients).end(VALIDATOR, "chute-1", "instance-1");

            assertThat(platform.asked(INSTANCE)).isPositive();
        }
    }

    @Test
    void aValidatorThatCannotBeReachedIsLeftForTheNextComparison() {
        try (ScriptedValidator platform = new ScriptedValidator();
                ValidatorClients clients = clients(platform)) {
            platform.close();

            new OrphanedInstances(clients).end(VALIDATOR, "chute-1", "instance-1");

            assertThat(platform.asked(INSTANCE)).isZero();
        }
    }

    private static ValidatorClients clients(ScriptedValidator platform) {
        return new ValidatorClients(
                new ValidatorSettings(
                        List.of(new ValidatorEndpoint(
                                VALIDATOR, "registry.test", platform.uri(), URI.create("ws://127.0.0.1:1"))),
                        ValidatorCalls.DEFAULTS,
                        ProtocolProfile.byDefault()),
                new RequestSigner(Hotkey.fromSeed("11".repeat(32)), Clock.systemUTC()),
                Clock.systemUTC());
    }
}
