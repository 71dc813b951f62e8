// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import org.junit.jupiter.api.Nested;

/**
 * What every container must do, on Jetty.
 */
class HostingOnJettyTests {

	@Nested
	class EmbeddedServer extends AbstractEmbeddedServerTests {

		EmbeddedServer() {
			super(Container.JETTY);
		}

	}

	@Nested
	class Upgrade extends AbstractUpgradeTests {

		Upgrade() {
			super(Container.JETTY);
		}

	}

	@Nested
	class OpenServer extends AbstractOpenServerTests {

		OpenServer() {
			super(Container.JETTY);
		}

	}

	@Nested
	class UpgradeUsers extends AbstractUpgradeUserTests {

		UpgradeUsers() {
			super(Container.JETTY);
		}

	}

	@Nested
	class EndOfLogin extends AbstractEndOfLoginTests {

		EndOfLogin() {
			super(Container.JETTY);
		}

	}

	@Nested
	class SlowPeers extends AbstractSlowPeersTests {

		SlowPeers() {
			super(Container.JETTY);
		}

	}

	@Nested
	class Drain extends AbstractDrainTests {

		Drain() {
			super(Container.JETTY);
		}

	}

	@Nested
	class GracefulShutdown extends AbstractGracefulShutdownTests {

		GracefulShutdown() {
			super(Container.JETTY);
		}

	}

}
