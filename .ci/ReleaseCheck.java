// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Looks into what is to be published: {@code java .ci/ReleaseCheck.java target/central},
 * or the {@code target} folders of modules, where it finds jars only.
 */
public final class ReleaseCheck {

	private static final String MODULE_NAME = "dev\\.sodp(\\.[a-z]+)+";

	private static final List<String> ELEMENTS = List.of("name", "description", "url", "licenses", "developers", "scm");

	private static final List<String> BESIDE_A_JAR = List.of(".jar", "-sources.jar", "-javadoc.jar", "-cyclonedx.json");

	private static final Map<String, String> CHECKSUMS = Map.of("md5", "MD5", "sha1", "SHA-1");

	private final List<String> findings = new ArrayList<>();

	private final Map<String, Path> modules = new HashMap<>();

	public static void main(String[] folders) throws Exception {
		ReleaseCheck check = new ReleaseCheck();
		List<Path> files = new ArrayList<>();
		for (String folder : folders) {
			try (Stream<Path> found = Files.walk(Path.of(folder))) {
				found.filter(Files::isRegularFile).sorted().forEach(files::add);
			}
		}
		List<Path> jars = files.stream().filter((file) -> file.toString().endsWith(".jar")).toList();
		List<Path> poms = files.stream().filter((file) -> file.toString().endsWith(".pom")).toList();
		if (jars.isEmpty()) {
			check.findings.add("No jar in " + List.of(folders));
		}
		for (Path jar : jars) {
			check.jar(jar);
		}
		boolean signed = files.stream().anyMatch((file) -> file.toString().endsWith(".asc"));
		for (Path pom : poms) {
			check.pom(pom);
			check.companions(pom.getParent(), signed);
		}
		check.findings.forEach((finding) -> System.out.println("ERROR " + finding));
		System.out.println(jars.size() + " jars and " + poms.size() + " poms checked, "
				+ (signed ? "signed, " : "not signed, ") + check.findings.size() + " errors");
		System.exit(check.findings.isEmpty() ? 0 : 1);
	}

	private void jar(Path file) throws IOException {
		try (JarFile jar = new JarFile(file.toFile())) {
			for (String entry : List.of("META-INF/LICENSE", "META-INF/NOTICE")) {
				expect(jar.getEntry(entry) != null, file, "has no " + entry);
			}
			if (file.toString().matches(".*-(sources|javadoc)\\.jar")) {
				return;
			}
			String name = jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name");
			expect(name != null && name.matches(MODULE_NAME), file,
					"needs a property java.module.name in its pom; its module name is " + name);
			Path other = this.modules.put(name, file);
			expect(other == null, file, "has the module name of " + other);
		}
	}

	private void pom(Path file) throws Exception {
		Element project = DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(file.toFile())
			.getDocumentElement();
		for (String element : ELEMENTS) {
			expect(child(project, element) != null, file, "has no <" + element + ">");
		}
		expect(child(project, "parent") == null, file, "has a <parent>, which is not published: flatten it");
		NodeList dependencies = project.getElementsByTagName("dependency");
		for (int i = 0; i < dependencies.getLength(); i++) {
			Element dependency = (Element) dependencies.item(i);
			expect(child(dependency, "version") != null, file,
					"has a dependency without version: " + child(dependency, "artifactId"));
		}
		if (!"pom".equals(child(project, "packaging"))) {
			String name = file.toString().replaceFirst("\\.pom$", "");
			for (String suffix : BESIDE_A_JAR) {
				expect(Files.exists(Path.of(name + suffix)), file, "has no " + suffix + " beside it");
			}
		}
	}

	private void companions(Path folder, boolean signed) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			files.filter(ReleaseCheck::isPublished).sorted().forEach((file) -> {
				CHECKSUMS.forEach((extension, algorithm) -> checksum(file, extension, algorithm));
				expect(!signed || Files.exists(Path.of(file + ".asc")), file, "is not signed, but others are");
			});
		}
	}

	private void checksum(Path file, String extension, String algorithm) {
		try {
			Path checksum = Path.of(file + "." + extension);
			byte[] digest = MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file));
			expect(Files.exists(checksum) && Files.readString(checksum).strip().equals(HexFormat.of().formatHex(digest)),
					file, "has no right ." + extension);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static boolean isPublished(Path file) {
		return Files.isRegularFile(file) && !file.toString().matches(".*\\.(asc|md5|sha1)");
	}

	private static String child(Element parent, String name) {
		for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
			if (node.getNodeName().equals(name)) {
				return node.getTextContent().strip();
			}
		}
		return null;
	}

	private void expect(boolean condition, Path file, String finding) {
		if (!condition) {
			this.findings.add(file + " " + finding);
		}
	}

}
