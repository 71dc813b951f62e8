// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

record Score(int value) {
}
