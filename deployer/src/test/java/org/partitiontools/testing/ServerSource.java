package org.partitiontools.testing;

import java.io.IOException;
import java.util.Map;

/** Where the servers of the tests come from: the one place that chooses. */
final class ServerSource {

    private ServerSource() {
    }

    /**
     * Starts a server.
     *
     * @param settings as in postgresql.conf
     */
    static ServerProcess start(Map<String, String> settings) throws IOException {
        if (Containers.areWanted()) {
            Containers.assumeEngine();
            return ContainerServerProcess.start(settings);
        }
        return new EmbeddedServerProcess(settings);
    }
}
