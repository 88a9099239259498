package org.partitiontools.policy.model;

/**
 * A value of the configuration file, for an option of the command line.
 *
 * @param command the command whose option it is; empty means every command that has such an option
 * @param option name of the option, without dashes
 * @param value as it would be written on the command line
 * @param place where it stands
 */
public record Setting(String command, String option, String value, Place place) {
}
