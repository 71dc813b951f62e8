// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.properties;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.sodp.server.access.ClaimPreset;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

/**
 * {@link ConfigurationProperties Properties} of the access rules of the embedded SODP
 * server.
 *
 * @param location Location of an ACL file, such as "file:/etc/sodp/acl.json".
 * @param rules Access rules, instead of a file. The first one whose key matches decides;
 * what none matches is denied.
 * @param methods Rules for the application's own methods, beside the access rules. The
 * first one whose method matches decides. If there are none, all may be called.
 * @param preset Identity provider whose claims the permissions refer to, unless the file
 * names one.
 * @param claimMappings Paths of claims by their names in permissions. Win over any
 * preset, but not over mappings in the file.
 * @param reloadInterval Time between two looks at the file. A change takes effect a
 * second after it is noticed. 0 to look only when the Actuator endpoint is called.
 */
@ConfigurationProperties("sodp.server.acl")
public record SodpAclProperties(@Nullable Resource location, @DefaultValue List<KeyRule> rules,
		@DefaultValue List<CallRule> methods, @DefaultValue("generic") ClaimPreset preset,
		@DefaultValue Map<String, String> claimMappings, @DefaultValue("10s") Duration reloadInterval) {

	/**
	 * Who may read and write which keys.
	 *
	 * @param key Pattern of the keys.
	 * @param read Permissions of which one is needed to read them. If empty, no one may.
	 * @param write Permissions of which one is needed to write them. If empty, no one
	 * may.
	 */
	public record KeyRule(@Nullable String key, @DefaultValue List<String> read, @DefaultValue List<String> write) {
	}

	/**
	 * Who may call which methods.
	 *
	 * @param method Pattern of the methods.
	 * @param call Permissions of which one is needed to call them. If empty, no one may.
	 */
	public record CallRule(@Nullable String method, @DefaultValue List<String> call) {
	}

}
