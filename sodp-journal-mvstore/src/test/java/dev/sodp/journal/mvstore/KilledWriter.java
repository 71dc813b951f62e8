// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;

import tools.jackson.databind.node.ObjectNode;

/**
 * A process that is killed while its threads change keys of their own: prints each change
 * once it is acknowledged.
 */
final class KilledWriter {

	private KilledWriter() {
	}

	/**
	 * Writes until it is killed.
	 * @param args directory and number of threads
	 */
	public static void main(String[] args) {
		TestEngine engine = TestEngine.open(MvStoreJournal.builder(Path.of(args[0])));
		PrintStream out = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
		for (int i = 0; i < Integer.parseInt(args[1]); i++) {
			int writer = i;
			new Thread(() -> write(engine, writer, out)).start();
		}
		print(out, "ready");
	}

	private static void write(TestEngine engine, int writer, PrintStream out) {
		Random random = new Random();
		String key = "writer" + writer;
		TestEngine.Key found = engine.keys.get(key);
		int number = (found != null) ? found.valueOrNull().path("number").intValue(0) : 0;
		while (true) {
			number++;
			ObjectNode value = Json.object(1 + writer, random.nextInt(1 + writer), number);
			value.put("number", number);
			if (random.nextInt(500) == 0) {
				value.put("large", "x".repeat(300_000));
			}
			long version = engine.set(key, value);
			print(out, writer + " " + number + " " + version);
		}
	}

	private static void print(PrintStream out, String line) {
		synchronized (out) {
			out.println(line);
			out.flush();
		}
	}

}
