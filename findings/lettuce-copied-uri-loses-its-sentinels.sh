#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Lettuce 7.5.2, JDK 17.
#
# Guess: RedisURI.builder(uri) begins with all that the URI says.
# Behaviour: it does not take over the sentinels, so that a URI made of nothing else cannot be copied at all; and TLS
# settings that are applied to a URI replace those of each of its sentinels, although these were given their own.
# Output seen:
#   sentinels of the URI: 2
#   no copy: Cannot build a RedisURI. One of the following must be provided Host, Socket or Sentinel
#   TLS of a sentinel: true, after the settings of another URI: false
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
			<groupId>io.lettuce</groupId>
			<artifactId>lettuce-core</artifactId>
			<version>7.5.2.RELEASE</version>
		</dependency>
	</dependencies>
</project>
POM
"$maven" -q -B -ntp -f pom.xml dependency:copy-dependencies -DoutputDirectory=lib >&2

cat >Finding.java <<'JAVA'
import io.lettuce.core.RedisURI;

class Finding {

	public static void main(String[] args) {
		RedisURI uri = RedisURI.Builder.sentinel("sentinel-1", "scores").withSentinel("sentinel-2").build();
		System.out.println("sentinels of the URI: " + uri.getSentinels().size());
		try {
			System.out.println("sentinels of its copy: " + RedisURI.builder(uri).build().getSentinels().size());
		}
		catch (IllegalStateException ex) {
			System.out.println("no copy: " + ex.getMessage());
		}
		RedisURI sentinel = uri.getSentinels().get(0);
		sentinel.setSsl(true);
		boolean before = sentinel.isSsl();
		uri.applySsl(RedisURI.create("redis://elsewhere"));
		System.out.println("TLS of a sentinel: " + before + ", after the settings of another URI: "
				+ uri.getSentinels().get(0).isSsl());
	}

}
JAVA

java -cp 'lib/*' Finding.java | tee output
diff output - <<'EXPECTED'
sentinels of the URI: 2
no copy: Cannot build a RedisURI. One of the following must be provided Host, Socket or Sentinel
TLS of a sentinel: true, after the settings of another URI: false
EXPECTED
