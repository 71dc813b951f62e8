// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.micro;

/**
 * An entry of the maps that are measured.
 */
public record Player(String name, int x, int y, int hp, boolean alive) {
}
