package org.partitiontools.definitions.model;

import org.partitiontools.policy.model.Engine;

/**
 * The server that a catalogue was read from.
 *
 * @param engine what it is
 * @param version its version, such as 160003; that of the PostgreSQL within a Greenplum
 * @param user who asked
 */
public record Origin(Engine engine, int version, String user) {

    private static final int MAJOR = 10000;

    /** Whether both write the same definition in the same words. */
    public boolean isLike(Origin other) {
        return engine == other.engine && version / MAJOR == other.version / MAJOR;
    }

    public boolean isGreenplum() {
        return engine == Engine.GREENPLUM;
    }
}
