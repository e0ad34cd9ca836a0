package dev.rigger.devnet.validator.socket;

import com.corundumstudio.socketio.SocketIOChannelInitializer;
import dev.rigger.devnet.validator.faults.SocketFaults;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;

/** The socket server's connections, with a place at the wire where faults reset them or let them die silently. */
final class FaultyLines extends SocketIOChannelInitializer {
    private final SocketFaults faults;

    FaultyLines(SocketFaults faults) {
        this.faults = faults;
    }

    @Override
    protected void initChannel(Channel channel) throws Exception {
        super.initChannel(channel);
        channel.pipeline().addFirst("faults", new Line(faults));
    }

    /** One connection. Once dead it stays open and swallows everything, the server's own farewell included. */
    private static final class Line extends ChannelDuplexHandler {
        private final SocketFaults faults;
        private long considered;
        private boolean dead;

        Line(SocketFaults faults) {
            this.faults = faults;
            this.considered = faults.mark();
        }

        @Override
        public void channelActive(ChannelHandlerContext line) {
            if (faults.refusesConnection()) {
                line.channel().config().setOption(ChannelOption.SO_LINGER, 0);
                line.close();
            } else {
                line.fireChannelActive();
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext line, Object message) {
            if (dead()) {
                ReferenceCountUtil.release(message);
            } else {
                line.fireChannelRead(message);
            }
        }

        @Override
        public void write(ChannelHandlerContext line, Object message, ChannelPromise written) {
            if (dead()) {
                ReferenceCountUtil.release(message);
                written.trySuccess();
            } else {
                line.write(message, written);
            }
        }

        @Override
        public void close(ChannelHandlerContext line, ChannelPromise closed) {
            if (dead()) {
                closed.trySuccess();
            } else {
                line.close(closed);
            }
        }

        private boolean dead() {
            if (!dead) {
                long now = faults.mark();
                dead = faults.halfOpens(considered);
                considered = now;
            }
            return dead;
        }
    }
}
