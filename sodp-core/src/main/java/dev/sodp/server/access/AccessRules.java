// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.access;

import java.util.List;
import java.util.Map;

import dev.sodp.server.AccessPolicy;
import dev.sodp.server.SodpIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Access as rules state it: the first one whose pattern matches decides, and what none
 * matches is denied. A session without an identity has only what is granted to anyone.
 * Immutable.
 */
public final class AccessRules implements AccessPolicy {

	private final RuleTable<Access> keys = new RuleTable<>();

	private final @Nullable RuleTable<Grant> methods;

	private final int size;

	private final List<String> warnings;

	AccessRules(ClaimMappings mappings, List<AccessRule> rules, @Nullable List<MethodRule> methods,
			List<String> warnings) {
		for (AccessRule rule : rules) {
			this.keys.add(rule.key(), new Access(Grant.any(rule.read(), mappings), Grant.any(rule.write(), mappings)));
		}
		this.methods = (methods != null) ? new RuleTable<>() : null;
		if (methods != null && this.methods != null) {
			for (MethodRule rule : methods) {
				this.methods.add(rule.method(), Grant.any(rule.call(), mappings));
			}
		}
		this.size = rules.size();
		this.warnings = List.copyOf(warnings);
	}

	/**
	 * Creates rules.
	 * @param mappings which claims the names in permissions stand for
	 * @param rules the rules for keys, in the order in which they are asked
	 * @param methods the rules for methods that name no key, or null to let
	 * {@link AccessPolicy} decide about them
	 * @return the rules
	 */
	public static AccessRules of(ClaimMappings mappings, List<AccessRule> rules, @Nullable List<MethodRule> methods) {
		return new AccessRules(mappings, rules, methods, List.of());
	}

	/**
	 * Reads an ACL file.
	 * @param json the whole content: an object with {@code rules}, or just the array of
	 * rules
	 * @return its rules
	 * @throws dev.sodp.server.document.InvalidDocumentException if it is not a complete
	 * and valid ACL file
	 */
	public static AccessRules read(byte[] json) {
		return read(json, ClaimPreset.GENERIC, Map.of());
	}

	/**
	 * Reads an ACL file that may leave to others which claims its permissions mean.
	 * @param json as for {@link #read(byte[])}
	 * @param preset applies unless the file names one
	 * @param mappings claim paths by name; win over any preset, but not over mappings of
	 * the file
	 * @return its rules
	 * @throws dev.sodp.server.document.InvalidDocumentException as there
	 * @throws IllegalArgumentException if a given mapping is invalid
	 */
	public static AccessRules read(byte[] json, ClaimPreset preset, Map<String, String> mappings) {
		return new AccessRulesReader(preset, mappings).read(json);
	}

	/** Rules are compared with names and claims, all of them in memory. */
	@Override
	public boolean answersAtOnce() {
		return true;
	}

	@Override
	public boolean canRead(@Nullable SodpIdentity identity, String key) {
		RuleTable.Found<Access> found = this.keys.first(key);
		return found != null && found.rule().read().grants(identity, found.captured());
	}

	@Override
	public boolean canWrite(@Nullable SodpIdentity identity, String key) {
		RuleTable.Found<Access> found = this.keys.first(key);
		return found != null && found.rule().write().grants(identity, found.captured());
	}

	/**
	 * Decides by the rules for methods, with no match denied. Without any, all methods of
	 * the application may be called.
	 */
	@Override
	public boolean canCall(@Nullable SodpIdentity identity, String method) {
		if (this.methods == null) {
			return AccessPolicy.super.canCall(identity, method);
		}
		RuleTable.Found<Grant> found = this.methods.first(method);
		return found != null && found.rule().grants(identity, found.captured());
	}

	/**
	 * Returns how many rules there are for keys.
	 * @return the number of rules
	 */
	public int size() {
		return this.size;
	}

	/**
	 * Returns what a file contains that has no effect, which may be a mistake.
	 * @return sentences without a full stop, each with line and column
	 */
	public List<String> warnings() {
		return this.warnings;
	}

	private record Access(Grant read, Grant write) {
	}

}
