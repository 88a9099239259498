package org.partitiontools.generator;

import freemarker.core.ParseException;
import freemarker.template.TemplateException;
import freemarker.template.TemplateNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.partitiontools.files.AtomicFile;
import org.partitiontools.policy.check.PolicyProblem;
import org.partitiontools.policy.model.Place;
import org.partitiontools.policy.model.PolicyFile;

/** Renders policies as files for a scheduler. */
public final class Generator {

    private static final String DEPLOY_TEMPLATE = "airflow/deploy.py.ftl";

    private final Target target;
    private final Templates templates;

    private Generator(Target target, Templates templates) {
        this.target = target;
        this.templates = templates;
    }

    /**
     * Writes the files of all policies, or, after any problem, none.
     *
     * @param target the scheduler
     * @param policies policies without problems
     * @param directory where to write; created if it is missing, files of other names stay untouched
     * @param options the user's choices
     * @return the files, or the problems: two policies of one name, a policy that the target cannot express, a template
     *     of the user's that fails
     * @throws IOException if the output cannot be written or the template directory cannot be read
     */
    public static Generation generate(
            Target target, List<PolicyFile> policies, Path directory, GeneratorOptions options) throws IOException {
        List<PolicyProblem> problems = Preconditions.check(target, policies, options);
        if (!problems.isEmpty()) {
            return new Generation(List.of(), problems);
        }
        try {
            Generator generator = new Generator(target, new Templates(options.templateDirectory()));
            return new Generation(write(generator.render(policies, options), directory), List.of());
        } catch (TemplateException e) {
            return failed(e.getTemplateSourceName(), e.getLineNumber(), e.getColumnNumber(),
                    e.getMessageWithoutStackTop());
        } catch (ParseException e) {
            return failed(e.getTemplateName(), e.getLineNumber(), e.getColumnNumber(), e.getEditorMessage());
        } catch (TemplateNotFoundException e) {
            return failed(e.getTemplateName(), 1, 1, "the template is missing");
        }
    }

    private Map<String, String> render(List<PolicyFile> policies, GeneratorOptions options)
            throws IOException, TemplateException {
        Map<String, String> files = new LinkedHashMap<>();
        for (PolicyFile policy : policies) {
            Map<String, Object> model = model(policy);
            for (Target.Output output : target.outputs()) {
                files.put(output.fileName(policy), templates.render(output.template(), model));
            }
        }
        if (target == Target.AIRFLOW && options.deployer().isPresent()) {
            Map<String, Object> model = Map.of("deploy", DeployModel.of(policies, options.deployer().get(), options.migrations()));
            files.put(DeployModel.NAME + ".py", templates.render(DEPLOY_TEMPLATE, model));
        }
        return files;
    }

    private Map<String, Object> model(PolicyFile policy) throws IOException, TemplateException {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("policy", new PolicyModel(policy, target).toMap());
        if (target == Target.KUBERNETES) {
            model.put("script", templates.render(Target.PSQL_SCRIPT, model));
        }
        return model;
    }

    private static List<Path> write(Map<String, String> files, Path directory) throws IOException {
        Files.createDirectories(directory);
        List<Path> written = new ArrayList<>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = directory.resolve(file.getKey());
            AtomicFile.write(path, file.getValue().getBytes(StandardCharsets.UTF_8));
            written.add(path);
        }
        return written;
    }

    private static Generation failed(String template, Integer line, Integer column, String message) {
        Place place = new Place(Path.of(String.valueOf(template)), orFirst(line), orFirst(column), "");
        return new Generation(List.of(), List.of(new PolicyProblem(place, message.strip(), "")));
    }

    /** FreeMarker does not always know where it failed. */
    private static int orFirst(Integer number) {
        return number == null ? 1 : number;
    }
}
