package org.partitiontools.generator;

import freemarker.cache.ClassTemplateLoader;
import freemarker.cache.ConditionalTemplateConfigurationFactory;
import freemarker.cache.FileNameGlobMatcher;
import freemarker.cache.FileTemplateLoader;
import freemarker.cache.FirstMatchTemplateConfigurationFactory;
import freemarker.cache.MultiTemplateLoader;
import freemarker.cache.TemplateConfigurationFactory;
import freemarker.cache.TemplateLoader;
import freemarker.core.TemplateClassResolver;
import freemarker.core.TemplateConfiguration;
import freemarker.template.Configuration;
import freemarker.template.SimpleObjectWrapper;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import freemarker.template.Version;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * FreeMarker, set up so that a template can only print: it sees maps, lists, texts, numbers and booleans, but no Java
 * object, no class and no API, and every text it prints is quoted for the language of the file.
 */
final class Templates {

    private static final Version FREEMARKER_VERSION = Configuration.VERSION_2_3_34;
    private static final Map<String, LiteralFormat> FORMATS = Map.of(
            "*.py.ftl", LiteralFormat.PYTHON,
            "*.sql.ftl", LiteralFormat.SQL,
            "*.crontab.ftl", LiteralFormat.CRONTAB,
            "*.sh.ftl", LiteralFormat.SHELL,
            "*.yaml.ftl", LiteralFormat.YAML);

    private final Configuration configuration = new Configuration(FREEMARKER_VERSION);

    /** @param userDirectory templates that win over the built-in ones of the same name */
    Templates(Optional<Path> userDirectory) throws IOException {
        List<TemplateLoader> loaders = new ArrayList<>();
        if (userDirectory.isPresent()) {
            loaders.add(new FileTemplateLoader(userDirectory.get().toFile()));
        }
        loaders.add(new ClassTemplateLoader(Templates.class, "/templates"));
        configuration.setTemplateLoader(new MultiTemplateLoader(loaders.toArray(TemplateLoader[]::new)));
        printOnly();
        printReproducibly();
        quoteByFileName();
        TemplateFunctions.register(configuration);
    }

    /** The text that a template makes of a model. */
    String render(String name, Map<String, Object> model) throws TemplateException, IOException {
        StringWriter out = new StringWriter();
        configuration.getTemplate(name).process(model, out);
        return out.toString();
    }


    private void printOnly() {
        configuration.setObjectWrapper(new SimpleObjectWrapper(FREEMARKER_VERSION));
        configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
        configuration.setAPIBuiltinEnabled(false);
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        configuration.setLogTemplateExceptions(false);
    }

    private void printReproducibly() {
        configuration.setDefaultEncoding("UTF-8");
        configuration.setLocale(Locale.ROOT);
        configuration.setNumberFormat("computer");
        configuration.setBooleanFormat("c");
        configuration.setLocalizedLookup(false);
    }

    private void quoteByFileName() {
        FirstMatchTemplateConfigurationFactory byName = new FirstMatchTemplateConfigurationFactory(
                FORMATS.entrySet().stream().map(Templates::quoting).toArray(TemplateConfigurationFactory[]::new));
        byName.setNoMatchErrorDetails("a template's name tells the language it writes: " + FORMATS.keySet());
        configuration.setRecognizeStandardFileExtensions(false);
        configuration.setTemplateConfigurations(byName);
    }

    private static TemplateConfigurationFactory quoting(Map.Entry<String, LiteralFormat> format) {
        TemplateConfiguration quoting = new TemplateConfiguration();
        quoting.setOutputFormat(format.getValue());
        quoting.setAutoEscapingPolicy(Configuration.ENABLE_IF_SUPPORTED_AUTO_ESCAPING_POLICY);
        return new ConditionalTemplateConfigurationFactory(new FileNameGlobMatcher(format.getKey()), quoting);
    }
}
