package org.partitiontools.policy.yaml;

import java.util.List;
import org.partitiontools.policy.check.PolicyProblem;
import org.partitiontools.policy.model.Setting;

/**
 * What came out of reading a configuration file.
 *
 * @param settings the values, in the order of the file; none if there is a problem
 * @param problems what is wrong, by line
 */
public record SettingsReading(List<Setting> settings, List<PolicyProblem> problems) {

    public SettingsReading {
        settings = List.copyOf(settings);
        problems = List.copyOf(problems);
    }
}
