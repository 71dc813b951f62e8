#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Spring Boot 4.1.2, JDK 17.
#
# Guess: the names of a map that is bound from configuration do not depend on the type of its values.
# Behaviour: with a file that has games.clients.my-client.url, the variable GAMES_CLIENTS_MY_CLIENT_TOKEN belongs to
# my-client if the map's values are a class with the properties, and becomes an entry of its own, my, if they are Object.
# Whoever binds to Map<String, Object> to learn only the names, as for registering a bean for each, gets wrong ones.
# Output seen:
#   values of a class: [my-client]
#   values of Object: [my, my-client]
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
			<groupId>org.springframework.boot</groupId>
			<artifactId>spring-boot</artifactId>
			<version>4.1.2</version>
		</dependency>
	</dependencies>
</project>
POM
"$maven" -q -B -ntp -f pom.xml dependency:copy-dependencies -DoutputDirectory=lib >&2

cat >Finding.java <<'JAVA'
import java.util.*;
import org.springframework.boot.context.properties.bind.*;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.*;

public class Finding {

	public record Client(String url, String token) {
	}

	public static void main(String[] args) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.addLast(new MapPropertySource("file", Map.of("games.clients.my-client.url", "ws://localhost")));
		ConfigurationPropertySources.attach(environment);
		Binder binder = Binder.get(environment);
		System.out.println("values of a class: " + new TreeSet<>(
				binder.bind("games.clients", Bindable.mapOf(String.class, Client.class)).get().keySet()));
		System.out.println("values of Object: " + new TreeSet<>(
				binder.bind("games.clients", Bindable.mapOf(String.class, Object.class)).get().keySet()));
	}

}
JAVA
GAMES_CLIENTS_MY_CLIENT_TOKEN=secret java -cp 'lib/*' Finding.java | tee output
diff output - <<'EXPECTED'
values of a class: [my-client]
values of Object: [my, my-client]
EXPECTED
