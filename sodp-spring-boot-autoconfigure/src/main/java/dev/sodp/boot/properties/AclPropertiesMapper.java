// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.properties;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import dev.sodp.internal.Durations;
import dev.sodp.server.access.AccessRule;
import dev.sodp.server.access.AccessRules;
import dev.sodp.server.access.ClaimMappings;
import dev.sodp.server.access.KeyPattern;
import dev.sodp.server.access.MethodRule;
import dev.sodp.server.access.Permission;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;

/**
 * Makes access rules of {@link SodpAclProperties}, or reports the property that prevents
 * it.
 */
public final class AclPropertiesMapper {

	/** Name of the property that locates the file. */
	public static final String LOCATION = "sodp.server.acl.location";

	private static final String RULES = "sodp.server.acl.rules";

	private static final String METHODS = "sodp.server.acl.methods";

	private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);

	private final SodpAclProperties properties;

	/**
	 * Creates a mapper.
	 * @param properties the properties
	 */
	public AclPropertiesMapper(SodpAclProperties properties) {
		this.properties = properties;
	}

	/**
	 * Returns where the ACL file is.
	 * @return the location of a file that may not exist
	 */
	public Resource location() {
		Resource location = this.properties.location();
		if (location == null) {
			throw new InvalidSodpPropertyException(LOCATION, "", "it is empty, which names no file",
					"Set it to the location of an ACL file such as 'file:/etc/sodp/acl.json', or remove it");
		}
		if (!this.properties.rules().isEmpty() || !this.properties.methods().isEmpty()) {
			throw new InvalidSodpPropertyException(LOCATION, location.getDescription(),
					"there are rules under " + (this.properties.rules().isEmpty() ? METHODS : RULES)
							+ " as well, and it would not be clear which of them apply",
					"Remove the location or these rules");
		}
		mappings();
		return location;
	}

	/**
	 * Returns the time between two looks at the file.
	 * @return zero for never
	 */
	public Duration reloadInterval() {
		Duration interval = this.properties.reloadInterval();
		return interval.isZero() ? interval : PropertyChecks.between(SHORTEST_INTERVAL, Durations.LONGEST,
				"sodp.server.acl.reload-interval", interval);
	}

	/**
	 * Returns the rules that stand in the properties.
	 * @return the rules
	 */
	public AccessRules rules() {
		List<AccessRule> rules = new ArrayList<>();
		for (int i = 0; i < this.properties.rules().size(); i++) {
			SodpAclProperties.KeyRule rule = this.properties.rules().get(i);
			String name = RULES + "[" + i + "].";
			rules.add(new AccessRule(pattern(name + "key", rule.key()), permissions(name + "read", rule.read()),
					permissions(name + "write", rule.write())));
		}
		List<MethodRule> methods = new ArrayList<>();
		for (int i = 0; i < this.properties.methods().size(); i++) {
			SodpAclProperties.CallRule rule = this.properties.methods().get(i);
			String name = METHODS + "[" + i + "].";
			methods
				.add(new MethodRule(pattern(name + "method", rule.method()), permissions(name + "call", rule.call())));
		}
		if (rules.isEmpty()) {
			throw new InvalidSodpPropertyException(RULES, "",
					"there are other properties under sodp.server.acl, but neither rules nor a file with rules",
					"Add rules or set " + LOCATION + ", or remove the other properties");
		}
		return AccessRules.of(mappings(), rules, methods.isEmpty() ? null : methods);
	}

	private ClaimMappings mappings() {
		ClaimMappings mappings = ClaimMappings.of(this.properties.preset());
		try {
			return mappings.with(this.properties.claimMappings());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSodpPropertyException("sodp.server.acl.claim-mappings", this.properties.claimMappings(),
					String.valueOf(ex.getMessage()), "Map a name such as 'role' to the path of a claim", ex);
		}
	}

	private static KeyPattern pattern(String property, @Nullable String value) {
		if (value == null) {
			throw new InvalidSodpPropertyException(property, "", "the rule needs a pattern",
					"Set it to a pattern such as 'game.*'");
		}
		return parse(property, value, KeyPattern::parse, "Use a pattern such as 'game.score', 'user.{sub}.*' or '*'");
	}

	private static List<Permission> permissions(String property, List<String> values) {
		List<Permission> permissions = new ArrayList<>();
		for (String value : values) {
			permissions.add(
					parse(property, value, Permission::parse, "Use a permission such as '*', '{sub}' or 'role:admin'"));
		}
		return permissions;
	}

	private static <T> T parse(String property, String value, Function<String, T> parser, String remedy) {
		try {
			return parser.apply(value);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSodpPropertyException(property, value, String.valueOf(ex.getMessage()), remedy, ex);
		}
	}

}
