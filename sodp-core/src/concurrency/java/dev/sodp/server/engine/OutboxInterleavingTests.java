// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sodp.concurrency.Interleavings;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** One thread fills an outbox while another empties it. */
class OutboxInterleavingTests {

	private static final int BYTES = 10;

	@Test
	void itemsComeOutInTheOrderTheyWentIn() {
		Interleavings.explore((threads) -> {
			Outbox outbox = threads.share(new Outbox(8, BYTES));
			List<OutboxItem> items = List.of(close(1), close(2), close(3));
			List<OutboxItem> taken = new ArrayList<>();
			threads.start(() -> items.forEach(outbox::add));
			while (taken.size() < items.size()) {
				OutboxItem item = outbox.poll();
				if (item != null) {
					taken.add(item);
				}
			}
			threads.join();
			assertEquals(items, taken);
			assertEquals(0, outbox.size());
			assertTrue(outbox.isEmpty());
		});
	}

	@Test
	void theSizeIsNeverBelowZero() {
		Interleavings.explore((threads) -> {
			Outbox outbox = threads.share(new Outbox(8, BYTES));
			AtomicInteger seen = new AtomicInteger();
			threads.start(() -> {
				outbox.poll();
				seen.set(outbox.size());
			});
			outbox.add(close(1));
			threads.join();
			assertTrue(seen.get() >= 0);
		});
	}

	@Test
	void roomComesBackWithWhatIsTaken() {
		Interleavings.explore((threads) -> {
			Outbox outbox = threads.share(new Outbox(2, BYTES));
			threads.start(() -> {
				outbox.poll();
				outbox.poll();
			});
			assertTrue(outbox.offer(delta(BYTES / 2)));
			assertTrue(outbox.offer(delta(BYTES / 2)));
			threads.join();
			while (outbox.poll() != null) {
				assertTrue(outbox.size() >= 0);
			}
			assertTrue(outbox.offer(delta(BYTES)));
			assertFalse(outbox.offer(delta(1)));
		});
	}

	@Test
	void nothingIsLeftAfterDiscarding() {
		Interleavings.explore((threads) -> {
			Outbox outbox = threads.share(new Outbox(8, BYTES));
			outbox.add(close(1));
			outbox.offer(delta(1));
			threads.start(outbox::poll);
			outbox.discard();
			outbox.add(close(2));
			threads.join();
			assertNull(outbox.poll());
			assertEquals(0, outbox.size());
		});
	}

	private static OutboxItem.Close close(int code) {
		return new OutboxItem.Close(code, "");
	}

	private static OutboxItem.LiveDelta delta(int bytes) {
		return new OutboxItem.LiveDelta(new EncodedDelta(new byte[bytes]));
	}

}
