package org.partitiontools.cli;

/** How results are printed. */
enum Format {
    table, json, openmetrics
}
