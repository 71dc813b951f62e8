// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import jakarta.validation.constraints.Max;

public record Score(String player, @Max(100) int points) {
}
