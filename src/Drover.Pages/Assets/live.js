// Keeps a page up to date: the daemon tells that something has changed, the page is read again, and the parts that differ are replaced.
"use strict";
(() => {
  const state = document.getElementById("live");
  let busy = false, again = null, tag = "";

  const isBeingUsed = (part) => part.contains(document.activeElement) && /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);

  async function refresh(beat) {
    if (busy) { again = { beat }; return; }
    busy = true;
    try {
      const headers = {};
      if (tag) headers["If-None-Match"] = tag;
      if (beat) headers["Drover-Beat"] = beat;
      const answer = await fetch(location.href, { headers, cache: "no-store" });
      if (answer.status === 200) {
        tag = answer.headers.get("ETag") || "";
        replace(new DOMParser().parseFromString(await answer.text(), "text/html"));
      }
    } catch { /* The stream says when the daemon is gone. */ }
    busy = false;
    if (again) { const { beat: last } = again; again = null; refresh(last); }
  }

  function replace(fresh) {
    for (const part of document.querySelectorAll("[data-live]")) {
      const other = fresh.getElementById(part.id);
      if (other && part.innerHTML !== other.innerHTML) {
        // What somebody is about to fill in is left alone; the next change finds this page as if it had not been read.
        if (isBeingUsed(part)) { tag = ""; continue; }
        const end = part.dataset.live === "follow" && part.scrollTop + part.clientHeight >= part.scrollHeight - 4;
        part.innerHTML = other.innerHTML;
        if (end) part.scrollTop = part.scrollHeight;
      }
    }
  }

  function follow() {
    const log = document.body.dataset.liveLog;
    const stream = new EventSource(log ? "/live?log=" + encodeURIComponent(log) : "/live");
    stream.onopen = () => { state.textContent = document.body.dataset.liveState; state.className = "on"; refresh(""); };
    stream.addEventListener("change", (change) => refresh(change.data));
    stream.onerror = () => { state.textContent = document.body.dataset.liveLost; state.className = "lost"; };
  }

  document.addEventListener("click", (click) => {
    const button = click.target.closest("button[data-copy]");
    if (button) navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
  });
  document.addEventListener("keydown", (key) => {
    if (key.ctrlKey || key.altKey || key.metaKey || /^(INPUT|SELECT|TEXTAREA)$/.test(key.target.tagName)) return;
    if (key.key === "/") { const field = document.querySelector("input[name=filter]"); if (field) { field.focus(); key.preventDefault(); } }
    const place = { o: "/", j: "/jobs", s: "/services", l: "/locks", d: "/devices", t: "/test-jobs", e: "/list/event" }[key.key];
    if (place) location.href = place;
  });
  for (const part of document.querySelectorAll("[data-live=follow]")) part.scrollTop = part.scrollHeight;
  if (state) follow();
})();
