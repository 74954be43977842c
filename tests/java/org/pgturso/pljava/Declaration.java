package org.pgturso.pljava;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One {@code CREATE FUNCTION … LANGUAGE javau}, its types as SQL has them and the method it names.
 *
 * @param parameters SQL types of the parameters
 * @param returns SQL type of the result
 * @param javaParameters Java types of the parameters, fully qualified
 * @param javaReturns Java type of the result, fully qualified
 */
record Declaration(
        String function,
        List<String> parameters,
        String returns,
        String javaReturns,
        String className,
        String method,
        List<String> javaParameters) {

    private static final Pattern LANGUAGE = Pattern.compile("LANGUAGE\\s+javau\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern CREATE = Pattern.compile(
            "FUNCTION\\s+([\\w.@]+)\\(([^)]*)\\)\\s+RETURNS\\s+([\\w ]+?)\\s+LANGUAGE\\s+javau\\s+AS\\s+"
                    + "'([\\w.]+)=([\\w.]+)\\.(\\w+)\\(([\\w.,]*)\\)'",
            Pattern.CASE_INSENSITIVE);
    private static final Map<String, Class<?>> TYPES = Map.of(
            "text", String.class,
            "bigint", long.class,
            "integer", int.class,
            "boolean", boolean.class,
            "bytea", byte[].class);

    /**
     * Every declaration of a script.
     *
     * @throws IllegalArgumentException when there is one that can't be read
     */
    static List<Declaration> parse(String script) {
        List<Declaration> found =
                CREATE.matcher(script).results().map(Declaration::of).toList();
        long declared = LANGUAGE.matcher(script).results().count();
        if (found.size() != declared) {
            throw new IllegalArgumentException(declared + " declarations, of which " + found.size() + " can be read");
        }
        return found;
    }

    private static Declaration of(MatchResult create) {
        return new Declaration(
                create.group(1),
                split(create.group(2)).map(Declaration::lastWord).toList(),
                create.group(3),
                create.group(4),
                create.group(5),
                create.group(6),
                split(create.group(7)).toList());
    }

    /** What is wrong with it, if anything is. */
    Optional<String> problem() {
        try {
            Class<?> owner = Class.forName(className, false, Declaration.class.getClassLoader());
            return Arrays.stream(owner.getDeclaredMethods())
                    .filter(candidate -> candidate.getName().equals(method))
                    .filter(candidate -> names(candidate.getParameterTypes()).equals(javaParameters))
                    .findFirst()
                    .map(this::problem)
                    .orElse(Optional.of("no such method"));
        } catch (ClassNotFoundException e) {
            return Optional.of("no such class");
        }
    }

    private Optional<String> problem(Method found) {
        int modifiers = found.getModifiers() & found.getDeclaringClass().getModifiers();
        if (!Modifier.isPublic(modifiers) || !Modifier.isStatic(found.getModifiers())) {
            return Optional.of("not public and static");
        }
        if (!found.getReturnType().getTypeName().equals(javaReturns)) {
            return Optional.of("method returns " + found.getReturnType().getTypeName());
        }
        boolean sqlTypesFit = Stream.concat(parameters.stream(), Stream.of(returns))
                .map(type -> Optional.ofNullable(TYPES.get(type))
                        .map(Class::getTypeName)
                        .orElse("unknown type " + type))
                .toList()
                .equals(Stream.concat(javaParameters.stream(), Stream.of(javaReturns))
                        .toList());
        return sqlTypesFit ? Optional.empty() : Optional.of("SQL types don't fit the Java types");
    }

    private static List<String> names(Class<?>[] types) {
        return Arrays.stream(types).map(Class::getTypeName).toList();
    }

    private static Stream<String> split(String list) {
        return Pattern.compile(",").splitAsStream(list).map(String::strip).filter(item -> !item.isEmpty());
    }

    private static String lastWord(String parameter) {
        Matcher word = Pattern.compile("\\w+$").matcher(parameter);
        return word.find() ? word.group() : parameter;
    }
}
