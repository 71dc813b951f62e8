// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.nio.ByteBuffer;

import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.CodecLimits;
import dev.sodp.protocol.Feature;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameDecoder;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.server.SodpServer;
import dev.sodp.transport.ConnectRequest;
import dev.sodp.transport.InMemoryTransport;
import dev.sodp.transport.Link;
import dev.sodp.transport.LinkEnd;
import dev.sodp.transport.LinkListener;
import dev.sodp.transport.Transport;

/**
 * A way to a server that hides from the client that it supports prefixes, like the
 * servers that do not.
 */
public final class TransportWithoutPrefixes implements Transport {

	private final InMemoryTransport transport;

	public TransportWithoutPrefixes(SodpServer server) {
		this.transport = new InMemoryTransport(server);
	}

	@Override
	public Link connect(ConnectRequest request, LinkListener listener) {
		FrameDecoder decoder = new FrameDecoder(CodecLimits.ofFrameBytes(1024 * 1024));
		FrameEncoder encoder = new FrameEncoder();
		return this.transport.connect(request, new LinkListener() {

			@Override
			public void opened(Link link) {
				listener.opened(link);
			}

			@Override
			public void received(ByteBuffer message) {
				if (decoder.decode(message.duplicate()) instanceof Frame.Hello hello) {
					listener.received(ByteBuffer.wrap(encoder.encode(limited(hello))));
				}
				else {
					listener.received(message);
				}
			}

			@Override
			public void alive() {
				listener.alive();
			}

			@Override
			public void closed(LinkEnd end) {
				listener.closed(end);
			}

		});
	}

	private static Frame.Hello limited(Frame.Hello hello) {
		Capabilities.Builder capabilities = Capabilities.builder().epoch(hello.capabilities().epoch());
		hello.capabilities()
			.features()
			.stream()
			.filter((feature) -> feature != Feature.PREFIX_WATCH)
			.forEach(capabilities::with);
		return new Frame.Hello(hello.stream(), hello.seq(), hello.protocol(), hello.version(), "old", hello.auth(),
				capabilities.build());
	}

}
