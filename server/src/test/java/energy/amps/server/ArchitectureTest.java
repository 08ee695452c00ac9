package energy.amps.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import energy.amps.server.store.Database;
import energy.amps.server.store.Tenant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The house's plan, held by the build: who may know whom, and what is banned, with what to use in its place. */
class ArchitectureTest {
    private static final String SERVER = "energy.amps.server";
    private static final String FIXTURE = SERVER + ".fixture";

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            // A vendor's stand-in is there for tests, and a program of its own.
            .withImportOption(location -> !location.contains("foxess-standin"))
            .importPackages("energy.amps");

    private static final JavaClasses BAD = new ClassFileImporter().importPackages(FIXTURE);

    /** The rooms of the server, and which others each may know. The root wires, and knows all. */
    private static final Map<String, Set<String>> ROOMS = Map.ofEntries(
            Map.entry("store", Set.of()),
            Map.entry("config", Set.of()),
            Map.entry("embedded", Set.of()),
            Map.entry("log", Set.of()),
            Map.entry("agenda", Set.of("store")),
            Map.entry("tenant", Set.of("store", "agenda")),
            Map.entry("watch", Set.of("store")),
            Map.entry("idempotency", Set.of("store")),
            Map.entry("secrets", Set.of()),
            Map.entry("credential", Set.of("store", "secrets")),
            Map.entry("vendor", Set.of("store", "credential")),
            Map.entry("device", Set.of("store", "agenda", "tenant", "vendor")),
            Map.entry("action", Set.of("store", "agenda", "tenant", "device", "vendor")),
            Map.entry("clock", Set.of("store", "agenda", "tenant", "action")),
            Map.entry("station", Set.of("store", "tenant", "device")),
            Map.entry("link", Set.of("store", "agenda", "tenant", "device", "credential", "station")),
            Map.entry("user", Set.of("store", "agenda", "tenant", "device", "action")),
            Map.entry("schedule.plan", Set.of()),
            Map.entry("schedule", Set.of("store", "agenda", "tenant", "device", "action", "schedule.plan")),
            Map.entry("event", Set.of("store")),
            Map.entry("webhook", Set.of("store", "secrets", "tenant", "event")),
            Map.entry("http.shape", Set.of("store", "tenant", "link", "schedule.plan", "clock", "event", "webhook")),
            Map.entry("history", Set.of("store", "tenant", "device")),
            Map.entry(
                    "http.view",
                    Set.of(
                            "store",
                            "tenant",
                            "credential",
                            "device",
                            "action",
                            "link",
                            "user",
                            "schedule",
                            "schedule.plan",
                            "vendor",
                            "clock",
                            "history",
                            "event",
                            "webhook",
                            "http.shape")),
            Map.entry(
                    "http",
                    Set.of(
                            "store",
                            "tenant",
                            "credential",
                            "device",
                            "action",
                            "link",
                            "user",
                            "schedule",
                            "schedule.plan",
                            "vendor",
                            "clock",
                            "history",
                            "station",
                            "idempotency",
                            "event",
                            "webhook",
                            "http.shape",
                            "http.view")));

    /** The packages of the SPI; a connector has one of its own below {@code energy.amps.connector}. */
    private static final String[] SPI = {
        "energy.amps.check",
        "energy.amps.command",
        "energy.amps.connector",
        "energy.amps.device",
        "energy.amps.fault",
        "energy.amps.time"
    };

    /** What connectors use beside the SPI and Java: each has a decision, or is what the server uses for the same. */
    private static final String[] LIBRARIES_OF_CONNECTORS = {"com.networknt.schema..", "tools.jackson.."};

    /** Who may work over tenants, under the engine's role. */
    private static final String[] OVER_TENANTS = {
        // finds out whose a key is
        SERVER + ".tenant.Keys",
        // says what time it is for a tenant, to callers and to the engine
        SERVER + ".tenant.TenantClock",
        // turns a tenant's clock whatever node the request came to
        SERVER + ".clock.TestClocks",
        SERVER + ".clock.Walk",
        // the operator's side: makes customers
        SERVER + ".tenant.Customers",
        // notes when keys were used
        SERVER + ".tenant.KeyUse",
        // finds what is to be withdrawn
        SERVER + ".action.Recalls",
        // lets go of what is too old to be told
        SERVER + ".action.Timelines",
        // the engine
        SERVER + ".action.Desk",
        SERVER + ".action.Fires",
        SERVER + ".agenda.Agenda",
        SERVER + ".agenda.Jobs",
        // the installation's own key
        SERVER + ".user.Pseudonyms",
        // finds out whose device dials in, and writes what it reports
        SERVER + ".station.StationStore",
        // finds whose devices are to be looked at
        SERVER + ".device.LookRows",
        // keeps what vendors showed, and the days it is kept in
        SERVER + ".history.Telemetry",
        SERVER + ".history.Partitions",
        // seals secrets anew under another key
        SERVER + ".credential.Rotation",
        // counts how vendors answer
        SERVER + ".vendor.HealthRecord",
        // sets aside what vendors allow, whoever asks
        SERVER + ".vendor.Quotas",
        // forgets answers that are too old to be repeated
        SERVER + ".idempotency.Forgetting",
        // gives events their place, and takes them away
        SERVER + ".event.Numberer",
        SERVER + ".event.Retention",
        // brings events to endpoints
        SERVER + ".webhook.Dispatcher",
        SERVER + ".webhook.Fanout",
        SERVER + ".webhook.Outcomes",
        SERVER + ".webhook.Housekeeping",
        // the operator's gauges
        SERVER + ".watch.Standing",
        // the database's own clock and health
        SERVER + ".store.PlatformClock",
        SERVER + ".store.Database"
    };

