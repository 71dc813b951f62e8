#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# H2 MVStore 2.4.240, JDK 17.
#
# Guess: a store with checksums notices that its file was damaged.
# Behaviour: chunks and pages have checks over their headers only, that is over numbers, places and lengths. What stands
# in a page is not checked: a flipped byte is served, and so is a page that a power cut kept from the disk, if the first
# and the last block of its chunk arrived.
# Output seen:
#   written: one hundred
#   read: one million
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
maven=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/mvnw
cd "$folder"

cat >pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
	<modelVersion>4.0.0</modelVersion>
	<groupId>finding</groupId>
	<artifactId>finding</artifactId>
	<version>1</version>
	<dependencies>
		<dependency>
			<groupId>com.h2database</groupId>
			<artifactId>h2-mvstore</artifactId>
			<version>2.4.240</version>
		</dependency>
	</dependencies>
</project>
POM
"$maven" -q -B -ntp -f pom.xml dependency:copy-dependencies -DoutputDirectory=lib >&2

cat >Finding.java <<'JAVA'
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import org.h2.mvstore.*;

class Finding {

	public static void main(String[] args) throws Exception {
		Path file = Path.of("store.mv.db").toAbsolutePath();
		try (MVStore store = MVStore.open(file.toString())) {
			store.openMap("balances").put("ada", "one hundred");
		}
		System.out.println("written: one hundred");
		byte[] bytes = Files.readAllBytes(file);
		int place = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("hundred");
		System.arraycopy("million".getBytes(), 0, bytes, place, 7);
		Files.write(file, bytes);
		try (MVStore store = MVStore.open(file.toString())) {
			System.out.println("read: " + store.openMap("balances").get("ada"));
		}
	}

}
JAVA

java -cp 'lib/*' Finding.java | tee output
diff output - <<'EXPECTED'
written: one hundred
read: one million
EXPECTED
