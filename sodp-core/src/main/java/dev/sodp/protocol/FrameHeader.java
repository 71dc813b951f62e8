// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

/**
 * The header of a frame: everything before its body.
 *
 * @param type number of the frame type, 0 to 255
 * @param stream the stream, 0 for control
 * @param seq the sender's frame count, unsigned
 */
public record FrameHeader(int type, long stream, long seq) {
}
