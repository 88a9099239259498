/**
 * The command line: a class for each command, options that commands share, exit codes. Whatever a command does is done by the other
 * packages.
 *
 * <p>Uses: {@code access}, {@code api}, {@code archive.store}, {@code database}, {@code definitions}, {@code definitions.diff},
 * {@code definitions.export}, {@code definitions.migration}, {@code definitions.model}, {@code definitions.scratch}, {@code demo},
 * {@code deploy}, {@code files}, {@code generator}, {@code log}, {@code map}, {@code partitiontools}, {@code policy.check},
 * {@code policy.interval}, {@code policy.model}, {@code policy.yaml}, {@code progress}, {@code run}, {@code takeover}, {@code text}.
 */
package org.partitiontools.cli;
