// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import org.junit.jupiter.api.Nested;

/**
 * What every container must do, on Tomcat.
 */
class HostingOnTomcatTests {

	@Nested
	class EmbeddedServer extends AbstractEmbeddedServerTests {

		EmbeddedServer() {
			super(Container.TOMCAT);
		}

	}

	@Nested
	class Upgrade extends AbstractUpgradeTests {

		Upgrade() {
			super(Container.TOMCAT);
		}

	}

	@Nested
	class OpenServer extends AbstractOpenServerTests {

		OpenServer() {
			super(Container.TOMCAT);
		}

	}

	@Nested
	class UpgradeUsers extends AbstractUpgradeUserTests {

		UpgradeUsers() {
			super(Container.TOMCAT);
		}

	}

	@Nested
	class EndOfLogin extends AbstractEndOfLoginTests {

		EndOfLogin() {
			super(Container.TOMCAT);
		}

	}

	@Nested
	class SlowPeers extends AbstractSlowPeersTests {

		SlowPeers() {
			super(Container.TOMCAT);
		}

	}

	@Nested
	class Drain extends AbstractDrainTests {

		Drain() {
			super(Container.TOMCAT);
		}

	}

	@Nested
	class GracefulShutdown extends AbstractGracefulShutdownTests {

		GracefulShutdown() {
			super(Container.TOMCAT);
		}

	}

}
