// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test.spring.app;

import org.springframework.stereotype.Service;

/** Has nothing to do with SODP. */
@Service
public class Accounts {

}
