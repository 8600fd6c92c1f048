#include "pages/style.hpp"

#include <fmt/core.h>

#include <string_view>

#include "pages/table_widths.hpp"

namespace matgrad::pages {

namespace {

/// On screens, and on paper as well where paper_rules says nothing else.
constexpr std::string_view rules = R"css(
:root {
  color-scheme: light dark;
  --paper: #fffefa; --ink: #1f1c18; --soft: #6b645a; --line: #ddd7cb; --shade: #f6f2e9;
  --shadow: #0005; --mark: #8c2d19; --good: #2b6a3a; --bad: #ad2318; --doubt: #8a5a00;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #16171a; --ink: #e6e2da; --soft: #a39c90; --line: #393a3f; --shade: #1f2125;
    --shadow: #fff6; --mark: #eda58f; --good: #86cd97; --bad: #ff9185; --doubt: #e8bd6a;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
  font: 1.1875rem/1.55 "Page Roman", "Page Math", "Latin Modern Roman", Georgia, "Times New Roman", serif;
}
math { white-space: nowrap; font-family: "Page Math", "Latin Modern Math", "STIX Two Math", "Cambria Math", math; }
span.math { white-space: nowrap; }
.formula { white-space: normal; }
.formula math { text-indent: 0; }
.formula.block { display: block; width: fit-content; max-width: 100%; margin: .45rem auto; text-indent: -1.6em;
  padding-left: 1.6em; }
.formula.block math { math-style: normal; font-size: 1.08em; }
.formula math[style] { font-size: max(.45em, min(1em, 90cqi / var(--em))); }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: .5rem; }
a { color: var(--mark); text-decoration-thickness: .06em; text-underline-offset: .15em; }
header.site, main, footer { max-width: 50rem; margin: 0 auto; padding: 0 1.5rem; }
header.site { padding-top: 1.2rem; font-size: 1rem; }
header.site nav { display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; }
main { padding-bottom: 2rem; container-type: inline-size; }
footer { border-top: 1px solid var(--line); padding-top: 1rem; padding-bottom: 3rem; color: var(--soft);
  font-size: .95rem; }

h1, h2, h3 { line-height: 1.25; text-wrap: balance; font-weight: 700; }
h1 { font-size: 2.1rem; margin: 1.6rem 0 .8rem; }
h1 .number { display: block; font-size: 1.1rem; font-weight: 400; color: var(--soft); margin-bottom: .3rem; }
h2 { font-size: 1.4rem; margin: 2.8rem 0 .9rem; padding-top: 1.1rem; border-top: 1px solid var(--line); }
h2 .label { color: var(--mark); margin-right: .35em; }
h3 { font-size: 1.15rem; margin: 1.6rem 0 .5rem; }
h4 { font-size: 1.05rem; font-style: italic; font-weight: 400; margin: 1.2rem 0 .4rem; }
p { margin: .7rem 0; }
.note, .hint, .where { color: var(--soft); font-size: 1rem; }
.where { margin: .2rem 0; }

.contents { font-size: 1.05rem; columns: 20rem 2; column-gap: 2rem; margin: 1.5rem 0; }
.contents ul { margin: 0; padding: 0; list-style: none; }
.contents li { break-inside: avoid; padding: .12rem 0 .12rem 1.8rem; text-indent: -1.8rem; }
.contents .label { display: inline-block; min-width: 1.8rem; text-indent: 0; color: var(--mark); }

.wide { container-type: inline-size; padding: .15rem 0; }
math[display="block"] { margin: .45rem 0; font-size: 1.08em; }
.loss { margin: 1rem 0 1.2rem; }
.loss math { font-size: 1.25em; }
.equation { position: relative; margin: .9rem 0; }
.equation > p { margin-bottom: 0; }
@media (min-width: 40.01rem) {
  .equation { display: grid; grid-template-columns: minmax(0, 1fr) max-content; align-items: center; gap: 0 1rem; }
  .equation > p, .equation > details[open] { grid-column: 1 / -1; }
}
.answer { background: var(--shade); border-left: .25rem solid var(--mark); padding: .25rem 1.1rem; margin: 1rem 0;
  border-radius: 0 .25rem .25rem 0; }
.answer .equation { margin: .5rem 0; }

details.source { font-size: .9rem; color: var(--soft); margin: .1rem 0 .5rem; }
details.source summary { cursor: pointer; width: max-content; margin-left: auto; }
details.source pre { margin: .3rem 0; padding: .6rem .8rem; background: var(--shade); color: var(--ink);
  border: 1px solid var(--line); border-radius: .25rem; overflow-x: auto; white-space: pre-wrap;
  user-select: all; -webkit-user-select: all; }
.answer details.source pre { background: var(--paper); }
pre { white-space: pre-wrap; }
pre, code { font: .88rem/1.45 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }

table { border-collapse: collapse; margin: .6rem 0; line-height: 1.4; overflow-wrap: break-word; }
.wide:has(> table) { font-size: 1.03rem; }
.wide:has(> table.numbers, > table.check) { font-size: .85rem; }
caption { caption-side: top; text-align: left; font-style: italic; padding: 0 0 .4rem; }
thead th { border-top: .1rem solid var(--ink); border-bottom: .06rem solid var(--ink); font-weight: 400;
  font-style: italic; text-align: left; vertical-align: bottom; }
tbody tr:last-child > * { border-bottom: .1rem solid var(--ink); }
th, td { padding: .22rem 1.1em .22rem 0; vertical-align: baseline; text-align: left; }
th:last-child, td:last-child { padding-right: 0; }
tbody th { font-weight: 400; }
td .formula math[style] { font-size: max(.45em, min(1em, 30cqi / var(--em))); }
table.numbers :is(th, td), table.check :is(th, td) { padding-right: .8em; }
table.numbers, table.check { font-variant-numeric: tabular-nums lining-nums; }
.derivation td { padding-top: .32rem; padding-bottom: .32rem; }
.derivation td[data-label="shape"] { white-space: nowrap; }
.derivation td math, h3 math { math-style: normal; }
.derivation td.left { text-align: right; padding-right: 0; }
.derivation td.right { padding-left: .1rem; }
.derivation td.right > div + div { margin-top: .4rem; }
.right .formula { display: block; text-indent: -1.4em; padding-left: 1.4em; }
.closed-form { padding: .3rem 0 .3rem 1.6em; text-indent: -1.6em; }
.closed-form .shape { white-space: nowrap; }
.closed-form math { math-style: normal; text-indent: 0; font-size: 1.06em; }

figure { margin: 1.4rem 0; }
figure > .wide { display: flex; flex-wrap: wrap; justify-content: safe center; gap: 1rem 0; overflow-x: auto;
  overflow-y: hidden; background: linear-gradient(to right, var(--paper) 40%, transparent) 0 0 / 3rem 100% local,
  linear-gradient(to left, var(--paper) 40%, transparent) 100% 0 / 3rem 100% local,
  linear-gradient(to right, var(--shadow), transparent) 0 0 / 1rem 100%,
  linear-gradient(to left, var(--shadow), transparent) 100% 0 / 1rem 100%; background-repeat: no-repeat; }
figure svg, figure img { display: block; max-width: 100%; height: auto; color: var(--ink); flex: none; }
.parts { display: none; }
figcaption { color: var(--soft); font-size: 1rem; text-align: center; margin-top: .6rem; text-wrap: balance; }
.verdict { font-variant: normal; }
.verdict.passed { color: var(--good); }
.verdict.failed { color: var(--bad); font-weight: 700; }
.verdict.undecided { color: var(--doubt); font-weight: 700; }

.graded dt { border-top: 1px solid var(--line); padding-top: .6rem; margin-top: .8rem; }
.graded dd { margin: .2rem 0 .4rem 1.2rem; }
.conditions { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .1rem 1.2rem; margin: .8rem 0;
  font-size: 1rem; }
.conditions dt { color: var(--soft); }
.conditions dd { margin: 0; }

.questions { list-style: none; padding: 0; margin: .5rem 0 1.5rem; }
.questions > li { display: grid; grid-template-columns: 2.2rem minmax(0, 1fr); gap: 0 .3rem; padding: .55rem 0;
  border-top: 1px solid var(--line); }
.questions .label { color: var(--mark); font-weight: 700; }
.questions .statement { margin: 0; }
.questions a, h2 a { color: inherit; text-decoration: none; border-bottom: 1px solid var(--soft); }
.questions a:hover, h2 a:hover { color: var(--mark); border-bottom-color: var(--mark); }
.contents a { color: inherit; text-decoration: none; }
.contents a:hover, .contents a:focus { text-decoration: underline; }
.questions .one-line { grid-column: 2; }
.questions .equation { margin: .2rem 0; }
.questions math[display="block"] { text-align: left; margin: .25rem 0; }
.questions p { margin: .2rem 0; }
.pending { color: var(--soft); font-style: italic; }

@media (min-width: 53rem) {
  .wide:has(> table) { width: min(calc(50vw + 22rem), 68rem); }
}
@media (max-width: 40rem) {
  body { font-size: 1.0625rem; }
  header.site, main, footer { padding-left: 1rem; padding-right: 1rem; }
  h1 { font-size: 1.6rem; }
  h2 { font-size: 1.22rem; margin-top: 2.2rem; }
  .answer { padding: .2rem .7rem; }
  .loss math { font-size: 1.1em; }
  math[display="block"] { font-size: 1em; }
  .formula.block math:not([style]) { font-size: 1em; }
  .conditions { grid-template-columns: minmax(0, 1fr); }
}
)css";

