// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.engines;

import org.springframework.context.annotation.Import;

/** With a recent Valkey. */
@Import(ValkeyContainer.class)
class ValkeyContainerApplicationTests extends AbstractContainerApplicationTests {

}
