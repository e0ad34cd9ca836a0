package dev.rigger.activities.validator;

import dev.rigger.hotkey.RequestSigner;
import dev.rigger.settings.ValidatorSettings;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One client a validator, each with connections, limits and circuit of its own: a slow one never delays another. */
@Singleton
public final class ValidatorClients implements AutoCloseable {
    private final ValidatorSettings settings;
    private final RequestSigner signer;
    private final Clock clock;
    private final Map<String, Connected> clients = new ConcurrentHashMap<>();

    private record Connected(ValidatorHttp http, ValidatorClient client) {}

    public ValidatorClients(ValidatorSettings settings, RequestSigner signer, Clock clock) {
        this.settings = settings;
        this.signer = signer;
        this.clock = clock;
    }

    /** The client of a configured validator; an unknown hotkey is an error of the caller's. */
    public ValidatorClient of(String hotkey) {
        return clients.computeIfAbsent(hotkey, this::connect).client();
    }

    @Override
    @PreDestroy
    public void close() {
        clients.values().forEach(connected -> connected.http().close());
    }

    private Connected connect(String hotkey) {
        ValidatorHttp http = new ValidatorHttp(settings.of(hotkey).api(), settings.calls(), clock);
        return new Connected(http, new HttpValidatorClient(http, signer));
    }
}
