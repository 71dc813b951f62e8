// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.sodp.client.SodpClient;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.Mockito.mock;

class SodpClientsTests {

	private final SodpClient primary = mock();

	private final SodpClient audit = mock();

	private final SodpClient orders = mock();

	private SodpClients clients() {
		Map<String, SodpClient> others = new LinkedHashMap<>();
		others.put("orders", this.orders);
		others.put("audit", this.audit);
		return SodpClients.of(this.primary, others);
	}

	@Test
	void findsEachByItsName() {
		assertThat(clients().primary()).isSameAs(this.primary);
		assertThat(clients().get("primary")).isSameAs(this.primary);
		assertThat(clients().get("audit")).isSameAs(this.audit);
	}

	@Test
	void listsThePrimaryFirstAndTheOthersInTheirOrder() {
		assertThat(clients().all().keySet()).containsExactly("primary", "orders", "audit");
	}

	@Test
	void saysWhichNamesThereAre() {
		assertThatIllegalArgumentException().isThrownBy(() -> clients().get("stock"))
			.withMessage("There is no SODP client named 'stock'; available clients: primary, orders, audit");
	}

	@Test
	void refusesAnotherPrimary() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SodpClients.of(this.primary, Map.of("primary", this.audit)))
			.withMessageContaining("give the other client a different name");
	}

}
