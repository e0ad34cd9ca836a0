package dev.rigger.devnet.validator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;

/** One call on a connection of its own, without a client that tries again by itself. */
final class OneCall {
    private OneCall() {}

    /** Status line and body; whatever came of them when the connection ended early. */
    static String get(MinerSide miner, String route) throws IOException {
        StringBuilder request =
                new StringBuilder("GET " + route + " HTTP/1.1\r\nHost: devnet\r\nConnection: close\r\n");
        miner.signed("miner")
                .forEach((name, value) ->
                        request.append(name).append(": ").append(value).append("\r\n"));
        try (Socket socket = new Socket(miner.api.getHost(), miner.api.getPort())) {
            socket.getOutputStream().write(request.append("\r\n").toString().getBytes(UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            int body = answer.indexOf("\r\n\r\n");
            return body < 0 ? answer : answer.lines().findFirst().orElse("") + "\n" + answer.substring(body + 4);
        } catch (SocketException reset) {
            return "";
        }
    }
}
