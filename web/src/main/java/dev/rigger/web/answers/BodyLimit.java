package dev.rigger.web.answers;

import dev.rigger.settings.WebSettings;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration;
import jakarta.inject.Singleton;

/** Bodies are held in memory to hash them, so they have to be small; most routes take less than this. */
@WebRole
@Singleton
final class BodyLimit implements BeanCreatedEventListener<NettyHttpServerConfiguration> {
    private final WebSettings settings;

    BodyLimit(WebSettings settings) {
        this.settings = settings;
    }

    @Override
    public NettyHttpServerConfiguration onCreated(BeanCreatedEvent<NettyHttpServerConfiguration> event) {
        NettyHttpServerConfiguration configuration = event.getBean();
        int most = Math.max(settings.maxBodyBytes(), settings.maxPushBytes());
        configuration.setMaxRequestSize(most);
        configuration.setMaxRequestBufferSize(most);
        return configuration;
    }
}
