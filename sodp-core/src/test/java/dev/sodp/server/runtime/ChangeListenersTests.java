// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.util.ArrayList;
import java.util.List;

import dev.sodp.server.ChangeOrigin;
import dev.sodp.server.CommittedChange;
import dev.sodp.server.StateListener;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.IntNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Who is notified of which changes. */
class ChangeListenersTests {

	private final ChangeListeners listeners = new ChangeListeners(Runnable::run);

	private static CommittedChange change(long version, ChangeOrigin origin) {
		return new CommittedChange("game", version, IntNode.valueOf(1), true, List.of(), origin);
	}

	@Test
	void whatOtherNodesChangeIsNoConcernOfAListener() {
		List<Long> versions = new ArrayList<>();
		this.listeners.add((change) -> versions.add(change.version()));

		this.listeners.accept(change(1, ChangeOrigin.HOST));
		this.listeners.accept(change(2, ChangeOrigin.OTHER_NODE));
		this.listeners.accept(change(3, ChangeOrigin.SESSION));

		assertThat(versions).containsExactly(1L, 3L);
	}

	@Test
	void aListenerMayAskForIt() {
		List<Long> versions = new ArrayList<>();
		this.listeners.add(new StateListener() {

			@Override
			public void onChange(CommittedChange change) {
				versions.add(change.version());
			}

			@Override
			public boolean includesOtherNodes() {
				return true;
			}

		});

		this.listeners.accept(change(1, ChangeOrigin.HOST));
		this.listeners.accept(change(2, ChangeOrigin.OTHER_NODE));

		assertThat(versions).containsExactly(1L, 2L);
	}

}
