// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.lang.reflect.Type;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import dev.sodp.client.engine.PendingUpdate;
import dev.sodp.state.TypedValue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The application's function, from state value to state value.
 *
 * @param <T> type of the values
 */
record UpdateFunction<T>(ValueMapper mapper, Type type,
		UnaryOperator<@Nullable T> function) implements Function<JsonNode, PendingUpdate.Next<T>> {

	@Override
	public PendingUpdate.Next<T> apply(JsonNode current) {
		T next = this.function.apply(this.mapper.<T>toType(this.type).apply(current));
		return new PendingUpdate.Next<>(this.mapper.toTree(new TypedValue(next, this.type)), next);
	}

}
