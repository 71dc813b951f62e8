// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import java.util.List;
import java.util.OptionalInt;

import dev.sodp.state.DeltaOp;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A frame as the golden vectors write it down, told independently of the encoder.
 */
final class FrameAsJson {

	private FrameAsJson() {
	}

	static JsonNode of(Frame frame) {
		ArrayNode json = JsonNodeFactory.instance.arrayNode();
		return json.add(FrameTypes.of(frame)).add(frame.stream()).add(frame.seq()).add(body(frame));
	}

	private static JsonNode body(Frame frame) {
		ObjectNode body = JsonNodeFactory.instance.objectNode();
		if (frame instanceof Frame.Hello hello) {
			Capabilities offered = hello.capabilities();
			body.put("protocol", hello.protocol()).put("version", hello.version()).put("server", hello.server());
			body.put("auth", hello.auth());
			body.putObject("capabilities")
				.put("rate_limit_writes", limit(offered, Limit.WRITES_PER_SECOND))
				.put("rate_limit_watches", limit(offered, Limit.WATCHES_PER_SECOND))
				.put("backpressure_limit", limit(offered, Limit.BACKPRESSURE))
				.put("multi_watch", offered.has(Feature.MULTI_WATCH))
				.put("params", offered.has(Feature.PARAMS))
				.put("resume", offered.has(Feature.RESUME));
		}
		else if (frame instanceof Frame.Watch watch) {
			keys(body, watch.states());
			params(body, watch.params());
		}
		else if (frame instanceof Frame.Unwatch unwatch) {
			keys(body, unwatch.states());
		}
		else if (frame instanceof Frame.StateInit init) {
			body.put("state", init.state()).put("version", init.version()).set("value", init.value());
			body.put("initialized", init.initialized());
			params(body, init.params());
		}
		else if (frame instanceof Frame.Delta delta) {
			body.put("version", delta.version()).put("state", delta.state());
			delta.ops().forEach((op) -> body.withArray("ops").add(op(op)));
		}
		else if (frame instanceof Frame.Call call) {
			body.put("call_id", call.callId()).put("method", call.method()).set("args", call.args());
		}
		else if (frame instanceof Frame.Result result) {
			body.put("call_id", result.callId()).put("success", result.success()).set("data", result.data());
		}
		else if (frame instanceof Frame.Error error) {
			body.put("code", error.code()).put("message", error.message());
		}
		else if (frame instanceof Frame.Resume resume) {
			body.put("state", resume.state()).put("since_version", resume.sinceVersion());
			params(body, resume.params());
		}
		else if (frame instanceof Frame.Auth auth) {
			body.put("token", auth.token());
		}
		else if (frame instanceof Frame.AuthOk ok) {
			body.put("sub", ok.sub());
		}
		else {
			return JsonNodeFactory.instance.nullNode();
		}
		return body;
	}

	private static JsonNode op(DeltaOp op) {
		ObjectNode json = JsonNodeFactory.instance.objectNode().put("op", op.kind().name()).put("path", op.path());
		if (op.kind() != DeltaOp.Kind.REMOVE) {
			json.set("value", op.value());
		}
		return json;
	}

	private static @Nullable Integer limit(Capabilities offered, Limit limit) {
		OptionalInt value = offered.limit(limit);
		return value.isPresent() ? value.getAsInt() : null;
	}

	private static void keys(ObjectNode body, List<String> states) {
		if (states.size() == 1) {
			body.put("state", states.get(0));
		}
		else {
			states.forEach((state) -> body.withArray("states").add(state));
		}
	}

	private static void params(ObjectNode body, JsonNode params) {
		if (params != null) {
			body.set("params", params);
		}
	}

}
