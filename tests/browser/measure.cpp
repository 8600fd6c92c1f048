#include "measure.hpp"

namespace matgrad::tests {

std::string measuring_script() {
  return R"js(
(() => {
  const faults = [], root = document.documentElement, width = root.clientWidth;
  const name = e => e.tagName.toLowerCase() + " «" +
      (e.getAttribute("alttext") || e.getAttribute("aria-label") || e.textContent || "").trim().slice(0, 60) + "»";
  const fault = (what, e) => faults.push(what + (e ? ": " + name(e) : ""));
  const on_paper = matchMedia("print").matches;
  for (const e of document.querySelectorAll("details")) e.open = true;  // what is unfolded fits as well
  const hidden = e => e.closest(on_paper ? "header.site, .contents, details, svg[data-parts]" : ".parts");

  if (root.scrollWidth > width + 1)
    fault("the page is wider than the window, " + root.scrollWidth + " > " + width);
  if (!root.lang) fault("no language");
  if (!document.title.trim()) fault("no title");
  if (document.scripts.length || document.querySelector("[onclick],[onload],[onerror]")) fault("a script");
  for (const e of document.querySelectorAll("link[rel~=stylesheet],iframe,object,embed"))
    fault("not self-contained", e);

  // Formulas and pictures: of some size, and shown.
  const shown = [...document.querySelectorAll("math, svg, img")]
      .filter(e => !e.parentElement.closest("svg") && !hidden(e));
  for (const e of shown) {
    const r = e.getBoundingClientRect();
    if (r.width < 3 || r.height < 3) fault("has no size", e);
    if (!e.checkVisibility({opacityProperty: true, visibilityProperty: true})) fault("is not visible", e);
  }

  // Nothing is cut: whatever is painted lies in the window and in all boxes that clip it, and no box has more in
  // it than it shows, also none that could be scrolled; on a screen only a drawing may be, whose box shows by a
  // shadow that it goes on.
  const pans = e => !on_paper && e.matches("figure > *") && e.querySelector(":scope > svg") &&
      getComputedStyle(e).overflowX === "auto" && getComputedStyle(e).backgroundImage.includes("gradient");
  const clips = e => getComputedStyle(e).overflowX !== "visible" || getComputedStyle(e).overflowY !== "visible";
  const clipping = new Map();
  const frame_of = e => {  // the innermost box around it that clips, as left, right, top, bottom
    if (!e || e === root || e === document.body) return {left: 0, right: width, top: -Infinity, bottom: Infinity};
    if (!clipping.has(e)) {
      const outer = frame_of(e.parentElement), r = e.getBoundingClientRect();
      clipping.set(e, !clips(e) ? outer :
          pans(e) ? {...outer, left: Math.max(outer.left, r.left), right: Infinity} :
          {left: Math.max(outer.left, r.left), right: Math.min(outer.right, r.right),
           top: Math.max(outer.top, r.top), bottom: Math.min(outer.bottom, r.bottom)});
    }
    return clipping.get(e);
  };
  const cut = new Set();
  const check = (what, r, e) => {
    if (r.width === 0 || r.height === 0) return;
    const f = frame_of(e), named = e.closest("math, svg, td, th, pre, p, li, h1, h2, h3") || e;
    if (cut.has(named)) return;
    const sideways = Math.max(f.left - r.left, r.right - f.right);
    const upright = Math.max(f.top - r.top, r.bottom - f.bottom);
    if (sideways > 1.5 || upright > 1.5) {
      cut.add(named);
      fault(what + " is cut off by " + Math.round(Math.max(sideways, upright)) + " pixels", named);
    }
  };
  const unseen = e => hidden(e) || e.closest(".skip, title, style, desc") || !e.checkVisibility();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (!text.data.trim() || unseen(text.parentElement)) continue;
    range.selectNodeContents(text);
    for (const r of range.getClientRects()) check("a text", r, text.parentElement);
  }
  for (const e of document.querySelectorAll("math *, svg, img"))
    if (!unseen(e)) check(e.tagName.toLowerCase(), e.getBoundingClientRect(), e.parentElement);
  for (const e of document.body.querySelectorAll("*")) {
    if (unseen(e) || e.closest("math, svg") || !clips(e)) continue;
    if (e.scrollWidth > e.clientWidth + 1 && !pans(e))
      fault("its box shows " + e.clientWidth + " of " + e.scrollWidth + " pixels", e);
    if (e.scrollHeight > e.clientHeight + 1)
      fault("its box shows " + e.clientHeight + " of " + e.scrollHeight + " pixels of height", e);
  }
  // Cells of one row do not run into each other, and letters can be read.
  for (const row of document.querySelectorAll("tr")) {
    if (getComputedStyle(row).display !== "table-row") continue;
    for (const cell of row.children)
      if (cell.scrollWidth > cell.clientWidth + 2) fault("runs out of its cell", cell);
  }
  const least = 6.5;  // pixels
  for (const e of document.querySelectorAll("p, td, th, li, pre, math"))
    if (!unseen(e) && parseFloat(getComputedStyle(e).fontSize) < least)
      fault("is set in letters of " + getComputedStyle(e).fontSize, e);

  for (const e of document.querySelectorAll("math")) {
    const whole = e.closest("[role=math]");
    if (!e.getAttribute("alttext") && !(whole && whole.getAttribute("aria-label")))
      fault("no alternative text", e);
    if (e.querySelector("merror") || !e.firstElementChild) fault("no formula", e);
  }
  for (const e of document.querySelectorAll("img")) {
    if (!e.complete || e.naturalWidth === 0) fault("is not loaded", e);
    if (!e.alt.trim()) fault("no alternative text", e);
  }
  const drawings = [...document.querySelectorAll("svg")]
      .filter(e => !e.parentElement.closest("svg") && !hidden(e));
  for (const e of drawings) {
    const title = e.querySelector("title");
    if (e.getAttribute("role") !== "img" || !((title && title.textContent.trim()) || e.getAttribute("aria-label")))
      fault("no alternative text", e);
    const box = e.getBoundingClientRect(), scale = box.width / e.viewBox.baseVal.width;
    for (const part of e.querySelectorAll("use"))
      for (const t of document.querySelectorAll(part.getAttribute("href") + " text"))
        if (scale * t.getAttribute("font-size") < least) { fault("too small, " + t.textContent, e); break; }
    for (const t of e.querySelectorAll("text")) {
      const r = t.getBoundingClientRect();
      if (r.width === 0) continue;
      if (r.left < box.left - 2 || r.right > box.right + 2 || r.top < box.top - 2 || r.bottom > box.bottom + 2)
        { fault("a text leaves its picture, " + t.textContent.slice(0, 40), e); break; }
      if (r.height < (on_paper ? 7 : 8)) { fault("too small to read, " + t.textContent.slice(0, 40), e); break; }
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
  for (const face of document.fonts)
    if (face.status === "error") fault("a font that cannot be read, " + face.family);
  // Text on its ground.
  const luminance = c => {
    const linear = v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    const [r, g, b] = c.match(/[\d.]+/g).map(v => linear(v / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = luminance(getComputedStyle(document.body).backgroundColor);
  for (const e of document.querySelectorAll("p, math, th, td, h1, h2, h3, a, summary, figcaption, .verdict")) {
    const l = luminance(getComputedStyle(e).color);
    const contrast = (Math.max(l, ground) + 0.05) / (Math.min(l, ground) + 0.05);
    if (contrast < 4.5) { fault("too little contrast", e); break; }
  }
  const formulas = shown.filter(e => e.tagName.toLowerCase() === "math").length;
  for (const e of document.querySelectorAll("details")) e.open = false;
  return {faults, formulas, drawings: drawings.length, images: document.images.length, links};
})()
)js";
}

}  // namespace matgrad::tests
