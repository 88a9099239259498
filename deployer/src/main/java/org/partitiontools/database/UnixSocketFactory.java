package org.partitiontools.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import javax.net.SocketFactory;

/**
 * Connects the JDBC driver to a server by the socket file in a folder, which the driver itself cannot. The driver makes one by its name, with the
 * folder as argument; host names are ignored, ports are part of the file's name.
 */
public final class UnixSocketFactory extends SocketFactory {

    private final Path folder;

    /** @param folder where the server has its socket, for example {@code /var/run/postgresql} */
    public UnixSocketFactory(String folder) {
        this.folder = Path.of(folder);
    }

    @Override
    public Socket createSocket() throws IOException {
        return new UnixSocket(folder);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        Socket socket = createSocket();
        socket.connect(InetSocketAddress.createUnresolved(host, port));
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return createSocket(host.getHostName(), port);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) throws IOException {
        return createSocket(address, port);
    }

    /** A socket over a channel that never blocks: waiting is done with a selector, so that time-outs are kept. */
    private static final class UnixSocket extends Socket {

        private final Path folder;
        private final SocketChannel channel;
        private final Selector readable;
        private final Selector writable;
        private volatile int timeout;

        UnixSocket(Path folder) throws IOException {
            this.folder = folder;
            this.channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            this.readable = Selector.open();
            this.writable = Selector.open();
        }

        @Override
        public void connect(SocketAddress endpoint) throws IOException {
            connect(endpoint, 0);
        }

        /** At once, or not at all: the server is on this machine. */
        @Override
        public void connect(SocketAddress endpoint, int patience) throws IOException {
            Path file = folder.resolve(".s.PGSQL." + ((InetSocketAddress) endpoint).getPort());
            try {
                channel.connect(UnixDomainSocketAddress.of(file));
            } catch (IOException e) {
                throw new IOException(file + ": " + e.getMessage(), e);
            }
            channel.configureBlocking(false);
            channel.register(readable, SelectionKey.OP_READ);
            channel.register(writable, SelectionKey.OP_WRITE);
        }

        @Override
        public boolean isConnected() {
            return channel.isConnected();
        }

        @Override
        public boolean isClosed() {
            return !channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
            readable.close();
            writable.close();
        }

        @Override
        public void setSoTimeout(int milliseconds) {
            timeout = milliseconds;
        }

        @Override
        public int getSoTimeout() {
            return timeout;
        }

        // What belongs to TCP means nothing here.

        @Override
        public void setTcpNoDelay(boolean on) {
        }

        @Override
        public void setKeepAlive(boolean on) {
        }

        @Override
        public InputStream getInputStream() {
            return new InputStream() {

                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
                    int count = length == 0 ? 0 : channel.read(buffer);
                    while (count == 0 && length > 0) {
                        await(readable, timeout);
                        count = channel.read(buffer);
                    }
                    return count;
                }
            };
        }

        @Override
        public OutputStream getOutputStream() {
            return new OutputStream() {

                @Override
                public void write(int one) throws IOException {
                    write(new byte[] {(byte) one}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
                    while (buffer.hasRemaining()) {
                        if (channel.write(buffer) == 0) {
                            await(writable, 0);
                        }
                    }
                }
            };
        }

        private static void await(Selector selector, int milliseconds) throws IOException {
            int ready = selector.select(milliseconds);
            selector.selectedKeys().clear();
            if (ready == 0 && !selector.isOpen()) {
                throw new SocketException("the socket is closed");
            }
            if (ready == 0 && milliseconds > 0) {
                throw new SocketTimeoutException("no answer within " + milliseconds + " ms");
            }
        }
    }
}
