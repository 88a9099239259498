package org.partitiontools.generator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.partitiontools.policy.check.PolicyProblem;
import org.partitiontools.policy.model.Place;
import org.partitiontools.policy.model.PolicyFile;

/** Finds why policies that are right by themselves cannot be generated for a target, or not together. */
final class Preconditions {

    private final Target target;
    private final GeneratorOptions options;
    private final List<PolicyProblem> problems = new ArrayList<>();

    private Preconditions(Target target, GeneratorOptions options) {
        this.target = target;
        this.options = options;
    }

    static List<PolicyProblem> check(Target target, List<PolicyFile> policies, GeneratorOptions options) {
        Preconditions preconditions = new Preconditions(target, options);
        preconditions.refuseEqualNames(policies);
        policies.forEach(preconditions::check);
        return preconditions.problems;
    }

    /** Names that differ only in case are one file on some file systems. */
    private void refuseEqualNames(List<PolicyFile> policies) {
        Map<String, PolicyFile> byName = new HashMap<>();
        for (PolicyFile policy : policies) {
            PolicyFile first = byName.putIfAbsent(policy.name().toLowerCase(Locale.ROOT), policy);
            if (first != null) {
                add(policy, "name", "the policy in " + first.path() + " has the name " + first.name() + ", too",
                        "give one of them another name");
            }
        }
    }

    private void check(PolicyFile policy) {
        if (target.needsSchedule() && policy.schedule().isEmpty()) {
            add(policy, "schedule", target + " needs a schedule", "write for example schedule: \"0 1 * * *\"");
        }
        if (target == Target.PG_CRON && policy.engine().isGreenplum()) {
            add(policy, "engine", "Greenplum has no pg_cron", "generate for airflow, cron or kubernetes");
        }
        if (target == Target.AIRFLOW && options.deployer().isPresent()
                && policy.name().equalsIgnoreCase(DeployModel.NAME)) {
            add(policy, "name", "the DAG that deploys the bundle has this name", "give the policy another name");
        }
    }

    private void add(PolicyFile policy, String key, String message, String hint) {
        problems.add(new PolicyProblem(new Place(policy.path(), 1, 1, key), message, hint));
    }
}
