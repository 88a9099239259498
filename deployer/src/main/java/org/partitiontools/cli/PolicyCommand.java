package org.partitiontools.cli;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.partitiontools.api.TableWork;
import org.partitiontools.log.LogFormat;
import org.partitiontools.policy.model.ProgramSettings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What commands have in common that hold policies against the tables of a database. */
abstract class PolicyCommand extends DatabaseCommand {

    @Mixin
    private PolicyArguments policies;

    @Mixin
    private AsOf asOf;

    @Spec
    private CommandSpec command;

    final List<TableWork> work() {
        return work(policies, connection(), command);
    }

    /** What policies want; what they say of the program counts where nothing else says it. */
    static List<TableWork> work(PolicyArguments policies, ConnectionOptions connection, CommandSpec command) {
        ProgramSettings settings = policies.program();
        connection.otherwise(settings.url());
        settings.logFormat().map(LogFormat::valueOf).ifPresent(format -> PartitionTools.logAs(command, format));
        if (settings.debug()) {
            PartitionTools.debug(command);
        }
        return policies.work(connection.timeouts());
    }

    /** The reference time of a table; empty means now. */
    final Optional<OffsetDateTime> asOf(TableWork work) {
        return asOf.time(work.zone());
    }
}
