#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Spring Framework 7.0.10, JDK 17.
#
# Guess: a @Transactional method may return CompletableFuture.completedStage(value) as well as
# CompletableFuture.completedFuture(value), since its type is CompletionStage and not Future.
# Behaviour: the stage is a subclass of CompletableFuture that refuses every method of Future. The proxy looks at the
# object, takes it for a Future and asks whether it is done. That throws outside its handling of exceptions, so the
# transaction is neither committed nor rolled back, and stays with the thread.
# Output seen:
#   completedFuture: returned, committed
#   completedStage: UnsupportedOperationException, neither committed nor rolled back
#   its class is a Future: true
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
			<groupId>org.springframework</groupId>
			<artifactId>spring-tx</artifactId>
			<version>7.0.10</version>
		</dependency>
		<dependency>
			<groupId>org.springframework</groupId>
			<artifactId>spring-context</artifactId>
			<version>7.0.10</version>
		</dependency>
	</dependencies>
</project>
POM
"$maven" -q -B -ntp -f pom.xml dependency:copy-dependencies -DoutputDirectory=lib >&2

cat >Finding.java <<'JAVA'
import java.util.concurrent.*;
import java.util.function.Supplier;
import org.springframework.context.annotation.*;
import org.springframework.transaction.*;
import org.springframework.transaction.annotation.*;
import org.springframework.transaction.support.*;

public class Finding {

	public static class Work {

		@Transactional
		public CompletionStage<Integer> run(Supplier<CompletionStage<Integer>> result) {
			return result.get();
		}

	}

	@EnableTransactionManagement(proxyTargetClass = true)
	public static class Config {

		@Bean
		Work work() {
			return new Work();
		}

		@Bean
		PlatformTransactionManager transactions() {
			return new Transactions();
		}

	}

	static class Transactions extends AbstractPlatformTransactionManager {

		static String end = "";

		@Override
		protected Object doGetTransaction() {
			return new Object();
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
			end = "neither committed nor rolled back";
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
			end = "committed";
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
			end = "rolled back";
		}

	}

	static void show(String name, Work work, Supplier<CompletionStage<Integer>> result) {
		String outcome;
		try {
			work.run(result);
			outcome = "returned";
		}
		catch (RuntimeException ex) {
			outcome = ex.getClass().getSimpleName();
		}
		System.out.println(name + ": " + outcome + ", " + Transactions.end);
	}

	public static void main(String[] args) {
		try (var context = new AnnotationConfigApplicationContext(Config.class)) {
			Work work = context.getBean(Work.class);
			show("completedFuture", work, () -> CompletableFuture.completedFuture(1));
			show("completedStage", work, () -> CompletableFuture.completedStage(1));
			System.out.println("its class is a Future: " + (CompletableFuture.completedStage(1) instanceof Future));
		}
	}

}
JAVA
javac -cp 'lib/*' -d classes Finding.java
java -cp 'classes:lib/*' Finding | tee output
diff output - <<'EXPECTED'
completedFuture: returned, committed
completedStage: UnsupportedOperationException, neither committed nor rolled back
its class is a Future: true
EXPECTED