    /**
     * What is banned.
     *
     * @param banned what
     * @param instead what to use in its place
     * @param rule finds it
     */
    record Ban(String banned, String instead, ArchRule rule) {}

    private static List<Ban> bans() {
        return List.of(
                new Ban(
                        "Instant.now, Clock.system*, InstantSource.system, System.currentTimeMillis",
                        "an injected InstantSource; Node makes the only one",
                        noCalls(
                                "java\\.time\\.(Instant|Clock|InstantSource|LocalDate|LocalTime|LocalDateTime|ZonedDateTime|OffsetDateTime)"
                                        + "|java\\.lang\\.System",
                                "now|system.*|currentTimeMillis|tick.*",
                                SERVER + ".Node")),
                new Ban(
                        "Thread.sleep, TimeUnit.sleep",
                        "a condition to wait for with a limit, or the agenda",
                        noCalls("java\\.lang\\.Thread|java\\.util\\.concurrent\\.TimeUnit", "sleep")),
                new Ban(
                        "ZonedDateTime.of, LocalDateTime.atZone, LocalDate.atStartOfDay(zone)",
                        "PlantTime.resolve, which says what a gap or an overlap comes to",
                        noCalls(
                                "java\\.time\\.(ZonedDateTime|LocalDateTime|LocalDate)",
                                "of|ofLocal|ofStrict|atZone",
                                DescribedPredicate.describe("with a zone", parameters -> parameters.stream()
                                        .anyMatch("java.time.ZoneId"::equals)))),
                new Ban(
                        "io.helidon outside http",
                        "the types of http.shape and Features",
                        noUse(List.of("io.helidon.."), SERVER + ".http..")),
                new Ban(
                        "java.sql and what is behind it outside store and embedded",
                        "Database, Tx and Row",
                        noUse(
                                List.of("java.sql..", "javax.sql..", "org.postgresql..", "com.zaxxer.."),
                                SERVER + ".store..",
                                SERVER + ".embedded..")),
                new Ban(
                        "Database.asEngine*, Database.alone",
                        "inTransaction, list or both with the Tenant; who works over tenants is named in this test",
                        noClasses()
                                .that(not(nameMatching(
                                        Stream.concat(Arrays.stream(OVER_TENANTS), Stream.of(SERVER + ".Platform"))
                                                .map(name -> name.replace(".", "\\.") + "(\\$.*)?")
                                                .collect(Collectors.joining("|")))))
                                .should()
                                .callMethodWhere(target(owner(nameMatching(quoted(Database.class.getName()))))
                                        .and(target(nameMatching("asEngine.*|alone"))))
                                .allowEmptyShould(true)),
                new Ban(
                        "names in Manager, Helper, Util, Utils, Impl, or with Abstract",
                        "what it does: a verb and a noun from the field",
                        noClasses()
                                .should()
                                .haveNameMatching(".*[.$](Abstract[^.$]*|[^.$]*(Manager|Helper|Utils?|Impl))")));
    }

    @TestFactory
    Stream<DynamicTest> nothingBannedIsUsed() {
        return bans().stream()
                .map(ban -> DynamicTest.dynamicTest(ban.banned(), () -> assertThat(
                                ban.rule().evaluate(HOUSE).getFailureReport().getDetails())
                        .as("banned: %s%nuse instead: %s", ban.banned(), ban.instead())
                        .isEmpty()));
    }

    /** A rule that cannot fail is none. */
    @TestFactory
    Stream<DynamicTest> everyBanIsNoticed() {
        return bans().stream()
                .map(ban -> DynamicTest.dynamicTest(
                        ban.banned(), () -> assertThat(ban.rule().evaluate(BAD).hasViolation())
                                .isTrue()));
    }

    @Test
    void eachWayToTheMachinesClockIsNoticed() {
        List<String> found =
                bans().getFirst().rule().evaluate(BAD).getFailureReport().getDetails();
        for (String call :
                List.of("Instant.now()", "Clock.systemUTC()", "InstantSource.system()", "System.currentTimeMillis()")) {
            assertThat(found).anyMatch(line -> line.contains(call));
        }
    }

    @Test
    void importedClassesAreThere() {
        assertThat(HOUSE.contain(Database.class)).isTrue();
        assertThat(HOUSE.contain(ArchitectureTest.class)).isFalse();
        assertThat(HOUSE).anyMatch(each -> each.getPackageName().startsWith("energy.amps.connector.sandbox"));
    }

