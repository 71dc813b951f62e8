// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Carries messages between clients and the server of the moment: each connection in
 * order, with delays of its own, until it is cut, stalls, or goes dead without anybody
 * being told.
 */
public final class SimulatedNetwork {

	private final SimulatedTime time;

	private final SplittableRandom random;

	private final Supplier<@Nullable SimulatedPeer> server;

	private final List<Pipe> open = new ArrayList<>();

	private boolean refusing;

	private boolean steady;

	SimulatedNetwork(SimulatedTime time, SplittableRandom random, Supplier<@Nullable SimulatedPeer> server) {
		this.time = time;
		this.random = random;
		this.server = server;
	}

	/** What the client's end of a connection is told. */
	public interface ClientEnd {

		void opened();

		void received(byte[] message);

		void alive();

		void closed(String reason);

	}

	void refuse(boolean refuse) {
		this.refusing = refuse;
	}

	public Pipe connect(ClientEnd end) {
		Pipe pipe = new Pipe(end);
		this.time.after(latency(), pipe::establish);
		return pipe;
	}

	/** Something happens to a connection. */
	void disturb() {
		if (this.open.isEmpty()) {
			return;
		}
		Pipe pipe = this.open.get(this.random.nextInt(this.open.size()));
		switch (this.random.nextInt(3)) {
			case 0 -> pipe.cut();
			case 1 -> pipe.goDead();
			default -> pipe.stall(Duration.ofMillis(this.random.nextInt(1, 15_000)));
		}
	}

	/** All messages take the same time, so that those of one step arrive together. */
	void steady() {
		this.steady = true;
	}

	/** The faults end; what is dead stays dead until somebody notices. */
	void heal() {
		this.refusing = false;
	}

	private Duration latency() {
		if (this.steady) {
			return Duration.ofMillis(1);
		}
		int micros = (this.random.nextInt(20) == 0) ? this.random.nextInt(200_000) : this.random.nextInt(2_000);
		return Duration.ofNanos(1_000L * micros + 1);
	}

	/** A connection. */
	public final class Pipe implements SimulatedPeer.Receiver {

		private final ClientEnd client;

		private SimulatedPeer.@Nullable ServerEnd serverEnd;

		private boolean ended;

		private boolean dead;

		private long stalledUntil;

		private long lastToClient;

		private long lastToServer;

		private Pipe(ClientEnd client) {
			this.client = client;
		}

		private void establish() {
			SimulatedPeer current = SimulatedNetwork.this.server.get();
			if (this.ended) {
				return;
			}
			if (current == null || SimulatedNetwork.this.refusing) {
				this.ended = true;
				this.client.closed("refused");
				return;
			}
			SimulatedNetwork.this.open.add(this);
			this.client.opened();
			this.serverEnd = current.open(this);
		}

		// From the client

		public void send(byte[] message) {
			this.lastToServer = arrival(this.lastToServer);
			SimulatedNetwork.this.time.at(this.lastToServer, () -> {
				if (!this.ended && !this.dead && this.serverEnd != null) {
					this.serverEnd.received(message);
				}
			});
		}

		public void ping() {
			this.lastToServer = arrival(this.lastToServer);
			SimulatedNetwork.this.time.at(this.lastToServer, () -> toClient(this.client::alive));
		}

		/**
		 * The client's end closes; the server learns of it unless the connection is dead.
		 */
		public void abandon() {
			if (!this.ended) {
				this.ended = true;
				SimulatedNetwork.this.open.remove(this);
				if (!this.dead) {
					SimulatedNetwork.this.time.at(arrival(this.lastToServer), this::serverClosed);
				}
			}
		}

		// From the server

		@Override
		public boolean isWritable() {
			return SimulatedNetwork.this.time.nanos() >= this.stalledUntil;
		}

		@Override
		public void write(byte[] frame) {
			toClient(() -> this.client.received(frame));
		}

		@Override
		public void ping(Runnable pong) {
			toClient(() -> {
				this.client.alive();
				this.lastToServer = arrival(this.lastToServer);
				SimulatedNetwork.this.time.at(this.lastToServer, () -> {
					if (!this.ended && !this.dead) {
						pong.run();
					}
				});
			});
		}

		@Override
		public void close(int code, String reason) {
			toClient(() -> {
				end();
				this.client.closed("closed with code " + code + " " + reason);
			});
			serverClosed();
		}

		private void toClient(Runnable action) {
			this.lastToClient = arrival(this.lastToClient);
			SimulatedNetwork.this.time.at(this.lastToClient, () -> {
				if (!this.ended && !this.dead) {
					action.run();
				}
			});
		}

		private long arrival(long notBefore) {
			long now = SimulatedNetwork.this.time.nanos();
			return Math.max(Math.max(now, this.stalledUntil) + latency().toNanos(), notBefore);
		}

		// Faults

		/** Both ends learn of it, at different times; what is on the way is lost. */
		private void cut() {
			end();
			SimulatedNetwork.this.time.after(latency(), () -> this.client.closed("cut"));
			SimulatedNetwork.this.time.after(latency(), this::serverClosed);
		}

		/** Nobody learns of it. */
		private void goDead() {
			this.dead = true;
			SimulatedNetwork.this.open.remove(this);
		}

		private void stall(Duration span) {
			this.stalledUntil = SimulatedNetwork.this.time.nanos() + span.toNanos();
			SimulatedNetwork.this.time.at(this.stalledUntil, () -> {
				if (!this.ended && this.serverEnd != null) {
					this.serverEnd.resume();
				}
			});
		}

		private void end() {
			this.ended = true;
			SimulatedNetwork.this.open.remove(this);
		}

		private void serverClosed() {
			if (this.serverEnd != null) {
				SimulatedPeer.ServerEnd gone = this.serverEnd;
				this.serverEnd = null;
				gone.closed();
			}
		}

	}

}
