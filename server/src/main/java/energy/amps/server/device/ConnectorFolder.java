package energy.amps.server.device;

import energy.amps.connector.ConnectorProvider;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * Connectors that the operator brings: each jar in a folder is one, and so is each folder of jars in it, for one that has
 * libraries. Each has a class loader of its own, which shows it the SPI and the JDK and nothing else of the platform's: no
 * connector can reach into the server, and no two meet over the versions of a library.
 */
final class ConnectorFolder {
    /** The packages of the SPI. */
    private static final Set<String> SPI = Set.of(
            "energy.amps.check",
            "energy.amps.command",
            "energy.amps.connector",
            "energy.amps.device",
            "energy.amps.fault",
            "energy.amps.time");

    private ConnectorFolder() {}

    /**
     * The providers in a folder, by the names of their jars.
     *
     * @throws IllegalStateException saying what is wrong with the folder or a jar
     */
    static List<ConnectorProvider> providers(Path folder) {
        List<ConnectorProvider> providers = new ArrayList<>();
        try {
            for (Path entry : sorted(folder)) {
                if (Files.isDirectory(entry)) {
                    providers.addAll(load(entry, jars(entry)));
                } else if (isJar(entry)) {
                    providers.addAll(load(entry, List.of(entry)));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the folder of connectors cannot be read: " + e, e);
        }
        return providers;
    }

    private static List<ConnectorProvider> load(Path from, List<Path> jars) {
        try {
            // Never closed: its classes are needed as long as the process lives.
            URLClassLoader loader =
                    new URLClassLoader(jars.stream().map(ConnectorFolder::url).toArray(URL[]::new), new Shown());
            List<ConnectorProvider> providers = ServiceLoader.load(ConnectorProvider.class, loader).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();
            if (providers.isEmpty()) {
                throw new IllegalStateException(
                        from + " has no connector: no META-INF/services/" + ConnectorProvider.class.getName());
            }
            return providers;
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new IllegalStateException("the connector in " + from + " cannot be loaded: " + e, e);
        }
    }

    private static List<Path> jars(Path folder) throws IOException {
        return sorted(folder).stream().filter(ConnectorFolder::isJar).toList();
    }

    private static boolean isJar(Path file) {
        return file.toString().endsWith(".jar") && Files.isRegularFile(file);
    }

    private static List<Path> sorted(Path folder) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            List<Path> paths = new ArrayList<>();
            entries.forEach(paths::add);
            paths.sort(Comparator.naturalOrder());
            return paths;
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a connector sees beside its own jars. */
    private static final class Shown extends ClassLoader {
        Shown() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            int dot = name.lastIndexOf('.');
            if (dot > 0 && SPI.contains(name.substring(0, dot))) {
                return Class.forName(name, false, ConnectorProvider.class.getClassLoader());
            }
            throw new ClassNotFoundException(name);
        }
    }
}
