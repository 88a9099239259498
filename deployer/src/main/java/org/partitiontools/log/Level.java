package org.partitiontools.log;

/** How much an entry of the log matters. */
public enum Level {
    debug, info, warning, error
}
