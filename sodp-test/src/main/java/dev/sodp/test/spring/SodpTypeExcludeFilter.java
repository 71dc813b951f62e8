// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test.spring;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/**
 * Excludes components that do not use SODP from a {@link SodpTest}. Types to include are
 * listed in {@code META-INF/spring}; this filter adds components that are recognized by
 * their methods.
 */
final class SodpTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<SodpTest> {

	/** Repeated annotations are only visible through their container. */
	private static final List<String> METHOD_ANNOTATIONS = List.of("dev.sodp.spring.watch.SodpWatch",
			"dev.sodp.spring.watch.SodpWatches", "dev.sodp.spring.presence.SodpPresence");

	SodpTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
	}

	@Override
	protected boolean defaultInclude(MetadataReader reader, MetadataReaderFactory factory) throws IOException {
		return hasSodpMethod(reader, factory) || super.defaultInclude(reader, factory);
	}

	private static boolean hasSodpMethod(MetadataReader reader, MetadataReaderFactory factory) {
		AnnotationMetadata type = reader.getAnnotationMetadata();
		if (METHOD_ANNOTATIONS.stream().anyMatch(type::hasAnnotatedMethods)) {
			return true;
		}
		for (String supertype : supertypes(type)) {
			if (!supertype.startsWith("java.") && supertypeHasSodpMethod(supertype, factory)) {
				return true;
			}
		}
		return false;
	}

	/** A type from an optional library that is absent does not use SODP. */
	private static boolean supertypeHasSodpMethod(String supertype, MetadataReaderFactory factory) {
		try {
			return hasSodpMethod(factory.getMetadataReader(supertype), factory);
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static List<String> supertypes(AnnotationMetadata type) {
		List<String> supertypes = new ArrayList<>(List.of(type.getInterfaceNames()));
		if (type.getSuperClassName() != null) {
			supertypes.add(type.getSuperClassName());
		}
		return supertypes;
	}

}
