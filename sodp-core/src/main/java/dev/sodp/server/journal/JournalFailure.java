// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal;

import dev.sodp.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Why a {@link Journal} did not commit a proposal.
 *
 * @param code {@link ErrorCode#UNAVAILABLE} or {@link ErrorCode#FULL}: it was not
 * committed and never will be; {@link ErrorCode#TIMEOUT}: it may have been
 * @param message what is wrong; sent to clients, so without secrets and paths
 * @param cause what the journal's storage reported, or null
 */
public record JournalFailure(int code, String message, @Nullable Throwable cause) {
}
