// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.sodp.server.document.DocumentNode;
import org.jspecify.annotations.Nullable;

/**
 * Reads one ACL file, and says of each mistake where it is.
 */
final class AccessRulesReader {

	private static final String FILE = "The ACL file";

	/** Servers differ in what they call the pattern. */
	private static final List<String> PATTERN_NAMES = List.of("key", "pattern", "state");

	private static final List<String> RULE_MEMBERS = List.of("key", "pattern", "state", "read", "write");

	private final ClaimPreset preset;

	private final Map<String, String> mappings;

	private final List<String> warnings = new ArrayList<>();

	AccessRulesReader(ClaimPreset preset, Map<String, String> mappings) {
		this.preset = preset;
		this.mappings = mappings;
	}

	AccessRules read(byte[] json) {
		DocumentNode root = DocumentNode.parse(json);
		if (root.kind() == DocumentNode.Kind.ARRAY) {
			return new AccessRules(ClaimMappings.of(this.preset).with(this.mappings), rules(root), null, this.warnings);
		}
		root.members(FILE);
		root.warnOfUnknownMembers(FILE, List.of("preset", "claim_mappings", "rules", "methods"), this.warnings);
		DocumentNode rules = root.member("rules");
		if (rules == null) {
			throw root.problem("there is no array 'rules'");
		}
		return new AccessRules(mappings(root), rules(rules), methods(root.member("methods")), this.warnings);
	}

	private ClaimMappings mappings(DocumentNode root) {
		DocumentNode named = root.member("preset");
		ClaimPreset chosen = (named != null) ? parse(named, "'preset'", ClaimPreset::named) : this.preset;
		ClaimMappings result = ClaimMappings.of(chosen).with(this.mappings);
		DocumentNode own = root.member("claim_mappings");
		if (own == null) {
			return result;
		}
		Map<String, String> paths = new LinkedHashMap<>();
		own.members("'claim_mappings'")
			.forEach((name, path) -> paths.put(name, path.text("The claim mapping '" + name + "'")));
		try {
			return result.with(paths);
		}
		catch (IllegalArgumentException ex) {
			throw own.problem(String.valueOf(ex.getMessage()));
		}
	}

	private List<AccessRule> rules(DocumentNode array) {
		List<AccessRule> rules = new ArrayList<>();
		for (DocumentNode node : array.elements("'rules'")) {
			node.members("A rule");
			node.warnOfUnknownMembers("A rule", RULE_MEMBERS, this.warnings);
			KeyPattern key = parse(patternOf(node), "The pattern", KeyPattern::parse);
			rules.add(new AccessRule(key, permissions(node, "read", key), permissions(node, "write", key)));
		}
		return rules;
	}

	private DocumentNode patternOf(DocumentNode rule) {
		List<DocumentNode> found = PATTERN_NAMES.stream().map(rule::member).filter((node) -> node != null).toList();
		if (found.isEmpty()) {
			throw rule.problem("the rule has no pattern: 'key' is missing");
		}
		if (found.size() > 1) {
			throw rule.problem("the rule has more than one of 'key', 'pattern' and 'state'");
		}
		return found.get(0);
	}

	private @Nullable List<MethodRule> methods(@Nullable DocumentNode array) {
		if (array == null) {
			return null;
		}
		List<MethodRule> rules = new ArrayList<>();
		for (DocumentNode node : array.elements("'methods'")) {
			node.members("A method rule");
			node.warnOfUnknownMembers("A method rule", List.of("method", "call"), this.warnings);
			DocumentNode pattern = node.member("method");
			if (pattern == null) {
				throw node.problem("the method rule has no pattern: 'method' is missing");
			}
			KeyPattern method = parse(pattern, "The pattern", KeyPattern::parse);
			rules.add(new MethodRule(method, permissions(node, "call", method)));
		}
		return rules;
	}

	private List<Permission> permissions(DocumentNode rule, String member, KeyPattern pattern) {
		DocumentNode node = rule.member(member);
		if (node == null) {
			this.warnings
				.add(rule.located("the rule for '" + pattern + "' has no '" + member + "', so it denies that"));
			return List.of();
		}
		List<DocumentNode> texts = (node.kind() == DocumentNode.Kind.TEXT) ? List.of(node)
				: node.elements("'" + member + "', unless it is a text,");
		List<Permission> permissions = new ArrayList<>();
		for (DocumentNode text : texts) {
			Permission permission = parse(text, "A permission", Permission::parse);
			if (permission.needsCapture() && pattern.captures() == 0) {
				this.warnings.add(text.located(
						"'" + permission + "' grants nothing, as the pattern '" + pattern + "' has no segment {sub}"));
			}
			permissions.add(permission);
		}
		return permissions;
	}

	private static <T> T parse(DocumentNode node, String what, Function<String, T> parser) {
		String text = node.text(what);
		try {
			return parser.apply(text);
		}
		catch (IllegalArgumentException ex) {
			throw node.problem(String.valueOf(ex.getMessage()));
		}
	}

}
