"""Questions that are asked to a page in the browser; each answers with the list of faults."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
WCAG_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

OVERFLOW = """() => {
  const root = document.scrollingElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const right = root.clientWidth;
  return [...document.body.querySelectorAll('*')].filter((node) => {
    const box = node.getBoundingClientRect();
    const isOut = box.width > 0 && (box.right > right + 1 || box.left < -1);
    const isShown = !node.closest('.visually-hidden, .trap, .skip');
    return isOut && isShown && getComputedStyle(node).position !== 'absolute';
  }).slice(0, 5)
    .map((node) => `${node.tagName}.${node.className}: ${node.textContent.trim().slice(0, 40)}`)
    .concat(`page ${root.scrollWidth} px wide in ${root.clientWidth}`);
}"""

CLIPPED = """() => [...document.querySelectorAll(
    'button, .button, .tag, .chip, summary, label, h1, h2, h3, select, nav a')]
  .filter((node) => node.checkVisibility() && !node.closest('.visually-hidden, .trap, .map'))
  .filter((node) => {
    const style = getComputedStyle(node);
    const cuts = style.overflowX !== 'visible' || style.textOverflow === 'ellipsis';
    const isWide = node.scrollWidth > node.clientWidth + 1 && node.clientWidth > 1;
    const box = node.getBoundingClientRect();
    // A wide table scrolls in its own frame.
    let frame = node.parentElement;
    while (frame && !/auto|scroll/.test(getComputedStyle(frame).overflowX)) {
      frame = frame.parentElement;
    }
    const isCut = box.right > innerWidth + 1 && !frame;
    return isWide && (cuts || style.display !== 'inline') || isCut;
  })
  .map((node) => `${node.tagName}.${node.className}: ${node.textContent.trim().slice(0, 40)}`)"""

TARGETS = """() => {
  const faults = [];
  const told = (node, box) => faults.push(
    `${node.tagName}.${node.className} ${Math.round(box.width)}×${Math.round(box.height)}: ` +
    (node.textContent || node.name || '').trim().slice(0, 40));
  const boxOf = (node) => {
    if (!node.matches('[type=checkbox], [type=radio]')) return node.getBoundingClientRect();
    return (node.closest('label') ?? node.labels?.[0] ?? node).getBoundingClientRect();
  };
  const large = 'button, .button, input:not([type=hidden]), select, textarea, summary, ' +
    '.header a, .footer nav a, .breadcrumb a, .chip, .pagination a, .sorts a';
  const skipped = '.trap, .skip, .maplibregl-ctrl-attrib, .swagger, .visually-hidden';
  for (const node of document.querySelectorAll(large)) {
    const box = boxOf(node);
    const isShown = node.checkVisibility({ visibilityProperty: true }) && box.width > 1;
    if (isShown && !node.closest(skipped) && box.height < 43.5) told(node, box);
  }
  // A link alone in its block; one inside a sentence has the height of its line.
  for (const node of document.querySelectorAll('main a')) {
    const box = node.getBoundingClientRect();
    const isInline = getComputedStyle(node).display === 'inline';
    if (!isInline && box.width > 1 && box.height < 24 && !node.closest(skipped)) told(node, box);
  }
  return faults;
}"""

STRUCTURE = """() => ({
  h1: [...document.querySelectorAll('h1')].length,
  main: document.querySelectorAll('main').length,
  lang: document.documentElement.lang,
  title: document.title,
  unnamedNavs: [...document.querySelectorAll('nav')].filter(
    (nav) => !nav.getAttribute('aria-label') && !nav.getAttribute('aria-labelledby')).length,
  duplicateIds: [...document.querySelectorAll('[id]')].map((node) => node.id).filter(
    (id, index, all) => all.indexOf(id) !== index),
})"""


# What another theme or another width may change of a page already tried whole.
RULES_OF_LOOK = [
    "color-contrast",
    "target-size",
    "scrollable-region-focusable",
    "link-in-text-block",
]


def axe_violations(page: Page, *, rules: list[str] | None = None) -> list[str]:
    """« rule (impact): selector » of every violation, best practice included; or of `rules`."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    wanted = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": WCAG_TAGS}
    answer: dict[str, Any] = page.evaluate(
        "(wanted) => axe.run(document, {runOnly: wanted, resultTypes: ['violations']})", wanted
    )
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['failureSummary'][:200]}"
        for rule in answer["violations"]
        for node in rule["nodes"]
    ]


def zoom_text(page: Page, percent: int) -> None:
    """What « text only » zoom does: the root size grows, and everything that is in rem."""
    page.evaluate("(size) => { document.documentElement.style.fontSize = size }", f"{percent}%")


def wait_for_fonts(page: Page) -> None:
    """Widths are those that people see only with the typeface loaded."""
    page.evaluate("document.fonts.ready.then(() => true)")
