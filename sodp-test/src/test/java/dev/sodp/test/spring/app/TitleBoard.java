// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test.spring.app;

import java.util.Optional;

import org.springframework.stereotype.Component;

/** Watches what its interface says. */
@Component
public class TitleBoard implements Titled {

	private volatile Optional<String> title = Optional.empty();

	@Override
	public void onTitle(Optional<String> newTitle) {
		this.title = newTitle;
	}

	public Optional<String> title() {
		return this.title;
	}

}
