package org.partitiontools.cli;

/** What the shell sees. Part of the public contract. */
final class ExitCode {

    static final int DONE = 0;
    static final int BAD_POLICY_OR_CONFIGURATION = 1;
    static final int USAGE_OR_INTERNAL_ERROR = 2;
    static final int DATABASE_UNAVAILABLE = 3;
    static final int OPERATION_FAILED = 4;
    static final int CHECK_FOUND_SOMETHING = 5;
    static final int CLEANUP_REFUSED = 6;
    static final int REFERENCE_TIME_REFUSED = 7;

    private ExitCode() {
    }
}
