package org.partitiontools.archive;

/**
 * A column of a partition that is archived.
 *
 * @param name as in the catalogue, not quoted
 * @param type as SQL writes it, for example {@code numeric(10,2)}
 * @param baseType its name in the catalogue; of a domain, that of the type below it; of an array, with an underscore before
 * @param notNull whether it has the constraint
 * @param typmod type modifier, or -1
 */
public record Column(String name, String type, String baseType, boolean notNull, int typmod) {
}
