// SPDX-License-Identifier: Apache-2.0

/**
 * An endpoint for an SODP server on Netty, beside any application and without a servlet
 * container (protocol section 1). It begins with
 * {@link dev.sodp.netty.NettySodpEndpoint#builder}:
 *
 * <pre>{@code
 * NettySodpEndpoint endpoint = NettySodpEndpoint.builder(server).port(7777).build();
 * endpoint.start();
 * }</pre>
 *
 * <p>
 * A connection passes {@code UpgradeHandler}, which finds out whether and for whom it may
 * become a WebSocket. After that its pipeline holds {@code ClientFrameDecoder}, which is
 * Netty's, and {@code WebSocketSession}: {@code MessageAssembly} puts messages together,
 * {@code Outgoing} gathers what is sent, and the {@code Loop} of the session says when
 * its writer runs.
 */
@NullMarked
package dev.sodp.netty;

import org.jspecify.annotations.NullMarked;
