package dev.rigger.app;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** The walls of the house, as {@code docs/architecture.md} tells them. */
@AnalyzeClasses(packages = "dev.rigger", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final Set<String> WORLD_PACKAGES =
            Set.of("java.io", "java.net", "java.net.http", "java.nio.channels", "java.nio.file", "java.sql");

    private static final Set<String> CHANCE =
            Set.of("java.util.Random", "java.util.SplittableRandom", "java.security.SecureRandom");

    /** Serialisation's marker is no way out into the world. */
    private static final DescribedPredicate<JavaClass> THE_WORLD = describe(
            "files, sockets or databases",
            type -> WORLD_PACKAGES.contains(type.getPackageName())
                    && !type.getName().equals("java.io.Serializable")
                    && !type.getName().equals("java.io.UncheckedIOException")
                    && !type.getName().equals("java.net.URI"));

    private static final DescribedPredicate<JavaCall<?>> ITS_OWN_CLOCK_OR_DICE =
            describe("a clock or dice of its own", call -> {
                String owner = call.getTargetOwner().getName();
                String name = call.getTarget().getName();
                return name.equals("now") && owner.startsWith("java.time.")
                        || name.startsWith("system") && owner.equals("java.time.Clock")
                        || owner.equals("java.lang.System")
                                && Set.of("currentTimeMillis", "nanoTime").contains(name)
                        || owner.equals("java.lang.Math") && name.equals("random")
                        || owner.equals("java.util.UUID") && name.equals("randomUUID")
                        || owner.equals("java.util.concurrent.ThreadLocalRandom");
            });

    private static final DescribedPredicate<JavaCall<?>> THREADS = describe(
            "threads",
            call -> call.getTargetOwner().getName().equals("java.lang.Thread")
                    || call.getTargetOwner().getName().startsWith("java.util.concurrent.Exec"));

    @ArchTest
    static final ArchRule workflowsAskNoClockAndThrowNoDice = noClasses()
            .that()
            .resideInAPackage("dev.rigger.workflows..")
            .should()
            .callCodeUnitWhere(ITS_OWN_CLOCK_OR_DICE.forSubtype())
            .orShould()
            .callCodeUnitWhere(THREADS.forSubtype())
            .orShould()
            .dependOnClassesThat(describe("dice", type -> CHANCE.contains(type.getName())))
            .because("a workflow is replayed, and must do the same again");

    @ArchTest
    static final ArchRule workflowsTouchTheWorldThroughActivitiesAlone = noClasses()
            .that()
            .resideInAPackage("dev.rigger.workflows..")
            .should()
            .dependOnClassesThat(THE_WORLD);

    /** What is stored is written and read in one package, so that the rest decides on values alone. */
    private static final String STORED_DECISIONS = "dev.rigger.placement.stored..";

    @ArchTest
    static final ArchRule decisionsArePure = noClasses()
            .that()
            .resideInAPackage("dev.rigger.placement..")
            .should()
            .callCodeUnitWhere(ITS_OWN_CLOCK_OR_DICE.forSubtype())
            .orShould()
            .callCodeUnitWhere(THREADS.forSubtype())
            .orShould()
            .dependOnClassesThat(describe("dice", type -> CHANCE.contains(type.getName())))
            .because("the same snapshot has to give the same plan");

    @ArchTest
    static final ArchRule decisionsTouchNoFiles = noClasses()
            .that()
            .resideInAPackage("dev.rigger.placement..")
            .and()
            .resideOutsideOfPackage(STORED_DECISIONS)
            .should()
            .dependOnClassesThat(THE_WORLD);

    @ArchTest
    static final ArchRule decisionsKnowTheJdkAlone = classes()
            .that()
            .resideInAPackage("dev.rigger.placement..")
            .and()
            .resideOutsideOfPackage(STORED_DECISIONS)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.rigger.placement..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule storedDecisionsAreBytesInMemory = noClasses()
            .that()
            .resideInAPackage(STORED_DECISIONS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "java.nio.file..", "java.nio.channels..", "java.sql..");

    @ArchTest
    static final ArchRule decisionsDoNotKnowHowTheyAreStored = noClasses()
            .that()
            .resideInAPackage("dev.rigger.placement..")
            .and()
            .resideOutsideOfPackage(STORED_DECISIONS)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(STORED_DECISIONS);

    @ArchTest
    static final ArchRule signaturesAskTheClockTheyAreGiven = noClasses()
            .that()
            .resideInAPackage("dev.rigger.hotkey..")
            .should()
            .callCodeUnitWhere(ITS_OWN_CLOCK_OR_DICE.forSubtype())
            .orShould()
            .callCodeUnitWhere(THREADS.forSubtype());

    @ArchTest
    static final ArchRule keysStayAwayFromNetworksAndDatabases = noClasses()
            .that()
            .resideInAPackage("dev.rigger.hotkey..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "java.sql..", "javax.sql..");

    @ArchTest
    static final ArchRule roomsFormNoCircles =
            slices().matching("dev.rigger.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule activityPackagesDoNotImportOneAnother =
            slices().matching("dev.rigger.activities.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule onlyTheCudaBackendNamesCudaAndNothingNamesIt = noClasses()
            .that()
            .resideOutsideOfPackage("dev.rigger.graval.cuda..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jcuda..", "dev.rigger.graval.cuda..")
            .because("a machine without a driver must not load any of it");

    @ArchTest
    static final ArchRule productionNeverSeesTheDevnet = noClasses()
            .that()
            .resideOutsideOfPackages("dev.rigger.devnet..", "dev.rigger.app.up..", "dev.rigger.app.bench..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.rigger.devnet..");

    @ArchTest
    static final ArchRule whoDecidesDoesNotReadWhatAgentsPushed = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.rigger.placement..",
                    "dev.rigger.workflows..",
                    "dev.rigger.activities..",
                    "dev.rigger.inventory..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.rigger.monitor..")
            .because("a push may be late, lost or a lie; clusters are asked themselves");

    @ArchTest
    static final ArchRule anAgentKnowsNothingOfTheFleet = noClasses()
            .that()
            .resideInAPackage("dev.rigger.monitor..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.rigger.inventory..",
                    "dev.rigger.activities..",
                    "dev.rigger.workers..",
                    "dev.rigger.web..",
                    "dev.rigger.workflows..",
                    "dev.rigger.placement..");

    @ArchTest
    static final ArchRule webTalksToWorkflowsNotToActivities = noClasses()
            .that()
            .resideInAPackage("dev.rigger.web..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.rigger.activities..", "dev.rigger.workers..");

    @ArchTest
    static final ArchRule aGpuHostKnowsNothingOfTheFleet = noClasses()
            .that()
            .resideInAPackage("dev.rigger.graval..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.rigger.inventory..",
                    "dev.rigger.activities..",
                    "dev.rigger.workers..",
                    "dev.rigger.web..",
                    "dev.rigger.placement..");

    @ArchTest
    static final ArchRule theInventoryKnowsNothingOfWhatGoesOn = noClasses()
            .that()
            .resideInAPackage("dev.rigger.inventory..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.rigger.workflows..", "dev.rigger.activities..", "dev.rigger.web..", "io.temporal..");
}
