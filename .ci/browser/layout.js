// SPDX-License-Identifier: Apache-2.0

/**
 * What is wrong with the layout of the page, as texts. Runs in the browser.
 */
export function findLayoutProblems() {
  const problems = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    problems.push(`the page is ${root.scrollWidth} px wide in a window of ${root.clientWidth} px`);
  }

  const boxes = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (text.data.trim()) {
      const range = document.createRange();
      range.selectNodeContents(text);
      for (const rect of range.getClientRects()) {
        boxes.push({ name: text.data.trim(), element: text.parentElement, rect });
      }
    }
  }
  for (const control of document.querySelectorAll("button, input")) {
    boxes.push({ name: control.id || control.textContent, element: control, rect: control.getBoundingClientRect() });
  }

  for (const { name, element, rect } of boxes) {
    const around = element.closest(".card, header").getBoundingClientRect();
    if (rect.left < around.left - 1 || rect.right > around.right + 1) {
      problems.push(`"${name}" leaves its box`);
    }
  }
  for (const [index, one] of boxes.entries()) {
    for (const other of boxes.slice(index + 1)) {
      const width = Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left);
      const height = Math.min(one.rect.bottom, other.rect.bottom) - Math.max(one.rect.top, other.rect.top);
      const buttonAndItsText = one.element === other.element && one.element.matches("button");
      if (width > 1 && height > 1 && !buttonAndItsText) {
        problems.push(`"${one.name}" and "${other.name}" overlap by ${Math.round(width)} by ${Math.round(height)} px`);
      }
    }
  }
  return problems;
}

/**
 * Labels that do not stand by their field, as texts: a label begins where its field begins, directly above it. Runs in
 * the browser.
 */
export function findStrayLabels() {
  return [...document.querySelectorAll("label")]
    .filter((label) => {
      const { left, bottom } = label.getBoundingClientRect();
      const field = label.control.getBoundingClientRect();
      const gap = field.top - bottom;
      return Math.abs(field.left - left) > 1 || gap < 0 || gap > 10;
    })
    .map((label) => label.textContent);
}
