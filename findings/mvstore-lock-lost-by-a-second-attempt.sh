#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# H2 MVStore 2.4.240, JDK 17, Linux.
#
# Guess: a store that is open in one process cannot be opened in another, whatever the first process tries.
# Behaviour: if the first process tries to open the file once more, which is refused, the lock of its store is gone as
# soon as the garbage collector closes the channel of that attempt, since POSIX releases all locks of a process on a file
# with any of its descriptors. Then another process opens the file, and both write.
# Output seen:
#   another process, while the first has the store open: refused
#   the first process once more: refused
#   another process after that: opened
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
import java.nio.file.*;
import org.h2.mvstore.*;

class Finding {

	public static void main(String[] args) throws Exception {
		if (args.length > 0) {
			System.out.print(attempt(args[0]));
			return;
		}
		String file = Path.of("store.mv.db").toAbsolutePath().toString();
		try (MVStore store = MVStore.open(file)) {
			System.out.println("another process, while the first has the store open: " + inAnotherProcess(file));
			System.out.println("the first process once more: " + attempt(file));
			for (int i = 0; i < 20; i++) {
				System.gc();
				Thread.sleep(50);
			}
			System.out.println("another process after that: " + inAnotherProcess(file));
		}
	}

	static String attempt(String file) {
		try {
			MVStore.open(file).closeImmediately();
			return "opened";
		}
		catch (MVStoreException ex) {
			return "refused";
		}
	}

	static String inAnotherProcess(String file) throws Exception {
		Process process = new ProcessBuilder("java", "-cp", "lib/*", "Finding.java", file).start();
		return new String(process.getInputStream().readAllBytes());
	}

}
JAVA

java -cp 'lib/*' Finding.java | tee output
diff output - <<'EXPECTED'
another process, while the first has the store open: refused
the first process once more: refused
another process after that: opened
EXPECTED
