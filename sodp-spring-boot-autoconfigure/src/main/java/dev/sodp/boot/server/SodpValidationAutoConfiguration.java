// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import java.io.IOException;

import dev.sodp.boot.properties.InvalidSodpPropertyException;
import dev.sodp.boot.properties.SchemaPropertiesMapper;
import dev.sodp.boot.properties.SodpSchemaProperties;
import dev.sodp.server.SodpServer;
import dev.sodp.server.document.InvalidDocumentException;
import dev.sodp.server.schema.StateSchema;
import dev.sodp.spring.internal.OperatorFile;
import dev.sodp.spring.validation.BeanConstraints;
import dev.sodp.spring.validation.Constraints;
import dev.sodp.spring.validation.TypedStateValidator;
import jakarta.validation.Validator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for validators of values: a schema
 * file, and types of the application. Validators of the application are asked after both.
 */
@AutoConfiguration(before = SodpServerAutoConfiguration.class,
		afterName = { "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
				"org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration" })
@ConditionalOnClass(SodpServer.class)
@ConditionalOnBooleanProperty("sodp.server.enabled")
@EnableConfigurationProperties(SodpSchemaProperties.class)
public final class SodpValidationAutoConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(SodpValidationAutoConfiguration.class);

	SodpValidationAutoConfiguration() {
	}

	@Bean
	static IgnoredPropertiesCheck sodpSchemaLocationCheck() {
		return new IgnoredPropertiesCheck(SchemaPropertiesMapper.LOCATION, StateSchema.class);
	}

	@Bean
	static IgnoredPropertiesCheck sodpSchemaTypesCheck() {
		return new IgnoredPropertiesCheck(SchemaPropertiesMapper.TYPES, TypedStateValidator.class);
	}

	@Bean
	@ConditionalOnMissingBean({ StateSchema.class, SodpServer.class })
	@ConditionalOnProperty(SchemaPropertiesMapper.LOCATION)
	@Order(Ordered.HIGHEST_PRECEDENCE)
	StateSchema sodpStateSchema(SodpSchemaProperties properties) {
		Resource location = new SchemaPropertiesMapper(properties).location();
		try {
			StateSchema schema = StateSchema.read(new OperatorFile(location).read());
			schema.warnings().forEach((warning) -> logger.warn("{}: {}", location.getDescription(), warning));
			return schema;
		}
		catch (InvalidDocumentException ex) {
			throw InvalidSodpFileException.invalid(SchemaPropertiesMapper.LOCATION, location, ex);
		}
		catch (IOException ex) {
			throw InvalidSodpFileException.unreadable(SchemaPropertiesMapper.LOCATION, location, ex);
		}
	}

	@Bean
	@ConditionalOnMissingBean({ TypedStateValidator.class, SodpServer.class })
	@Conditional(OnTypes.class)
	@Order(Ordered.HIGHEST_PRECEDENCE + 1)
	TypedStateValidator sodpTypedStateValidator(SodpSchemaProperties properties, ObjectProvider<JsonMapper> mapper,
			ObjectProvider<Constraints> constraints, ResourceLoader resources) {
		try {
			return new TypedStateValidator(mapper.getIfAvailable(JsonMapper::shared),
					new SchemaPropertiesMapper(properties).types(resources.getClassLoader()),
					constraints.getIfAvailable(() -> Constraints.NONE));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSodpPropertyException(SchemaPropertiesMapper.TYPES, "", String.valueOf(ex.getMessage()),
					"Use classes that Jackson can read", ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Validator.class)
	@ConditionalOnSingleCandidate(Validator.class)
	@Conditional(OnTypes.class)
	static class BeanValidationConfiguration {

		@Bean
		@ConditionalOnMissingBean(Constraints.class)
		BeanConstraints sodpBeanConstraints(Validator validator, ObjectProvider<JsonMapper> mapper) {
			return new BeanConstraints(validator, mapper.getIfAvailable(JsonMapper::shared));
		}

	}

	static final class OnTypes extends OnAnyProperty {

		OnTypes() {
			super(SchemaPropertiesMapper.TYPES);
		}

	}

}
