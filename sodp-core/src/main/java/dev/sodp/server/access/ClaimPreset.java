// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where identity providers put roles, groups, permissions and the tenant in their tokens.
 */
public enum ClaimPreset {

	/** Keycloak. */
	KEYCLOAK("realm_access.roles", "groups", "tenant_id"),

	/** Auth0. */
	AUTH0("roles", "groups", "org_id"),

	/** Okta. */
	OKTA("groups", "groups", "tenant_id"),

	/** Amazon Cognito. */
	COGNITO("cognito:groups", "cognito:groups", "custom:tenant_id"),

	/** Claims named as what they are. */
	GENERIC("roles", "groups", "tenant_id");

	private final String role;

	private final String group;

	private final String tenant;

	ClaimPreset(String role, String group, String tenant) {
		this.role = role;
		this.group = group;
		this.tenant = tenant;
	}

	/**
	 * Returns the preset that a file names.
	 * @param name its name in lower case
	 * @return the preset
	 * @throws IllegalArgumentException if there is none, with a message that lists them
	 */
	public static ClaimPreset named(String name) {
		return Arrays.stream(values())
			.filter((preset) -> preset.text().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("unknown preset '" + name + "'; there are "
					+ Arrays.stream(values()).map(ClaimPreset::text).collect(Collectors.joining(", "))));
	}

	private String text() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Returns where the claims are.
	 * @return paths by the names {@code role}, {@code group}, {@code perm} and
	 * {@code tenant}
	 */
	public Map<String, String> paths() {
		return Map.of("role", this.role, "group", this.group, "perm", "permissions", "tenant", this.tenant);
	}

}
