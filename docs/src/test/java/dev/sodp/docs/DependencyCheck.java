// SPDX-License-Identifier: Apache-2.0

package dev.sodp.docs;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Tells whether XML for a {@code pom.xml} asks for what there is: modules of this build
 * in its version, and what Spring Boot manages without one.
 */
final class DependencyCheck {

	private static final Set<String> CHILDREN = Set.of("groupId", "artifactId", "version", "type", "classifier",
			"scope", "optional", "exclusions");

	private final Set<String> managed = new HashSet<>();

	private final Set<String> modules = new HashSet<>();

	private final String group;

	private final String version;

	DependencyCheck(Path managed) throws IOException {
		for (Element dependency : elements(parse(Files.readString(managed)), "dependency")) {
			this.managed.add(coordinates(children(dependency)));
		}
		Map<String, String> parent = children(parse(Files.readString(Page.ROOT.resolve("pom.xml"))));
		this.group = parent.getOrDefault("groupId", "");
		this.version = parent.getOrDefault("version", "");
		try (Stream<Path> folders = Files.list(Page.ROOT)) {
			for (Path pom : folders.map((folder) -> folder.resolve("pom.xml")).filter(Files::exists).toList()) {
				this.modules.add(children(parse(Files.readString(pom))).getOrDefault("artifactId", ""));
			}
		}
	}

	List<String> problems(String xml) {
		List<String> problems = new ArrayList<>();
		try {
			for (Element dependency : elements(parse("<project>" + xml + "</project>"), "dependency")) {
				problems.addAll(problems(children(dependency)));
			}
		}
		catch (IllegalArgumentException ex) {
			problems.add(ex.getMessage());
		}
		return problems;
	}

	private List<String> problems(Map<String, String> dependency) {
		List<String> problems = new ArrayList<>();
		dependency.keySet()
			.stream()
			.filter((name) -> !CHILDREN.contains(name))
			.forEach((name) -> problems.add("a dependency has no <" + name + ">"));
		String given = dependency.get("version");
		String coordinates = coordinates(dependency);
		if (this.group.equals(dependency.get("groupId"))) {
			if (!this.modules.contains(dependency.get("artifactId"))) {
				problems.add(coordinates + " is no module of this build");
			}
			if (given != null && !given.equals(this.version)) {
				problems.add(coordinates + " has version " + this.version + " and not " + given);
			}
			if (given == null && !this.modules.contains("sodp-bom")) {
				problems.add(coordinates + " needs a version");
			}
		}
		else if (!this.managed.contains(coordinates) || given != null) {
			problems.add(coordinates + " is not managed by Spring Boot, or needs no version because it is");
		}
		return problems;
	}

	private static String coordinates(Map<String, String> dependency) {
		return dependency.get("groupId") + ":" + dependency.get("artifactId");
	}

	private static Element parse(String xml) {
		try {
			DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
			return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml))).getDocumentElement();
		}
		catch (SAXException | IOException | ParserConfigurationException ex) {
			throw new IllegalArgumentException(ex.getMessage(), ex);
		}
	}

	private static List<Element> elements(Element parent, String name) {
		NodeList nodes = parent.getElementsByTagName(name);
		return Stream.iterate(0, (i) -> i < nodes.getLength(), (i) -> i + 1)
			.map((i) -> (Element) nodes.item(i))
			.toList();
	}

	private static Map<String, String> children(Element parent) {
		Map<String, String> children = new LinkedHashMap<>();
		for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
			if (child instanceof Element element) {
				children.put(element.getTagName(), element.getTextContent().strip());
			}
		}
		return children;
	}

}
