// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sodp.protocol.CodecLimits;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameDecoder;
import dev.sodp.server.SodpServer;
import dev.sodp.transport.ConnectRequest;
import dev.sodp.transport.InMemoryTransport;
import dev.sodp.transport.Link;
import dev.sodp.transport.LinkEnd;
import dev.sodp.transport.LinkListener;
import dev.sodp.transport.Transport;

/**
 * A way to a server that records what the client asks for and can lead elsewhere.
 */
final class WireTap implements Transport {

	final List<Frame> sent = new CopyOnWriteArrayList<>();

	private volatile SodpServer server;

	WireTap(SodpServer server) {
		this.server = server;
	}

	/** Where the next connection leads. */
	void leadTo(SodpServer newServer) {
		this.server = newServer;
	}

	@Override
	public Link connect(ConnectRequest request, LinkListener listener) {
		FrameDecoder decoder = new FrameDecoder(CodecLimits.ofFrameBytes(1024 * 1024));
		return tapped(new InMemoryTransport(this.server).connect(request, new LinkListener() {

			@Override
			public void opened(Link link) {
				listener.opened(tapped(link, decoder));
			}

			@Override
			public void received(ByteBuffer message) {
				listener.received(message);
			}

			@Override
			public void alive() {
				listener.alive();
			}

			@Override
			public void closed(LinkEnd end) {
				listener.closed(end);
			}

		}), decoder);
	}

	private Link tapped(Link link, FrameDecoder decoder) {
		return new Link() {

			@Override
			public void send(byte[] frame) {
				WireTap.this.sent.add(decoder.decode(ByteBuffer.wrap(frame)));
				link.send(frame);
			}

			@Override
			public void ping() {
				link.ping();
			}

			@Override
			public void close(int code, String reason) {
				link.close(code, reason);
			}

			@Override
			public void abort() {
				link.abort();
			}

		};
	}

}
