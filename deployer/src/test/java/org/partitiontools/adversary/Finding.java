package org.partitiontools.adversary;

/** Ends an action because something was seen that must not be. */
final class Finding extends Exception {

    private static final long serialVersionUID = 1L;

    Finding(String message) {
        super(message);
    }
}
