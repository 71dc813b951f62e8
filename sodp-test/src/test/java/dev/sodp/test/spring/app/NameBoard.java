// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test.spring.app;

import org.springframework.stereotype.Component;

/** Inherits what it watches. */
@Component
public class NameBoard extends Follower {

}
