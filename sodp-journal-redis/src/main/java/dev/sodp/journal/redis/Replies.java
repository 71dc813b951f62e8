// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.sodp.server.journal.shared.BatchAnswer;
import dev.sodp.server.journal.shared.Gap;
import dev.sodp.server.journal.shared.Joined;
import dev.sodp.server.journal.shared.Position;
import dev.sodp.server.journal.shared.Renewal;
import dev.sodp.server.journal.shared.StoredChange;
import dev.sodp.server.journal.shared.StoredKey;
import org.jspecify.annotations.Nullable;

/** Reads what scripts answer. */
final class Replies {

	private static final Pattern GAP = Pattern.compile("(\\d+)-(\\d+)");

	private Replies() {
	}

	static BatchAnswer answer(List<Object> reply) {
		int code = Math.toIntExact((Long) reply.get(0));
		return switch (code) {
			case 0 -> new BatchAnswer.Stored((Long) reply.get(1), true);
			case 1 -> new BatchAnswer.Conflict(changes(reply.get(1)));
			case 2 -> new BatchAnswer.Outdated();
			case 3 -> new BatchAnswer.SnapshotNeeded();
			case 4 -> new BatchAnswer.NotMember();
			default -> throw new IllegalStateException("A script answered " + code);
		};
	}

	static Joined joined(List<Object> reply) {
		List<Gap> gaps = new ArrayList<>();
		Matcher matcher = GAP.matcher(text(reply.get(4)));
		while (matcher.find()) {
			gaps.add(new Gap(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))));
		}
		return new Joined(isTrue(reply.get(0)), text(reply.get(1)), number(reply.get(2)), text(reply.get(3)), gaps);
	}

	static Renewal renewal(List<Object> reply) {
		return new Renewal(isTrue(reply.get(0)), texts(reply.get(1)), texts(reply.get(2)));
	}

	static List<Position> positions(List<Object> reply) {
		return reply.stream().map((each) -> position(list(each))).toList();
	}

	static StoredKey key(List<Object> reply) {
		List<?> fields = list(reply.get(0));
		Map<String, String> presence = new HashMap<>();
		List<String> owners = texts(reply.get(2));
		for (int i = 0; i < owners.size(); i += 2) {
			presence.put(owners.get(i), owners.get(i + 1));
		}
		return new StoredKey(position(fields), (byte[]) fields.get(2), number(fields.get(3)), number(fields.get(4)),
				changes(reply.get(1)), presence);
	}

	/** The number of the latest change; the counter may have been raised beyond it. */
	static long last(List<?> counterAndBefore) {
		Object before = counterAndBefore.get(1);
		return number((before != null) ? before : counterAndBefore.get(0));
	}

	static List<String> texts(Object reply) {
		return list(reply).stream().map(Replies::text).toList();
	}

	static String text(@Nullable Object bulk) {
		return (bulk != null) ? new String((byte[]) bulk, StandardCharsets.UTF_8) : "";
	}

	static long number(@Nullable Object bulk) {
		return (bulk != null) ? Long.parseLong(text(bulk)) : 0;
	}

	private static Position position(List<?> fields) {
		return (fields.get(0) != null) ? new Position(number(fields.get(0)), text(fields.get(1))) : Position.NONE;
	}

	private static List<StoredChange> changes(Object reply) {
		List<StoredChange> changes = new ArrayList<>();
		for (Object each : list(reply)) {
			List<?> entry = list(each);
			List<?> fields = list(entry.get(1));
			String id = text(entry.get(0));
			changes.add(new StoredChange(
					new Position(Long.parseLong(id.substring(0, id.indexOf('-'))), text(fields.get(1))),
					(byte[]) fields.get(3)));
		}
		return changes;
	}

	private static boolean isTrue(Object reply) {
		return (Long) reply == 1;
	}

	private static List<?> list(Object reply) {
		return (List<?>) reply;
	}

}
