// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** Waits for the end of a link, which it aborts if it opens. */
public final class Ending implements LinkListener {

	public final CompletableFuture<LinkEnd> end = new CompletableFuture<>();

	@Override
	public void opened(Link link) {
		link.abort();
	}

	@Override
	public void received(ByteBuffer message) {
	}

	@Override
	public void alive() {
	}

	@Override
	public void closed(LinkEnd ended) {
		this.end.complete(ended);
	}

}
