#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# H2 MVStore 2.4.240, JDK 17.
#
# Guess: what commit() and sync() have put on the disk is there after a power cut, or the store says that it is damaged.
# Behaviour: with a retention time of 0, chunks are written into space that is free again, and a header that names the
# newest chunk is written after it, both copies at once. If the disk has written the header and not yet the chunk when
# the power goes, MVStore takes some older chunk that it finds and opens: commits that were synced long before are gone
# without a word. The default of 45 s only makes it rarer, and compaction uses 0.
# Output seen (of 200 commits after each of which the header alone reaches the disk):
#   opened without commits that were synced: yes
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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.*;
import java.nio.file.*;
import java.util.*;
import org.h2.mvstore.*;
import org.h2.store.fs.*;

public class Finding {

	static final List<Write> UNSYNCED = new ArrayList<>();

	static byte[] onDisk = new byte[0];

	public static void main(String[] args) throws Exception {
		FilePath.register(new Disk());
		int lost = 0;
		Random random = new Random(1);
		MVStore store = new MVStore.Builder().fileName("disk:" + Path.of("store.mv.db").toAbsolutePath())
			.autoCommitDisabled()
			.open();
		store.setRetentionTime(0);
		MVMap<Integer, Object> map = store.openMap("map");
		store.commit();
		store.sync();
		for (int commit = 1; commit <= 200; commit++) {
			map.put(0, commit);
			for (int i = 0; i < 5; i++) {
				map.put(1 + random.nextInt(100), new byte[random.nextInt(2000)]);
			}
			store.commit();
			byte[] left = onDisk;
			for (Write write : UNSYNCED) {
				left = (write.position == 0) ? put(left, write) : left;
			}
			lost += (commit > 1 && found(left) < commit - 1) ? 1 : 0;
			store.sync();
		}
		System.err.println(lost + " of 200");
		System.out.println("opened without commits that were synced: " + ((lost > 0) ? "yes" : "no"));
	}

	static int found(byte[] file) throws IOException {
		Path copy = Path.of("copy.mv.db").toAbsolutePath();
		Files.write(copy, file);
		try (MVStore store = MVStore.open(copy.toString())) {
			return (Integer) store.openMap("map").getOrDefault(0, 0);
		}
		catch (MVStoreException ex) {
			return Integer.MAX_VALUE;
		}
	}

	static byte[] put(byte[] file, Write write) {
		byte[] result = Arrays.copyOf(file, Math.max(file.length, (int) write.position + write.bytes.length));
		System.arraycopy(write.bytes, 0, result, (int) write.position, write.bytes.length);
		return result;
	}

	record Write(long position, byte[] bytes) {
	}

	public static class Disk extends FilePathWrapper {

		public String getScheme() {
			return "disk";
		}

		public FileChannel open(String mode) throws IOException {
			FileChannel file = super.open(mode);
			return new FileBaseDefault() {
				public long size() throws IOException {
					return file.size();
				}

				public int read(ByteBuffer target, long position) throws IOException {
					return file.read(target, position);
				}

				public int write(ByteBuffer source, long position) throws IOException {
					byte[] bytes = new byte[source.remaining()];
					source.duplicate().get(bytes);
					UNSYNCED.add(new Write(position, bytes));
					return file.write(source, position);
				}

				public void force(boolean metaData) {
					UNSYNCED.forEach((write) -> onDisk = put(onDisk, write));
					UNSYNCED.clear();
				}

				protected void implTruncate(long size) throws IOException {
					file.truncate(size);
					onDisk = Arrays.copyOf(onDisk, (int) Math.min(size, onDisk.length));
				}

				protected void implCloseChannel() throws IOException {
					file.close();
				}

				public FileLock tryLock(long position, long size, boolean shared) throws IOException {
					return file.tryLock(position, size, shared);
				}
			};
		}

	}

}
JAVA

javac -cp 'lib/*' -d classes Finding.java
java -cp 'classes:lib/*' Finding | tee output
diff output - <<'EXPECTED'
opened without commits that were synced: yes
EXPECTED
