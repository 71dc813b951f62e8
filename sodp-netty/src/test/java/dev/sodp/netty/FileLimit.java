// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import dev.sodp.server.SodpServer;

/**
 * An endpoint in a process that may open few files, until its input ends. Says after each
 * byte of that whether clients can connect.
 */
final class FileLimit {

	private FileLimit() {
	}

	public static void main(String[] args) throws Exception {
		try (SodpServer server = SodpServer.builder().build();
				NettySodpEndpoint endpoint = NettySodpEndpoint.builder(server)
					.transport(IoTransport.valueOf(args[0]))
					.build()) {
			endpoint.start();
			System.out.println(endpoint.localPort());
			while (System.in.read() >= 0) {
				System.out.println(endpoint.isAccepting());
			}
		}
	}

}
