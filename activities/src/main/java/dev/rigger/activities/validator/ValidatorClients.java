package dev.rigger.activities.validator;

import dev.rigger.activities.validator.api.ValidatorClient;
import dev.rigger.hotkey.RequestSigner;
import dev.rigger.settings.ProtocolProfile;
import dev.rigger.settings.ValidatorSettings;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One client a validator, each with connections, limits and circuit of its own: a slow one never delays another. */
@Singleton
public final class ValidatorClients implements AutoCloseable {
    private final ValidatorSettings settings;
    private final RequestSigner signer;
    private final Clock clock;
    private final Map<String, ValidatorClient> clients = new ConcurrentHashMap<>();

    public ValidatorClients(ValidatorSettings settings, RequestSigner signer, Clock clock) {
        this.settings = settings;
        this.signer = signer;
        this.clock = clock;
    }

    /** The client of a configured validator; an unknown hotkey is an error of the caller's. */
    public ValidatorClient of(String hotkey) {
        return clients.computeIfAbsent(hotkey, this::connect);
    }

    /** How the validators speak. */
    public ProtocolProfile profile() {
        return settings.profile();
    }

    @Override
    @PreDestroy
    public void close() {
        clients.values().forEach(ValidatorClient::close);
    }

    private ValidatorClient connect(String hotkey) {
        return new ValidatorClient(
                settings.of(hotkey).api(), signer, settings.calls(), settings.profile(), clock, new SecureRandom());
    }
}
