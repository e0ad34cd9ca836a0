package dev.rigger.web;

import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.RequestSigner;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;

/** What the miner's command line sends. */
final class SignedCalls {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI uri;
    private final String miner;
    private final RequestSigner signer;

    SignedCalls(URI uri, Hotkey hotkey) {
        this.uri = uri;
        this.miner = hotkey.ss58();
        this.signer = new RequestSigner(hotkey, InstantSource.system());
    }

    HttpResponse<String> get(String path) {
        return send("GET", path, management(), "");
    }

    HttpResponse<String> delete(String path) {
        return send("DELETE", path, management(), "");
    }

    HttpResponse<String> post(String path, String body) {
        return send("POST", path, forBody(body), body);
    }

    HttpResponse<String> put(String path, String body) {
        return send("PUT", path, forBody(body), body);
    }

    Map<String, String> management() {
        return purpose("management");
    }

    Map<String, String> purpose(String purpose) {
        return signer.managementForPurpose(miner, purpose);
    }

    Map<String, String> forBody(String body) {
        return signer.managementForBody(miner, body.getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<String> send(String method, String path, Map<String, String> headers, String body) {
        return exchange(request(method, path, headers, body), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<InputStream> stream(String path, Map<String, String> headers, String body) {
        return exchange(request("POST", path, headers, body), HttpResponse.BodyHandlers.ofInputStream());
    }

    private HttpRequest request(String method, String path, Map<String, String> headers, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri.resolve(path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return request.build();
    }

    private static <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return HTTP.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
