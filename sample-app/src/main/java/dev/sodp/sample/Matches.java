// SPDX-License-Identifier: Apache-2.0

package dev.sodp.sample;

import dev.sodp.spring.SodpOperations;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps matches in the database and the last ones in live state, where they become
 * visible once the transaction has committed, and never if it is rolled back.
 */
@Service
class Matches {

	private final JdbcClient jdbc;

	private final SodpOperations sodp;

	Matches(JdbcClient jdbc, SodpOperations sodp) {
		this.jdbc = jdbc;
		this.sodp = sodp;
	}

	@Transactional
	public void record(Match match) {
		this.sodp.afterCommit().append(Match.KEY, match, Match.KEPT);
		this.jdbc.sql("insert into match (player, points) values (?, ?)")
			.params(match.player(), match.points())
			.update();
	}

}
