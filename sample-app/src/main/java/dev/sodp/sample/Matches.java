// SPDX-License-Identifier: Apache-2.0

package dev.sodp.sample;

import dev.sodp.spring.SodpOperations;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Keeps matches in the database and the last ones in live state, where they become
 * visible once the transaction has committed, and never if it is rolled back.
 */
@Service
class Matches {

	private final JdbcClient jdbc;

	private final SodpOperations sodp;

	private final TransactionOperations transaction;

	Matches(JdbcClient jdbc, SodpOperations sodp, TransactionOperations transaction) {
		this.jdbc = jdbc;
		this.sodp = sodp;
		this.transaction = transaction;
	}

	void record(Match match) {
		this.transaction.executeWithoutResult((status) -> {
			this.sodp.afterCommit().append(Match.KEY, match, Match.KEPT);
			this.jdbc.sql("insert into match (player, points) values (?, ?)")
				.params(match.player(), match.points())
				.update();
		});
	}

}
