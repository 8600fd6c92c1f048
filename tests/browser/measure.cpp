#include "measure.hpp"

namespace matgrad::tests {

std::string measuring_script() {
  return R"js(
(() => {
  const faults = [], root = document.documentElement, width = root.clientWidth;
  const name = e => e.tagName.toLowerCase() + " «" +
      (e.getAttribute("alttext") || e.getAttribute("aria-label") || e.textContent || "").trim().slice(0, 60) + "»";
  const fault = (what, e) => faults.push(what + (e ? ": " + name(e) : ""));
  const hidden = e => e.closest("details:not([open])") && !e.closest("summary");

  if (root.scrollWidth > width + 1) fault("the page is wider than the window, " + root.scrollWidth + " > " + width);
  if (!root.lang) fault("no language");
  if (!document.title.trim()) fault("no title");
  if (document.scripts.length || document.querySelector("[onclick],[onload],[onerror]")) fault("a script");
  for (const e of document.querySelectorAll("link[rel~=stylesheet],iframe,object,embed")) fault("not self-contained", e);

  // Formulas and pictures: of some size, shown, and reachable: in the window, or in a box that scrolls sideways.
  const shown = [...document.querySelectorAll("math, svg, img")].filter(e => !e.parentElement.closest("svg") && !hidden(e));
  const within = (e, parts) => {
    const box = e.closest(".wide");
    const frame = (box || root).getBoundingClientRect();
    const scrolls = box && getComputedStyle(box).overflowX === "auto";
    if (box && (frame.left < -1 || frame.right > width + 1)) fault("its box leaves the window", e);
    const right = scrolls ? frame.left + box.scrollWidth - box.scrollLeft : Math.min(frame.right, width);
    for (const part of parts) {
      const r = part.getBoundingClientRect();
      if (r.width === 0 || r.height === 0) continue;
      if (r.left < frame.left - 1.5 || r.right > right + 1.5) { fault("cut off sideways", e); return; }
      if (box && (r.top < frame.top - 1.5 || r.bottom > frame.bottom + 1.5)) { fault("cut off above or below", e); return; }
    }
  };
  for (const e of shown) {
    const r = e.getBoundingClientRect();
    if (r.width < 3 || r.height < 3) fault("has no size", e);
    if (!e.checkVisibility({opacityProperty: true, visibilityProperty: true})) fault("is not visible", e);
    within(e, e.tagName.toLowerCase() === "math" ? [e, ...e.querySelectorAll("*")] : [e]);
  }
  for (const e of document.querySelectorAll("math")) {
    if (!e.getAttribute("alttext")) fault("no alternative text", e);
    if (e.querySelector("merror") || !e.firstElementChild) fault("no formula", e);
  }
  for (const e of document.querySelectorAll("img")) {
    if (!e.complete || e.naturalWidth === 0) fault("is not loaded", e);
    if (!e.alt.trim()) fault("no alternative text", e);
  }
  const drawings = [...document.querySelectorAll("svg")].filter(e => !e.parentElement.closest("svg"));
  for (const e of drawings) {
    const title = e.querySelector("title");
    if (e.getAttribute("role") !== "img" || !((title && title.textContent.trim()) || e.getAttribute("aria-label")))
      fault("no alternative text", e);
    const box = e.getBoundingClientRect();
    for (const t of e.querySelectorAll("text")) {
      const r = t.getBoundingClientRect();
      if (r.width === 0) continue;
      if (r.left < box.left - 2 || r.right > box.right + 2 || r.top < box.top - 2 || r.bottom > box.bottom + 2)
        { fault("a text leaves its picture, " + t.textContent.slice(0, 40), e); break; }
      if (r.height < 9) { fault("too small to read, " + t.textContent.slice(0, 40), e); break; }
    }
  }

  // What a screen reader goes by.
  const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")];
  if (headings.filter(h => h.tagName === "H1").length !== 1) fault("not one heading of the first level");
  let level = 0;
  for (const h of headings) {
    const next = Number(h.tagName[1]);
    if (next > level + 1) fault("a level of headings is left out", h);
    if (!h.textContent.trim()) fault("an empty heading", h);
    level = next;
  }
  if (!document.querySelector("main")) fault("no main part");
  const ids = new Set();
  for (const e of document.querySelectorAll("[id]")) {
    if (ids.has(e.id)) fault("an id twice, " + e.id);
    ids.add(e.id);
  }
  const links = [];
  for (const a of document.querySelectorAll("a[href]")) {
    const href = a.getAttribute("href");
    if (href.startsWith("#")) { if (!ids.has(href.slice(1))) fault("a link to nowhere, " + href, a); }
    else links.push(href);
  }
  // Where fonts are brought along, they must have been taken.
  for (const face of document.fonts) if (face.status === "error") fault("a font that cannot be read, " + face.family);
  // Text on its ground.
  const luminance = c => {
    const [r, g, b] = c.match(/[\d.]+/g).map(v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = luminance(getComputedStyle(document.body).backgroundColor);
  for (const e of document.querySelectorAll("p, math, th, td, h1, h2, h3, a, summary, figcaption, .verdict")) {
    const l = luminance(getComputedStyle(e).color);
    if ((Math.max(l, ground) + 0.05) / (Math.min(l, ground) + 0.05) < 4.5) { fault("too little contrast", e); break; }
  }
  const formulas = shown.filter(e => e.tagName.toLowerCase() === "math").length;
  return {faults, formulas, drawings: drawings.length, images: document.images.length, links};
})()
)js";
}

}  // namespace matgrad::tests
