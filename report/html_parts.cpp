#include "report/html_parts.hpp"

namespace suture::report {

const std::string_view html_style = R"(
:root { color-scheme: light dark; --line: #8886; --held: #c80; --mark: #48f3; --bad: #d22; }
body { font: 14px/1.4 system-ui, sans-serif; margin: 1rem; }
h1 { font-size: 1.2rem; }
pre, td, small { font-family: ui-monospace, monospace; font-size: 12px; }
pre { white-space: pre-wrap; }
table { border-collapse: collapse; }
th { text-align: left; position: sticky; top: 0; background: Canvas; }
th, td { padding: 2px 8px; vertical-align: top; }
)";

const std::string_view html_run_style = R"(#run { position: relative; overflow-x: auto; }
#arrows { position: absolute; left: 0; top: 0; pointer-events: none; }
#arrows path { fill: none; stroke: #2a6; stroke-width: 1.5; opacity: 0.7; }
td.lane { border-left: 1px solid var(--line); min-width: 6rem; }
td.held { border-left: 4px solid var(--held); }
td.source, small { opacity: 0.7; }
tr.switch td { opacity: 0.7; font-style: italic; }
tr.step { cursor: pointer; }
tr.needed td.here { color: var(--bad); font-weight: bold; }
tr.now td { background: var(--mark); }
tr.other { opacity: 0.2; }
)";

const std::string_view html_run_script = R"(
(function () {
  const rows = Array.from(document.querySelectorAll('tr.step'));
  const object = document.getElementById('object');
  let now = -1;
  function shown(row) { return object.value === '' || row.dataset.object === object.value; }
  function center(row) {
    const cell = row.querySelector('td.here');
    const run = document.getElementById('run').getBoundingClientRect();
    const box = cell.getBoundingClientRect();
    const scrolled = document.getElementById('run').scrollLeft;
    return { x: box.left - run.left + scrolled + 6, y: box.top - run.top + box.height / 2 };
  }
  function draw() {
    const svg = document.getElementById('arrows');
    const run = document.getElementById('run');
    svg.setAttribute('width', run.scrollWidth);
    svg.setAttribute('height', run.scrollHeight);
    svg.textContent = '';
    rows.forEach(function (row) {
      if (row.dataset.from === '' || !shown(row)) return;
      const from = document.getElementById('s' + row.dataset.from);
      if (from === null) return;
      const a = center(from), b = center(row);
      const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      const bend = Math.min(a.x, b.x) - 20;
      path.setAttribute('d', 'M ' + a.x + ' ' + a.y + ' C ' + bend + ' ' + a.y + ' ' + bend + ' ' +
        b.y + ' ' + b.x + ' ' + b.y);
      svg.appendChild(path);
    });
  }
  function go(to) {
    if (!rows[to]) return;
    if (rows[now]) rows[now].classList.remove('now');
    now = to;
    rows[now].classList.add('now');
    rows[now].scrollIntoView({ block: 'nearest' });
    document.getElementById('at').textContent =
      'step ' + (now + 1) + ' of ' + rows.length + ': ' + rows[now].querySelector('td.here').title;
  }
  function walk(by) {
    let to = now + by;
    while (rows[to] ? !shown(rows[to]) : false) to += by;
    go(to);
  }
  rows.forEach(function (row, i) { row.addEventListener('click', function () { go(i); }); });
  document.getElementById('next').addEventListener('click', function () { walk(1); });
  document.getElementById('back').addEventListener('click', function () { walk(-1); });
  document.addEventListener('keydown', function (e) {
    if (e.target === object) return;
    const keys = { ArrowDown: 1, ArrowRight: 1, j: 1, ArrowUp: -1, ArrowLeft: -1, k: -1 };
    if (e.key in keys) { e.preventDefault(); walk(keys[e.key]); }
    if (e.key === 'Home') go(0);
    if (e.key === 'End') go(rows.length - 1);
  });
  object.addEventListener('change', function () {
    rows.forEach(function (row) { row.classList.toggle('other', !shown(row)); });
    draw();
  });
  window.addEventListener('resize', draw);
  draw();
  go(0);
})();
)";

}  // namespace suture::report
