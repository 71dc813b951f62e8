// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

/**
 * The numbers of the frame types (protocol section 1).
 */
public final class FrameTypes {

	/** Number of {@link Frame.Hello}. */
	public static final int HELLO = 0x01;

	/** Number of {@link Frame.Watch}. */
	public static final int WATCH = 0x02;

	/** Number of {@link Frame.StateInit}. */
	public static final int STATE_INIT = 0x03;

	/** Number of {@link Frame.Delta}. */
	public static final int DELTA = 0x04;

	/** Number of {@link Frame.Call}. */
	public static final int CALL = 0x05;

	/** Number of {@link Frame.Result}. */
	public static final int RESULT = 0x06;

	/** Number of {@link Frame.Error}. */
	public static final int ERROR = 0x07;

	/** Number of {@link Frame.Heartbeat}. */
	public static final int HEARTBEAT = 0x09;

	/** Number of {@link Frame.Resume}. */
	public static final int RESUME = 0x0A;

	/** Number of {@link Frame.Auth}. */
	public static final int AUTH = 0x0B;

	/** Number of {@link Frame.AuthOk}. */
	public static final int AUTH_OK = 0x0C;

	/** Number of {@link Frame.Unwatch}. */
	public static final int UNWATCH = 0x0D;

	private FrameTypes() {
	}

	/**
	 * Returns the number that identifies a frame's type on the wire.
	 * @param frame any frame
	 * @return 0 to 255
	 */
	public static int of(Frame frame) {
		if (frame instanceof Frame.Delta) {
			return DELTA;
		}
		if (frame instanceof Frame.StateInit) {
			return STATE_INIT;
		}
		if (frame instanceof Frame.Call) {
			return CALL;
		}
		if (frame instanceof Frame.Result) {
			return RESULT;
		}
		if (frame instanceof Frame.Heartbeat) {
			return HEARTBEAT;
		}
		if (frame instanceof Frame.Watch) {
			return WATCH;
		}
		if (frame instanceof Frame.Unwatch) {
			return UNWATCH;
		}
		if (frame instanceof Frame.Resume) {
			return RESUME;
		}
		if (frame instanceof Frame.Error) {
			return ERROR;
		}
		if (frame instanceof Frame.Hello) {
			return HELLO;
		}
		if (frame instanceof Frame.Auth) {
			return AUTH;
		}
		if (frame instanceof Frame.AuthOk) {
			return AUTH_OK;
		}
		return ((Frame.Unknown) frame).type();
	}

}
