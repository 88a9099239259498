package org.partitiontools.testing;

import java.io.IOException;
import java.util.Map;

/** Where the servers of the tests come from: the one place that chooses. */
final class ServerSource {

    private ServerSource() {
    }

    /**
     * Starts a server; the template database may be there already.
     *
     * @param settings as in postgresql.conf
     */
    static ServerProcess start(Map<String, String> settings) throws IOException {
        return Containers.areWanted() ? ContainerServerProcess.start(settings) : EmbeddedServerProcess.start(settings);
    }

    /**
     * Starts a server that is another system than all others, and has nothing of ours.
     *
     * @param settings as in postgresql.conf
     */
    static ServerProcess startNew(Map<String, String> settings) throws IOException {
        // Every container is new.
        return Containers.areWanted() ? ContainerServerProcess.start(settings) : EmbeddedServerProcess.startNew(settings);
    }
}
