package energy.amps.testkit.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the connector's own classes call, read from their class files: those of its package and below. */
final class CodeRules {
    private static final Map<Rule, Pattern> BANNED = Map.of(
            Rule.CLOCK,
            Pattern.compile("java/time/\\w+\\.now"
                    + "|java/time/(Clock|InstantSource)\\.(system\\w*|tick\\w*)"
                    + "|java/time/ZoneId\\.systemDefault"
                    + "|java/lang/System\\.currentTimeMillis"
                    + "|java/util/Date\\.<init>\\(\\)V"
                    + "|java/util/(Gregorian)?Calendar\\.(getInstance|<init>\\(\\)V)"
                    + "|java/util/TimeZone\\.getDefault"),
            Rule.THREADS,
            Pattern.compile("java/util/concurrent/Executors\\.new(?!VirtualThread)\\w*"
                    + "|java/util/concurrent/(ScheduledThreadPoolExecutor|ThreadPoolExecutor|ForkJoinPool)\\.<init>"
                    + "|java/util/concurrent/ForkJoinPool\\.commonPool"
                    + "|java/util/Timer\\.<init>"));

    private CodeRules() {}

    static List<Check> checks(int place) {
        return List.of(
                new Check(Rule.CLOCK, "no class calls it", place, (trial, device) -> scan(trial, Rule.CLOCK)),
                new Check(Rule.THREADS, "no class makes one", place, (trial, device) -> scan(trial, Rule.THREADS)));
    }

    private static void scan(Trial trial, Rule rule) {
        List<String> found = new ArrayList<>();
        Class<?> connector = trial.connector().getClass();
        for (byte[] file : classes(connector)) {
            var parsed = ClassFile.of().parse(file);
            for (PoolEntry entry : parsed.constantPool()) {
                if (entry instanceof MemberRefEntry member) {
                    String call = member.owner().asInternalName() + "."
                            + member.name().stringValue() + member.type().stringValue();
                    if (BANNED.getOrDefault(rule, Pattern.compile("(?!)"))
                            .matcher(call)
                            .lookingAt()) {
                        found.add(parsed.thisClass().asInternalName() + " calls " + call);
                    }
                }
            }
        }
        Broken.unless(found.isEmpty(), rule, String.join("; ", found));
    }

    private static List<byte[]> classes(Class<?> connector) {
        String folder = connector.getPackageName().replace('.', '/');
        URI source = URI.create(
                connector.getProtectionDomain().getCodeSource().getLocation().toString());
        Path place = Path.of(source);
        try {
            if (Files.isDirectory(place)) {
                return classes(place.resolve(folder));
            }
            try (FileSystem jar = FileSystems.newFileSystem(place)) {
                return classes(jar.getPath(folder));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<byte[]> classes(Path folder) throws IOException {
        List<byte[]> classes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".class")).toList()) {
                classes.add(Files.readAllBytes(file));
            }
        }
        return classes;
    }
}
