package org.partitiontools.api;

import java.util.List;
import java.util.Optional;

/**
 * Which data migration is wanted.
 *
 * @param targets the tables to be filled, qualified, and quoted where SQL needs it; empty means all that are configured
 * @param resume the run to go on with; empty means a new one
 * @param full whether everything is copied again, beside what earlier runs have copied, instead of what came since
 * @param exactTotal whether the rows are counted first, which reads the sources, instead of estimated
 */
public record Migration(List<String> targets, Optional<Long> resume, boolean full, boolean exactTotal) {
}