constexpr std::string_view paper_rules = R"css(
@media print {
  :root { --paper: #fff; --ink: #000; --soft: #444; --line: #bbb; --shade: #fff; --mark: #000; --good: #000;
    --bad: #000; --doubt: #000; }
  @page { size: A4; margin: 2cm; }
  html { font-size: 10.5pt; }
  body { font-size: 1rem; }
  header.site, .skip, .contents, details.source { display: none; }
  main, footer { max-width: none; padding: 0; }
  .wide:has(> table) { width: auto; font-size: .95rem; }
  .wide:has(> table.numbers, > table.check) { font-size: .72rem; }
  figure > .wide { overflow: visible; background: none; gap: 0; }
  figure svg { min-width: 0 !important; flex: initial; }
  figure svg[data-parts] { display: none; }
  .parts { display: block; width: 100%; }
  .parts svg { width: 100%; break-inside: avoid; }
  .parts svg + svg { border-top: 1px dashed var(--line); }
  figure svg.plot { max-width: 50% !important; }
  h2, h3, caption { break-after: avoid; }
  figure, tr, .equation, .answer { break-inside: avoid; }
  a { color: inherit; text-decoration: none; }
}
)css";

/// A table whose place is too narrow for it: its cells below each other, each behind the head of its column.
constexpr std::string_view stacked_rules = R"css(
  T, T > tbody, T > caption { display: block; width: 100%; }
  T > thead { display: none; }
  T > tbody > tr { display: flex; flex-wrap: wrap; align-items: baseline; padding: .5rem 0;
    border-top: 1px solid var(--line); }
  T > tbody > tr > * { display: block; max-width: 100%; padding: .1rem 0; }
  T > tbody > tr:last-child > * { border-bottom: 0; }
  T > tbody > tr > th { flex-basis: 100%; }
  T > tbody > tr > td[data-label] { flex-basis: 100%; padding-left: 1.2em; }
  T > tbody > tr > td[data-label="shape"] { flex-basis: auto; margin-left: auto; color: var(--soft); }
  T > tbody > tr > td[data-label]:empty { display: none; }
  T > tbody > tr > td[data-label]:not([data-label="shape"])::before { content: attr(data-label);
    color: var(--soft); font-style: italic; margin-right: .7em; }
  T.numbers > tbody > tr > td[data-label]:not([data-label="shape"])::before, T.check > tbody > tr > td::before {
    display: inline-block; min-width: 8.5em; }
  T .formula math[style] { font-size: max(.45em, min(1em, 88cqi / var(--em))); }
)css";

std::string stacked(std::string_view table) {
  std::string text;
  for (const char c : stacked_rules)
    if (c == 'T')
      text += table;
    else
      text += c;
  return text;
}

/// The rules for tables by their widths.
std::string rules_for_narrow_places() {
  std::string text = stacked("table.fits-nowhere");
  for (const int width : table_widths)
    text +=
        fmt::format("@container (max-width: {}em) {{{}}}\n", width, stacked(fmt::format("table.fits-{}", width)));
  return text;
}

}  // namespace

std::string style_sheet() { return std::string(rules) + rules_for_narrow_places() + std::string(paper_rules); }

}  // namespace matgrad::pages
