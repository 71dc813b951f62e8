// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What a {@link SharedLog} promises to the journal, whatever keeps the state. Each test
 * begins with an empty log of one partition.
 */
public abstract class SharedLogContract {

	private static final Duration LEASE = Duration.ofSeconds(30);

	private static final Duration ABSENCE = Duration.ofSeconds(1);

	private static final Duration SHORT_LEASE = Duration.ofMillis(300);

	/** Longer than a short lease and whatever is granted after it. */
	private static final Duration UNTIL_DEAD = Duration.ofSeconds(3);

	private static final long DEADLINE_SECONDS = 20;

	private SharedLog log;

	private LogConnection connection;

	private int tags;

	/**
	 * Opens a log on the same, at first empty state.
	 * @return a log, closed by the test
	 */
	protected abstract SharedLog open();

	/**
	 * Lets time pass, by default that of the machine.
	 * @param span how much
	 */
	protected void elapse(Duration span) {
		Awaitility.await().pollDelay(span).atMost(span.plusSeconds(DEADLINE_SECONDS)).until(() -> true);
	}

	/**
	 * Waits until a condition holds.
	 * @param condition what should be the case at some time
	 */
	protected void until(Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofSeconds(DEADLINE_SECONDS)).until(condition);
	}

	/**
	 * Waits for a result.
	 * @param <T> its type
	 * @param stage what is waited for
	 * @return the result
	 */
	protected <T> T await(CompletionStage<T> stage) {
		try {
			return stage.toCompletableFuture().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : new IllegalStateException(ex.getCause());
		}
		catch (InterruptedException | TimeoutException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@BeforeEach
	final void connect() {
		this.log = open();
		this.connection = await(this.log.connect(0));
	}

	@AfterEach
	final void disconnect() {
		this.log.close();
	}

	/**
	 * The connection of the test.
	 * @return a connection that no node has joined unless the test did it
	 */
	protected final LogConnection connection() {
		return this.connection;
	}

	/**
	 * The log of the test.
	 * @return the log
	 */
	protected final SharedLog log() {
		return this.log;
	}

	/**
	 * Makes a node a member.
	 * @param node the node
	 * @return what it is told
	 */
	protected final Joined join(String node) {
		return join(node, LEASE);
	}

	private Joined join(String node, Duration lease) {
		return await(this.connection.join(new JoinRequest(node, lease, 0, "epoch of " + node)));
	}

	private ProposedChange change(String data) {
		return change(data.getBytes(StandardCharsets.UTF_8));
	}

	private ProposedChange change(byte[] data) {
		return new ProposedChange("tag" + ++this.tags, data, null, null, List.of());
	}

	private ProposedChange bind(String path, String owner, String... released) {
		return new ProposedChange("tag" + ++this.tags, new byte[] { 1 }, path, owner, List.of(released));
	}

	private ProposedChange release(String... released) {
		return new ProposedChange("tag" + ++this.tags, new byte[] { 1 }, null, null, List.of(released));
	}

	private BatchAnswer propose(String key, Position expected, ProposedChange... changes) {
		return propose(key, expected, true, null, changes);
	}

	private BatchAnswer propose(String key, Position expected, boolean exists, byte @Nullable [] snapshot,
			ProposedChange... changes) {
		return await(
				this.connection.propose(new ProposedBatch("alice", key, expected, List.of(changes), exists, snapshot)));
	}

	private static Position stored(BatchAnswer answer, ProposedChange... changes) {
		assertThat(answer).isInstanceOf(BatchAnswer.Stored.class);
		long first = ((BatchAnswer.Stored) answer).first();
		return new Position(first + changes.length - 1, changes[changes.length - 1].tag());
	}

	/**
	 * Changes a key.
	 * @param key the key
	 * @param expected where it stands
	 * @param data what is stored
	 * @return where it stands then
	 */
	protected final Position write(String key, Position expected, String data) {
		ProposedChange change = change(data);
		return stored(propose(key, expected, change), change);
	}

	private static List<String> data(List<StoredChange> changes) {
		return changes.stream().map((change) -> new String(change.change(), StandardCharsets.UTF_8)).toList();
	}

	@Test
	void whenFirstNodeJoinsThenItsEpochBegins() {
		Joined joined = join("alice");

		assertThat(joined).isEqualTo(new Joined(true, "epoch of alice", 0, "", List.of()));
		assertThat(await(this.connection.last())).isZero();
	}

	@Test
	void whenSecondNodeJoinsThenEpochStays() {
		join("alice");

		assertThat(join("bob").epoch()).isEqualTo("epoch of alice");
	}

	@Test
	void whenNodeJoinsLaterThenItLearnsTheLatestChange() {
		join("alice");
		write("one", Position.NONE, "a");
		Position last = write("two", Position.NONE, "b");

		Joined joined = join("bob");

		assertThat(joined.last()).isEqualTo(last.number());
		assertThat(joined.lastTag()).isEqualTo(last.tag());
		assertThat(await(this.connection.last())).isEqualTo(last.number());
	}

	@Test
	void whenNodeHasSeenHigherNumberThenItIsNotGivenAgain() {
		join("alice");
		Position before = write("key", Position.NONE, "a");
		long seen = before.number() + 1_000_000_000_000L;

		Joined joined = await(this.connection.join(new JoinRequest("bob", LEASE, seen, "unused")));
		Position after = write("key", before, "b");

		assertThat(after.number()).isGreaterThan(seen);
		assertThat(joined.gaps()).containsExactly(new Gap(before.number() + 1, after.number() - 1));
		assertThat(joined.last()).isEqualTo(before.number());
	}

	@Test
	void whenKeysAreChangedThenNumbersRise() {
		join("alice");

		Position first = write("one", Position.NONE, "a");
		Position second = write("two", Position.NONE, "b");
		Position third = write("one", first, "c");

		assertThat(List.of(first.number(), second.number(), third.number())).isSorted().doesNotHaveDuplicates();
		assertThat(first.number()).isPositive();
	}

	@Test
	void whenBatchIsStoredThenItsNumbersFollowOneByOne() {
		join("alice");
		ProposedChange[] batch = { change("a"), change("b"), change("c") };

		Position position = stored(propose("key", Position.NONE, batch), batch);
		StoredKey key = await(this.connection.read("key"));

		assertThat(key.position()).isEqualTo(position);
		assertThat(data(key.changes())).containsExactly("a", "b", "c");
		assertThat(key.changes().get(0).position()).isEqualTo(new Position(position.number() - 2, batch[0].tag()));
		assertThat(key.snapshot()).isNull();
		assertThat(key.snapshotAt()).isZero();
		assertThat(key.completeSince()).isZero();
	}

	@Test
	void whenKeyWasChangedByAnotherThenConflictTellsWhatIsNewer() {
		join("alice");
		Position first = write("key", Position.NONE, "a");
		Position second = write("key", first, "b");
		Position third = write("key", second, "c");

		BatchAnswer answer = propose("key", first, change("too late"));

		assertThat(answer).isInstanceOf(BatchAnswer.Conflict.class);
		List<StoredChange> newer = ((BatchAnswer.Conflict) answer).newer();
		assertThat(data(newer)).containsExactly("b", "c");
		assertThat(newer).extracting(StoredChange::position).containsExactly(second, third);
		assertThat(await(this.connection.positions(List.of("key")))).containsExactly(third);
	}

	@Test
	void whenKeyWasCreatedByAnotherThenConflictTellsAllOfIt() {
		join("alice");
		write("key", Position.NONE, "a");

		BatchAnswer answer = propose("key", Position.NONE, change("too late"));

		assertThat(answer).isInstanceOf(BatchAnswer.Conflict.class);
		assertThat(data(((BatchAnswer.Conflict) answer).newer())).containsExactly("a");
	}

	@Test
	void whenExpectedChangeIsNotPartOfTheChainThenBatchIsOutdated() {
		join("alice");
		Position first = write("key", Position.NONE, "a");
		write("key", first, "b");

		assertThat(propose("key", new Position(first.number(), "of another history"), change("c")))
			.isInstanceOf(BatchAnswer.Outdated.class);
		assertThat(propose("unknown", first, change("c"))).isInstanceOf(BatchAnswer.Outdated.class);
	}

	@Test
	void whenBatchIsRefusedThenNothingIsStored() {
		join("alice");
		Position first = write("key", Position.NONE, "a");
		propose("key", Position.NONE, bind("/me", "alice/1"));

		StoredKey key = await(this.connection.read("key"));

		assertThat(key.position()).isEqualTo(first);
		assertThat(data(key.changes())).containsExactly("a");
		assertThat(key.presence()).isEmpty();
		assertThat(await(this.connection.last())).isEqualTo(first.number());
	}

	@Test
	void whenNodeHasNotJoinedThenItIsNotMember() {
		join("bob");

		assertThat(propose("key", Position.NONE, change("a"))).isInstanceOf(BatchAnswer.NotMember.class);
		assertThat(await(this.connection.renew("alice", LEASE)).member()).isFalse();
	}

	@Test
	void whenKeyIsUnknownThenItHasNoPosition() {
		join("alice");
		Position known = write("known", Position.NONE, "a");

		assertThat(await(this.connection.positions(List.of("unknown", "known", "other"))))
			.containsExactly(Position.NONE, known, Position.NONE);
		StoredKey unknown = await(this.connection.read("unknown"));
		assertThat(unknown.position()).isEqualTo(Position.NONE);
		assertThat(unknown.changes()).isEmpty();
		assertThat(unknown.snapshot()).isNull();
	}

	@Test
	void whenManyPositionsAreAskedThenAllAreAnsweredInOrder() {
		join("alice");
		List<String> keys = new ArrayList<>();
		List<Position> expected = new ArrayList<>();
		for (int i = 0; i < 1201; i++) {
			keys.add("key" + i);
			expected.add((i % 300 == 0) ? write("key" + i, Position.NONE, "a") : Position.NONE);
		}

		assertThat(await(this.connection.positions(keys))).isEqualTo(expected);
	}

	@Test
	void whenChainIsLongThenSnapshotIsNeededAndBeginsNewOne() {
		join("alice");
		Position position = Position.NONE;
		List<Position> snapshots = new ArrayList<>();
		List<Position> all = new ArrayList<>();
		for (int i = 0; snapshots.size() < 3; i++) {
			ProposedChange change = change("change" + i);
			BatchAnswer answer = propose("key", position, change);
			if (answer instanceof BatchAnswer.SnapshotNeeded) {
				answer = propose("key", position, true, ("value" + i).getBytes(StandardCharsets.UTF_8), change);
				snapshots.add(stored(answer, change));
			}
			position = stored(answer, change);
			all.add(position);
			assertThat(i).isLessThan(10_000);
		}

		StoredKey key = await(this.connection.read("key"));

		assertThat(key.position()).isEqualTo(position);
		assertThat(new String(key.snapshot(), StandardCharsets.UTF_8)).isEqualTo("value" + (all.size() - 1));
		assertThat(key.snapshotAt()).isEqualTo(position.number());
		assertThat(key.completeSince()).isEqualTo(snapshots.get(1).number());
		assertThat(key.changes()).extracting(StoredChange::position)
			.filteredOn((each) -> each.number() > key.completeSince())
			.isEqualTo(all.subList(all.indexOf(snapshots.get(1)) + 1, all.size()));
		assertThat(propose("key", snapshots.get(1), change("conflict"))).isInstanceOf(BatchAnswer.Conflict.class);
		assertThat(propose("key", snapshots.get(0), change("outdated"))).isInstanceOf(BatchAnswer.Outdated.class);
		assertThat(propose("key", Position.NONE, change("outdated"))).isInstanceOf(BatchAnswer.Outdated.class);
	}

	@Test
	void whenKeyIsDeletedThenItsDeletionIsRemembered() {
		join("alice");
		Position created = write("key", Position.NONE, "a");
		ProposedChange deletion = change("gone");
		Position deleted = stored(propose("key", created, false, null, deletion), deletion);

		StoredKey key = await(this.connection.read("key"));

		assertThat(key.position()).isEqualTo(deleted);
		assertThat(key.snapshot()).isNull();
		assertThat(key.snapshotAt()).isEqualTo(deleted.number());
		assertThat(await(this.connection.names("", null, 10))).isEmpty();
		assertThat(propose("key", created, change("late"))).isInstanceOf(BatchAnswer.Conflict.class);
	}

	@Test
	void whenDeletedKeyIsCreatedAgainThenItsChainGoesOn() {
		join("alice");
		Position created = write("key", Position.NONE, "a");
		ProposedChange deletion = change("gone");
		Position deleted = stored(propose("key", created, false, null, deletion), deletion);

		Position again = write("key", deleted, "b");
		StoredKey key = await(this.connection.read("key"));

		assertThat(key.position()).isEqualTo(again);
		assertThat(key.snapshot()).isNull();
		assertThat(key.snapshotAt()).isEqualTo(deleted.number());
		assertThat(data(key.changes())).containsExactly("a", "gone", "b");
		assertThat(await(this.connection.names("", null, 10))).containsExactly("key");
	}

	@Test
	void whenBytesAndNamesAreUnusualThenTheyAreKept() {
		join("alice");
		byte[] all = new byte[256];
		for (int i = 0; i < all.length; i++) {
			all[i] = (byte) i;
		}
		String name = "a\0b\r\n{x}:*?[ü€\uD83D\uDE00";
		ProposedChange change = change(all);
		stored(propose(name, Position.NONE, true, all, change), change);

		StoredKey key = await(this.connection.read(name));

		assertThat(key.snapshot()).isEqualTo(all);
		assertThat(await(this.connection.names("a\0", null, 10))).containsExactly(name);
	}

	@Test
	void whenNamesAreListedThenInTheOrderOfTheirBytes() {
		join("alice");
		List<String> names = List.of("a", "a/", "a/\uFF5E", "a/\uD83D\uDE00", "ab", "b");
		List<String> written = new ArrayList<>(names);
		Collections.reverse(written);
		written.forEach((name) -> write(name, Position.NONE, "x"));

		assertThat(await(this.connection.names("", null, 10))).isEqualTo(names);
		assertThat(await(this.connection.names("a/", null, 10))).isEqualTo(names.subList(1, 4));
		assertThat(await(this.connection.names("a", "a/", 2))).isEqualTo(names.subList(2, 4));
		assertThat(await(this.connection.names("a/", "a", 10))).isEqualTo(names.subList(1, 4));
		assertThat(await(this.connection.names("a", "b", 10))).isEmpty();
	}

	@Test
	void whenPresenceIsRegisteredThenItsOwnerIsStored() {
		join("alice");
		ProposedChange bind = bind("/users/a", "alice/1");
		Position position = stored(propose("room", Position.NONE, bind), bind);
		ProposedChange move = bind("/users/b", "alice/1", "/users/a");
		stored(propose("room", position, move), move);

		assertThat(await(this.connection.read("room")).presence()).isEqualTo(Map.of("/users/b", "alice/1"));
	}

	@Test
	void whenNodeHasPresenceThenItsKeysAreFound() {
		join("alice");
		ProposedChange[] both = { bind("/a", "alice*/1"), bind("/b", "alice*/2"), bind("/c", "bob/1") };
		Position room = stored(propose("room", Position.NONE, both), both);
		ProposedChange one = bind("/a", "alice*/1");
		stored(propose("hall\0*", Position.NONE, one), one);

		assertThat(await(this.connection.presentIn("alice*"))).containsExactlyInAnyOrder("room", "hall\0*");
		assertThat(await(this.connection.presentIn("bob"))).containsExactly("room");
		assertThat(await(this.connection.presentIn("alice"))).isEmpty();

		ProposedChange first = release("/a", "/unknown");
		room = stored(propose("room", room, first), first);
		assertThat(await(this.connection.presentIn("alice*"))).containsExactlyInAnyOrder("room", "hall\0*");

		ProposedChange taken = bind("/b", "bob/1");
		stored(propose("room", room, taken), taken);
		assertThat(await(this.connection.presentIn("alice*"))).containsExactly("hall\0*");
		assertThat(await(this.connection.presentIn("bob"))).containsExactly("room");
	}

	@Test
	void whenLeaseIsRenewedThenNodeIsAlive() {
		join("alice");
		join("bob");

		Renewal renewal = await(this.connection.renew("alice", LEASE));

		assertThat(renewal.member()).isTrue();
		assertThat(renewal.nodes()).containsExactlyInAnyOrder("alice", "bob");
		assertThat(renewal.dead()).isEmpty();
	}

	@Test
	void whenLeaseIsOverThenAnotherNodeIsAskedToRemoveIt() {
		join("alice", SHORT_LEASE);
		join("bob");
		join("carol");
		elapse(UNTIL_DEAD);

		assertThat(propose("key", Position.NONE, change("a"))).isInstanceOf(BatchAnswer.NotMember.class);
		Renewal renewal = await(this.connection.renew("bob", LEASE));

		assertThat(renewal.dead()).containsExactly("alice");
		assertThat(renewal.nodes()).containsExactlyInAnyOrder("bob", "carol");
		assertThat(await(this.connection.renew("carol", LEASE)).dead()).isEmpty();
		assertThat(await(this.connection.renew("alice", LEASE)).member()).isFalse();
		assertThat(join("alice").member()).isFalse();
	}

	@Test
	void whenDeadNodeIsForgottenThenItIsNoMember() {
		join("alice", SHORT_LEASE);
		join("bob");
		elapse(UNTIL_DEAD);
		await(this.connection.renew("bob", LEASE));

		await(this.connection.forget("alice"));

		assertThat(join("alice").member()).isFalse();
		assertThat(await(this.connection.renew("alice", LEASE)).member()).isFalse();
		assertThat(propose("key", Position.NONE, change("a"))).isInstanceOf(BatchAnswer.NotMember.class);
		assertThat(await(this.connection.renew("bob", LEASE)).nodes()).containsExactly("bob");
	}

	@Test
	void whenNodeLeavesThenItsPresenceIsForOthersToRemove() {
		join("alice");
		join("bob");
		ProposedChange bind = bind("/a", "alice/1");
		stored(propose("room", Position.NONE, bind), bind);

		await(this.connection.leave("alice", Duration.ZERO));

		assertThat(propose("key", Position.NONE, change("a"))).isInstanceOf(BatchAnswer.NotMember.class);
		Renewal renewal = await(this.connection.renew("bob", LEASE));
		assertThat(renewal.nodes()).containsExactly("bob");
		assertThat(renewal.dead()).containsExactly("alice");
		assertThat(await(this.connection.presentIn("alice"))).containsExactly("room");
	}

	@Test
	void whenSessionsOfNodeThatLeavesMayReturnThenTheirPresenceStays() {
		join("alice");
		join("bob");

		await(this.connection.leave("alice", ABSENCE));

		Renewal first = await(this.connection.renew("bob", LEASE));
		assertThat(first.nodes()).containsExactly("bob");
		assertThat(first.dead()).isEmpty();
		assertThat(join("alice").member()).isFalse();
		elapse(ABSENCE);
		until(() -> await(this.connection.renew("bob", LEASE)).dead().equals(List.of("alice")));
	}

	@Test
	void whenHistoryIsCutThenOneEpochBeginsInThisLife() {
		join("alice");

		assertThat(await(this.connection.cut("first"))).isEqualTo("first");
		assertThat(await(this.connection.cut("second"))).isEqualTo("first");
		assertThat(join("bob").epoch()).isEqualTo("first");
	}

	@Test
	void whenLogIsFollowedThenItShowsWhatMatters() {
		join("alice");
		Position before = write("key", Position.NONE, "before");
		Followed followed = new Followed();
		this.connection.follow(before.number(), "key"::equals, followed);

		ProposedChange[] batch = { change("a"), change("b") };
		Position position = stored(propose("key", before, batch), batch);
		Position other = write("other", Position.NONE, "c");
		until(() -> followed.last == other.number());

		assertThat(followed.entries).extracting(LogEntry::key).containsOnly("key");
		assertThat(followed.entries).extracting((entry) -> new String(entry.change(), StandardCharsets.UTF_8))
			.containsExactly("a", "b");
		assertThat(followed.entries).extracting(LogEntry::previousTag).containsExactly(before.tag(), batch[0].tag());
		assertThat(followed.entries.get(1).position()).isEqualTo(position);
		assertThat(followed.complete).isTrue();
	}

	@Test
	void whenLogIsFollowedFromTheBeginningThenItShowsEverything() {
		join("alice");
		Followed followed = new Followed();
		this.connection.follow(0, (key) -> true, followed);

		Position position = Position.NONE;
		for (int i = 0; i < 700; i++) {
			position = write("key", position, "" + i);
		}
		long last = position.number();
		until(() -> followed.last == last);

		assertThat(followed.entries).hasSize(700);
		assertThat(followed.complete).isTrue();
	}

	@Test
	void whenCounterWasRaisedThenNoEntryIsMissing() {
		join("alice");
		Position before = write("key", Position.NONE, "a");
		Followed followed = new Followed();
		this.connection.follow(before.number(), (key) -> true, followed);
		await(this.connection.join(new JoinRequest("bob", LEASE, before.number() + 1_000_000_000_000L, "unused")));

		Position after = write("key", before, "b");
		until(() -> followed.last == after.number());

		assertThat(followed.complete).isTrue();
	}

	@Test
	void whenChangeIsLargeThenTheLogOnlySaysThatItIsThere() {
		join("alice");
		Followed followed = new Followed();
		this.connection.follow(0, (key) -> true, followed);
		byte[] large = new byte[100_000];
		Arrays.fill(large, (byte) 7);
		ProposedChange change = change(large);

		BatchAnswer answer = propose("key", Position.NONE, change);
		if (answer instanceof BatchAnswer.SnapshotNeeded) {
			answer = propose("key", Position.NONE, true, large, change);
		}
		Position position = stored(answer, change);
		until(() -> followed.last == position.number());

		assertThat(followed.entries).hasSize(1);
		assertThat(followed.entries.get(0).change()).isNull();
		assertThat(await(this.connection.read("key")).changes().get(0).change()).isEqualTo(large);
	}

	@Test
	void whenNothingChangesThenFollowerIsStillCalled() {
		join("alice");
		Position position = write("key", Position.NONE, "a");
		Followed followed = new Followed();

		this.connection.follow(position.number(), (key) -> true, followed);
		until(() -> followed.calls >= 2);

		assertThat(followed.entries).isEmpty();
		assertThat(followed.last).isEqualTo(position.number());
		assertThat(followed.complete).isTrue();
	}

	@Test
	void whenConnectionIsClosedThenCommandsFail() {
		join("alice");

		this.connection.close();
		await(this.connection.ended());

		LogException failure = catchThrowableOfType(LogException.class, () -> write("key", Position.NONE, "a"));
		assertThat(failure.isConnectionLost()).isTrue();
	}

	@Test
	void whenConnectionIsMadeAgainThenLifeIsTheSame() {
		join("alice");

		LogConnection again = await(this.log.connect(0));

		assertThat(again.life()).isEqualTo(this.connection.life());
		assertThat(await(again.join(new JoinRequest("alice", LEASE, 0, "unused"))).gaps()).isEmpty();
	}

	/** What a follower has seen. */
	private static final class Followed implements LogFollower {

		private final List<LogEntry> entries = new CopyOnWriteArrayList<>();

		private volatile long last;

		private volatile boolean complete = true;

		private volatile int calls;

		@Override
		public void advanced(List<LogEntry> entries, long last, boolean complete) {
			this.entries.addAll(entries);
			this.complete &= complete;
			this.last = last;
			this.calls++;
		}

	}

}
