package org.partitiontools.cli;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.partitiontools.api.TableWork;
import picocli.CommandLine.Mixin;

/** What commands have in common that hold policies against the tables of a database. */
abstract class PolicyCommand extends DatabaseCommand {

    @Mixin
    private PolicyArguments policies;

    @Mixin
    private AsOf asOf;

    final List<TableWork> work() {
        return policies.work(connection().timeouts());
    }

    /** The reference time; empty means now. */
    final Optional<OffsetDateTime> asOf() {
        return asOf.time();
    }
}
