package org.partitiontools.policy.model;

import java.util.Optional;

/**
 * What a policy file says of the program that carries it out, where neither the command line nor the configuration does. Files of our own
 * format never say any of it; those of postgresql-partition-manager do.
 *
 * @param foreign whether it is the file of another program
 * @param url address of the database; it may have a password
 * @param logFormat {@code text} or {@code json}
 * @param debug whether every statement is to be shown
 */
public record ProgramSettings(boolean foreign, Optional<String> url, Optional<String> logFormat, boolean debug) {

    public static final ProgramSettings NONE = new ProgramSettings(false, Optional.empty(), Optional.empty(), false);

    /** Without the address, which may have a password. */
    @Override
    public String toString() {
        return "ProgramSettings[logFormat=" + logFormat + ", debug=" + debug + "]";
    }
}
