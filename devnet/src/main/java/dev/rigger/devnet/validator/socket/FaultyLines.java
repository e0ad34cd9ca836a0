package dev.rigger.devnet.validator.socket;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOServer;
import dev.rigger.devnet.validator.faults.SocketFaults;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;

/** A socket server with a place at the wire of each connection, where faults reset it or let it die silently. */
final class FaultyLines extends SocketIOServer {
    private final SocketFaults faults;

    FaultyLines(Configuration configuration, SocketFaults faults) {
        super(configuration);
        this.faults = faults;
    }

    @Override
    protected void applyConnectionOptions(ServerBootstrap bootstrap) {
        super.applyConnectionOptions(bootstrap);
        bootstrap.handler(new Door(faults));
    }

    /** Where connections come in: what is added to them here stands before everything of the library. */
    @ChannelHandler.Sharable
    private static final class Door extends ChannelInboundHandlerAdapter {
        private final SocketFaults faults;

        Door(SocketFaults faults) {
            this.faults = faults;
        }

        @Override
        public void channelRead(ChannelHandlerContext door, Object connection) {
            ((Channel) connection).pipeline().addLast("faults", new Line(faults));
            door.fireChannelRead(connection);
        }
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
