// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.micro;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

import dev.sodp.protocol.CodecLimits;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameDecoder;
import dev.sodp.protocol.FrameEncoder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.JsonNode;

/**
 * Frames from and to bytes, beside {@link PlainCodec}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CodecBenchmark {

	private final FrameEncoder encoder = new FrameEncoder();

	private final FrameDecoder decoder = new FrameDecoder(CodecLimits.ofFrameBytes(1024 * 1024));

	private final byte[] delta = this.encoder.encode(Samples.delta());

	private final byte[] stateInit = this.encoder.encode(Samples.stateInit());

	private final Frame call = Samples.call();

	private final JsonNode callTree;

	public CodecBenchmark() {
		try {
			this.callTree = PlainCodec.decode(this.encoder.encode(this.call));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Benchmark
	public Frame decodeDelta() {
		return this.decoder.decode(ByteBuffer.wrap(this.delta));
	}

	@Benchmark
	public JsonNode decodeDeltaBaseline() throws IOException {
		return PlainCodec.decode(this.delta);
	}

	@Benchmark
	public Frame decodeStateInit() {
		return this.decoder.decode(ByteBuffer.wrap(this.stateInit));
	}

	@Benchmark
	public JsonNode decodeStateInitBaseline() throws IOException {
		return PlainCodec.decode(this.stateInit);
	}

	@Benchmark
	public byte[] encodeCall() {
		return this.encoder.encode(this.call);
	}

	@Benchmark
	public byte[] encodeCallBaseline() throws IOException {
		return PlainCodec.encode(this.callTree);
	}

}
