package org.partitiontools.testing;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips cases of a {@link Sampled} test, unless there are to be campaigns. */
final class SampledCondition implements ExecutionCondition {

    /** Where nobody has said anything, as in an IDE, all cases are taken. */
    private static final boolean CAMPAIGNS = Boolean.parseBoolean(System.getProperty("partition-tools.campaigns", "true"));
    private static final Pattern CASE = Pattern.compile("\\[test-template-invocation:#(\\d+)]");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Matcher number = CASE.matcher(context.getUniqueId());
        if (CAMPAIGNS || !number.find()) {
            return ConditionEvaluationResult.enabled("all cases are wanted");
        }
        int every = context.getRequiredTestMethod().getAnnotation(Sampled.class).value();
        return Integer.parseInt(number.group(1)) % every == 1
                ? ConditionEvaluationResult.enabled("a case of the sample")
                : ConditionEvaluationResult.disabled("left to the campaigns: mvn verify -P campaigns");
    }
}
