package dev.sodp.test;

record Score(int value) {
}
