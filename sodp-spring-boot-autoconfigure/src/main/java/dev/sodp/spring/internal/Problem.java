// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.internal;

/**
 * Why a method of a bean cannot be called, and what to do about it.
 *
 * @param text why, a sentence without its full stop
 * @param remedy what to write instead, a sentence without its full stop
 */
public record Problem(String text, String remedy) {
}
