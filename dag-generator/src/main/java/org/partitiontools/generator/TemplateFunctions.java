package org.partitiontools.generator;

import freemarker.core.Environment;
import freemarker.core.OutputFormat;
import freemarker.template.Configuration;
import freemarker.template.TemplateBooleanModel;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateNumberModel;
import freemarker.template.TemplateScalarModel;
import freemarker.template.utility.DeepUnwrap;
import java.util.List;
import org.partitiontools.generator.LiteralFormat.Literal;

/**
 * The functions that templates call. Each quotes for one language; its argument is a text, or what another of these
 * functions returned, so that they nest: {@code py(sql(x))} is a Python string that holds an SQL literal.
 */
final class TemplateFunctions {

    private TemplateFunctions() {
    }

    /** Makes the functions known to all templates. */
    static void register(Configuration configuration) {
        register(configuration, "py", (value, indent) -> LiteralFormat.PYTHON.code(PythonLiteral.of(value, indent)));
        register(configuration, "pyBlock",
                (value, indent) -> LiteralFormat.PYTHON.code(PythonLiteral.block(value.toString(), indent)));
        register(configuration, "sql",
                (value, indent) -> LiteralFormat.SQL.code(SqlLiteral.quote(value.toString())));
        register(configuration, "sqlBlock",
                (value, indent) -> LiteralFormat.SQL.code(SqlLiteral.dollarQuote(value.toString())));
        register(configuration, "sh", (value, indent) -> LiteralFormat.SHELL.code(Quoting.shell(value.toString())));
        register(configuration, "yaml", (value, indent) -> LiteralFormat.YAML.code(Quoting.yaml(value.toString())));
        register(configuration, "yamlBlock",
                (value, indent) -> LiteralFormat.YAML.code(Quoting.yamlBlock(value.toString(), indent)));
        register(configuration, "comment", (value, indent) -> comment(value.toString()));
    }

    /** A comment looks the same in all languages: it ends with the line. */
    private static Literal comment(String text) {
        OutputFormat format = Environment.getCurrentEnvironment().getCurrentTemplate().getOutputFormat();
        return ((LiteralFormat) format).code(Quoting.singleLine(text));
    }

    private static void register(Configuration configuration, String name, Function function) {
        configuration.setSharedVariable(name, (TemplateMethodModelEx) arguments -> function.call(name, arguments));
    }

    /** A function of a value and, if it writes several lines, their indentation. */
    private interface Function {

        Literal apply(Object value, int indent);

        default Literal call(String name, List<?> arguments) throws TemplateModelException {
            if (arguments.isEmpty() || arguments.size() > 2 || arguments.get(0) == null) {
                throw new TemplateModelException(name + " needs a value and, optionally, an indentation");
            }
            Object indent = arguments.size() == 2 ? arguments.get(1) : null;
            int spaces = indent instanceof TemplateNumberModel number ? number.getAsNumber().intValue() : 0;
            return apply(unwrap((TemplateModel) arguments.get(0)), spaces);
        }

        private static Object unwrap(TemplateModel model) throws TemplateModelException {
            if (model instanceof Literal literal) {
                return literal.getOutputFormat().getMarkupString(literal);
            }
            if (model instanceof TemplateScalarModel text) {
                return text.getAsString();
            }
            return model instanceof TemplateBooleanModel flag ? (Object) flag.getAsBoolean() : DeepUnwrap.unwrap(model);
        }
    }
}
