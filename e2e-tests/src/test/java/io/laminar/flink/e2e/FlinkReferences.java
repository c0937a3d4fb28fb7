// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
package io.laminar.flink.e2e;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;

/**
 * Each class, method, constructor and field of Flink that the byte code of our classes in a jar
 * refers to.
 */
final class FlinkReferences {

    private static final String FLINK = "org.apache.flink.";

    /** Of official connectors, which users bring; no Flink has them. */
    private static final List<String> CONNECTORS =
            List.of(
                    "org.apache.flink.connector.kafka.",
                    "org.apache.flink.formats.avro.",
                    "org.apache.flink.streaming.connectors.kafka.");

    /** Where the jar holds the libraries that it bundles; they know nothing of Flink. */
    private static final String BUNDLED = "/io/laminar/flink/shaded/";

    /** The bridge between the versions: that it names a type of Flink 1.20 is its purpose. */
    private static final String BRIDGE = "io.laminar.flink.sdk.sink.PortableSink";

    private final JavaClasses classes;

    FlinkReferences(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            this.classes =
                    new ClassFileImporter()
                            .withImportOption(location -> !location.contains(BUNDLED))
                            .importJar(file);
        }
    }

    /**
     * Those that a Flink, given by its class loader, does not have, each with the class that refers
     * to it.
     */
    Set<String> missingIn(ClassLoader flink) {
        Set<String> missing = new TreeSet<>();
        for (JavaClass ours : classes) {
            if (ours.getName().equals(BRIDGE)) {
                continue;
            }
            for (Dependency dependency : ours.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (isFlink(target) && !hasClass(flink, target.getName())) {
                    missing.add(ours.getName() + " -> " + target.getName());
                }
            }
            for (JavaAccess<?> access : ours.getAccessesFromSelf()) {
                AccessTarget target = access.getTarget();
                if (isFlink(target.getOwner()) && !hasMember(flink, target)) {
                    missing.add(ours.getName() + " -> " + target.getFullName());
                }
            }
        }
        return missing;
    }

    private static boolean isFlink(JavaClass target) {
        String name = target.getName();
        return name.startsWith(FLINK) && CONNECTORS.stream().noneMatch(name::startsWith);
    }

    private static boolean hasClass(ClassLoader flink, String name) {
        try {
            load(flink, name);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static boolean hasMember(ClassLoader flink, AccessTarget target) {
        try {
            Set<String> members = new HashSet<>();
            collectMembers(load(flink, target.getOwner().getName()), members);
            return members.contains(signature(target));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static Class<?> load(ClassLoader flink, String name) throws ClassNotFoundException {
        return Class.forName(name, /* initialize= */ false, flink);
    }

    /** What a class declares and inherits. */
    private static void collectMembers(Class<?> type, Set<String> members) {
        for (Field field : type.getDeclaredFields()) {
            members.add(field.getName());
        }
        for (Method method : type.getDeclaredMethods()) {
            members.add(signature(method.getName(), method.getReturnType(), method));
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            members.add(signature("<init>", void.class, constructor));
        }
        if (type.getSuperclass() != null) {
            collectMembers(type.getSuperclass(), members);
        }
        for (Class<?> parent : type.getInterfaces()) {
            collectMembers(parent, members);
        }
    }

    private static String signature(String name, Class<?> returned, Executable member) {
        return signature(
                name,
                returned.getName(),
                Arrays.stream(member.getParameterTypes()).map(Class::getName).toList());
    }

    private static String signature(AccessTarget target) {
        if (target instanceof AccessTarget.CodeUnitAccessTarget code) {
            return signature(
                    code.getName(),
                    code.getRawReturnType().getName(),
                    code.getRawParameterTypes().stream().map(JavaClass::getName).toList());
        }
        return target.getName();
    }

    private static String signature(String name, String returned, List<String> parameters) {
        return returned + " " + name + "(" + String.join(", ", parameters) + ")";
    }
}
