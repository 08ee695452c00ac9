package energy.amps.server.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import energy.amps.connector.ConnectorProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars of others: found, opened with the operator's settings, and kept to the SPI. */
class ConnectorFolderTest {
    private static final String SERVICES = "META-INF/services/" + ConnectorProvider.class.getName();

    @TempDir
    private Path work;

    @TempDir
    private Path folder;

    @Test
    void jarIsAConnectorAndSoIsAFolderOfJars() throws IOException {
        compile("one", provider("one", "\"one\""));
        jar(folder.resolve("plain.jar"), Map.of(SERVICES, "one.Provider"), "one/Provider.class");
        compile(
                "library",
                "package library; public final class Names { public static String name() { return \"two\"; } }");
        compile("two", provider("two", "library.Names.name()"));
        Path big = Files.createDirectories(folder.resolve("with-library"));
        jar(big.resolve("connector.jar"), Map.of(SERVICES, "two.Provider"), "two/Provider.class");
        jar(big.resolve("library.jar"), Map.of(), "library/Names.class");
        Files.writeString(folder.resolve("README.txt"), "What is no jar is nobody's.");

        Connectors connectors = Connectors.installed(named("set"), Optional.of(folder));
        assertThat(connectors.vendors()).contains("sandbox", "one-set", "two-set");
    }

    /** Or a connector could do what it likes with the platform, and would break with it. */
    @Test
    void connectorDoesNotSeeTheServer() throws IOException {
        compile("nosy", provider("nosy", """
                seen("energy.amps.connector.Connector") + "-" + seen("java.sql.Connection") + "-"
                + seen("energy.amps.server.device.Connectors") + "-" + seen("org.slf4j.Logger")"""));
        jar(folder.resolve("nosy.jar"), Map.of(SERVICES, "nosy.Provider"), "nosy/Provider.class");
        assertThat(Connectors.installed(named("x"), Optional.of(folder)).vendors())
                .contains("yes-yes-no-no-x");
    }

    @Test
    void whatIsWrongIsSaid() throws IOException {
        assertThatIllegalStateException()
                .isThrownBy(() -> ConnectorFolder.providers(folder.resolve("nowhere")))
                .withMessageContaining("nowhere");

        jar(folder.resolve("bad.jar"), Map.of("readme", "nothing"));
        assertThatIllegalStateException()
                .isThrownBy(() -> ConnectorFolder.providers(folder))
                .withMessageContaining("bad.jar")
                .withMessageContaining(SERVICES);

        jar(folder.resolve("bad.jar"), Map.of(SERVICES, "gone.Provider"));
        assertThatIllegalStateException()
                .isThrownBy(() -> ConnectorFolder.providers(folder))
                .withMessageContaining("bad.jar")
                .withMessageContaining("gone.Provider");

        compile("one", provider("one", "\"one\""));
        jar(folder.resolve("bad.jar"), Map.of(SERVICES, "one.Provider"), "one/Provider.class");
        assertThatIllegalStateException()
                .isThrownBy(() -> Connectors.installed(name -> Optional.empty(), Optional.of(folder)))
                .withMessageContaining("NAME is not set");
    }

    private static Function<String, Optional<String>> named(String value) {
        return name -> name.equals("NAME") ? Optional.of(value) : Optional.empty();
    }

    /** A provider whose connector can do nothing but say its vendor: a word of the code's, and the setting NAME. */
    private static String provider(String packageName, String vendor) {
        return """
                package %s;
                import energy.amps.connector.*;
                import energy.amps.device.Family;
                import java.lang.reflect.Proxy;
                import java.time.Duration;
                import java.util.*;
                import java.util.function.Function;
                public final class Provider implements ConnectorProvider {
                    public Connector open(Function<String, Optional<String>> settings) {
                        String name = settings.apply("NAME")
                            .orElseThrow(() -> new IllegalArgumentException("NAME is not set"));
                        ConnectorProfile profile = new ConnectorProfile(%s + "-" + name, Set.of(Family.BATTERY),
                            ConnectorProfile.Retrieval.LIVE, Duration.ofSeconds(1), Duration.ZERO);
                        return (Connector) Proxy.newProxyInstance(Provider.class.getClassLoader(),
                            new Class<?>[] {Connector.class}, (proxy, method, args) -> profile);
                    }
                    static String seen(String name) {
                        try {
                            Class.forName(name, false, Provider.class.getClassLoader());
                            return "yes";
                        } catch (ClassNotFoundException e) {
                            return "no";
                        }
                    }
                }
                """.formatted(packageName, vendor);
    }

    private void compile(String packageName, String source) throws IOException {
        String type = source.contains("class Names") ? "Names" : "Provider";
        Path file = Files.createDirectories(work.resolve(packageName)).resolve(type + ".java");
        Files.writeString(file, source);
        int code = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "-proc:none",
                        "-cp",
                        work + System.getProperty("path.separator") + spi(),
                        "-d",
                        work.toString(),
                        file.toString());
        assertThat(code).isZero();
    }

    private static Path spi() {
        CodeSource source = ConnectorProvider.class.getProtectionDomain().getCodeSource();
        return Path.of(URI.create(source.getLocation().toString()));
    }

    private void jar(Path jar, Map<String, String> texts, String... classes) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            for (Map.Entry<String, String> text : texts.entrySet()) {
                entries.putNextEntry(new JarEntry(text.getKey()));
                entries.write(text.getValue().getBytes(StandardCharsets.UTF_8));
            }
            for (String each : List.of(classes)) {
                entries.putNextEntry(new JarEntry(each));
                entries.write(Files.readAllBytes(work.resolve(each)));
            }
        }
    }
}
