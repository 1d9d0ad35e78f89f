package io.github.recurrent4j.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The house seen from its top floor: arrows run down, and libraries are silent. */
class ArchitectureTest {
  private static final String BASE = "io.github.recurrent4j.";
  private static final int MOST_VALUES = 5;

  /** What each part may see of the others, itself apart. */
  private static final Map<String, Set<String>> SEES = new TreeMap<>();

  static {
    Set<String> ground = Set.of("kernels", "layers", "vectorization", "inference");
    SEES.put("kernels", Set.of());
    SEES.put("layers", Set.of("kernels"));
    SEES.put("vectorization", Set.of());
    SEES.put("inference", Set.of("kernels"));
    SEES.put("training", ground);
    for (String app : Set.of("languagemodel", "sentiment", "translation", "captioning")) {
      SEES.put(app, with(ground, "training"));
    }
    Set<String> apps = with(ground, "training", "languagemodel", "sentiment", "translation");
    SEES.put("interchange", ground);
    SEES.put("search", apps);
    SEES.put("lessons", with(apps, "search"));
    SEES.put("dashboard", Set.of("training"));
    SEES.put("cli", with(apps, "search", "lessons", "interchange", "captioning"));
    SEES.put("serving", with(apps, "cli"));
    SEES.put("spark", with(apps, "cli"));
    SEES.put("benchmarks", with(apps, "cli"));
  }

  private static final DescribedPredicate<JavaClass> MAIN =
      DescribedPredicate.describe(
          "mains, which the command line's module holds", c -> c.getSimpleName().endsWith("Main"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.github.recurrent4j");

  private static Set<String> with(Set<String> some, String... more) {
    return java.util.stream.Stream.concat(some.stream(), java.util.Arrays.stream(more))
        .collect(Collectors.toSet());
  }

  static Set<String> parts() {
    return SEES.keySet();
  }

  @ParameterizedTest
  @MethodSource("parts")
  void arrowsRunDown(String part) {
    String[] others =
        SEES.keySet().stream()
            .filter(other -> !other.equals(part) && !SEES.get(part).contains(other))
            .map(other -> BASE + other + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(BASE + part + "..")
        .and(DescribedPredicate.not(MAIN))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void everyPackageIsOfAKnownPart() {
    classes()
        .should()
        .resideInAnyPackage(
            SEES.keySet().stream().map(part -> BASE + part + "..").toArray(String[]::new))
        .check(CLASSES);
  }

  @Test
  void noCyclesBetweenModules() {
    slices()
        .matching(BASE + "(*)..")
        .should()
        .beFreeOfCycles()
        .ignoreDependency(MAIN, DescribedPredicate.alwaysTrue())
        .check(CLASSES);
  }

  /** DL4J's layers are configurations and running layers that name each other. */
  @Test
  void noCirclesBetweenPackages() {
    DescribedPredicate<JavaClass> layers =
        JavaClass.Predicates.resideInAnyPackage(BASE + "layers", BASE + "layers.runtime");
    slices()
        .matching(BASE + "(**)")
        .should()
        .beFreeOfCycles()
        .ignoreDependency(MAIN, DescribedPredicate.alwaysTrue())
        .ignoreDependency(layers, layers)
        .check(CLASSES);
  }

  @Test
  void vectorizationKnowsNoNetworkAndKernelsNoDl4j() {
    noClasses()
        .that()
        .resideInAPackage(BASE + "vectorization..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.deeplearning4j..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAnyPackage(BASE + "kernels..", BASE + "inference..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.deeplearning4j..", "org.nd4j..")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  /** Addresses stay with those who keep the memory: whoever cannot see one cannot outlive it. */
  @Test
  void nativeMemoryHasOwners() {
    noClasses()
        .that()
        .resideOutsideOfPackages(BASE + "kernels..", BASE + "benchmarks..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.bytedeco.dnnl..")
        .orShould()
        .dependOnClassesThat(JavaClass.Predicates.assignableTo("org.bytedeco.javacpp.Pointer"))
        .check(CLASSES);
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(BASE + "layers.kernel.NativeArrays")
        .should()
        .callMethodWhere(
            JavaCall.Predicates.target(
                    HasOwner.Predicates.With.owner(
                        JavaClass.Predicates.assignableTo("org.nd4j.linalg.api.buffer.DataBuffer")))
                .and(
                    JavaCall.Predicates.target(
                        HasName.Predicates.nameMatching("address|pointer|addressPointer"))))
        .orShould()
        .callMethodWhere(
            JavaCall.Predicates.target(
                    HasOwner.Predicates.With.owner(
                        JavaClass.Predicates.equivalentTo(
                            io.github.recurrent4j.kernels.Floats.class)))
                .and(JavaCall.Predicates.target(HasName.Predicates.name("foreign"))))
        .check(CLASSES);
  }

  private static final String[] TOP = {
    BASE + "cli..", BASE + "serving..", BASE + "spark.command..", BASE + "benchmarks.."
  };

  @Test
  void librariesAreSilent() {
    noClasses()
        .that()
        .resideOutsideOfPackages(TOP)
        // It keeps others from writing there.
        .and()
        .doNotHaveFullyQualifiedName(BASE + "kernels.VersionWarnings")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .check(CLASSES);
  }

  @Test
  void librariesSetNoSystemProperty() {
    noClasses()
        .that()
        .resideOutsideOfPackages(TOP)
        .should()
        .callMethod(System.class, "setProperty", String.class, String.class)
        .orShould()
        .callMethod(System.class, "clearProperty", String.class)
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .check(CLASSES);
  }

  @Test
  void librariesSeeNoConsoleAndNoLoggingBackEnd() {
    noClasses()
        .that()
        .resideOutsideOfPackages(TOP)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "picocli..",
            "me.tongfei..",
            "org.slf4j.simple..",
            "ch.qos.logback..",
            "org.apache.logging..",
            "java.util.logging..")
        .check(CLASSES);
  }

  @Test
  void manyValuesAreNamedNotCounted() {
    classes()
        .should(
            new ArchCondition<JavaClass>("make no other type's object of more than five values") {
              @Override
              public void check(JavaClass caller, ConditionEvents events) {
                for (JavaConstructorCall call : caller.getConstructorCallsFromSelf()) {
                  JavaClass made = call.getTargetOwner();
                  // Native primitives, what DL4J instantiates and what its files describe follow
                  // foreign signatures.
                  boolean ours =
                      made.getPackageName().startsWith("io.github.recurrent4j")
                          && !made.getPackageName().startsWith(BASE + "kernels")
                          && !made.getPackageName().startsWith(BASE + "layers")
                          && !made.getPackageName().startsWith(BASE + "inference.model");
                  // An inner class gets what it sees as arguments that nobody has written.
                  boolean counted =
                      call.getTarget().getRawParameterTypes().size() > MOST_VALUES
                          && !made.isAnonymousClass()
                          && !made.isLocalClass();
                  boolean itself = top(made).equals(top(caller));
                  boolean builder =
                      top(caller).startsWith(top(made)) && top(caller).endsWith("Builder");
                  if (ours && counted && !itself && !builder) {
                    events.add(SimpleConditionEvent.violated(call, call.getDescription()));
                  }
                }
              }
            })
        .check(CLASSES);
  }

  private static String top(JavaClass c) {
    int inner = c.getName().indexOf('$');
    return inner < 0 ? c.getName() : c.getName().substring(0, inner);
  }
}
