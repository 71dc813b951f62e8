// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import dev.sodp.transport.ConnectRequest;
import dev.sodp.transport.JdkTransport;
import dev.sodp.transport.Link;
import dev.sodp.transport.LinkEnd;
import dev.sodp.transport.LinkListener;

/** The transport of the client with nothing on top of it. */
final class BareLink implements LinkListener {

	private static final JdkTransport transport = new JdkTransport(null, null);

	private final CompletableFuture<Link> link = new CompletableFuture<>();

	private final Executor executor;

	private volatile Runnable onMessage = () -> {
	};

	private BareLink(Executor executor) {
		this.executor = executor;
	}

	/**
	 * Opens a link.
	 * @param executor runs what is done about a message
	 */
	static BareLink open(String url, Executor executor) {
		BareLink opening = new BareLink(executor);
		transport.connect(new ConnectRequest(URI.create(url), Map.of(), Duration.ofSeconds(10), 1 << 20), opening);
		opening.link.join();
		return opening;
	}

	void onMessage(Runnable action) {
		this.onMessage = action;
	}

	void send(byte[] message) {
		this.link.join().send(message);
	}

	void close() {
		this.link.join().close(1000, "");
	}

	@Override
	public void opened(Link opened) {
		this.link.complete(opened);
	}

	@Override
	public void received(ByteBuffer message) {
		this.executor.execute(this.onMessage);
	}

	@Override
	public void alive() {
	}

	@Override
	public void closed(LinkEnd end) {
		this.link.completeExceptionally(new IllegalStateException(end.toString()));
	}

}
