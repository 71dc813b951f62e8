// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.engines;

import org.springframework.context.annotation.Import;

/** By the oldest Redis that is supported. */
@Import(RedisContainer.class)
class RedisContainerContractTests extends AbstractContainerLogContract {

}
