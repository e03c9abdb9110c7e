// What scrolls sideways is reached by keyboard, too.
function reachable() {
  for (const area of document.querySelectorAll(".highlight pre, .cell_output, .cell_output div, .table-wrapper")) {
    if (area.scrollWidth > area.clientWidth && getComputedStyle(area).overflowX !== "visible") {
      area.tabIndex = 0;
    }
  }
}
addEventListener("load", reachable);
addEventListener("resize", reachable);
