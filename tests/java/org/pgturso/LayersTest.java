package org.pgturso;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dependencies point downward: what a package may know is written here, and nowhere else. */
class LayersTest {
    /** Each package with those of ours that it may use besides itself. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("error", Set.of()),
            Map.entry("change", Set.of()),
            Map.entry("sqlite", Set.of("error")),
            Map.entry("postgres", Set.of("error", "change")),
            Map.entry("postgres.decode", Set.of("error", "change", "postgres")),
            Map.entry("postgres.slot", Set.of("error", "change", "postgres", "postgres.decode")),
            Map.entry("config", Set.of("error", "postgres")),
            Map.entry("type", Set.of("error", "postgres", "sqlite")),
            Map.entry("turso", Set.of("error", "sqlite")),
            Map.entry("apply", Set.of("error", "change", "postgres", "sqlite", "type", "turso")),
            Map.entry("snapshot", Set.of("error", "change", "postgres", "sqlite", "type", "turso", "apply", "config")),
            Map.entry("view", Set.of("error", "change", "postgres", "sqlite", "type", "turso", "apply", "config")),
            Map.entry("replication", all("replication", "pljava", "worker")),
            Map.entry("pljava", all("pljava", "worker")),
            Map.entry("worker", all("pljava", "worker")));

    private static final JavaClasses CLASSES = new ClassFileImporter().importPath(Path.of("target", "classes"));

    @ParameterizedTest
    @MethodSource("packages")
    void packageKnowsOnlyWhatLiesBelow(String name) {
        Stream<String> known = Stream.concat(Stream.of(name), MAY_USE.getOrDefault(name, Set.of()).stream());
        String[] allowed = known.map(LayersTest::packageNamed).toArray(String[]::new);
        DescribedPredicate<JavaClass> others =
                resideInAPackage("org.pgturso..").and(DescribedPredicate.not(resideInAnyPackage(allowed)));
        noClasses()
                .that()
                .resideInAPackage(packageNamed(name))
                .should()
                .dependOnClassesThat(others)
                .check(CLASSES);
    }

    @Test
    void everyPackageIsNamedHere() {
        assertThat(MAY_USE.keySet()).containsAll(packages());
    }

    @Test
    void thereAreNoCycles() {
        slices().matching("org.pgturso.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyTheTursoClientSpeaksHttp() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.pgturso.turso..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("okhttp3..", "okio..", "java.net.http..")
                .check(CLASSES);
    }

    @Test
    void modelAndTypesTouchNoDatabaseAndNoNetwork() {
        classes()
                .that()
                .resideInAnyPackage(
                        "org.pgturso.error",
                        "org.pgturso.change",
                        "org.pgturso.sqlite",
                        "org.pgturso.type",
                        "org.pgturso.postgres.decode")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages("java.sql..", "org.postgresql..", "java.net..", "okhttp3..")
                .check(CLASSES);
    }

    @Test
    void commandLineIsParsedInTheWorkerOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.pgturso.worker")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(CLASSES);
    }

    static Set<String> packages() {
        return CLASSES.stream()
                .map(JavaClass::getPackageName)
                .map(name -> name.replace("org.pgturso.", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> all(String... but) {
        Stream<String> lower = Stream.of(
                "error", "change", "sqlite", "postgres", "postgres.decode", "postgres.slot", "config", "type");
        Stream<String> upper = Stream.of("turso", "apply", "snapshot", "view", "replication");
        return Stream.concat(lower, upper)
                .filter(name -> !Set.of(but).contains(name))
                .collect(Collectors.toSet());
    }

    private static String packageNamed(String name) {
        return "org.pgturso." + name;
    }
}
