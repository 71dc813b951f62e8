// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.ArrayList;
import java.util.List;

/** Values that cannot be written, because following them never ends or goes too deep. */
public final class EndlessValues {

	private EndlessValues() {
	}

	/** Two entities that refer to each other, the usual shape of JPA. */
	public static Team team() {
		Team team = new Team();
		Member member = new Member();
		member.team = team;
		team.members.add(member);
		return team;
	}

	/** Lists in lists, more of them than a stack holds. */
	public static List<Object> deep() {
		List<Object> inner = List.of();
		for (int i = 0; i < 100_000; i++) {
			inner = List.of(inner);
		}
		return inner;
	}

	/** Has members. */
	public static final class Team {

		public final List<Member> members = new ArrayList<>();

	}

	/** Has a team. */
	public static final class Member {

		public Team team;

	}

}
