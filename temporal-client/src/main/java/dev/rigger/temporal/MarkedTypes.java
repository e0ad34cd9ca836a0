package dev.rigger.temporal;

import dev.rigger.workflows.Confidential;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a value carries something {@link Confidential}: by its class, by what its collections hold, and by the
 * declared components of records and the permitted kinds of sealed types, as deep as they go.
 */
final class MarkedTypes {
    private static final ClassValue<Boolean> MARKED = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return marked(type, new HashSet<>());
        }
    };

    private MarkedTypes() {}

    static boolean holdsMarked(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Collection<?> many -> many.stream().anyMatch(MarkedTypes::holdsMarked);
            case Map<?, ?> map -> holdsMarked(map.keySet()) || holdsMarked(map.values());
            case Optional<?> maybe -> maybe.isPresent() && holdsMarked(maybe.get());
            case Object[] many -> holdsMarked(java.util.Arrays.asList(many));
            default -> MARKED.get(value.getClass());
        };
    }

    private static boolean marked(Class<?> type, Set<Class<?>> seen) {
        if (!seen.add(type)) {
            return false;
        }
        if (type.isArray()) {
            return marked(type.getComponentType(), seen);
        }
        if (type.isAnnotationPresent(Confidential.class) || isMarkedByItsInterfaces(type)) {
            return true;
        }
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                if (marked(component.getGenericType(), seen)) {
                    return true;
                }
            }
        }
        if (type.isSealed()) {
            for (Class<?> kind : type.getPermittedSubclasses()) {
                if (marked(kind, seen)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isMarkedByItsInterfaces(Class<?> type) {
        for (Class<?> parent : type.getInterfaces()) {
            if (parent.isAnnotationPresent(Confidential.class) || isMarkedByItsInterfaces(parent)) {
                return true;
            }
        }
        return false;
    }

    private static boolean marked(Type type, Set<Class<?>> seen) {
        return switch (type) {
            case Class<?> plain -> marked(plain, seen);
            case ParameterizedType generic -> {
                boolean found = marked(generic.getRawType(), seen);
                for (Type argument : generic.getActualTypeArguments()) {
                    found = found || marked(argument, seen);
                }
                yield found;
            }
            case GenericArrayType array -> marked(array.getGenericComponentType(), seen);
            case WildcardType wildcard -> marked(wildcard.getUpperBounds()[0], seen);
            default -> false;
        };
    }
}