    @Test
    void roomsKnowOnlyTheRoomsBelow() {
        List<String> wrong = HOUSE.stream()
                .filter(each -> each.getPackageName().startsWith(SERVER + "."))
                .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
                .filter(ArchitectureTest::pointsUp)
                .map(Dependency::getDescription)
                .toList();
        assertThat(wrong)
                .as("arrows point down only: store <- agenda <- features <- http; the table is in this test")
                .isEmpty();
    }

    private static boolean pointsUp(Dependency dependency) {
        String from = room(dependency.getOriginClass());
        JavaClass target = dependency.getTargetClass();
        if (!target.getPackageName().startsWith(SERVER)) {
            return false;
        }
        String to = room(target);
        return !from.equals(to) && !ROOMS.getOrDefault(from, Set.of()).contains(to);
    }

    private static String room(JavaClass each) {
        String name = each.getPackageName();
        return name.equals(SERVER) ? "" : name.substring(SERVER.length() + 1);
    }

    @Test
    void everyRoomIsOnThePlan() {
        Set<String> there = HOUSE.stream()
                .filter(each -> each.getPackageName().startsWith(SERVER))
                .map(ArchitectureTest::room)
                .filter(room -> !room.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(ROOMS.keySet())
                .as("a new package is entered in ROOMS, with whom it may know")
                .containsAll(there);
    }

    @Test
    void spiKnowsTheLanguageAlone() {
        String[] allowed = Stream.concat(Arrays.stream(SPI), Stream.of("java..", "org.jspecify.."))
                .toArray(String[]::new);
        classes()
                .that()
                .resideInAnyPackage(SPI)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .check(HOUSE);
    }

    @Test
    void connectorKnowsTheSpiAndItselfAlone() {
        Set<String> connectors = HOUSE.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith("energy.amps.connector."))
                .map(name -> name.split("\\.", -1)[3])
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(connectors).contains("sandbox", "foxess", "ocpp", "sunspec");
        for (String connector : connectors) {
            String own = "energy.amps.connector." + connector + "..";
            String[] allowed = Stream.of(
                            Arrays.stream(SPI),
                            Arrays.stream(LIBRARIES_OF_CONNECTORS),
                            Stream.of(own, "java..", "org.jspecify.."))
                    .flatMap(each -> each)
                    .toArray(String[]::new);
            classes()
                    .that()
                    .resideInAPackage(own)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(allowed)
                    .check(HOUSE);
        }
    }

    /** The room's sign, and NullAway's warrant. */
    @Test
    void everyPackageHasItsSignAndIsNullMarked() {
        assertThat(unmarked(HOUSE))
                .as("packages without @NullMarked in a package-info")
                .isEmpty();
        assertThat(unmarked(BAD)).containsExactly(FIXTURE);
    }

    private static Set<String> unmarked(JavaClasses classes) {
        return classes.stream()
                .map(JavaClass::getPackage)
                .filter(each -> each.tryGetPackageInfo()
                        .filter(info -> info.isAnnotatedWith("org.jspecify.annotations.NullMarked"))
                        .isEmpty())
                .map(each -> each.getName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** There is no way to ask the store for a tenant's row without saying which tenant (package store). */
    @Test
    void databaseGivesRowsToATenantOrToTheEngine() {
        Set<String> others = HOUSE.get(Database.class).getMethods().stream()
                .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(method -> !method.getModifiers().contains(JavaModifier.STATIC))
                .filter(method -> !takesTenantFirst(method))
                .map(JavaMethod::getName)
                .filter(name -> !name.startsWith("asEngine"))
                .collect(Collectors.toCollection(TreeSet::new));
        // One lock, one question for a sign of life, and the end: none of them gives rows.
        assertThat(others).containsExactly("alone", "answers", "close", "waits");
    }

    private static boolean takesTenantFirst(JavaMethod method) {
        return method.getRawParameterTypes().stream()
                .findFirst()
                .filter(type -> type.isEquivalentTo(Tenant.class))
                .isPresent();
    }

    private static String quoted(String name) {
        return name.replace(".", "\\.");
    }

    private static ArchRule noCalls(String owners, String names, String... except) {
        return noCalls(owners, names, DescribedPredicate.alwaysTrue(), except);
    }

    private static ArchRule noCalls(
            String owners, String names, DescribedPredicate<List<String>> parameters, String... except) {
        DescribedPredicate<JavaClass> wiring = DescribedPredicate.describe(
                "wiring", each -> Arrays.asList(except).contains(each.getName()));
        return noClasses()
                .that(not(wiring))
                .should()
                .callMethodWhere(target(owner(nameMatching(owners)))
                        .and(target(nameMatching(names)))
                        .and(DescribedPredicate.describe(
                                "parameters",
                                call -> parameters.test(call.getTarget().getRawParameterTypes().stream()
                                        .map(JavaClass::getName)
                                        .toList()))));
    }

    private static ArchRule noUse(List<String> packages, String... except) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(except)
                .should()
                .dependOnClassesThat(resideInAnyPackage(packages.toArray(String[]::new)));
    }
}
