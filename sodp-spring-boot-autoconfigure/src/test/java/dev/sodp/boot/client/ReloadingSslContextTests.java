// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.client;

import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.Test;

import org.springframework.boot.ssl.SslBundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class ReloadingSslContextTests {

	private final SSLContext first = context();

	private final ReloadingSslContext reloading = new ReloadingSslContext("own", bundle(this.first));

	private static SSLContext context() {
		try {
			return SSLContext.getInstance("TLS");
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static SslBundle bundle(SSLContext context) {
		SslBundle bundle = mock();
		given(bundle.createSslContext()).willReturn(context);
		return bundle;
	}

	@Test
	void isTheSameUntilTheBundleIsUpdated() {
		assertThat(this.reloading.get()).isSameAs(this.reloading.get()).isSameAs(this.first);
	}

	@Test
	void isTheOneOfTheUpdatedBundle() {
		SSLContext second = context();

		this.reloading.update(bundle(second));

		assertThat(this.reloading.get()).isSameAs(second);
	}

	@Test
	void aBundleThatCannotBeUsedLeavesTheOneBefore() {
		SslBundle broken = mock();
		given(broken.createSslContext()).willThrow(new IllegalStateException("half-written"));

		this.reloading.update(broken);

		assertThat(this.reloading.get()).isSameAs(this.first);
	}

}
